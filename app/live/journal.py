"""One cycle for all boards of a process: gather, commit in one transaction, publish, answer.

What arrives while a commit runs is in the next. The cycle publishes, not the caller: a tab that
closes while it waits changes nothing of that. The more work a cycle was, the longer it pauses after
it, so that more is gathered into one commit and one frame.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
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
# A board that another process holds is asked for again after a while, and longer each time. The
# others go on; after so long its people are told.
BUSY_PAUSE_S = 0.002
LONGEST_BUSY_PAUSE_S = 0.1
BUSY_FOR_S = 5

logger = logging.getLogger("lappetavla.journal")


@dataclass(slots=True)
class _Waiting:
    job: Job
    tell: Callable[[Outcome], None]
    since: float = field(default_factory=time.monotonic)
    tries: int = 0

    @property
    def has_waited_long(self) -> bool:
        return time.monotonic() - self.since > BUSY_FOR_S


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
        # By board: those whose turn could not come, and those behind them.
        self._busy: dict[str, list[_Waiting]] = {}
        self._news = asyncio.Event()
        self._cycle: asyncio.Task[None] | None = None
        self.is_stopping = False
        # Whether anything was written since someone last looked.
        self.has_written = False
        self._worked_at = 0.0

    @property
    def is_alive(self) -> bool:
        """Whether commands are taken and done."""
        return self._cycle is not None and not self._cycle.done()

    @property
    def is_at_work(self) -> bool:
        """Whether someone waits for an answer, or had one within the last second."""
        return self._has_work or time.monotonic() - self._worked_at < 1

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
        while await self._news.wait() and not (self.is_stopping and not self._has_work):
            batch = self._take_batch()
            if not self._waiting and not (self.is_stopping and not self._busy):
                self._news.clear()
            if not batch:
                continue
            began = time.perf_counter()
            outcomes, worked = await self._commit(batch)
            self.has_written = True
            self._worked_at = time.monotonic()
            committed = time.perf_counter()
            self._answer(batch, outcomes)
            told = time.perf_counter() - committed
            figures.committed(_counted(outcomes), committed - began, len(self._waiting))
            pause = 0 if self.is_stopping else (worked + told) / 2
            await asyncio.sleep(min(pause, LONGEST_PAUSE_S))

    @property
    def _has_work(self) -> bool:
        return bool(self._waiting or self._busy)

    def _take_batch(self) -> list[_Waiting]:
        """What is next; a board's commands keep their order, also behind one that must wait."""
        batch: list[_Waiting] = []
        some, self._waiting = self._waiting[:MOST_JOBS], self._waiting[MOST_JOBS:]
        for waiting in some:
            held_up = self._busy.get(waiting.job.board)
            if held_up is None:
                batch.append(waiting)
            else:
                held_up.append(waiting)
        return batch

    async def _commit(self, batch: list[_Waiting]) -> tuple[list[Outcome | None], float]:
        """The outcomes, and how many seconds of processor time they took."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[tuple[list[Outcome | None], float]] = loop.create_future()
        jobs = [waiting.job for waiting in batch]

        def write() -> None:
            began = time.thread_time()
            try:
                outcomes = self._pen.commit(jobs, is_patient=False)
            except Exception:
                # Whatever it was: those who wait must be answered, and the next ones served.
                logger.exception("a group of %d commands got no outcome", len(jobs))
                outcomes = [Unavailable() for __ in jobs]
            worked = time.thread_time() - began
            loop.call_soon_threadsafe(done.set_result, (outcomes, worked))

        self._orders.put(write)
        return await done

    def _answer(self, batch: list[_Waiting], outcomes: list[Outcome | None]) -> None:
        """Publish, then tell those who asked. Whose board another process holds waits aside."""
        self._tell([outcome for outcome in outcomes if isinstance(outcome, Recorded)])
        given_up: set[str] = set()
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if outcome is not None:
                self._say(waiting, outcome)
            elif waiting.job.board in given_up or waiting.has_waited_long:
                # All of the board's with it: what comes after may build on what is refused.
                given_up.add(waiting.job.board)
                self._say(waiting, Unavailable())
            else:
                self._put_aside(waiting)
        for board in given_up:
            behind = [waiting for waiting in self._waiting if waiting.job.board == board]
            self._waiting = [waiting for waiting in self._waiting if waiting.job.board != board]
            for waiting in behind:
                self._say(waiting, Unavailable())

    def _say(self, waiting: _Waiting, outcome: Outcome) -> None:
        try:
            waiting.tell(outcome)
        except Exception:
            logger.exception("an outcome could not be told")

    def _put_aside(self, waiting: _Waiting) -> None:
        waiting.tries += 1
        board = waiting.job.board
        if board not in self._busy:
            self._busy[board] = []
            pause = min(BUSY_PAUSE_S * waiting.tries, LONGEST_BUSY_PAUSE_S)
            asyncio.get_running_loop().call_later(pause, self._try_again, board)
        self._busy[board].append(waiting)

    def _try_again(self, board: str) -> None:
        self._waiting = [*self._busy.pop(board), *self._waiting]
        self._news.set()

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
