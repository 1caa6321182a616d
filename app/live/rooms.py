"""Who is connected to which board, and how an event reaches them.

A frame is encoded once for each audience. A person whose queue is full is let go, and resumes by
``seq``.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from app.live.changes import Changes
from app.live.log import Recorded, as_message, encode, hidden

ONE_MIB = 1024 * 1024
PRESENCE_PAUSE_S = 0.25
SMALL_GROUP = 3


class Sign(Enum):
    """What can stand in a connection's queue besides a frame."""

    RESYNC = "resync"


@dataclass(eq=False)
class Connection:
    """One open socket. ``holding`` and ``writing`` are a note's id, shown to the others."""

    person: Any
    queue: asyncio.Queue[str | Sign] = field(default_factory=asyncio.Queue)
    waiting_bytes: int = 0
    holding: str | None = None
    writing: str | None = None
    # The whole board is on its way to it; what happens meanwhile is in that.
    is_behind: bool = False
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, frame: str) -> None:
        # Let go rather than waited for: one slow tab must not hold back the room. One frame alone
        # may be larger: a big import must not send everybody away.
        if self.waiting_bytes and self.waiting_bytes + len(frame) > ONE_MIB:
            self.leave()
        if self.let_go.is_set():
            return
        self.waiting_bytes += len(frame)
        self.queue.put_nowait(frame)

    def resync(self) -> None:
        """Have the whole board sent anew; no events until it has come."""
        self.is_behind = True
        self.queue.put_nowait(Sign.RESYNC)

    def leave(self) -> None:
        self.let_go.set()


class Room:
    """The connections of one board. ``published`` is the last event they were told of."""

    def __init__(self, board: str, published: int, changes_view: Callable[[Changes], bool]) -> None:
        self.board = board
        self.published = published
        self._changes_view = changes_view
        self.connections: set[Connection] = set()
        self._presence_timer: asyncio.TimerHandle | None = None

    def publish(self, events: list[Recorded]) -> None:
        """Tell everyone of events that follow on what they have; others are passed over."""
        news: list[Recorded] = []
        for event in events:
            if event.seq == self.published + 1:
                self.published = event.seq
                news.append(event)
        if not news:
            return
        owners = {event.seat for event in news if event.private}
        for_all = encode([hidden(e) if e.private else as_message(e) for e in news])
        for_owner = {owner: _frame_for(owner, news) for owner in owners}
        resync = any(self._changes_view(event.changes) for event in news)
        for connection in list(self.connections):
            if connection.is_behind:
                continue
            connection.put(for_owner.get(connection.person.seat, for_all))
            if resync:
                connection.resync()

    def presence_changed(self) -> None:
        """Tell of it soon: thinned out, the latest wins."""
        if self._presence_timer is None:
            loop = asyncio.get_running_loop()
            self._presence_timer = loop.call_later(PRESENCE_PAUSE_S, self._tell_presence)

    def _tell_presence(self) -> None:
        self._presence_timer = None
        frame = encode([presence(self.connections)])
        for connection in list(self.connections):
            # Presence is the first to be dropped when someone is behind.
            if connection.waiting_bytes < ONE_MIB // 8:
                connection.put(frame)


class Rooms:
    """The rooms of this process, by board."""

    def __init__(self, changes_view: Callable[[Changes], bool]) -> None:
        self._changes_view = changes_view
        self._rooms: dict[str, Room] = {}

    def find(self, board: str) -> Room | None:
        return self._rooms.get(board)

    def all(self) -> list[Room]:
        return list(self._rooms.values())

    def enter(self, board: str, connection: Connection, seq: int) -> Room:
        """Let a connection in that has everything up to ``seq``, as everyone in the room has."""
        room = self._rooms.get(board)
        if room is None:
            room = self._rooms[board] = Room(board, seq, self._changes_view)
        connection.is_behind = False
        room.connections.add(connection)
        room.presence_changed()
        return room

    def leave(self, board: str, connection: Connection) -> None:
        """Take it out; the last one puts out the light."""
        room = self._rooms.get(board)
        if room is None:
            return
        room.connections.discard(connection)
        if room.connections:
            room.presence_changed()
        else:
            self._rooms.pop(room.board, None)

    def presence_changed(self, board: str) -> None:
        """Someone points at something else, or at nothing."""
        room = self._rooms.get(board)
        if room is not None:
            room.presence_changed()

    def publish(self, events: list[Recorded], behind: Callable[[Room], None]) -> None:
        """Tell each board's room of its events; ``behind`` is called for one that lacks some."""
        by_board: dict[str, list[Recorded]] = {}
        for event in events:
            by_board.setdefault(event.board, []).append(event)
        for board, news in by_board.items():
            room = self._rooms.get(board)
            if room is None:
                continue
            if news[0].seq > room.published + 1:
                behind(room)
            else:
                room.publish(news)


def presence(connections: set[Connection]) -> dict[str, Any]:
    """Who is here, without pointing at anyone in a small group."""
    seats = {connection.person.seat: connection.person for connection in connections}
    together = [c for c in connections if not c.person.works_apart]
    counts: dict[str, int] = {}
    for person in seats.values():
        if person.profession:
            counts[person.profession] = counts.get(person.profession, 0) + 1
    return {
        "is": "presence",
        "here": len(seats),
        "professions": {p: n for p, n in sorted(counts.items()) if n >= SMALL_GROUP},
        "holding": sorted({c.holding for c in together if c.holding}),
        "writing": sorted({c.writing for c in together if c.writing}),
    }


def _frame_for(owner: str | None, news: list[Recorded]) -> str:
    return encode([hidden(e) if e.private and e.seat != owner else as_message(e) for e in news])
