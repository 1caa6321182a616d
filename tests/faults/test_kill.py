"""SIGKILL at random moments under load: nothing that was acknowledged is lost, torn or doubled."""

import asyncio
import random

from tests.faults.conftest import Tell
from tests.faults.crowd import gather_crowd
from tests.faults.form import Form
from tests.faults.serving import Serving
from tests.faults.truth import check_database


def test_what_was_acknowledged_outlives_every_kill(
    serving: Serving, form: Form, tell: Tell
) -> None:
    asyncio.run(_story(serving, form, tell))


async def _story(serving: Serving, form: Form, tell: Tell) -> None:
    # In the middle of a commit, of a reconnection, or of nothing: who knows.
    moments = random.Random()  # noqa: S311
    await serving.start()
    crowd = await gather_crowd(serving, form.people, form.boards)
    starts: list[float] = []
    async with crowd.present():
        async with crowd.working(form.a_second):
            await crowd.get_some_done(form.people)
            for __ in range(form.kills):
                await asyncio.sleep(moments.uniform(0, form.alone_s))
                serving.kill()
                starts.append(await serving.start())
            await crowd.all_here()
            await crowd.get_some_done(form.people)
        await crowd.settle(serving)
    assert crowd.counted["drops"] >= form.kills
    serving.kill()
    written = check_database(serving.database_url, crowd)
    tell(
        f"killed {form.kills} times, ready again after {max(starts):.1f} s at most, "
        f"{written} events in the log",
        crowd,
    )
