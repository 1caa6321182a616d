"""From a board to plain facts: loaded once, as the person may see it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import col

from app.access.models import Unit
from app.access.person import Person
from app.access.seats import HOME_NAME
from app.board import queries as board_queries
from app.board.held import load
from app.board.snapshot import list_notes
from app.board.words import AxisKind, NoteType
from app.cards.as_needed import says_as_needed
from app.cards.facts import BoardFacts, Duty, ProfessionFacts, ShiftFacts, TaskFacts
from app.errors import NotFound
from app.i18n import _
from app.live.changes import Doc


def load_board(connection: Connection, person: Person) -> BoardFacts:
    """What stands on every page of a board. Its date is that of the latest change, never now."""
    board = board_queries.get_board(connection, person.board)
    unit = connection.scalar(sa.select(col(Unit.name)).where(col(Unit.id) == board.unit))
    grids = board_queries.list_grids(load(connection, person.board))
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
    held = load(connection, person.board)
    professions = board_queries.list_professions(held)
    shifts = board_queries.list_shifts(held)
    wanted_profession = _find(professions, "code", profession)
    wanted_shift = _find(shifts, "key", shift)
    grids = board_queries.list_grids(held)
    read = _Reading(
        {
            doc["id"]: ProfessionFacts(doc["id"], doc["name"], doc["code"], doc["palette"], order)
            for order, doc in enumerate(professions)
        },
        {
            doc["id"]: ShiftFacts(doc["id"], doc["name"], doc["start"], doc["end"], order)
            for order, doc in enumerate(shifts)
        },
        {c["id"] for grid in grids for c in grid.columns if c["kind"] == AxisKind.AS_NEEDED},
    )
    return [
        read.task(note)
        for note in list_notes(held, person)
        if note["type"] == NoteType.TASK
        and wanted_profession in ("", note["profession"])
        and wanted_shift in ("", note["shift"])
    ]


def _find(docs: list[Doc], short: str, named: str) -> str:
    """The id of what is ``named`` by its id or its short name; empty for nothing."""
    found = next((doc["id"] for doc in docs if named and named in (doc["id"], doc[short])), "")
    if named and not found:
        raise NotFound(_("The board has no such profession or shift."))
    return str(found)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one must know of a board to read its notes as tasks."""

    professions: dict[str, ProfessionFacts]
    shifts: dict[str, ShiftFacts]
    as_needed_columns: set[str]

    def task(self, note: Doc) -> TaskFacts:
        days = note["days"]
        return TaskFacts(
            id=note["id"],
            title=note["title"],
            profession=self.professions[note["profession"]],
            shift=self.shifts.get(note["shift"] or ""),
            start=note["start"],
            duration=note["duration"],
            days=(days,) if isinstance(days, str) else tuple(days),
            frequency=note["frequency"],
            place=note["place"],
            need=note["need"],
            competence=note["competence"],
            duty=Duty(note["obligation"]) if note["obligation"] else None,
            as_needed=self._is_as_needed(note),
        )

    def _is_as_needed(self, note: Doc) -> bool:
        if note["start"] is not None:
            return False
        columns = {place["column"] for place in note["placements"].values()}
        return says_as_needed(note["frequency"]) or bool(columns & self.as_needed_columns)
