"""One cycle for all boards of a process: gather, commit in one transaction, publish, answer.

What arrives while a commit runs is in the next. The cycle publishes, not the caller: a tab that
closes while it waits changes nothing of that. When telling everyone takes long, the cycle pauses,
so that more is gathered into one frame.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy.engine import Engine

from app import figures
from app.db import OUT_OF_REACH, says_taken, writer
from app.errors import AppError, Conflict, Unavailable
from app.i18n import _
from app.live.cycle import Outcome, perform_all, perform_free
from app.live.held import Shelf
from app.live.log import Recorded
from app.live.perform import Door, Job

MOST_JOBS = 500
LONGEST_PAUSE_S = 0.05
# A board that another process holds is asked for again after this, and waited for in the end.
BUSY_PAUSE_S = 0.002
MOST_TRIES = 20

logger = logging.getLogger("lappetavla.journal")


@dataclass(slots=True)
class _Waiting:
    job: Job
    tell: Callable[[Outcome], None]
    tries: int = 0


class Journal:
    """The waiting commands, and the one thread that writes."""

    def __init__(
        self, engine: Engine, door: Door, publish: Callable[[list[Recorded]], None]
    ) -> None:
        self._engine = engine
        self._door = door
        self._publish = publish
        self._shelf = Shelf()
        self._waiting: list[_Waiting] = []
        self._news = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._cycle: asyncio.Task[None] | None = None
        self.is_stopping = False

    @property
    def is_alive(self) -> bool:
        """Whether commands are taken and done."""
        return self._cycle is not None and not self._cycle.done()

    def start(self) -> None:
        self._cycle = asyncio.create_task(self._run(), name="journal")

    async def stop(self) -> None:
        """Finish and answer what has come in, then end the thread. What comes later is refused."""
        self.is_stopping = True
        self._news.set()
        if self._cycle is not None:
            await self._cycle
        await asyncio.to_thread(self._thread.shutdown)

    async def submit(self, job: Job) -> Outcome:
        """The event that the job became, already durable and published, or why it was refused."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.hand_in(job, lambda outcome: None if future.done() else future.set_result(outcome))
        # Shielded: a caller that goes away must not take the answer from the cycle.
        return await asyncio.shield(future)

    def hand_in(self, job: Job, tell: Callable[[Outcome], None]) -> None:
        """The same without waiting: ``tell`` is called with the outcome, on the event loop."""
        if self.is_stopping:
            tell(Unavailable())
            return
        self._waiting.append(_Waiting(job, tell))
        self._news.set()

    def forget(self, board: str) -> None:
        """Keep nothing of a board in memory."""
        if not self.is_stopping:
            self._thread.submit(self._shelf.drop, board)

    async def _run(self) -> None:
        while await self._news.wait() and not (self.is_stopping and not self._waiting):
            batch, self._waiting = self._waiting[:MOST_JOBS], self._waiting[MOST_JOBS:]
            if not self._waiting and not self.is_stopping:
                self._news.clear()
            began = time.perf_counter()
            outcomes = await self._commit(batch)
            committed = time.perf_counter()
            busy = self._answer(batch, outcomes)
            spent = time.perf_counter() - committed
            figures.committed(_counted(outcomes), committed - began, len(self._waiting))
            await self._pause(busy, spent)

    async def _commit(self, batch: list[_Waiting]) -> list[Outcome | None]:
        loop = asyncio.get_running_loop()
        jobs = [waiting.job for waiting in batch]
        is_patient = any(waiting.tries >= MOST_TRIES for waiting in batch)
        try:
            return await loop.run_in_executor(
                self._thread, commit, self._engine, self._door, jobs, self._shelf, is_patient
            )
        except Exception:
            # Whatever it was: those who wait must be answered, and the next ones served.
            logger.exception("a group of %d commands got no outcome", len(jobs))
            return [Unavailable() for __ in jobs]

    def _answer(self, batch: list[_Waiting], outcomes: list[Outcome | None]) -> list[_Waiting]:
        """Publish, then tell those who asked. Gives back those whose turn has not come."""
        self._tell([outcome for outcome in outcomes if isinstance(outcome, Recorded)])
        busy: list[_Waiting] = []
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if outcome is None:
                waiting.tries += 1
                busy.append(waiting)
            else:
                waiting.tell(outcome)
        return busy

    async def _pause(self, busy: list[_Waiting], spent: float) -> None:
        if busy:
            # In front: a board's commands keep their order.
            self._waiting = [*busy, *self._waiting]
            self._news.set()
            spent = max(spent, 2 * BUSY_PAUSE_S)
        await asyncio.sleep(0 if self.is_stopping else min(spent / 2, LONGEST_PAUSE_S))

    def _tell(self, events: list[Recorded]) -> None:
        try:
            self._publish([event for event in events if not event.repeated])
        except Exception:
            # The events are stored; those who were not told of them catch up by seq.
            logger.exception("publishing failed")


def commit(
    engine: Engine,
    door: Door,
    jobs: list[Job],
    shelf: Shelf | None = None,
    is_patient: bool = True,
) -> list[Outcome | None]:
    """Do a group of commands in one transaction; each stands or falls by itself.

    An unexpected fault in one would take the group's transaction with it, so then the group is
    done in halves until the faulty one is alone, and only that one is answered with Unavailable.
    When the database does not answer it is nobody's fault: all are refused at once. ``None`` for a
    command whose board another process holds, unless ``is_patient``.
    """
    shelf = shelf or Shelf()
    try:
        with writer(engine).begin() as connection:
            if is_patient:
                return list(perform_all(connection, door, jobs, shelf))
            return perform_free(connection, door, jobs, shelf)
    except BaseException as error:
        for job in jobs:
            shelf.drop(job.board)
        if isinstance(error, OUT_OF_REACH):
            logger.warning(
                "%d commands not done: %s", len(jobs), type(error.__cause__ or error).__name__
            )
            return [Unavailable() for __ in jobs]
        if not isinstance(error, Exception):
            raise
        if len(jobs) == 1:
            return [_fault(jobs[0], error)]
    logger.warning("a group of %d commands failed, doing it in halves", len(jobs))
    half = len(jobs) // 2
    return [
        *commit(engine, door, jobs[:half], shelf, is_patient),
        *commit(engine, door, jobs[half:], shelf, is_patient),
    ]


def _fault(job: Job, error: Exception) -> AppError:
    if says_taken(error):
        # An id that the sender chose, in use on another board: seen only when it is written.
        return Conflict(_("There is something with this id already."))
    logger.error("failed: %s of %s", job.envelope.do[:40], job.envelope.id, exc_info=error)
    return Unavailable()


def _counted(outcomes: list[Outcome | None]) -> dict[figures.Outcome, int]:
    counts: dict[figures.Outcome, int] = {"done": 0, "repeated": 0, "refused": 0, "failed": 0}
    for outcome in outcomes:
        if isinstance(outcome, Recorded):
            counts["repeated" if outcome.repeated else "done"] += 1
        elif isinstance(outcome, Unavailable):
            counts["failed"] += 1
        elif outcome is not None:
            counts["refused"] += 1
    return counts
