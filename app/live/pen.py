"""The one who writes: groups of commands, each group in one transaction."""

import logging

from sqlalchemy.engine import Connection, Engine

from app.db import OUT_OF_REACH, leave_checkpoints, says_taken, writer
from app.errors import AppError, Conflict, Unavailable
from app.i18n import _
from app.live.cycle import Outcome, perform_all, perform_free
from app.live.held import Shelf
from app.live.perform import Door, Job

LOCK_NOT_AVAILABLE = "55P03"

logger = logging.getLogger("lappetavla.journal")


class Pen:
    """A connection that is kept, and the boards in hand. For one thread."""

    def __init__(self, engine: Engine, door: Door, shelf: Shelf | None = None) -> None:
        self._engine = writer(engine)
        self._door = door
        self._connection: Connection | None = None
        self.shelf = shelf or Shelf()

    def commit(self, jobs: list[Job], is_patient: bool = True) -> list[Outcome | None]:
        """Do a group of commands in one transaction.

        An unexpected fault in one would take the group's transaction with it, so then the group is
        done in halves until the faulty one is alone, and only that one is answered with
        Unavailable. When the database does not answer it is nobody's fault: all are refused at
        once. ``None`` for a command whose board another process holds, unless ``is_patient``.
        """
        was_kept = self._connection is not None
        try:
            return self._commit(jobs, is_patient)
        except BaseException as error:
            for job in jobs:
                self.shelf.drop(job.board)
            if isinstance(error, OUT_OF_REACH):
                self.lay_down()
                if was_kept and not _is_held_up(error):
                    # The database may have been started again since; it is asked once more. What
                    # was committed after all is found by its command's id.
                    return self.commit(jobs, is_patient)
                cause = type(error.__cause__ or error).__name__
                logger.warning("%d commands not done: %s", len(jobs), cause)
                return [Unavailable() for __ in jobs]
            if not isinstance(error, Exception):
                raise
            if len(jobs) == 1:
                return [_fault(jobs[0], error)]
        logger.warning("a group of %d commands failed, doing it in halves", len(jobs))
        half = len(jobs) // 2
        first = self.commit(jobs[:half], is_patient)
        # A board that was busy in the first half is so in the second: commands keep their order.
        busy = {job.board for job, done in zip(jobs[:half], first, strict=True) if done is None}
        free = [job for job in jobs[half:] if job.board not in busy]
        second = iter(self.commit(free, is_patient) if free else ())
        return [*first, *(None if job.board in busy else next(second) for job in jobs[half:])]

    def lay_down(self) -> None:
        """Give the connection back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _commit(self, jobs: list[Job], is_patient: bool) -> list[Outcome | None]:
        if self._connection is None:
            self._connection = self._engine.connect()
            leave_checkpoints(self._connection)
        with self._connection.begin():
            if is_patient:
                return list(perform_all(self._connection, self._door, jobs, self.shelf))
            return perform_free(self._connection, self._door, jobs, self.shelf)


def commit(
    engine: Engine, door: Door, jobs: list[Job], shelf: Shelf | None = None
) -> list[Outcome]:
    """The same once, for those who have no journal."""
    pen = Pen(engine, door, shelf)
    try:
        return [outcome for outcome in pen.commit(jobs) if outcome is not None]
    finally:
        pen.lay_down()


def _is_held_up(error: Exception) -> bool:
    """Whether the database answered, and someone else held it for too long."""
    cause = error.__cause__ or error
    return "locked" in str(cause) or getattr(cause, "sqlstate", None) == LOCK_NOT_AVAILABLE


def _fault(job: Job, error: Exception) -> AppError:
    if says_taken(error):
        # An id that the sender chose, in use on another board: seen only when it is written.
        return Conflict(_("There is something with this id already."))
    logger.error(
        "failed: %s of %s",
        job.envelope.do[:40],
        job.envelope.id,
        exc_info=error,
        extra={"board": job.board},
    )
    return Unavailable()
