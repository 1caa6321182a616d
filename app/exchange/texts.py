"""Texts as they come out of a file: made tidy, or not taken at all."""

import re

from app.board.fields import clean_line, clean_text

_LINE_BREAK = re.compile(r"\r\n|[\r\u2028\u2029]")
_SPACES = re.compile(r"\s+")
# Spaces that do not break and signs that do not show: word processors leave them behind.
_UNSEEN = re.compile("[\u200b\u2060\ufeff]")
_MOST_QUOTED = 60


def tidy_line(text: str) -> str:
    """One line in NFC, with single spaces. Raises ValueError on control and bidi characters."""
    return clean_line(_SPACES.sub(" ", _with_plain_breaks(text)))


def tidy_text(text: str) -> str:
    """Text in NFC that keeps its line breaks. Raises ValueError as ``tidy_line`` does."""
    lines = _with_plain_breaks(text).replace("\t", " ").split("\n")
    return clean_text("\n".join(line.strip() for line in lines))


def quoted(text: str) -> str:
    """A text short enough to stand in a sentence about it."""
    return text if len(text) <= _MOST_QUOTED else text[: _MOST_QUOTED - 1] + "…"


def _with_plain_breaks(text: str) -> str:
    return _LINE_BREAK.sub("\n", _UNSEEN.sub("", text))
