"""What shall stand on the cards: one pile for each profession and shift, its tasks in order.

Pure. How many cards a pile becomes depends on the paper, see ``layout``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from app.cards.facts import (
    DAY,
    AddressOf,
    BoardFacts,
    Duty,
    Minutes,
    ProfessionFacts,
    ShiftFacts,
    TaskFacts,
    no_address,
)
from app.cards.risk import risk_class

_Ordered = TypeVar("_Ordered", ProfessionFacts, ShiftFacts)
_DUTY_ORDER = {Duty.MUST: 0, Duty.CAN: 1, Duty.CAN_AFTER_TRAINING: 2, None: 3}


class Part(StrEnum):
    """The parts of a pile, in the order they stand in."""

    TIMED = "timed"
    UNTIMED = "untimed"
    AS_NEEDED = "as_needed"


@dataclass(frozen=True, slots=True)
class Line:
    """One task as it stands on a card.

    ``about_limit`` is how many letters there is room for of what stands after the title; None for
    all of them.
    """

    task: TaskFacts
    part: Part
    about_limit: int | None = None

    @property
    def needs_approval(self) -> bool:
        """«Kan» is not enough here: each person must be trained and approved for it."""
        return needs_approval(self.task)


@dataclass(frozen=True, slots=True)
class Pile:
    """The tasks of one profession on one shift; ``shift`` is None for those of no shift."""

    profession: ProfessionFacts
    shift: ShiftFacts | None
    lines: tuple[Line, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Deck:
    """All piles of a board that have tasks, by profession and shift in the board's order."""

    board: BoardFacts
    piles: tuple[Pile, ...]


def build_deck(
    board: BoardFacts, tasks: Iterable[TaskFacts], address_of: AddressOf = no_address
) -> Deck:
    """The deck of ``tasks``: by the order of professions and shifts, else as ``tasks`` name them.

    Every task stands in exactly one pile, once.
    """
    tasks = list(tasks)
    shifts = in_order(task.shift for task in tasks if task.shift is not None)
    by_pile: dict[tuple[ProfessionFacts, ShiftFacts | None], list[TaskFacts]] = defaultdict(list)
    for task in tasks:
        by_pile[task.profession, task.shift].append(task)
    piles = [
        Pile(
            profession,
            shift,
            tuple(order_lines(by_pile[profession, shift], shift, board.axis_start)),
            address_of(profession, shift),
        )
        for profession in in_order(task.profession for task in tasks)
        for shift in [*shifts, None]
        if (profession, shift) in by_pile
    ]
    return Deck(board, tuple(piles))


def with_less_about(deck: Deck, lines: Collection[Line], limit: int) -> Deck:
    """The same deck with no more than ``limit`` letters after the titles of these lines."""

    def cut(line: Line) -> Line:
        return replace(line, about_limit=limit) if line in lines else line

    piles = (replace(pile, lines=tuple(cut(line) for line in pile.lines)) for pile in deck.piles)
    return Deck(deck.board, tuple(piles))


def in_order(things: Iterable[_Ordered]) -> list[_Ordered]:
    """Each of ``things`` once, by its ``order``."""
    return sorted(dict.fromkeys(things), key=lambda thing: thing.order)


def order_lines(
    tasks: Iterable[TaskFacts], shift: ShiftFacts | None, axis_start: Minutes
) -> list[Line]:
    """The tasks of one pile: by time from the shift's start, must before can, the rest last."""
    lines = [Line(task, _part(task)) for task in tasks]
    parts = list(Part)
    return sorted(
        lines,
        key=lambda line: (
            parts.index(line.part),
            minutes_in(line.task.start, shift, axis_start),
            _DUTY_ORDER[line.task.duty],
        ),
    )


def minutes_in(start: Minutes | None, shift: ShiftFacts | None, axis_start: Minutes) -> Minutes:
    """How far into the shift ``start`` lies: negative for what is done before it begins.

    A night that begins at 22:00 has 05:00 after 23:00. What lies outside the shift belongs to
    the end that is nearer.
    """
    if start is None:
        return 0
    if shift is None:
        return (start - axis_start) % DAY
    after = (start - shift.start) % DAY
    outside = DAY - shift.length
    return after - DAY if after > shift.length + outside // 2 else after


def needs_approval(task: TaskFacts) -> bool:
    """Whether ``task`` may be done only by those who are trained and approved in person."""
    if task.duty is Duty.CAN_AFTER_TRAINING:
        return True
    text = f"{task.title}\n{task.need}\n{task.competence}"
    return task.duty is Duty.CAN and risk_class(text) is not None


def _part(task: TaskFacts) -> Part:
    if task.as_needed:
        return Part.AS_NEEDED
    return Part.UNTIMED if task.start is None else Part.TIMED
