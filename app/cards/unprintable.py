"""What the print font has no characters for, said before it is printed."""

from dataclasses import dataclass

from app.cards.facts import BoardFacts, TaskFacts
from app.paper.coverage import Coverage
from app.paper.engine import FONTS


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A task, or a name on the board, and the characters in it that a box will stand for."""

    title: str
    characters: str


def find_unprintable(board: BoardFacts, tasks: list[TaskFacts]) -> list[Unprintable]:
    """Every text of these tasks, and around them, that cannot be printed as it is written."""
    texts = {name: [name] for name in _names(board, tasks)}
    for task in tasks:
        about = (task.title, task.frequency, task.place, task.need, task.competence)
        texts.setdefault(task.title, []).extend(about)
    found = ((title, _missing_in(some)) for title, some in texts.items())
    return [Unprintable(title, characters) for title, characters in found if characters]


def _names(board: BoardFacts, tasks: list[TaskFacts]) -> list[str]:
    shifts = {task.shift.name for task in tasks if task.shift is not None}
    return [board.title, board.unit, *sorted({task.profession.name for task in tasks} | shifts)]


def _missing_in(texts: list[str]) -> str:
    coverage = Coverage(FONTS)
    coverage.printable(texts)
    return " ".join(coverage.missing)
