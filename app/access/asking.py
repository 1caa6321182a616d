"""Who is asking over HTTP: from a bearer token, or from the cookie of the seat the page names."""

import hmac
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from starlette.requests import HTTPConnection, Request

from app.access.models import Seat
from app.access.person import Person
from app.access.rights import Permission
from app.access.seats import link_holds, program_seat
from app.access.tokens import LinkToken, SeatToken, form_token, read_token, sign_seat
from app.db import unit_of_work
from app.errors import Forbidden, NotFound, UnknownPerson
from app.i18n import _
from app.live.hub import Hub

COOKIE_PREFIX = "seat_"
COOKIE_DAYS = 60


def find_seat(request: HTTPConnection, board: str) -> str:
    """The seat that the request speaks for at ``board``.

    Raises UnknownPerson when it brings nothing, NotFound when what it brings is another board's:
    to a stranger the board does not exist.
    """
    hub: Hub = request.app.state.hub
    key: bytes = request.app.state.key
    bearer = _bearer(request)
    if bearer:
        return _seat_of_token(hub, key, board, bearer)
    held = _held_seats(request, key)
    named = request.query_params.get("seat")
    if named is not None:
        if named not in held:
            raise UnknownPerson()
        return named
    if not held:
        raise UnknownPerson()
    with hub.engine.connect() as connection:
        here = connection.scalars(
            select(Seat.id).where(col(Seat.id).in_(held), Seat.board == board)
        ).all()
    if len(here) != 1:
        raise NotFound() if not here else UnknownPerson()
    return here[0]


def find_person(request: HTTPConnection, board: str) -> Person:
    """The person who asks. Raises UnknownPerson or NotFound, as ``find_seat``."""
    hub: Hub = request.app.state.hub
    seat = find_seat(request, board)
    try:
        person: Person = hub.admit(board, seat)
    except UnknownPerson:
        with hub.engine.connect() as connection:
            elsewhere = connection.scalar(select(Seat.board).where(Seat.id == seat))
        if elsewhere is not None and elsewhere != board:
            raise NotFound() from None
        raise
    return person


def needs(permission: Permission) -> Callable[..., Person]:
    """A dependency: the person of the board in the path, who has ``permission``."""

    def person_with_permission(request: Request, board_id: str) -> Person:
        person = find_person(request, board_id)
        request.app.state.hub.door.gate.check(person, permission)
        return person

    return person_with_permission


BoardReader = Annotated[Person, Depends(needs(Permission.BOARD_READ))]
BoardEditor = Annotated[Person, Depends(needs(Permission.BOARD_EDIT))]
BoardOpener = Annotated[Person, Depends(needs(Permission.BOARD_STATE))]
CardPrinter = Annotated[Person, Depends(needs(Permission.CARDS_PRINT))]
LinkKeeper = Annotated[Person, Depends(needs(Permission.LINKS_SHOW))]
NotesImporter = Annotated[Person, Depends(needs(Permission.NOTES_IMPORT))]


def check_form(request: Request, person: Person, csrf: object) -> None:
    """Raises Forbidden unless the form was one of ours for this seat, or a program's."""
    if _bearer(request):
        return
    expected = form_token(request.app.state.key, person.seat)
    if not isinstance(csrf, str) or not hmac.compare_digest(csrf.encode(), expected.encode()):
        raise Forbidden(_("The form was too old. Go back, reload the page and try again."))


def keep_seat(request: Request, response: Any, seat: str) -> None:
    """Let the browser hold a seat beside those that it has."""
    response.set_cookie(
        COOKIE_PREFIX + seat.replace("-", ""),
        sign_seat(request.app.state.key, seat),
        max_age=COOKIE_DAYS * 24 * 3600,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def find_held_seat(request: Request, link: LinkToken) -> str | None:
    """A seat that the browser already holds by this very link, or ``None``."""
    held = _held_seats(request, request.app.state.key)
    if not held:
        return None
    with request.app.state.hub.engine.connect() as connection:
        if not link_holds(connection, link):
            return None
        found: str | None = connection.scalar(
            select(Seat.id).where(
                col(Seat.id).in_(held),
                Seat.board == link.board,
                Seat.role == link.role,
                Seat.generation == link.generation,
                col(Seat.withdrawn_at).is_(None),
            )
        )
        return found


def bearer_token(request: HTTPConnection) -> str:
    """The bearer token of a request, or an empty text."""
    return _bearer(request)


def _bearer(request: HTTPConnection) -> str:
    scheme, __, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _seat_of_token(hub: Hub, key: bytes, board: str, text: str) -> str:
    token = read_token(key, text)
    match token:
        case None:
            raise UnknownPerson()
        case SeatToken():
            return token.seat
        case LinkToken():
            if token.board != board:
                raise NotFound()
            with hub.engine.connect() as connection:
                known = connection.scalar(select(Seat.id).where(Seat.id == token.seat_id))
            if known is None:
                _make_program_seat(hub, token)
            return token.seat_id


def _make_program_seat(hub: Hub, token: LinkToken) -> None:
    try:
        with unit_of_work(hub.engine) as session:
            program_seat(session, token)
    except IntegrityError:
        # Another request of the same program made it at the same time.
        return


def _held_seats(request: HTTPConnection, key: bytes) -> set[str]:
    held: set[str] = set()
    for name, value in request.cookies.items():
        if name.startswith(COOKIE_PREFIX):
            token = read_token(key, value)
            if isinstance(token, SeatToken):
                held.add(token.seat)
    return held
