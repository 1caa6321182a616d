"""Notes by plain forms: what the page can do without a script."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from app.access.asking import BoardReader, check_form
from app.access.person import Person
from app.board import note_form
from app.board.fields import Id
from app.board.pages import render_board_page
from app.board.wall import pick_grid
from app.db import new_id
from app.errors import AppError, Invalid, NotFound
from app.i18n import _
from app.live.changes import Doc
from app.live.envelope import Envelope
from app.live.hub import Hub

router = APIRouter(include_in_schema=False)


async def read_form(request: Request) -> FormData:
    """The fields of a posted form, as texts."""
    return await request.form(max_files=0, max_fields=60, max_part_size=64 * 1024)


Posted = Annotated[FormData, Depends(read_form)]


@router.get("/boards/{board_id}/note")
def note_page(
    request: Request,
    board_id: Id,
    reader: BoardReader,
    note: Annotated[str, Query(max_length=36)] = "",
    grid: Annotated[str, Query(max_length=36)] = "",
) -> Response:
    """One note with all its fields, where to move it, and how to delete it."""
    document = request.app.state.hub.snapshot(board_id, reader.seat)
    found = find_note(document, note)
    return show_note(request, reader, document, found, grid)


@router.post("/boards/{board_id}/notes")
def add_note(request: Request, board_id: Id, reader: BoardReader, form: Posted) -> Response:
    """A new note: title and profession are enough."""
    check_form(request, reader, form.get("csrf"))
    order = Envelope(
        new_id(), "note.create", note_form.new_note(form), note_form.confirmed_in(form)
    )
    grid = note_form.text(form, "grid")
    try:
        request.app.state.hub.perform_from_thread(board_id, reader.seat, order)
    except AppError as refused:
        document = request.app.state.hub.snapshot(board_id, reader.seat)
        blank = {**note_form.blank_note(document), **note_form.shown_again(form)}
        return show_note(request, reader, document, blank, grid, refused=refused)
    return back_to_board(board_id, reader, grid, "added")


@router.post("/boards/{board_id}/note")
def change_note(request: Request, board_id: Id, reader: BoardReader, form: Posted) -> Response:
    """Save, move, delete or restore: the button pressed says which."""
    check_form(request, reader, form.get("csrf"))
    grid = note_form.text(form, "grid")
    action = note_form.text(form, "action")
    orders = note_form.orders(form, action)
    if orders is None:
        raise Invalid(_("Choose what to do with the note."))
    hub: Hub = request.app.state.hub
    confirmed = note_form.confirmed_in(form)
    try:
        for do, fields in orders:
            order = Envelope(new_id(), do, fields, confirmed)
            hub.perform_from_thread(board_id, reader.seat, order)
    except AppError as refused:
        document = hub.snapshot(board_id, reader.seat)
        held = find_note(document, note_form.text(form, "note"))
        again = {**held, **(note_form.shown_again(form) if action == "save" else {})}
        return show_note(request, reader, document, again, grid, refused=refused)
    return back_to_board(board_id, reader, grid, note_form.SAID_AFTER[action])


@router.post("/boards/{board_id}/undo")
def undo(request: Request, board_id: Id, reader: BoardReader, form: Posted) -> Response:
    """Take back one's own latest change, or do it again."""
    check_form(request, reader, form.get("csrf"))
    redo = form.get("action") == "redo"
    order = Envelope(new_id(), "edit.redo" if redo else "edit.undo")
    request.app.state.hub.perform_from_thread(board_id, reader.seat, order)
    grid = note_form.text(form, "grid")
    return back_to_board(board_id, reader, grid, "redone" if redo else "undone")


def find_note(document: dict[str, Any], note: str) -> Doc:
    """A note of the document. Raises NotFound."""
    found: Doc | None = next((n for n in document["notes"] if n["id"] == note), None)
    if found is None:
        raise NotFound(_("The note is not on the board. It may have been deleted."))
    return found


def show_note(
    request: Request,
    person: Person,
    document: dict[str, Any],
    note: Doc,
    grid: str,
    refused: AppError | None = None,
) -> Response:
    """The page of one note; after a refusal with the reason, and what was typed kept."""
    shown = pick_grid(document, grid)
    return render_board_page(
        request,
        person,
        "board/note.html",
        document,
        status=refused.status if refused else 200,
        note=note,
        grid=shown,
        place=note.get("placements", {}).get(shown["id"]),
        error=refused.message if refused else None,
        fields=refused.details.get("fields", []) if refused else [],
        confirm=note_form.to_confirm(refused),
        theirs=refused.details.get("theirs") if refused else None,
    )


def back_to_board(board: str, person: Person, grid: str, said: str) -> Response:
    """To the wall, which says what was done."""
    return RedirectResponse(f"/boards/{board}?seat={person.seat}&grid={grid}&said={said}", 303)
