"""Files in and out over HTTP: the import in two steps for people, in one for programs."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.access.asking import BoardReader, NotesImporter, check_form
from app.access.person import Person
from app.board.fields import Id
from app.board.pages import render_board_page
from app.db import reader
from app.errors import AppError, Invalid
from app.exchange.board_json import board_file
from app.exchange.columns import names_in
from app.exchange.imports import (
    Imported,
    NotAllTaken,
    open_task_file,
    refuse_if_strict,
    report,
)
from app.exchange.plan import Plan, plan_import
from app.exchange.preview import preview_rows
from app.exchange.uploads import Upload, Uploaded
from app.exchange.waiting import WaitingFiles
from app.i18n import _
from app.live.hub import Hub
from app.privacy.sentences import SENTENCES
from app.web import locale_of

MOST_SHOWN = 200

router = APIRouter()
_waiting = WaitingFiles()

_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "CSV or XLSX"},
        "dry_run": {"type": "boolean", "description": "Report only; write nothing."},
        "strict": {"type": "boolean", "description": "Take every record or none."},
        "confirmed": {"type": "string", "description": "Kinds of warnings, by commas."},
    },
}
_BODY = {"requestBody": {"content": {"multipart/form-data": {"schema": _FORM}}}}


@router.get("/boards/{board_id}/import", include_in_schema=False)
def import_page(request: Request, board_id: Id, importer: NotesImporter) -> Response:
    """Choose a file."""
    return _show_import(request, importer)


@router.post("/boards/{board_id}/import", include_in_schema=False)
def take_file(
    request: Request, board_id: Id, importer: NotesImporter, upload: Uploaded
) -> Response:
    """Look at a file as it would be taken; then, with the key to it, take it."""
    check_form(request, importer, upload.text("csrf"))
    try:
        match upload.text("action"):
            case "preview":
                return _preview(request, importer, upload)
            case "import":
                return _import_waiting(request, importer, upload)
        raise Invalid(_("Choose what to do with the file."))
    except AppError as refused:
        return _show_import(request, importer, refused)


@router.post("/api/boards/{board_id}/import", tags=["exchange"], openapi_extra=_BODY)
def import_file(
    request: Request, board_id: Id, importer: NotesImporter, upload: Uploaded
) -> dict[str, Any]:
    """Add a file's tasks: what was made, what was read into values, and what was left out."""
    confirmed = upload.words("confirmed")
    locale = locale_of(request, importer.locale)
    try:
        plan = _plan(request, importer, upload.name, _chosen(upload), confirmed)
        refuse_if_strict(plan, upload.says("strict"))
    except NotAllTaken as refused:
        raise Invalid(refused.message, **refused.as_document(locale)) from refused
    if upload.says("dry_run"):
        return report(plan, dry_run=True).as_document(locale)
    return _write(request, importer, plan, confirmed).as_document(locale)


@router.get("/api/boards/{board_id}/export.json", tags=["exchange"])
def export_json(request: Request, board_id: Id, viewer: BoardReader) -> Response:
    """The board as a file: all that the caller may see."""
    document = request.app.state.hub.snapshot(board_id, viewer.seat)
    headers = {"Content-Disposition": f'attachment; filename="lappetavla-{board_id[:8]}.json"'}
    return Response(board_file(document), media_type="application/json", headers=headers)


def _preview(request: Request, person: Person, upload: Upload) -> Response:
    data = _chosen(upload)
    plan = _plan(request, person, upload.name, data, frozenset())
    document = request.app.state.hub.snapshot(person.board, person.seat)
    professions = [*document["professions"], *plan.professions]
    locale = locale_of(request, document["board"]["locale"])
    return render_board_page(
        request,
        person,
        "exchange/preview.html",
        document,
        file_name=upload.name,
        key=_waiting.keep(person.seat, upload.name, data),
        plan=plan,
        rows=preview_rows(plan.notes[:MOST_SHOWN], professions, document["shifts"], locale),
        most_shown=MOST_SHOWN,
        sentences=SENTENCES,
    )


def _import_waiting(request: Request, person: Person, upload: Upload) -> Response:
    key = upload.text("key")
    held = _waiting.find(key, person.seat)
    confirmed = upload.words("confirmed")
    plan = _plan(request, person, held.name, held.data, confirmed)
    done = _write(request, person, plan, confirmed)
    _waiting.forget(key)
    if not done.created:
        raise Invalid(_("No record of the file can be taken, so nothing was written."))
    return RedirectResponse(f"/boards/{person.board}?seat={person.seat}&said=imported", 303)


def _plan(
    request: Request, person: Person, name: str, data: bytes, confirmed: frozenset[str]
) -> Plan:
    hub: Hub = request.app.state.hub
    task_file = open_task_file(data, name)
    with reader(hub.engine).connect() as connection:
        return plan_import(connection, person, task_file, confirmed)


def _write(request: Request, person: Person, plan: Plan, confirmed: frozenset[str]) -> Imported:
    if not plan.notes:
        return report(plan)
    hub: Hub = request.app.state.hub
    order = plan.as_order(confirmed)
    return report(plan, hub.perform_from_thread(person.board, person.seat, order))


def _chosen(upload: Upload) -> bytes:
    if not upload.data and not upload.name:
        raise Invalid(_("Choose a file first."))
    return upload.data


def _show_import(request: Request, person: Person, refused: AppError | None = None) -> Response:
    document = request.app.state.hub.snapshot(person.board, person.seat)
    return render_board_page(
        request,
        person,
        "exchange/import.html",
        document,
        status=refused.status if refused else 200,
        columns=names_in(locale_of(request, document["board"]["locale"])),
        error=refused.message if refused else None,
    )
