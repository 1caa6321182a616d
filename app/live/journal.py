"""One cycle for all boards of a process: gather, commit in one transaction, publish, answer.

What arrives while a commit runs is in the next. The cycle publishes, not the caller: a tab that
closes while it waits changes nothing of that. The more work a cycle was, the longer it pauses after
it, so that more is gathered into one commit and one frame.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread

from sqlalchemy.engine import Engine

from app import figures
from app.errors import Unavailable
from app.live.cycle import Outcome
from app.live.log import Recorded
from app.live.pen import Pen
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
        self._publish = publish
        self._pen = Pen(engine, door)
        self._orders: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._write, name="journal", daemon=True)
        self._waiting: list[_Waiting] = []
        self._news = asyncio.Event()
        self._cycle: asyncio.Task[None] | None = None
        self.is_stopping = False
        # Whether anything was written since someone last looked.
        self.has_written = False

    @property
    def is_alive(self) -> bool:
        """Whether commands are taken and done."""
        return self._cycle is not None and not self._cycle.done()

    def start(self) -> None:
        self._thread.start()
        self._cycle = asyncio.create_task(self._run(), name="journal")

    async def stop(self) -> None:
        """Finish and answer what has come in, then end the thread. What comes later is refused."""
        self.is_stopping = True
        self._news.set()
        if self._cycle is not None:
            await self._cycle
            self._orders.put(None)
            await asyncio.to_thread(self._thread.join)

    def _write(self) -> None:
        while order := self._orders.get():
            order()
        self._pen.lay_down()

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
        self._orders.put(lambda: self._pen.shelf.drop(board))

    async def _run(self) -> None:
        while await self._news.wait() and not (self.is_stopping and not self._waiting):
            batch, self._waiting = self._waiting[:MOST_JOBS], self._waiting[MOST_JOBS:]
            if not self._waiting and not self.is_stopping:
                self._news.clear()
            began = time.perf_counter()
            outcomes, worked = await self._commit(batch)
            self.has_written = True
            committed = time.perf_counter()
            busy = self._answer(batch, outcomes)
            told = time.perf_counter() - committed
            figures.committed(_counted(outcomes), committed - began, len(self._waiting))
            await self._pause(busy, worked + told)

    async def _commit(self, batch: list[_Waiting]) -> tuple[list[Outcome | None], float]:
        """The outcomes, and how many seconds of processor time they took."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[tuple[list[Outcome | None], float]] = loop.create_future()
        jobs = [waiting.job for waiting in batch]
        is_patient = any(waiting.tries >= MOST_TRIES for waiting in batch)

        def write() -> None:
            began = time.thread_time()
            try:
                outcomes = self._pen.commit(jobs, is_patient)
            except Exception:
                # Whatever it was: those who wait must be answered, and the next ones served.
                logger.exception("a group of %d commands got no outcome", len(jobs))
                outcomes = [Unavailable() for __ in jobs]
            worked = time.thread_time() - began
            loop.call_soon_threadsafe(done.set_result, (outcomes, worked))

        self._orders.put(write)
        return await done

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
