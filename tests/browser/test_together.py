"""Many on one board: silent writing, those who only look, held notes, and someone shown out."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.server import LiveBoard

NURSE = "Registered nurse"
AT_EIGHT = ("08:00", NURSE)


def test_while_all_write_in_silence_each_sees_only_their_own(
    board: LiveBoard, visit: Visit
) -> None:
    kari, per = visit(board).is_live(), visit(board).is_live()
    board.writes("Before", at=AT_EIGHT)
    kari.sees(*AT_EIGHT, ["Before"])
    board.does("board.state", state="silent")
    for person in (kari, per):
        expect(person.page.locator("#board-state")).to_contain_text("Silent writing")
        person.sees(*AT_EIGHT, [])
    kari.adds("Kari's own")
    kari.sees_parked(["Kari's own"])
    per.adds("Per's own")
    per.sees_parked(["Per's own"])
    kari.sees_parked(["Kari's own"])
    board.does("board.state", state="open")
    for person in (kari, per):
        person.sees_parked(["Kari's own", "Per's own"])
        person.sees(*AT_EIGHT, ["Before"])


def test_one_who_only_looks_sees_it_all_and_can_move_nothing(
    board: LiveBoard, visit: Visit
) -> None:
    note = board.writes("Breakfast", at=AT_EIGHT)
    ola = visit(board, "viewer").is_live()
    expect(ola.page.locator("#new-title")).to_have_count(0)
    ola.drags("Breakfast", ola.cell("10:00", NURSE))
    ola.note("Breakfast").focus()
    ola.page.keyboard.press("Space")
    expect(ola.page.locator("[data-lifted]")).to_have_count(0)
    ola.page.keyboard.press("Delete")
    ola.is_told("cannot be changed")
    ola.sees(*AT_EIGHT, ["Breakfast"])
    board.does("note.move", note=note, **board.cell("11:00", NURSE))
    ola.sees("11:00", NURSE, ["Breakfast"])
    ola.note("Breakfast").click()
    expect(ola.page).to_have_url(re.compile("/note[?]"))
    expect(ola.page.get_by_role("definition").first).to_have_text(NURSE)


def test_a_note_that_someone_holds_is_marked_for_the_others(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=AT_EIGHT)
    kari, per = visit(board).is_live(), visit(board).is_live()
    kari.opens("Breakfast")
    expect(per.note("Breakfast")).to_have_attribute("data-held", "")
    expect(kari.note("Breakfast")).not_to_have_attribute("data-held", "")
    kari.page.keyboard.press("Escape")
    expect(per.note("Breakfast")).not_to_have_attribute("data-held", "")
    kari.picks_up("Breakfast")
    kari.carries_to(kari.cell("10:00", NURSE))
    expect(per.note("Breakfast")).to_have_attribute("data-held", "")
    # It is not pulled from under the hand: Per moves it, Kari's stays until she lets go.
    per.note("Breakfast").focus()
    per.page.keyboard.press("Space")
    per.page.keyboard.press("ArrowDown")
    per.page.keyboard.press("Space")
    per.sees("08:00", "Health care worker", ["Breakfast"])
    kari.sees(*AT_EIGHT, ["Breakfast"])
    kari.page.mouse.up()
    for person in (kari, per):
        person.sees("10:00", NURSE, ["Breakfast"])


def test_a_lifted_note_stays_lifted_when_the_grid_changes(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    kari.note("Breakfast").focus()
    kari.page.keyboard.press("Space")
    kari.page.keyboard.press("ArrowRight")
    board.does("column.add", grid=board.grid()["id"], label="Tea")
    expect(kari.page.get_by_role("columnheader", name="Tea")).to_have_count(1)
    expect(kari.note("Breakfast")).to_have_attribute("data-lifted", "")
    expect(kari.cell("09:00", NURSE)).to_have_attribute("data-target", "")
    kari.page.keyboard.press("Space")
    kari.sees("09:00", NURSE, ["Breakfast"])


def test_whose_link_is_withdrawn_is_told_and_shown_no_more(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    frida = visit(board, "facilitator")
    frida.goto(f"/boards/{board.id}/links?seat={frida.seat}")
    participants = frida.page.get_by_role("listitem").filter(has_text="For those who take part")
    participants.get_by_role("button", name="Withdraw").click()
    expect(kari.page.locator("#connection")).to_have_attribute("data-state", "ended")
    kari.complaints.forgive("status of 401")
    board.does("note.create", title="Lunch", profession=board.profession("SPL"))
    kari.drags("Breakfast", kari.cell("10:00", NURSE))
    kari.page.reload()
    expect(kari.page.locator(".note")).to_have_count(0)
    assert board.titles_in(*AT_EIGHT) == ["Breakfast"]


def test_every_field_of_a_note_is_written_and_read_again(board: LiveBoard, visit: Visit) -> None:
    note = board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    dialog = kari.opens("Breakfast")
    texts = {
        "Place": "Dining room",
        "How often": "Every sixth week",
        "Need of the resident": "Company",
        "Competence required": "Course in nutrition",
        "Remarks": "Two lines\nof text",
    }
    for label, text in texts.items():
        dialog.get_by_label(label, exact=True).fill(text)
    dialog.get_by_label("Kind of note").select_option("Question")
    dialog.get_by_label("Must or can").select_option("Must")
    dialog.get_by_label("Time", exact=True).fill("08:15")
    dialog.get_by_label("Minutes").fill("25")
    dialog.get_by_label("Shift").select_option("Evening shift")
    dialog.get_by_label("Mon").check()
    dialog.get_by_label("Wed").check()
    dialog.get_by_role("button", name="Save").click()
    # Shown first, as waiting; only then does nothing waiting mean that it is stored.
    expect(kari.note("Breakfast")).to_have_accessible_name(f"{NURSE}: Breakfast (Question)")
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    document = board.document()
    kept = next(found for found in document["notes"] if found["id"] == note)
    shift = next(found["id"] for found in document["shifts"] if found["name"] == "Evening shift")
    expected = {
        **{"place": "Dining room", "frequency": "Every sixth week", "need": "Company"},
        **{"competence": "Course in nutrition", "description": "Two lines\nof text"},
        **{"type": "question", "obligation": "must", "start": 495, "duration": 25},
        **{"shift": shift, "days": ["mon", "wed"], "title": "Breakfast"},
    }
    assert {name: kept[name] for name in expected} == expected

    seq = document["seq"]
    dialog = kari.opens("Breakfast")
    for label, text in texts.items():
        expect(dialog.get_by_label(label, exact=True)).to_have_value(text)
    expect(dialog.get_by_label("Time", exact=True)).to_have_value("08:15")
    expect(dialog.get_by_label("Wed")).to_be_checked()
    expect(dialog.get_by_label("Tue")).not_to_be_checked()
    # Saved without a change, nothing is sent.
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    kari.adds("Lunch")
    expect(kari.note("Lunch")).to_be_visible()
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    assert board.document()["seq"] == seq + 1
