"""What cards and lists are made of: plain values, loaded once and then free of any database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Minutes = int

DAY: Minutes = 24 * 60


class Duty(StrEnum):
    """What a profession's task is to it. The values are those of allocations on the wire."""

    MUST = "must"
    CAN = "can"
    CAN_AFTER_TRAINING = "can_after_training"


@dataclass(frozen=True, slots=True)
class ProfessionFacts:
    """A profession. ``palette`` is its place in the palette, 0 to 9; ``order`` among the others."""

    id: str
    name: str
    code: str
    palette: int
    order: int = 0


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """A shift in clock minutes; one that ends before it starts runs over midnight."""

    id: str
    name: str
    start: Minutes
    end: Minutes
    order: int = 0

    @property
    def length(self) -> Minutes:
        return (self.end - self.start) % DAY or DAY


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task of one profession.

    ``days`` are ``mon`` to ``sun``, or one of ``weekday``, ``weekend`` and ``all``; none means
    all. ``start`` is None for what has no clock time.
    """

    id: str
    title: str
    profession: ProfessionFacts
    shift: ShiftFacts | None = None
    start: Minutes | None = None
    duration: Minutes | None = None
    days: tuple[str, ...] = ()
    frequency: str = ""
    place: str = ""
    need: str = ""
    competence: str = ""
    duty: Duty | None = None
    as_needed: bool = False


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """The board as it stands on every page. ``approved`` says by whom; without it: a draft.

    ``axis_start`` is where the day begins for tasks that belong to no shift.
    """

    title: str
    unit: str
    date: date
    version: int
    locale: str
    approved: str | None = None
    axis_start: Minutes = 0


# The address that a card's QR code leads to; empty for none.
AddressOf = Callable[[ProfessionFacts, ShiftFacts | None], str]


def no_address(_profession: ProfessionFacts, _shift: ShiftFacts | None) -> str:
    """No QR code on any card."""
    return ""
