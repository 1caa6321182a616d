"""The board page: the wall drawn on the server, and its small stylesheet."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.access.asking import BoardReader
from app.board.fields import Id
from app.board.pages import render_board_page
from app.errors import NotFound
from app.live.changes import Doc
from app.web import locale_of, render
from app.words import words_for_scripts

router = APIRouter(include_in_schema=False)


@router.get("/boards/{board_id}")
def show_board(
    request: Request,
    board_id: Id,
    reader: BoardReader,
    grid: Annotated[str, Query(max_length=36)] = "",
    screen: int = 0,
) -> Response:
    """The wall in one of its grids, with everything on it."""
    document = request.app.state.hub.snapshot(board_id, reader.seat)
    shown = pick_grid(document, grid)
    return render_board_page(
        request,
        reader,
        "board/show.html",
        document,
        grid=shown,
        cells=cells_of(document["notes"], shown["id"]),
        parked=parked_on(document["notes"], shown["id"]),
        words=words_for_scripts(locale_of(request, document["board"]["locale"])),
        screen=bool(screen),
    )


@router.get("/boards/{board_id}/professions.css")
def profession_styles(request: Request, board_id: Id, reader: BoardReader) -> Response:
    """Each profession's colours, code and spoken name, for the notes of this board."""
    professions = request.app.state.hub.snapshot(board_id, reader.seat)["professions"]
    spoken = locale_of(request, reader.locale)
    sheet = render(request, "board/professions.css.j2", locale=spoken, professions=professions)
    headers = {"Cache-Control": "private, no-cache"}
    return Response(sheet.body, media_type="text/css", headers=headers)


def pick_grid(document: dict[str, Any], wanted: str) -> Doc:
    """The grid asked for, by id or kind; else the first of the board's own kind."""
    grids: list[Doc] = document["grids"]
    for grid in grids:
        if wanted and wanted in (grid["id"], grid["kind"]):
            return grid
    kind = document["board"]["kind"]
    found = next((grid for grid in grids if grid["kind"] == kind), None)
    if found is None and not grids:
        raise NotFound()
    return found or grids[0]


def cells_of(notes: list[Doc], grid: str) -> dict[tuple[str, str], list[Doc]]:
    """The notes of each cell, by column and row, in order."""
    cells: dict[tuple[str, str], list[Doc]] = {}
    for note in notes:
        place = note["placements"].get(grid)
        if place is not None:
            cells.setdefault((place["column"], place["row"]), []).append(note)
    for held in cells.values():
        held.sort(key=lambda note: (note["placements"][grid]["rank"], note["id"]))
    return cells


def parked_on(notes: list[Doc], grid: str) -> list[Doc]:
    """The notes in a grid's parking lot, by number."""
    return [note for note in notes if grid not in note["placements"]]
