"""Two servers over PostgreSQL and Redis, one of them killed under load: the other goes on."""

import asyncio
import random

import pytest

from tests.faults.conftest import Tell
from tests.faults.form import Form
from tests.faults.stores import Machines
from tests.faults.truth import check_database

pytestmark = pytest.mark.postgres


def test_one_server_is_killed_and_its_people_go_on_at_the_other(
    machines: Machines, form: Form, tell: Tell
) -> None:
    asyncio.run(_story(machines, form, tell))


async def _story(machines: Machines, form: Form, tell: Tell) -> None:
    moments = random.Random()  # noqa: S311
    await machines.start()
    crowd = await machines.gather(form.people, form.boards)
    moved: list[float] = []
    async with crowd.present():
        async with crowd.working(form.a_second):
            await crowd.get_some_done(form.people)
            for number in range(form.rounds):
                victim = machines.both[number % 2]
                await asyncio.sleep(moments.uniform(0, form.alone_s))
                victim.kill()
                await crowd.get_some_done(form.people)
                moved.append(await crowd.all_here())
                await victim.start()
            await crowd.get_some_done(form.people)
        # Either tells the same.
        await crowd.settle(machines.first)
        await crowd.settle(machines.second)
    assert crowd.counted["drops"] >= form.rounds
    written = check_database(machines.database.url, crowd)
    tell(
        f"one of two killed {form.rounds} times, its people at the other after "
        f"{max(moved):.1f} s more at most, {written} events in the log",
        crowd,
    )
