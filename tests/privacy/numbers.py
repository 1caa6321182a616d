"""Numbers to try the guard with: only of people who are not born yet (2030 to 2039, 500 to 899)."""

import random
from collections.abc import Callable, Iterator

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)

#: name → what the form adds to the day and to the month
DATE_FORMS = {
    "national_id": (0, 0),
    "d_number": (40, 0),
    "h_number": (0, 40),
    "synthetic": (0, 80),
    "synthetic_d_number": (40, 80),
}


def seeded(seed: int | str) -> random.Random:
    """The same chances every time."""
    return random.Random(seed)  # noqa: S311 - nothing secret


def with_control_digits(nine: str, remainder: int) -> str | None:
    """The whole number under the rule with that remainder, or ``None`` where it has none."""
    first = (remainder - _weighted(nine, _FIRST)) % 11
    second = -_weighted(f"{nine}{first}", _SECOND) % 11
    return None if first == 10 or second == 10 else f"{nine}{first}{second}"


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def unborn(rng: random.Random, form: str) -> str:
    """The first nine digits of someone who is not born yet."""
    day_plus, month_plus = DATE_FORMS[form]
    day, month = rng.randint(1, 28) + day_plus, rng.randint(1, 12) + month_plus
    return f"{day:02}{month:02}{rng.randint(30, 39)}{rng.randint(500, 899)}"


def valid_numbers(rng: random.Random, form: str, remainder: int) -> Iterator[str]:
    """Valid numbers without end, under today's rule (remainder 0) or that of 2032 (0 to 3)."""
    while True:
        number = with_control_digits(unborn(rng, form), remainder)
        if number:
            yield number


def _dated(separator: str, between: str) -> Callable[[str], str]:
    return lambda n: separator.join((n[:2], n[2:4], n[4:6])) + between + n[6:]


WRITTEN: dict[str, Callable[[str], str]] = {
    "one run": lambda n: n,
    "space": lambda n: f"{n[:6]} {n[6:]}",
    "hard space": lambda n: f"{n[:6]}\u00a0{n[6:]}",
    "thin space": lambda n: f"{n[:6]}\u2009{n[6:]}",
    "narrow hard space": lambda n: f"{n[:6]}\u202f{n[6:]}",
    "many spaces": lambda n: f"{n[:6]}    {n[6:]}",
    "tab": lambda n: f"{n[:6]}\t{n[6:]}",
    "line break": lambda n: f"{n[:6]}\r\n{n[6:]}",
    "hyphen": lambda n: f"{n[:6]}-{n[6:]}",
    "hard hyphen": lambda n: f"{n[:6]}‑{n[6:]}",
    "dash with spaces": lambda n: f"{n[:6]} – {n[6:]}",
    "full stop": lambda n: f"{n[:6]}.{n[6:]}",
    "slash": lambda n: f"{n[:6]}/{n[6:]}",
    "comma": lambda n: f"{n[:6]}, {n[6:]}",
    "brackets": lambda n: f"{n[:6]} ({n[6:]})",
    "underscore": lambda n: f"{n[:6]}_{n[6:]}",
    "word between": lambda n: f"{n[:6]} personnr. {n[6:]}",
    "short word between": lambda n: f"{n[:6]} pnr: {n[6:]}",
    "dotted date": _dated(".", " "),
    "dotted date, hyphen": _dated(".", "-"),
    "dashed date": _dated("-", " "),
    "slashed date": _dated("/", " "),
    "spaced date": _dated(" ", " "),
    "comma date": _dated(",", " "),
    "long year": lambda n: f"{n[:2]}.{n[2:4]}.20{n[4:6]} {n[6:]}",
    "long year in one": lambda n: f"{n[:4]}20{n[4:6]} {n[6:]}",
    "long year in one run": lambda n: f"{n[:4]}20{n[4:]}",
    "short day": lambda n: f"{n[:2].lstrip('0')}.{n[2:4].lstrip('0')}.{n[4:6]} {n[6:]}",
    "six, three and two": lambda n: f"{n[:6]} {n[6:9]} {n[9:]}",
    "date, three and two": lambda n: f"{n[:2]}.{n[2:4]}.{n[4:6]} {n[6:9]} {n[9:]}",
    "as an account": lambda n: f"{n[:4]} {n[4:6]} {n[6:]}",
    "five and six": lambda n: f"{n[:5]} {n[5:]}",
    "digit by digit": " ".join,
    "dots between all": ".".join,
    "zero-width between all": "\u200b".join,
    "soft hyphens": lambda n: f"{n[:3]}\u00ad{n[3:8]}\u00ad{n[8:]}",
    "full width": lambda n: n.translate({48 + d: 0xFF10 + d for d in range(10)}),
    "full width with a space": lambda n: f"{WRITTEN['full width'](n[:6])}\u3000{n[6:]}",
    "arabic digits": lambda n: n.translate({48 + d: 0x0660 + d for d in range(10)}),
    "bold digits": lambda n: n.translate({48 + d: 0x1D7CE + d for d in range(10)}),
    "keycaps": lambda n: "".join(f"{digit}\ufe0f\u20e3" for digit in n),
    "glued to words": lambda n: f"fnr{n}husk",
    "after a room": lambda n: f"Rom 4 {n[:6]} {n[6:]} kl 0730",
    "between times": lambda n: f"0730 {n} 0800",
    "with a plus": lambda n: f"+{n}",
}

#: a digit too many, or two numbers in one: no longer surely a number, still stopped
SPOILT: dict[str, Callable[[str], str]] = {
    "a digit too many": lambda n: f"{n}{n[-1]}",
    "a digit before": lambda n: f"1{n}",
    "pasted twice": lambda n: n + n,
}
