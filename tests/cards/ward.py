"""The ward whose cards the tests print: its professions and shifts, and its tasks from a file."""

import csv
import re
from datetime import date
from pathlib import Path

from app.cards.facts import BoardFacts, Duty, ProfessionFacts, ShiftFacts, TaskFacts

DATA = Path(__file__).parents[1] / "data"

NURSE = ProfessionFacts("p1", "Sykepleier", "SPL", 0, order=0)
ASSISTANT = ProfessionFacts("p2", "Assistent", "ASS", 3, order=1)
DAY = ShiftFacts("day", "Dagvakt", 7 * 60 + 30, 15 * 60, order=0)
EVENING = ShiftFacts("evening", "Kveldsvakt", 14 * 60 + 45, 22 * 60 + 15, order=1)
NIGHT = ShiftFacts("night", "Nattevakt", 22 * 60, 7 * 60 + 45, order=2)
SHIFTS = {"dag": DAY, "kveld": EVENING, "natt": NIGHT}

BOARD = BoardFacts(
    title="Ny oppgavedeling",
    unit="Solbakken sykehjem, avdeling 2",
    date=date(2026, 11, 24),
    version=3,
    locale="nb",
)

_DAYS = {"alle": ("all",), "hverdag": ("weekday",), "helg": ("weekend",)}
_DUTIES = {"må": Duty.MUST, "kan": Duty.CAN}


def make_task(
    title: str = "Re opp senger", *, at: str | None = "08:00", **facts: object
) -> TaskFacts:
    """A task of the nurse on the day shift unless said otherwise; ``at`` is its clock time."""
    start = None if at is None else _minutes(at)
    given: dict[str, object] = {"profession": NURSE, "shift": DAY, "start": start, **facts}
    return TaskFacts(id=f"id of {title}", title=title, **given)  # type: ignore[arg-type]


def tasks_of(name: str) -> list[TaskFacts]:
    """The tasks of one of the example files, simply read."""
    professions: dict[str, ProfessionFacts] = {}
    tasks = []
    with (DATA / f"{name}.csv").open(encoding="utf-8") as source:
        for number, row in enumerate(csv.DictReader(source, delimiter=";"), 1):
            tasks.append(_task(number, row, professions))
    return tasks


def address_of(profession: ProfessionFacts, shift: ShiftFacts | None) -> str:
    return f"https://lapper.example.no/k/{profession.code}{shift.id if shift else ''}7fQ2kXw9"


def _task(number: int, row: dict[str, str], professions: dict[str, ProfessionFacts]) -> TaskFacts:
    name = row["yrkesgruppe"]
    count = len(professions)
    profession = professions.setdefault(
        name, ProfessionFacts(name, name, name[:3].upper(), count % 10, order=count)
    )
    return TaskFacts(
        id=str(number),
        title=row["tittel"],
        profession=profession,
        shift=SHIFTS[row["vakt"]],
        start=_minutes(row["tid"]) if re.fullmatch(r"\d\d:\d\d", row["tid"]) else None,
        duration=int(row["varighet_min"]) if row["varighet_min"] else None,
        days=_DAYS.get(row["dager"], ()),
        frequency="" if row["dager"] in _DAYS else row["dager"],
        place=row["sted"],
        need=row["brukerbehov"],
        competence=row["kompetansekrav"],
        duty=_DUTIES.get(row["må_kan"]),
        as_needed=row["tid"] == "ved behov",
    )


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
