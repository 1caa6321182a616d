"""The disk is full: people are refused in words, nothing is torn, and room is all it takes."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import Tell
from tests.faults.crowd import Crowd, gather_crowd
from tests.faults.disks import Disk, LimitedFiles, small_disk
from tests.faults.form import Form
from tests.faults.serving import Serving
from tests.faults.truth import check_database
from tests.faults.waiting import until

# Long texts, so that it does not take long.
WORDS = 200


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk") as found:
        yield found


@pytest.fixture
def limited(tmp_path: Path) -> Disk:
    """The next best to a disk, also tried where a real one can be had."""
    (tmp_path / "limited").mkdir()
    return LimitedFiles(tmp_path / "limited")


def test_a_full_disk_refuses_in_words_and_needs_only_room(
    disk: Disk, tmp_path: Path, form: Form, tell: Tell
) -> None:
    if isinstance(disk, LimitedFiles):
        tell(f"nothing may be mounted here, so this was {disk.words}", aloud=True)
    asyncio.run(_story(disk, tmp_path, form, tell))


def test_files_that_may_not_grow_are_as_a_full_disk(
    limited: Disk, tmp_path: Path, form: Form, tell: Tell
) -> None:
    asyncio.run(_story(limited, tmp_path, form, tell))


async def _story(disk: Disk, home: Path, form: Form, tell: Tell) -> None:
    serving = Serving(home, f"sqlite:///{disk.folder}/lappetavla.db")
    try:
        await serving.start()
        crowd = await gather_crowd(serving, form.people)
        async with crowd.present():
            async with crowd.working(form.a_second, WORDS):
                await crowd.get_some_done(form.people)
                for __ in range(form.rounds):
                    await _fill_and_clear(disk, serving, crowd, form.people)
            await crowd.settle(serving)
        assert not crowd.counted["drops"], "a full disk is no reason to lose a connection"
        # Also what is on the disk at this moment is whole: nobody tidies up.
        serving.kill()
        written = check_database(serving.database_url, crowd)
    finally:
        serving.close()
    tell(f"{disk.words}, full {form.rounds} times, {written} events in the log", crowd)


async def _fill_and_clear(disk: Disk, serving: Serving, crowd: Crowd, people: int) -> None:
    before = crowd.counted["unavailable"]
    await asyncio.to_thread(disk.fill, serving.pid)
    await until(lambda: crowd.counted["unavailable"] >= before + people, "all are refused")
    # Who only reads is served all the while.
    for board in crowd.tokens:
        await crowd.document(serving, board)
    disk.clear(serving.pid)
    await crowd.get_some_done(people)
