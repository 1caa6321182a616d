"""How long a task takes, in minutes, from what people write about it."""

import re

from app.exchange.texts import quoted
from app.i18n import Message, _

Read = tuple[int | None, tuple[Message, ...]]

DAY = 24 * 60

_WORDS = {
    **dict.fromkeys(("kvarter", "et kvarter", "eit kvarter", "ett kvarter"), 15),
    **dict.fromkeys(("halvtime", "en halvtime", "ein halvtime", "halv time", "en halv time"), 30),
    **dict.fromkeys(("ein halv time", "½ time", "½ t", "1/2 time", "1/2 t", "half an hour"), 30),
    **dict.fromkeys(("tre kvarter", "¾ time", "3/4 time"), 45),
    **dict.fromkeys(("en time", "ein time", "én time", "one hour", "an hour", "time"), 60),
    **dict.fromkeys(("halvannen time", "halvannan time", "1½ time", "1½ t"), 90),
    **dict.fromkeys(("to timer", "to timar", "two hours"), 120),
}
_ABOUT = re.compile(
    r"^(?:ca\b\.?|cirka\b|circa\b|omtrent\b|rundt\b|omkring\b|om lag\b|inntil\b|opptil\b|opp til\b"
    r"|maks\b\.?|minst\b|about\b|approx\b\.?|around\b|up to\b|[~≈<>])\s*|\s*(?:\bca\b\.?|\+)$"
)
_UNIT = r"(?P<unit>minutter|minutt|minutes?|mins?|m|timer|timar|time|t|hours?|hrs?|h)?\.?"
_NUMBER = re.compile(rf"(?P<number>\d{{1,6}}(?:[.,]\d{{1,17}})?)\s*{_UNIT}")
_SPAN = re.compile(
    rf"(?P<low>\d{{1,4}}(?:[.,]\d)?)\s*[a-z.]*?\s*[-–—]\s*\d{{1,4}}(?:[.,]\d)?\s*{_UNIT}"
)
_HOURS_MINUTES = re.compile(
    r"(\d{1,2})\s*(?:t|timer?|timar|h|hours?|hrs?)\.?\s*(?:og |and )?(\d{1,2})\s*(?:m|min\w*)?\.?"
)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::[0-5]\d)?")


def read_duration(text: str) -> Read:
    """Minutes from 1 to a day; what is not plainly minutes is said, with what it became."""
    if not text:
        return None, ()
    plain = text.lower().strip()
    without = _ABOUT.sub("", plain)
    minutes, meant = _read(without)
    if minutes is None or not 0 < minutes <= DAY:
        left = _("“%(written)s” was not understood as a duration; it was left open.")
        return None, (Message(left, {"written": quoted(text)}),)
    if without != plain:
        meant = meant or _("“%(written)s” is about a time: %(minutes)s minutes were read.")
    return minutes, (
        (Message(meant, {"written": quoted(text), "minutes": minutes}),) if meant else ()
    )


def _read(text: str) -> tuple[int | None, str]:
    """Minutes, and the sentence about how they were read unless that is plain."""
    if text in _WORDS:
        return _WORDS[text], ""
    if both := _HOURS_MINUTES.fullmatch(text):
        return int(both[1]) * 60 + int(both[2]), ""
    if clock := _CLOCK.fullmatch(text):
        meant = _("“%(written)s” was read as hours and minutes: %(minutes)s minutes.")
        return int(clock[1]) * 60 + int(clock[2]), meant
    if span := _SPAN.fullmatch(text):
        minutes, __ = _in_minutes(span["low"], span["unit"] or "")
        return minutes, _("“%(written)s” is a span: its lower end, %(minutes)s minutes, was read.")
    if single := _NUMBER.fullmatch(text):
        return _in_minutes(single["number"], single["unit"] or "")
    return None, ""


def _in_minutes(number: str, unit: str) -> tuple[int, str]:
    value = float(number.replace(",", "."))
    if unit[:1] in ("t", "h"):
        return round(value * 60), ""
    if value.is_integer():
        return int(value), ""
    decimals = len(number.replace(",", ".").partition(".")[2])
    if not unit and value < 1 and decimals > 2:
        # A spreadsheet keeps a time as a fraction of the day, and shows it so without its format.
        return round(value * DAY), _(
            "“%(written)s” was read as part of a day: %(minutes)s minutes."
        )
    if not unit and value <= 24:
        return round(value * 60), _("“%(written)s” was read as hours: %(minutes)s minutes.")
    return round(value), _("“%(written)s” was rounded to %(minutes)s minutes.")
