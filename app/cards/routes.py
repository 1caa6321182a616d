"""Cards and lists: the page to print them from, the files, and the living card behind a QR code."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.access.addresses import public_base
from app.access.asking import CardPrinter
from app.access.person import Person
from app.board.fields import Id
from app.board.pages import render_board_page
from app.cards import outputs
from app.cards.deck import Deck
from app.cards.layout import CardTooFull
from app.web import locale_of, render

router = APIRouter(tags=["cards"])

Short = Annotated[str, Query(max_length=40)]


@router.get("/boards/{board_id}/cards", include_in_schema=False)
def cards_page(
    request: Request,
    board_id: Id,
    printer: CardPrinter,
    profession: Short = "",
    shift: Short = "",
) -> Response:
    """The cards as they will be printed, in words, and where to get the files."""
    deck = _deck(request, printer, profession, shift)
    try:
        cards, too_full = outputs.cards_on_screen(request.app.state.paper, deck), None
    except CardTooFull as refused:
        cards, too_full = [], refused
    return render_board_page(
        request,
        printer,
        "cards/page.html",
        request.app.state.hub.snapshot(board_id, printer.seat),
        cards=cards,
        too_full=too_full,
        boxed=outputs.boxed_on(deck),
        chosen={"profession": profession, "shift": shift},
    )


# Each file has a second address beside the API's, where a refusal is a page for a person.
@router.get("/boards/{board_id}/cards.pdf", include_in_schema=False)
@router.get("/api/boards/{board_id}/cards.pdf")
def download_cards(
    request: Request,
    board_id: Id,
    printer: CardPrinter,
    format: Short = "a7",
    profession: Short = "",
    shift: Short = "",
) -> Response:
    """Task cards, one or more numbered ones for each profession and shift that has tasks."""
    deck = _deck(request, printer, profession, shift)
    pdf = outputs.cards_pdf(request.app.state.paper, deck, format)
    return _file(pdf, "application/pdf", 'inline; filename="oppgavekort.pdf"')


@router.get("/boards/{board_id}/must-can.pdf", include_in_schema=False)
@router.get("/api/boards/{board_id}/must-can.pdf")
def download_list(request: Request, board_id: Id, printer: CardPrinter) -> Response:
    """The must/can list on A4."""
    the_list = outputs.load_list(request.app.state.engine, printer)
    pdf = outputs.must_can_pdf(request.app.state.paper, the_list)
    return _file(pdf, "application/pdf", 'inline; filename="ma-kan.pdf"')


@router.get("/boards/{board_id}/must-can.csv", include_in_schema=False)
@router.get("/api/boards/{board_id}/must-can.csv")
def download_table(request: Request, board_id: Id, printer: CardPrinter) -> Response:
    """The must/can list for a spreadsheet."""
    the_list = outputs.load_list(request.app.state.engine, printer)
    data = outputs.list_csv(the_list)
    return _file(data, "text/csv; charset=utf-8", 'attachment; filename="ma-kan.csv"')


# In capitals on paper, where it makes the QR code coarser.
@router.get("/k/{token}", include_in_schema=False)
@router.get("/K/{token}", include_in_schema=False)
def living_card(request: Request, token: str) -> Response:
    """The card as it is now, for whoever holds it in the hand. No sign-in."""
    facts, card = outputs.load_living_card(request.app.state.engine, token[:40])
    return render(
        request,
        "cards/living.html",
        locale=locale_of(request, facts.locale),
        card=card,
        facts=facts,
    )


def _deck(request: Request, person: Person, profession: str, shift: str) -> Deck:
    base = public_base(request.app.state.settings, request)
    return outputs.load_deck(
        request.app.state.engine, person, base, profession=profession, shift=shift
    )


def _file(data: bytes, media_type: str, disposition: str) -> Response:
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-cache"}
    return Response(data, media_type=media_type, headers=headers)
