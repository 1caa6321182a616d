"""Browsers for the stories: one Chromium a run, a context for each person, and the real app.

Whatever a page says on its console as an error, and whatever a script throws, fails the test.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.pages import BoardPage
from tests.browser.server import LiveBoard, LiveServer

WAIT_MS = 10_000

Visit = Callable[..., BoardPage]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One browser for the folder. Not for the whole run: Playwright's loop would stand in the way
    of tests that run one of their own."""
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def live_server(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """The app, served; each test makes its own boards on it."""
    yield from _served(migrated_file, tmp_path_factory.mktemp("live"))


@pytest.fixture
def own_server(migrated_file: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """A server for this test alone, which it may stop."""
    yield from _served(migrated_file, tmp_path)


@pytest.fixture
def board(live_server: LiveServer) -> LiveBoard:
    """An empty board of a nursing home's day."""
    return live_server.make_board()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Lets someone open a board by a link, each in a browser profile of their own."""
    complaints = Complaints()
    contexts = []

    def open_board(
        board: LiveBoard, role: str = "participant", grid: str = "vertical", **options: Any
    ) -> BoardPage:
        options = {"locale": "en-GB", "viewport": {"width": 1366, "height": 850}, **options}
        context = chromium.new_context(**options)
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        complaints.listen_to(page)
        return BoardPage(page, board, complaints).open(role, grid)

    yield open_board
    for context in contexts:
        context.close()
    assert complaints.heard == []


class Complaints:
    """What pages had to complain of. `forgive` what a test brings about on purpose."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._forgiven: list[re.Pattern[str]] = []

    def forgive(self, pattern: str) -> None:
        self._forgiven.append(re.compile(pattern))

    def listen_to(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._hear(f"{error.message}\n{error.stack}"))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._hear(f"{message.text} ({message.location.get('url', '')})")

    def _hear(self, text: str) -> None:
        if not any(pattern.search(text) for pattern in self._forgiven):
            self.heard.append(text)


def _served(empty: Path, folder: Path) -> Iterator[LiveServer]:
    database = folder / "lappetavla.db"
    shutil.copy(empty, database)
    server = LiveServer(database)
    server.start()
    yield server
    server.stop()
