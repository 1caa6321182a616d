"""The one door for change.

Rooms hand in what they can do as a ``Part``; the gate (access) says who is asking. Nothing is
written but by ``Door.perform``, inside a transaction that the journal or a caller has begun.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.engine import Connection

from app.db import UtcDateTime
from app.errors import Invalid
from app.i18n import _
from app.live import log
from app.live.changes import Changes, Collections, apply
from app.live.envelope import Command, Envelope, invalid_fields, is_id
from app.live.log import Recorded

# A stream is any row with a ``seq``; that it is a workshop's board is not known here.
_boards = sa.table(
    "board", sa.column("id"), sa.column("seq"), sa.column("changed_at", UtcDateTime())
)


class Person(Protocol):
    """Who is asking: a seat at one board, as the database had it a moment ago."""

    @property
    def seat(self) -> str: ...

    @property
    def board(self) -> str: ...

    @property
    def works_apart(self) -> bool:
        """Whether the others are not to know, for now, what this person points at."""


class Gate(Protocol):
    """Who is asking, and may they? Kept by the access room."""

    def admit(self, connection: Connection, board: str, seat: str) -> Any:
        """The person, read afresh. Raises UnknownPerson when the seat is withdrawn."""

    def check(self, person: Any, permission: Any) -> None:
        """Raises Forbidden, or why the board's state does not allow it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an action wants done: nothing is written yet."""

    do: str
    changes: Changes
    about: dict[str, Any] = field(default_factory=dict)


Act = Callable[[Connection, Any, Any], Draft]


@dataclass(frozen=True)
class Part:
    """What one room brings to the door."""

    commands: Mapping[str, type[Command]]
    needs: Mapping[type[Command], Any]
    act: Act


@dataclass(frozen=True)
class House:
    """What all parts share: collections, the completion of a change, and the text guard."""

    collections: Collections
    # Adds what must follow, or raises: (connection, person, changes) -> changes.
    complete: Callable[[Connection, Any, Changes], Changes]
    # Whether the event concerns only the one who made it, for now.
    is_private: Callable[[Any, Changes], bool]
    # The same for events read from the log: (connection, board, events) -> events.
    mark_private: Callable[[Connection, str, list[Recorded]], list[Recorded]]
    # Whether everyone's view of the board is another one after this, and must be sent anew.
    changes_view: Callable[[Changes], bool]
    # Raises PersonalData: (person, texts, confirmed).
    guard: Callable[[Any, Iterable[str], frozenset[str]], None]
    # After the event is written: (connection, person, event).
    after: Callable[[Connection, Any, Recorded], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One command on its way: which board, whose seat, and what."""

    board: str
    seat: str
    envelope: Envelope


class Door:
    """All rooms' commands, joined."""

    def __init__(self, gate: Gate, house: House, parts: Iterable[Part]) -> None:
        self.gate = gate
        self.house = house
        self.commands: dict[str, type[Command]] = {}
        self._adapters: dict[str, TypeAdapter[Command]] = {}
        self._acts: dict[type[Command], Act] = {}
        self._needs: dict[type[Command], Any] = {}
        for part in parts:
            for name, kind in part.commands.items():
                self.commands[name] = kind
                self._adapters[name] = TypeAdapter(kind)
                self._acts[kind] = part.act
            self._needs.update(part.needs)

    @property
    def needs(self) -> Mapping[type[Command], Any]:
        return self._needs

    def parse(self, envelope: Envelope) -> Command:
        """The command in an envelope. Raises Invalid, which names the fields that are wrong."""
        adapter = self._adapters.get(envelope.do)
        if adapter is None:
            raise Invalid(_("There is no such command. Reload the page."))
        try:
            return adapter.validate_python(envelope.fields)
        except ValidationError as error:
            raise invalid_fields(error) from error

    def perform(self, connection: Connection, job: Job, seq: int, at: datetime) -> Recorded:
        """Do one command as the board's event ``seq``.

        A command that this seat has sent before is not done again: its first event comes back,
        with ``repeated`` set. Raises AppError, with nothing written.
        """
        person = self.gate.admit(connection, job.board, job.seat)
        earlier = log.find_by_command(connection, job.seat, job.envelope.id)
        if earlier is not None:
            return replace(earlier, repeated=True)
        command = self.parse(job.envelope)
        needed = self._needs.get(type(command))
        self.gate.check(person, needed)
        self.house.guard(person, texts_of(command), job.envelope.confirmed)
        draft = self._acts[type(command)](connection, person, command)
        changes = self.house.complete(connection, person, draft.changes)
        was = apply(connection, job.board, seq, changes, self.house.collections)
        recorded = Recorded(
            board=job.board,
            seq=seq,
            at=at,
            do=draft.do,
            command=job.envelope.id,
            about=draft.about,
            changes=changes,
            was=was,
            seat=job.seat,
            private=self.house.is_private(person, changes),
        )
        log.write(connection, recorded)
        self.house.after(connection, person, recorded)
        return recorded


def texts_of(command: Command) -> list[str]:
    """Every text in a command, however deep; ids are no texts to worry about and harmless."""
    found: list[str] = []
    _gather(command.model_dump(), found)
    return found


def _gather(value: object, found: list[str]) -> None:
    if isinstance(value, str):
        if not is_id(value):
            found.append(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            _gather(inner, found)
    elif isinstance(value, list | tuple):
        for inner in value:
            _gather(inner, found)


def lock_boards(connection: Connection, boards: Iterable[str]) -> dict[str, int]:
    """The latest ``seq`` of each board, locked in a fixed order where others write as well.

    A board that does not exist is left out.
    """
    statement = sa.select(_boards.c.id, _boards.c.seq).where(_boards.c.id.in_(set(boards)))
    # Not the strongest lock: that one would wait for whoever takes a seat at the board, and the
    # command line, which takes one before it writes, would wait for us.
    locked = statement.order_by(_boards.c.id).with_for_update(key_share=True)
    rows = connection.execute(locked)
    return {row.id: row.seq for row in rows}


def store_seq(connection: Connection, board: str, seq: int, at: datetime) -> None:
    """Say on the board itself how far it has come."""
    connection.execute(
        sa.update(_boards).where(_boards.c.id == board).values(seq=seq, changed_at=at)
    )
