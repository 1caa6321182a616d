"""Undo and redo: new commands that restore what was, unless someone has changed it since."""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.engine import Connection

from app.errors import Conflict, Invalid
from app.i18n import _
from app.live import log
from app.live.changes import Changes, merged, still_holds
from app.live.envelope import Command
from app.live.perform import Draft, Turn

LAST_SEQ = 2**31 - 1

UNDO = "edit.undo"
REDO = "edit.redo"


class UndoEdit(Command):
    """Take back one's own latest change, or the latest one made before the event ``past``.

    So one comes past a change that cannot be undone any more: its refusal says which event it is.
    """

    past: Annotated[int, Field(ge=1, le=LAST_SEQ)] | None = None


class RedoEdit(Command):
    """Do again what one has just taken back."""


def undo_edit(turn: Turn, person: Any, past: int | None = None) -> Draft:
    """The draft of an undo. Raises Invalid when there is nothing, Conflict when it has changed."""
    done, __ = stacks(turn.connection(), person)
    done = [seq for seq in done if past is None or seq < past]
    if not done:
        raise Invalid(_("There is nothing of yours to undo."))
    return _taking_back(turn, UNDO, done[-1])


def redo_edit(turn: Turn, person: Any) -> Draft:
    """The draft of a redo, which takes back the latest undo."""
    __, undone = stacks(turn.connection(), person)
    if not undone:
        raise Invalid(_("There is nothing of yours to do again."))
    return _taking_back(turn, REDO, undone[-1])


def stacks(connection: Connection, person: Any) -> tuple[list[int], list[int]]:
    """The events that this seat could undo, and the undos that it could redo; latest last."""
    done: list[int] = []
    undone: list[int] = []
    for event in log.list_own(connection, person.board, person.seat):
        if event.do == UNDO:
            _take_off(done, event.about.get("of"))
            undone.append(event.seq)
        elif event.do == REDO:
            _take_off(undone, event.about.get("of"))
            done.append(event.seq)
        elif event.about.get("undoable", True):
            done.append(event.seq)
            undone.clear()
    return done, undone


def _take_off(stack: list[int], seq: int | None) -> None:
    # Mostly the topmost; one that could not be undone may still lie on it.
    if seq in stack:
        stack.remove(seq)


def _taking_back(turn: Turn, do: str, seq: int) -> Draft:
    held = turn.held
    event = log.get(turn.connection(), held.board, seq)
    changes: Changes = {}
    is_seen = False
    for name, was in event.was.items():
        patches = event.changes.get(name, {})
        changes[name] = {}
        for doc_id, back in was.items():
            doc = held.find(name, doc_id)
            if back is None or doc is None or not still_holds(doc, patches.get(doc_id)):
                raise Conflict(_("It has been changed since, so it was not undone."), of=seq)
            is_seen = is_seen or not doc.get("deleted") or "deleted" in back
            # What comes out of the bin comes whole: others may never have had it.
            changes[name][doc_id] = (
                merged(doc, back) if back.get("deleted") is False else dict(back)
            )
    if not is_seen:
        # All of it is in the bin by now: nobody would see that anything was undone.
        raise Conflict(_("It has been changed since, so it was not undone."), of=seq)
    return Draft(do, changes, about={"of": seq})
