"""The network is cut with work on both sides of it, and nobody is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.faults.cable import Cable
from tests.faults.conftest import Tell
from tests.faults.crowd import gather_crowd
from tests.faults.form import Form
from tests.faults.person import Person
from tests.faults.serving import Serving
from tests.faults.truth import check_database


@pytest.mark.parametrize("after", ["mend", "replace"])
def test_after_a_cut_all_ends_have_what_was_done_on_both_sides(
    steady: Serving, form: Form, tell: Tell, after: str
) -> None:
    asyncio.run(_story(steady, form, tell, after))


async def _story(serving: Serving, form: Form, tell: Tell, after: str) -> None:
    async with _cable_to(serving) as cable:
        crowd = await gather_crowd(serving, form.people, form.boards)
        far = crowd.people[: len(crowd.people) // 2]
        for person in far:
            person.doors = [cable.address]
        async with crowd.present():
            async with crowd.working(form.a_second):
                await crowd.get_some_done(form.people)
                done_far = _done(far)
                cable.cut()
                await asyncio.sleep(form.cut_s)
                done_near = crowd.acknowledged - _done(far)
                assert _done(far) <= done_far + len(far), "something passed a cut line"
                getattr(cable, after)()
                await crowd.get_some_done(form.people)
            await crowd.settle(serving)
        assert done_near
        assert _done(far) > done_far
    written = check_database(serving.database_url, crowd)
    tell(f"cut for {form.cut_s:.0f} s, {written} events in the log", crowd)


def _done(people: list[Person]) -> int:
    return sum(len(person.acknowledged) for person in people)


@asynccontextmanager
async def _cable_to(serving: Serving) -> AsyncIterator[Cable]:
    if not serving.is_running:
        await serving.start()
    cable = Cable(serving.port)
    await cable.lay()
    try:
        yield cable
    finally:
        await cable.close()
