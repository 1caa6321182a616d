"""What must follow a change, whoever asked for it: undo and redo go through here as well.

Notes never vanish with their column; what comes back brings its profession back; every grid keeps a
column and a row; nobody changes what they may not see.
"""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.access.person import Person
from app.access.rights import BoardState
from app.board import queries
from app.board.collections import (
    COLLECTIONS,
    board_table,
    column_table,
    note_table,
    row_table,
    shift_table,
)
from app.errors import BoardSilent, Conflict
from app.i18n import _
from app.live import log
from app.live.changes import Changes, Patch
from app.live.log import Recorded

_LINES = {"columns": column_table, "rows": row_table}
_TABLES = {**_LINES, "shifts": shift_table}


def complete(connection: Connection, person: Person, changes: Changes) -> Changes:
    """The changes with all that follows from them. Raises Conflict or BoardSilent."""
    changes = {name: dict(patches) for name, patches in changes.items() if patches}
    _keep_professions(connection, person, changes)
    _drop_lines_of_lost_professions(connection, person, changes)
    _keep_a_line_on_each_grid(connection, person, changes)
    _park_notes_of_lost_lines(connection, person, changes)
    _forget_lost_shifts(connection, person, changes)
    _bring_professions_back(connection, person, changes)
    _refuse_lost_places(connection, person, changes)
    if person.state is BoardState.SILENT:
        _refuse_what_others_may_not_see(connection, person, changes)
    return changes


def is_private(person: Person, changes: Changes) -> bool:
    """In silent writing what happens to notes concerns only the one who writes."""
    return person.state is BoardState.SILENT and bool(changes.get("notes"))


def mark_private(connection: Connection, board: str, events: list[Recorded]) -> list[Recorded]:
    """Events read from the log, marked as ``is_private`` would now."""
    state = connection.scalar(sa.select(board_table.c.state).where(board_table.c.id == board))
    if state != BoardState.SILENT:
        return events
    return [event.made_private() if event.changes.get("notes") else event for event in events]


def changes_view(changes: Changes) -> bool:
    """Whether the board's state is another one: it decides what each may see and do."""
    return any("state" in (patch or {}) for patch in changes.get("board", {}).values())


def after(connection: Connection, person: Person, event: Recorded) -> None:
    """When the board closes, it is forgotten whose anything was."""
    board = event.changes.get("board", {}).get(person.board)
    if board and board.get("state") == BoardState.CLOSED:
        log.forget_seats(connection, person.board, before=event.seq)


def _gone(changes: Changes, collection: str) -> list[str]:
    patches = changes.get(collection, {})
    return [doc_id for doc_id, patch in patches.items() if patch and patch.get("deleted") is True]


def _keep_professions(connection: Connection, person: Person, changes: Changes) -> None:
    gone = _gone(changes, "professions")
    if not gone:
        return
    leaving = set(_gone(changes, "notes"))
    staying = set(queries.notes_with(connection, person.board, "profession", gone)) - leaving
    if staying:
        raise Conflict(_("There are notes of this profession. Give them another one first."))


def _drop_lines_of_lost_professions(
    connection: Connection, person: Person, changes: Changes
) -> None:
    gone = _gone(changes, "professions")
    if not gone:
        return
    for name, table in _LINES.items():
        for line in queries.lines_of(connection, person.board, table, gone):
            changes.setdefault(name, {})[line] = {"deleted": True}


def _keep_a_line_on_each_grid(connection: Connection, person: Person, changes: Changes) -> None:
    for name, table in _LINES.items():
        gone = _gone(changes, name)
        if not gone:
            continue
        coming = {line for line, patch in changes[name].items() if patch and line not in gone}
        left = queries.grids_with_lines(connection, person.board, table, set(gone), coming)
        if queries.grids_of(connection, person.board, table, gone) - left:
            raise Conflict(_("A grid needs at least one column and one row."))


