"""Boards in memory to their tables: what has changed on all of them, kind by kind, many at once."""

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from app.board import placing
from app.board.collections import COLLECTIONS
from app.board.held import HeldBoard
from app.live import log


def write(connection: Connection, boards: Iterable[HeldBoard]) -> None:
    """Write what has been laid on since the tables were last the same."""
    boards = [held for held in boards if held.has_pending]
    for name, collection in COLLECTIONS.items():
        new = [row for held in boards for row in held.new_rows(name)]
        if new:
            collection.insert(connection, new)
    for name, collection in COLLECTIONS.items():
        edited = [row for held in boards for row in held.edited_rows(name)]
        if edited:
            collection.update(connection, edited)
    places = [place for held in boards for place in held.changed_places()]
    if places:
        placing.write(connection, places)
    for held in boards:
        _erase(connection, held)
        held.is_written()


def _erase(connection: Connection, held: HeldBoard) -> None:
    for name, ids in held.erased.items():
        if ids:
            COLLECTIONS[name].erase(connection, held.board, sorted(ids))
        for doc_id in ids:
            log.scrub(connection, held.board, name, doc_id)
