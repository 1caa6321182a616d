"""Names, without a list of names: a ward may be called Rose, Bjørn or Vår.

A name is known by what stands around it or by its form, so a bare first name is let through.
``static/js/guard_names.js`` is the same in the browser.
"""

import re
from collections.abc import Iterator

from app.privacy.findings import Kind
from app.privacy.folding import FoldedText
from app.privacy.identity_numbers import Hit
from app.privacy.word_lists import (
    ANYONE,
    ROOMS_OF_THINGS,
    SHORT_FORMS,
    THINGS_WITH_A_LETTER,
    WORDS_IN_SEN,
)

_CAPITAL = "[A-ZÀ-ÖØ-ÞČĐŊŠŦŽ]"
_SMALL = "[a-zß-öø-ÿčđŋšŧž]"
_NAME = rf"{_CAPITAL}{_SMALL}+"
# What stands before it is looked at behind its first letter, here and below: a pattern that begins
# with a set of letters is sought several times faster than one that begins with a look behind.
_WHOLE_NAME = rf"{_CAPITAL}(?<!\w.){_SMALL}+"
_LOUD_OR_NAME = rf"{_CAPITAL}(?:{_SMALL}+|{_CAPITAL}+)"

_TITLE_AND_NAME = re.compile(
    r"(?<!\w)(?:[Ff]ru|[Ff]rk\.?|[Ff]røken|[Hh]err|[Hh]r\.?|[Dd]r\.?|[Dd]oktor|FRU|FRK\.?|HERR"
    rf"|HR\.?) {_LOUD_OR_NAME}(?!\w)"
)
_TITLES = ("fru ", "frk", "frøken ", "herr ", "hr ", "hr. ", "dr ", "dr. ", "doktor ")
_TO_NAME = re.compile(rf" (?:til|av) ({_NAME})(?!\w)")
_RELATIVE_BEFORE = re.compile(
    r"(?<!\w)(?:datter|dattera|datteren|dotter|dottera|sønn|sønnen|sonen|kona|mannen|moren|mora"
    r"|faren|søster|bror|ektefelle|ektefellen)\Z"
)
_ROOM_OF_NAME = re.compile(rf"({_WHOLE_NAME})-(?:rommet|romet|senga|sengen|leiligheten)(?!\w)")
_PLACES = ("-rom", "-sen", "-leil")

_LONE_CAPITAL = re.compile(rf"{_CAPITAL}(?<!\w.)(?!\w)")
_NAME_AND_LETTER = re.compile(rf"({_CAPITAL}(?<![\w.].){_SMALL}+) ({_CAPITAL})(\.|(?![\w\-/]))")
_INITIALS = re.compile(rf"({_CAPITAL}(?<![\w.].)\.{_CAPITAL}(?:\.{_CAPITAL})?)\.?(?![\w.])")
_SPACED_INITIALS = re.compile(rf"({_CAPITAL}(?<![\w.].)\. {_CAPITAL}(?:\. {_CAPITAL})?)\.(?!\w)")

# Olsen, Hansen, Johannessen; not words such as "undersøkelsen" or a ward called Oasen.
_PATRONYMIC = re.compile(
    rf"({_CAPITAL}(?<![\w\-].){_SMALL}{{0,14}}(?:[bdfgklmnrtv]sen|iassen|nessen))s?(?![\w\-])"
)
_SEN = re.compile(r"sens?(?![\w\-])")
_FIRST_NAMES_IN_EL = re.compile(r"^(?:mikk|michae?|dani|samu|gabri|ab|ni|emanu|aks|ax|isra|no|jo)")
_INSIDE_A_SENTENCE = re.compile(r"[\w,)»”/\-&] \Z|[A-ZÆØÅ]\. \Z")

_NEW_SENTENCE = re.compile(rf"[ \n](?:{_CAPITAL}|\d)")

