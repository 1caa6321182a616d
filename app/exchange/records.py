"""One record of a task file: a row of texts made into a task, or the reason why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.board.words import Obligation
from app.exchange.cells import Cell
from app.exchange.choices import (
    MOST_PROFESSIONS,
    ProfessionName,
    read_obligation,
    read_professions,
    read_shift,
)
from app.exchange.clock import ClockReading, read_clock
from app.exchange.columns import LABELS, Column, Header
from app.exchange.days import DaySet, DaysReading, read_days
from app.exchange.durations import read_duration
from app.exchange.texts import quoted, tidy_line, tidy_text
from app.i18n import Message, _

# As long as the board can hold them; what is read into a value may be as long as a line.
LIMITS: dict[Column, int] = {
    Column.TITLE: 200,
    Column.PROFESSION: 200,
    Column.TIME: 120,
    Column.DURATION: 120,
    Column.SHIFT: 60,
    Column.DAYS: 120,
    Column.FREQUENCY: 120,
    Column.PLACE: 120,
    Column.NEED: 200,
    Column.COMPETENCE: 200,
    Column.OBLIGATION: 120,
    Column.DESCRIPTION: 2000,
}
MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class Record:
    """A task of the file. ``shift`` is day, evening, night, long or a shift's name as written.

    ``professions`` are empty when none is given. ``read_as`` says what was read into a value
    that was not plainly there.
    """

    number: int
    title: str
    professions: tuple[ProfessionName, ...] = ()
    start: int | None = None
    duration: int | None = None
    shift: str | None = None
    days: DaySet = ()
    frequency: str = ""
    place: str = ""
    need: str = ""
    competence: str = ""
    obligation: Obligation | None = None
    description: str = ""
    read_as: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that could not be taken, and why."""

    record: int
    reason: Message


class _Unfit(Exception):
    def __init__(self, message: Message) -> None:
        self.message = message


def read_record(number: int, row: Sequence[Cell], header: Header) -> Record | Skipped:
    """The task in a row, which comes as record ``number`` after the header."""
    try:
        return _read(number, _texts(row, header))
    except _Unfit as unfit:
        return Skipped(number, unfit.message)


def _read(number: int, texts: Mapping[Column, str]) -> Record:
    if not texts[Column.TITLE]:
        raise _Unfit(Message(_("The title is empty.")))
    professions = read_professions(texts[Column.PROFESSION])
    _check_names(professions)
    clock = read_clock(texts[Column.TIME])
    days = read_days(texts[Column.DAYS])
    shift = read_shift(texts[Column.SHIFT])
    duration, duration_said = _duration(texts, clock)
    obligation, obligation_said = read_obligation(texts[Column.OBLIGATION])
    chosen, days_said = _days(texts, clock, days)
    return Record(
        number=number,
        title=texts[Column.TITLE],
        professions=professions,
        start=clock.start,
        duration=duration,
        shift=shift,
        days=chosen,
        frequency=_frequency(clock.frequency, days.frequency, texts[Column.FREQUENCY]),
        place=texts[Column.PLACE],
        need=texts[Column.NEED],
        competence=texts[Column.COMPETENCE],
        obligation=obligation,
        description=texts[Column.DESCRIPTION],
        read_as=(*days_said, *duration_said, *obligation_said),
    )


def _texts(row: Sequence[Cell], header: Header) -> dict[Column, str]:
    """Every column's text, tidy and not too long. Raises _Unfit."""
    texts = dict.fromkeys(Column, "")
    for place, column in header.columns.items():
        if place >= len(row):
            continue
        cell = row[place]
        if isinstance(cell, Message):
            raise _Unfit(cell)
        texts[column] = _tidy(cell, column)
    return texts


def _tidy(text: str, column: Column) -> str:
    limit = LIMITS[column]
    try:
        # What is far too long is not looked through at all.
        if len(text) <= 10 * limit:
            text = tidy_text(text) if column is Column.DESCRIPTION else tidy_line(text)
    except ValueError:
        unseen = _("The %(field)s holds signs that do not show or that turn text around.")
        raise _Unfit(Message(unseen, {"field": Message(LABELS[column])})) from None
    _check_length(text, limit, LABELS[column])
    return text


def _check_length(text: str, limit: int, label: str) -> None:
    if len(text) > limit:
        long = _("The %(field)s has %(length)s characters; there is room for %(limit)s.")
        values = {"field": Message(label), "length": len(text), "limit": limit}
        raise _Unfit(Message(long, values))


def _check_names(professions: Sequence[ProfessionName]) -> None:
    if len(professions) > MOST_PROFESSIONS:
        many = _("More than %(limit)s professional groups are named in one record.")
        raise _Unfit(Message(many, {"limit": MOST_PROFESSIONS}))
    for profession in professions:
        _check_length(profession.name, MOST_NAME, LABELS[Column.PROFESSION])


def _duration(
    texts: Mapping[Column, str], clock: ClockReading
) -> tuple[int | None, tuple[Message, ...]]:
    """The duration's own field, or else what the span of times in the time field lasts."""
    written = quoted(texts[Column.TIME])
    duration, said = read_duration(texts[Column.DURATION])
    if clock.duration is None or clock.duration == duration:
        return duration, said
    if duration is None:
        lasts = _("“%(written)s” in the time was read as a duration of %(minutes)s minutes.")
        return clock.duration, (
            *said,
            Message(lasts, {"written": written, "minutes": clock.duration}),
        )
    kept = _("Only the start of “%(written)s” was read; the duration is %(minutes)s minutes.")
    return duration, (*said, Message(kept, {"written": written, "minutes": duration}))


def _days(
    texts: Mapping[Column, str], clock: ClockReading, days: DaysReading
) -> tuple[DaySet, tuple[Message, ...]]:
    """The days' own field, or else the day in the time field."""
    said = (*clock.said, *days.said)
    if clock.days and days.days and clock.days != days.days:
        kept = _("The day in “%(written)s” does not go with the days given; those were kept.")
        return days.days, (*days.said, Message(kept, {"written": quoted(texts[Column.TIME])}))
    return days.days or clock.days, said


def _frequency(*parts: str) -> str:
    frequency = ", ".join(dict.fromkeys(filter(None, parts)))
    _check_length(frequency, LIMITS[Column.FREQUENCY], LABELS[Column.FREQUENCY])
    return frequency
