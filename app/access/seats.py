"""Taking a seat at a board, and the links and codes by which one comes there."""

import secrets

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session, col, select

from app.access.gate import boards
from app.access.models import BoardLink, CreationToken, Organisation, Seat, Unit
from app.access.rights import Role
from app.access.tokens import LinkToken, digest, read_code, sign_link
from app.errors import Forbidden, NotFound
from app.i18n import _

HOME_NAME = "Lappetavla"


def home_unit(session: Session) -> Unit:
    """The unit that boards belong to unless another is named; made the first time."""
    unit = session.exec(select(Unit).order_by(col(Unit.created_at))).first()
    if unit is None:
        organisation = Organisation(name=HOME_NAME)
        session.add(organisation)
        session.flush()
        unit = Unit(organisation=organisation.id, name=HOME_NAME)
        session.add(unit)
        session.flush()
    return unit


def add_links(session: Session, board: str) -> None:
    """The first generation of every role's link."""
    session.add_all(BoardLink(board=board, role=role) for role in Role)
    session.flush()


def list_links(connection: Connection, board: str) -> list[LinkToken]:
    """The links that hold, in the order of the roles."""
    rows = connection.execute(
        sa.select(col(BoardLink.role), col(BoardLink.generation)).where(
            col(BoardLink.board) == board
        )
    )
    found = {Role(row.role): row.generation for row in rows}
    return [LinkToken(board, role, found[role]) for role in Role if role in found]


def link_tokens(connection: Connection, key: bytes, board: str) -> dict[str, str]:
    """The token of each role's link."""
    return {link.role.value: sign_link(key, link) for link in list_links(connection, board)}


def hold_link(session: Session, board: str, role: Role) -> BoardLink:
    """A role's link, which nobody else may withdraw until the transaction ends."""
    return session.get_one(BoardLink, (board, role.value), with_for_update=True)


def withdraw_link(session: Session, board: str, role: Role) -> None:
    """Begin the next generation: the old link and all seats that came by it open nothing."""
    link = hold_link(session, board, role)
    link.generation += 1
    session.add(link)
    session.flush()


def link_holds(connection: Connection, link: LinkToken) -> bool:
    """Whether it is the newest generation of its role's link."""
    return link in list_links(connection, link.board)


def take_seat(
    session: Session,
    link: LinkToken,
    *,
    profession: str | None = None,
    name: str | None = None,
    seat_id: str | None = None,
) -> Seat:
    """A new seat by a link. Raises NotFound when the link is withdrawn."""
    if not link_holds(session.connection(), link):
        raise NotFound(_("This link does not open anything any more. Ask for a new one."))
    seat = Seat(
        board=link.board,
        role=link.role,
        generation=link.generation,
        profession=profession,
        name=name,
    )
    if seat_id is not None:
        seat.id = seat_id
    session.add(seat)
    session.flush()
    return seat


def program_seat(session: Session, link: LinkToken) -> str:
    """The seat of those who use a link's token directly; made the first time."""
    if session.get(Seat, link.seat_id) is None:
        take_seat(session, link, seat_id=link.seat_id)
    return link.seat_id


def find_by_code(connection: Connection, text: str) -> LinkToken | None:
    """The participants' way in by a code, or ``None``."""
    code = read_code(text)
    board = connection.scalar(sa.select(boards.c.id).where(boards.c.code == code))
    if board is None:
        return None
    links = list_links(connection, board)
    return next((link for link in links if link.role is Role.PARTICIPANT), None)


def new_creation_token(session: Session) -> str:
    """A token with which a program may make boards. It is shown this once."""
    token = secrets.token_urlsafe(24)
    session.add(CreationToken(digest=digest(token), unit=home_unit(session).id))
    return token


def unit_for_creation(session: Session, token: str, anyone: bool) -> str:
    """The unit in which the bearer may make a board. Raises Forbidden."""
    found = session.get(CreationToken, digest(token)) if token else None
    if found is not None and found.withdrawn_at is None:
        return found.unit
    if anyone:
        return home_unit(session).id
    raise Forbidden(_("Making a board needs a creation token. Ask the one who runs Lappetavla."))


def renew_seat(session: Session, seat_id: str) -> None:
    """Let one seat follow its link into the newest generation."""
    seat = session.get_one(Seat, seat_id)
    link = session.get_one(BoardLink, (seat.board, seat.role))
    seat.generation = link.generation
    session.add(seat)
