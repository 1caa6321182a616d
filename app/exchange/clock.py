"""When a task begins: clock times as people write them, and what stands there instead."""

import re
from dataclasses import dataclass

from app.exchange.days import DaySet, read_days
from app.exchange.durations import DAY
from app.exchange.texts import quoted
from app.i18n import Message, _

_AS_NEEDED = (
    *("ved behov", "etter behov", "v/behov", "ved trong", "behov", "as needed", "when needed"),
    *("hele dagen", "heile dagen", "hele vakta", "heile vakta", "hele døgnet", "all day"),
)
_LEADING = re.compile(
    r"^(?:(?P<about>ca\b\.?|cirka\b|omtrent\b|rundt\b|omkring\b|om lag\b|about\b|around\b"
    r"|approx\b\.?|[~≈])|kl\b\.?|klokka\b|klokken\b|at\b|fra\b|frå\b|from\b)\s*"
)
_SINGLE = (
    re.compile(r"(?P<h>\d{1,2})\s?[:.,h]\s?(?P<m>\d{2})(?:[:.]\d{2}(?:\.\d+)?)?"),
    re.compile(r"(?P<h>\d{1,2})(?P<m>\d{2})"),
    re.compile(r"(?P<h>\d{1,2})"),
)
_AFTERNOON = re.compile(r"\s*(?P<half>[ap])\.?m\.?$")
_DECIMAL = re.compile(r"(\d{1,2})[.,](\d{1,17})")
_SPAN = re.compile(r"(.{1,14}?)\s*(?:-|–|—|\btil\b|\bto\b)\s*(?:kl\.?\s*)?(.{1,14})")
_CLOCK_WITHIN = re.compile(r"\b(?:\d{1,2}[:.][0-5]\d|kl\.? ?\d{1,2}(?:[:.][0-5]\d)?)\b")
_DAYS_FIRST = re.compile(r"(?P<days>[^\d~≈]+?)\s*(?P<clock>(?:\bkl\b|\bca\b|[~≈\d]).*)")
_DAYS_LAST = re.compile(r"(?P<clock>[^a-zæøå]*\d[^a-zæøå]*?)\s*(?P<days>[a-zæøå]\D*)")


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What a time field says: a start, perhaps an end or a day, or words about how often."""

    start: int | None = None
    duration: int | None = None
    days: DaySet = ()
    frequency: str = ""
    said: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Times:
    """A start and perhaps how long until its end; ``plain`` if nothing had to be guessed."""

    start: int | None = None
    duration: int | None = None
    plain: bool = True


def read_clock(text: str) -> ClockReading:
    """The start in clock minutes; what is no clock time is kept as how often."""
    plain = text.lower().strip()
    if not plain or plain in _AS_NEEDED:
        return ClockReading(frequency=text)
    days, clock = _split_days(plain)
    times = _read_times(clock) if clock else _Times()
    if times is None:
        return _read_words(text, plain)
    said: list[Message] = []
    if days:
        said.append(_say(_("The day in the time “%(written)s” was read as its day."), text))
    if times.start is not None and not times.plain:
        said.append(_say(_("The time “%(written)s” was read as %(time)s."), text, times.start))
    return ClockReading(times.start, times.duration, days, "", tuple(said))


def _split_days(plain: str) -> tuple[DaySet, str]:
    """The days before or after a clock time, and the clock time; or no days and all the text."""
    whole = read_days(plain)
    if whole.days and not whole.frequency:
        return whole.days, ""
    for pattern in (_DAYS_FIRST, _DAYS_LAST):
        if parts := pattern.fullmatch(plain):
            found = read_days(parts["days"].strip(" ,:"))
            if found.days and not found.frequency:
                return found.days, parts["clock"]
    return (), plain


def _read_times(text: str) -> _Times | None:
    rest, about = _without_leading(text)
    first, plain = _read_single(rest)
    if first is not None:
        return _Times(first, None, plain and not about)
    span = _SPAN.fullmatch(rest)
    if not span:
        return None
    (begin, plain), (end, __) = _read_single(span[1]), _read_single(_without_leading(span[2])[0])
    if begin is None or end is None:
        return None
    return _Times(begin, (end - begin) % DAY or None, plain and not about)


def _without_leading(text: str) -> tuple[str, bool]:
    about = False
    while leading := _LEADING.match(text):
        about = about or leading["about"] is not None
        text = text[leading.end() :]
    return text.strip(" ."), about


def _read_single(text: str) -> tuple[int | None, bool]:
    """Clock minutes, and whether they were plainly there."""
    half = _AFTERNOON.search(text)
    bare = text[: half.start()] if half else text
    for pattern in _SINGLE:
        found = pattern.fullmatch(bare)
        if not found:
            continue
        hour, minute = int(found["h"]), int(found.groupdict().get("m") or 0)
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half["half"] == "p" else 0)
        if hour < 24 and minute < 60:
            return hour * 60 + minute, "," not in bare
        if (hour, minute) == (24, 0):
            return 0, False
    return (None, False) if half else (_read_decimal(bare), False)


def _read_decimal(text: str) -> int | None:
    """A number that a spreadsheet has made of a time: 7.5 is half past seven, 0.3125 as well."""
    found = _DECIMAL.fullmatch(text)
    if not found:
        return None
    value = float(f"{found[1]}.{found[2]}")
    if value < 1 and len(found[2]) > 2:
        return round(value * DAY) % DAY
    if value < 24 and found[2] in ("5", "25", "75"):
        return round(value * 60)
    # 9.3 is what is left of 9.30.
    return int(found[1]) * 60 + int(found[2]) * 10 if value < 24 and found[2] in "01234" else None


def _read_words(text: str, plain: str) -> ClockReading:
    """Words that are no clock time; an outright one among them is still the start."""
    days = read_days(plain).days
    within = _CLOCK_WITHIN.search(plain)
    start = _read_single(_without_leading(within[0])[0])[0] if within else None
    if start is None:
        kept = _("“%(written)s” is no clock time; it stands as how often.")
    else:
        kept = _("Of “%(written)s”, %(time)s was read as the start; all of it stands as how often.")
    return ClockReading(start, None, days, text, (_say(kept, text, start),))


def _say(msgid: str, written: str, start: int | None = None) -> Message:
    values: dict[str, object] = {"written": quoted(written)}
    if start is not None:
        values["time"] = f"{start // 60:02}:{start % 60:02}"
    return Message(msgid, values)
