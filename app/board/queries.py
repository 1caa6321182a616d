"""Every SELECT of the board, through the person who asks: other boards' things are not there."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from app.access.person import Person
from app.access.rights import BoardState
from app.board.collections import (
    COLLECTIONS,
    board_table,
    column_table,
    grid_table,
    note_table,
    placement_table,
    profession_table,
    row_table,
    shift_table,
)
from app.errors import BoardSilent, NotFound
from app.i18n import _
from app.live.changes import Doc
from app.live.models import EventSeat

_event_seats: sa.Table = EventSeat.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class GridLines:
    """A grid with its columns and rows in order."""

    grid: Doc
    columns: list[Doc]
    rows: list[Doc]


def get_doc(
    connection: Connection, person: Person, collection: str, doc_id: str, *, binned: bool = False
) -> Doc:
    """One document of the person's board; from the bin only when asked. Raises NotFound."""
    found = COLLECTIONS[collection].read(connection, person.board, [doc_id]).get(doc_id)
    if found is None or (found.get("deleted") and not binned):
        raise NotFound(_("It is not on this board any more."))
    return found


def get_note(connection: Connection, person: Person, note: str, *, binned: bool = False) -> Doc:
    """A note with its placements. Raises NotFound; in silent writing BoardSilent if not one's own.

    A refusal may quote the note, so it must be refused here, before anyone looks at its texts.
    """
    found = get_doc(connection, person, "notes", note, binned=binned)
    if person.state is BoardState.SILENT and note not in own_notes(connection, person):
        raise BoardSilent()
    return found


def get_board(connection: Connection, board: str) -> Row[Any]:
    """The board's own row. Raises NotFound."""
    found = connection.execute(sa.select(board_table).where(board_table.c.id == board)).first()
    if found is None:
        raise NotFound()
    return found


def list_lines(connection: Connection, board: str, table: sa.Table, grid: str) -> list[Doc]:
    """The columns or rows of a grid, in order."""
    rows = connection.execute(
        sa.select(table)
        .where(table.c.board == board, table.c.grid == grid, table.c.deleted.is_(False))
        .order_by(table.c.rank, table.c.id)
    )
    return [dict(row._mapping) for row in rows]


def list_grids(connection: Connection, board: str) -> list[GridLines]:
    """All grids of a board, with their lines."""
    grids = connection.execute(
        sa.select(grid_table)
        .where(grid_table.c.board == board, grid_table.c.deleted.is_(False))
        .order_by(grid_table.c.rank, grid_table.c.id)
    )
    return [
        GridLines(
            dict(grid._mapping),
            list_lines(connection, board, column_table, grid.id),
            list_lines(connection, board, row_table, grid.id),
        )
        for grid in grids
    ]


def list_ranked(connection: Connection, board: str, table: sa.Table) -> list[Doc]:
    """Professions or shifts, in order."""
    rows = connection.execute(
        sa.select(table)
        .where(table.c.board == board, table.c.deleted.is_(False))
        .order_by(table.c.rank, table.c.id)
    )
    return [dict(row._mapping) for row in rows]


def list_professions(connection: Connection, board: str) -> list[Doc]:
    return list_ranked(connection, board, profession_table)


def list_shifts(connection: Connection, board: str) -> list[Doc]:
    return list_ranked(connection, board, shift_table)


def cell_ranks(
    connection: Connection, grid: str, column: str, row: str, without: str
) -> list[tuple[str, str]]:
    """``(note, rank)`` of a cell in order, those in the bin too, save one note."""
    c = placement_table.c
    rows = connection.execute(
        sa.select(c.note, c.rank)
        .where(c.grid == grid, c.column == column, c.row == row, c.note != without)
        .order_by(c.rank, c.note)
    )
    return [(found.note, found.rank) for found in rows]


def last_ranks(connection: Connection, board: str) -> dict[tuple[str, str, str], str]:
    """The last rank of every cell of a board, by grid, column and row."""
    c = placement_table.c
    rows = connection.execute(
        sa.select(c.grid, c.column, c.row, sa.func.max(c.rank).label("last"))
        .where(c.board == board)
        .group_by(c.grid, c.column, c.row)
    )
    return {(row.grid, row.column, row.row): row.last for row in rows}


def last_number(connection: Connection, board: str) -> int:
    """The highest number that a note of the board has or had."""
    found = connection.scalar(
        sa.select(sa.func.max(note_table.c.number)).where(note_table.c.board == board)
    )
    return int(found or 0)


def touched_since(connection: Connection, note: str, base: int) -> set[str]:
    """The text fields of a note that have changed after the event ``base``."""
    touched = connection.scalar(sa.select(note_table.c.touched).where(note_table.c.id == note))
    return {field for field, seq in (touched or {}).items() if seq > base}


def own_notes(connection: Connection, person: Person) -> set[str]:
    """The ids of the notes that were made at this seat."""
    rows = connection.execute(
        sa.select(note_table.c.id)
        .join(
            _event_seats,
            (_event_seats.c.board == note_table.c.board)
            & (_event_seats.c.seq == note_table.c.created_seq),
        )
        .where(note_table.c.board == person.board, _event_seats.c.seat == person.seat)
    )
    return {row.id for row in rows}


def placed_in(connection: Connection, board: str, lines: list[str]) -> list[Row[Any]]:
    """``note`` and ``grid`` of every placement in one of these columns or rows."""
    c = placement_table.c
    return list(
        connection.execute(
            sa.select(c.note, c.grid).where(
                c.board == board, sa.or_(c.column.in_(lines), c.row.in_(lines))
            )
        )
    )


def lines_of(
    connection: Connection, board: str, table: sa.Table, professions: list[str]
) -> list[str]:
    """The columns or rows, not in the bin, of one of these professions."""
    c = table.c
    rows = connection.execute(
        sa.select(c.id).where(c.board == board, c.profession.in_(professions), c.deleted.is_(False))
    )
    return [row.id for row in rows]


def grids_of(connection: Connection, board: str, table: sa.Table, lines: list[str]) -> set[str]:
    """The grids that these columns or rows belong to."""
    rows = connection.execute(
        sa.select(table.c.grid).where(table.c.board == board, table.c.id.in_(lines))
    )
    return {row.grid for row in rows}


def grids_with_lines(
    connection: Connection, board: str, table: sa.Table, without: set[str], coming: set[str]
) -> set[str]:
    """The grids with a column or row left once some are gone and others are back."""
    c = table.c
    rows = connection.execute(
        sa.select(c.grid).where(
            c.board == board,
            c.id.not_in(without),
            sa.or_(c.deleted.is_(False), c.id.in_(coming)),
        )
    )
    return {row.grid for row in rows}


def notes_with(connection: Connection, board: str, field: str, values: list[str]) -> list[str]:
    """The notes, not in the bin, whose profession or shift is one of ``values``."""
    rows = connection.execute(
        sa.select(note_table.c.id).where(
            note_table.c.board == board,
            note_table.c[field].in_(values),
            note_table.c.deleted.is_(False),
        )
    )
    return [row.id for row in rows]


def is_taken(connection: Connection, table: sa.Table, ids: list[str]) -> bool:
    """Whether one of these ids is in use, on whichever board."""
    return connection.scalar(sa.select(table.c.id).where(table.c.id.in_(ids)).limit(1)) is not None