_DIAGNOSIS = re.compile(
    r"(?<!\w)(?:demens|dement|alzheimers?|parkinsons?|huntingtons?|kols|kreft|diabetes|diabetiker"
    r"|diabetikar|schizofreni|epilepsi|psykose|psykotisk|depresjon|deprimert|angst|bipolar"
    r"|hjerneslag|hjertesvikt|nyresvikt|afasi|als|ms|cp|hiv|aids|mrsa|hepatitt|tuberkulose|adhd"
    r"|autisme|delir|alkoholiker|alkoholikar|rusmisbruk|leukemi|osteoporose|inkontinens"
    r"|inkontinent|anoreksi|ptsd|downs?|utviklingshemming|utviklingshemmet|psykisk syk)(?!\w)"
)
_NEAR = 100
_HAS = (" har ", " fikk ", " fekk ", " hadde ", " lider av ", " lir av ")
_NAME_HAS = re.compile(rf"({_WHOLE_NAME})(?:{'|'.join(_HAS)})")


def find_names(text: FoldedText) -> Iterator[Hit]:
    """Every name and pair of initials in a folded text; beside a diagnosis the kind says so."""
    for kind, start, end in _find_named(text):
        yield (Kind.DIAGNOSIS_AND_NAME if _has_diagnosis(text, start, end) else kind), start, end
    for match in _PATRONYMIC.finditer(text.plain) if _SEN.search(text.plain) else ():
        start, end = match.span(1)
        if not _is_a_surname(match[1].lower()):
            continue
        if _has_diagnosis(text, start, end):
            yield Kind.DIAGNOSIS_AND_NAME, start, end
        elif _INSIDE_A_SENTENCE.search(text.plain[max(0, start - 3) : start]):
            yield Kind.NAME, start, end
    if any(verb in text.plain for verb in _HAS):
        for match in _NAME_HAS.finditer(text.plain):
            illness = _DIAGNOSIS.search(text.small[match.end() : match.end() + 30])
            if illness and match[1].lower() not in ANYONE:
                yield Kind.DIAGNOSIS_AND_NAME, *match.span(1)


def _has_diagnosis(text: FoldedText, start: int, end: int) -> bool:
    return bool(_DIAGNOSIS.search(text.small[max(0, start - _NEAR) : end + _NEAR]))


def _find_named(text: FoldedText) -> Iterator[Hit]:
    plain, small = text.plain, text.small
    for match in _TITLE_AND_NAME.finditer(plain) if any(t in small for t in _TITLES) else ():
        yield Kind.TITLE_AND_NAME, *match.span()
    for match in _TO_NAME.finditer(plain):
        if _RELATIVE_BEFORE.search(small[max(0, match.start() - 12) : match.start()]):
            yield Kind.NAME, *match.span(1)
    for match in _ROOM_OF_NAME.finditer(plain) if any(p in plain for p in _PLACES) else ():
        if match[1].lower() not in ROOMS_OF_THINGS:
            yield Kind.NAME, *match.span()
    if _LONE_CAPITAL.search(plain):
        yield from _find_initials(plain)


def _find_initials(plain: str) -> Iterator[Hit]:
    for pattern in (_INITIALS, _SPACED_INITIALS):
        for match in pattern.finditer(plain):
            if re.sub(r"[. ]", "", match[1]).lower() not in SHORT_FORMS:
                yield Kind.INITIALS, *match.span()
    for match in _NAME_AND_LETTER.finditer(plain):
        if match[1].lower() not in THINGS_WITH_A_LETTER and _may_be_a_person(plain, match):
            yield Kind.NAME, *match.span()


def _may_be_a_person(plain: str, match: re.Match[str]) -> bool:
    """Whether it is no ward with its letter; those go from A to H and end a sentence at most."""
    if match[3]:
        return match[2] > "H" or not _NEW_SENTENCE.match(plain, match.end())
    inside = _INSIDE_A_SENTENCE.search(plain[max(0, match.start() - 3) : match.start()])
    return bool(inside) and match[2] > "H" and match[2] != "X"


def _is_a_surname(word: str) -> bool:
    if word.endswith("elsen"):
        return bool(_FIRST_NAMES_IN_EL.search(word))
    return word not in WORDS_IN_SEN
