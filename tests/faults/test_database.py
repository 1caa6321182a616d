"""The database is restarted under load: people are told that it is away, and then go on."""

import asyncio

import pytest

from tests.faults.conftest import Tell
from tests.faults.crowd import Crowd
from tests.faults.form import Form
from tests.faults.stores import Machines
from tests.faults.truth import check_database
from tests.faults.waiting import until

pytestmark = pytest.mark.postgres


def test_while_the_database_is_away_people_are_told_and_then_go_on(
    machines: Machines, form: Form, tell: Tell
) -> None:
    asyncio.run(_story(machines, form, tell))


async def _story(machines: Machines, form: Form, tell: Tell) -> None:
    await machines.start()
    crowd = await machines.gather(form.people, form.boards)
    recovered: list[float] = []
    async with crowd.present():
        async with crowd.working(form.a_second):
            await crowd.get_some_done(form.people)
            for __ in range(form.rounds):
                await asyncio.to_thread(machines.database.stop)
                await _all_say_so(machines, crowd, form.people)
                await asyncio.to_thread(machines.database.start)
                recovered.append(await crowd.get_some_done(form.people))
            await crowd.all_here()
        for server in machines.both:
            await until(server.is_ready, "it is ready again")
            await crowd.settle(server)
    written = check_database(machines.database.url, crowd)
    tell(
        f"restarted {form.rounds} times, {form.people} more commands done within "
        f"{max(recovered):.1f} s of its return, {written} events in the log",
        crowd,
    )


async def _all_say_so(machines: Machines, crowd: Crowd, people: int) -> None:
    """Those who write are refused with a word for it, and both servers say they are not ready."""
    before = crowd.counted["unavailable"]
    await until(lambda: crowd.counted["unavailable"] >= before + people, "people are told")
    for server in machines.both:
        assert not await server.is_ready()
