"""Numbers that say who someone is: national identity, D, H, synthetic and DUF numbers, accounts.

``static/js/guard_numbers.js`` is the same in the browser.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

from app.privacy.findings import Kind
from app.privacy.folding import DigitStretch

Hit: TypeAlias = tuple[Kind, int, int]

_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# Until 2032 the first control digit leaves 0 in this sum; numbers given after that leave 0 to 3.
_FIRST_REMAINDERS = frozenset({0, 1, 2, 3})

_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Days plus 40: D numbers. Months plus 40: H numbers. Months plus 80: synthetic test persons.
_DAYS_AND_MONTHS = frozenset(
    f"{day + day_plus:02}{month + month_plus:02}"
    for month, days in enumerate(_DAYS_IN_MONTH, start=1)
    for day in range(1, days + 1)
    for day_plus in (0, 40)
    for month_plus in (0, 40, 80)
)

# Between the date and the last five people put up to five signs, or "personnr.".
_SIX_AND_FIVE = re.compile(r"(?<!\d)(\d{6})[\W_]{0,5}(\d{5})(?!\d)")
_SIX_WORD_FIVE = re.compile(
    r"(?<!\d)(\d{6})[\W_]{1,3}(?:p|pers|person)\.?(?:nr|nummer)[\W_]{1,3}(\d{5})(?!\d)"
)
_DATE_AND_FIVE = re.compile(
    r"(?<!\d)(\d{1,2})([ .,\-/]) ?(\d{1,2})\2 ?((?:19|20)?\d{2})[\W_]{0,5}(\d{5})(?!\d)"
)
_LONG_DATE_AND_FIVE = re.compile(r"(?<!\d)(\d{4})[\W_]?(?:19|20)(\d{2})[\W_]{0,5}(\d{5})(?!\d)")
_ACCOUNT = re.compile(r"(?<!\d)\d{4}([ .\-])\d{2}\1\d{5}(?!\d)")
_DUF = re.compile(
    r"(?<!\d)(?:19[6-9]\d|20[0-3]\d)(?:[ .\-/]?\d{6}[ .\-/]?\d{2}|[ \-](?![49])\d{8})(?!\d)"
)
_LONG_RUN = re.compile(r"(?<!\d)\d{12,}")
_ELEVEN_INSIDE = re.compile(
    r"(?=((?:[04][1-9]|[1256]\d|3[01]|7[01])(?:[048][1-9]|[159][0-2])\d{7}))"
)

_DIGITS = re.compile(r"\d+")
_GROUPS = re.compile(r"(?<!\d)\d{1,10}(?:[ .\-/_|·*]{1,3}\d{1,10})+(?!\d)")
_CLOCK = r"(?:[01]?\d|2[0-4])[.:]?[0-5]\d"
_CLOCK_ROW = re.compile(rf"{_CLOCK}(?:[ \-/|]{{1,3}}{_CLOCK})*")


def find_identity_numbers(small: str, stretches: Iterable[DigitStretch]) -> Iterator[Hit]:
    """Every number of a person in a folded text in small letters, the surest forms first."""
    for match in _SIX_WORD_FIVE.finditer(small) if "nr" in small or "nummer" in small else ():
        yield kind_of_eleven(match[1] + match[2]) or Kind.ACCOUNT_LIKE, *match.span()
    for place, stretch, digits in stretches:
        # Nine: the shortest day and month, "1.6.39 52084".
        for kind, start, end in _find_in_stretch(stretch) if digits >= 9 else ():
            yield kind, place + start, place + end


def _find_in_stretch(stretch: str) -> Iterator[Hit]:
    yield from _find_written_as_usual(stretch)
    for duf in _DUF.finditer(stretch):
        yield Kind.DUF_NUMBER, *duf.span()
    yield from _find_in_other_groups(stretch)
    for account in _ACCOUNT.finditer(stretch):
        yield Kind.ACCOUNT_LIKE, *account.span()
    yield from _find_in_long_runs(stretch)


def kind_of_eleven(digits: str) -> Kind | None:
    """What eleven digits are, or ``None`` when they do not begin with a date of any of the forms.

    The century is not looked at: from 2032 it can't be read from the number.
    """
    if not _begins_with_a_date(digits):
        return None
    if not _has_control_digits(digits):
        return Kind.NATIONAL_ID_LIKE
    if digits[0] in "4567":
        return Kind.D_NUMBER
    return Kind.H_NUMBER if digits[2] in "45" else Kind.NATIONAL_ID


def _begins_with_a_date(digits: str) -> bool:
    if digits[:4] not in _DAYS_AND_MONTHS:
        return False
    is_leap_day = digits[:2] in ("29", "69") and digits[2:4] in ("02", "42", "82")
    return not is_leap_day or int(digits[4:6]) % 4 == 0


def _has_control_digits(digits: str) -> bool:
    values = [int(digit) for digit in digits]
    first = sum(weight * value for weight, value in zip(_FIRST_WEIGHTS, values, strict=False))
    second = sum(weight * value for weight, value in zip(_SECOND_WEIGHTS, values, strict=True))
    return second % 11 == 0 and first % 11 in _FIRST_REMAINDERS


def _find_written_as_usual(stretch: str) -> Iterator[Hit]:
    for match in _SIX_AND_FIVE.finditer(stretch):
        kind = kind_of_eleven(match[1] + match[2])
        is_close = match.end() - match.start() <= 12
        if kind is None and is_close:
            kind = Kind.ACCOUNT_LIKE
        is_sure = kind not in (Kind.NATIONAL_ID_LIKE, Kind.ACCOUNT_LIKE)
        # A plus before it makes it a telephone number abroad, if the control digits do not fit.
        if kind and (is_sure or not stretch.endswith("+", 0, match.start())):
            yield kind, *match.span()
    for match in _DATE_AND_FIVE.finditer(stretch):
        day, month, year, rest = match[1], match[3], match[4], match[5]
        kind = kind_of_eleven(day.zfill(2) + month.zfill(2) + year[-2:] + rest)
        if kind:
            yield kind, *match.span()
    for match in _LONG_DATE_AND_FIVE.finditer(stretch):
        kind = kind_of_eleven(match[1] + match[2] + match[3])
        is_bar_code = kind is Kind.NATIONAL_ID_LIKE and match.end() - match.start() == 13
        if kind and not is_bar_code:
            yield kind, *match.span()


def _find_in_other_groups(stretch: str) -> Iterator[Hit]:
    """Eleven digits in any other grouping; here only the control digits can tell."""
    for row in _GROUPS.finditer(stretch):
        digits = ""
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        for group in _DIGITS.finditer(stretch, *row.span()):
            starts[len(digits)] = group.start()
            digits += group[0]
            ends[len(digits)] = group.end()
        for place, start in starts.items():
            end = ends.get(place + 11)
            kind = kind_of_eleven(digits[place : place + 11]) if end else None
            if end is None or kind in (None, Kind.NATIONAL_ID_LIKE):
                continue
            if not _is_a_row_of_times(stretch[start:end]):
                yield kind, start, end


def _is_a_row_of_times(text: str) -> bool:
    if _CLOCK_ROW.fullmatch(text):
        return True
    numbers = [int(number) for number in _DIGITS.findall(text)]
    rises = all(low < high for low, high in pairwise(numbers))
    return rises and len(numbers) >= 4


def _find_in_long_runs(stretch: str) -> Iterator[Hit]:
    """A number with a digit too many, or two that were pasted together."""
    for run in _LONG_RUN.finditer(stretch):
        for inside in _ELEVEN_INSIDE.finditer(stretch, run.start(), run.end()):
            if kind_of_eleven(inside[1]) not in (None, Kind.NATIONAL_ID_LIKE):
                yield Kind.NATIONAL_ID_LIKE, *run.span()
                break
