"""A facilitator sets a board up, and opens and closes it, by forms alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.server import LiveBoard


@pytest.fixture
def setup(board: LiveBoard, visit: Visit) -> Page:
    """The set-up page of an empty board, without scripts."""
    frida = visit(board, "facilitator", java_script_enabled=False)
    frida.goto(f"/boards/{board.id}/setup?seat={frida.seat}")
    return frida.page


def test_title_purpose_and_language(board: LiveBoard, setup: Page) -> None:
    setup.get_by_label("Title", exact=True).fill("Ward 2, day")
    setup.get_by_label("Agenda").fill("09:00 Welcome\n09:10 Silent writing")
    setup.get_by_label("Those you are there for are called").select_option("patient")
    _press(setup.get_by_role("button", name="Save title and purpose"))
    expect(setup.get_by_role("status")).to_have_text("The change was saved.")
    saved = board.document()["board"]
    assert saved["title"] == "Ward 2, day"
    assert saved["agenda"] == "09:00 Welcome\n09:10 Silent writing"
    assert saved["person_word"] == "patient"
    assert saved["locale"] == "en"


def test_professions_are_renamed_recoloured_added_and_removed(
    board: LiveBoard, setup: Page
) -> None:
    professions = setup.get_by_role("region", name="Professions")
    professions.locator("summary", has_text="Registered nurse").click()
    opened = professions.locator("details[open]")
    opened.get_by_label("Name").fill("Lead nurse")
    opened.get_by_label("Colour and strip").select_option("Pink, cross-hatch")
    _press(opened.get_by_role("button", name="Save"))
    first = board.document()["professions"][0]
    assert (first["name"], first["code"], first["palette"]) == ("Lead nurse", "SPL", 5)

    professions.get_by_label("Name").last.fill("Cook")
    _press(professions.get_by_role("button", name="Add profession"))
    assert board.document()["professions"][-1]["name"] == "Cook"
    assert board.grid()["rows"][-1]["label"] == "Cook"

    professions.locator("summary", has_text="Cook").click()
    _press(professions.locator("details[open]").get_by_role("button", name="Remove Cook"))
    assert "Cook" not in [found["name"] for found in board.document()["professions"]]


def test_columns_change_place_time_and_name(board: LiveBoard, setup: Page) -> None:
    columns = setup.get_by_role("region", name="Columns")
    before = _columns(board)
    _press(columns.get_by_role("button", name=f"Move {before[0]} one later"))
    assert _columns(board) == [before[1], before[0], *before[2:]]
    _press(columns.get_by_role("button", name=f"Move {before[0]} one earlier"))
    assert _columns(board) == before
    _press(columns.get_by_role("button", name=f"Move {before[-2]} one later"))
    assert _columns(board)[-2:] == [before[-1], before[-2]]

    columns.locator("summary", has_text=before[2]).click()
    opened = columns.locator("details[open]")
    opened.get_by_label("Name").fill("Round")
    opened.get_by_label("From").fill("09:05")
    _press(opened.get_by_role("button", name="Save"))
    assert board.grid()["columns"][2]["label"] == "Round"
    assert board.grid()["columns"][2]["start"] == 9 * 60 + 5

    columns.get_by_label("Name").last.fill("Handover")
    columns.get_by_label("Kind").select_option("Activity")
    columns.get_by_label("Before").select_option("Round")
    _press(columns.get_by_role("button", name="Add column"))
    assert _columns(board)[2:4] == ["Handover", "Round"]


def test_a_row_and_a_shift_come_and_go(board: LiveBoard, setup: Page) -> None:
    rows = setup.get_by_role("region", name="Rows")
    rows.get_by_label("Name").last.fill("Kitchen")
    rows.get_by_label("Kind").select_option("Place")
    _press(rows.get_by_role("button", name="Add row"))
    assert board.grid()["rows"][-1]["label"] == "Kitchen"
    rows.locator("summary", has_text="Kitchen").click()
    _press(rows.get_by_role("button", name="Remove Kitchen"))
    assert "Kitchen" not in [row["label"] for row in board.grid()["rows"]]

    shifts = setup.get_by_role("region", name="Shifts")
    shifts.get_by_label("Name").last.fill("Middle shift")
    shifts.get_by_label("From").last.fill("10:00")
    shifts.get_by_label("To", exact=True).last.fill("18:00")
    shifts.get_by_label("On duty, if known").last.fill("3")
    _press(shifts.get_by_role("button", name="Add shift"))
    added = board.document()["shifts"][-1]
    assert (added["name"], added["start"], added["end"]) == ("Middle shift", 600, 1080)
    assert added["staffing"] == 3


def test_the_other_grid_is_set_up_on_the_same_page(board: LiveBoard, setup: Page) -> None:
    _press(setup.get_by_role("link", name="Horizontal"))
    columns = setup.get_by_role("region", name="Columns")
    columns.get_by_label("Name").last.fill("Aftermath")
    _press(columns.get_by_role("button", name="Add column"))
    expect(columns.get_by_text("Aftermath").first).to_be_visible()
    horizontal = next(g for g in board.document()["grids"] if g["kind"] == "horizontal")
    assert horizontal["columns"][-1]["label"] == "Aftermath"
    assert "Aftermath" not in _columns(board)


def test_a_closed_board_can_be_opened_again_and_nothing_else(board: LiveBoard, setup: Page) -> None:
    _press(setup.get_by_role("button", name="Close the board"))
    assert board.document()["board"]["state"] == "closed"
    expect(setup.get_by_label("Title", exact=True)).to_have_count(0)
    _press(setup.get_by_role("button", name="Open the board"))
    assert board.document()["board"]["state"] == "open"
    expect(setup.get_by_label("Title", exact=True)).to_be_visible()


def _press(button: Locator) -> None:
    """Send the form, and wait for the page that answers."""
    with button.page.expect_navigation():
        button.click()


def _columns(board: LiveBoard) -> list[str]:
    return [column["label"] for column in board.grid()["columns"]]
