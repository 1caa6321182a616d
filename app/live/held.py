"""Boards in memory: what the cycle reads from, kept true by the same cycle that changes them.

The tables are the truth. A board in hand is used only while its ``seq`` is that of the locked
row; when another process has been there, what it did is laid on from the log.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from app.live import log
from app.live.changes import Changes, Doc

# All boards in hand together: some hundred megabytes at most.
MOST_DOCUMENTS = 100_000
# Further behind than this, reading the board anew is the shorter way.
MOST_TO_LAY_ON = 200


class Held(Protocol):
    """All documents of one board, those in the bin too, as they are after the event ``seq``."""

    board: str
    seq: int

    @property
    def size(self) -> int:
        """How many documents it holds."""

    def find(self, collection: str, doc_id: str) -> Doc | None:
        """A document, in the bin or not, or ``None``. It must not be changed in place."""

    def lay(self, seq: int, seat: str | None, changes: Changes) -> Changes:
        """Lay a change set on as the event ``seq``, and give back what would take it back."""

    def is_written(self) -> None:
        """The tables have it all already."""

    def forget_seats(self) -> None:
        """It is not kept any more whose anything was."""


Load = Callable[[Connection, str], Held]
# Write to the tables what has been laid on these boards since the tables were last the same.
Write = Callable[[Connection, Iterable[Any]], None]
ChangesView = Callable[[Changes], bool]


class Shelf:
    """The boards that one writer has in hand; the least used goes when there are too many."""

    def __init__(self) -> None:
        self._boards: OrderedDict[str, Held] = OrderedDict()
        self._is_fuller = False

    def take(
        self, connection: Connection, board: str, seq: int, load: Load, changes_view: ChangesView
    ) -> Held:
        """The board as its locked row says it is."""
        held = self._boards.get(board)
        if held is not None and held.seq != seq:
            held = _brought_up(connection, held, seq, changes_view)
        if held is None:
            held = load(connection, board)
            self._is_fuller = True
        self._boards[board] = held
        self._boards.move_to_end(board)
        return held

    def drop(self, board: str) -> None:
        """Forget a board: what was laid on in memory has not come to the tables."""
        self._boards.pop(board, None)

    def make_room(self) -> None:
        """Let go of what has not been used for longest, until it fits."""
        if not self._is_fuller:
            return
        self._is_fuller = False
        size = sum(held.size for held in self._boards.values())
        while size > MOST_DOCUMENTS and len(self._boards) > 1:
            __, held = self._boards.popitem(last=False)
            size -= held.size


def _brought_up(
    connection: Connection, held: Held, seq: int, changes_view: ChangesView
) -> Held | None:
    if not 0 < seq - held.seq <= MOST_TO_LAY_ON:
        return None
    events = log.list_since(connection, held.board, held.seq)
    if any(changes_view(event.changes) for event in events):
        # Whose things are may have been forgotten with it.
        return None
    for event in events:
        held.lay(event.seq, event.seat, event.changes)
    held.is_written()
    return held if held.seq == seq else None
