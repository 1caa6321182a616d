"""The whole work by keyboard: walk, lift, carry, drop, give back, open, write, delete, undo."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.pages import BoardPage
from tests.browser.server import LiveBoard

NURSE, HELPER, EDUCATOR = "Registered nurse", "Health care worker", "Social educator"


@pytest.fixture
def kari(board: LiveBoard, visit: Visit) -> BoardPage:
    """A board where two notes share a cell, with neighbours beside and below."""
    board.writes("One", at=("08:00", NURSE))
    board.writes("Two", at=("08:00", NURSE))
    board.writes("Beside", at=("09:00", NURSE))
    board.writes("Below", at=("08:00", EDUCATOR))
    return visit(board).is_live()


def test_the_wall_is_one_stop_and_is_entered_where_it_was_left(kari: BoardPage) -> None:
    _enter(kari, "One")
    _press(kari, "ArrowDown")
    _is_at(kari, "Two")
    _press(kari, "Tab")
    expect(kari.page.locator(".wall .note:focus")).to_have_count(0)
    _press(kari, "Shift+Tab")
    _is_at(kari, "Two")


def test_arrows_walk_over_notes_and_empty_cells(kari: BoardPage) -> None:
    _enter(kari, "One")
    _press(kari, "ArrowDown", "ArrowDown")
    empty = _box(kari, "08:00", HELPER)
    expect(empty).to_be_focused()
    expect(empty).to_have_accessible_name(f"Empty, 08:00, {HELPER}")
    _press(kari, "ArrowDown")
    _is_at(kari, "Below")
    _press(kari, "ArrowUp", "ArrowUp")
    _is_at(kari, "Two")
    _press(kari, "ArrowRight")
    _is_at(kari, "Beside")
    _press(kari, "ArrowLeft")
    expect(kari.cell("08:00", NURSE).locator(":focus")).to_have_count(1)


def test_home_and_end_go_to_the_ends_of_the_row_and_of_the_board(kari: BoardPage) -> None:
    _enter(kari, "Two")
    _press(kari, "End")
    _is_at(kari, "Beside")
    _press(kari, "Home")
    _is_at(kari, "One")
    _press(kari, "Control+End")
    _is_at(kari, "Below")
    _press(kari, "Control+Home")
    _is_at(kari, "One")


def test_a_lifted_note_is_carried_and_dropped(
    kari: BoardPage, board: LiveBoard, visit: Visit
) -> None:
    per = visit(board).is_live()
    _enter(kari, "One")
    _press(kari, "Space")
    expect(kari.note("One")).to_have_attribute("data-lifted", "")
    kari.is_told("Lifted", "One")
    _press(kari, "ArrowRight", "ArrowRight", "ArrowDown")
    expect(kari.cell("10:00", HELPER)).to_have_attribute("data-target", "")
    kari.is_told(f"10:00, {HELPER}")
    # Until it is put down it lies where it was, for everyone.
    per.sees("08:00", NURSE, ["One", "Two"])
    _press(kari, "Space")
    for person in (kari, per):
        person.sees("10:00", HELPER, ["One"])
        person.sees("08:00", NURSE, ["Two"])
    kari.is_told("Moved to")
    _is_at(kari, "One")
    expect(kari.page.locator("[data-target], [data-lifted]")).to_have_count(0)
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    assert board.titles_in("10:00", HELPER) == ["One"]


def test_shift_and_arrows_choose_the_place_in_the_cell(kari: BoardPage, board: LiveBoard) -> None:
    _enter(kari, "One")
    _press(kari, "Space", "Shift+ArrowDown", "Enter")
    kari.sees("08:00", NURSE, ["Two", "One"])
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    assert board.titles_in("08:00", NURSE) == ["Two", "One"]
    _is_at(kari, "One")


def test_escape_gives_a_lifted_note_back(kari: BoardPage, board: LiveBoard) -> None:
    seq = board.document()["seq"]
    _enter(kari, "One")
    _press(kari, "Space", "ArrowRight", "Escape")
    expect(kari.page.locator("[data-target], [data-lifted]")).to_have_count(0)
    _is_at(kari, "One")
    kari.sees("08:00", NURSE, ["One", "Two"])
    assert board.document()["seq"] == seq


def test_one_walks_into_the_parking_lot_and_carries_a_note_out_of_it(
    kari: BoardPage, board: LiveBoard
) -> None:
    board.writes("Parked")
    kari.sees_parked(["Parked"])
    kari.note("Parked").focus()
    _press(kari, "m")
    dialog = kari.dialog("move")
    dialog.get_by_label("Column").select_option("Morning, 07:30")
    dialog.get_by_label("Row").select_option(NURSE)
    dialog.get_by_role("button", name="Move", exact=True).press("Enter")
    kari.sees("07:30", NURSE, ["Parked"])
    _is_at(kari, "Parked")


@pytest.mark.parametrize("key", ["Enter", "F2"])
def test_a_note_is_opened_edited_and_left_by_keyboard(
    kari: BoardPage, board: LiveBoard, key: str
) -> None:
    _enter(kari, "One")
    _press(kari, key)
    title = kari.dialog("note").get_by_label("Task")
    expect(title).to_be_focused()
    title.fill("First")
    _press(kari, "Enter")
    expect(kari.dialog("note")).to_have_count(0)
    kari.sees("08:00", NURSE, ["First", "Two"])
    _is_at(kari, "First")


def test_a_new_note_is_written_in_the_empty_cell_where_one_stands(
    kari: BoardPage, board: LiveBoard
) -> None:
    _enter(kari, "Two")
    _press(kari, "ArrowDown", "Enter")
    expect(kari.page.locator("#new-title")).to_be_focused()
    kari.page.keyboard.type("Fresh")
    _press(kari, "Enter")
    kari.sees("08:00", HELPER, ["Fresh"])
    expect(kari.note("Fresh")).to_have_accessible_name(f"{HELPER}: Fresh")
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    assert board.titles_in("08:00", HELPER) == ["Fresh"]


def test_deleted_and_undone_by_keyboard(kari: BoardPage, board: LiveBoard) -> None:
    _enter(kari, "One")
    _press(kari, "Delete")
    kari.sees("08:00", NURSE, ["Two"])
    # Focus goes to what is next, not to nowhere.
    _is_at(kari, "Two")
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    _press(kari, "Control+z")
    kari.sees("08:00", NURSE, ["One", "Two"])
    _press(kari, "Control+y")
    kari.sees("08:00", NURSE, ["Two"])


def test_the_list_of_keys_is_one_key_away(kari: BoardPage) -> None:
    _enter(kari, "One")
    _press(kari, "?")
    expect(kari.dialog("keys")).to_contain_text("the note before or after in the column")
    _press(kari, "Escape")
    expect(kari.dialog("keys")).to_have_count(0)
    _is_at(kari, "One")


def test_letters_do_nothing_while_one_writes(kari: BoardPage, board: LiveBoard) -> None:
    field = kari.page.locator("#new-title")
    field.focus()
    kari.page.keyboard.type("mn? ")
    expect(field).to_have_value("mn? ")
    expect(kari.page.locator("dialog[open]")).to_have_count(0)
    field.fill("A word")
    _press(kari, "Delete", "Control+z")
    kari.sees("08:00", NURSE, ["One", "Two"])


def test_focus_stays_with_the_note_when_others_move_things(
    kari: BoardPage, board: LiveBoard
) -> None:
    _enter(kari, "One")
    ids = {note["title"]: note["id"] for note in board.document()["notes"]}
    board.does("note.move", note=ids["One"], **board.cell("11:00", NURSE))
    kari.sees("11:00", NURSE, ["One"])
    _is_at(kari, "One")
    board.does("note.move", note=ids["Two"], **board.cell("11:00", NURSE))
    kari.sees("11:00", NURSE, ["One", "Two"])
    _is_at(kari, "One")
    board.does("column.add", grid=board.grid()["id"], label="Tea")
    expect(kari.page.get_by_role("columnheader", name="Tea")).to_have_count(1)
    _is_at(kari, "One")


def test_the_focused_note_is_never_under_the_headers(board: LiveBoard, visit: Visit) -> None:
    rows = [row["label"] for row in board.grid()["rows"]]
    columns = [column["label"] for column in board.grid()["columns"]]
    profession = board.profession("SPL")
    board.sends(
        [
            {
                **{"do": "note.create", "title": f"{row} {column} {n}", "profession": profession},
                **board.cell(column, row),
            }
            for row in rows
            for column in columns[::3]
            for n in range(4)
        ]
    )
    kari = visit(board, viewport={"width": 800, "height": 600}).is_live()
    _enter(kari, f"{rows[-1]} {columns[9]} 3")
    for key in ["ArrowUp"] * 12 + ["ArrowLeft"] * 9:
        _press(kari, key)
        assert not kari.page.evaluate(UNDER_A_HEADER), key


# An empty cell can be higher than the wall's window, so only notes are looked at.
UNDER_A_HEADER = """() => {
  if (!document.activeElement.matches(".note")) return false
  const box = document.activeElement.getBoundingClientRect()
  const head = document.querySelector(".grid thead").getBoundingClientRect()
  const side = document.activeElement.closest("tr").cells[0].getBoundingClientRect()
  return box.top < head.bottom - 1 || box.left < side.right - 1
}"""


def _enter(kari: BoardPage, title: str) -> None:
    kari.note(title).focus()
    _is_at(kari, title)


def _box(kari: BoardPage, column: str, row: str) -> Locator:
    """The table cell around a list: what has the focus where there is no note."""
    return kari.cell(column, row).locator("xpath=..")


def _press(kari: BoardPage, *keys: str) -> None:
    for key in keys:
        kari.page.keyboard.press(key)


def _is_at(kari: BoardPage, title: str) -> None:
    expect(kari.note(title)).to_be_focused()
