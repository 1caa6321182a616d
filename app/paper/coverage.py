"""Which characters the print font has, and what stands for those it lacks.

One character without a glyph would fail a whole accessible PDF. So all text passes here first:
what the font lacks is replaced by a plainer form of the same character, else by a box that the
reader can see, and is reported.
"""

import struct
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

SUBSTITUTE = "□"

# Joiners, variation signs and skin tones only shape the character before them.
_SHAPING = {0x200C, 0x200D, *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)}
# Unseen, and known to the layout engine without a glyph.
_UNSEEN = {0x200B}


class Coverage:
    """Makes text printable and remembers what it had to replace. One for each document."""

    def __init__(self, fonts: Path) -> None:
        self._covered = covered(fonts)
        self._missing: dict[str, None] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters that were replaced, each once, in the order they were met."""
        return tuple(self._missing)

    def printable(self, value: object) -> object:
        """``value`` with every text in it made printable; lists and mappings are gone through."""
        match value:
            case str():
                return self._text(value)
            case Mapping():
                return {key: self.printable(inner) for key, inner in value.items()}
            case Sequence() if not isinstance(value, bytes):
                return [self.printable(inner) for inner in value]
            case _:
                return value

    def _text(self, text: str) -> str:
        if text.isascii() and text.isprintable():
            return text
        out = ""
        for character in text:
            out += self._character(character, after=out)
        return out

    def _character(self, character: str, after: str) -> str:
        code = ord(character)
        if code in _UNSEEN or character == "\n":
            return character
        if code in _SHAPING:
            return ""
        if character.isspace():
            return character if code in self._covered else " "
        if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
            return ""
        if code in self._covered:
            return character
        plain = unicodedata.normalize("NFKC", character)
        if plain != character and all(ord(part) in self._covered for part in plain):
            return plain
        self._missing[character] = None
        return "" if after.endswith(SUBSTITUTE) else SUBSTITUTE


@cache
def covered(fonts: Path) -> frozenset[int]:
    """The code points that every font file in the folder ``fonts`` can show."""
    tables = [_code_points(file.read_bytes()) for file in sorted(fonts.glob("*.ttf"))]
    if not tables:
        raise FileNotFoundError(f"no font files in {fonts}: the package's build fetches them")
    return frozenset.intersection(*tables)


def _code_points(font: bytes) -> frozenset[int]:
    """The characters of a TrueType file, from its segmented coverage table (cmap, format 12)."""
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    cmap = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    for index in range(subtables):
        _platform, _encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * index)
        if struct.unpack_from(">H", font, cmap + offset) == (12,):
            return frozenset(_segments(font, cmap + offset))
    raise ValueError("the font has no character table of format 12")


def _segments(font: bytes, table: int) -> list[int]:
    (groups,) = struct.unpack_from(">I", font, table + 12)
    codes: list[int] = []
    for index in range(groups):
        first, last, glyph = struct.unpack_from(">III", font, table + 16 + 12 * index)
        codes.extend(range(first if glyph else first + 1, last + 1))
    return codes
