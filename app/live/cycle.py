"""One cycle's transaction: boards locked, people admitted, commands done, all of it written.

Commands are done in memory, one after another; what they changed is written together at the end,
or before anything in the cycle asks the tables.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.db import UtcDateTime, now
from app.errors import AppError, NotFound, UnknownPerson
from app.live import log
from app.live.changes import erases
from app.live.held import Held, Shelf, Write
from app.live.log import Recorded
from app.live.perform import Door, Job
from app.statements import Prepared, PreparedFor

Outcome = Recorded | AppError

# A stream is any row with a ``seq``; that it is a workshop's board is not known here.
_boards = sa.table(
    "board", sa.column("id"), sa.column("seq"), sa.column("changed_at", UtcDateTime())
)
_Keys = list[tuple[sa.BindParameter[str], ...]]


def _select(keys: _Keys) -> sa.Select[tuple[str, int]]:
    wanted = _boards.c.id.in_([board for (board,) in keys])
    return sa.select(_boards.c.id, _boards.c.seq).where(wanted).order_by(_boards.c.id)


_read = PreparedFor(_select, 1)
# Not the strongest lock: that one would wait for whoever takes a seat at the board, and the command
# line, which takes one before it writes, would wait for us.
_lock = PreparedFor(lambda keys: _select(keys).with_for_update(key_share=True), 1)
_lock_free = PreparedFor(
    lambda keys: _select(keys).with_for_update(key_share=True, skip_locked=True), 1
)
_store_seq = Prepared(
    sa.update(_boards)
    .where(_boards.c.id == sa.bindparam("of"))
    .values(seq=sa.bindparam("upto"), changed_at=sa.bindparam("at"))
)


class Desk:
    """What the cycle has in hand and not written yet."""

    def __init__(self, connection: Connection, write: Write) -> None:
        self._connection = connection
        self._write = write
        self._events: list[Recorded] = []
        self._held: dict[str, Held] = {}

    def open(self, held: Held) -> "TurnAt":
        """A command's turn at a board."""
        self._held[held.board] = held
        return TurnAt(self, held)

    def record(self, event: Recorded) -> None:
        self._events.append(event)
        if erases(event.changes):
            # What is erased is sought in the log as well, so the log must be there.
            self.flush()

    def flush(self) -> None:
        """Write events and documents; the log first, for erasing goes through it."""
        events, self._events = self._events, []
        if events:
            log.write(self._connection, events)
            self._write(self._connection, self._held.values())

    def connection(self) -> Connection:
        self.flush()
        return self._connection


class TurnAt:
    """A ``Turn`` of the door's: one board, and the desk it lies on."""

    def __init__(self, desk: Desk, held: Held) -> None:
        self._desk = desk
        self.held = held

    def connection(self) -> Connection:
        return self._desk.connection()

    def record(self, event: Recorded) -> None:
        self._desk.record(event)


def perform_all(
    connection: Connection, door: Door, jobs: list[Job], shelf: Shelf | None = None
) -> list[Outcome]:
    """Do commands in order inside a transaction that the caller commits.

    Waits for boards that another process writes to at this moment.
    """
    latest = lock_boards(connection, {job.board for job in jobs})
    return _perform_at(connection, door, jobs, latest, shelf or Shelf())


def perform_free(
    connection: Connection, door: Door, jobs: list[Job], shelf: Shelf
) -> list[Outcome | None]:
    """The same, but ``None`` where another process holds the board: to be tried again soon."""
    latest = _seqs(_lock_free, connection, {job.board for job in jobs})
    busy = set(latest_seqs(connection, {job.board for job in jobs} - set(latest)))
    done = iter(
        _perform_at(connection, door, [j for j in jobs if j.board not in busy], latest, shelf)
    )
    return [None if job.board in busy else next(done) for job in jobs]


def _seqs(statement: PreparedFor, connection: Connection, boards: Iterable[str]) -> dict[str, int]:
    # In a fixed order: two processes that lock the same boards must not wait for each other.
    return dict(statement.read(connection, [(board,) for board in sorted(boards)]))


def _perform_at(
    connection: Connection, door: Door, jobs: list[Job], latest: dict[str, int], shelf: Shelf
) -> list[Outcome]:
    at = now()
    people = door.gate.admit_all(connection, {(job.board, job.seat) for job in jobs})
    done = log.find_by_commands(connection, {(job.seat, job.envelope.id) for job in jobs})
    desk = Desk(connection, door.house.write)
    outcomes: list[Outcome] = []
    changed: dict[str, Held] = {}
    for job in jobs:
        key = (job.seat, job.envelope.id)
        person = people.get((job.board, job.seat))
        if job.board not in latest:
            outcomes.append(NotFound())
        elif person is None:
            outcomes.append(UnknownPerson())
        elif key in done:
            outcomes.append(replace(done[key], repeated=True))
        else:
            held = shelf.take(
                connection,
                job.board,
                latest[job.board],
                door.house.load,
                door.house.changes_view,
            )
            outcome = _perform(door, desk.open(held), person, job, at)
            outcomes.append(outcome)
            if isinstance(outcome, Recorded):
                done[key] = outcome
                latest[job.board] = held.seq
                changed[job.board] = held
    desk.flush()
    if changed:
        rows = [{"of": board, "upto": changed[board].seq, "at": at} for board in sorted(changed)]
        if len(rows) > 1:
            _store_seq.write(connection, rows[1:])
        # Alone and last: after many at once PostgreSQL does not watch for a transaction that is
        # left lying, and a machine that vanished would keep its boards locked.
        _store_seq.write(connection, rows[:1])
    shelf.make_room()
    return outcomes


def _perform(door: Door, turn: TurnAt, person: object, job: Job, at: datetime) -> Outcome:
    try:
        return door.perform(turn, person, job, at)
    except AppError as refused:
        return refused


def lock_boards(connection: Connection, boards: Iterable[str]) -> dict[str, int]:
    """How far each of these boards has come; nobody else writes to them until the commit."""
    return _seqs(_lock, connection, boards)


def latest_seq(connection: Connection, board: str) -> int:
    """How far a board has come. Raises NotFound."""
    seq = latest_seqs(connection, [board]).get(board)
    if seq is None:
        raise NotFound()
    return seq


def latest_seqs(connection: Connection, boards: Iterable[str]) -> dict[str, int]:
    """How far each of these boards has come."""
    return _seqs(_read, connection, boards)
