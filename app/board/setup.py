"""The board's set-up page: title and purpose, state, professions, columns and rows, by forms."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.access.asking import BoardOpener, check_form
from app.access.person import Person
from app.board import note_form
from app.board.fields import Id
from app.board.notes import Posted
from app.board.pages import render_board_page
from app.board.wall import pick_grid
from app.db import new_id
from app.errors import AppError, Invalid
from app.i18n import _
from app.live.envelope import Envelope
from app.live.hub import Hub

router = APIRouter(include_in_schema=False)

# Which fields each of the page's forms may send, and of what kind they are.
_FORMS: dict[str, dict[str, str]] = {
    "board.edit": {
        "title": "text",
        "purpose": "text",
        "result": "text",
        "agenda": "text",
        "place_name": "text",
        "locale": "text",
        "person_word": "text",
    },
    "board.state": {"state": "text"},
    "profession.add": {"name": "text", "code": "optional"},
    "profession.edit": {"profession": "text", "name": "text", "code": "text", "palette": "number"},
    "profession.remove": {"profession": "text"},
    "column.add": {
        "grid": "text",
        "label": "text",
        "kind": "text",
        "group": "text",
        "start": "clock",
        "end": "clock",
        "before": "optional",
    },
    "column.edit": {
        "column": "text",
        "label": "text",
        "group": "text",
        "start": "clock",
        "end": "clock",
    },
    "column.move": {"column": "text", "before": "optional"},
    "column.remove": {"column": "text"},
    "row.add": {"grid": "text", "label": "text", "kind": "text", "before": "optional"},
    "row.edit": {"row": "text", "label": "text"},
    "row.move": {"row": "text", "before": "optional"},
    "row.remove": {"row": "text"},
    "shift.add": {"name": "text", "start": "clock", "end": "clock", "staffing": "number"},
    "shift.edit": {
        "shift": "text",
        "name": "text",
        "start": "clock",
        "end": "clock",
        "staffing": "number",
    },
    "shift.remove": {"shift": "text"},
}


@router.get("/boards/{board_id}/setup")
def setup_page(request: Request, board_id: Id, editor: BoardOpener) -> Response:
    """All that a facilitator may set; on a closed board only whether it is open."""
    return _show(request, editor)


@router.post("/boards/{board_id}/setup")
def change_setup(request: Request, board_id: Id, editor: BoardOpener, form: Posted) -> Response:
    """One command from one of the page's forms; ``do`` says which."""
    check_form(request, editor, form.get("csrf"))
    do = note_form.text(form, "do")
    hub: Hub = request.app.state.hub
    try:
        order = Envelope(new_id(), do, fields_of(do, form), note_form.confirmed_in(form))
        hub.perform_from_thread(board_id, editor.seat, order)
    except AppError as refused:
        return _show(request, editor, refused)
    grid = note_form.text(form, "shown")
    return RedirectResponse(
        f"/boards/{board_id}/setup?seat={editor.seat}&grid={grid}&said=changed", 303
    )


def fields_of(do: str, form: Mapping[str, Any]) -> dict[str, object]:
    """The fields of a set-up form, each as its command wants it. Raises Invalid."""
    if do not in _FORMS:
        raise Invalid(_("There is no such command. Reload the page."))
    fields: dict[str, object] = {}
    for name, kind in _FORMS[do].items():
        if name not in form:
            continue
        value = note_form.text(form, name)
        if kind == "optional" and not value:
            continue
        fields[name] = note_form.typed_value(kind, value)
    return fields


def _show(request: Request, person: Person, refused: AppError | None = None) -> Response:
    document = request.app.state.hub.snapshot(person.board, person.seat)
    return render_board_page(
        request,
        person,
        "board/setup.html",
        document,
        status=refused.status if refused else 200,
        grid=pick_grid(document, request.query_params.get("grid", "")),
        error=refused.message if refused else None,
    )
