"""One plain way of writing: odd digits, spaces and dashes made ordinary, the invisible left out.

``static/js/guard_folding.js`` does the same with the same tables.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

# The zero of every set of ten decimal digits in Unicode, and of those of the rings and indices.
_ZEROS = (
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
    0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0,
    0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0x2080, 0xA620, 0xA8D0, 0xA900, 0xA9D0,
    0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0,
    0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50,
    0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6,
    0x1E140, 0x1E2F0, 0x1E4F0, 0x1E950, 0x1FBF0,
)  # fmt: skip
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RINGED = "⓪①②③④⑤⑥⑦⑧⑨"
_SPACES = "\t\x0b\x0c\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_LINE_ENDS = "\r\x85\u2028\u2029"
_DASHES = "‐‑‒–—―⁃−﹘﹣"
# Soft hyphens, joiners, directions, variation selectors, tags, and marks laid over a character.
_INVISIBLE = (
    (0x00AD, 0x00AD), (0x0300, 0x036F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0x20D0, 0x20FF), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F),
    (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xE0000, 0xE01EF),
)  # fmt: skip


def _table() -> dict[str, str]:
    plain = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    plain |= {chr(zero + n): str(n) for zero in _ZEROS for n in range(10)}
    for row in (_SUPERSCRIPTS, _RINGED):
        plain |= {digit: str(n) for n, digit in enumerate(row)}
    plain |= dict.fromkeys(_SPACES, " ") | dict.fromkeys(_LINE_ENDS, "\n")
    plain |= dict.fromkeys(_DASHES, "-")
    plain |= {chr(code): "" for low, high in _INVISIBLE for code in range(low, high + 1)}
    # The one letter that grows when it is made small; places must stay the same.
    return plain | {"İ": "I"}


_PLAIN = _table()
_ODD = re.compile(r"[^\n -~¡-¬®-±´-¸º-ÿČčĐđŊŋŠšŦŧŽž«»“”‘’…]")
_NO_LETTERS = re.compile(r"[\d\W_]{4,}")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """The text in its plain form and in small letters, and the way back to the original."""

    plain: str
    small: str
    places: tuple[int, ...] | None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``plain[start:end]`` stands in the text that was folded; it is not empty."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> FoldedText:
    """Write ``text`` plainly; ``plain`` and ``small`` have the same places."""
    plain = _ODD.sub(_written_plainly, text)
    places = None
    if len(plain) != len(text):
        places = tuple(place for place, sign in enumerate(text) if _PLAIN.get(sign, sign))
    return FoldedText(plain, plain.lower(), places)


class DigitStretch(NamedTuple):
    """A part of a text without letters, where it begins, and how many digits are in it."""

    place: int
    text: str
    digits: int


def digit_stretches(small: str) -> tuple[DigitStretch, ...]:
    """The parts without letters, of four characters or more, that have digits in them."""
    stretches = (
        DigitStretch(part.start(), part[0], len(_DIGIT.findall(part[0])))
        for part in _NO_LETTERS.finditer(small)
    )
    return tuple(stretch for stretch in stretches if stretch.digits)


def _written_plainly(odd: re.Match[str]) -> str:
    return _PLAIN.get(odd[0], odd[0])
