"""«Move to …»: the same move without drag and without tricks of the keyboard."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.server import LiveBoard

AT_EIGHT = ("08:00", "Registered nurse")


def test_a_cell_and_a_place_in_it_are_chosen(board: LiveBoard, visit: Visit) -> None:
    for title in ("One", "Two"):
        board.writes(title, at=("09:00", "Registered nurse"))
    board.writes("Breakfast", at=AT_EIGHT)
    kari, per = visit(board).is_live(), visit(board).is_live()
    kari.note("Breakfast").focus()
    kari.page.keyboard.press("m")
    dialog = kari.dialog("move")
    expect(dialog).to_contain_text("Breakfast")
    dialog.get_by_label("Column").select_option("Morning, 09:00")
    dialog.get_by_label("Place in the cell").select_option("Before: Two")
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(kari.dialog("move")).to_have_count(0)
    for person in (kari, per):
        person.sees("09:00", "Registered nurse", ["One", "Breakfast", "Two"])
    expect(kari.note("Breakfast")).to_be_focused()
    kari.is_told("09:00, Registered nurse", "2", "3")
    assert board.titles_in("09:00", "Registered nurse") == ["One", "Breakfast", "Two"]


def test_to_the_parking_lot(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    kari.note("Breakfast").focus()
    kari.page.keyboard.press("m")
    kari.dialog("move").get_by_label("Column").select_option("Parking lot")
    kari.dialog("move").get_by_role("button", name="Move", exact=True).click()
    kari.sees_parked(["Breakfast"])
    kari.sees(*AT_EIGHT, [])


def test_escape_leaves_all_as_it_was(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    seq = board.document()["seq"]
    kari.note("Breakfast").focus()
    kari.page.keyboard.press("m")
    kari.dialog("move").get_by_label("Column").select_option("Morning, 09:00")
    kari.page.keyboard.press("Escape")
    expect(kari.dialog("move")).to_have_count(0)
    expect(kari.note("Breakfast")).to_be_focused()
    kari.sees(*AT_EIGHT, ["Breakfast"])
    assert board.document()["seq"] == seq


def test_on_a_phone_the_notes_own_dialog_moves_it(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(
        board, viewport={"width": 390, "height": 760}, has_touch=True, is_mobile=True
    ).is_live()
    kari.note("Breakfast").tap()
    dialog = kari.dialog("note")
    dialog.get_by_label("Column").select_option("Forenoon, 11:00")
    dialog.get_by_role("button", name="Save").tap()
    kari.sees("11:00", "Registered nurse", ["Breakfast"])
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    assert board.titles_in("11:00", "Registered nurse") == ["Breakfast"]
