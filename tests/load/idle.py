"""What people cost who are connected and do nothing: the server's memory and processor time.

Run by hand:

    python -m tests.load.idle [--boards 100 --people 20] [--seconds 30]

Without numbers it measures 100 boards of 20, and one of 300. The server is another process, as
``lappetavla serve`` runs it, on a fresh SQLite file. The people here do what the page does: answer
the server's pings, and ask for a sign of life when they have heard nothing for a while.

To reach: at most 60 KB a person with 2,000 people.
"""

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect

from tests.load.processes import Use, used_by
from tests.services import free_port

ROOT = Path(__file__).parent.parent.parent
READY_WITHIN_S = 60
AT_ONCE = 20
SETTLE_S = 5
# As js/board/patience.js has it.
PAGE_PING_S = 15


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. Memory in KB a person; load in percent of one core."""

    boards: int
    people: int
    empty_mb: float
    kb_a_person: float
    kb_later: float
    idle_load: float


def main() -> None:
    """Measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int)
    parser.add_argument("--people", type=int, default=20, help="on each board")
    parser.add_argument("--seconds", type=float, default=30)
    asked = parser.parse_args()
    sizes = [(asked.boards, asked.people)] if asked.boards else [(100, 20), (1, 300)]
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print("| boards × people | server alone | a person | a person, later | processor, idle |")
    print("|---|---|---|---|---|")
    for boards, people in sizes:
        with _serving(boards, people) as (pid, port, made):
            row = asyncio.run(_measure(pid, port, made, asked.seconds))
        print(
            f"| {row.boards} × {row.people} | {row.empty_mb:.0f} MB | {row.kb_a_person:.1f} KB "
            f"| {row.kb_later:.1f} KB | {row.idle_load:.1f} % of a core |"
        )


@contextmanager
def _serving(boards: int, people: int) -> Iterator[tuple[int, int, list[dict[str, Any]]]]:
    """The server's process id and port, and the boards that it has."""
    with tempfile.TemporaryDirectory(prefix="lappetavla-idle-") as folder:
        port, places = free_port(), Path(folder) / "boards.json"
        command = [sys.executable, "-m", "tests.load.prepared", str(places), "--port", str(port)]
        command += ["--boards", str(boards), "--people", str(people)]
        url = f"sqlite:///{folder}/board.db"
        env = os.environ | {"LAPPETAVLA_DATABASE_URL": url, "LAPPETAVLA_SECRET": "for idling only"}
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=quiet) as server:  # noqa: S603
            try:
                asyncio.run(_answering(port, server))
                yield server.pid, port, orjson.loads(places.read_bytes())
            finally:
                server.terminate()


async def _answering(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while server.poll() is None and time.monotonic() < deadline:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise RuntimeError("The server did not start; it says why above.")


async def _measure(pid: int, port: int, made: list[dict[str, Any]], seconds: float) -> Row:
    # Once round first: what the first connection loads is not a person's.
    first = await _sit_down(port, made[0], made[0]["tokens"][0])
    await asyncio.sleep(SETTLE_S)
    empty = used_by(pid)
    places = [(board, token) for board in made for token in board["tokens"]][1:]
    lines = [first]
    for start in range(0, len(places), AT_ONCE):
        now = places[start : start + AT_ONCE]
        lines += await asyncio.gather(*(_sit_down(port, board, token) for board, token in now))
    idlers = [asyncio.create_task(_idle(line)) for line in lines]
    await asyncio.sleep(SETTLE_S)
    seated = used_by(pid)
    since = time.monotonic()
    await asyncio.sleep(seconds)
    later, passed = used_by(pid), time.monotonic() - since
    gone = sum(task.done() for task in idlers)
    if gone:
        raise RuntimeError(f"{gone} of {len(lines)} were let go")
    for task in idlers:
        task.cancel()
    people = len(made[0]["tokens"])
    return _row(len(made), people, (empty, seated, later), passed)


def _row(boards: int, people: int, uses: tuple[Use, Use, Use], passed: float) -> Row:
    empty, seated, later = uses
    count = boards * people - 1
    return Row(
        boards,
        people,
        empty_mb=empty.memory / 1e6,
        kb_a_person=(seated.memory - empty.memory) / 1024 / count,
        kb_later=(later.memory - empty.memory) / 1024 / count,
        idle_load=100 * (later.seconds - seated.seconds) / passed,
    )


async def _sit_down(port: int, board: dict[str, Any], token: str) -> ClientConnection:
    line = await connect(
        f"ws://127.0.0.1:{port}/api/boards/{board['id']}/live?since={board['seq']}",
        additional_headers={"Authorization": f"Bearer {token}"},
        compression=None,
        ping_interval=None,
        open_timeout=READY_WITHIN_S,
        proxy=None,
    )
    assert orjson.loads(await line.recv())[0]["is"] == "welcome"
    return line


async def _idle(line: ClientConnection) -> None:
    """Read what comes; after a while of silence, ask for a sign of life. Ends when let go."""
    while True:
        try:
            await asyncio.wait_for(line.recv(), PAGE_PING_S)
        except TimeoutError:
            await line.send('[{"do":"ping"}]')


if __name__ == "__main__":
    main()
