"""Texts with the guard's own answers, so that the browser's guard can be held to the same ones.

``python -m tests.privacy.guard_cases`` writes ``tests/data/guard_cases.json`` afresh; look at what
changed in it before it is committed. No number in it belongs to anyone.
"""

import csv
import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.privacy import word_lists
from app.privacy.findings import Kind
from app.privacy.folding import fold
from app.privacy.guard import find
from tests.privacy.numbers import DATE_FORMS, SPOILT, WRITTEN, seeded, valid_numbers
from tests.privacy.samples import HARMLESS, PERSONAL

_DATA = Path(__file__).parents[1] / "data"
CASES_FILE = _DATA / "guard_cases.json"

_SURE = {Kind.NATIONAL_ID, Kind.D_NUMBER, Kind.H_NUMBER}
_NOBODYS = {"15063952084", "1506193952084"}
_DATES_AT_THE_EDGE = [
    "000130", "010030", "010130", "310130", "320130", "290236", "290237", "690236",
    "690237", "294236", "298237", "300236", "310430", "304430", "311230", "311330",
    "400130", "410130", "710130", "720130", "014030", "014130", "015230", "015330",
    "018030", "018130", "019230", "019330", "418130", "719230", "800130", "990130",
]  # fmt: skip
# Pieces that chance puts together to what nobody thought of.
_PIECES = [
    *("Ola", "Kari", "Olsen", "hansen", "HANSEN", "Mikkelsen", "Ledelsen", "N.", "O.N.", "B", "X"),
    *("fru", "Hr.", "dr", "datter til", "sønn av", "Kari-rommet", "Dusj-rommet", "har", "lider av"),
    *("demens", "kols", "Parkinson", "ms", "rom", "Rom nr.", "leil.", "bruker", "Bruker", "vi"),
    *("pasient", "skal", "ganger", "min", "t", "Storgata", "gate", "Kongens gate", "vei", "allé"),
    *(
        "uke",
        "kl",
        "tlf",
        "ring",
        "f.",
        "født",
        "juni",
        "lov",
        "pnr",
        "+",
        "+47",
        "@",
        "no",
        "kari",
    ),
    *("1", "3", "12", "15", "06", "39", "150639", "52084", "52085", "0730", "0800", "1939", "2012"),
    *(
        "912",
        "34",
        "567",
        "91",
        "23",
        "45",
        "67",
        "91234567",
        "5150",
        "7090",
        "586975",
        "61",
        "8601",
    ),
    *("15.06.39", "15.06.1939", "24.11.2026", "7.30", "10-15", "971032146", "15063952084", "4B"),
    *("Å", "É", "ß", "½", "Ⅷ", "5²", "４", "٣", "👵", "\u200b", "\u00a0", "\u0301", "«", "”", "…"),
]
_JOINTS = [" "] * 8 + ["", "", "-", ".", ". ", ", ", "/", ":", " – ", "\n", "  ", "_", "(", ") "]


def write() -> None:
    """Write the file, one case on each line."""
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases())
    CASES_FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def cases() -> list[dict[str, object]]:
    """Every case: its text, and kind, verdict and place (in code points) of all that is found."""
    texts = dict.fromkeys([*_chosen(), *_numbers(), *_put_together(2000)])
    return [
        {
            "text": text,
            "found": [[f.kind.value, f.verdict.value, f.start, f.end] for f in find(text)],
        }
        for text in texts
    ]


def _chosen() -> Iterator[str]:
    yield from HARMLESS
    yield from PERSONAL
    for name in ("personvern_prover", "sykehjem", "hjemmetjeneste", "fraser_overlap"):
        with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as source:
            yield from (field for row in csv.reader(source, delimiter=";") for field in row)
    for word in sorted(word_lists.ROOMS_OF_THINGS):
        yield f"{word.capitalize()}-rommet"
    for word in sorted(word_lists.THINGS_WITH_A_LETTER):
        yield f"{word.capitalize()} N. er her"
    for word in sorted(word_lists.SHORT_FORMS):
        yield f"Gi {'.'.join(word.upper())}. nå"
    for word in sorted(word_lists.ANYONE):
        yield f"{word.capitalize()} har demens"
    for word in sorted(word_lists.WORDS_IN_SEN):
        yield f"Se {word.capitalize()}"


def _numbers() -> Iterator[str]:
    rng = seeded("cases")
    for form in DATE_FORMS:
        for write_it in (*WRITTEN.values(), *SPOILT.values()):
            for remainder in (0, rng.randint(1, 3)):
                number = next(valid_numbers(rng, form, remainder))
                yield write_it(number)
                yield f"Stell {write_it(number)}, husk!"
        for number in islice(valid_numbers(rng, form, 0), 10):
            yield f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    yield from (f"{date}12345" for date in _DATES_AT_THE_EDGE)
    for _ in range(300):
        number = f"{rng.randrange(10**11):011}"
        yield from (text for text in (number, f"{number[:6]} {number[6:]}") if not _is_sure(text))


def _put_together(count: int) -> Iterator[str]:
    """Texts of chance, without those in which chance has made a number that may be someone's."""
    rng = seeded("pieces")
    while count:
        pieces = (rng.choice(_PIECES) + rng.choice(_JOINTS) for _ in range(rng.randint(2, 9)))
        text = "".join(pieces)
        if not _is_sure(text):
            count -= 1
            yield text


def _is_sure(text: str) -> bool:
    """Whether a number in it may be someone's; that of nobody, which the pieces hold, is not."""
    sure = [fold(text[f.start : f.end]).plain for f in find(text) if f.kind in _SURE]
    return any(re.sub(r"\D", "", number) not in _NOBODYS for number in sure)


if __name__ == "__main__":
    write()
