"""Frames that nobody means well with: begun as valid ones, and bent by a seeded chance."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

Command = dict[str, Any]

# What may stand where something else was expected, as it stands in the frame.
STRANGE = [
    *("null", "true", "[]", "{}", '""', "0", "-1", "1.5", "1e999", "-1e999", "1e-999", "NaN"),
    *("Infinity", "9" * 400, "18446744073709551616", "-9223372036854775809", "0x10", "01", "1."),
    *('"\\ud800"', '"\\udfff\\ud800"', '"\\u0000"', '"\\u202e"', '"\\ufeff"', '"²"', '"٣"'),
    *('"../../etc/passwd"', '"\' OR 1=1 --"', '{"$gt": ""}', '["a", ["b", {"c": []}]]'),
    *('"' + "æ" * 3000 + '"', '"' + "\\u0301" * 500 + '"', "[" + "1," * 2000 + "1]"),
    *("[" * 200 + "]" * 200, '{"a":' * 100 + "1" + "}" * 100, '{"__proto__": {"x": 1}}'),
    *('"00000000-0000-4000-8000-000000000000"', '"note.erase"', '"11010112345"', "'x'", ""),
]
WHOLE = [
    *(b"", b" ", b"{", b"null", b'"x"', b"[1]", b"[[]]", b"[null]", b"[{}]", b"[]", b"[{]}", b"//"),
    *(b"[" * 50_000, b'[{"a":' * 5000, b"[" + b"0," * 600 + b"0]", b"[" + b"{}," * 499 + b"{}]"),
    *(b"\xef\xbb\xbf[]", b"[" + b'{"id":"x","do":"ping"},' * 500 + b'{"id":"x","do":"ping"}]'),
    b" " * (256 * 1024 + 1),
]
# The last three are large, or cost much of what one may send.
COMMON_WHOLE = len(WHOLE) - 3


@dataclass
class Ground:
    """What there is on a board to aim at, and the ids of another board."""

    notes: list[str]
    professions: list[str]
    grid: str
    columns: list[str]
    rows: list[str]
    strangers: list[str]


def survey(document: dict[str, Any], other: dict[str, Any]) -> Ground:
    """The ground that two board documents show."""
    grid = document["grids"][0]
    return Ground(
        notes=[note["id"] for note in document["notes"]],
        professions=[profession["id"] for profession in document["professions"]],
        grid=grid["id"],
        columns=[column["id"] for column in grid["columns"]],
        rows=[row["id"] for row in grid["rows"]],
        strangers=[doc["id"] for name in ("notes", "grids", "professions") for doc in other[name]],
    )


class Mutator:
    """An endless supply of frames. The same seed gives the same ones."""

    def __init__(self, seed: int, ground: Ground) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same each time
        self.ground = ground
        self._number = 0
        self._ways: list[Callable[[bytes], bytes]] = [
            *[self._replace_a_value] * 6,
            *[self._flip_bits] * 3,
            *[self._double_a_key, self._cut, self._repeat_a_piece, self._insert_bytes] * 2,
            *[self._hide_in_depth, self._become_strange, lambda frame: frame],
        ]

    def frame(self) -> bytes:
        """The text of one frame, always UTF-8."""
        commands = [self._command() for __ in range(self.chance.choice((1, 1, 1, 2, 3)))]
        frame = orjson.dumps(commands)
        for __ in range(self.chance.choice((1, 1, 2))):
            frame = self.chance.choice(self._ways)(frame)
        return frame

    def _command(self) -> Command:
        ground, pick = self.ground, self.chance.choice
        self._number += 1
        # The same note again and again: a thousand frames shall not become a thousand notes.
        note = pick([*ground.notes, pick(ground.strangers)])
        place = {"grid": ground.grid, "column": pick(ground.columns), "row": pick(ground.rows)}
        profession = pick([*ground.professions, pick(ground.strangers)])
        known = ground.notes[0]
        command: Command = pick(
            [
                {"do": "note.edit", "note": note, "title": "Frokost Æ 🥄", "base": 3},
                {"do": "note.edit", "note": note, "start": 450, "days": ["mon"], "duration": 30},
                {"do": "note.edit", "note": note, "profession": profession, "obligation": "must"},
                {"do": "note.move", "note": note, **place, "before": pick(ground.notes)},
                {"do": "note.move", "note": note, "grid": ground.grid, "column": None, "row": None},
                {"do": "note.create", "note": known, "title": "T", "profession": profession},
                {"do": "note.delete", "note": note},
                {"do": "note.restore", "note": note},
                {"do": "edit.undo"},
                {"do": "edit.redo"},
                {"do": "column.edit", "column": pick(ground.columns), "label": "Ny", "start": 0},
                {"do": "board.state", "state": "closed"},
                {"do": "note.erase", "note": note},
                {"do": "presence", "holding": note, "writing": None},
                {"do": "ping"},
            ]
        )
        return {"id": f"h{self._number}", **command}

    def _replace_a_value(self, frame: bytes) -> bytes:
        try:
            messages = orjson.loads(frame)
        except orjson.JSONDecodeError:
            return frame
        commands = (
            [m for m in messages if isinstance(m, dict)] if isinstance(messages, list) else []
        )
        if not commands:
            return frame
        command = self.chance.choice(commands)
        name = self.chance.choice([*command, "confirmed", "since", "description", "seat"])
        command[name] = mark = str(UUID(int=self.chance.getrandbits(128)))
        strange = self.chance.choice(STRANGE).encode()
        return orjson.dumps(messages).replace(b'"' + mark.encode() + b'"', strange)

    def _flip_bits(self, frame: bytes) -> bytes:
        """Only within ASCII: what is not UTF-8 ends the connection, and is tried by itself."""
        bent = bytearray(frame)
        for __ in range(self.chance.randint(1, 4) if bent else 0):
            at = self.chance.randrange(len(bent))
            if bent[at] < 0x80:
                bent[at] ^= 1 << self.chance.randrange(7)
        return bytes(bent)

    def _double_a_key(self, frame: bytes) -> bytes:
        twice = self.chance.choice((b'{"id":"x",', b'{"do":"note.erase",', b'{"note":null,'))
        return frame.replace(b"{", twice, 1)

    def _cut(self, frame: bytes) -> bytes:
        return _whole_characters(frame[: self.chance.randint(0, len(frame))])

    def _repeat_a_piece(self, frame: bytes) -> bytes:
        start = self.chance.randint(0, len(frame))
        piece = frame[start : start + self.chance.randint(1, 40)]
        return _whole_characters(frame[:start] + piece * self.chance.randint(2, 30) + frame[start:])

    def _insert_bytes(self, frame: bytes) -> bytes:
        at = self.chance.randint(0, len(frame))
        extra = bytes(self.chance.randrange(128) for __ in range(self.chance.randint(1, 8)))
        return _whole_characters(frame[:at] + extra + frame[at:])

    def _hide_in_depth(self, frame: bytes) -> bytes:
        depth = self.chance.choice((1, 2, 50, 1030))
        return b"[" * depth + frame + b"]" * depth

    def _become_strange(self, frame: bytes) -> bytes:
        common = self.chance.random() < 0.98
        return self.chance.choice(WHOLE[:COMMON_WHOLE] if common else WHOLE[COMMON_WHOLE:])


def _whole_characters(data: bytes) -> bytes:
    return data.decode(errors="ignore").encode()
