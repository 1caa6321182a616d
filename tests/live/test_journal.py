"""The journal: what has come in is answered, whatever happens meanwhile."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from app.errors import Unavailable
from app.live.envelope import Envelope
from app.live.journal import Journal
from app.live.log import Recorded
from app.live.pen import commit
from app.live.perform import Job
from tests.cast import Stage, set_the_stage


def _job(stage: Stage, id: str, **fields: Any) -> Job:
    profession = stage.professions["SPL"]
    whole = {"title": f"Lapp {id}", "profession": profession, **fields}
    return Job(stage.board, stage.kari.seat, Envelope(id, "note.create", whole))


def _run(stage: Stage, story: Callable[[Journal, list[Recorded]], Any]) -> Any:
    async def whole() -> Any:
        told: list[Recorded] = []
        journal = Journal(stage.engine, stage.door, told.extend)
        journal.start()
        return await asyncio.wait_for(story(journal, told), 20)

    # In a thread of its own: the browser's driver keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, whole()).result()


def test_what_is_under_way_when_it_stops_is_done_told_and_answered(stage: Stage) -> None:
    async def story(journal: Journal, told: list[Recorded]) -> None:
        asked = [asyncio.create_task(journal.submit(_job(stage, str(n)))) for n in range(20)]
        await asyncio.sleep(0)
        first = asyncio.create_task(journal.submit(_job(stage, "last")))
        await asyncio.wait([*asked, first], return_when=asyncio.FIRST_COMPLETED)
        later = asyncio.create_task(journal.submit(_job(stage, "later")))
        await asyncio.sleep(0)
        await journal.stop()
        outcomes = await asyncio.gather(*asked, first, later)
        events = [outcome for outcome in outcomes if isinstance(outcome, Recorded)]
        assert [event.seq for event in told] == [event.seq for event in events]
        assert len(events) == 22

    _run(stage, story)
    assert len(stage.document()["notes"]) == 22


def test_what_comes_after_it_has_stopped_is_refused_at_once(stage: Stage) -> None:
    async def story(journal: Journal, told: list[Recorded]) -> None:
        await journal.stop()
        assert isinstance(await journal.submit(_job(stage, "1")), Unavailable)

    _run(stage, story)


def test_a_caller_who_goes_away_changes_nothing(stage: Stage) -> None:
    async def story(journal: Journal, told: list[Recorded]) -> None:
        impatient = asyncio.create_task(journal.submit(_job(stage, "1")))
        await asyncio.sleep(0)
        impatient.cancel()
        assert isinstance(await journal.submit(_job(stage, "2")), Recorded)
        assert [event.command for event in told] == ["1", "2"]
        await journal.stop()

    _run(stage, story)


def test_the_same_command_twice_in_one_group_is_done_once(stage: Stage) -> None:
    outcomes = commit(stage.engine, stage.door, [_job(stage, "1"), _job(stage, "1", title="Nei")])
    first, second = outcomes
    assert isinstance(first, Recorded)
    assert isinstance(second, Recorded)
    assert (first.seq, first.changes) == (second.seq, second.changes)
    assert (first.repeated, second.repeated) == (False, True)


def test_a_database_that_is_held_by_another_refuses_all_at_once(sqlite_engine: Engine) -> None:
    stage = set_the_stage(sqlite_engine)
    jobs = [_job(stage, str(n)) for n in range(3)]
    with stage.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=10")
    holder = sqlite3.connect(str(sqlite_engine.url.database), isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        outcomes = commit(stage.engine, stage.door, jobs)
    finally:
        holder.close()
    assert [type(outcome) for outcome in outcomes] == [Unavailable] * 3
    assert isinstance(commit(stage.engine, stage.door, jobs)[2], Recorded)


@pytest.mark.parametrize("faulty", [0, 1, 2])
def test_a_fault_in_one_command_leaves_the_others_standing(stage: Stage, faulty: int) -> None:
    acting = stage.door._acts
    kind = stage.door.commands["edit.redo"]

    def fails(*_: object) -> Any:
        raise ZeroDivisionError

    kept = acting[kind]
    acting[kind] = fails
    try:
        jobs = [_job(stage, str(n)) for n in range(3)]
        jobs[faulty] = Job(stage.board, stage.kari.seat, Envelope("bad", "edit.redo"))
        outcomes = commit(stage.engine, stage.door, jobs)
    finally:
        acting[kind] = kept
    assert [isinstance(outcome, Unavailable) for outcome in outcomes] == [
        number == faulty for number in range(3)
    ]
    assert len(stage.document()["notes"]) == 2
