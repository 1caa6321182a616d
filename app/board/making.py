"""The front page, and making a new board in the browser."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from app.access import seats
from app.access.asking import keep_seat
from app.access.rights import Role
from app.access.tokens import LinkToken
from app.board.blueprints import TITLES
from app.board.creation import create_board
from app.db import unit_of_work
from app.errors import AppError, Invalid
from app.i18n import LOCALES, _
from app.live.hub import Hub
from app.web import locale_of, render

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request) -> Response:
    """What this is, the way in by code, and the way to a new board."""
    return render(request, "board/home.html")


@router.get("/privacy")
def privacy(request: Request) -> Response:
    """What is kept, what is not, and who answers for it."""
    return render(request, "board/privacy.html")


@router.get("/boards/new")
def new_board_page(request: Request) -> Response:
    """The form for a new board."""
    return _show(request, {"locale": locale_of(request), "template": "sykehjem-dag", "title": ""})


@router.post("/boards")
def make_board(
    request: Request,
    title: Annotated[str, Form(max_length=300)] = "",
    template: Annotated[str, Form(max_length=40)] = "sykehjem-dag",
    locale: Annotated[str, Form(max_length=5)] = "nb",
    token: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Make it, take the facilitator's seat, and go there."""
    hub: Hub = request.app.state.hub
    typed = {"title": title, "template": template, "locale": locale}
    try:
        if locale not in LOCALES:
            raise Invalid(_("Choose one of the languages."))
        with unit_of_work(hub.engine) as session:
            unit = seats.unit_for_creation(
                session, token.strip(), request.app.state.settings.open_creation
            )
            board = create_board(session, hub.door, unit, title, template=template, locale=locale)
            seat = seats.take_seat(session, LinkToken(board.id, Role.FACILITATOR, 1))
    except ValidationError:
        refused: AppError = Invalid(_("Write a title of at most 200 characters."))
        return _show(request, typed, refused)
    except AppError as error:
        return _show(request, typed, error)
    response = RedirectResponse(f"/boards/{board.id}/links?seat={seat.id}", 303)
    keep_seat(request, response, seat.id)
    return response


def _show(request: Request, typed: dict[str, str], refused: AppError | None = None) -> Response:
    return render(
        request,
        "board/new.html",
        status=refused.status if refused else 200,
        typed=typed,
        templates=TITLES,
        needs_token=not request.app.state.settings.open_creation,
        error=refused.message if refused else None,
    )
