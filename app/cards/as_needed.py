"""«Ved behov»: what has no clock time because it is done when it is needed. Pure."""

import re

_PHRASES = frozenset(
    (
        *("ved behov", "etter behov", "v/behov", "behov", "ved trong", "etter trong"),
        *("as needed", "when needed", "if needed"),
    )
)
_SAID = re.compile(r"\b(?:behov|trong|(?:as|when|if) needed)\b", re.IGNORECASE)


def says_as_needed(frequency: str) -> bool:
    """Whether a text about how often says «ved behov», in any of the three languages."""
    return _SAID.search(frequency) is not None


def beyond_as_needed(frequency: str) -> str:
    """What the text says besides; «ved behov» itself stands in the heading above it."""
    parts = (part.strip() for part in frequency.split(","))
    return ", ".join(part for part in parts if part.lower() not in _PHRASES)
