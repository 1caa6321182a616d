"""The templates: which professions, shifts and grids a new board begins with.

Data first, then one function that turns it into the changes of a board's first event.
"""

from dataclasses import dataclass
from itertools import pairwise

from app.board.known_professions import KNOWN, KnownProfession
from app.board.places import ranks
from app.board.words import AxisKind, GridKind
from app.db import new_id
from app.errors import Invalid
from app.i18n import _, translate
from app.live.changes import Changes, Patch


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One template. Times are clock minutes; a span is ``(group, from, to)``, in columns."""

    name: str
    kind: GridKind
    professions: tuple[str, ...]
    shifts: tuple[str, ...]
    hours: tuple[tuple[str, tuple[int, ...]], ...]
    steps: int = 6


def _clock(text: str) -> int:
    hour, __, minute = text.partition(":")
    return int(hour) * 60 + int(minute or 0)


def _hours(*texts: str) -> tuple[int, ...]:
    return tuple(_clock(text) for text in texts)


MORNING, FORENOON, AFTERNOON = _("Morning"), _("Forenoon"), _("Afternoon")
EVENING, NIGHT = _("Evening"), _("Night")

SHIFTS: dict[str, tuple[str, int, int]] = {
    "day": (_("Day shift"), _clock("7:30"), _clock("15:30")),
    "evening": (_("Evening shift"), _clock("14:45"), _clock("22:15")),
    "night": (_("Night shift"), _clock("22:00"), _clock("7:45")),
    "long": (_("Long shift"), _clock("7:00"), _clock("21:30")),
}

_WARD = ("SPL", "HFA", "VPL", "ASS", "SV")
_ALL = ("day", "evening", "night")
_DAY = (
    (MORNING, _hours("7:30", "8", "9", "10")),
    (FORENOON, _hours("10", "11", "12")),
    (AFTERNOON, _hours("12", "13", "14", "15", "15:30")),
)
_EVENING = ((EVENING, _hours("14:45", "16", "17", "18", "19", "20", "21", "22:15")),)
_NIGHT = ((NIGHT, _hours("22", "0", "2", "4", "6", "7:45")),)
_ROUND = (
    (MORNING, _hours("7:30", "8", "9", "10")),
    (FORENOON, _hours("10", "11", "12")),
    (AFTERNOON, _hours("12", "13", "14", "15", "16")),
    (EVENING, _hours("16", "17", "18", "19", "20", "21", "22")),
    (NIGHT, _hours("22", "0", "2", "4", "6", "7:30")),
)
_PARTS = ((_("The day round"), _hours("7:30", "12", "15:30", "22", "7:30")),)

BLUEPRINTS: dict[str, Blueprint] = {
    blueprint.name: blueprint
    for blueprint in (
        Blueprint("sykehjem-dag", GridKind.VERTICAL, _WARD, _ALL, _DAY),
        Blueprint("sykehjem-kveld", GridKind.VERTICAL, _WARD, _ALL, _EVENING),
        Blueprint("sykehjem-natt", GridKind.VERTICAL, ("SPL", "HFA", "ASS"), _ALL, _NIGHT),
        Blueprint("sykehjem-dogn", GridKind.VERTICAL, _WARD, _ALL, _ROUND),
        Blueprint("langvakt-helg", GridKind.VERTICAL, _WARD, ("long", "night"), _ROUND[:4]),
        Blueprint(
            "hjemmetjeneste",
            GridKind.VERTICAL,
            ("SPL", "HFA", "VPL", "ASS", "HSEK", "KOO"),
            _ALL,
            _ROUND,
        ),
        Blueprint("bofellesskap", GridKind.VERTICAL, ("VPL", "HFA", "MA", "ASS"), _ALL, _ROUND),
        Blueprint("legevakt", GridKind.VERTICAL, ("LEG", "SPL", "HSEK"), _ALL, _ROUND),
        Blueprint("prosess", GridKind.HORIZONTAL, _WARD, _ALL, _PARTS, steps=8),
        Blueprint("tom", GridKind.VERTICAL, ("SPL", "HFA", "ASS"), _ALL, _PARTS, steps=4),
    )
}

TITLES: dict[str, str] = {
    "sykehjem-dag": _("Nursing home, day"),
    "sykehjem-kveld": _("Nursing home, evening"),
    "sykehjem-natt": _("Nursing home, night"),
    "sykehjem-dogn": _("Nursing home, round the clock"),
    "langvakt-helg": _("Long shifts at the weekend"),
    "hjemmetjeneste": _("Home care"),
    "bofellesskap": _("Shared housing"),
    "legevakt": _("Emergency clinic"),
    "prosess": _("One process from start to end"),
    "tom": _("Empty board"),
}


def get_blueprint(name: str) -> Blueprint:
    """A template by its name. Raises Invalid."""
    try:
        return BLUEPRINTS[name]
    except KeyError:
        raise Invalid(_("There is no template of that name.")) from None


def lay_out(template: str, locale: str) -> Changes:
    """All that a new board begins with, its words in the board's language."""
    blueprint = get_blueprint(template)
    professions: dict[str, Patch | None] = {}
    by_id: list[tuple[str, str]] = []
    codes = ranks(len(blueprint.professions))
    for code, rank in zip(blueprint.professions, codes, strict=True):
        known = _known(code)
        profession = new_id()
        name = known.names[locale]
        by_id.append((profession, name))
        professions[profession] = {
            "name": name[:1].upper() + name[1:],
            "code": known.code,
            "palette": known.palette,
            "rank": rank,
            "deleted": False,
        }
    changes: Changes = {"professions": professions, "shifts": _shifts(blueprint, locale)}
    grids: dict[str, Patch | None] = {}
    columns: dict[str, Patch | None] = {}
    rows: dict[str, Patch | None] = {}
    for kind, rank in zip(GridKind, ranks(2), strict=True):
        grid = new_id()
        vertical = kind is GridKind.VERTICAL
        title = _("Through the shift") if vertical else _("The process, start to end")
        grids[grid] = {
            "kind": kind.value,
            "title": translate(locale, title),
            "axis_start": blueprint.hours[0][1][0],
            "rank": rank,
            "deleted": False,
        }
        lines = _times(blueprint, locale) if vertical else _steps(blueprint, locale)
        columns |= _lines(grid, lines)
        rows |= _lines(grid, [_row(profession, name) for profession, name in by_id])
    return {**changes, "grids": grids, "columns": columns, "rows": rows}


