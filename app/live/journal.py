"""One cycle for all boards of a process: gather, commit in one transaction, publish, answer.

What arrives while a commit runs is in the next. The cycle publishes, not the caller: a tab that
closes while it waits changes nothing of that.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

from sqlalchemy.engine import Connection, Engine

from app.db import OUT_OF_REACH, now, writer
from app.errors import AppError, NotFound, Unavailable
from app.live.log import Recorded
from app.live.perform import Door, Job, lock_boards, store_seq

MOST_JOBS = 500

Outcome = Recorded | AppError

logger = logging.getLogger("lappetavla.journal")


class Journal:
    """The waiting commands, and the one thread that writes."""

    def __init__(
        self, engine: Engine, door: Door, publish: Callable[[list[Recorded]], None]
    ) -> None:
        self._engine = engine
        self._door = door
        self._publish = publish
        self._waiting: list[tuple[Job, asyncio.Future[Outcome]]] = []
        self._news = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._cycle: asyncio.Task[None] | None = None
        self._is_stopping = False

    @property
    def state(self) -> Literal["ok", "stopping", "stopped"]:
        """Whether commands are taken; ``stopped`` if it was never started, or has failed."""
        if self._is_stopping:
            return "stopping"
        return "ok" if self._cycle is not None and not self._cycle.done() else "stopped"

    def start(self) -> None:
        self._cycle = asyncio.create_task(self._run(), name="journal")

    async def stop(self) -> None:
        """Finish and answer what has come in, then end the thread. What comes later is refused."""
        self._is_stopping = True
        self._news.set()
        if self._cycle is not None:
            await self._cycle
        await asyncio.to_thread(self._thread.shutdown)

    async def submit(self, job: Job) -> Outcome:
        """The event that the job became, already durable and published, or why it was refused."""
        if self._is_stopping:
            return Unavailable()
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, future))
        self._news.set()
        # Shielded: a caller that goes away must not take the answer from the cycle.
        return await asyncio.shield(future)

    async def _run(self) -> None:
        while await self._news.wait() and not (self._is_stopping and not self._waiting):
            batch, self._waiting = self._waiting[:MOST_JOBS], self._waiting[MOST_JOBS:]
            if not self._waiting and not self._is_stopping:
                self._news.clear()
            outcomes = await self._commit([job for job, __ in batch])
            self._tell([outcome for outcome in outcomes if isinstance(outcome, Recorded)])
            for (__, future), outcome in zip(batch, outcomes, strict=True):
                if not future.done():
                    future.set_result(outcome)

    async def _commit(self, jobs: list[Job]) -> list[Outcome]:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, commit, self._engine, self._door, jobs)
        except Exception:
            # Whatever it was: those who wait must be answered, and the next ones served.
            logger.exception("a group of %d commands got no outcome", len(jobs))
            return [Unavailable() for __ in jobs]

    def _tell(self, events: list[Recorded]) -> None:
        try:
            self._publish([event for event in events if not event.repeated])
        except Exception:
            # The events are stored; those who were not told of them catch up by seq.
            logger.exception("publishing failed")


def commit(engine: Engine, door: Door, jobs: list[Job]) -> list[Outcome]:
    """Do a group of commands in one transaction; each stands or falls by itself.

    An unexpected fault in one would take the group's transaction with it, so then each is done
    again in a transaction of its own, and only the faulty one is answered with Unavailable. When
    the database does not answer it is nobody's fault: all are refused at once.
    """
    try:
        return _commit_together(engine, door, jobs)
    except OUT_OF_REACH as error:
        logger.warning(
            "%d commands not done: %s", len(jobs), type(error.__cause__ or error).__name__
        )
        return [Unavailable() for __ in jobs]
    except Exception:
        if len(jobs) == 1:
            logger.exception("failed: %s of %s", jobs[0].envelope.do[:40], jobs[0].envelope.id)
            return [Unavailable()]
        logger.warning("a group of %d commands failed, doing each alone", len(jobs))
        return [commit(engine, door, [job])[0] for job in jobs]


def _commit_together(engine: Engine, door: Door, jobs: list[Job]) -> list[Outcome]:
    with writer(engine).begin() as connection:
        return perform_all(connection, door, jobs)


def perform_all(connection: Connection, door: Door, jobs: list[Job]) -> list[Outcome]:
    """Do commands in order inside a transaction that the caller commits."""
    at = now()
    latest = lock_boards(connection, (job.board for job in jobs))
    changed: set[str] = set()
    outcomes: list[Outcome] = []
    for job in jobs:
        if job.board not in latest:
            outcomes.append(NotFound())
            continue
        try:
            event = door.perform(connection, job, latest[job.board] + 1, at)
        except AppError as refused:
            outcomes.append(refused)
            continue
        if not event.repeated:
            latest[job.board] = event.seq
            changed.add(job.board)
        outcomes.append(event)
    for board in sorted(changed):
        store_seq(connection, board, latest[board], at)
    return outcomes
