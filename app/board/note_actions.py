"""What is done with notes: each function says what shall change, and writes nothing."""

from typing import Any, NamedTuple

from app.access.person import Person
from app.board import places, queries
from app.board import protocol as p
from app.board.collections import TEXT_FIELDS
from app.board.held import HeldBoard, Spot
from app.board.queries import GridLines
from app.db import new_id
from app.errors import Conflict
from app.i18n import _
from app.live.changes import Doc, Patch
from app.live.perform import Draft


class Cell(NamedTuple):
    """A cell of a grid, and the note there to come before; without one, last."""

    grid: str
    column: str
    row: str
    before: str | None = None


# A note with nothing but what it must have.
BLANK = p.NoteFields().model_dump(mode="json")


def create_note(held: HeldBoard, person: Person, command: p.CreateNote) -> Draft:
    """A new note, in a cell or in the parking lot."""
    note = command.note or new_id()
    if held.find("notes", note):
        raise Conflict(_("There is a note with this id already."))
    fields = p.given(command, "note", "grid", "column", "row", "before")
    _check_refs(held, fields)
    patch: Patch = {
        **BLANK,
        **fields,
        "number": held.last_number + 1,
        "deleted": False,
        "placements": {},
    }
    notes: dict[str, Patch | None] = {note: patch}
    about: dict[str, Any] = {"note": note}
    cell = _cell_of(command)
    if cell:
        about |= _put(held, notes, {"id": note}, cell)
    return Draft("note.create", {"notes": notes}, about)


def edit_note(held: HeldBoard, person: Person, command: p.EditNote) -> Draft:
    """New values in some fields; a new time or profession moves the note as well."""
    doc = queries.get_note(held, person, command.note)
    fields = p.given(command, "note", "base")
    _refuse_overwriting(held, person, doc, fields, command.base)
    _check_refs(held, fields)
    patch: Patch = {name: value for name, value in fields.items() if doc[name] != value}
    notes: dict[str, Patch | None] = {command.note: patch}
    if "start" in patch or "profession" in patch:
        _follow(held, notes, doc, patch)
    return Draft("note.edit", {"notes": notes}, {"note": command.note})


def move_note(held: HeldBoard, person: Person, command: p.MoveNote) -> Draft:
    """Into a cell, before a note or last; or off the grid."""
    doc = queries.get_note(held, person, command.note)
    notes: dict[str, Patch | None] = {command.note: {}}
    about: dict[str, Any] = {"note": command.note, "grid": command.grid}
    cell = _cell_of(command)
    if cell:
        about |= _put(held, notes, doc, cell)
    else:
        queries.get_doc(held, "grids", command.grid)
        notes[command.note] = {"placements": {command.grid: None}}
        about |= {"column": None, "row": None}
    return Draft("note.move", {"notes": notes}, about)


def delete_note(held: HeldBoard, person: Person, command: p.DeleteNote) -> Draft:
    """To the bin."""
    queries.get_note(held, person, command.note)
    return Draft(
        "note.delete", {"notes": {command.note: {"deleted": True}}}, {"note": command.note}
    )


def restore_note(held: HeldBoard, person: Person, command: p.RestoreNote) -> Draft:
    """Back from the bin, with all that it had."""
    doc = queries.get_note(held, person, command.note, binned=True)
    if not doc["deleted"]:
        raise Conflict(_("The note is not in the bin."))
    patch: Patch = {name: value for name, value in doc.items() if name != "id"}
    patch["deleted"] = False
    return Draft("note.restore", {"notes": {command.note: patch}}, {"note": command.note})


def erase_note(held: HeldBoard, person: Person, command: p.EraseNote) -> Draft:
    """For good: from the tables and the log."""
    queries.get_note(held, person, command.note, binned=True)
    about = {"note": command.note, "undoable": False}
    return Draft("note.erase", {"notes": {command.note: None}}, about)


def _cell_of(command: p.CreateNote | p.MoveNote) -> Cell | None:
    if command.grid and command.column and command.row:
        return Cell(command.grid, command.column, command.row, command.before)
    return None


