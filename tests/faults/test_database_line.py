"""The line to the database is cut, and the server is not told either: it must not wait for ever.

Only in the long form: a server does not give up a silent database before half a minute is over.
"""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.faults.cable import Cable
from tests.faults.conftest import Tell
from tests.faults.crowd import gather_crowd
from tests.faults.form import Form
from tests.faults.serving import Serving
from tests.faults.stores import Machines
from tests.faults.truth import check_database
from tests.faults.waiting import until

pytestmark = pytest.mark.postgres

TOLD_WITHIN_S = 40


def test_a_database_that_does_not_answer_is_given_up_and_found_again(
    machines: Machines, tmp_path: Path, form: Form, tell: Tell
) -> None:
    asyncio.run(_story(machines, tmp_path, form, tell))


async def _story(machines: Machines, home: Path, form: Form, tell: Tell) -> None:
    database = sa.make_url(machines.database.url)
    assert database.port is not None
    async with Cable(database.port) as cable:
        by_cable = database.set(port=cable.port).render_as_string(hide_password=False)
        serving = Serving(home, by_cable)
        try:
            await serving.start()
            crowd = await gather_crowd(serving, form.people, form.boards)
            async with crowd.present():
                async with crowd.working(form.a_second):
                    await crowd.get_some_done(form.people)
                    cable.cut()
                    told = await until(
                        lambda: crowd.counted["unavailable"] >= form.people,
                        "people are told",
                        TOLD_WITHIN_S,
                    )
                    # The lines of before stay dead: new ones must be taken.
                    cable.replace()
                    found = await crowd.get_some_done(form.people)
                await crowd.settle(serving)
        finally:
            serving.close()
    written = check_database(machines.database.url, crowd)
    tell(f"people told after {told:.1f} s, at work {found:.1f} s later, {written} events", crowd)
