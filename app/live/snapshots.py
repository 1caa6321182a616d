"""Whole boards for readers: read from the tables once for each ``seq``, however many ask."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import orjson
from sqlalchemy.engine import Connection, Engine

from app.db import reader
from app.live.cycle import latest_seq
from app.live.held import Held
from app.live.log import Recorded
from app.live.perform import Door

MOST_DOCUMENTS = 60_000


@dataclass(frozen=True, slots=True)
class Views:
    """What a person may see of a board in memory: kept by the board's own room."""

    # The board document: (held, person) -> document.
    document: Callable[[Any, Any], dict[str, Any]]
    # Which events of the log: (held, person) -> (event -> bool).
    lens: Callable[[Any, Any], Callable[[Recorded], bool]]
    # Whether it is the same for everyone on the board.
    is_for_all: Callable[[Any], bool]


@dataclass(slots=True)
class _Kept:
    held: Held
    document: dict[str, Any] | None = None
    encoded: orjson.Fragment | None = None


@dataclass(slots=True)
class Snapshots:
    """The boards that were read last. Any thread may ask."""

    engine: Engine
    door: Door
    views: Views
    _kept: OrderedDict[str, _Kept] = field(default_factory=OrderedDict)
    _guard: Lock = field(default_factory=Lock)
    _loading: dict[str, Lock] = field(default_factory=dict)

    def document(self, board: str, seat: str) -> tuple[Any, dict[str, Any]]:
        """The person and the board as they may see it, all of one moment. Not to be changed."""
        with reader(self.engine).connect() as connection:
            person = self.door.gate.admit(connection, board, seat)
            kept = self._keep(connection, board)
        person = self.door.gate.as_of(person, kept.held)
        return person, self._document(kept, person)

    def encoded(self, board: str, seat: str) -> tuple[Any, int, orjson.Fragment]:
        """The same as JSON, with its ``seq``."""
        with reader(self.engine).connect() as connection:
            person = self.door.gate.admit(connection, board, seat)
            kept = self._keep(connection, board)
        person = self.door.gate.as_of(person, kept.held)
        return person, kept.held.seq, self._encoded(kept, person)

    def all_encoded(
        self, board: str, seats: list[str]
    ) -> tuple[int, dict[str, tuple[Any, orjson.Fragment]]]:
        """The same for many seats at once; those that do not hold any more are left out."""
        with reader(self.engine).connect() as connection:
            people = self.door.gate.admit_all(connection, [(board, seat) for seat in seats])
            kept = self._keep(connection, board)
        shown = {}
        for (__, seat), read in people.items():
            person = self.door.gate.as_of(read, kept.held)
            shown[seat] = (person, self._encoded(kept, person))
        return kept.held.seq, shown

    def lens(self, connection: Connection, person: Any) -> Callable[[Recorded], bool]:
        """Which events the person may see, in the caller's transaction."""
        if self.views.is_for_all(person):
            return lambda event: True
        return self.views.lens(self._keep(connection, person.board).held, person)

    def forget(self, board: str) -> None:
        """Keep nothing of a board from which something was erased."""
        with self._guard:
            self._kept.pop(board, None)

    def _keep(self, connection: Connection, board: str) -> _Kept:
        seq = latest_seq(connection, board)
        with self._guard:
            lock = self._loading.setdefault(board, Lock())
        # One reads, the others wait for what it has read.
        with lock:
            kept = self._kept.get(board)
            if kept is None or kept.held.seq != seq:
                kept = _Kept(self.door.house.load(connection, board))
            with self._guard:
                self._put(board, kept)
        return kept

    def _put(self, board: str, kept: _Kept) -> None:
        newest = self._kept.get(board)
        if newest is None or newest.held.seq <= kept.held.seq:
            self._kept[board] = kept
        self._kept.move_to_end(board)
        size = sum(each.held.size for each in self._kept.values())
        while size > MOST_DOCUMENTS and len(self._kept) > 1:
            gone, least = self._kept.popitem(last=False)
            self._loading.pop(gone, None)
            size -= least.held.size

    def _document(self, kept: _Kept, person: Any) -> dict[str, Any]:
        if not self.views.is_for_all(person):
            return self.views.document(kept.held, person)
        if kept.document is None:
            kept.document = self.views.document(kept.held, person)
        return kept.document

    def _encoded(self, kept: _Kept, person: Any) -> orjson.Fragment:
        if not self.views.is_for_all(person):
            return _encode(self.views.document(kept.held, person))
        if kept.encoded is None:
            kept.encoded = _encode(self._document(kept, person))
        return kept.encoded


def _encode(document: dict[str, Any]) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps({"is": "snapshot", **document}))
