"""The professional groups that people write about, by all the names that they write. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownProfession:
    """One group: its code, its name in each language, and what else it is called.

    ``palette`` is its wished-for place among the ten colours; two groups may wish for the same.
    """

    key: str
    code: str
    names: dict[str, str]
    palette: int
    aliases: tuple[str, ...] = ()


def _known(
    key: str, code: str, palette: int, names: tuple[str, str, str], *aliases: str
) -> KnownProfession:
    nb, nn, en = names
    return KnownProfession(key, code, {"nb": nb, "nn": nn, "en": en}, palette, aliases)


KNOWN: tuple[KnownProfession, ...] = (
    _known(
        "nurse",
        "SPL",
        0,
        ("sykepleier", "sjukepleiar", "registered nurse"),
        *("nurse", "sykepl", "sjukepl", "rn", "autorisert sykepleier"),
    ),
    _known(
        "health_worker",
        "HFA",
        1,
        ("helsefagarbeider", "helsefagarbeidar", "health care worker"),
        *("fagarbeider", "fagarbeidar", "helsefagarb", "fagarb", "healthcare worker"),
    ),
    _known(
        "social_educator",
        "VPL",
        2,
        ("vernepleier", "vernepleiar", "social educator"),
        "vernepl",
    ),
    _known(
        "assistant",
        "ASS",
        3,
        ("assistent", "assistent", "care assistant"),
        *("pleieassistent", "pleieass", "helseassistent", "assistant"),
    ),
    _known("service_host", "SV", 4, ("servicevert", "servicevert", "service host"), "vert"),
    _known(
        "secretary",
        "HSEK",
        5,
        ("helsesekretær", "helsesekretær", "medical secretary"),
        *("medical secretaries", "helsesekr"),
    ),
    _known(
        "occupational",
        "ERG",
        6,
        ("ergoterapeut", "ergoterapeut", "occupational therapist"),
        "ergo",
    ),
    _known("physio", "FYS", 9, ("fysioterapeut", "fysioterapeut", "physiotherapist"), "fysio"),
    _known(
        "nursing_home_physician",
        "LEGE",
        7,
        ("tilsynslege", "tilsynslege", "nursing home physician"),
        *("tlege", "sykehjemslege", "sjukeheimslege"),
    ),
    _known("doctor", "LEG", 7, ("lege", "lege", "doctor"), "physician"),
    _known(
        "leader",
        "LED",
        8,
        ("avdelingsleder", "avdelingsleiar", "ward leader"),
        *("leder", "leiar", "avd leder", "avdleder", "avd leiar", "avdleiar"),
    ),
    _known("unit_manager", "VL", 8, ("virksomhetsleder", "verksemdsleiar", "unit manager")),
    _known("cleaner", "REN", 9, ("renholder", "reinhaldar", "cleaner"), "renhold", "reinhald"),
    _known("coordinator", "KOO", 8, ("koordinator", "koordinator", "coordinator"), "koord"),
    _known(
        "lead_nurse",
        "FSPL",
        9,
        ("fagsykepleier", "fagsjukepleiar", "clinical lead nurse"),
        "fagsykepl",
    ),
    _known(
        "top_nurse",
        "TOPP",
        7,
        ("sykepleier på topp", "sjukepleiar på topp", "supernumerary nurse"),
    ),
    _known(
        "apprentice",
        "LÆR",
        5,
        ("lærling", "lærling", "apprentice"),
        *("helsefaglærling", "hfa-lærling"),
    ),
    _known("student", "STU", 5, ("student", "student", "student"), "sykepleierstudent"),
    _known("auxiliary_nurse", "HJP", 4, ("hjelpepleier", "hjelpepleiar", "auxiliary nurse")),
    _known("milieu_therapist", "MT", 6, ("miljøterapeut", "miljøterapeut", "milieu therapist")),
    _known("support", "MA", 9, ("miljøarbeider", "miljøarbeidar", "support worker")),
    _known(
        "unskilled",
        "UFA",
        3,
        ("ufaglært", "ufaglærd", "unskilled worker"),
        "unskilled",
        "ufaglærte",
    ),
    _known(
        "ward_host", "AVV", 4, ("avdelingsvert", "avdelingsvert", "ward host"), "av", "postvert"
    ),
    _known(
        "meal_host",
        "MV",
        5,
        ("måltidsvert", "måltidsvert", "meal host"),
        *("matvert", "måltidsvert / matvert", "kostvert"),
    ),
    _known(
        "caretaker",
        "VM",
        5,
        ("vaktmester", "vaktmeister", "caretaker"),
        *("vaktmestre", "vaktmeistrar"),
    ),
    _known(
        "pharmacy_technician",
        "APO",
        2,
        ("apotektekniker", "apotekteknikar", "pharmacy technician"),
        "apt",
    ),
    _known("pharmacist", "FAR", 2, ("farmasøyt", "farmasøyt", "pharmacist"), "provisor"),
    _known(
        "specialist_nurse",
        "SSP",
        0,
        ("spesialsykepleier", "spesialsjukepleiar", "specialist nurse"),
        *("geriatrisk sykepleier", "avansert geriatrisk sykepleier", "ags"),
    ),
    _known("social_worker", "SOS", 8, ("sosionom", "sosionom", "social worker")),
    _known("cook", "KOK", 4, ("kokk", "kokk", "cook")),
    _known("volunteer", "FRI", 9, ("frivillig", "frivillig", "volunteer")),
    _known("activity_coordinator", "AKT", 6, ("aktivitør", "aktivitør", "activity coordinator")),
    _known("temporary_worker", "VIK", 3, ("vikar", "vikar", "temporary worker")),
    _known("home_help", "HJH", 4, ("hjemmehjelp", "heimehjelp", "home help"), "hjemmehjelper"),
    _known(
        "technician",
        "DRT",
        7,
        ("driftstekniker", "driftsteknikar", "maintenance technician"),
    ),
)

# What a name may end in when it is written in the plural or with its article.
_ENDINGS = ("", "e", "er", "ar", "r", "s", "n", "en", "ne", "ene", "ane")


def find_known(text: str) -> KnownProfession | None:
    """The group that a text names: in any language, case or number, or by its code.

    A code in capitals wins over a name: "LEGE" is the tilsynslege, "lege" any doctor.
    """
    stripped = text.strip()
    wanted = _plain(stripped)
    without_aside = _plain(re.sub(r"\([^()]*\)", "", stripped[:200]))
    return _BY_CODE.get(stripped) or _BY_NAME.get(wanted) or _BY_NAME.get(without_aside)


def _plain(text: str) -> str:
    words = re.sub(r"[^\w/ ]", " ", unicodedata.normalize("NFC", text).casefold())
    return " ".join(words.split())


def _names(known: KnownProfession) -> Iterator[tuple[str, KnownProfession]]:
    for name in (*known.names.values(), *known.aliases):
        for ending in _ENDINGS:
            yield _plain(name) + ending, known


_BY_CODE = {known.code: known for known in KNOWN}
_BY_NAME = {
    **{_plain(known.code): known for known in KNOWN},
    **dict(pair for known in reversed(KNOWN) for pair in _names(known)),
}
