"""What leads to one person's door or telephone: numbers, addresses, rooms, and dates of birth.

``static/js/guard_contact.js`` is the same in the browser.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from app.privacy.findings import Kind
from app.privacy.folding import DigitStretch
from app.privacy.identity_numbers import Hit

_DIGIT = re.compile(r"\d")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_PHONE_ABROAD = re.compile(r"(?<![\d+])\+(?:[ -]?\d){8,14}(?!\d)")
_PHONE_RUN = re.compile(r"(?<!\d)(?:(?:00)?47)?([2-9]\d{7})(?!\d)")
_ALONE_BEFORE, _ALONE_AFTER = r"(?<!\d)(?<!\d[ .\-/:,])", r"(?![ .\-/:,]?\d)"
_PHONE_GROUPS = re.compile(
    _ALONE_BEFORE
    + r"(?:[2-9]\d\d \d\d \d{3}|(\d)\d{3} \d{4}|([2-9]\d)([ .\-])(\d\d)\3(\d\d)\3(\d\d))"
    + _ALONE_AFTER
)
_WORD_BEFORE_A_PHONE = re.compile(r"(?<!\w)(?:tlf|telefon|mobil|mob|ring|sms)\.?:? \Z")
_WORD_BEFORE_A_LIST = re.compile(r"(?<!\w)(?:uke[nr]?|ukene|veke[nr]?|vekene|rom|kl\.?) ?\Z")

_MONTHS = r"(?:jan|feb|mars|apr|mai|juni|juli|aug|sep|okt|nov|des)[^\W\d_]{0,6}\.?"
_DAY_MONTH_YEAR = r"\d{1,2}(?:[./\-] ?\d{1,2}[./\-] ?|\.? ?" + _MONTHS + r" )(?:\d\d)?\d\d"
_BORN = re.compile(
    r"(?<![\w.])(?:f\.|f|født|fødd|fødselsdato|fødselsår|fødselsdag|fdato|f\.dato)[ :]{0,2}"
    rf"(?:(?:i|den) )?(?:{_DAY_MONTH_YEAR}|\d{{6}}|\d{{8}}|19\d\d|20[0-2]\d)(?!\d)"
)
_BORN_WORDS = ("f.", "f ", "f:", "født", "fødd", "fødsel", "fdato")
_LONG_AGO = r"(?:19\d\d|200\d|2010)"
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_OLD_DATE = re.compile(
    rf"(?<![\d.,])(?:{_DAY}([./\-]) ?{_MONTH}\1 ?{_LONG_AGO}"
    rf"|{_DAY}\.{_MONTH}\.(?:3[1-9]|[4-9]\d)|{_DAY}/{_MONTH}/(?:3[1-9]|[4-9]\d)"
    rf"|{_LONG_AGO}-\d\d-\d\d"
    rf"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2]){_LONG_AGO})(?![\d,]|\.\d)"
)
_OLD_YEAR = re.compile(rf" {_LONG_AGO}(?!\d)")
_OLD_DATE_IN_WORDS = re.compile(rf"(?<![\d.,]){_DAY}\.? ?{_MONTHS} {_LONG_AGO}(?!\d)")
_BEFORE_THE_DATE_OF_A_LAW = ("lov ", "lova ", "lov av ", "forskrift ", "forskrift av ")

# What makes the number before it an amount: "rom 2 ganger i uka", "bruker 10 min".
_NOT_AN_AMOUNT = (
    r"(?!\d|[.,:]\d| ?%|[^\W\d_]{2}| ?(?:ganger|gang|gonger|gong|x|min|minutt|minutter|t|time|timer"
    r"|timar|h|dag|dager|dagar|døgn|uke|uker|veke|veker|måned|måneder|månad|månader|år|stk|stykk"
    r"|stykker|person|personer|personar|ansatte|tilsette|pleiere|pleiarar|kr|kroner|km|m|mg|ml"
    r"|kg|liter|prosent|etg|etasje|besøk|beboere|bebuarar|brukere|brukarar|pasienter|pasientar"
    r"|senger|senger|steder|stader|runder|rundar|hansker|poser)(?!\w))"
)
# Found by its end, which is rarer than its beginning: "storgata 4b", "kongens gate 4".
_STREET_END = re.compile(
    r"(?:gata|gaten|gate|veien|vegen|vei|veg|allé|alléen|plass) {1,2}\d{1,3}(?: ?[a-h](?!\w))?"
    + _NOT_AN_AMOUNT
)
_STREET_BEGINNING = re.compile(r"[^\W\d_]{2,}\Z|[^\W\d_]+s \Z")
_NUMBER = r" ?(?:nr\.?|nummer|#)? ?:? ?"
_ROOM = re.compile(
    r"(?<!\w)(?:rom|rommet|romnr\.?|leilighet|leiligheten|leilegheit|leil\.?|hybel|beboer|bebuar"
    rf"|pasient|klient){_NUMBER}(?!0\d{{3}})(\d{{1,4}})(?: ?- ?(\d{{1,4}}))?{_NOT_AN_AMOUNT}"
)
_USER = re.compile(
    # What stands before it is looked at from behind: a word that stands first is sought quickly.
    rf"bruk(?<!\w.{{4}})(?:er|ar){_NUMBER}\d{{1,3}}(?![\d%])"
    r"(?= ?(?:\Z|[\n;!?)]|[.,:/\-](?! ?\d)"
    r"|(?:skal|må|har|er|vil|kan|trenger|treng|får|ønsker|bor|til(?! \d))(?!\w)))"
)
_WHO_USES = ("vi ", "jeg ", "eg ", "de ", "dei ", "man ", "du ", "hun ", "han ", "som ")


def find_contact_details(small: str, stretches: Iterable[DigitStretch]) -> Iterator[Hit]:
    """Everything of this kind in a folded text in small letters."""
    if "@" in small:
        for match in _EMAIL.finditer(small):
            yield Kind.EMAIL, *match.span()
    if not _DIGIT.search(small):
        return
    yield from _find_birth_dates(small, stretches)
    yield from _find_phones(small, stretches)
    for match in _STREET_END.finditer(small):
        beginning = _STREET_BEGINNING.search(small, max(0, match.start() - 30), match.start())
        if beginning:
            yield Kind.ADDRESS, beginning.start(), match.end()
    yield from _find_homes(small)


def _find_birth_dates(small: str, stretches: Iterable[DigitStretch]) -> Iterator[Hit]:
    for match in _BORN.finditer(small) if any(word in small for word in _BORN_WORDS) else ():
        yield Kind.BIRTH_DATE, *match.span()
    for place, stretch, digits in stretches:
        for match in _OLD_DATE.finditer(stretch) if digits >= 4 else ():
            if not small.endswith(_BEFORE_THE_DATE_OF_A_LAW, 0, place + match.start()):
                yield Kind.BIRTH_DATE, place + match.start(), place + match.end()
    for match in _OLD_DATE_IN_WORDS.finditer(small) if _OLD_YEAR.search(small) else ():
        if not small.endswith(_BEFORE_THE_DATE_OF_A_LAW, 0, match.start()):
            yield Kind.BIRTH_DATE, *match.span()


def _find_phones(small: str, stretches: Iterable[DigitStretch]) -> Iterator[Hit]:
    for place, stretch, digits in stretches:
        if digits < 8:
            continue
        for match in _PHONE_ABROAD.finditer(stretch):
            yield Kind.PHONE, place + match.start(), place + match.end()
        for match in _PHONE_RUN.finditer(stretch):
            if not _is_a_date(match[1]):
                yield Kind.PHONE, place + match.start(), place + match.end()
        for match in _PHONE_GROUPS.finditer(stretch):
            start = place + match.start()
            if _is_a_phone(match, before=small[max(0, start - 12) : start]):
                yield Kind.PHONE, start, place + match.end()


def _is_a_phone(match: re.Match[str], before: str) -> bool:
    # Four and four can be two times of day, unless it begins as only a mobile does.
    if match[1]:
        return match[1] in "49" or bool(_WORD_BEFORE_A_PHONE.search(before))
    pairs = [int(pair) for pair in match.group(2, 4, 5, 6) if pair]
    return not _WORD_BEFORE_A_LIST.search(before) and not _are_a_list(pairs)


def _is_a_date(eight: str) -> bool:
    """24112026 or 20261124, which are more likely on a board than such a number."""
    for day, month, year in (
        (eight[:2], eight[2:4], eight[4:]),
        (eight[6:], eight[4:6], eight[:4]),
    ):
        if "01" <= day <= "31" and "01" <= month <= "12" and year[:2] in ("19", "20"):
            return True
    return False


def _are_a_list(pairs: list[int]) -> bool:
    """Weeks or rooms in even steps (40 41 42 43), or two times in fives (22 00 07 15)."""
    if len(pairs) < 4:
        return False
    steps = {after - before for before, after in pairwise(pairs)}
    hours, minutes = pairs[::2], pairs[1::2]
    are_times = max(hours) < 24 and max(minutes) < 60 and all(m % 5 == 0 for m in minutes)
    return len(steps) == 1 or are_times


def _find_homes(small: str) -> Iterator[Hit]:
    for match in _ROOM.finditer(small):
        # "rom 1-8" is how a ward shares its rooms out; it points at nobody.
        if match[2] is None or int(match[2]) - int(match[1]) < 3:
            yield Kind.ROOM_OR_FLAT, *match.span()
    for match in _USER.finditer(small) if "bruk" in small else ():
        # "bruker" is a verb as well: "vi bruker 3".
        if not small.endswith(_WHO_USES, 0, match.start()):
            yield Kind.ROOM_OR_FLAT, *match.span()
