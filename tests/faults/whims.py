"""What comes into people's heads: the next command of someone who looks at a board. Pure."""

import random
from typing import Any
from uuid import UUID

from tests.board.reader import Doc

MOST_NOTES = 60


def next_whim(
    chance: random.Random, docs: dict[str, dict[str, Doc]], seq: int, words: int = 3
) -> dict[str, Any]:
    """A command on this board that makes sense by what the person sees, ``words`` long."""
    notes = sorted(docs["notes"])
    wish = chance.choices(("create", "edit", "move", "delete", "undo"), (8, 8, 8, 2, 1))[0]
    if len(notes) < 5:
        wish = "create"
    elif len(notes) > MOST_NOTES and wish == "create":
        wish = "delete"
    match wish:
        case "create":
            return _create(chance, docs, words)
        case "edit":
            return {"do": "note.edit", "note": chance.choice(notes), **_edit(chance, seq)}
        case "move":
            return {"do": "note.move", "note": chance.choice(notes), **_cell(chance, docs)}
        case "undo":
            return {"do": "edit.undo"}
    return {"do": "note.delete", "note": chance.choice(notes)}


def may_meet(command: dict[str, Any], code: str) -> bool:
    """Whether such a command may be refused so: others work on the same notes."""
    # Who has nothing left to undo is told that it is invalid.
    return code in ("conflict", "not_found") or (code == "invalid" and command["do"] == "edit.undo")


def _create(chance: random.Random, docs: dict[str, dict[str, Doc]], words: int) -> dict[str, Any]:
    return {
        "do": "note.create",
        "note": str(UUID(int=chance.getrandbits(128), version=4)),
        "title": _sentence(chance, 3),
        "profession": chance.choice(sorted(docs["professions"])),
        "description": _sentence(chance, words),
        **_cell(chance, docs),
    }


def _edit(chance: random.Random, seq: int) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [
        {"title": _sentence(chance, 4), "base": seq},
        {"title": _sentence(chance, 4)},
        {"place": _sentence(chance, 2)},
        {"start": chance.randrange(1440)},
        {"obligation": chance.choice(("must", "can", None))},
    ]
    return chance.choice(fields)


def _cell(chance: random.Random, docs: dict[str, dict[str, Doc]]) -> dict[str, Any]:
    grid = chance.choice(sorted(docs["grids"]))
    columns, rows = (
        [line["id"] for line in docs[name].values() if line["grid"] == grid]
        for name in ("columns", "rows")
    )
    return {"grid": grid, "column": chance.choice(columns), "row": chance.choice(rows)}


_WORDS = [
    "frokost",
    "medisin",
    "stell",
    "tur",
    "samtale",
    "vask",
    "måling",
    "besøk",
    "rapport",
    "hvile",
]


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) for __ in range(words)).capitalize()
