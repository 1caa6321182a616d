"""What a process does now and then: look for what others have done, and keep the log short."""

import asyncio
import gc
import itertools
import logging
from typing import Protocol

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.db import checkpoint, empty_log
from app.live.cycle import latest_seqs
from app.live.journal import Journal
from app.live.rooms import Rooms

LOOK_AROUND_S = 0.5
# Every how many looks all seats are asked for: a minute.
RECHECK_AFTER = 120
CHECKPOINT_S = 1
# In seconds: how often at most, and after how long without a command.
TIDY_AFTER = 60
QUIET = 2

logger = logging.getLogger("lappetavla.rounds")


class Live(Protocol):
    """As much of the hub as the rounds need."""

    engine: Engine
    rooms: Rooms
    journal: Journal
    has_erased: bool

    def look_at(self, board: str) -> None: ...

    def recheck_from_thread(self, board: str) -> None: ...


async def look_around(hub: Live) -> None:
    """Find what other processes have done: written, such as the command line, or withdrawn."""
    is_well = True
    for look in itertools.count(1):
        await asyncio.sleep(LOOK_AROUND_S)
        boards = [room.board for room in hub.rooms.all()]
        try:
            if boards:
                await _look_at(hub, boards)
            if look % RECHECK_AFTER == 0:
                for board in boards:
                    await asyncio.to_thread(hub.recheck_from_thread, board)
            is_well = True
        except Exception:
            # Said once, not twice a second for as long as the database is away.
            if is_well:
                logger.exception("could not look for news")
            is_well = False


async def keep_log_short(hub: Live) -> None:
    """Move SQLite's log to its file, so that no commit has to."""
    while True:
        await asyncio.sleep(CHECKPOINT_S)
        try:
            if hub.has_erased:
                # Until no copy of it is left, in the log of the database neither.
                hub.has_erased = not await asyncio.to_thread(empty_log, hub.engine)
            elif hub.journal.has_written:
                hub.journal.has_written = False
                await asyncio.to_thread(checkpoint, hub.engine)
        except SQLAlchemyError:
            # It goes on growing for a while; the next time will do.
            logger.warning("the database's log could not be moved to its file")


async def tidy_when_quiet(hub: Live) -> None:
    """Look for what nobody holds any more, in a moment when nobody waits for anything.

    The interpreter hardly ever does it by itself here, see ``serving``.
    """
    quiet = since = 0
    while True:
        await asyncio.sleep(CHECKPOINT_S)
        since += 1
        quiet = 0 if hub.journal.is_at_work else quiet + 1
        if since >= TIDY_AFTER and quiet >= QUIET:
            gc.collect()
            since = 0


async def _look_at(hub: Live, boards: list[str]) -> None:
    latest = await asyncio.to_thread(_latest, hub.engine, boards)
    for board in boards:
        room = hub.rooms.find(board)
        if room is not None and latest.get(board, 0) > room.published:
            hub.look_at(board)


def _latest(engine: Engine, boards: list[str]) -> dict[str, int]:
    with engine.connect() as connection:
        return latest_seqs(connection, boards)
