"""The board document: all of a board at one moment, as one person may see it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.access.person import Person
from app.access.rights import BoardState
from app.board import queries
from app.board.collections import COLLECTIONS, NOTE_FIELDS, note_table, placement_table
from app.live.changes import Doc
from app.live.log import Recorded

# What a document keeps to itself: it is the board's own, or there is only what is not deleted.
_APART = {"board", "deleted"}
_NOTE_COLUMNS = [note_table.c.id, *(note_table.c[n] for n in NOTE_FIELDS if n != "deleted")]


def board_document(connection: Connection, person: Person) -> dict[str, Any]:
    """The document of docs/protocol.md. Every part of it is read in the caller's transaction."""
    board = queries.get_board(connection, person.board)
    return {
        "seq": board.seq,
        "board": {
            **COLLECTIONS["board"].read(connection, board.id, [board.id])[board.id],
            "time_zone": board.time_zone,
            "seq": board.seq,
        },
        "professions": _plain(queries.list_professions(connection, person.board)),
        "shifts": _plain(queries.list_shifts(connection, person.board)),
        "grids": [
            {
                **_plain([grid.grid])[0],
                "columns": _plain(grid.columns),
                "rows": _plain(grid.rows),
            }
            for grid in queries.list_grids(connection, person.board)
        ],
        "notes": list_notes(connection, person),
        "tasks": [],
        "allocations": [],
        "cards": [],
    }


def list_notes(connection: Connection, person: Person) -> list[Doc]:
    """The notes that the person may see, by number, each with its placements."""
    rows = connection.execute(
        sa.select(*_NOTE_COLUMNS)
        .where(note_table.c.board == person.board, note_table.c.deleted.is_(False))
        .order_by(note_table.c.number)
    )
    notes: dict[str, Doc] = {row.id: {**row._mapping, "placements": {}} for row in rows}
    places = connection.execute(
        sa.select(placement_table).where(placement_table.c.board == person.board)
    )
    for place in places:
        if place.note in notes:
            notes[place.note]["placements"][place.grid] = {
                "column": place.column,
                "row": place.row,
                "rank": place.rank,
            }
    if person.state is BoardState.SILENT:
        own = queries.own_notes(connection, person)
        return [note for note in notes.values() if note["id"] in own]
    return list(notes.values())


def lens(connection: Connection, person: Person) -> Any:
    """Which events of the log the person may see: in silent writing, of notes only their own."""
    if person.state is not BoardState.SILENT:
        return lambda event: True
    own = queries.own_notes(connection, person)

    def may_see(event: Recorded) -> bool:
        return set(event.changes.get("notes", {})) <= own

    return may_see


def _plain(docs: list[Doc]) -> list[Doc]:
    return [{name: doc[name] for name in doc if name not in _APART} for doc in docs]
