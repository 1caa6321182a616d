"""The fields of commands: each text cleaned and bounded, each number in its range. Pure."""

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

# Bidi overrides and isolates turn text around for whoever reads it, cards included.
_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)}


def clean_line(text: str) -> str:
    """One line in NFC. Raises ValueError on control and bidi characters."""
    return clean_text(text, also="")


def clean_text(text: str, also: str = "\n") -> str:
    """Text in NFC, where ``also`` are the control characters allowed. Raises ValueError."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    for letter in text:
        if letter in also:
            continue
        if unicodedata.category(letter) in ("Cc", "Cs") or letter in _BIDI:
            raise ValueError("control characters are not allowed")
    return text.strip()


def _filled(text: str) -> str:
    if not text:
        raise ValueError("may not be empty")
    return text


Id = Annotated[
    str,
    StringConstraints(
        to_lower=True, pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
    ),
]
Title = Annotated[
    str, StringConstraints(max_length=200), AfterValidator(clean_line), AfterValidator(_filled)
]
Label = Annotated[
    str, StringConstraints(max_length=120), AfterValidator(clean_line), AfterValidator(_filled)
]
Name = Annotated[
    str, StringConstraints(max_length=60), AfterValidator(clean_line), AfterValidator(_filled)
]
Code = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=6, pattern=r"^[\w-]+$"),
]
Line120 = Annotated[str, StringConstraints(max_length=120), AfterValidator(clean_line)]
Line200 = Annotated[str, StringConstraints(max_length=200), AfterValidator(clean_line)]
Text2000 = Annotated[str, StringConstraints(max_length=2000), AfterValidator(clean_text)]
ClockMinute = Annotated[int, Field(strict=True, ge=0, le=1439)]
Duration = Annotated[int, Field(strict=True, ge=0, le=1440)]
Palette = Annotated[int, Field(strict=True, ge=0, le=9)]
Staffing = Annotated[int, Field(strict=True, ge=0, le=500)]
StrictBool = Annotated[bool, Field(strict=True)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DaySet = Literal["weekday", "weekend", "all"] | Annotated[list[Weekday], Field(max_length=7)]
