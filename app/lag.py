"""Whether the event loop is held: everybody waits for as long as one piece of work keeps it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app import figures

TICK_S = 0.05
HELD_S = 0.2
# One warning each, with the worst since the last: a loop that is held is held often.
SAY_EVERY_S = 10.0

logger = logging.getLogger("lappetavla.lag")


@asynccontextmanager
async def watched() -> AsyncIterator[None]:
    """Measure how late this loop comes back, all the while, and warn when it was held."""
    watching = asyncio.create_task(_watch(), name="lag")
    try:
        yield
    finally:
        watching.cancel()


async def _watch() -> None:
    loop = asyncio.get_running_loop()
    worst, may_say_at = 0.0, loop.time()
    while True:
        due = loop.time() + TICK_S
        await asyncio.sleep(TICK_S)
        late = max(0.0, loop.time() - due)
        figures.lagged(late)
        worst = max(worst, late)
        if worst >= HELD_S and loop.time() >= may_say_at:
            milliseconds = round(worst * 1000)
            logger.warning(
                "the event loop was held for %d ms",
                milliseconds,
                extra={"milliseconds": milliseconds},
            )
            worst, may_say_at = 0.0, loop.time() + SAY_EVERY_S
