"""The one door for change.

Rooms hand in what they can do as a ``Part``; the gate (access) says who is asking. An action reads
the board in memory and says what shall change; nothing is changed but by ``Door.perform``, inside a
cycle that writes and commits it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.engine import Connection

from app.errors import Invalid
from app.i18n import _
from app.live.changes import Changes
from app.live.envelope import Command, Envelope, invalid_fields, is_id
from app.live.held import Held, Load, Write
from app.live.log import Recorded


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

    def admit_all(
        self, connection: Connection, seats: Iterable[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Any]:
        """The person at each ``(board, seat)`` that holds, read afresh; others are left out."""

    def as_of(self, person: Any, held: Held) -> Any:
        """The person on a board that has changed since they were read."""

    def check(self, person: Any, permission: Any) -> None:
        """Raises Forbidden, or why the board's state does not allow it."""


class Turn(Protocol):
    """One command's turn: the board in memory, and SQL for what is not in it."""

    @property
    def held(self) -> Held: ...

    def connection(self) -> Connection:
        """The cycle's transaction, with all that came before written to the tables."""

    def record(self, event: Recorded) -> None:
        """Have an event written to the log, in the same transaction."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an action wants done: nothing is changed yet."""

    do: str
    changes: Changes
    about: dict[str, Any] = field(default_factory=dict)


Act = Callable[[Turn, Any, Any], Draft]


@dataclass(frozen=True)
class Part:
    """What one room brings to the door."""

    commands: Mapping[str, type[Command]]
    needs: Mapping[type[Command], Any]
    act: Act


@dataclass(frozen=True)
class House:
    """What all parts share: the board in memory, the completion of a change, and the text guard."""

    # A board as the tables have it. Raises NotFound.
    load: Load
    # Boards in memory to their tables.
    write: Write
    # Adds what must follow, or raises: (held, person, changes) -> changes.
    complete: Callable[[Any, Any, Changes], Changes]
    # Whether the event concerns only the one who made it, for now.
    is_private: Callable[[Any, Changes], bool]
    # The same for events read from the log: (connection, board, events) -> events.
    mark_private: Callable[[Connection, str, list[Recorded]], list[Recorded]]
    # Whether everyone's view of the board is another one after this, and must be sent anew.
    changes_view: Callable[[Changes], bool]
    # Raises PersonalData: (person, texts, confirmed).
    guard: Callable[[Any, Iterable[str], frozenset[str]], None]
    # Once the event is recorded: (turn, person, event).
    after: Callable[[Turn, Any, Recorded], None]


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

    def perform(self, turn: Turn, person: Any, job: Job, at: datetime) -> Recorded:
        """Do one command as its board's next event. Raises AppError, with nothing changed."""
        command = self.parse(job.envelope)
        held = turn.held
        person = self.gate.as_of(person, held)
        self.gate.check(person, self._needs.get(type(command)))
        self.house.guard(person, texts_of(command), job.envelope.confirmed)
        draft = self._acts[type(command)](turn, person, command)
        changes = self.house.complete(held, person, draft.changes)
        seq = held.seq + 1
        was = held.lay(seq, job.seat, changes)
        event = Recorded(
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
        turn.record(event)
        self.house.after(turn, person, event)
        return event


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
