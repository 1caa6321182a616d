"""This server beside its peers, all rows, in one run on one machine; a Markdown table.

    BENCH=<folder of the shared bench> PEERS_DIR=<where its setup.sh put the peers> \\
        python -m tests.load.sweep [--passes 3] [--seconds 10] [--out results.jsonl]
        [--rows "W25 W100"] [--servers "lappetavla hocuspocus"]

Rows: W300 is one board of 300 people, each of the 20 % that are active making five changes a
second; B50 is fifty boards of 20, two a second. Passes are interleaved: only servers of one run
can be compared. The bench keeps its own quiet (its README says how), and wants root for it.
"""

import argparse
import statistics
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson

from tests.load.bench import bench_env, bench_folder
from tests.load.services import run_services

PEERS = "hocuspocus y-websocket tldraw"
ROWS = "W25 W100 W200 W300 W1000 B10 B50 B100"
SILENT_ROWS = ("W25", "W100")
SILENT = "lappetavla:silent"

Result = dict[str, Any]


def main() -> None:
    """Run what is asked for, append it to the file, and print the table of all that is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--out", type=Path, default=Path("load.jsonl"))
    parser.add_argument("--rows", default=ROWS)
    parser.add_argument("--servers", default=f"lappetavla {SILENT} {PEERS}")
    asked = parser.parse_args()
    servers, rows = asked.servers.split(), asked.rows.split()
    with ExitStack() as services:
        needs_services = any(":pg" in server for server in servers)
        settings = services.enter_context(run_services()) if needs_services else {}
        for __ in range(asked.passes):
            for row in rows:
                wanted = [s for s in servers if s != SILENT or row in SILENT_ROWS]
                _run(asked.out.resolve(), row, wanted, asked.seconds, settings)
    print(as_table(orjson.loads(line) for line in asked.out.read_bytes().splitlines()))


def _run(out: Path, row: str, servers: list[str], seconds: int, settings: dict[str, str]) -> None:
    """One pass over the servers, under the bench's own lock."""
    bench = bench_folder()
    command = [str(bench / "sweep.sh"), str(out), "1", " ".join(servers), row]
    subprocess.run(  # noqa: S603 - the bench's own script
        [*command, "--dur", str(seconds)], env=bench_env(**settings), check=True
    )


def as_table(results: Iterable[Result]) -> str:
    """For each server and row: p99 in ms, its spread, and processor seconds per million."""
    found: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        found[result["adapter"], result["label"]].append(result)
    servers = list(dict.fromkeys(server for server, __ in found))
    rows = sorted({row for __, row in found}, key=lambda row: (row[0] != "W", int(row[1:])))
    lines = ["| | " + " | ".join(rows) + " |", "|---" * (len(rows) + 1) + "|"]
    for server in servers:
        cells = [_cell(found[server, row]) for row in rows]
        lines.append(f"| {server} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(runs: list[Result]) -> str:
    ran = [run for run in runs if not run.get("failed")]
    if not ran:
        return "failed" if runs else "–"
    late = [run["p99"] for run in ran if run["p99"] is not None]
    processor = statistics.median(run["cpu_s_per_M"] or float("inf") for run in ran)
    arrived = min(run["fraction"] for run in ran)
    failed = f", {len(runs) - len(ran)} failed" if len(ran) < len(runs) else ""
    if arrived < 1 or not late:
        failed = f", {100 * arrived:.1f} % arrived" + failed
    spread = f" ({_ms(min(late))}–{_ms(max(late))})" if len(late) > 1 else ""
    middle = _ms(statistics.median(late)) if len(late) * 2 > len(ran) else "—"
    return f"{middle}{spread} / {processor:.3g}{failed}"


def _ms(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


if __name__ == "__main__":
    main()
