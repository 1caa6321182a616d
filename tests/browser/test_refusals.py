"""What the server refuses goes back to where it was, with the reason in words."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.server import LiveBoard

AT_EIGHT = ("08:00", "Registered nurse")


def test_a_drop_on_a_board_that_was_just_locked_goes_back_with_the_reason(
    board: LiveBoard, visit: Visit
) -> None:
    board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    kari.picks_up("Breakfast")
    kari.carries_to(kari.cell("10:00", "Registered nurse"))
    board.does("board.state", state="locked")
    expect(kari.page.locator("#surface")).not_to_have_attribute("data-can", re.compile("note:move"))
    kari.page.mouse.up()
    kari.is_told("The facilitator has locked the board for now.")
    kari.sees(*AT_EIGHT, ["Breakfast"])
    kari.sees("10:00", "Registered nurse", [])
    assert board.titles_in(*AT_EIGHT) == ["Breakfast"]


def test_on_a_locked_board_notes_can_be_read_but_not_changed(
    board: LiveBoard, visit: Visit
) -> None:
    board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    board.does("board.state", state="locked")
    expect(kari.page.locator("#board-state")).to_contain_text("locked")
    expect(kari.page.locator("#new-title")).not_to_be_visible()
    kari.drags("Breakfast", kari.cell("10:00", "Registered nurse"))
    kari.sees(*AT_EIGHT, ["Breakfast"])
    board.does("board.state", state="open")
    expect(kari.page.locator("#new-title")).to_be_visible()
    kari.drags("Breakfast", kari.cell("10:00", "Registered nurse"))
    kari.sees("10:00", "Registered nurse", ["Breakfast"])


def test_what_may_be_a_persons_name_is_asked_about_once(board: LiveBoard, visit: Visit) -> None:
    kari, per = visit(board).is_live(), visit(board).is_live()
    kari.adds("Breakfast with Fru Hansen")
    ask = kari.dialog("ask")
    expect(ask).to_contain_text("name")
    assert board.titles() == []
    ask.locator("[value=yes]").click()
    for person in (kari, per):
        person.sees_parked(["Breakfast with Fru Hansen"])
    expect(kari.dialog("ask")).to_have_count(0)
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)


def test_one_who_thinks_better_of_it_gets_the_text_back(board: LiveBoard, visit: Visit) -> None:
    kari = visit(board).is_live()
    kari.adds("Breakfast with Fru Hansen")
    kari.dialog("ask").locator("[value=no]").click()
    kari.sees_parked([])
    expect(kari.page.locator("#new-title")).to_have_value("Breakfast with Fru Hansen")
    assert board.titles() == []


def test_an_identity_number_never_reaches_the_board(board: LiveBoard, visit: Visit) -> None:
    kari = visit(board).is_live()
    kari.adds("Insulin 15063952009")
    kari.is_told("national identity number")
    kari.sees_parked([])
    expect(kari.dialog("ask")).to_have_count(0)
    assert board.titles() == []


def test_the_guard_speaks_while_one_writes(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    kari.page.locator("#new-title").press_sequentially("Call 91 23 45 67")
    expect(kari.page.locator("#new-hint")).to_contain_text("telephone number")
    kari.page.locator("#new-title").fill("")
    expect(kari.page.locator("#new-hint")).not_to_contain_text("telephone number")
    dialog = kari.opens("Breakfast")
    dialog.get_by_label("Remarks").press_sequentially("Ring 91 23 45 67")
    expect(dialog.locator("[data-error-of=description]")).to_contain_text("telephone number")


def test_two_who_change_the_same_text_choose_between_both(board: LiveBoard, visit: Visit) -> None:
    note = board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    dialog = kari.opens("Breakfast")
    dialog.get_by_label("Task").fill("Breakfast in the garden")
    board.does("note.edit", note=note, title="Breakfast in bed")
    expect(kari.note("Breakfast in bed")).to_have_count(1)
    dialog.get_by_role("button", name="Save").click()
    ask = kari.dialog("ask")
    expect(ask).to_contain_text("Breakfast in the garden")
    expect(ask).to_contain_text("Breakfast in bed")
    assert board.titles() == ["Breakfast in bed"]
    ask.locator("[value=yes]").click()
    kari.sees(*AT_EIGHT, ["Breakfast in the garden"])
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    assert board.titles() == ["Breakfast in the garden"]


def test_a_note_that_is_deleted_under_the_hand_says_so(board: LiveBoard, visit: Visit) -> None:
    note = board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    kari.picks_up("Breakfast")
    kari.carries_to(kari.cell("10:00", "Registered nurse"))
    board.does("note.delete", note=note)
    kari.is_told("deleted")
    kari.page.mouse.up()
    expect(kari.notes).to_have_count(0)
    expect(kari.page.locator(".note-copy")).to_have_count(0)


def test_undo_does_not_run_over_what_another_has_changed_since(
    board: LiveBoard, visit: Visit
) -> None:
    note = board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    kari.drags("Breakfast", kari.cell("10:00", "Registered nurse"))
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    board.does("note.move", note=note, **board.cell("11:00", "Registered nurse"))
    kari.sees("11:00", "Registered nurse", ["Breakfast"])
    kari.page.get_by_role("button", name="Undo my latest change").click()
    kari.is_told("It has been changed since, so it was not undone.")
    kari.sees("11:00", "Registered nurse", ["Breakfast"])