def _park_notes_of_lost_lines(connection: Connection, person: Person, changes: Changes) -> None:
    gone = _gone(changes, "columns") + _gone(changes, "rows")
    if not gone:
        return
    for placed in queries.placed_in(connection, person.board, gone):
        patch = _note_patch(changes, placed.note)
        if patch is not None:
            patch.setdefault("placements", {}).setdefault(placed.grid, None)


def _forget_lost_shifts(connection: Connection, person: Person, changes: Changes) -> None:
    gone = _gone(changes, "shifts")
    if gone:
        for note in queries.notes_with(connection, person.board, "shift", gone):
            patch = _note_patch(changes, note)
            if patch is not None:
                patch.setdefault("shift", None)
    wanted = _named_by(changes, ("notes",), "shift")
    if not wanted:
        return
    standing = _standing(connection, person, changes, "shifts", wanted)
    for note, patch in changes["notes"].items():
        if patch and patch.get("shift") in wanted - standing:
            changes["notes"][note] = {**patch, "shift": None}


def _bring_professions_back(connection: Connection, person: Person, changes: Changes) -> None:
    """A note, column or row that comes back, or changes back, has its profession with it."""
    wanted = _named_by(changes, ("notes", *_LINES), "profession")
    wanted -= set(changes.get("professions", {}))
    if not wanted:
        return
    docs = COLLECTIONS["professions"].read(connection, person.board, sorted(wanted))
    for doc in docs.values():
        if doc["deleted"]:
            back = {name: value for name, value in doc.items() if name != "id"}
            changes.setdefault("professions", {})[doc["id"]] = {**back, "deleted": False}


def _named_by(changes: Changes, collections: tuple[str, ...], field: str) -> set[str]:
    """The ids that these changes put into ``field``."""
    return {
        str(patch[field])
        for name in collections
        for patch in changes.get(name, {}).values()
        if patch and patch.get(field) and patch.get("deleted") is not True
    }


def _refuse_lost_places(connection: Connection, person: Person, changes: Changes) -> None:
    """A place in a column or row that is not there any more becomes the parking lot."""
    places = [
        (patch, grid, place)
        for patch in changes.get("notes", {}).values()
        if patch
        for grid, place in patch.get("placements", {}).items()
        if place is not None
    ]
    if not places:
        return
    columns = _standing(connection, person, changes, "columns", {p["column"] for *__, p in places})
    rows = _standing(connection, person, changes, "rows", {p["row"] for *__, p in places})
    for patch, grid, place in places:
        if place["column"] not in columns or place["row"] not in rows:
            patch["placements"] = {**patch["placements"], grid: None}


def _standing(
    connection: Connection, person: Person, changes: Changes, name: str, ids: set[str]
) -> set[str]:
    """Which of these are there, and not in the bin, once the changes are made."""
    table = _TABLES[name]
    rows = connection.execute(
        sa.select(table.c.id).where(
            table.c.board == person.board, table.c.id.in_(ids), table.c.deleted.is_(False)
        )
    )
    standing = {row.id for row in rows} - set(_gone(changes, name))
    patches = changes.get(name, {})
    return standing | {i for i in ids if (patches.get(i) or {}).get("deleted") is False}


def _refuse_what_others_may_not_see(
    connection: Connection, person: Person, changes: Changes
) -> None:
    """Own notes only, and nothing else with them: the others are told nothing of this event."""
    touched = list(changes.get("notes", {}))
    if not touched:
        return
    if any(patches for name, patches in changes.items() if name != "notes"):
        raise BoardSilent()
    there = connection.execute(
        sa.select(note_table.c.id).where(
            note_table.c.board == person.board, note_table.c.id.in_(touched)
        )
    )
    if {row.id for row in there} - queries.own_notes(connection, person):
        raise BoardSilent()


def _note_patch(changes: Changes, note: str) -> Patch | None:
    patches = changes.setdefault("notes", {})
    held = patches.setdefault(note, {})
    if held is None:
        return None
    fresh = dict(held)
    patches[note] = fresh
    return fresh
