"""Many notes at once: what a task file gave becomes one change."""

from app.board import places, queries
from app.board import protocol as p
from app.board.grid_actions import rows_for_profession
from app.board.held import HeldBoard, Spot
from app.board.note_actions import BLANK
from app.board.queries import GridLines
from app.db import new_id
from app.errors import Conflict
from app.i18n import _
from app.live.changes import Doc, Patch
from app.live.perform import Draft


def import_notes(held: HeldBoard, command: p.ImportNotes) -> Draft:
    """Many notes as one change, each placed by its time and profession where a grid has room."""
    ids = [profession.id for profession in command.professions]
    if any(held.find("professions", new) for new in ids):
        raise Conflict(_("There is a profession with this id already."))
    known = {doc["id"] for doc in queries.list_professions(held)} | set(ids)
    shifts = {doc["id"] for doc in queries.list_shifts(held)}
    grids = queries.list_grids(held)
    changes = _new_professions(held, command, grids)
    number = held.last_number
    ends = queries.last_ranks(held)
    notes: dict[str, Patch | None] = {}
    for offset, new in enumerate(command.notes, start=1):
        if new.profession not in known or (new.shift and new.shift not in shifts):
            raise Conflict(_("A profession or shift of the file is not on the board any more."))
        patch: Patch = {**BLANK, **p.given(new), "number": number + offset, "deleted": False}
        patch["placements"] = {
            grid.grid["id"]: place
            for grid in grids
            if (place := _home(grid, patch, ends)) is not None
        }
        notes[new_id()] = patch
    return Draft("note.import", {**changes, "notes": notes}, {"count": len(notes)})


def _home(grid: GridLines, note: Doc, ends: dict[Spot, str]) -> dict[str, str] | None:
    """Where an imported note goes on a grid: last in the cell of its time and profession."""
    if note["start"] is None:
        column = _timeless_column(grid, note)
    else:
        column = places.column_at(grid.columns, note["start"])
    row = places.row_for(grid.rows, note["profession"])
    if column is None or row is None:
        return None
    cell = Spot(grid.grid["id"], column["id"], row["id"])
    rank = ends[cell] = places.rank_after(ends.get(cell))
    return {"column": column["id"], "row": row["id"], "rank": rank}


def _timeless_column(grid: GridLines, note: Doc) -> Doc | None:
    wanted = "as_needed" if "behov" in note["frequency"].lower() else None
    return next((c for c in grid.columns if wanted and c["kind"] == wanted), None)


def _new_professions(
    held: HeldBoard, command: p.ImportNotes, grids: list[GridLines]
) -> dict[str, dict[str, Patch | None]]:
    known = queries.list_professions(held)
    last = known[-1]["rank"] if known else None
    professions: dict[str, Patch | None] = {}
    rows: dict[str, Patch | None] = {}
    for new, rank in zip(
        command.professions, places.ranks(len(command.professions), last), strict=True
    ):
        doc: Patch = {**new.model_dump(exclude={"id"}), "rank": rank, "deleted": False}
        professions[new.id] = doc
        rows |= rows_for_profession(grids, new.id, new.name)
    return {"professions": professions, "rows": rows}