def _put(
    held: HeldBoard,
    notes: dict[str, Patch | None],
    doc: Doc,
    cell: Cell,
) -> dict[str, Any]:
    """Place a note in a cell, and let its time and profession follow the cell.

    ``doc`` is the note as it was; what is already to be changed of it stands in ``notes``.
    """
    queries.get_doc(held, "grids", cell.grid)
    column = queries.get_doc(held, "columns", cell.column)
    row = queries.get_doc(held, "rows", cell.row)
    if column["grid"] != cell.grid or row["grid"] != cell.grid:
        raise Conflict(_("The column and the row do not belong to the same grid."))
    note = str(doc["id"])
    patch: Patch = dict(notes[note] or {})
    now = {**doc, **patch}
    for line in (column, row):
        if line["profession"] and line["profession"] != now["profession"]:
            patch["profession"] = line["profession"]
        inside = now["start"] is not None and places.holds(line, now["start"])
        if places.is_timed(line) and not inside:
            patch["start"] = line["start"]
    place = _place(held, notes, note, cell)
    patch["placements"] = {**patch.get("placements", {}), cell.grid: place}
    notes[note] = patch
    return {"grid": cell.grid, **place}


def _place(
    held: HeldBoard, notes: dict[str, Patch | None], note: str, cell: Cell
) -> dict[str, str]:
    grid, column, row, before = cell
    ordered = queries.cell_ranks(held, Spot(grid, column, row), without=note)
    rank, renumbered = places.rank_before(ordered, before)
    for other, fresh in renumbered.items():
        notes[other] = {"placements": {grid: {"column": column, "row": row, "rank": fresh}}}
    return {"column": column, "row": row, "rank": rank}


def _follow(
    held: HeldBoard,
    notes: dict[str, Patch | None],
    doc: Doc,
    patch: Patch,
) -> None:
    """Move an edited note to where its new time and profession belong, on every grid."""
    note = str(doc["id"])
    moved: dict[str, Any] = {}
    for grid in queries.list_grids(held):
        was = doc["placements"].get(grid.grid["id"])
        place = _cell_after_edit(grid, {**doc, **patch}, patch, was)
        if place is not None and (was is None or place != (was["column"], was["row"])):
            cell = Cell(grid.grid["id"], *place)
            moved[grid.grid["id"]] = _place(held, notes, note, cell)
    if moved:
        patch["placements"] = moved


def _cell_after_edit(
    grid: GridLines, note: Doc, patch: Patch, was: Doc | None
) -> tuple[str, str] | None:
    column = next((c for c in grid.columns if was and c["id"] == was["column"]), None)
    row = next((r for r in grid.rows if was and r["id"] == was["row"]), None)
    start = note["start"]
    if "start" in patch and start is not None:
        stays = column is not None and places.is_timed(column) and places.holds(column, start)
        if not stays:
            column = places.column_at(grid.columns, start) or column
    if "profession" in patch or row is None:
        by_profession = row is None or row["profession"] is not None
        row = (places.row_for(grid.rows, note["profession"]) if by_profession else None) or row
    if column is None or row is None:
        return None
    return column["id"], row["id"]


def _check_refs(held: HeldBoard, fields: dict[str, Any]) -> None:
    if fields.get("profession"):
        queries.get_doc(held, "professions", fields["profession"])
    if fields.get("shift"):
        queries.get_doc(held, "shifts", fields["shift"])


def _refuse_overwriting(
    held: HeldBoard, person: Person, doc: Doc, fields: dict[str, Any], base: int | None
) -> None:
    """Two who write in the same text keep both texts: the later one is asked."""
    if base is None:
        return
    changed = queries.touched_since(held, person, doc["id"], base)
    for field in sorted(TEXT_FIELDS.intersection(fields) & changed):
        if fields[field] != doc[field]:
            raise Conflict(
                _("Someone else has changed the same text. Choose one of them."),
                field=field,
                yours=fields[field],
                theirs=doc[field],
            )
