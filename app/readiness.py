"""Whether a server can do its work just now: what it needs is asked, with little patience."""

import asyncio
import logging
import threading
from concurrent.futures import Future
from functools import cache
from typing import Literal

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.live.hub import Hub
from app.schema import newest_revision, revision_of

PATIENCE_S = 2.0

Status = Literal["ready", "degraded", "unready", "stopping"]

logger = logging.getLogger("lappetavla.readiness")


class Readiness:
    """What one server needs: its database, its journal, and a broker where one is set."""

    def __init__(self, engine: Engine, hub: Hub, broker_url: str) -> None:
        self._engine = engine
        self._hub = hub
        self._broker_url = broker_url
        self._asking: asyncio.Future[str] | None = None

    async def look(self) -> tuple[Status, dict[str, str]]:
        """The verdict, and each part in a word. Takes no longer than ``PATIENCE_S``."""
        database, broker = await asyncio.gather(self._ask_database(), self._ask_broker())
        journal = self._state_of_journal()
        parts = {"database": database, "journal": journal, "broker": broker}
        if journal == "stopping":
            return "stopping", parts
        if database != "ok" or journal != "ok":
            return "unready", parts
        return ("degraded" if broker == "no answer" else "ready"), parts

    def _state_of_journal(self) -> str:
        if self._hub.journal.is_stopping:
            return "stopping"
        return "ok" if self._hub.journal.is_alive else "stopped"

    async def _ask_database(self) -> str:
        # One question at a time: a database that hangs must not gather waiting threads.
        if self._asking is None or self._asking.done():
            self._asking = asyncio.wrap_future(_in_a_thread_of_its_own(self._engine))
        done, __ = await asyncio.wait({self._asking}, timeout=PATIENCE_S)
        return self._asking.result() if done else "no answer"

    async def _ask_broker(self) -> str:
        if not self._broker_url:
            return "none"
        broker = Redis.from_url(self._broker_url)
        try:
            async with asyncio.timeout(PATIENCE_S):
                await broker.ping()
        except (RedisError, OSError, TimeoutError):
            return "no answer"
        finally:
            await broker.aclose()
        return "ok"


def _in_a_thread_of_its_own(engine: Engine) -> Future[str]:
    """Ask the database where nobody waits for the answer: neither the loop's threads nor the end.

    The loop ends when its threads are done, and the process when those of a pool are.
    """
    answer: Future[str] = Future()
    asker = threading.Thread(
        target=lambda: answer.set_result(_ask(engine)), name="readiness", daemon=True
    )
    asker.start()
    return answer


@cache
def _newest() -> str | None:
    """Read once: it is in files, and the same for as long as the process lives."""
    return newest_revision()


def _ask(engine: Engine) -> str:
    try:
        with engine.connect() as connection:
            found = revision_of(connection)
        return "ok" if found == _newest() else "another schema"
    except SQLAlchemyError:
        return "no answer"
    except Exception:
        logger.exception("the database could not be asked")
        return "no answer"
