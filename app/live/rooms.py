"""Who is connected to which board, and how an event reaches them.

A frame is encoded once for each audience. Whoever does not read is let go, and resumes by ``seq``.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app import figures
from app.live.changes import Changes, erases
from app.live.frames import Frame
from app.live.log import Recorded, as_message, hidden
from app.live.presence import Here, presence_message
from app.live.wire import Wire

ONE_MIB = 1024 * 1024
PRESENCE_PAUSE_S = 0.25
# What a newcomer may have missed between reading the board and entering the room.
TAIL = 500


@dataclass(eq=False)
class Connection:
    """One open socket. ``holding`` and ``writing`` are a note's id, shown to the others.

    It has been told of everything up to ``seq``. While it ``is_behind``, the whole board is on its
    way to it, and what happens meanwhile is in that.
    """

    person: Any
    wire: Wire
    seq: int = -1
    # The seq of the last whole board it was sent.
    whole_seq: int = -1
    holding: str | None = None
    writing: str | None = None
    is_behind: bool = False
    # Own events that happened while it was behind: they are its answers, so it must hear of them.
    owed: list[Recorded] = field(default_factory=list)
    is_let_go: bool = False

    def put(self, frame: Frame) -> None:
        """Hand a frame out, unless the one before has not gone yet and it would be too much."""
        if self.is_let_go:
            return
        # Let go rather than waited for: one slow tab must not hold back the room. One frame alone
        # may be larger: a big import must not send everybody away.
        waiting = self.wire.waiting_bytes
        if waiting and waiting + len(frame) > ONE_MIB:
            self.leave("slow")
        else:
            self.wire.write(frame)

    def leave(self, why: figures.Why | None = None) -> None:
        """Let go of it."""
        if self.is_let_go:
            return
        self.is_let_go = True
        if why is not None:
            figures.let_go(why)
        self.wire.end()


class Room:
    """The connections of one board. ``published`` is the last event they were told of."""

    def __init__(
        self,
        board: str,
        published: int,
        changes_view: Callable[[Changes], bool],
        resync: Callable[["Room"], None],
    ) -> None:
        self.board = board
        self.published = published
        self.connections: set[Connection] = set()
        # Who is at the same board in other processes, by process.
        self.elsewhere: dict[str, Here] = {}
        self._changes_view = changes_view
        self._resync = resync
        self._tail: deque[Recorded] = deque(maxlen=TAIL)
        self._presence_timer: asyncio.TimerHandle | None = None

    def publish(self, events: list[Recorded]) -> tuple[int, int]:
        """Tell everyone of events that follow on what they have; others are passed over.

        Gives how many frames went out, and their bytes.
        """
        before = self.published
        news: list[Recorded] = []
        for event in events:
            if event.seq == self.published + 1:
                self.published = event.seq
                news.append(event)
        if not news:
            return 0, 0
        is_another_view = any(self._changes_view(event.changes) for event in news)
        if is_another_view or any(erases(event.changes) for event in news):
            # What is erased stays nowhere; and what may be seen of the events before is another
            # thing now.
            self._tail.clear()
        else:
            self._tail.extend(news)
        frames = _Frames(news)
        count = size = 0
        for connection in list(self.connections):
            if connection.is_behind:
                continue
            seat = connection.person.seat
            frame: Frame | None = frames.for_all
            if connection.seq != before or seat in frames.owners:
                frame = frames.for_seat(seat, max(connection.seq, before))
            if frame is not None:
                # Mostly there is nothing to look at: this is the innermost of all loops.
                if connection.wire.is_clear:
                    connection.wire.write(frame)
                else:
                    connection.put(frame)
                count += 1
                size += len(frame.payload)
            connection.seq = max(connection.seq, self.published)
            if connection.owed:
                connection.owed = [e for e in connection.owed if e.seq > connection.seq]
        if is_another_view:
            for connection in self.connections:
                connection.is_behind = True
            self._resync(self)
        return count, size

    def enter(self, connection: Connection) -> bool:
        """Let a connection in, with what has happened since it was brought up to its ``seq``.

        ``False`` when that is not known here any more.
        """
        if connection.seq < self.published:
            missed = [event for event in self._tail if event.seq > connection.seq]
            if len(missed) != self.published - connection.seq:
                return False
            frame = _Frames(missed).for_seat(connection.person.seat, connection.seq)
            if frame is not None:
                connection.put(frame)
            connection.seq = self.published
        if connection.owed:
            connection.owed = [e for e in connection.owed if e.seq > connection.seq]
        connection.is_behind = False
        self.connections.add(connection)
        return True

    def presence_changed(self) -> None:
        """Tell of it soon: thinned out, the latest wins."""
        if self._presence_timer is None:
            loop = asyncio.get_running_loop()
            self._presence_timer = loop.call_later(PRESENCE_PAUSE_S, self._tell_presence)

    def here(self) -> Here:
        """Who is at the board in this process."""
        together = [c for c in self.connections if not c.person.works_apart]
        return Here(
            seats={c.person.seat: c.person.profession for c in self.connections},
            holding=sorted({c.holding for c in together if c.holding}),
            writing=sorted({c.writing for c in together if c.writing}),
        )

    def _tell_presence(self) -> None:
        self._presence_timer = None
        frame = Frame([presence_message([self.here(), *self.elsewhere.values()])])
        for connection in list(self.connections):
            # Presence is the first to be dropped when someone is behind.
            if connection.wire.waiting_bytes < ONE_MIB // 8:
                connection.put(frame)


class _Frames:
    """Frames of the same news, one for each audience, made when they are asked for."""

    def __init__(self, news: list[Recorded]) -> None:
        self._news = news
        self.owners = {event.seat for event in news if event.private}
        self._made: dict[tuple[str | None, int], Frame | None] = {}

    @cached_property
    def for_all(self) -> Frame:
        """What everyone is told whose none of it is."""
        return Frame([hidden(e) if e.private else as_message(e) for e in self._news])

    def for_seat(self, seat: str, after: int) -> Frame | None:
        """What someone at ``seat`` is told who has everything up to ``after``."""
        owner = seat if seat in self.owners else None
        key = (owner, after)
        if key not in self._made:
            messages = [
                hidden(event) if event.private and event.seat != owner else as_message(event)
                for event in self._news
                if event.seq > after
            ]
            self._made[key] = Frame(messages) if messages else None
        return self._made[key]


class Rooms:
    """The rooms of this process, by board."""

    def __init__(
        self, changes_view: Callable[[Changes], bool], resync: Callable[[Room], None]
    ) -> None:
        self._changes_view = changes_view
        self._resync = resync
        self._rooms: dict[str, Room] = {}
        # Called with the room when who is in it, or what they hold, has changed.
        self.on_presence: Callable[[Room], None] | None = None
        self._people = 0

    def find(self, board: str) -> Room | None:
        return self._rooms.get(board)

    def all(self) -> list[Room]:
        return list(self._rooms.values())

    def enter(self, board: str, connection: Connection) -> bool:
        """Let a connection in that has everything up to its ``seq``; see ``Room.enter``."""
        room = self._rooms.get(board)
        if room is None:
            room = Room(board, connection.seq, self._changes_view, self._resync)
        was_in = connection in room.connections
        if not room.enter(connection):
            return False
        self._rooms[board] = room
        if not was_in:
            self._people += 1
            self._count()
        self.presence_changed(board)
        return True

    def leave(self, board: str, connection: Connection) -> None:
        """Take it out; the last one puts out the light."""
        room = self._rooms.get(board)
        if room is None or connection not in room.connections:
            return
        room.connections.discard(connection)
        self._people -= 1
        self.presence_changed(board)
        if not room.connections:
            self._rooms.pop(room.board, None)
        self._count()

    def presence_changed(self, board: str) -> None:
        """Someone came or went, points at something else, or at nothing."""
        room = self._rooms.get(board)
        if room is not None:
            room.presence_changed()
            if self.on_presence is not None:
                self.on_presence(room)

    def publish(self, events: Iterable[Recorded], behind: Callable[[Room], None]) -> None:
        """Tell each board's room of its events; ``behind`` is called for one that lacks some."""
        began = time.perf_counter()
        by_board: dict[str, list[Recorded]] = {}
        for event in events:
            by_board.setdefault(event.board, []).append(event)
        frames = size = 0
        for board, news in by_board.items():
            room = self._rooms.get(board)
            if room is None:
                continue
            if news[0].seq > room.published + 1:
                behind(room)
            else:
                told, volume = room.publish(news)
                frames, size = frames + told, size + volume
        if frames:
            figures.told(frames, size, time.perf_counter() - began)

    def _count(self) -> None:
        figures.here(self._people, len(self._rooms))
