"""The servers that things happen to, and what is told about it at the end."""

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.crowd import Crowd, gather_crowd
from tests.faults.form import LONG, Form, chosen_form
from tests.faults.serving import Serving
from tests.faults.silence import Silent
from tests.faults.stores import Machines, run_machines
from tests.live.wire import frame

Tell = Callable[..., None]

# What takes too long for every run of the tests.
collect_ignore = [] if os.environ.get(LONG) else ["test_database_line.py"]

_told: list[str] = []
_told_aloud: list[str] = []


@pytest.fixture(scope="session")
def form() -> Form:
    """The short form, or the long one."""
    return chosen_form()


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Say in one line what has happened, for the summary of the long form; ``aloud``: of any."""

    def say(what: str, crowd: Crowd | None = None, *, aloud: bool = False) -> None:
        seen = "" if crowd is None else f"; {_in_words(crowd)}"
        (_told_aloud if aloud else _told).append(f"{request.node.name}: {what}{seen}")

    return say


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the scenarios have told."""
    lines = _told_aloud + (_told if os.environ.get(LONG) else [])
    if lines:
        terminalreporter.section("what happened to the servers")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """A server over an SQLite file of its own, not started yet."""
    server = Serving(tmp_path, f"sqlite:///{tmp_path}/lappetavla.db")
    yield server
    server.close()


@pytest.fixture(scope="session")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server over SQLite that runs all the time, whatever people do to it."""
    home = tmp_path_factory.mktemp("steady")
    server = Serving(home, f"sqlite:///{home}/lappetavla.db")
    asyncio.run(server.start())
    yield server
    server.close()


@pytest.fixture(scope="session")
def silent(steady: Serving) -> Iterator[dict[str, Silent]]:
    """People who have fallen silent: asked for early, so that nobody waits for it at the end."""
    crowd = asyncio.run(gather_crowd(steady, people=2))
    nobody, halfway = crowd.people
    found = {
        "says nothing": Silent(steady.port, nobody, b""),
        "stands in mid-frame": Silent(steady.port, halfway, frame(b"[" * 1000)[:100]),
    }
    yield found
    for one in found.values():
        one.close()


@pytest.fixture(scope="session")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Two servers over one PostgreSQL and one Redis; each story leaves all of them running."""
    with run_machines(tmp_path_factory.mktemp("machines")) as running:
        yield running


def _in_words(crowd: Crowd) -> str:
    counted = crowd.counted
    slowest = max(person.slowest_s for person in crowd.people)
    refused = sum(len(person.refused) for person in crowd.people)
    return (
        f"{crowd.acknowledged} commands of {len(crowd.people)} people acknowledged "
        f"(the slowest after {slowest:.1f} s), {refused} refused for good, "
        f"{counted['unavailable']} for now; {counted['event']} events read, "
        f"{counted['drops']} connections lost, {counted['snapshot']} whole boards sent, "
        f"{counted['early answers']} answers before their turn, "
        f"{counted['late answers']} after it"
    )
