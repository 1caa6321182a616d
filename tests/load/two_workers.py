"""A national gathering: 100 boards of 20 people on two workers, PostgreSQL and Redis.

    BENCH=<folder of the shared bench> python -m tests.load.two_workers [--workers 2] [--boards 100]
        [--seconds 10]

Clients, workers, database and broker share the machine's cores, so its figures say what the machine
bears, not what a worker does. Afterwards every board is read from the database: that its log has
every number once, and every person's changes, each once, up to the last.
"""

import argparse
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa

from tests.load.bench import bench_env, bench_folder
from tests.load.services import run_services

PEOPLE, RATE = 20, 2


def main() -> None:
    """Run, print the harness' line and what the database holds; exit 1 when anything is lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--boards", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=10)
    asked = parser.parse_args()
    with run_services() as settings:
        result = _run(asked.workers, asked.boards, asked.seconds, settings)
        print(orjson.dumps(result, option=orjson.OPT_INDENT_2).decode())
        if result.get("failed"):
            sys.exit(1)
        stored, faults = look_over(settings["LAPPETAVLA_DATABASE_URL"])
    if result["fraction"] < 1:
        faults.append(f"{result['expected'] - result['delivered']} deliveries did not arrive")
    if result["acks"] != result["changes"]:
        faults.append(f"{result['changes'] - result['acks']} changes were not acknowledged")
    print(f"{stored} changes stored", *faults, sep="\n")
    sys.exit(1 if faults else 0)


def _run(workers: int, boards: int, seconds: int, settings: dict[str, str]) -> dict[str, Any]:
    bench = bench_folder()
    adapter = "lappetavla:pg" + (f":WORKERS={workers}" if workers > 1 else "")
    command = [str(bench / "quiet.sh"), "node", str(bench / "harness.mjs"), "--adapter", adapter]
    command += ["--boards", str(boards), "--n", str(PEOPLE), "--rate", str(RATE)]
    command += ["--dur", str(seconds), "--serverCpu", _all_cores()]
    ran = subprocess.run(  # noqa: S603 - the bench's own harness
        command, env=bench_env(**settings), stdout=subprocess.PIPE, check=True
    )
    result: dict[str, Any] = orjson.loads(ran.stdout.splitlines()[-1])
    return result


def _all_cores() -> str:
    cores = (Path("/sys/devices/system/cpu/online")).read_text()
    return cores.strip()


def look_over(database: str) -> tuple[int, list[str]]:
    """How many of the harness' changes the log holds, and what is wrong with it."""
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT board, seq, command FROM event")).all()
        boards = connection.execute(sa.text("SELECT id, seq FROM board")).all()
    engine.dispose()
    latest = {board: seq for board, seq in boards}
    numbers: dict[str, list[int]] = defaultdict(list)
    changes: dict[tuple[str, str], list[int]] = defaultdict(list)
    for board, seq, command in rows:
        numbers[board].append(seq)
        if command.startswith("x"):
            client, __, change = command[1:].partition(".")
            changes[board, client].append(int(change))
    faults = [
        f"board {board}: {len(found)} events, the latest {max(found)}, it says {latest[board]}"
        for board, found in numbers.items()
        if sorted(found) != list(range(1, latest[board] + 1))
    ]
    faults += [
        f"client {client} of {board}: changes missing or doubled"
        for (board, client), found in changes.items()
        if sorted(found) != list(range(1, len(found) + 1))
    ]
    return sum(map(len, changes.values())), faults


if __name__ == "__main__":
    main()
