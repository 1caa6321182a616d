"""A board in memory: its documents, where its notes lie, and whose they are.

Actions read it and never change it; what they draft is laid on by the door. Documents are values:
a change puts a new one in the place of the old.
"""

from bisect import bisect_left, insort
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.board import placing
from app.board.collections import (
    COLLECTIONS,
    TEXT_FIELDS,
    BoardRow,
    board_table,
    note_table,
)
from app.errors import NotFound
from app.live.changes import Changes, Doc, Patch, merged, reversal
from app.live.models import EventSeat

_event_seats: sa.Table = EventSeat.__table__  # type: ignore[attr-defined]
_board_row = sa.select(board_table.c.seq, board_table.c.time_zone).where(
    board_table.c.id == sa.bindparam("of_board")
)
_makers = (
    sa.select(note_table.c.id, _event_seats.c.seat)
    .join(
        _event_seats,
        (_event_seats.c.board == note_table.c.board)
        & (_event_seats.c.seq == note_table.c.created_seq),
    )
    .where(note_table.c.board == sa.bindparam("of_board"))
)
# How many of the last events it is known of whose they were.
LATE = 1000
_late_seats = sa.select(_event_seats.c.seq, _event_seats.c.seat).where(
    _event_seats.c.board == sa.bindparam("of_board"), _event_seats.c.seq > sa.bindparam("after")
)


class Spot(NamedTuple):
    """A cell of a grid."""

    grid: str
    column: str
    row: str


