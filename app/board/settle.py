"""What must follow a change, whoever asked for it: undo and redo go through here as well.

Notes never vanish with their column; what comes back brings its profession back; every grid keeps a
column and a row; nobody changes what they may not see.
"""

from sqlalchemy.engine import Connection

from app.access.person import Person
from app.access.rights import BoardState
from app.board import queries
from app.board.held import HeldBoard
from app.errors import BoardSilent, Conflict
from app.i18n import _
from app.live import log
from app.live.changes import Changes, Patch
from app.live.log import Recorded
from app.live.perform import Turn

_LINES = ("columns", "rows")


def complete(held: HeldBoard, person: Person, changes: Changes) -> Changes:
    """The changes with all that follows from them. Raises Conflict or BoardSilent."""
    changes = {name: dict(patches) for name, patches in changes.items() if patches}
    _keep_professions(held, changes)
    _drop_lines_of_lost_professions(held, changes)
    _keep_a_line_on_each_grid(held, changes)
    _park_notes_of_lost_lines(held, changes)
    _forget_lost_shifts(held, changes)
    _bring_professions_back(held, changes)
    _refuse_lost_places(held, changes)
    if person.state is BoardState.SILENT:
        _refuse_what_others_may_not_see(held, person, changes)
    return changes


def is_private(person: Person, changes: Changes) -> bool:
    """In silent writing what happens to notes concerns only the one who writes."""
    return person.state is BoardState.SILENT and bool(changes.get("notes"))


def mark_private(connection: Connection, board: str, events: list[Recorded]) -> list[Recorded]:
    """Events read from the log, marked as ``is_private`` would now."""
    if queries.get_board(connection, board).state != BoardState.SILENT:
        return events
    return [event.made_private() if event.changes.get("notes") else event for event in events]


def changes_view(changes: Changes) -> bool:
    """Whether the board's state is another one: it decides what each may see and do."""
    return any("state" in (patch or {}) for patch in changes.get("board", {}).values())


def after(turn: Turn, person: Person, event: Recorded) -> None:
    """When the board closes, it is forgotten whose anything was."""
    board = event.changes.get("board", {}).get(person.board)
    if board and board.get("state") == BoardState.CLOSED:
        log.forget_seats(turn.connection(), person.board, before=event.seq)
        turn.held.forget_seats()


def _gone(changes: Changes, collection: str) -> set[str]:
    patches = changes.get(collection, {})
    return {doc_id for doc_id, patch in patches.items() if patch and patch.get("deleted") is True}


def _keep_professions(held: HeldBoard, changes: Changes) -> None:
    gone = _gone(changes, "professions")
    if not gone:
        return
    staying = set(queries.notes_with(held, "profession", gone)) - _gone(changes, "notes")
    if staying:
        raise Conflict(_("There are notes of this profession. Give them another one first."))


def _drop_lines_of_lost_professions(held: HeldBoard, changes: Changes) -> None:
    gone = _gone(changes, "professions")
    if not gone:
        return
    for name in _LINES:
        for line in queries.lines_of(held, name, gone):
            changes.setdefault(name, {})[line] = {"deleted": True}


def _keep_a_line_on_each_grid(held: HeldBoard, changes: Changes) -> None:
    for name in _LINES:
        gone = _gone(changes, name)
        if not gone:
            continue
        docs = held.docs[name]
        coming = {line for line, patch in changes[name].items() if patch and line not in gone}
        left = {
            line["grid"]
            for line in docs.values()
            if line["id"] not in gone and (not line["deleted"] or line["id"] in coming)
        }
        if {docs[line]["grid"] for line in gone if line in docs} - left:
            raise Conflict(_("A grid needs at least one column and one row."))


def _park_notes_of_lost_lines(held: HeldBoard, changes: Changes) -> None:
    gone = _gone(changes, "columns") | _gone(changes, "rows")
    if not gone:
        return
    for note, grid in queries.placed_in(held, gone):
        patch = _note_patch(changes, note)
        if patch is not None:
            patch.setdefault("placements", {}).setdefault(grid, None)


def _forget_lost_shifts(held: HeldBoard, changes: Changes) -> None:
    gone = _gone(changes, "shifts")
    for note in queries.notes_with(held, "shift", gone) if gone else ():
        patch = _note_patch(changes, note)
        if patch is not None:
            patch.setdefault("shift", None)
    wanted = _named_by(changes, ("notes",), "shift")
    if not wanted:
        return
    standing = _standing(held, changes, "shifts", wanted)
    for note, patch in changes["notes"].items():
        if patch and patch.get("shift") in wanted - standing:
            changes["notes"][note] = {**patch, "shift": None}


def _bring_professions_back(held: HeldBoard, changes: Changes) -> None:
    """A note, column or row that comes back, or changes back, has its profession with it."""
    wanted = _named_by(changes, ("notes", *_LINES), "profession")
    for profession in sorted(wanted - set(changes.get("professions", {}))):
        doc = held.find("professions", profession)
        if doc is not None and doc["deleted"]:
            back = {name: value for name, value in doc.items() if name != "id"}
            changes.setdefault("professions", {})[profession] = {**back, "deleted": False}


def _named_by(changes: Changes, collections: tuple[str, ...], field: str) -> set[str]:
    """The ids that these changes put into ``field``."""
    return {
        str(patch[field])
        for name in collections
        for patch in changes.get(name, {}).values()
        if patch and patch.get(field) and patch.get("deleted") is not True
    }


def _refuse_lost_places(held: HeldBoard, changes: Changes) -> None:
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
    columns = _standing(held, changes, "columns", {p["column"] for *__, p in places})
    rows = _standing(held, changes, "rows", {p["row"] for *__, p in places})
    for patch, grid, place in places:
        if place["column"] not in columns or place["row"] not in rows:
            patch["placements"] = {**patch["placements"], grid: None}


def _standing(held: HeldBoard, changes: Changes, name: str, ids: set[str]) -> set[str]:
    """Which of these are there, and not in the bin, once the changes are made."""
    docs, patches = held.docs[name], changes.get(name, {})
    standing = {i for i in ids if i in docs and not docs[i]["deleted"]} - _gone(changes, name)
    return standing | {i for i in ids if (patches.get(i) or {}).get("deleted") is False}


def _refuse_what_others_may_not_see(held: HeldBoard, person: Person, changes: Changes) -> None:
    """Own notes only, and nothing else with them: the others are told nothing of this event."""
    touched = changes.get("notes", {})
    if not touched:
        return
    if any(patches for name, patches in changes.items() if name != "notes"):
        raise BoardSilent()
    if any(held.find("notes", n) and held.makers.get(n) != person.seat for n in touched):
        raise BoardSilent()


def _note_patch(changes: Changes, note: str) -> Patch | None:
    patches = changes.setdefault("notes", {})
    held = patches.setdefault(note, {})
    if held is None:
        return None
    fresh = dict(held)
    patches[note] = fresh
    return fresh
