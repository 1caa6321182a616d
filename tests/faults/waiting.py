"""Waiting for a state rather than for a time."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

LOOK_EVERY_S = 0.02


async def until(
    condition: Callable[[], bool | Awaitable[bool]], what: str, within: float = 30
) -> float:
    """Come back when it holds; how many seconds that took. Fails with ``what`` after ``within``."""
    begun = monotonic()
    while not await _holds(condition):
        waited = monotonic() - begun
        assert waited < within, f"waited {waited:.0f} s, and still not: {what}"
        await asyncio.sleep(LOOK_EVERY_S)
    return monotonic() - begun


async def _holds(condition: Callable[[], bool | Awaitable[bool]]) -> bool:
    found = condition()
    return found if isinstance(found, bool) else await found
