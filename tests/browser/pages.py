"""The board page as a person uses it: notes by their titles, cells by their labels."""

import re
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.server import LiveBoard

# A drag begins after five pixels and is followed frame by frame.
STEPS = 6


class Forgiving(Protocol):
    def forgive(self, pattern: str) -> None: ...


class BoardPage:
    """One person's open board."""

    def __init__(self, page: Page, board: LiveBoard, complaints: Forgiving) -> None:
        self.page = page
        self.board = board
        self.complaints = complaints
        self.seat = ""

    # Coming and going

    def open(self, role: str, grid: str) -> "BoardPage":
        """Take a seat by the link of `role`, and open the board."""
        answer = self.page.context.request.get(self.board.links[role], max_redirects=0)
        self.seat = parse_qs(urlsplit(answer.headers["location"]).query)["seat"][0]
        self.goto(f"/boards/{self.board.id}?seat={self.seat}&grid={grid}")
        return self

    def goto(self, path: str) -> None:
        self.page.goto(self.board.address + path, wait_until="commit")

    def is_live(self) -> "BoardPage":
        """Wait until the page is connected and up to date."""
        expect(self.page.locator("#connection")).to_have_attribute("data-state", "live")
        return self

    # What is seen

    @property
    def notes(self) -> Locator:
        return self.page.locator(".wall-form .note")

    @property
    def status(self) -> Locator:
        return self.page.locator("#status")

    @property
    def parking(self) -> Locator:
        return self.page.locator(".parking__cell")

    def note(self, title: str) -> Locator:
        return self.notes.filter(has_text=re.compile(rf"^{re.escape(title)}$"))

    def cell(self, column: str, row: str) -> Locator:
        header = self.page.get_by_role("rowheader", name=row, exact=True)
        line = self.page.locator(".grid tbody tr").filter(has=header)
        return line.locator(f'td[data-label="{column}"] > .cell')

    def sees(self, column: str, row: str, titles: Sequence[str]) -> None:
        """Wait until a cell holds these notes, in this order."""
        expect(self.cell(column, row).locator(".note")).to_have_text(list(titles))

    def sees_parked(self, titles: Sequence[str]) -> None:
        """Wait until the parking lot holds these notes."""
        expect(self.parking.locator(".note")).to_have_text(list(titles))

    def is_told(self, *words: str) -> None:
        """Wait until the status line says all of this."""
        for part in words:
            expect(self.status).to_contain_text(part)

    def dialog(self, name: str) -> Locator:
        return self.page.locator(f"#{name}-dialog[open]")

    # What is done

    def adds(self, title: str, profession: str | None = None) -> None:
        """Write a title, and Enter."""
        if profession:
            self.page.get_by_label("Profession").first.select_option(label=profession)
        field = self.page.locator("#new-title")
        field.fill(title)
        field.press("Enter")

    def opens(self, title: str) -> Locator:
        """Click a note; its dialog."""
        self.note(title).click()
        found = self.dialog("note")
        expect(found).to_be_visible()
        return found

    def drags(self, title: str, target: Locator) -> None:
        """With the mouse, onto the middle of an element."""
        self.picks_up(title)
        self.carries_to(target)
        self.page.mouse.up()

    def picks_up(self, title: str) -> None:
        note = self.note(title)
        note.scroll_into_view_if_needed()
        x, y = self.middle_of(note)
        self.page.mouse.move(x, y)
        self.page.mouse.down()

    def carries_to(self, target: Locator, steps: int = STEPS) -> None:
        x, y = self.middle_of(target)
        self.page.mouse.move(x, y, steps=steps)

    def focused(self) -> Locator:
        return self.page.locator(":focus")

    def middle_of(self, element: Locator) -> tuple[float, float]:
        box = element.bounding_box()
        assert box is not None, "the element is not on the screen"
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
