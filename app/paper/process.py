"""The worker process as the server sees it: started, asked, killed."""

import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_WORKER = Path(__file__).parent / "worker.py"
# The worker gets no more of the environment than its libraries need: no secrets, no addresses.
_ENVIRONMENT = ("LANG", "LD_LIBRARY_PATH", "SYSTEMROOT")
_THREADS = "2"


class WorkerGone(Exception):
    """The worker ended before it had answered. ``too_slow``: it was stopped for its time."""

    def __init__(self, *, too_slow: bool) -> None:
        self.too_slow = too_slow
        super().__init__("too slow" if too_slow else "gone")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the worker said: its parts, or why there are none; and its memory in MiB."""

    parts: tuple[bytes, ...]
    why: str | None
    memory: int


class WorkerProcess:
    """One running worker. Only one thread at a time may ask it."""

    def __init__(self, root: Path, fonts: Path, no_packages: Path) -> None:
        self.jobs = 0
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
            [sys.executable, "-I", str(_WORKER), str(root), str(fonts), str(no_packages)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a diagnostic may hold a note's text
            cwd=root,
            env=_environment(),
        )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, job: Mapping[str, object], time_limit: float) -> Answer:
        """Send one job and wait for its answer, no longer than ``time_limit`` seconds."""
        self.jobs += 1
        out_of_time = threading.Event()
        clock = threading.Timer(time_limit, self._stop_for_time, [out_of_time])
        clock.daemon = True
        clock.start()
        try:
            return self._exchange(json.dumps(job).encode())
        except (OSError, EOFError, ValueError) as fault:
            raise WorkerGone(too_slow=out_of_time.is_set()) from fault
        finally:
            clock.cancel()

    def end(self) -> None:
        """Stop it at once and leave nothing behind."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # what was still to be written has no reader any more

    def _stop_for_time(self, out_of_time: threading.Event) -> None:
        out_of_time.set()
        self._process.kill()

    def _exchange(self, job: bytes) -> Answer:
        source, sink = self._process.stdout, self._process.stdin
        if source is None or sink is None:
            raise EOFError
        sink.write(struct.pack(">I", len(job)) + job)
        sink.flush()
        (size,) = struct.unpack(">I", _exactly(source, 4))
        head = json.loads(_exactly(source, size))
        parts = tuple(_exactly(source, size) for size in head["sizes"])
        return Answer(parts, None if head["ok"] else head["why"], head["memory"])


def _exactly(source: IO[bytes], size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {**kept, "RAYON_NUM_THREADS": _THREADS}
