"""The fields of commands: each text cleaned and bounded, each number in its range. Pure."""

import unicodedata
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

# Bidi overrides and isolates turn text around for whoever reads it, cards included.
_BIDI = {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200E, 0x200F)
}
# Control characters, lone halves of pairs, and separators that break a line in some places only.
_REFUSED = ("Cc", "Cs", "Zl", "Zp")


def clean_line(text: str) -> str:
    """One line in NFC. Raises ValueError on control and bidi characters."""
    return clean_text(text, also="")


def clean_text(text: str, also: str = "\n") -> str:
    """Text in NFC, where ``also`` are the control characters allowed. Raises ValueError."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    for letter in text:
        if letter in also:
            continue
        if unicodedata.category(letter) in _REFUSED or letter in _BIDI:
            raise ValueError("control characters are not allowed")
    return text.strip()


def _seen(text: str) -> str:
    """Raises ValueError for a text of which nothing would be seen, such as a zero-width space."""
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in text):
        raise ValueError("may not be empty")
    return text


def _line(most: int, least: int = 0) -> Any:
    # Length is counted after cleaning: NFC makes some letters three.
    return AfterValidator(clean_line), StringConstraints(min_length=least, max_length=most)


Id = Annotated[
    str,
    StringConstraints(
        to_lower=True, pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
    ),
]
Title = Annotated[str, *_line(200, 1), AfterValidator(_seen)]
Label = Annotated[str, *_line(120, 1), AfterValidator(_seen)]
Name = Annotated[str, *_line(60, 1), AfterValidator(_seen)]
Code = Annotated[str, *_line(6, 1), StringConstraints(pattern=r"^[\w-]+$")]
Line60 = Annotated[str, *_line(60)]
Line120 = Annotated[str, *_line(120)]
Line200 = Annotated[str, *_line(200)]
Text2000 = Annotated[str, AfterValidator(clean_text), StringConstraints(max_length=2000)]
ClockMinute = Annotated[int, Field(strict=True, ge=0, le=1439)]
Duration = Annotated[int, Field(strict=True, ge=0, le=1440)]
Palette = Annotated[int, Field(strict=True, ge=0, le=9)]
Staffing = Annotated[int, Field(strict=True, ge=0, le=500)]
StrictBool = Annotated[bool, Field(strict=True)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DaySet = Literal["weekday", "weekend", "all"] | Annotated[list[Weekday], Field(max_length=7)]
