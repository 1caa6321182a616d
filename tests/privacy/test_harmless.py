"""False alarms cost trust: thousands of ordinary numbers and names, made with fixed seeds."""

import random
from collections.abc import Callable

import pytest

from app.privacy.guard import judge
from tests.privacy.numbers import seeded

_WARDS = ["Rose", "Bjørn", "Vår", "Linnea", "Solbakken", "Furutunet", "Oasen", "Lia", "Rosen"]
_TASKS = ["Stell", "Frokost", "Medisinrunde", "Rapport", "Dosett", "Vaskeri", "Aktivitet", "Tilsyn"]
_DAYS = ["mandag", "tirsdag", "onsdag", "helg", "hver dag", "annenhver uke", "ved behov"]
_NEEDS = ["Parkinson", "Alzheimer", "demens", "kols", "diabetes", "sår", "ernæring", "NEWS 2"]


def _clock(rng: random.Random, separator: str) -> str:
    return f"{rng.randrange(24):02}{separator}{rng.choice((0, 10, 15, 20, 30, 45)):02}"


def _row_of_times(rng: random.Random) -> str:
    separator = rng.choice(("", ":", "."))
    times = [_clock(rng, separator) for _ in range(rng.randint(1, 8))]
    joint = rng.choice((" ", ", ", "-", " – ", " / ", " og "))
    return f"{rng.choice(_TASKS)} {joint.join(sorted(times))}"


def _row_of_hours(rng: random.Random) -> str:
    hours = sorted(rng.sample(range(24), rng.randint(2, 8)))
    return f"kl {rng.choice((' ', ', ', '-')).join(map(str, hours))}"


def _minutes(rng: random.Random) -> str:
    unit = rng.choice(("min", "min.", "minutter", "t", "timer"))
    return f"{rng.choice(('ca ', '', 'bruker '))}{rng.randint(1, 240)}{rng.choice((' ', ''))}{unit}"


def _dose(rng: random.Random) -> str:
    amount = rng.choice((str(rng.randint(1, 1000)), f"{rng.randint(0, 20)},{rng.randint(1, 9)}"))
    unit = rng.choice(("mg", "ml", "IE", "g", "µg", "tabletter"))
    return f"Gi {amount} {unit} x {rng.randint(1, 4)} kl {_clock(rng, '.')}"


def _organisation(rng: random.Random) -> str:
    number = f"{rng.choice('89')}{rng.randrange(10**8):08}"
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    return f"{rng.choice(('Org.nr ', 'orgnr ', ''))}{rng.choice((number, spaced))}"


def _measurement(rng: random.Random) -> str:
    pressures = ", ".join(
        f"{rng.randint(90, 190)}/{rng.randint(50, 110)}" for _ in range(rng.randint(1, 4))
    )
    return f"BT {pressures} P {rng.randint(40, 140)} T {rng.randint(35, 40)},{rng.randint(0, 9)}"


def _date(rng: random.Random) -> str:
    year = rng.choice(("", "2026", "26", "2027", "27"))
    day = f"{rng.randint(1, 28)}.{rng.randint(1, 12)}.{year}"
    return f"{rng.choice(('Frist', 'Møte', 'Fra'))} {day} kl {_clock(rng, ':')}"


def _weeks(rng: random.Random) -> str:
    weeks = sorted(rng.sample(range(1, 53), rng.randint(1, 6)))
    return (
        f"{rng.choice(('uke', 'Uke', 'veke'))} {rng.choice((' ', ', ', '-')).join(map(str, weeks))}"
    )


def _extension(rng: random.Random) -> str:
    return f"{rng.choice(('Tlf', 'Ring', 'intern', 'calling'))} {rng.randint(1000, 99999)}"


def _count(rng: random.Random) -> str:
    low = rng.randint(1, 20)
    return f"{low}–{low + rng.randint(1, 5)} {rng.choice(('beboere', 'brukere', 'ganger', 'rom'))}"


def _budget(rng: random.Random) -> str:
    return f"Budsjett {rng.randint(1, 9)} {rng.randrange(1000):03} {rng.randrange(1000):03} kr"


def _ward(rng: random.Random) -> str:
    ward = rng.choice(_WARDS)
    return rng.choice(
        (
            f"{rng.choice(_TASKS)} {ward}",
            f"{rng.choice(_TASKS)} på {ward} {rng.choice(_DAYS)}",
            f"{ward} og {rng.choice(_WARDS)}: {rng.choice(_NEEDS)}",
            f"{ward} {rng.choice('ABCD12')}",
            f"Avdeling {ward} ({rng.choice(_NEEDS)})",
        )
    )


def _need(rng: random.Random) -> str:
    return f"{rng.choice(_TASKS)} {rng.choice(_DAYS)}. {rng.choice(_NEEDS).capitalize()} og mer"


_MAKERS = [
    _row_of_times, _row_of_hours, _minutes, _dose, _organisation, _measurement, _date, _weeks,
    _extension, _count, _budget, _ward, _need,
]  # fmt: skip


@pytest.mark.parametrize("make", _MAKERS)
def test_five_hundred_ordinary_texts_pass(make: Callable[[random.Random], str]) -> None:
    rng = seeded(make.__name__)
    texts = {make(rng) for _ in range(500)}
    alarms = {text: judge(text).kinds for text in texts if judge(text).kinds}
    assert not alarms


def test_ordinary_texts_pass_when_they_stand_together() -> None:
    rng = seeded("together")
    for _ in range(500):
        sentences = [make(rng) for make in rng.sample(_MAKERS, 4)]
        text = ". ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
        assert judge(text).kinds == (), text
