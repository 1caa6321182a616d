"""What can be counted of a running server, for Prometheus: how many, how much, how long.

Live code calls these functions, at most once for each commit, tick or refusal: a call costs a
microsecond or two, and one for each client would be felt. No figure says which board or who.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Literal, get_args

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
    values,
)
from prometheus_client.multiprocess import MultiProcessCollector

from app.errors import CODES

Outcome = Literal["done", "repeated", "refused", "failed"]
# Too slow to read; silent on the heartbeat; sending too much; the seat withdrawn.
Why = Literal["slow", "silent", "flood", "withdrawn"]

# The library reads it when it is imported: set, each process keeps its figures in a file there.
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# As it was when this module was imported: what came into the environment later changes nothing.
_IS_SHARED: bool = values.ValueClass._multiprocess

_SECONDS = (0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)

disable_created_metrics()  # type: ignore[no-untyped-call]
_registry = CollectorRegistry()


def _counter(name: str, meaning: str, label: str | None = None) -> Counter:
    return Counter(f"lappetavla_{name}", meaning, [label] if label else [], registry=_registry)


def _gauge(name: str, meaning: str) -> Gauge:
    return Gauge(f"lappetavla_{name}", meaning, registry=_registry, multiprocess_mode="livesum")


def _histogram(name: str, meaning: str, buckets: tuple[float, ...] = _SECONDS) -> Histogram:
    return Histogram(f"lappetavla_{name}", meaning, registry=_registry, buckets=buckets)


_people = _gauge("people", "People connected: open sockets")
_boards = _gauge("boards", "Boards that someone has open, counted by each process")
_commands = _counter("commands", "Commands that the journal has answered", "outcome")
_refusals = _counter("refusals", "Refusals told to someone", "code")
_commit_size = _histogram(
    "commit_commands", "Commands in one commit", (1, 2, 5, 10, 20, 50, 100, 200, 500)
)
_commit_seconds = _histogram("commit_seconds", "From the beginning of a transaction to its end")
_waiting = _gauge("journal_waiting", "Commands that wait for the next commit")
_fanout_seconds = _histogram("fanout_seconds", "To encode and hand out the events of one tick")
_frames = _counter("frames_sent", "Frames handed to sockets")
_bytes = _counter("bytes_sent", "Bytes of these frames, before they are wrapped for the network")
_resyncs = _counter("resyncs", "Whole boards sent in place of missed events")
_let_go = _counter("people_let_go", "Sockets closed by the server", "why")
_lag = _histogram("loop_lag_seconds", "How much later than asked for the event loop came back")
_broker_lost = _gauge("broker_lost", "Processes whose broker does not answer")
_print_seconds = _histogram("print_seconds", "To set the pages of one file on paper", _SECONDS[4:])

# Looked up once: a label that has never been counted is shown as nought.
_outcomes = {outcome: _commands.labels(outcome) for outcome in get_args(Outcome)}
_codes = {code: _refusals.labels(code) for code in CODES}
_reasons = {why: _let_go.labels(why) for why in get_args(Why)}

if not _IS_SHARED:
    ProcessCollector(registry=_registry)


def here(people: int, boards: int) -> None:
    """How many sockets and how many boards this process has open now."""
    _people.set(people)
    _boards.set(boards)


def committed(outcomes: dict[Outcome, int], seconds: float, waiting: int) -> None:
    """One cycle of the journal: what became of its commands, and how many wait for the next."""
    for outcome, count in outcomes.items():
        if count:
            _outcomes[outcome].inc(count)
    _commit_size.observe(sum(outcomes.values()))
    _commit_seconds.observe(seconds)
    _waiting.set(waiting)


def refused(code: str, count: int = 1) -> None:
    """Someone was told no, on a socket or by HTTP. ``code`` is one of ``errors.CODES``."""
    _codes[code].inc(count)


def told(frames: int, size: int, seconds: float) -> None:
    """One tick of the fan-out: frames to all together, their bytes, and how long it took."""
    _frames.inc(frames)
    _bytes.inc(size)
    _fanout_seconds.observe(seconds)


def resynced(count: int = 1) -> None:
    """Someone was sent the whole board since their events could not be given."""
    _resyncs.inc(count)


def let_go(why: Why, count: int = 1) -> None:
    """A socket was closed by the server."""
    _reasons[why].inc(count)


def lagged(seconds: float) -> None:
    """The event loop came back this much later than it was asked to."""
    _lag.observe(seconds)


def broker_is_lost(is_lost: bool) -> None:
    """Whether this process has a broker that does not answer."""
    _broker_lost.set(is_lost)


def printing() -> AbstractContextManager[object]:
    """Around the work of the print engine: counts it and its time, however it ends."""
    return _print_seconds.time()


def exposition() -> bytes:
    """All figures in Prometheus' text format: of this process, or of all that share a folder."""
    if not _IS_SHARED:
        return generate_latest(_registry)
    _leave_out_the_dead(Path(os.environ[_FOLDER]))
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)


@contextmanager
def shared_by_workers() -> Iterator[None]:
    """Let the processes spawned within it keep their figures together, in a folder of its own.

    They must import this module themselves: a fork would count on its own. What they have counted
    is gone when the block ends, so they end first.
    """
    with tempfile.TemporaryDirectory(prefix="lappetavla-figures-") as folder:
        os.environ[_FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[_FOLDER]


def _leave_out_the_dead(folder: Path) -> None:
    """Take away what ended processes have open. What they have counted stays counted."""
    for held in folder.glob("gauge_live*.db"):
        try:
            os.kill(int(held.stem.rpartition("_")[2]), 0)
        except ProcessLookupError:
            held.unlink(missing_ok=True)
        except PermissionError:
            # Someone else's process: it lives, all the same.
            continue
