"""Columns, rows, professions and shifts: added, renamed, moved, removed."""

from typing import Any

from app.board import places, queries
from app.board import protocol as p
from app.board.held import HeldBoard
from app.board.queries import GridLines
from app.board.words import AxisKind
from app.db import new_id
from app.errors import Invalid
from app.i18n import _
from app.live.changes import Doc, Patch
from app.live.perform import Draft

PALETTES = 10


def add_line(held: HeldBoard, command: p.AddColumn, collection: str) -> Draft:
    """A new column or row, before another or last."""
    if command.kind is AxisKind.TIME and (command.start is None or command.end is None):
        raise Invalid(_("What stands for a time needs both from and to."))
    queries.get_doc(held, "grids", command.grid)
    if command.profession:
        queries.get_doc(held, "professions", command.profession)
    lines = queries.list_lines(held, collection, command.grid)
    line = new_id()
    rank, fresh = places.rank_before(_ranked(lines), command.before)
    patches: dict[str, Patch | None] = {other: {"rank": new} for other, new in fresh.items()}
    patches[line] = {
        **command.model_dump(mode="json", exclude={"before"}),
        "rank": rank,
        "deleted": False,
    }
    name = _word(collection)
    return Draft(f"{name}.add", {collection: patches}, {name: line, "grid": command.grid})


def edit_line(held: HeldBoard, command: p.EditColumn | p.EditRow, collection: str) -> Draft:
    """Another label, group or span."""
    name = _word(collection)
    line = str(getattr(command, name))
    queries.get_doc(held, collection, line)
    return Draft(f"{name}.edit", {collection: {line: p.given(command, name)}}, {name: line})


def move_line(held: HeldBoard, command: p.MoveColumn | p.MoveRow, collection: str) -> Draft:
    """Before another column or row of its grid, or last."""
    name = _word(collection)
    line = str(getattr(command, name))
    doc = queries.get_doc(held, collection, line)
    lines = queries.list_lines(held, collection, doc["grid"])
    others = [other for other in lines if other["id"] != line]
    rank, fresh = places.rank_before(_ranked(others), command.before)
    patches: dict[str, Patch | None] = {other: {"rank": new} for other, new in fresh.items()}
    patches[line] = {"rank": rank}
    return Draft(f"{name}.move", {collection: patches}, {name: line})


def remove_line(held: HeldBoard, command: p.RemoveColumn | p.RemoveRow, collection: str) -> Draft:
    """Away with it; ``settle`` moves its notes to the parking lot, and keeps the last one."""
    name = _word(collection)
    line = str(getattr(command, name))
    queries.get_doc(held, collection, line)
    return Draft(f"{name}.remove", {collection: {line: {"deleted": True}}}, {name: line})


def add_profession(held: HeldBoard, command: p.AddProfession) -> Draft:
    """A new profession, and a row for it on every grid whose rows are professions."""
    known = queries.list_professions(held)
    profession = new_id()
    used = {doc["palette"] for doc in known}
    free = next((n for n in range(PALETTES) if n not in used), len(known) % PALETTES)
    doc: Patch = {
        "name": command.name,
        "code": command.code or code_for(command.name, {doc["code"] for doc in known}),
        "palette": free if command.palette is None else command.palette,
        "rank": places.rank_after(known[-1]["rank"] if known else None),
        "deleted": False,
    }
    rows = rows_for_profession(queries.list_grids(held), profession, command.name)
    return Draft(
        "profession.add",
        {"professions": {profession: doc}, "rows": rows},
        {"profession": profession},
    )


def edit_profession(held: HeldBoard, command: p.EditProfession) -> Draft:
    """Another name, code or colour; rows that bear its old name take the new one."""
    was = queries.get_doc(held, "professions", command.profession)
    fields = p.given(command, "profession")
    rows: dict[str, Patch | None] = {}
    if "name" in fields:
        for grid in queries.list_grids(held):
            for row in grid.rows:
                if row["profession"] == command.profession and row["label"] == was["name"]:
                    rows[row["id"]] = {"label": fields["name"]}
    return Draft(
        "profession.edit",
        {"professions": {command.profession: fields}, "rows": rows},
        {"profession": command.profession},
    )


def remove_profession(held: HeldBoard, command: p.RemoveProfession) -> Draft:
    """Away with it; ``settle`` refuses while notes have it, and takes its lines along."""
    queries.get_doc(held, "professions", command.profession)
    return Draft(
        "profession.remove",
        {"professions": {command.profession: {"deleted": True}}},
        {"profession": command.profession},
    )


def add_shift(held: HeldBoard, command: p.AddShift) -> Draft:
    """A new shift, last."""
    known = queries.list_shifts(held)
    shift = new_id()
    doc: Patch = {
        **command.model_dump(mode="json"),
        "key": "",
        "rank": places.rank_after(known[-1]["rank"] if known else None),
        "deleted": False,
    }
    return Draft("shift.add", {"shifts": {shift: doc}}, {"shift": shift})


def edit_shift(held: HeldBoard, command: p.EditShift) -> Draft:
    """Another name, span or staffing. No note moves: order is computed from the axis."""
    queries.get_doc(held, "shifts", command.shift)
    fields = p.given(command, "shift")
    return Draft("shift.edit", {"shifts": {command.shift: fields}}, {"shift": command.shift})


def remove_shift(held: HeldBoard, command: p.RemoveShift) -> Draft:
    """Away with it; its notes are then of no shift."""
    queries.get_doc(held, "shifts", command.shift)
    return Draft(
        "shift.remove", {"shifts": {command.shift: {"deleted": True}}}, {"shift": command.shift}
    )


def rows_for_profession(
    grids: list[GridLines], profession: str, label: str
) -> dict[str, Patch | None]:
    """A row for a new profession, last, in every grid whose rows are professions.

    The ranks that it takes are noted in ``grids``, so that it can be called for one after another.
    """
    rows: dict[str, Patch | None] = {}
    for grid in grids:
        if not any(row["kind"] == AxisKind.PROFESSION for row in grid.rows):
            continue
        row: dict[str, Any] = {
            "grid": grid.grid["id"],
            "label": label,
            "group": "",
            "kind": AxisKind.PROFESSION.value,
            "start": None,
            "end": None,
            "profession": profession,
            "rank": places.rank_after(grid.rows[-1]["rank"]),
            "deleted": False,
        }
        row_id = new_id()
        rows[row_id] = row
        grid.rows.append({**row, "id": row_id})
    return rows


def code_for(name: str, taken: set[str]) -> str:
    """A code of two to four capitals from a name, one that is not taken."""
    letters = "".join(letter for letter in name.upper() if letter.isalpha()) or "X"
    for size in (3, 4, 2):
        if letters[:size] not in taken:
            return letters[:size]
    number = 2
    while f"{letters[:3]}{number}" in taken:
        number += 1
    return f"{letters[:3]}{number}"


def _ranked(lines: list[Doc]) -> list[tuple[str, str]]:
    return [(line["id"], line["rank"]) for line in lines]


def _word(collection: str) -> str:
    return collection.removesuffix("s")
