"""Change sets: the one form in which a board changes, is undone and is replayed.

``{collection: {id: patch}}``. A patch holds the fields that are new; a field that is itself a
mapping is merged key by key, ``None`` taking a key away. ``None`` in place of a patch erases the
document. A document that does not exist yet is made from its patch. Nothing here knows what the
collections hold, and documents are never changed in place: a change makes a new value.
"""

from typing import Any

Doc = dict[str, Any]
Patch = dict[str, Any]
Changes = dict[str, dict[str, Patch | None]]


def reversal(doc: Doc | None, patch: Patch | None) -> Patch | None:
    """The patch that takes ``patch`` back; what it made goes to the bin, not out of the world."""
    if doc is None:
        return {"deleted": True}
    if patch is None:
        return None
    back: Patch = {}
    for field, value in patch.items():
        if isinstance(value, dict):
            held = doc.get(field) or {}
            back[field] = {key: held.get(key) for key in value}
        else:
            back[field] = doc.get(field)
    return back


def still_holds(doc: Doc | None, patch: Patch | None) -> bool:
    """Whether the document is still as the patch left it. Ranks alone do not count."""
    if patch is None or doc is None:
        return False
    for field, value in patch.items():
        if field == "rank":
            continue
        held = doc.get(field)
        if isinstance(value, dict):
            if any(_place(held, key) != _without_rank(place) for key, place in value.items()):
                return False
        elif held != value:
            return False
    return True


def merged(doc: Doc, patch: Patch) -> Doc:
    """The document with the patch laid over it, as a new value."""
    result = {**doc, **patch}
    for field, value in patch.items():
        if isinstance(value, dict):
            both = {**(doc.get(field) or {}), **value}
            result[field] = {key: held for key, held in both.items() if held is not None}
    return result


def erases(changes: Changes) -> bool:
    """Whether a document is erased for good by it."""
    return any(patch is None for patches in changes.values() for patch in patches.values())


def _place(held: Any, key: str) -> Any:
    return _without_rank((held or {}).get(key))


def _without_rank(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: held for key, held in value.items() if key != "rank"}
    return value
