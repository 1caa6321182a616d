"""The board document: all of a board at one moment, as one person may see it."""

from typing import Any

from sqlalchemy.engine import Connection

from app.access.person import Person
from app.access.rights import BoardState
from app.board import queries
from app.board.held import HeldBoard, load
from app.live.changes import Doc
from app.live.log import Recorded

# What a document keeps to itself: there is only what is not deleted.
_APART = {"deleted"}


def board_document(connection: Connection, person: Person) -> dict[str, Any]:
    """The document of docs/protocol.md, read in the caller's transaction."""
    return document_of(load(connection, person.board), person)


def document_of(held: HeldBoard, person: Person) -> dict[str, Any]:
    """The board in memory as the document of docs/protocol.md."""
    return {
        "seq": held.seq,
        "board": {
            **held.docs["board"][held.board],
            "time_zone": held.time_zone,
            "seq": held.seq,
        },
        "professions": _plain(queries.list_professions(held)),
        "shifts": _plain(queries.list_shifts(held)),
        "grids": [
            {
                **_plain([grid.grid])[0],
                "columns": _plain(grid.columns),
                "rows": _plain(grid.rows),
            }
            for grid in queries.list_grids(held)
        ],
        "notes": list_notes(held, person),
        "tasks": [],
        "allocations": [],
        "cards": [],
    }


def list_notes(held: HeldBoard, person: Person) -> list[Doc]:
    """The notes that the person may see, by number, each with its placements."""
    notes = [note for note in held.docs["notes"].values() if not note["deleted"]]
    if person.state is BoardState.SILENT:
        notes = [note for note in notes if held.makers.get(note["id"]) == person.seat]
    return _plain(sorted(notes, key=lambda note: note["number"]))


def is_for_all(person: Person) -> bool:
    """Whether everyone has the same view of the board; in silent writing each has their own."""
    return person.state is not BoardState.SILENT


def lens(held: HeldBoard, person: Person) -> Any:
    """Which events of the log the person may see: in silent writing, of notes only their own."""
    if is_for_all(person):
        return lambda event: True
    own = queries.own_notes(held, person)

    def may_see(event: Recorded) -> bool:
        # One's own erased note is nobody's any more; one must hear that it is gone.
        return event.seat == person.seat or set(event.changes.get("notes", {})) <= own

    return may_see


def _plain(docs: list[Doc]) -> list[Doc]:
    return [{name: doc[name] for name in doc if name not in _APART} for doc in docs]
