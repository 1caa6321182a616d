"""The clock of the server's machine jumps under load: order, heartbeats and rights do not."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.faults.clocks import FalseTime
from tests.faults.conftest import Tell
from tests.faults.crowd import Crowd, gather_crowd
from tests.faults.form import Form
from tests.faults.serving import Serving
from tests.faults.truth import check_database

HOUR = 3600
DAY = 24 * HOUR
# Back an hour in autumn, a dead battery, and someone who typed the wrong year.
JUMPS = (-HOUR, -3 * 365 * DAY, 400 * DAY, 0)
# A heartbeat is due every ten seconds, and is missed after fifteen more.
HEARTBEATS_S = 11.0


@pytest.fixture
def false_time(tmp_path: Path) -> FalseTime:
    return FalseTime(tmp_path)


@pytest.fixture
def shifted(false_time: FalseTime, tmp_path: Path) -> Iterator[Serving]:
    server = false_time.serving(f"sqlite:///{tmp_path}/lappetavla.db")
    yield server
    server.close()


def test_a_clock_that_jumps_disturbs_nobody(
    shifted: Serving, false_time: FalseTime, form: Form, tell: Tell
) -> None:
    asyncio.run(_story(shifted, false_time, form, tell))


async def _story(serving: Serving, false_time: FalseTime, form: Form, tell: Tell) -> None:
    await serving.start()
    crowd = await gather_crowd(serving, form.people, form.boards)
    async with crowd.present():
        async with crowd.working(form.a_second):
            for jump in JUMPS:
                false_time.shift(jump)
                await _is_then(serving, crowd, jump)
                await crowd.get_some_done(form.people)
                await _someone_may_come(serving, crowd)
            if form.is_long:
                # With the clock as it is, and after one more jump, heartbeats come and are missed.
                await asyncio.sleep(HEARTBEATS_S)
                false_time.shift(-DAY)
                await asyncio.sleep(3 * HEARTBEATS_S)
        await crowd.settle(serving)
    counted = crowd.counted
    assert not counted["drops"], "a clock is no reason to lose a connection"
    assert not counted["too_many"], "a clock is no reason to take someone for a flood"
    assert not counted["unavailable"]
    serving.kill()
    written = check_database(serving.database_url, crowd)
    tell(f"the clock jumped {len(JUMPS)} times, {written} events in the log", crowd)


async def _is_then(serving: Serving, crowd: Crowd, jump: int) -> None:
    """The server does live in that time: else nothing was tried here."""
    board, token = next(iter(crowd.tokens.items()))
    told = await serving.ask(
        "POST",
        f"/api/boards/{board}/commands",
        headers={"Authorization": f"Bearer {token}"},
        json=[{"id": str(uuid4()), "do": "board.edit", "purpose": "Hva er klokken?"}],
    )
    is_ahead = datetime.fromisoformat(told[0]["at"]) - datetime.now(UTC)
    assert abs(is_ahead - timedelta(seconds=jump)) < timedelta(minutes=1), told


async def _someone_may_come(serving: Serving, crowd: Crowd) -> None:
    """A token given in another time still opens the board."""
    for board in crowd.tokens:
        await crowd.document(serving, board)