class HeldBoard:
    """All documents of one board, those in the bin too, as they are after the event ``seq``.

    ``docs`` by collection and id; ``cells`` holds ``(rank, note)`` in order; ``touched`` says for
    each text field of a note which event changed it last; ``makers`` whose a note is and ``seats``
    whose a late event was, as long as that is kept.
    """

    def __init__(self, board: str, seq: int, time_zone: str) -> None:
        self.board = board
        self.seq = seq
        self.time_zone = time_zone
        self.docs: dict[str, dict[str, Doc]] = {name: {} for name in COLLECTIONS}
        self.cells: dict[Spot, list[tuple[str, str]]] = {}
        self.touched: dict[str, dict[str, int]] = {}
        self.makers: dict[str, str] = {}
        self.seats: dict[int, str] = {}
        self.last_number = 0
        self._created: dict[str, int] = {}
        self._new: dict[str, set[str]] = {name: set() for name in COLLECTIONS}
        self._edited: dict[str, set[str]] = {name: set() for name in COLLECTIONS}
        self.erased: dict[str, set[str]] = {name: set() for name in COLLECTIONS}
        # Note and grid, and whether the table has a placement for them.
        self._placed: dict[tuple[str, str], bool] = {}

    @property
    def size(self) -> int:
        return sum(len(docs) for docs in self.docs.values())

    def find(self, collection: str, doc_id: str) -> Doc | None:
        return self.docs[collection].get(doc_id)

    def lay(self, seq: int, seat: str | None, changes: Changes) -> Changes:
        """Lay a change set on as the event ``seq``, and give back what would take it back."""
        was: Changes = {}
        for name in COLLECTIONS:
            patches = changes.get(name)
            if patches:
                was[name] = {
                    doc_id: self._lay_one(name, doc_id, patch, seq, seat)
                    for doc_id, patch in patches.items()
                }
        self.seq = seq
        if seat is not None:
            self.seats[seq] = seat
            self.seats.pop(seq - LATE, None)
        return was

    @property
    def has_pending(self) -> bool:
        """Whether anything has been laid on that the tables do not have."""
        pending = (*self._new.values(), *self._edited.values(), *self.erased.values())
        return bool(self._placed) or any(pending)

    def new_rows(self, name: str) -> list[BoardRow]:
        """The documents of a collection that the tables do not have."""
        return self._rows(name, self._new[name])

    def edited_rows(self, name: str) -> list[BoardRow]:
        """The documents of a collection that the tables have as they were."""
        return self._rows(name, self._edited[name] - self._new[name])

    def changed_places(self) -> list[placing.Change]:
        """Where notes lie, where the tables have it otherwise."""
        return [
            placing.Change(self.board, note, grid, was_there, self._place_of(note, grid))
            for (note, grid), was_there in self._placed.items()
        ]

    def is_written(self) -> None:
        """The tables have it all already."""
        for pending in (self._new, self._edited, self.erased):
            for ids in pending.values():
                ids.clear()
        self._placed.clear()

    def forget_seats(self) -> None:
        """It is not kept any more whose anything was."""
        self.makers.clear()
        self.seats.clear()

    def _lay_one(
        self, name: str, doc_id: str, patch: Patch | None, seq: int, seat: str | None
    ) -> Patch | None:
        docs = self.docs[name]
        old = docs.get(doc_id)
        if patch is None:
            self._take_away(name, doc_id, old)
        elif old is None:
            docs[doc_id] = self._make(name, doc_id, patch, seq, seat)
        elif patch:
            docs[doc_id] = merged(old, patch)
            if patch.keys() != {"placements"}:
                self._edited[name].add(doc_id)
            if name == "notes":
                self._touch(doc_id, patch, seq)
                self._move(doc_id, old["placements"], docs[doc_id]["placements"])
        return reversal(old, patch)

    def _make(self, name: str, doc_id: str, patch: Patch, seq: int, seat: str | None) -> Doc:
        fields = COLLECTIONS[name].fields
        doc: Doc = {"id": doc_id, **{field: patch[field] for field in fields}}
        self._new[name].add(doc_id)
        if name == "notes":
            places = patch.get("placements", {})
            doc["placements"] = {grid: place for grid, place in places.items() if place}
            self.last_number = max(self.last_number, doc["number"])
            self._created[doc_id] = seq
            self.touched[doc_id] = {}
            if seat is not None:
                self.makers[doc_id] = seat
            self._move(doc_id, {}, doc["placements"])
        return doc

    def _take_away(self, name: str, doc_id: str, old: Doc | None) -> None:
        if old is None:
            return
        del self.docs[name][doc_id]
        self._new[name].discard(doc_id)
        self._edited[name].discard(doc_id)
        self.erased[name].add(doc_id)
        if name == "notes":
            self._move(doc_id, old["placements"], {})
            for kept in (self._created, self.touched, self.makers):
                kept.pop(doc_id, None)

    def _touch(self, note: str, patch: Patch, seq: int) -> None:
        texts = TEXT_FIELDS & patch.keys()
        if texts:
            self.touched[note] = {**self.touched[note], **dict.fromkeys(texts, seq)}

    def _move(self, note: str, before: Doc, after: Doc) -> None:
        """Keep ``cells`` true, and remember what must be written."""
        if before is after:
            return
        for grid in {*before, *after}:
            old, new = before.get(grid), after.get(grid)
            if old == new:
                continue
            if old:
                cell = self.cells[_spot(grid, old)]
                del cell[bisect_left(cell, (old["rank"], note))]
            if new:
                insort(self.cells.setdefault(_spot(grid, new), []), (new["rank"], note))
            self._placed.setdefault((note, grid), old is not None)

    def _rows(self, name: str, ids: set[str]) -> list[BoardRow]:
        if not ids:
            return []
        docs = self.docs[name]
        if name != "notes":
            return [BoardRow(self.board, docs[doc_id], {}) for doc_id in sorted(ids)]
        return [
            BoardRow(
                self.board, docs[i], {"created_seq": self._created[i], "touched": self.touched[i]}
            )
            for i in sorted(ids)
        ]

    def _place_of(self, note: str, grid: str) -> Doc | None:
        doc = self.docs["notes"].get(note)
        return doc["placements"].get(grid) if doc else None

    def _fill(self, connection: Connection) -> None:
        of_board = {"of_board": self.board}
        for name, collection in COLLECTIONS.items():
            for doc, beside in collection.load(connection, self.board):
                self.docs[name][doc["id"]] = doc
                if name == "notes":
                    doc["placements"] = {}
                    self._created[doc["id"]] = beside["created_seq"]
                    self.touched[doc["id"]] = beside["touched"]
                    self.last_number = max(self.last_number, doc["number"])
        for note, grid, place in placing.load(connection, self.board):
            self.docs["notes"][note]["placements"][grid] = place
            self.cells.setdefault(_spot(grid, place), []).append((place["rank"], note))
        for cell in self.cells.values():
            cell.sort()
        self.makers.update((row.id, row.seat) for row in connection.execute(_makers, of_board))
        late = {**of_board, "after": self.seq - LATE}
        self.seats.update((row.seq, row.seat) for row in connection.execute(_late_seats, late))


def load(connection: Connection, board: str) -> HeldBoard:
    """The board as the tables have it. Raises NotFound."""
    found = connection.execute(_board_row, {"of_board": board}).first()
    if found is None:
        raise NotFound()
    held = HeldBoard(board, found.seq, found.time_zone)
    held._fill(connection)
    return held


def _spot(grid: str, place: Doc) -> Spot:
    return Spot(grid, place["column"], place["row"])
