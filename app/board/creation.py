"""A new board: its row, its links, and its first event, in one transaction."""

from sqlmodel import Session

from app.access.rights import Role
from app.access.seats import add_links, program_seat
from app.access.tokens import LinkToken, new_code
from app.board.blueprints import get_blueprint
from app.board.models import Board
from app.board.protocol import EditBoard
from app.board.words import PersonWord
from app.errors import AppError
from app.live.cycle import perform_all
from app.live.envelope import Envelope
from app.live.perform import Door, Job

_PERSON_WORDS = {
    "hjemmetjeneste": PersonWord.USER,
    "legevakt": PersonWord.PATIENT,
}


def create_board(
    session: Session,
    door: Door,
    unit: str,
    title: str,
    *,
    template: str = "sykehjem-dag",
    kind: str | None = None,
    locale: str = "nb",
) -> Board:
    """Make a board and lay out its template. Raises Invalid, or PersonalData for its title.

    The caller commits. The title is parsed before this by the command that edits it.
    """
    blueprint = get_blueprint(template)
    parsed = EditBoard(title=title)
    board = Board(
        unit=unit,
        title=parsed.title,
        kind=kind or blueprint.kind.value,
        locale=locale,
        person_word=_PERSON_WORDS.get(template, PersonWord.RESIDENT),
        code=new_code(),
    )
    session.add(board)
    session.flush()
    add_links(session, board.id)
    seat = program_seat(session, LinkToken(board.id, Role.FACILITATOR, 1))
    orders = [
        Envelope("set-up", "board.set_up", {"template": template, "locale": locale}),
        # The title goes through the door as well: the guard looks at it there.
        Envelope("title", "board.edit", {"title": parsed.title}),
    ]
    session.flush()
    jobs = [Job(board.id, seat, order) for order in orders]
    for outcome in perform_all(session.connection(), door, jobs):
        if isinstance(outcome, AppError):
            raise outcome
    session.refresh(board)
    return board
