"""Without a script one can still read, add, edit, move, delete and undo: forms do it."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.server import LiveBoard


def test_the_whole_work_can_be_done_by_forms(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=("08:00", "Registered nurse"), start=480)
    kari = visit(board, java_script_enabled=False)
    page = kari.page
    kari.sees("08:00", "Registered nurse", ["Breakfast"])

    kari.adds("Medicine round", profession="Social educator")
    kari.is_told("The note was added.")
    kari.sees_parked(["Medicine round"])

    kari.note("Medicine round").click()
    page.get_by_role("textbox", name="Task").fill("Hand out medicine")
    page.get_by_label("Minutes").fill("20")
    page.get_by_role("button", name="Save").click()
    kari.is_told("The note was saved.")
    kari.sees_parked(["Hand out medicine"])

    kari.note("Hand out medicine").click()
    page.get_by_label("Column").select_option("Morning, 08:00")
    page.get_by_label("Row").select_option("Registered nurse")
    page.get_by_role("button", name="Move", exact=True).click()
    kari.is_told("The note was moved.")
    kari.sees("08:00", "Registered nurse", ["Breakfast", "Hand out medicine"])
    assert board.titles_in("08:00", "Registered nurse") == ["Breakfast", "Hand out medicine"]

    kari.note("Hand out medicine").click()
    page.get_by_role("button", name="Delete").click()
    kari.is_told("The note is in the bin.")
    kari.sees("08:00", "Registered nurse", ["Breakfast"])

    page.get_by_role("button", name="Undo my latest change").click()
    kari.is_told("Your latest change was undone.")
    kari.sees("08:00", "Registered nurse", ["Breakfast", "Hand out medicine"])


def test_what_the_guard_stops_is_said_beside_the_form_and_kept(
    board: LiveBoard, visit: Visit
) -> None:
    kari = visit(board, java_script_enabled=False)
    kari.complaints.forgive("status of 422")
    kari.adds("Breakfast with Fru Hansen")
    alert = kari.page.get_by_role("alert")
    expect(alert).to_contain_text("name")
    expect(kari.page.get_by_role("textbox", name="Task")).to_have_value("Breakfast with Fru Hansen")
    assert board.titles() == []

    kari.page.get_by_label("It is not about anyone").check()
    kari.page.get_by_role("button", name="Add note").click()
    kari.is_told("The note was added.")
    kari.sees_parked(["Breakfast with Fru Hansen"])


def test_a_link_by_keyboard_is_enough_to_change_the_grid(board: LiveBoard, visit: Visit) -> None:
    note = board.writes("Breakfast", at=("08:00", "Registered nurse"))
    board.does("note.move", note=note, **board.cell("Step 2", "Care assistant", "horizontal"))
    kari = visit(board, java_script_enabled=False)
    kari.page.get_by_role("link", name="Horizontal").press("Enter")
    kari.sees("Step 2", "Care assistant", ["Breakfast"])


def test_one_who_only_looks_has_nothing_to_press(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=("08:00", "Registered nurse"))
    ola = visit(board, "viewer", java_script_enabled=False)
    expect(ola.page.locator("#new-title")).to_have_count(0)
    ola.note("Breakfast").click()
    expect(ola.page.get_by_text("Breakfast").first).to_be_visible()
    expect(ola.page.get_by_role("button", name="Save")).to_have_count(0)
    expect(ola.page.get_by_role("button", name="Delete")).to_have_count(0)
