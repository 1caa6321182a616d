"""The network is cut with work on both sides of it, and nobody is told."""

import asyncio

from tests.faults.cable import Cable
from tests.faults.conftest import Tell
from tests.faults.crowd import gather_crowd
from tests.faults.form import Form
from tests.faults.person import Person
from tests.faults.serving import Serving
from tests.faults.truth import check_database
from tests.faults.waiting import until


def test_after_a_cut_all_ends_have_what_was_done_on_both_sides(
    steady: Serving, form: Form, tell: Tell
) -> None:
    asyncio.run(_story(steady, form, tell))


async def _story(serving: Serving, form: Form, tell: Tell) -> None:
    crowd = await gather_crowd(serving, form.people, form.boards)
    async with Cable(serving.port) as mended, Cable(serving.port) as replaced:
        far = _behind(mended, crowd.people[0::3]) + _behind(replaced, crowd.people[1::3])
        near = crowd.people[2::3]
        async with crowd.present():
            async with crowd.working(form.a_second):
                await crowd.get_some_done(form.people)
                far_done, near_done = [_done([one]) for one in far], _done(near)
                mended.cut()
                replaced.cut()
                await asyncio.sleep(form.cut_s)
                assert _done(near) > near_done, "those who were not cut off could not work"
                assert _done(far) <= sum(far_done) + len(far), "something passed a cut cable"
                # What was held up on the one comes after all; on the other it never does.
                mended.mend()
                replaced.replace()
                await until(lambda: _all_did_more(far, far_done), "all far away work again")
            await crowd.settle(serving)
    written = check_database(serving.database_url, crowd)
    tell(f"cut for {form.cut_s:.0f} s, {written} events in the log", crowd)


def _behind(cable: Cable, people: list[Person]) -> list[Person]:
    """Let people come in by a cable."""
    for person in people:
        person.doors = [f"127.0.0.1:{cable.port}"]
    return people


def _all_did_more(people: list[Person], than: list[int]) -> bool:
    return all(_done([one]) > before for one, before in zip(people, than, strict=True))


def _done(people: list[Person]) -> int:
    return sum(len(person.acknowledged) for person in people)
