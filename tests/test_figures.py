"""The figures: what is counted, of one process and of many, and that nobody is in them."""

import asyncio
import logging
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import figures, lag
from app.errors import CODES
from app.paper.engine import PaperError, PrintEngine
from tests.theatre import Theatre

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")

Figures = dict[tuple[str, ...], float]


def _read(text: str | None = None) -> Figures:
    """Each sample by its name and the values of its labels."""
    told = figures.exposition().decode() if text is None else text
    return {
        (sample.name.removeprefix("lappetavla_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
    }


def _since(before: Figures) -> Figures:
    """What has come to it since, without what has not changed."""
    return {
        name: value - before.get(name, 0)
        for name, value in _read().items()
        if value != before.get(name, 0) and not name[0].startswith("process_")
    }


def test_a_commit_is_counted_by_outcome_size_and_time() -> None:
    before = _read()
    figures.committed({"done": 3, "refused": 1, "failed": 0}, seconds=0.0003, waiting=7)
    since = _since(before)
    assert since["commands_total", "done"] == 3
    assert since["commands_total", "refused"] == 1
    assert ("commands_total", "failed") not in since
    assert since["commit_commands_sum",] == 4
    assert since["commit_seconds_sum",] == pytest.approx(0.0003)
    assert ("commit_seconds_bucket", "0.0002") not in since
    assert since["commit_seconds_bucket", "0.0005"] == 1
    assert _read()["journal_waiting",] == 7


def test_a_tick_is_counted_once_for_all_who_are_told() -> None:
    before = _read()
    figures.told(frames=300, size=60_000, seconds=0.004)
    since = _since(before)
    assert since["frames_sent_total",] == 300
    assert since["bytes_sent_total",] == 60_000
    assert since["fanout_seconds_count",] == 1


def test_what_is_open_now_takes_the_place_of_what_was() -> None:
    figures.here(people=25, boards=2)
    figures.broker_is_lost(True)
    assert (_read()["people",], _read()["boards",], _read()["broker_lost",]) == (25, 2, 1)
    figures.here(people=0, boards=0)
    figures.broker_is_lost(False)
    assert (_read()["people",], _read()["boards",], _read()["broker_lost",]) == (0, 0, 0)


def test_every_code_and_reason_is_shown_before_it_has_happened() -> None:
    told = _read()
    for code in CODES:
        assert ("refusals_total", code) in told
    for why in ("slow", "silent", "flood", "withdrawn"):
        assert ("people_let_go_total", why) in told
    before = _read()
    figures.let_go("slow", 2)
    figures.resynced()
    figures.refused("locked")
    assert _since(before) == {
        ("people_let_go_total", "slow"): 2,
        ("resyncs_total",): 1,
        ("refusals_total", "locked"): 1,
    }


def test_a_refusal_by_http_is_counted_by_its_code(small_theatre: Theatre) -> None:
    before = _read()
    board = f"/api/boards/{small_theatre.stage.board}"
    assert small_theatre.client.get(board).status_code == 401
    assert small_theatre.client.get(board, headers=small_theatre.headers("ute")).is_error
    since = _since(before)
    assert since["refusals_total", "unknown_person"] == 1
    assert since["refusals_total", "not_found"] == 1


def test_what_happens_on_a_board_is_counted_and_nobody_is_in_the_figures(
    small_theatre: Theatre,
) -> None:
    stage = small_theatre.stage
    order = {"title": "Hemmelig oppgave", "profession": stage.professions["SPL"]}
    before = _read()
    with small_theatre.connected("kari") as kari, small_theatre.connected("ola") as ola:
        kari.hear("snapshot")
        ola.hear("snapshot")
        assert (_read()["people",], _read()["boards",]) == (2, 1)
        command = kari.say("note.create", **order)
        kari.hear("event", id=command)
        ola.hear("event", id=command)
        kari.say("note.create", id=command, **order)
        kari.hear("event", id=command)
        refused = ola.say("note.create", **order)
        ola.hear("refused", id=refused)
    since = _since(before)
    for outcome in ("done", "repeated", "refused"):
        assert since["commands_total", outcome] == 1
    assert since["refusals_total", "forbidden"] == 1
    assert since["commit_seconds_count",] == since["commit_commands_count",] == 3
    assert since["fanout_seconds_count",] >= 1
    assert since["frames_sent_total",] >= 2
    assert since["bytes_sent_total",] > 2 * len("Hemmelig oppgave")
    told = figures.exposition().decode()
    for secret in (stage.board, command, "Hemmelig", stage.kari.seat, order["profession"]):
        assert secret not in told


def test_whoever_has_gone_is_not_counted_as_here(small_theatre: Theatre) -> None:
    with small_theatre.connected("kari") as kari:
        kari.hear("snapshot")
        with small_theatre.connected("ola") as ola:
            ola.hear("snapshot")
        # Presence tells that someone has gone; the figure has told so before.
        kari.hear("presence", here=1)
        assert (_read()["people",], _read()["boards",]) == (1, 1)


def test_what_the_print_engine_does_is_timed_however_it_ends(tmp_path: Path) -> None:
    (tmp_path / "page.typ").write_text("#no-such-thing()")
    before = _read()
    with PrintEngine({"room": tmp_path}) as engine, pytest.raises(PaperError):
        engine.render("room/page.typ", {}, made=date(2026, 11, 24))
    assert _since(before)["print_seconds_count",] == 1


def test_every_figure_is_in_the_document() -> None:
    for family in text_string_to_metric_families(figures.exposition().decode()):
        if family.name.startswith("process_"):
            continue
        name = f"{family.name}_total" if family.type == "counter" else family.name
        labels = sorted({label for s in family.samples for label in s.labels} - {"le"})
        shown = f"`{name}{{{labels[0]}}}`" if labels else f"`{name}`"
        assert shown in DOCUMENT, shown
    for name in re.findall(r"lappetavla_\w+", DOCUMENT):
        assert name.removesuffix("_bucket") in figures.exposition().decode(), name


def test_a_loop_that_is_held_is_measured_and_told_of_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def hold_twice() -> None:
        async with lag.watched():
            await asyncio.sleep(lag.TICK_S * 2)
            for __ in range(2):
                # The fault itself, not a way to wait.
                time.sleep(lag.HELD_S + lag.TICK_S * 2)
                await asyncio.sleep(lag.TICK_S * 2)

    before = _read()
    with caplog.at_level(logging.WARNING, "lappetavla.lag"):
        asyncio.run(hold_twice())
    held = [record for record in caplog.records if record.name == "lappetavla.lag"]
    assert len(held) == 1
    assert held[0].__dict__["milliseconds"] >= lag.HELD_S * 1000
    since = _since(before)
    assert since["loop_lag_seconds_bucket", "+Inf"] - since["loop_lag_seconds_bucket", "0.2"] >= 2


WORKER = """
import sys
from app import figures
figures.here(int(sys.argv[1]), 1)
figures.committed({"done": 2}, 0.001, 3)
print("counted", flush=True)
for line in sys.stdin:
    print(figures.exposition().decode(), "end", sep="", flush=True)
"""


@contextmanager
def _worker(people: int) -> Iterator[subprocess.Popen[str]]:
    """A process that has counted, and says the figures for each line it is given."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", WORKER, str(people)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "counted\n"
        yield process
        process.stdin.close()


def _ask(process: subprocess.Popen[str]) -> Figures:
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return _read("".join(iter(process.stdout.readline, "end\n")))


def test_any_worker_tells_the_figures_of_all_and_the_dead_hold_nothing_open() -> None:
    with figures.shared_by_workers(), _worker(30) as first:
        with _worker(12) as second:
            for worker in (first, second):
                told = _ask(worker)
                assert told["people",] == 42
                assert told["boards",] == 2
                assert told["journal_waiting",] == 6
                assert told["commands_total", "done"] == 4
                assert told["commit_seconds_bucket", "0.001"] == 2
            second.kill()
            second.wait()
        told = _ask(first)
        assert (told["people",], told["journal_waiting",]) == (30, 3)
        assert told["commands_total", "done"] == 4


def test_a_process_on_its_own_writes_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with _worker(1) as alone:
        assert _ask(alone)["people",] == 1
    assert list(tmp_path.iterdir()) == []