def _shifts(blueprint: Blueprint, locale: str) -> dict[str, Patch | None]:
    shifts: dict[str, Patch | None] = {}
    for key, rank in zip(blueprint.shifts, ranks(len(blueprint.shifts)), strict=True):
        name, start, end = SHIFTS[key]
        shifts[new_id()] = {
            "name": translate(locale, name),
            "key": key,
            "start": start,
            "end": end,
            "staffing": None,
            "rank": rank,
            "deleted": False,
        }
    return shifts


def _times(blueprint: Blueprint, locale: str) -> list[Patch]:
    lines: list[Patch] = []
    for group, marks in blueprint.hours:
        for start, end in pairwise(marks):
            lines.append(
                {
                    "label": f"{start // 60:02}:{start % 60:02}",
                    "group": translate(locale, group),
                    "kind": AxisKind.TIME.value,
                    "start": start,
                    "end": end,
                    "profession": None,
                }
            )
    lines.append(_free(translate(locale, _("As needed")), AxisKind.AS_NEEDED))
    return lines


def _steps(blueprint: Blueprint, locale: str) -> list[Patch]:
    middle = [translate(locale, _("Step %(n)s"), n=number) for number in range(2, blueprint.steps)]
    labels = [translate(locale, _("Start")), *middle, translate(locale, _("End"))]
    return [_free(label, AxisKind.STEP) for label in labels]


def _free(label: str, kind: AxisKind) -> Patch:
    return {
        "label": label,
        "group": "",
        "kind": kind.value,
        "start": None,
        "end": None,
        "profession": None,
    }


def _row(profession: str, name: str) -> Patch:
    return {
        **_free(name[:1].upper() + name[1:], AxisKind.PROFESSION),
        "profession": profession,
    }


def _lines(grid: str, lines: list[Patch]) -> dict[str, Patch | None]:
    return {
        new_id(): {**line, "grid": grid, "rank": rank, "deleted": False}
        for line, rank in zip(lines, ranks(len(lines)), strict=True)
    }


def _known(code: str) -> KnownProfession:
    return next(known for known in KNOWN if known.code == code)
