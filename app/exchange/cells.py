"""One cell of a sheet: what is stored in it, as the text that a person sees."""

import math
import re
from datetime import date, datetime, time, timedelta

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from app.exchange.workbook import Workbook
from app.i18n import Message, _

# A text, or why there is none.
Cell = str | Message

# Not the halves of pairs, which are no letters by themselves.
_ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
_FIRST_REAL_YEAR = 1905
_HALF_MINUTE = timedelta(seconds=30)


def read_cell(stored: str, kind: str, style: int, workbook: Workbook) -> Cell:
    """The cell's text; a time is HH:MM and a date YYYY-MM-DD whatever they look like there."""
    if stored == "":
        return ""
    match kind:
        case "s":
            return _unescaped(workbook.texts[int(stored)])
        case "str" | "inlineStr":
            return _unescaped(stored)
        case "b":
            return "1" if stored == "1" else "0"
        case "e":
            return Message(_("A cell shows the error %(error)s."), {"error": stored[:20]})
        case "d":
            return _moment_text(datetime.fromisoformat(stored))
        case _:
            return _number_text(float(stored), style, workbook)


def _number_text(value: float, style: int, workbook: Workbook) -> Cell:
    if not math.isfinite(value):
        return Message(_("A cell holds a number that cannot be read."))
    is_span = style in workbook.span_styles
    if is_span or style in workbook.date_styles:
        start = CALENDAR_MAC_1904 if workbook.from_1904 else CALENDAR_WINDOWS_1900
        try:
            return _moment_text(from_excel(value, start, timedelta=is_span))
        except (OverflowError, ValueError):
            return Message(_("A cell holds a time that cannot be read."))
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"


def _moment_text(moment: datetime | date | time | timedelta | None) -> str:
    match moment:
        case timedelta():
            minutes = int((moment + _HALF_MINUTE).total_seconds() // 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case time():
            # Through a day far from the edges, as 23:59:59.6 is the next midnight.
            return f"{datetime.combine(date(2000, 1, 1), moment) + _HALF_MINUTE:%H:%M}"
        case datetime() if moment.year < _FIRST_REAL_YEAR or moment.time() != time():
            return f"{moment + _HALF_MINUTE:%H:%M}"
        case datetime() | date():
            return f"{moment:%Y-%m-%d}"
        case _:
            return ""


def _unescaped(text: str) -> str:
    """Signs that XML cannot hold are written as _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
