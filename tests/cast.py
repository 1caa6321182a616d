"""The cast: Frida facilitates, Lise leads the ward, Kari and Per take part, Ola only looks, Ute is
from another board. They speak to the door directly."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from app.access import seats
from app.access.person import Person
from app.access.rights import Role
from app.access.tokens import LinkToken
from app.board.creation import create_board
from app.board.snapshot import board_document
from app.db import reader, unit_of_work
from app.door import build_door
from app.errors import AppError
from app.live.cycle import Outcome
from app.live.envelope import Envelope
from app.live.held import Shelf
from app.live.log import Recorded
from app.live.pen import commit
from app.live.perform import Door, Job


@dataclass
class Actor:
    """Someone at a seat."""

    stage: "Stage"
    seat: str
    board: str

    def send(
        self, do: str, *, id: str | None = None, confirmed: tuple[str, ...] = (), **fields: Any
    ) -> Outcome:
        """One command through the door, committed."""
        envelope = Envelope(id or str(uuid4()), do, fields, frozenset(confirmed))
        job = Job(self.board, self.seat, envelope)
        return commit(self.stage.engine, self.stage.door, [job], self.stage.shelf)[0]

    def does(self, do: str, **fields: Any) -> Recorded:
        """A command that must succeed."""
        outcome = self.send(do, **fields)
        assert isinstance(outcome, Recorded), f"{do} was refused: {outcome}"
        return outcome

    def is_refused(self, do: str, **fields: Any) -> AppError:
        """A command that must be refused, without a trace."""
        before = self.stage.dump()
        outcome = self.send(do, **fields)
        assert isinstance(outcome, AppError), f"{do} was not refused"
        assert self.stage.dump() == before
        return outcome

    def sees(self) -> dict[str, Any]:
        """The board document as this person may see it."""
        with reader(self.stage.engine).connect() as connection:
            person: Person = self.stage.door.gate.admit(connection, self.board, self.seat)
            return board_document(connection, person)

    def sees_note(self, note: str) -> dict[str, Any] | None:
        return next((n for n in self.sees()["notes"] if n["id"] == note), None)

    def writes(self, title: str, profession: str = "SPL", **fields: Any) -> str:
        """A new note; its id."""
        note = str(uuid4())
        code = self.stage.professions[profession]
        self.does("note.create", note=note, title=title, profession=code, **fields)
        return note


@dataclass
class Stage:
    """A board with everyone who has to do with it."""

    engine: Engine
    door: Door
    board: str = ""
    other_board: str = ""
    shelf: Shelf = field(default_factory=Shelf)
    actors: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.__dict__["actors"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def professions(self) -> dict[str, str]:
        return {doc["code"]: doc["id"] for doc in self.document()["professions"]}

    def document(self) -> dict[str, Any]:
        return self.actors["frida"].sees()

    def grid(self, kind: str = "vertical") -> dict[str, Any]:
        return next(grid for grid in self.document()["grids"] if grid["kind"] == kind)

    def cell(self, column: str, row: str, kind: str = "vertical") -> dict[str, str]:
        """Grid, column and row by their labels, as commands want them."""
        grid = self.grid(kind)
        return {
            "grid": grid["id"],
            "column": next(c["id"] for c in grid["columns"] if c["label"] == column),
            "row": next(r["id"] for r in grid["rows"] if r["label"] == row),
        }

    def dump(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of the state tables and the log."""
        from app.schema import target_metadata

        with self.engine.connect() as connection:
            return {
                table.name: [
                    dict(row._mapping)
                    for row in connection.execute(sa.select(table).order_by(*table.primary_key))
                ]
                for table in target_metadata().sorted_tables
            }


def set_the_stage(engine: Engine, template: str = "sykehjem-dag") -> Stage:
    """Two boards, and a seat for each of the cast."""
    stage = Stage(engine, build_door())
    with unit_of_work(engine) as session:
        unit = seats.home_unit(session).id
        board = create_board(session, stage.door, unit, "Post 2", template=template)
        other = create_board(session, stage.door, unit, "Post 3", template=template)
        roles = {
            "frida": (board.id, Role.FACILITATOR),
            "lise": (board.id, Role.LEADER),
            "kari": (board.id, Role.PARTICIPANT),
            "per": (board.id, Role.PARTICIPANT),
            "ola": (board.id, Role.VIEWER),
            "ute": (other.id, Role.FACILITATOR),
        }
        for name, (where, role) in roles.items():
            seat = seats.take_seat(session, LinkToken(where, role, 1))
            stage.actors[name] = Actor(stage, seat.id, where)
        stage.board, stage.other_board = board.id, other.id
    return stage
