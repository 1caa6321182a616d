"""The kinds of documents that a board holds, and how each reaches its table."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.board.models import Board, GridColumn, GridRow, Note, Placement, Profession, Shift
from app.board.models import Grid as GridTable
from app.live.changes import Doc
from app.statements import Prepared

LINE_FIELDS = ("grid", "label", "group", "kind", "start", "end", "profession", "rank", "deleted")
NOTE_FIELDS = (
    "number",
    "title",
    "profession",
    "type",
    "obligation",
    "start",
    "duration",
    "shift",
    "days",
    "frequency",
    "place",
    "need",
    "competence",
    "description",
    "late",
    "deleted",
)
TEXT_FIELDS = frozenset(("title", "description", "place", "need", "competence", "frequency"))
BOARD_FIELDS = (
    "title",
    "kind",
    "purpose",
    "result",
    "agenda",
    "place_name",
    "locale",
    "person_word",
    "state",
    "closed_at",
)


class BoardRow(NamedTuple):
    """A document of a board, with what is kept beside it."""

    board: str
    doc: Doc
    beside: Doc


class Collection:
    """Documents that are rows of one table, field by field. Every statement is made once.

    ``beside`` names columns that a row has and its document has not; who holds the documents holds
    those apart.
    """

    def __init__(
        self, table: sa.Table, fields: tuple[str, ...], beside: tuple[str, ...] = ()
    ) -> None:
        self.fields = fields
        self.beside = beside
        of_board = table.c.board if "board" in table.c else table.c.id
        row = (table.c.id == sa.bindparam("of_id")) & (of_board == sa.bindparam("of_board"))
        written = (*fields, *beside)
        self._load = sa.select(table.c.id, *(table.c[name] for name in written)).where(
            of_board == sa.bindparam("of_board")
        )
        self._insert = Prepared(sa.insert(table), ("id", "board", *written))
        self._update = Prepared(
            sa.update(table)
            .where(row)
            .values({name: sa.bindparam(f"new_{name}") for name in written})
        )
        self._erase = Prepared(sa.delete(table).where(row))

    def load(self, connection: Connection, board: str) -> list[tuple[Doc, Doc]]:
        """All of a board's documents, those in the bin too, each with what is kept beside it."""
        rows = connection.execute(self._load, {"of_board": board})
        found = [dict(row._mapping) for row in rows]
        return [(self.as_doc(row), {name: row.pop(name) for name in self.beside}) for row in found]

    def insert(self, connection: Connection, rows: list[BoardRow]) -> None:
        """Write new documents."""
        self._insert.write(
            connection,
            [
                {"id": doc["id"], "board": board, **self.as_row(doc), **beside}
                for board, doc, beside in rows
            ],
        )

    def update(self, connection: Connection, rows: list[BoardRow]) -> None:
        """Write whole rows: what others wrote is in the documents already."""
        self._update.write(
            connection,
            [
                {
                    "of_id": doc["id"],
                    "of_board": board,
                    **{f"new_{n}": value for n, value in (self.as_row(doc) | beside).items()},
                }
                for board, doc, beside in rows
            ],
        )

    def erase(self, connection: Connection, board: str, ids: list[str]) -> None:
        self._erase.write(connection, [{"of_id": doc_id, "of_board": board} for doc_id in ids])

    def as_doc(self, row: Doc) -> Doc:
        """The document of a row."""
        return row

    def as_row(self, doc: Doc) -> Doc:
        """The columns of a document."""
        return {name: doc[name] for name in self.fields}


class BoardCollection(Collection):
    """The board itself. Its instants are texts in documents, as on the wire."""

    def as_doc(self, row: Doc) -> Doc:
        closed_at = row["closed_at"]
        return {**row, "closed_at": closed_at.isoformat() if closed_at else None}

    def as_row(self, doc: Doc) -> Doc:
        closed_at = doc["closed_at"]
        at = datetime.fromisoformat(closed_at) if closed_at else None
        return {**super().as_row(doc), "closed_at": at}


def table_of(model: type) -> sa.Table:
    """The table behind a model."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table


board_table = table_of(Board)
profession_table = table_of(Profession)
shift_table = table_of(Shift)
grid_table = table_of(GridTable)
column_table = table_of(GridColumn)
row_table = table_of(GridRow)
note_table = table_of(Note)
placement_table = table_of(Placement)

# In the order in which they must be written: what is referred to comes first.
COLLECTIONS: dict[str, Collection] = {
    "board": BoardCollection(board_table, BOARD_FIELDS),
    "professions": Collection(profession_table, ("name", "code", "palette", "rank", "deleted")),
    "shifts": Collection(
        shift_table, ("name", "key", "start", "end", "staffing", "rank", "deleted")
    ),
    "grids": Collection(grid_table, ("kind", "title", "axis_start", "rank", "deleted")),
    "columns": Collection(column_table, LINE_FIELDS),
    "rows": Collection(row_table, LINE_FIELDS),
    "notes": Collection(note_table, NOTE_FIELDS, beside=("created_seq", "touched")),
}
