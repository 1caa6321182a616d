"""The must/can list: every task under its profession, must before can. Pure."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from app.cards.as_needed import beyond_as_needed
from app.cards.deck import in_order, minutes_in, needs_approval
from app.cards.facts import BoardFacts, Duty, ProfessionFacts, ShiftFacts, TaskFacts
from app.cards.labels import Labels, clock, days_text, duty_word
from app.cards.pages import SEPARATOR, Data, imprint, made_on, one_line, star_note, unbroken
from app.cards.palette import ink_of
from app.cards.spreadsheet_text import harmless
from app.paper.coverage import SUBSTITUTE

_DUTY_ORDER = {Duty.MUST: 0, Duty.CAN: 1, Duty.CAN_AFTER_TRAINING: 1, None: 2}

# The columns of the CSV file: a key of ``labels`` each.
_COLUMNS = (
    *("profession", "code", "duty", "task", "shift", "time", "duration", "days"),
    *("frequency", "place", "need", "competence", "approval"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """The tasks of one profession, in the order they are listed."""

    profession: ProfessionFacts
    tasks: tuple[TaskFacts, ...]


@dataclass(frozen=True, slots=True)
class MustCanList:
    """The whole list; every task of the board stands in it once."""

    board: BoardFacts
    sections: tuple[Section, ...]


def build_list(board: BoardFacts, tasks: Iterable[TaskFacts]) -> MustCanList:
    """The list of ``tasks``: by profession; must, can, undecided; then by shift and time."""
    tasks = list(tasks)
    shifts = in_order(task.shift for task in tasks if task.shift is not None)
    professions = in_order(task.profession for task in tasks)
    return MustCanList(
        board,
        tuple(
            Section(
                profession,
                tuple(
                    sorted(
                        (task for task in tasks if task.profession == profession),
                        key=lambda task: _place_in_list(task, shifts, board),
                    )
                ),
            )
            for profession in professions
        ),
    )


def must_can_csv(the_list: MustCanList, words: Labels) -> bytes:
    """The list for a spreadsheet: UTF-8 with a byte order mark, semicolons, no living formula."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(harmless(words[column]) for column in _COLUMNS)
    for section in the_list.sections:
        for task in section.tasks:
            writer.writerow(harmless(cell) for cell in _cells(task, words))
    return out.getvalue().encode("utf-8-sig")


def list_data(the_list: MustCanList, words: Labels) -> Data:
    """For the template that prints the list."""
    board = the_list.board
    return {
        "lang": board.locale,
        "words": {**words, "star": star_note(words)},
        "box": SUBSTITUTE,
        "title": words["list_document_title"] % {"board": board.title},
        "board": one_line(board.title),
        "unit": one_line(board.unit),
        "imprint": imprint(board, words),
        "made": made_on(board),
        "sections": [_section(section, words) for section in the_list.sections],
    }


def _section(section: Section, words: Labels) -> Data:
    ink = ink_of(section.profession.palette)
    return {
        "name": one_line(section.profession.name),
        "code": one_line(section.profession.code),
        "edge": ink.edge,
        "strip": ink.strip.value,
        "count": words["task_count"] % {"count": len(section.tasks)},
        "rows": [_row(task, words) for task in section.tasks],
    }


def _row(task: TaskFacts, words: Labels) -> Mapping[str, object]:
    when = (
        "" if task.start is None else clock(task.start),
        task.shift.name if task.shift else "",
        words["as_needed"] if task.as_needed else "",
        days_text(words, task.days),
        beyond_as_needed(task.frequency) if task.as_needed else task.frequency,
    )
    # No minutes here: on paper they are soon read as a norm. They are in the spreadsheet.
    return {
        "duty": duty_word(words, task, starred=needs_approval(task)),
        "must": task.duty is Duty.MUST,
        "title": one_line(task.title),
        "when": SEPARATOR.join(unbroken(part) for part in when if part.strip()),
        "place": one_line(task.place),
        "need": one_line(task.need),
        "competence": one_line(task.competence),
    }


def _cells(task: TaskFacts, words: Labels) -> Sequence[str]:
    return (
        task.profession.name,
        task.profession.code,
        duty_word(words, task, starred=False),
        task.title,
        task.shift.name if task.shift else "",
        _time_cell(task, words),
        "" if task.duration is None else str(task.duration),
        days_text(words, task.days),
        task.frequency,
        task.place,
        task.need,
        task.competence,
        words["yes"] if needs_approval(task) else "",
    )


def _time_cell(task: TaskFacts, words: Labels) -> str:
    if task.start is not None:
        return clock(task.start)
    return words["as_needed"] if task.as_needed else ""


def _place_in_list(
    task: TaskFacts, shifts: Sequence[ShiftFacts], board: BoardFacts
) -> tuple[int, int, bool, int]:
    shift = shifts.index(task.shift) if task.shift is not None else len(shifts)
    minutes = minutes_in(task.start, task.shift, board.axis_start)
    return _DUTY_ORDER[task.duty], shift, task.start is None, minutes
