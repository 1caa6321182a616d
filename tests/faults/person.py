"""One person with a client of their own: it comes back by itself, asks again for what was not
answered, and holds the server to its promises at every message."""

import asyncio
import random
from collections import Counter, deque
from contextlib import suppress
from itertools import cycle
from time import monotonic
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.board.reader import Reader
from tests.faults.whims import may_meet, next_whim

# What nothing was wrong with: to be asked for again.
FOR_NOW = {"unavailable", "too_many"}
MOST_UNANSWERED = 20
DOUBTED = 3
COME_BACK_AFTER_S = 0.2
ASK_AGAIN_AFTER_S = 0.3
LARGEST_FRAME = 64 * 2**20


class Person:
    """A seat, a replica of the board, and every command ever given with what became of it."""

    def __init__(self, board: str, seat: str, token: str, doors: list[str]) -> None:
        self.board = board
        self.seat = seat
        self.reader = Reader()
        self.unanswered: dict[str, dict[str, Any]] = {}
        # Each command that was told as an event, with the event's seq.
        self.acknowledged: dict[str, int] = {}
        self.refused: dict[str, str] = {}
        # What was acknowledged last, and is asked for again after a break: pages cannot be sure.
        self.doubted: dict[str, dict[str, Any]] = {}
        self.counted: Counter[str] = Counter()
        self.slowest_s = 0.0
        self.presence: dict[str, Any] = {}
        self.doors = list(doors)
        self.token = token
        self._chance = random.Random(seat)  # noqa: S311 - the same whims each time
        self._given = 0
        self._first_sent: dict[str, float] = {}
        self._done: deque[dict[str, Any]] = deque(maxlen=DOUBTED)
        self._again: set[str] = set()
        self._put_off: set[str] = set()
        self._socket: ClientConnection | None = None

    @property
    def is_here(self) -> bool:
        """Whether there is a connection at this moment, as far as this end knows."""
        return self._socket is not None

    async def stay(self) -> None:
        """Be at the board until cancelled, at whichever of the servers lets one in."""
        asking_again = asyncio.create_task(self._ask_again())
        try:
            for door in cycle(self.doors):
                with suppress(OSError, TimeoutError, WebSocketException):
                    await self._visit(door)
                if self._socket is not None:
                    self._socket = None
                    self.counted["drops"] += 1
                await asyncio.sleep(COME_BACK_AFTER_S * (1 + self._chance.random()))
        finally:
            asking_again.cancel()

    async def work(self, a_second: float, words: int = 3) -> None:
        """Give commands at random moments until cancelled, connected or not."""
        while True:
            await asyncio.sleep(self._chance.expovariate(a_second))
            if self.reader.docs and len(self.unanswered) < MOST_UNANSWERED:
                await self.give(next_whim(self._chance, self.reader.docs, self.reader.seq, words))

    async def give(self, command: dict[str, Any]) -> str:
        """Give one command; its id. It goes out when there is a connection."""
        self._given += 1
        id = f"{self.seat}:{self._given}"
        self.unanswered[id] = {"id": id, **command}
        self._first_sent[id] = monotonic()
        await self._send([id])
        return id

    async def _visit(self, door: str) -> None:
        since = f"?since={self.reader.seq}" if self.reader.docs else ""
        async with connect(
            f"ws://{door}/api/boards/{self.board}/live{since}",
            additional_headers={"Authorization": f"Bearer {self.token}"},
            compression=None,
            proxy=None,
            open_timeout=5,
            ping_interval=2,
            ping_timeout=4,
            close_timeout=1,
            max_size=LARGEST_FRAME,
        ) as socket:
            async for frame in socket:
                for message in orjson.loads(frame):
                    self._hear(message)
                if self._socket is None:
                    # The first frame has brought what was missed: the rest was not done.
                    self._socket = socket
                    self.doubted |= {command["id"]: command for command in self._done}
                    await self._ask_twice([*self.doubted, *self.unanswered])

    async def _send(self, ids: list[str]) -> None:
        socket = self._socket
        if socket is None or not ids:
            return
        known = self.unanswered | self.doubted
        with suppress(WebSocketException):
            await socket.send(orjson.dumps([known[id] for id in ids]).decode())

    async def _ask_twice(self, ids: list[str]) -> None:
        self._again.update(ids)
        await self._send(ids)

    async def _ask_again(self) -> None:
        """What was refused for now is asked for again, with the same id."""
        while True:
            await asyncio.sleep(ASK_AGAIN_AFTER_S)
            known = self.unanswered.keys() | self.doubted.keys()
            ids, self._put_off = self._put_off & known, set()
            await self._ask_twice(sorted(ids))

    def _hear(self, message: dict[str, Any]) -> None:
        self.counted[message["is"]] += 1
        match message["is"]:
            case "snapshot":
                # Also the whole board may be no older than what was told before.
                assert message["seq"] >= self.reader.seq, self._complaint("went back", message)
                self.reader.read(message)
            case "event":
                self._hear_event(message)
            case "refused":
                self._hear_refusal(message)
            case "presence":
                self.presence = message

    def _hear_event(self, message: dict[str, Any]) -> None:
        seq, id = message["seq"], message.get("id")
        if seq == self.reader.seq + 1:
            self.reader.read(message)
        else:
            # Only the answer to what was asked twice may stand outside the order.
            assert id in self._again, self._complaint("came out of order", message)
            self.counted["early answers" if seq > self.reader.seq else "late answers"] += 1
        if id is None or not id.startswith(f"{self.seat}:"):
            return
        assert self.acknowledged.get(id, seq) == seq, self._complaint("was done twice", message)
        assert id not in self.refused, self._complaint("was done, and refused before", message)
        self.acknowledged[id] = seq
        self.doubted.pop(id, None)
        command = self.unanswered.pop(id, None)
        if command is not None:
            self._done.append(command)
            waited = monotonic() - self._first_sent.pop(id)
            self.slowest_s = max(self.slowest_s, waited)

    def _hear_refusal(self, message: dict[str, Any]) -> None:
        id, code = message["id"], message["code"]
        self.counted[code] += 1
        if code in FOR_NOW:
            self._put_off.add(id)
            return
        assert id not in self.acknowledged, self._complaint("was refused, and done before", message)
        command = self.unanswered.pop(id, None)
        # Asked twice, it may be refused twice.
        assert id in self.refused or (command is not None and may_meet(command, code)), (
            self._complaint("was refused", message)
        )
        self.refused[id] = code

    def _complaint(self, what: str, message: dict[str, Any]) -> str:
        brief = {key: value for key, value in message.items() if key not in ("changes", "notes")}
        return f"{what} for seat {self.seat} at seq {self.reader.seq}: {brief}"
