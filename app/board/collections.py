"""How the board's documents reach their tables: one collection for each kind."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.board.models import Board, GridColumn, GridRow, Note, Placement, Profession, Shift
from app.board.models import Grid as GridTable
from app.live import log
from app.live.changes import Collection, Doc, Patch

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


class TableCollection:
    """Documents that are rows of one table, field by field."""

    def __init__(self, table: sa.Table, fields: tuple[str, ...]) -> None:
        self.table = table
        self.fields = fields
        self._columns = [table.c.id, *(table.c[name] for name in fields)]
        self._of_board = table.c.board if "board" in table.c else table.c.id

    def read(self, connection: Connection, board: str, ids: list[str]) -> dict[str, Doc]:
        rows = connection.execute(
            sa.select(*self._columns).where(self._of_board == board, self.table.c.id.in_(ids))
        )
        return {row.id: dict(row._mapping) for row in rows}

    def insert(self, connection: Connection, board: str, docs: list[Doc], seq: int) -> None:
        connection.execute(sa.insert(self.table), [{**doc, "board": board} for doc in docs])

    def update(
        self, connection: Connection, board: str, doc_id: str, patch: Patch, seq: int
    ) -> None:
        connection.execute(
            sa.update(self.table)
            .where(self.table.c.id == doc_id, self._of_board == board)
            .values(**{name: value for name, value in patch.items() if name in self.fields})
        )

    def erase(self, connection: Connection, board: str, doc_id: str) -> None:
        connection.execute(
            sa.delete(self.table).where(self.table.c.id == doc_id, self._of_board == board)
        )


class BoardCollection(TableCollection):
    """The board itself. Its instants are texts in documents, as on the wire."""

    def read(self, connection: Connection, board: str, ids: list[str]) -> dict[str, Doc]:
        docs = super().read(connection, board, ids)
        for doc in docs.values():
            doc["closed_at"] = doc["closed_at"].isoformat() if doc["closed_at"] else None
        return docs

    def update(
        self, connection: Connection, board: str, doc_id: str, patch: Patch, seq: int
    ) -> None:
        if patch.get("closed_at"):
            patch = {**patch, "closed_at": datetime.fromisoformat(patch["closed_at"])}
        super().update(connection, board, doc_id, patch, seq)


class NoteCollection:
    """Notes with their placements, and for each text field which event touched it last."""

    def __init__(self) -> None:
        self._notes = TableCollection(note_table, NOTE_FIELDS)

    def read(self, connection: Connection, board: str, ids: list[str]) -> dict[str, Doc]:
        docs = self._notes.read(connection, board, ids)
        for doc in docs.values():
            doc["placements"] = {}
        rows = connection.execute(
            sa.select(placement_table).where(placement_table.c.note.in_(list(docs)))
        )
        for row in rows:
            docs[row.note]["placements"][row.grid] = {
                "column": row.column,
                "row": row.row,
                "rank": row.rank,
            }
        return docs

    def insert(self, connection: Connection, board: str, docs: list[Doc], seq: int) -> None:
        rows = [{name: doc[name] for name in ("id", *NOTE_FIELDS)} for doc in docs]
        for row in rows:
            row.update(created_seq=seq, touched={})
        self._notes.insert(connection, board, rows, seq)
        places = [
            {"note": doc["id"], "grid": grid, "board": board, **place}
            for doc in docs
            for grid, place in doc.get("placements", {}).items()
            if place is not None
        ]
        if places:
            connection.execute(sa.insert(placement_table), places)

    def update(
        self, connection: Connection, board: str, doc_id: str, patch: Patch, seq: int
    ) -> None:
        fields: dict[str, Any] = {n: v for n, v in patch.items() if n in NOTE_FIELDS}
        touched = TEXT_FIELDS.intersection(fields)
        if touched:
            before = connection.scalar(
                sa.select(note_table.c.touched).where(note_table.c.id == doc_id)
            )
            fields["touched"] = {**(before or {}), **dict.fromkeys(touched, seq)}
        if fields:
            connection.execute(
                sa.update(note_table)
                .where(note_table.c.id == doc_id, note_table.c.board == board)
                .values(**fields)
            )
        for grid, place in patch.get("placements", {}).items():
            _place(connection, board, doc_id, grid, place)

    def erase(self, connection: Connection, board: str, doc_id: str) -> None:
        connection.execute(sa.delete(placement_table).where(placement_table.c.note == doc_id))
        self._notes.erase(connection, board, doc_id)
        log.scrub(connection, board, "notes", doc_id)


def _place(
    connection: Connection, board: str, note: str, grid: str, place: dict[str, str] | None
) -> None:
    here = (placement_table.c.note == note) & (placement_table.c.grid == grid)
    if place is None:
        connection.execute(sa.delete(placement_table).where(here))
        return
    moved = connection.execute(sa.update(placement_table).where(here).values(**place))
    if moved.rowcount == 0:
        connection.execute(
            sa.insert(placement_table).values(note=note, grid=grid, board=board, **place)
        )


def table_of(model: type) -> sa.Table:
    """The Core table of a model."""
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
    "professions": TableCollection(
        profession_table, ("name", "code", "palette", "rank", "deleted")
    ),
    "shifts": TableCollection(
        shift_table, ("name", "key", "start", "end", "staffing", "rank", "deleted")
    ),
    "grids": TableCollection(grid_table, ("kind", "title", "axis_start", "rank", "deleted")),
    "columns": TableCollection(column_table, LINE_FIELDS),
    "rows": TableCollection(row_table, LINE_FIELDS),
    "notes": NoteCollection(),
}
