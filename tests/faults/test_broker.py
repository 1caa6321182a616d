"""The broker goes and comes back under load: it only carries news, so nothing is lost with it."""

import asyncio

import pytest

from tests.faults.conftest import Tell
from tests.faults.form import Form
from tests.faults.stores import Machines
from tests.faults.truth import check_database

pytestmark = pytest.mark.postgres


def test_without_the_broker_all_still_hear_of_everything(
    machines: Machines, form: Form, tell: Tell
) -> None:
    asyncio.run(_story(machines, form, tell))


async def _story(machines: Machines, form: Form, tell: Tell) -> None:
    await machines.start()
    crowd = await machines.gather(form.people, form.boards)
    async with crowd.present():
        async with crowd.working(form.a_second):
            await crowd.get_some_done(form.people)
            for __ in range(form.rounds):
                await asyncio.to_thread(machines.broker.stop)
                await crowd.get_some_done(2 * form.people)
                await asyncio.to_thread(machines.broker.start)
                await crowd.get_some_done(2 * form.people)
        # What was written at one server while there was no broker is known at the other.
        await crowd.settle(machines.first)
        await crowd.settle(machines.second)
    counted = crowd.counted
    assert not counted["drops"], "a lost broker is no reason to lose a connection"
    assert not counted["unavailable"], "a lost broker is no reason to refuse"
    written = check_database(machines.database.url, crowd)
    tell(f"stopped and started {form.rounds} times, {written} events in the log", crowd)
