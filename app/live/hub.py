"""The live engine of one process: the door, the journal and the rooms, put together."""

import asyncio
import itertools
import logging
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection as DatabaseConnection
from sqlalchemy.engine import Engine

from app.db import reader
from app.errors import AppError, NotFound
from app.live import log
from app.live.allowance import Allowances
from app.live.envelope import Envelope, Refusal
from app.live.journal import Journal, Outcome
from app.live.log import Recorded
from app.live.perform import Door, Job
from app.live.rooms import Room, Rooms

LOOK_AROUND_S = 0.5
# Every how many looks all seats are asked for: a minute.
RECHECK_AFTER = 120

logger = logging.getLogger("lappetavla.hub")

_boards = sa.table("board", sa.column("id"), sa.column("seq"))

# What a reader may see of the log, decided once for one reading.
Lens = Callable[[DatabaseConnection, Any], Callable[[Recorded], bool]]
Snapshot = Callable[[DatabaseConnection, Any], dict[str, Any]]


class Hub:
    """What routes and sockets ask for. One for each process."""

    def __init__(self, engine: Engine, door: Door, snapshot: Snapshot, lens: Lens) -> None:
        self.engine = engine
        self.door = door
        self.rooms = Rooms(door.house.changes_view)
        self.journal = Journal(engine, door, self._publish)
        self.allowances = Allowances()
        # Called for each event of this process once it is stored, on the event loop.
        self.listeners: list[Callable[[Recorded], None]] = []
        self._snapshot = snapshot
        self._lens = lens
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.journal.start()
        self._keep(self._look_around())

    async def stop(self) -> None:
        for room in self.rooms.all():
            for connection in room.connections:
                connection.leave()
        await self.journal.stop()
        for task in self._tasks:
            task.cancel()
        # What still reads in a thread must be done before the engine is disposed of.
        await asyncio.get_running_loop().shutdown_default_executor()

    async def perform(self, board: str, seat: str, envelope: Envelope | Refusal) -> Outcome:
        """One command through the door. A refusal to open it is its own outcome."""
        if isinstance(envelope, Refusal):
            return envelope.error
        return await self.journal.submit(Job(board, seat, envelope))

    def perform_from_thread(self, board: str, seat: str, envelope: Envelope) -> Recorded:
        """The same for a route that runs in a thread of its own. Raises the refusal."""
        if self._loop is None:
            raise RuntimeError("the hub has not been started")
        waiting = asyncio.run_coroutine_threadsafe(
            self.journal.submit(Job(board, seat, envelope)), self._loop
        )
        outcome = waiting.result()
        if isinstance(outcome, AppError):
            raise outcome
        return outcome

    def admit(self, board: str, seat: str) -> Any:
        """The person at a seat, read now. Raises UnknownPerson."""
        with self.engine.connect() as connection:
            return self.door.gate.admit(connection, board, seat)

    def snapshot(self, board: str, seat: str) -> dict[str, Any]:
        """The board as this seat may see it, all of one moment."""
        return self.whole(board, seat)[1]

    def whole(self, board: str, seat: str) -> tuple[Any, dict[str, Any]]:
        """The person and the board as they may see it, all of one moment."""
        with reader(self.engine).connect() as connection:
            person = self.door.gate.admit(connection, board, seat)
            return person, self._snapshot(connection, person)

    def missed(self, board: str, seat: str, since: int) -> list[dict[str, Any]] | None:
        """The messages after ``since``, or ``None`` when they cannot be given from the log.

        Once the view of the board has changed, what was hidden before may be there, or the other
        way round: no event tells, so the whole board must be given.
        """
        with reader(self.engine).connect() as connection:
            person = self.door.gate.admit(connection, board, seat)
            latest = latest_seq(connection, board)
            if since > latest or latest - since > log.MOST_EVENTS:
                return None
            events = log.list_since(connection, board, since)
            if any(self.door.house.changes_view(event.changes) for event in events):
                return None
            return log.seen_through(events, self._lens(connection, person))

    def read_log(self, board: str, seat: str, since: int) -> dict[str, Any]:
        """A page of the log: its messages, and the ``seq`` that the board has come to."""
        with reader(self.engine).connect() as connection:
            person = self.door.gate.admit(connection, board, seat)
            events = log.list_since(connection, board, since, most=log.MOST_EVENTS)
            return {
                "seq": latest_seq(connection, board),
                "events": log.seen_through(events, self._lens(connection, person)),
            }

    def recheck_from_thread(self, board: str) -> None:
        """Let those go whose seats no longer hold, on their open sockets too."""
        room, loop = self.rooms.find(board), self._loop
        if room is None or loop is None:
            return
        for connection in list(room.connections):
            try:
                self.admit(board, connection.person.seat)
            except AppError:
                loop.call_soon_threadsafe(connection.leave)

    def _publish(self, events: list[Recorded]) -> None:
        for event in events:
            for listener in self.listeners:
                listener(event)
        self.rooms.publish(events, behind=lambda room: self._keep(self.catch_up(room)))

    async def catch_up(self, room: Room) -> None:
        """Tell a room of what has been stored and not told there yet."""
        events = await asyncio.to_thread(self._read_log, room.board, room.published)
        room.publish(events)

    async def _look_around(self) -> None:
        """Find what other processes have done: written, such as the command line, or withdrawn."""
        is_well = True
        for look in itertools.count(1):
            await asyncio.sleep(LOOK_AROUND_S)
            rooms = self.rooms.all()
            try:
                if rooms:
                    await self._look_into(rooms)
                if look % RECHECK_AFTER == 0:
                    for room in rooms:
                        await asyncio.to_thread(self.recheck_from_thread, room.board)
                is_well = True
            except Exception:
                # Said once, not twice a second for as long as the database is away.
                if is_well:
                    logger.exception("could not look for news")
                is_well = False

    async def _look_into(self, rooms: list[Room]) -> None:
        latest = await asyncio.to_thread(self._latest, [room.board for room in rooms])
        for room in rooms:
            if latest.get(room.board, 0) > room.published:
                await self.catch_up(room)

    def _read_log(self, board: str, since: int) -> list[Recorded]:
        with reader(self.engine).connect() as connection:
            return self.door.house.mark_private(
                connection, board, log.list_since(connection, board, since)
            )

    def _latest(self, boards: list[str]) -> dict[str, int]:
        with self.engine.connect() as connection:
            rows = connection.execute(
                sa.select(_boards.c.id, _boards.c.seq).where(_boards.c.id.in_(boards))
            )
            return {row.id: row.seq for row in rows}

    def _keep(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            # Nothing is lost: the next look around finds what this one did not tell.
            logger.error("could not catch up", exc_info=fault)


def latest_seq(connection: DatabaseConnection, board: str) -> int:
    """How far a board has come. Raises NotFound."""
    found = connection.scalar(sa.select(_boards.c.seq).where(_boards.c.id == board))
    if found is None:
        raise NotFound()
    return int(found)
