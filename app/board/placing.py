"""Placements as rows: where each note lies in each grid, written many at once."""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.board.collections import placement_table
from app.live.changes import Doc
from app.statements import Prepared

_c = placement_table.c
_here = (_c.note == sa.bindparam("of_note")) & (_c.grid == sa.bindparam("of_grid"))
_load = sa.select(placement_table).where(_c.board == sa.bindparam("of_board"))
_insert = Prepared(sa.insert(placement_table), _c.keys())
_delete = Prepared(sa.delete(placement_table).where(_here))
_update = Prepared(
    sa.update(placement_table)
    .where(_here)
    .values({name: sa.bindparam(f"new_{name}") for name in ("column", "row", "rank")})
)


class Change(NamedTuple):
    """A note's place in a grid: whether the table has one, and what it shall be."""

    board: str
    note: str
    grid: str
    was_there: bool
    place: Doc | None


def load(connection: Connection, board: str) -> Iterator[tuple[str, str, Doc]]:
    """``(note, grid, place)`` of all placements of a board."""
    for row in connection.execute(_load, {"of_board": board}):
        yield row.note, row.grid, {"column": row.column, "row": row.row, "rank": row.rank}


def write(connection: Connection, changes: list[Change]) -> None:
    """Delete, change and add what is needed."""
    gone = [{"of_note": c.note, "of_grid": c.grid} for c in changes if c.was_there and not c.place]
    moved = [
        {
            "of_note": c.note,
            "of_grid": c.grid,
            **{f"new_{name}": c.place[name] for name in ("column", "row", "rank")},
        }
        for c in changes
        if c.was_there and c.place
    ]
    new = [
        {"note": c.note, "grid": c.grid, "board": c.board, **c.place}
        for c in changes
        if c.place and not c.was_there
    ]
    for statement, rows in ((_delete, gone), (_update, moved), (_insert, new)):
        if rows:
            statement.write(connection, rows)
