"""The print side of the palette: for each of its ten places the edge colour and the strip.

Colour alone tells nothing in a grey print: every profession has its strip and its code as well.
"""

from enum import StrEnum
from typing import NamedTuple


class Strip(StrEnum):
    FULL = "full"
    DASHES = "dashes"
    DIAGONAL = "diagonal"
    DOTS = "dots"
    TWO_LINES = "two_lines"
    CROSS_HATCH = "cross_hatch"
    RINGS = "rings"
    THIN_LINE = "thin_line"
    DASH_AND_DOT = "dash_and_dot"
    CHEQUERS = "chequers"


class Ink(NamedTuple):
    """An edge colour (at least 4.5 to 1 on white, and white on it) and a strip."""

    edge: str
    strip: Strip


PALETTE = (
    Ink("#325E99", Strip.FULL),
    Ink("#1F7E27", Strip.DASHES),
    Ink("#573E9F", Strip.DIAGONAL),
    Ink("#7A6B00", Strip.DOTS),
    Ink("#7F4400", Strip.TWO_LINES),
    Ink("#89296C", Strip.CROSS_HATCH),
    Ink("#136B5C", Strip.RINGS),
    Ink("#626E83", Strip.THIN_LINE),
    Ink("#664D31", Strip.DASH_AND_DOT),
    Ink("#4F6604", Strip.CHEQUERS),
)


def ink_of(palette: int) -> Ink:
    """The ink of a place in the palette."""
    return PALETTE[palette]
