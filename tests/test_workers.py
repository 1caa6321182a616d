"""`serve --workers 2`: seen from outside it is one server, and its log one log."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import httpx2
import pytest

from tests.live.wire import Gone, Wire
from tests.services import free_port

pytestmark = pytest.mark.postgres

PATIENCE_S = 60.0
PEOPLE = range(12)


@dataclass
class Workers:
    """A server of two workers, and where it writes."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path
    http: httpx2.Client

    def figure(self, name: str) -> float:
        found = re.search(rf"^lappetavla_{name} (.+)$", self.http.get("/metrics").text, re.M)
        assert found is not None, name
        return float(found[1])

    def pids(self) -> set[int]:
        """The workers that live and have counted something."""
        # Whoever asks for a figure takes the dead out of the folder.
        self.figure("people")
        files = self.folder.glob("tmp/lappetavla-figures-*/gauge_livesum_*.db")
        return {int(file.stem.rpartition("_")[2]) for file in files}

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait for a state. Fails when it does not come, or the server ends."""
        deadline = monotonic() + PATIENCE_S
        while not is_so():
            assert monotonic() < deadline, f"waited for {what}"
            with suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"it has ended: {self.process.wait(0.05)}")

    def is_ready(self) -> bool:
        try:
            return self.http.get("/readyz").status_code == 200
        except httpx2.TransportError:
            return False


@contextmanager
def _serving(folder: Path, database: str, broker: str) -> Iterator[Workers]:
    (folder / "tmp").mkdir()
    port = free_port()
    given = {
        "LAPPETAVLA_DATABASE_URL": database,
        "LAPPETAVLA_BROKER_URL": broker,
        "LAPPETAVLA_SECRET": "a secret for tests",
        "LAPPETAVLA_OPEN_CREATION": "1",
        "TMPDIR": str(folder / "tmp"),
    }
    words = ["serve", "--host", "127.0.0.1", "--port", str(port), "--workers", "2"]
    with (folder / "err").open("wb") as err, (folder / "out").open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program and flags
            [str(Path(sys.executable).with_name("lappetavla")), *words],
            cwd=folder,
            env={**os.environ, **given},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
    # A connection for each request: any worker may take it.
    limits = httpx2.Limits(max_keepalive_connections=0)
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, limits=limits) as http:
        workers = Workers(port, process, folder, http)
        try:
            workers.until(workers.is_ready, "a worker that is ready")
            workers.until(lambda: len(workers.pids()) == 2, "both workers")
            yield workers
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def test_any_worker_tells_of_all_and_one_that_dies_is_replaced(
    tmp_path: Path, postgres_database: str, redis_server: str
) -> None:
    with _serving(tmp_path, postgres_database, redis_server) as workers:
        made = workers.http.post("/api/boards", json={"title": "Post 2", "template": "tom"}).json()
        with ExitStack() as stack:
            wires = [Wire(workers.port, made["id"], made["tokens"]["viewer"]) for __ in PEOPLE]
            for wire in wires:
                stack.callback(wire.socket.close)
            workers.until(
                lambda: workers.figure("people") == len(PEOPLE), "everybody to be counted"
            )
            killed = min(workers.pids())
            os.kill(killed, signal.SIGKILL)
            left = sum(_is_held(wire) for wire in wires)
            workers.until(lambda: workers.figure("people") == left, "only those who are left")
            workers.until(lambda: len(workers.pids() - {killed}) == 2, "another in its place")
        workers.until(lambda: workers.figure("people") == 0, "everybody to have gone")
        assert workers.http.get("/readyz").json()["broker"] == "ok"
    assert list((tmp_path / "tmp").glob("lappetavla-figures-*")) == []
    told = [json.loads(line) for line in (tmp_path / "err").read_text().splitlines()]
    assert f"Child process [{killed}] died" in [line["message"] for line in told]
    assert not [line for line in told if line["level"] == "error"]


def _is_held(wire: Wire) -> bool:
    """Whether someone at the other end still answers."""
    try:
        wire.say({"do": "ping"})
        while not any(message["is"] == "pong" for message in wire.hear()):
            continue
    except Gone:
        return False
    return True
