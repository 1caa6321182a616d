"""Three people do whatever comes into their heads: the tables, the log and every screen agree."""

import random
from typing import Any
from uuid import uuid4

import orjson
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from app.board.settle import changes_view
from app.door import build_hub
from app.errors import Unavailable
from app.live.envelope import Envelope
from app.live.hub import Hub
from app.live.journal import commit
from app.live.log import Recorded
from app.live.perform import Job
from app.live.rooms import Connection, Room, Sign
from app.schema import target_metadata
from tests.board.reader import Reader, flat
from tests.board.replay import replay, state
from tests.cast import Stage, set_the_stage

ROUNDS = 24
AT_ONCE = 6
READERS = ("frida", "kari", "per", "ola")


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_in_whatever_order_all_agree(engine: Engine, seed: int) -> None:
    stage = set_the_stage(engine, "tom")
    chance = random.Random(seed)  # noqa: S311  (the same story each time)
    house = Audience(stage)
    for number in range(ROUNDS):
        ids = Ids(stage, chance)
        jobs = [_whim(stage, chance, ids) for __ in range(AT_ONCE)]
        outcomes = commit(stage.engine, stage.door, jobs)
        assert not [o for o in outcomes if isinstance(o, Unavailable)], f"seed {seed}: {jobs}"
        house.tell([event for event in outcomes if isinstance(event, Recorded)])
        house.let_someone_go_or_come_back(chance)
        assert not astray(stage), f"seed {seed}, round {number}: {[job.envelope for job in jobs]}"
    house.all_come_back()
    for name, reader in house.readers.items():
        assert reader.docs == flat(stage.actors[name].sees()), f"seed {seed}: {name}"
    expected = state(stage)
    replay(stage)
    assert state(stage) == expected, f"seed {seed}: the log tells another story"


class Audience:
    """Everyone's screen: live, or away and later brought up to date by the log."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.hub: Hub = build_hub(stage.engine)
        self.room = Room(stage.board, int(stage.document()["seq"]), changes_view)
        self.readers = {name: Reader() for name in READERS}
        self.lines: dict[str, Connection] = {}
        self.all_come_back()

    def tell(self, events: list[Recorded]) -> None:
        self.room.publish(events)
        for name in list(self.lines):
            self._drain(name)

    def let_someone_go_or_come_back(self, chance: random.Random) -> None:
        name = chance.choice(READERS)
        if name in self.lines:
            self.room.connections.discard(self.lines.pop(name))
        else:
            self._come_back(name)

    def all_come_back(self) -> None:
        for name in READERS:
            if name not in self.lines:
                self._come_back(name)

    def _come_back(self, name: str) -> None:
        seat = self.stage.actors[name].seat
        reader = self.readers[name]
        missed = self.hub.missed(self.stage.board, seat, reader.seq) if reader.docs else None
        if missed is None:
            self._look_anew(name)
        for message in missed or []:
            reader.read(message)
        line = self.lines[name] = Connection(self.hub.admit(self.stage.board, seat))
        self.room.connections.add(line)

    def _drain(self, name: str) -> None:
        line = self.lines[name]
        while not line.queue.empty():
            item = line.queue.get_nowait()
            if item is Sign.RESYNC:
                line.is_behind = False
                self._look_anew(name)
                continue
            assert isinstance(item, str)
            line.waiting_bytes -= len(item)
            for message in orjson.loads(item):
                self.readers[name].read(message)

    def _look_anew(self, name: str) -> None:
        document = self.hub.snapshot(self.stage.board, self.stage.actors[name].seat)
        self.readers[name].read({"is": "snapshot", **document})


def astray(stage: Stage) -> list[str]:
    """What no board may hold: notes in what is not there, and grids without columns or rows."""
    found: list[str] = []
    with stage.engine.connect() as connection:
        for what, query in ASTRAY.items():
            count = connection.scalar(sa.text(f"SELECT count(*) FROM {query}"))  # noqa: S608
            if count:
                found.append(f"{count} {what}")
    return found


_NOT = "NOT EXISTS (SELECT 1 FROM {0} x WHERE x.id = {1} AND NOT x.deleted{2})"
ASTRAY = {
    "notes of a profession that is gone": "note n WHERE NOT n.deleted AND "
    + _NOT.format("profession", "n.profession", ""),
    "notes of a shift that is gone": "note n WHERE NOT n.deleted AND n.shift IS NOT NULL AND "
    + _NOT.format("shift", "n.shift", ""),
    "rows of a profession that is gone": "grid_row r WHERE NOT r.deleted "
    "AND r.profession IS NOT NULL AND " + _NOT.format("profession", "r.profession", ""),
    "columns of a profession that is gone": "grid_column c WHERE NOT c.deleted "
    "AND c.profession IS NOT NULL AND " + _NOT.format("profession", "c.profession", ""),
    "places in a column that is gone": "placement p WHERE "
    + _NOT.format("grid_column", 'p."column"', " AND x.grid = p.grid"),
    "places in a row that is gone": "placement p WHERE "
    + _NOT.format("grid_row", 'p."row"', " AND x.grid = p.grid"),
    "grids without a column": "grid g WHERE NOT EXISTS (SELECT 1 FROM grid_column x "
    "WHERE x.grid = g.id AND NOT x.deleted)",
    "grids without a row": "grid g WHERE NOT EXISTS (SELECT 1 FROM grid_row x "
    "WHERE x.grid = g.id AND NOT x.deleted)",
}


class Ids:
    """What there is on the board, in the bin or not; once in a while it is another board's."""

    def __init__(self, stage: Stage, chance: random.Random) -> None:
        self._stage, self._chance = stage, chance
        names = ("profession", "shift", "grid", "grid_column", "grid_row", "note")
        tables = target_metadata().tables
        with stage.engine.connect() as connection:
            self._rows = {
                name: connection.execute(sa.select(tables[name]).order_by(tables[name].c.id)).all()
                for name in names
            }

    def some(self, table: str, **like: str) -> str:
        ours = bool(like) or self._chance.random() < 0.97
        fit = [
            row.id
            for row in self._rows[table]
            if (row.board == self._stage.board) is ours
            and all(getattr(row, name) == value for name, value in like.items())
        ]
        return str(self._chance.choice(fit)) if fit else str(uuid4())

    def cell(self) -> dict[str, Any]:
        grid = self.some("grid")
        column, row = self.some("grid_column", grid=grid), self.some("grid_row", grid=grid)
        return {"grid": grid, "column": column, "row": row}


