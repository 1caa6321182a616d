"""From a board to plain facts: loaded once, as the person may see it."""

import secrets
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import col

from app.access.models import Unit
from app.access.person import Person
from app.access.rights import BoardState, Role
from app.access.seats import HOME_NAME
from app.board import queries as board_queries
from app.board.collections import table_of
from app.board.snapshot import list_notes
from app.board.words import NoteType
from app.cards.facts import AddressOf, BoardFacts, Duty, ProfessionFacts, ShiftFacts, TaskFacts
from app.cards.models import Card
from app.db import new_id
from app.errors import NotFound
from app.i18n import _
from app.live.changes import Doc

_cards = table_of(Card)
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TOKEN_LENGTH = 14


def load_board(connection: Connection, person: Person) -> BoardFacts:
    """What stands on every page of a board. Its date is that of the latest change, never now."""
    board = board_queries.get_board(connection, person.board)
    unit = connection.scalar(sa.select(col(Unit.name)).where(col(Unit.id) == board.unit))
    grids = board_queries.list_grids(connection, person.board)
    return BoardFacts(
        title=board.title,
        unit=board.place_name or ("" if unit == HOME_NAME else unit or ""),
        date=board.changed_at.astimezone(ZoneInfo(board.time_zone)).date(),
        version=board.seq,
        locale=board.locale,
        axis_start=grids[0].grid["axis_start"] if grids else 0,
    )


def list_tasks(
    connection: Connection, person: Person, *, profession: str = "", shift: str = ""
) -> list[TaskFacts]:
    """The board's tasks, or those of one profession (id or code) and one shift (id or key).

    Raises NotFound when the board has no such profession or shift.
    """
    professions = {
        doc["id"]: ProfessionFacts(doc["id"], doc["name"], doc["code"], doc["palette"], order)
        for order, doc in enumerate(board_queries.list_professions(connection, person.board))
    }
    shifts = {
        doc["id"]: ShiftFacts(doc["id"], doc["name"], doc["start"], doc["end"], order)
        for order, doc in enumerate(board_queries.list_shifts(connection, person.board))
    }
    keys = {doc["key"]: doc["id"] for doc in board_queries.list_shifts(connection, person.board)}
    codes = {facts.code: facts.id for facts in professions.values()}
    wanted_profession = codes.get(profession, profession)
    wanted_shift = keys.get(shift, shift)
    if (wanted_profession and wanted_profession not in professions) or (
        wanted_shift and wanted_shift not in shifts
    ):
        raise NotFound(_("The board has no such profession or shift."))
    return [
        _task(note, professions, shifts)
        for note in list_notes(connection, person)
        if note["type"] == NoteType.TASK
        and wanted_profession in ("", note["profession"])
        and wanted_shift in ("", note["shift"])
    ]


def addresses_of(
    connection: Connection, board: str, tasks: Iterable[TaskFacts], base: str
) -> AddressOf:
    """Each card's own address, made the first time it is printed. The caller commits."""
    known = {
        (row.profession, row.shift): row.token
        for row in connection.execute(
            sa.select(_cards).where(_cards.c.board == board, _cards.c.withdrawn.is_(False))
        )
    }
    wanted = {(task.profession.id, task.shift.id if task.shift else "") for task in tasks}
    for profession, shift in sorted(wanted - set(known)):
        token = "".join(secrets.choice(_BASE32) for __ in range(_TOKEN_LENGTH))
        known[profession, shift] = token
        connection.execute(
            sa.insert(_cards).values(
                id=new_id(), board=board, profession=profession, shift=shift, token=token
            )
        )

    def address_of(profession: ProfessionFacts, shift: ShiftFacts | None) -> str:
        token = known.get((profession.id, shift.id if shift else ""))
        # In capitals: the QR code then gets by with fewer squares, and scans better.
        return f"{base}/K/{token}" if token else ""

    return address_of


def get_card(connection: Connection, token: str) -> Doc:
    """The card that a QR code leads to. Raises NotFound."""
    found = connection.execute(
        sa.select(_cards).where(_cards.c.token == token.upper(), _cards.c.withdrawn.is_(False))
    ).first()
    if found is None:
        raise NotFound(_("This card is not in use any more. Ask for a new one on the ward."))
    return dict(found._mapping)


def anyone(connection: Connection, board: str) -> Person:
    """Whoever holds a card in the hand: may read it, and nothing else."""
    row = board_queries.get_board(connection, board)
    return Person(
        seat="", board=board, role=Role.VIEWER, state=BoardState(row.state), locale=row.locale
    )


def _task(
    note: Doc, professions: dict[str, ProfessionFacts], shifts: dict[str, ShiftFacts]
) -> TaskFacts:
    days = note["days"]
    return TaskFacts(
        id=note["id"],
        title=note["title"],
        profession=professions[note["profession"]],
        shift=shifts.get(note["shift"] or ""),
        start=note["start"],
        duration=note["duration"],
        days=(days,) if isinstance(days, str) else tuple(days),
        frequency=note["frequency"],
        place=note["place"],
        need=note["need"],
        competence=note["competence"],
        duty=Duty(note["obligation"]) if note["obligation"] else None,
        as_needed=note["start"] is None and "behov" in note["frequency"].lower(),
    )
