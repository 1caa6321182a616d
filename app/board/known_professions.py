"""The professional groups that people write about, by all the names that they write. Pure."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownProfession:
    """One group: its code, its name in each language, and what else it is called."""

    key: str
    code: str
    names: dict[str, str]
    palette: int
    aliases: tuple[str, ...] = ()


def _known(
    key: str, code: str, nb: str, nn: str, en: str, palette: int, *aliases: str
) -> KnownProfession:
    return KnownProfession(key, code, {"nb": nb, "nn": nn, "en": en}, palette, aliases)


KNOWN: tuple[KnownProfession, ...] = (
    _known("nurse", "SPL", "sykepleier", "sjukepleiar", "registered nurse", 0, "spl", "nurse"),
    _known(
        "health_worker",
        "HFA",
        "helsefagarbeider",
        "helsefagarbeidar",
        "health care worker",
        1,
        "hfa",
        "fagarbeider",
        "hjelpepleier",
    ),
    _known("social_educator", "VPL", "vernepleier", "vernepleiar", "social educator", 2, "vpl"),
    _known("assistant", "ASS", "assistent", "assistent", "care assistant", 3, "ass", "pleieass"),
    _known("service_host", "SV", "servicevert", "servicevert", "service host", 4, "sv", "vert"),
    _known("secretary", "HSEK", "helsesekretær", "helsesekretær", "medical secretary", 5, "hsek"),
    _known("occupational", "ERG", "ergoterapeut", "ergoterapeut", "occupational therapist", 6),
    _known("physio", "FYS", "fysioterapeut", "fysioterapeut", "physiotherapist", 6, "fysio"),
    _known("doctor", "LEGE", "tilsynslege", "tilsynslege", "nursing home physician", 7, "lege"),
    _known("leader", "LED", "avdelingsleder", "avdelingsleiar", "ward leader", 8, "leder", "leiar"),
    _known("cleaner", "REN", "renholder", "reinhaldar", "cleaner", 9, "renhold", "reinhald"),
    _known("coordinator", "KOO", "koordinator", "koordinator", "coordinator", 8),
    _known("support", "MA", "miljøarbeider", "miljøarbeidar", "support worker", 9),
)


def find_known(text: str) -> KnownProfession | None:
    """The group that a text names: in any language, case or number, or by its code."""
    wanted = _plain(text)
    for known in KNOWN:
        names = {_plain(name) for name in (*known.names.values(), *known.aliases, known.code)}
        if wanted in names:
            return known
    return None


def _plain(text: str) -> str:
    word = re.sub(r"[^\wæøå ]", "", text.lower()).strip()
    for ending in ("ane", "ene", "ar", "er", "e"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 6:
            return stem
    return word
