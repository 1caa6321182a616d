"""The shift, must or can, and the professional groups of a task."""

import re
from dataclasses import dataclass

from app.board.known_professions import KnownProfession, find_known
from app.board.words import Obligation
from app.exchange.texts import quoted
from app.i18n import Message, _

MOST_PROFESSIONS = 10

_SHIFTS = {
    **dict.fromkeys(("dag", "d", "dagvakt", "dagskift", "day", "day shift", "dagtid"), "day"),
    **dict.fromkeys(
        (
            *("kveld", "k", "kveldsvakt", "kveldskift", "aften", "aftenvakt", "a", "seinvakt"),
            *("senvakt", "evening", "evening shift"),
        ),
        "evening",
    ),
    **dict.fromkeys(
        ("natt", "n", "nattevakt", "nattvakt", "nattskift", "night", "night shift"), "night"
    ),
    **dict.fromkeys(("lang", "l", "langvakt", "lang vakt", "long", "long shift"), "long"),
}
_OBLIGATIONS = {
    **dict.fromkeys(("må", "maa", "m", "skal", "must", "må oppgave", "må-oppgave"), "must"),
    **dict.fromkeys(("må-oppgåve", "shall"), "must"),
    **dict.fromkeys(("kan", "k", "can", "may", "kan-oppgave", "kan-oppgåve", "could"), "can"),
}
_CAN_AFTER_TRAINING = re.compile(r"(kan|can|may)\b.*(opplæring|kurs|training|godkjen)")
_BETWEEN = re.compile(r"\s*[/,;+&]\s*|\s+(?:og|and|eller|or|samt)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProfessionName:
    """A professional group as the file names it, and which one that is, if it is known."""

    name: str
    known: KnownProfession | None


def read_shift(text: str) -> str | None:
    """``day``, ``evening``, ``night`` or ``long``; else the shift's name as it is written."""
    return _SHIFTS.get(text.lower().strip(" ."), text) or None


def read_obligation(text: str) -> tuple[Obligation | None, tuple[Message, ...]]:
    """Must, can or neither."""
    word = text.lower().strip(" .")
    if not word:
        return None, ()
    if word in _OBLIGATIONS:
        return Obligation(_OBLIGATIONS[word]), ()
    if _CAN_AFTER_TRAINING.search(word):
        reads = _("“%(written)s” was read as can; write what it asks for as competence.")
        return Obligation.CAN, (Message(reads, {"written": quoted(text)}),)
    left = _("“%(written)s” is neither must nor can; it was left open.")
    return None, (Message(left, {"written": quoted(text)}),)


def read_professions(text: str) -> tuple[ProfessionName, ...]:
    """Each group in the field once, in its order; whether the board has it, is not known here.

    A note is about one group, so several groups become several notes of the same task.
    """
    if not text:
        return ()
    whole = find_known(text)
    names = [text] if whole else [part.strip(" .") for part in _BETWEEN.split(text)]
    found: dict[str, ProfessionName] = {}
    for name in filter(None, names):
        known = find_known(name)
        found.setdefault(known.key if known else f"={name.casefold()}", ProfessionName(name, known))
    return tuple(found.values())