def _whim(stage: Stage, chance: random.Random, ids: Ids) -> Job:
    """Someone, and a command that makes sense more often than not."""
    some, cell, minute = ids.some, ids.cell, chance.randrange(1440)
    anyone: list[tuple[str, dict[str, Any]]] = [
        ("edit.undo", {}),
        ("edit.undo", {}),
        ("edit.undo", {}),
        ("edit.redo", {}),
        ("edit.redo", {}),
        ("note.create", {"title": "Ny", "profession": some("profession"), **cell()}),
        ("note.create", {"title": "Uten plass", "profession": some("profession"), "start": minute}),
        ("note.create", {"title": "Med", "profession": some("profession"), "shift": some("shift")}),
        ("note.move", {"note": some("note"), **cell(), "before": some("note")}),
        ("note.move", {"note": some("note"), **cell()}),
        ("note.move", {"note": some("note"), "grid": some("grid"), "column": None, "row": None}),
        ("note.edit", {"note": some("note"), "title": f"Lapp {minute}"}),
        ("note.edit", {"note": some("note"), "profession": some("profession")}),
        ("note.edit", {"note": some("note"), "start": minute, "shift": some("shift")}),
        ("note.delete", {"note": some("note")}),
        ("note.restore", {"note": some("note")}),
    ]
    word = chance.choice(("column", "row"))
    line = {word: some(f"grid_{word}")}
    new = {"grid": some("grid"), "label": f"Ny {minute}"}
    facilitating: list[tuple[str, dict[str, Any]]] = [
        (f"{word}.add", {**new, "profession": some("profession")}),
        (f"{word}.add", {**new, "before": some(f"grid_{word}")}),
        (f"{word}.edit", {**line, "label": f"Navn {minute}"}),
        (f"{word}.move", {**line, "before": some(f"grid_{word}")}),
        (f"{word}.remove", line),
        (f"{word}.remove", line),
        ("profession.add", {"name": f"Yrke {minute}"}),
        ("profession.edit", {"profession": some("profession"), "name": f"Yrke {minute}"}),
        ("profession.remove", {"profession": some("profession")}),
        ("profession.remove", {"profession": some("profession")}),
        ("shift.add", {"name": "Mellomvakt", "start": minute, "end": 10}),
        ("shift.remove", {"shift": some("shift")}),
        ("note.erase", {"note": some("note")}),
        ("board.edit", {"title": f"Tavle {minute}"}),
        ("board.state", {"state": chance.choice(("silent", "locked", "closed"))}),
        ("board.state", {"state": "open"}),
        ("board.state", {"state": "open"}),
    ]
    who = chance.choice(("frida", "frida", "kari", "per"))
    wishes = facilitating if who == "frida" and chance.random() < 0.7 else anyone
    do, fields = chance.choice(wishes)
    return Job(stage.board, stage.actors[who].seat, Envelope(str(uuid4()), do, fields))
