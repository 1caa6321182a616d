"""On which days: names of days and of sets of days, in three languages and in short forms."""

import re
from dataclasses import dataclass

from app.board.words import WEEKDAYS, Days
from app.i18n import Message, _

# A named set, or days in the week's order; an empty tuple when nothing is said.
DaySet = Days | tuple[str, ...]

_SETS: dict[str, Days] = {
    **dict.fromkeys(
        (
            *("alle", "alle dager", "alle dagar", "daglig", "dagleg", "hver dag", "kvar dag"),
            *("all", "all days", "every day", "everyday", "daily", "hele uka", "heile veka"),
        ),
        Days.ALL,
    ),
    **dict.fromkeys(
        (
            *("hverdag", "hverdager", "kvardag", "kvardagar", "virkedag", "virkedager"),
            *("vyrkedag", "vyrkedagar", "yrkedag", "yrkedager", "weekday", "weekdays"),
        ),
        Days.WEEKDAY,
    ),
    **dict.fromkeys(
        ("helg", "helga", "helger", "helgen", "helgar", "helgene", "helgane", "weekend"),
        Days.WEEKEND,
    ),
    "weekends": Days.WEEKEND,
}
# Strictly a day of any kind, but in daily use the days that are not the weekend.
_LOOSE_WEEKDAYS = ("ukedager", "ukedagene", "vekedagar", "vekedagane")

_STEMS = (
    ("mon", ("mandag", "måndag", "monday", "man", "mån", "ma", "må", "mon")),
    ("tue", ("tirsdag", "tysdag", "tuesday", "tirs", "tir", "tys", "ti", "ty", "tue", "tues")),
    ("wed", ("onsdag", "wednesday", "ons", "on", "wed")),
    ("thu", ("torsdag", "thursday", "tors", "tor", "to", "thu", "thur", "thurs")),
    ("fri", ("fredag", "friday", "fre", "fr", "fri")),
    ("sat", ("lørdag", "laurdag", "saturday", "lør", "lau", "laur", "lø", "la", "sat")),
    ("sun", ("søndag", "sundag", "sunday", "søn", "sø", "sun", "su")),
)
_DAY_BY_NAME = {name: day for day, names in _STEMS for name in names}
_WHOLE_NAMES = "|".join(name for name in _DAY_BY_NAME if name.endswith("day") or "dag" in name)
_NAMED_DAY = re.compile(rf"\b({_WHOLE_NAMES})(?:er|ar|en|s)?\b")
_BETWEEN = re.compile(r"\s*[,;/+&]\s*|\s+(?:og|and|samt)\s+")
_LEADING = re.compile(r"^(?:hver|kvar|every|på|om|on|i)\s+")
_SPAN = re.compile(r"^(\w+)\s*(?:-|–|—|\btil\b|\bto\b)\s*(\w+)$")
_MEMBERS: dict[Days, tuple[str, ...]] = {
    Days.ALL: WEEKDAYS,
    Days.WEEKDAY: WEEKDAYS[:5],
    Days.WEEKEND: WEEKDAYS[5:],
}


@dataclass(frozen=True, slots=True)
class DaysReading:
    """Which days, and what else the text says about how often."""

    days: DaySet = ()
    frequency: str = ""
    said: tuple[Message, ...] = ()


def read_days(text: str) -> DaysReading:
    """Days and sets of days; what is neither is kept, word for word, as how often."""
    sets: set[Days] = set()
    single: set[str] = set()
    rest: list[str] = []
    said: tuple[Message, ...] = ()
    for part in filter(None, _BETWEEN.split(text)):
        whole = part.lower().replace(".", " ").strip()
        word = whole if whole in _SETS else _LEADING.sub("", whole)
        if word in _LOOSE_WEEKDAYS:
            sets.add(Days.WEEKDAY)
            reads = _("“%(written)s” was read as Monday to Friday.")
            said = (Message(reads, {"written": part}),)
        elif word in _SETS:
            sets.add(_SETS[word])
        elif days := _list_days(word):
            single.update(days)
        else:
            single.update(_DAY_BY_NAME[name] for name in _NAMED_DAY.findall(word))
            rest.append(part)
    return DaysReading(_joined(sets, single), ", ".join(rest), said)


def _list_days(word: str) -> tuple[str, ...]:
    if day := _find_day(word):
        return (day,)
    span = _SPAN.match(word)
    first, last = (_find_day(span[1]), _find_day(span[2])) if span else (None, None)
    if first is None or last is None:
        return ()
    begin, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    # Friday to Monday runs over the end of the week.
    return WEEKDAYS[begin : end + 1] if begin <= end else WEEKDAYS[begin:] + WEEKDAYS[: end + 1]


def _find_day(word: str) -> str | None:
    named = _NAMED_DAY.fullmatch(word)
    return _DAY_BY_NAME.get(named[1] if named else word)


def _joined(sets: set[Days], single: set[str]) -> DaySet:
    if len(sets) == 1 and not single:
        return next(iter(sets))
    days = single.union(*(_MEMBERS[named] for named in sets))
    return Days.ALL if len(days) == len(WEEKDAYS) else tuple(d for d in WEEKDAYS if d in days)
