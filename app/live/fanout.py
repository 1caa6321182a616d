"""Several processes at one database: the broker tells the others that there is news.

It carries no change, only that a board has come to a ``seq``, who is there, and that something was
erased or withdrawn. Truth and order come from the database: whoever hears of news reads the log,
and whoever hears nothing finds it by looking around. A lost broker delays, and loses nothing.
"""

import asyncio
import logging
import secrets
import time
from contextlib import suppress
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from app import figures
from app.live.hub import Hub
from app.live.presence import Here
from app.live.rooms import PRESENCE_PAUSE_S, Room

PREFIX = "lappetavla:"
# What concerns every process, whichever boards it has open.
ALL = "lappetavla:all"
HEARTBEAT_S = 10
# A process that has not been heard of for so long is gone, and its people with it.
SILENT_FOR_S = 25
RETRY_S = (0.1, 2.0)
ANSWER_WITHIN_S = 5

logger = logging.getLogger("lappetavla.fanout")


class Fanout:
    """This process' line to the broker."""

    def __init__(self, hub: Hub, url: str) -> None:
        self._hub = hub
        self._me = secrets.token_hex(8)
        self._broker = Redis.from_url(
            url, socket_connect_timeout=ANSWER_WITHIN_S, socket_keepalive=True
        )
        self._news: dict[str, int] = {}
        self._moved: set[str] = set()
        self._orders: list[tuple[str, dict[str, Any]]] = []
        self._wake = asyncio.Event()
        self._heard_at: dict[tuple[str, str], float] = {}
        self._is_lost = False

    def start(self) -> None:
        """Listen and tell from now on, until the hub stops."""
        self._hub.others = self
        self._hub.rooms.on_presence = self.tell_presence
        self._hub.keep(self._listen())
        self._hub.keep(self._send())
        self._hub.keep(self._beat())

    async def stop(self) -> None:
        with suppress(RedisError, OSError):
            await self._broker.aclose()

    def tell_news(self, latest: dict[str, int]) -> None:
        """These boards have come so far."""
        self._news.update(latest)
        self._wake.set()

    def tell_presence(self, room: Room) -> None:
        """Someone came, went, or points at something else."""
        self._moved.add(room.board)
        self._wake.set()

    def tell_erased(self, board: str) -> None:
        """Something of the board shall be nowhere any more."""
        self._order(ALL, {"erased": board})

    def tell_withdrawn(self, board: str) -> None:
        """Some seats at the board may not hold any more."""
        self._order(PREFIX + board, {"withdrawn": True})

    def _order(self, channel: str, message: dict[str, Any]) -> None:
        self._orders.append((channel, message))
        self._wake.set()

    async def _send(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            messages = self._gather()
            try:
                async with asyncio.timeout(ANSWER_WITHIN_S):
                    async with self._broker.pipeline(transaction=False) as pipe:
                        for channel, message in messages:
                            pipe.publish(channel, orjson.dumps({"from": self._me, **message}))
                        await pipe.execute()
                if messages:
                    self._find()
            except (RedisError, OSError, TimeoutError) as error:
                # Not kept: what is not told is found by looking around.
                self._lose(error)
            if self._moved:
                # Thinned out, the latest wins; news goes at once.
                asyncio.get_running_loop().call_later(PRESENCE_PAUSE_S, self._wake.set)

    def _gather(self) -> list[tuple[str, dict[str, Any]]]:
        orders, self._orders = self._orders, []
        news, self._news = self._news, {}
        messages = [(PREFIX + board, {"seq": seq}) for board, seq in news.items()]
        now = time.monotonic()
        for board in [b for b in self._moved if self._may_tell(b, now)]:
            self._moved.discard(board)
            messages.append((PREFIX + board, self._presence_of(board)))
        return [*orders, *messages]

    def _may_tell(self, board: str, now: float) -> bool:
        key = (self._me, board)
        if now - self._heard_at.get(key, -1) < PRESENCE_PAUSE_S:
            return False
        self._heard_at[key] = now
        return True

    def _presence_of(self, board: str) -> dict[str, Any]:
        room = self._hub.rooms.find(board)
        here = room.here() if room else Here()
        return {"here": [here.seats, here.holding, here.writing]}

    async def _listen(self) -> None:
        wait = RETRY_S[0]
        while True:
            line = self._broker.pubsub(ignore_subscribe_messages=True)
            try:
                await self._hear(line)
            except (RedisError, OSError, TimeoutError) as error:
                self._lose(error)
            except Exception:
                logger.exception("what another process said was not understood")
            finally:
                with suppress(RedisError, OSError):
                    await line.aclose()  # type: ignore[no-untyped-call]
            await asyncio.sleep(wait)
            wait = RETRY_S[0] if not self._is_lost else min(wait * 2, RETRY_S[1])

    async def _hear(self, line: PubSub) -> None:
        await line.subscribe(ALL)
        self._find()
        subscribed: set[str] = set()
        asked_at = time.monotonic()
        while True:
            subscribed = await self._follow_rooms(line, subscribed)
            message = await line.get_message(timeout=0.05)
            # The answer to a ping is none.
            if message is not None and message["type"] == "message":
                self._take(message)
            elif time.monotonic() - asked_at > ANSWER_WITHIN_S:
                await line.ping()
                asked_at = time.monotonic()

    async def _follow_rooms(self, line: PubSub, subscribed: set[str]) -> set[str]:
        """Listen for the boards that are open here."""
        wanted = {room.board for room in self._hub.rooms.all()}
        if wanted == subscribed:
            return subscribed
        if gone := subscribed - wanted:
            await line.unsubscribe(*(PREFIX + board for board in gone))
            for key in [key for key in self._heard_at if key[1] in gone]:
                del self._heard_at[key]
        if new := wanted - subscribed:
            await line.subscribe(*(PREFIX + board for board in new))
            for board in new:
                # What was told before this: news from the database, people from the others.
                self._hub.look_at(board)
                self._order(PREFIX + board, {"who": True, **self._presence_of(board)})
        return wanted

    def _take(self, message: dict[str, Any]) -> None:
        said = orjson.loads(message["data"])
        if said["from"] == self._me:
            return
        if "erased" in said:
            self._hub.forget(said["erased"])
            return
        board = message["channel"].decode().removeprefix(PREFIX)
        if "seq" in said:
            self._hub.hear_of(board, said["seq"])
        if "withdrawn" in said:
            self._hub.recheck_soon(board)
        if "here" in said:
            self._hear_presence(board, said["from"], Here(*said["here"]))
        room = self._hub.rooms.find(board)
        if "who" in said and room is not None:
            self.tell_presence(room)

    def _hear_presence(self, board: str, process: str, here: Here) -> None:
        room = self._hub.rooms.find(board)
        if room is None:
            return
        if here.seats:
            room.elsewhere[process] = here
            self._heard_at[process, board] = time.monotonic()
        elif room.elsewhere.pop(process, None) is None:
            return
        room.presence_changed()

    async def _beat(self) -> None:
        """Say now and then that this process is still there, and notice who is not."""
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            now = time.monotonic()
            for room in self._hub.rooms.all():
                self.tell_presence(room)
                for process in list(room.elsewhere):
                    if now - self._heard_at.get((process, room.board), 0) > SILENT_FOR_S:
                        del room.elsewhere[process]
                        room.presence_changed()

    def _lose(self, error: Exception) -> None:
        if not self._is_lost:
            logger.warning("the broker does not answer: %s", type(error).__name__)
            figures.broker_is_lost(True)
        self._is_lost = True

    def _find(self) -> None:
        if self._is_lost:
            logger.warning("the broker answers again")
            figures.broker_is_lost(False)
        self._is_lost = False
