"""With a finger: hold still and the note is lifted; move at once and the page scrolls."""

import time

import pytest
from playwright.sync_api import CDPSession, expect

from tests.browser.conftest import Visit
from tests.browser.pages import BoardPage
from tests.browser.server import LiveBoard

NURSE = "Registered nurse"
TABLET = {"width": 1100, "height": 800}


@pytest.fixture
def kari(board: LiveBoard, visit: Visit) -> BoardPage:
    """A tablet, with one note on the wall."""
    board.writes("Breakfast", at=("08:00", NURSE))
    return visit(board, viewport=TABLET, has_touch=True).is_live()


def test_a_note_held_still_is_lifted_and_follows_the_finger(
    kari: BoardPage, board: LiveBoard
) -> None:
    finger = Finger(kari)
    finger.down_on("Breakfast")
    expect(kari.note("Breakfast")).to_have_attribute("data-dragging", "")
    finger.to("10:00", NURSE)
    expect(kari.cell("10:00", NURSE)).to_have_attribute("data-target", "")
    finger.up()
    kari.sees("10:00", NURSE, ["Breakfast"])
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    expect(kari.dialog("note")).to_have_count(0)
    assert board.titles_in("10:00", NURSE) == ["Breakfast"]


def test_a_finger_that_moves_at_once_lifts_nothing(kari: BoardPage) -> None:
    # The page's clock stands still meanwhile, so that a slow machine is no held finger.
    clock = kari.page.clock
    clock.install()
    clock.pause_at(time.time() + 60)
    finger = Finger(kari)
    finger.down_on("Breakfast")
    finger.to("10:00", NURSE)
    clock.run_for(2000)
    expect(kari.page.locator(".note-copy, [data-dragging]")).to_have_count(0)
    finger.up()
    kari.sees("08:00", NURSE, ["Breakfast"])
    expect(kari.dialog("note")).to_have_count(0)


def test_a_tap_opens_the_note(kari: BoardPage) -> None:
    kari.note("Breakfast").tap()
    expect(kari.dialog("note").get_by_label("Task")).to_have_value("Breakfast")


class Finger:
    """One finger on the glass, through the browser's own protocol."""

    def __init__(self, person: BoardPage) -> None:
        self._person = person
        self._session: CDPSession = person.page.context.new_cdp_session(person.page)
        self._at = (0.0, 0.0)

    def down_on(self, title: str) -> None:
        self._at = self._person.middle_of(self._person.note(title))
        self._send("touchStart", [self._at])

    def to(self, column: str, row: str, steps: int = 6) -> None:
        from_x, from_y = self._at
        x, y = self._person.middle_of(self._person.cell(column, row))
        for step in range(1, steps + 1):
            part = step / steps
            self._at = (from_x + (x - from_x) * part, from_y + (y - from_y) * part)
            self._send("touchMove", [self._at])

    def up(self) -> None:
        self._send("touchEnd", [])

    def _send(self, kind: str, points: list[tuple[float, float]]) -> None:
        touched = [{"x": x, "y": y} for x, y in points]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})
