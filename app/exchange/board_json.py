"""A board as one JSON file, to be kept and one day read in again."""

from typing import Any

import orjson

FORMAT = 1


def board_file(document: dict[str, Any]) -> bytes:
    """The board document as a file that says which format it is."""
    return orjson.dumps({"format": FORMAT, **document})
