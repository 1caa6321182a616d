"""Which tasks are of a kind where «kan» is never enough by itself.

The words were gone through by hand, bokmål and nynorsk side by side, against the tasks of a nursing
home and of home care. A class asked for once too often costs a line of text; one that is missed
lets a card be read as permission. So words lean towards asking, but cleaning the medicine room or
following up «medisinsk» is no handling of medicines.
"""

import re
from enum import StrEnum


class RiskClass(StrEnum):
    MEDICINES = "medicines"
    INJECTION = "injection"
    CATHETER = "catheter"
    TUBE = "tube"
    COERCION = "coercion"


# Beginnings of words unless marked: `*` before a part that may also stand inside a compound.
_WORDS: dict[RiskClass, tuple[str, ...]] = {
    RiskClass.INJECTION: (
        *("*injeksjon", "injiser", "*sprøyte", "*insulin", "*vaksin", "subkutan", "intramuskulær"),
        *("iv", "i.v", "*intravenøs", "*infusjon", "*venefl", "*kanyle", "*veneport"),
        *("pvk", "cvk", "picc", "midline", "hypoderm", "*smertepumpe"),
    ),
    RiskClass.CATHETER: ("*kateter", "*nefrostomi", "rik", "sik"),
    RiskClass.TUBE: ("*sonde", "peg", "*gastrostomi", "*ernæringspumpe"),
    RiskClass.COERCION: (
        *("*tvang", "tvungen", "tvungne", "*mekaniske middel", "*mekaniske midler"),
        *("kap. 9", "kap 9", "kapittel 9", "kapittel 4a", "kap. 4a", "kap 4a", "holding"),
        *(
            "fastholding",
            "*fasthald",
            "*beltelegg",
            "*innlåsing",
            "*innelåsing",
            "skjermingsvedtak",
        ),
    ),
    RiskClass.MEDICINES: (
        *(
            "*legemid",
            "*medisin",
            "*dosett",
            "*multidose",
            "*tablett",
            "pille",
            "*kapsel",
            "*kapsl",
        ),
        *("*inhalasjon", "*forstøver", "*stikkpille", "*klyster", "klyx", "*smerteplaster"),
        *("*øyedråpe", "*augedrope", "*øredråpe", "*øyredrope", "*nesedråpe", "*nasedrope"),
        *(
            "dryppe øy",
            "øyedrypp",
            "drype au",
            "augedryp",
            "*oksygen",
            "*morfin",
            "*opioid",
            "*a-preparat",
        ),
        *("*b-preparat", "*antibiotika", "*marevan", "*smertestillende", "*smertestillande"),
        *("*sovemid", "*beroligende", "*beroligande", "medikament", "*salve", "*adrenalin"),
    ),
}
_WHOLE = {"iv", "i.v", "pvk", "cvk", "picc", "peg", "rik", "sik", "midline"}
_HARMLESS = re.compile(
    r"\b(?:medisinsk\w*|medisinrom\w*|medisintrall\w*|medisinskap\w*|medisinkjøleskap\w*"
    r"|medisinavfall\w*)\b"
)


def risk_class(text: str) -> RiskClass | None:
    """The class that ``text`` (a task's title, need or competence) speaks of, if any."""
    plain = _HARMLESS.sub(" ", text.casefold())
    return next((kind for kind, words in _PATTERNS.items() if words.search(plain)), None)


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_part(word) for word in words))


def _part(word: str) -> str:
    if word.startswith("*"):
        return re.escape(word[1:])
    return rf"\b{re.escape(word)}" + (r"\b" if word in _WHOLE else "")


_PATTERNS = {kind: _pattern(words) for kind, words in _WORDS.items()}
