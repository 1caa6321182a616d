"""What one does, the other sees; and when the page is loaded anew, it is the same."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pages import BoardPage
from tests.browser.server import LiveBoard


def test_a_new_note_is_seen_by_the_other_and_the_title_is_ready_for_the_next(
    board: LiveBoard, visit: Visit
) -> None:
    kari, per = _two(board, visit)
    kari.adds("Breakfast", profession="Care assistant")
    expect(kari.page.locator("#new-title")).to_be_focused()
    expect(kari.page.locator("#new-title")).to_have_value("")
    kari.adds("Medicine round")
    kari.sees_parked(["Breakfast", "Medicine round"])
    per.sees_parked(["Breakfast", "Medicine round"])
    expect(per.note("Breakfast")).to_have_accessible_name("Care assistant: Breakfast")
    expect(per.note("Medicine round")).to_have_accessible_name("Care assistant: Medicine round")
    _agree_after_reload(kari, per)


def test_several_lines_pasted_become_several_notes(board: LiveBoard, visit: Visit) -> None:
    kari, per = _two(board, visit)
    field = kari.page.locator("#new-title")
    field.focus()
    field.evaluate(
        """(field, text) => {
          const clipboardData = new DataTransfer()
          clipboardData.setData("text/plain", text)
          const how = { clipboardData, bubbles: true, cancelable: true }
          field.dispatchEvent(new ClipboardEvent("paste", how))
        }""",
        "Breakfast\nMedicine round\n\n  Lunch \n",
    )
    per.sees_parked(["Breakfast", "Medicine round", "Lunch"])
    kari.sees_parked(["Breakfast", "Medicine round", "Lunch"])
    assert board.titles() == ["Breakfast", "Medicine round", "Lunch"]


def test_a_note_dragged_between_cells_is_moved_for_everyone(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=("08:00", "Registered nurse"))
    board.writes("Lunch", at=("12:00", "Care assistant"), profession="ASS")
    kari, per = _two(board, visit)
    kari.drags("Breakfast", kari.cell("10:00", "Care assistant"))
    for person in (kari, per):
        person.sees("10:00", "Care assistant", ["Breakfast"])
        person.sees("08:00", "Registered nurse", [])
        # The row is a profession's, so the note is now theirs.
        expect(person.note("Breakfast")).to_have_accessible_name("Care assistant: Breakfast")
    _agree_after_reload(kari, per)


def test_a_note_is_dropped_between_two_others(board: LiveBoard, visit: Visit) -> None:
    at = ("08:00", "Registered nurse")
    for title in ("One", "Two", "Three"):
        board.writes(title, at=at)
    kari, per = _two(board, visit)
    kari.picks_up("Three")
    box = kari.note("Two").bounding_box()
    assert box is not None
    kari.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4, steps=6)
    kari.page.mouse.up()
    for person in (kari, per):
        person.sees(*at, ["One", "Three", "Two"])
    _agree_after_reload(kari, per)


def test_to_the_parking_lot_and_back_by_mouse(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=("08:00", "Registered nurse"))
    kari, per = _two(board, visit)
    kari.drags("Breakfast", kari.parking)
    per.sees_parked(["Breakfast"])
    per.sees("08:00", "Registered nurse", [])
    per.drags("Breakfast", per.cell("09:00", "Registered nurse"))
    kari.sees("09:00", "Registered nurse", ["Breakfast"])
    _agree_after_reload(kari, per)


def test_escape_gives_a_dragged_note_back(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=("08:00", "Registered nurse"))
    kari, per = _two(board, visit)
    seq = board.document()["seq"]
    kari.picks_up("Breakfast")
    kari.carries_to(kari.cell("10:00", "Registered nurse"))
    expect(kari.note("Breakfast")).to_have_attribute("data-dragging", "")
    kari.page.keyboard.press("Escape")
    kari.page.mouse.up()
    expect(kari.note("Breakfast")).not_to_have_attribute("data-dragging", "")
    kari.sees("08:00", "Registered nurse", ["Breakfast"])
    expect(kari.dialog("note")).to_have_count(0)
    # Something that is seen by both tells that nothing else is on its way.
    kari.adds("Lunch")
    per.sees_parked(["Lunch"])
    per.sees("08:00", "Registered nurse", ["Breakfast"])
    assert board.document()["seq"] == seq + 1


def test_an_edit_changes_only_what_was_changed(board: LiveBoard, visit: Visit) -> None:
    note = board.writes("Breakfast", at=("08:00", "Registered nurse"), place="Dining room")
    kari, per = _two(board, visit)
    dialog = kari.opens("Breakfast")
    expect(dialog.get_by_label("Place", exact=True)).to_have_value("Dining room")
    dialog.get_by_label("Task").fill("Breakfast together")
    dialog.get_by_label("Minutes").fill("45")
    # Meanwhile someone else changes another field of it.
    board.does("note.edit", note=note, place="Kitchen")
    dialog.get_by_role("button", name="Save").click()
    per.sees("08:00", "Registered nurse", ["Breakfast together"])
    kari.sees("08:00", "Registered nurse", ["Breakfast together"])
    kept = next(n for n in board.document()["notes"] if n["id"] == note)
    assert (kept["duration"], kept["place"]) == (45, "Kitchen")
    _agree_after_reload(kari, per)


def test_a_new_time_moves_the_note(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=("08:00", "Registered nurse"), start=480)
    kari, per = _two(board, visit)
    dialog = kari.opens("Breakfast")
    expect(dialog.get_by_label("Time")).to_have_value("08:00")
    dialog.get_by_label("Time").fill("10:30")
    dialog.get_by_role("button", name="Save").click()
    for person in (kari, per):
        person.sees("10:00", "Registered nurse", ["Breakfast"])


def test_deleted_undone_and_done_again(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=("08:00", "Registered nurse"))
    kari, per = _two(board, visit)
    kari.opens("Breakfast").get_by_role("button", name="Delete").click()
    for person in (kari, per):
        person.sees("08:00", "Registered nurse", [])
    kari.page.get_by_role("button", name="Undo my latest change").click()
    for person in (kari, per):
        person.sees("08:00", "Registered nurse", ["Breakfast"])
    kari.page.get_by_role("button", name="Do it again").click()
    for person in (kari, per):
        person.sees("08:00", "Registered nurse", [])
    _agree_after_reload(kari, per)


def test_both_grids_show_the_same_notes_each_in_its_own_place(
    board: LiveBoard, visit: Visit
) -> None:
    board.writes("Breakfast", at=("08:00", "Registered nurse"))
    kari = visit(board).is_live()
    per = visit(board, grid="horizontal").is_live()
    per.sees_parked(["Breakfast"])
    per.drags("Breakfast", per.cell("Step 2", "Registered nurse"))
    per.sees("Step 2", "Registered nurse", ["Breakfast"])
    kari.sees("08:00", "Registered nurse", ["Breakfast"])
    per.page.get_by_role("link", name="Vertical").click()
    per.sees("08:00", "Registered nurse", ["Breakfast"])
    kari.page.get_by_role("link", name="Horizontal").click()
    kari.sees("Step 2", "Registered nurse", ["Breakfast"])


def test_a_changed_grid_is_drawn_anew_for_everyone(board: LiveBoard, visit: Visit) -> None:
    board.writes("Breakfast", at=("08:00", "Registered nurse"))
    kari = visit(board).is_live()
    grid = board.grid()["id"]
    board.does("profession.add", name="Cook", code="KOK")
    expect(kari.page.get_by_role("rowheader", name="Cook")).to_be_visible()
    board.does("column.add", grid=grid, label="Tea")
    expect(kari.page.get_by_role("columnheader", name="Tea")).to_be_visible()
    kari.sees("08:00", "Registered nurse", ["Breakfast"])
    kari.drags("Breakfast", kari.cell("09:00", "Cook"))
    kari.sees("09:00", "Cook", ["Breakfast"])
    expect(kari.note("Breakfast")).to_have_accessible_name("Cook: Breakfast")
    board.does("board.edit", title="Post 4")
    expect(kari.page.get_by_role("heading", level=1)).to_have_text("Post 4")


def test_how_many_are_here_is_said_and_nobody_is_named(board: LiveBoard, visit: Visit) -> None:
    kari, per = _two(board, visit)
    expect(kari.page.locator("#here")).to_contain_text("2")
    per.page.close()
    expect(kari.page.locator("#here")).to_contain_text("1")


def _two(board: LiveBoard, visit: Visit) -> tuple[BoardPage, BoardPage]:
    kari, per = visit(board), visit(board)
    return kari.is_live(), per.is_live()


def _agree_after_reload(*people: BoardPage) -> None:
    """The server draws the same wall as the scripts have made, cell by cell."""
    for person in people:
        expect(person.page.locator(".note[data-waiting]")).to_have_count(0)
        before = _wall(person)
        person.page.reload()
        person.is_live()
        assert _wall(person) == before


def _wall(person: BoardPage) -> list[list[list[str | None]]]:
    """Of each cell the notes, each with what a script could have drawn otherwise."""
    shown: list[list[list[str | None]]] = person.page.evaluate(
        """() => [...document.querySelectorAll(".cell")].map((cell) =>
          [...cell.querySelectorAll(".note")].map((note) =>
            [note.value, note.textContent, note.dataset.profession, note.dataset.kind ?? null]))"""
    )
    return shown
