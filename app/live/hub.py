"""The live engine of one process: the door, the journal and the rooms, put together."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from sqlalchemy.engine import Engine

from app import figures
from app.db import reader
from app.errors import AppError
from app.live import log
from app.live.allowance import Allowances
from app.live.changes import erases
from app.live.cycle import Outcome, latest_seq
from app.live.envelope import Envelope, Refusal
from app.live.frames import Frame
from app.live.journal import Journal
from app.live.log import Recorded, as_message
from app.live.messages import welcome
from app.live.perform import Door, Job
from app.live.rooms import Connection, Room, Rooms
from app.live.rounds import keep_log_short, look_around, tidy_when_quiet
from app.live.snapshots import Snapshots, Views

# When a whole board could not be read, it is tried again after this.
RETRY_S = 0.5
# After so many whole boards the loop is given to others for a moment.
WHOLES_AT_ONCE = 20

logger = logging.getLogger("lappetavla.hub")


class Others(Protocol):
    """The other processes at the same database, where there are any."""

    def tell_news(self, latest: dict[str, int]) -> None: ...

    def tell_erased(self, board: str) -> None: ...

    def tell_withdrawn(self, board: str) -> None: ...


class Hub:
    """What routes and sockets ask for. One for each process."""

    def __init__(self, engine: Engine, door: Door, views: Views) -> None:
        self.engine = engine
        self.door = door
        self.snapshots = Snapshots(engine, door, views)
        self.rooms = Rooms(door.house.changes_view, self._resync)
        self.journal = Journal(engine, door, self._publish)
        self.allowances = Allowances()
        self.others: Others | None = None
        # Called with a board from which something was erased: what is kept of it must go.
        self.on_erased: list[Callable[[str], None]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._catching_up: set[Room] = set()
        self._resyncing: set[Room] = set()
        self.has_erased = False
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.journal.start()
        self.keep(look_around(self))
        self.keep(keep_log_short(self))
        self.keep(tidy_when_quiet(self))

    async def stop(self) -> None:
        for room in self.rooms.all():
            for connection in list(room.connections):
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
        """The board as this seat may see it, all of one moment. Not to be changed."""
        return self.snapshots.document(board, seat)[1]

    def missed(self, board: str, seat: str, since: int) -> list[dict[str, Any]] | None:
        """The messages after ``since``, or ``None`` when they cannot be given from the log.

        Once the view of the board has changed, what was hidden before may be there, or the other
        way round: no event tells, so the whole board must be given. Also to one whose last event
        was that change: the whole board that followed on it may not have come.
        """
        with reader(self.engine).connect() as connection:
            person = self.door.gate.admit(connection, board, seat)
            latest = latest_seq(connection, board)
            if not 0 < since <= latest or latest - since > log.MOST_EVENTS:
                return None
            last, *events = log.list_since(connection, board, since - 1)
            if any(self.door.house.changes_view(event.changes) for event in (last, *events)):
                return None
            return log.seen_through(events, self.snapshots.lens(connection, person))

    def read_log(self, board: str, seat: str, since: int) -> dict[str, Any]:
        """A page of the log: its messages, and the ``seq`` that the board has come to."""
        with reader(self.engine).connect() as connection:
            person = self.door.gate.admit(connection, board, seat)
            events = log.list_since(connection, board, since, most=log.MOST_EVENTS)
            return {
                "seq": latest_seq(connection, board),
                "events": log.seen_through(events, self.snapshots.lens(connection, person)),
            }

    def history(self, board: str, seat: str, doc_id: str, since: int) -> dict[str, Any]:
        """A page of what has happened to one document, each event with what it replaced."""
        with reader(self.engine).connect() as connection:
            person = self.door.gate.admit(connection, board, seat)
            may_see = self.snapshots.lens(connection, person)
            events = log.list_about(connection, board, doc_id, since, log.MOST_EVENTS)
            return {
                "seq": latest_seq(connection, board),
                "events": [log.with_was(e, doc_id) for e in events if may_see(e)],
            }

    def withdraw_from_thread(self, board: str) -> None:
        """Seats at a board were withdrawn: let them go here, and have the others do the same."""
        self.recheck_from_thread(board)
        if self.others is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self.others.tell_withdrawn, board)

    def recheck_from_thread(self, board: str) -> None:
        """Let those go whose seats no longer hold, on their open sockets too."""
        room, loop = self.rooms.find(board), self._loop
        if room is None or loop is None:
            return
        connections = list(room.connections)
        with self.engine.connect() as reading:
            seats = {(board, connection.person.seat) for connection in connections}
            held = self.door.gate.admit_all(reading, seats)
        for connection in connections:
            if (board, connection.person.seat) not in held:
                loop.call_soon_threadsafe(connection.leave, "withdrawn")

    def hear_of(self, board: str, seq: int) -> None:
        """Another process says that a board has come to ``seq``."""
        room = self.rooms.find(board)
        if room is not None and room.published < seq:
            self._catch_up_soon(room)

    def look_at(self, board: str) -> None:
        """See whether a board of this process has news."""
        room = self.rooms.find(board)
        if room is not None:
            self._catch_up_soon(room)

    def recheck_soon(self, board: str) -> None:
        """Another process says that seats at a board were withdrawn."""
        self.keep(asyncio.to_thread(self.recheck_from_thread, board))

    def forget(self, board: str) -> None:
        """Something of the board was erased, here or elsewhere: keep nothing of it ready."""
        self.has_erased = True
        self.snapshots.forget(board)
        self.journal.forget(board)
        for forget in self.on_erased:
            forget(board)

    def keep(self, work: Coroutine[Any, Any, None]) -> None:
        """Have something done beside, until the hub stops."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._forget)

    def _publish(self, events: list[Recorded]) -> None:
        if not events:
            return
        for board in {event.board for event in events if erases(event.changes)}:
            self.forget(board)
            if self.others is not None:
                self.others.tell_erased(board)
        self.rooms.publish(events, behind=self._catch_up_soon)
        if self.others is not None:
            self.others.tell_news({event.board: event.seq for event in events})

    def _catch_up_soon(self, room: Room) -> None:
        if room not in self._catching_up:
            self._catching_up.add(room)
            self.keep(self._catch_up(room))

    async def _catch_up(self, room: Room) -> None:
        """Tell a room of what has been stored and not told there yet."""
        try:
            events = await asyncio.to_thread(self._read_log, room.board, room.published)
        finally:
            self._catching_up.discard(room)
        if any(erases(event.changes) for event in events):
            self.forget(room.board)
        room.publish(events)

    def _resync(self, room: Room) -> None:
        if room not in self._resyncing:
            self._resyncing.add(room)
            self.keep(self._send_wholes(room))

    async def _send_wholes(self, room: Room) -> None:
        """Send the whole board to everyone in a room who is behind, until nobody is."""
        try:
            while behind := [c for c in room.connections if c.is_behind and not c.is_let_go]:
                try:
                    await self._send_whole_to(room, behind)
                except Exception as error:
                    logger.warning("could not send a whole board: %s", type(error).__name__)
                    await asyncio.sleep(RETRY_S)
        finally:
            self._resyncing.discard(room)

    async def _send_whole_to(self, room: Room, behind: list[Connection]) -> None:
        seats = [connection.person.seat for connection in behind]
        seq, shown = await asyncio.to_thread(self.snapshots.all_encoded, room.board, seats)
        figures.resynced(len(behind))
        for number, connection in enumerate(behind, start=1):
            if connection.is_let_go:
                continue
            found = shown.get(connection.person.seat)
            if found is None:
                connection.leave("withdrawn")
                continue
            connection.person, snapshot = found
            answers = [as_message(e) for e in connection.owed if e.seq <= seq]
            connection.owed = [e for e in connection.owed if e.seq > seq]
            connection.put(Frame([welcome(connection.person), snapshot, *answers]))
            connection.seq = connection.whole_seq = seq
            room.enter(connection)
            if number % WHOLES_AT_ONCE == 0:
                await asyncio.sleep(0)
        # Who points at what may be another matter in the new view.
        self.rooms.presence_changed(room.board)

    def _read_log(self, board: str, since: int) -> list[Recorded]:
        with reader(self.engine).connect() as connection:
            return self.door.house.mark_private(
                connection, board, log.list_since(connection, board, since)
            )

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            # Nothing is lost: the next look around finds what this one did not tell.
            logger.error("work beside the commands failed", exc_info=fault)
