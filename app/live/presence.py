"""Who is here, without pointing at anyone in a small group. Never stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

SMALL_GROUP = 3


@dataclass(frozen=True, slots=True)
class Here:
    """Who is at a board in one process: the profession of each seat, and the notes in use."""

    seats: dict[str, str | None] = field(default_factory=dict)
    holding: list[str] = field(default_factory=list)
    writing: list[str] = field(default_factory=list)


def presence_message(parts: Iterable[Here]) -> dict[str, Any]:
    """What everyone is told of all who are here, in whichever process."""
    seats: dict[str, str | None] = {}
    holding: set[str] = set()
    writing: set[str] = set()
    for part in parts:
        seats.update(part.seats)
        holding.update(part.holding)
        writing.update(part.writing)
    counts: dict[str, int] = {}
    for profession in seats.values():
        if profession:
            counts[profession] = counts.get(profession, 0) + 1
    return {
        "is": "presence",
        "here": len(seats),
        "professions": {p: n for p, n in sorted(counts.items()) if n >= SMALL_GROUP},
        "holding": sorted(holding),
        "writing": sorted(writing),
    }
