"""Coming to a board by its code or a link: pages for people, and what the API shares with them."""

import time
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Form, Request
from sqlalchemy.engine import Connection
from starlette.responses import RedirectResponse, Response

from app.access import seats
from app.access.asking import (
    BoardReader,
    check_form,
    find_held_seat,
    keep_seat,
)
from app.access.models import Seat
from app.access.rights import Role
from app.access.tokens import LinkToken, form_token, read_token
from app.board import queries
from app.board.collections import profession_table
from app.board.fields import Id, Line60
from app.board.held import load
from app.db import reader as reader_of
from app.db import unit_of_work
from app.errors import NotFound, TooMany
from app.i18n import _
from app.live.envelope import is_id
from app.live.hub import Hub
from app.web import locale_of, render

FAILURES_ALLOWED = 30
FAILURES_WITHIN_S = 600

router = APIRouter(include_in_schema=False)

_failures: dict[str, list[float]] = {}


@router.get("/l/{token}")
def open_link(request: Request, token: str, screen: int = 0) -> Response:
    """A link: takes a seat, and leaves the address bar at once."""
    link = read_token(request.app.state.key, token)
    if not isinstance(link, LinkToken):
        raise NotFound(_("This link does not open anything any more. Ask for a new one."))
    seat = find_held_seat(request, link)
    fresh = seat is None
    if seat is None:
        with unit_of_work(request.app.state.hub.engine) as session:
            seat = seats.take_seat(session, link).id
    asks = fresh and link.role is Role.PARTICIPANT
    page = f"/boards/{link.board}" + ("/me" if asks else "")
    response = RedirectResponse(f"{page}?seat={seat}" + ("&screen=1" if screen else ""), 303)
    keep_seat(request, response, seat)
    return response


@router.get("/join")
def join_page(request: Request, code: str = "") -> Response:
    """The page to join by code; a code in the address (from a QR) is filled in."""
    return render(request, "board/join.html", code=code[:12], error=None)


@router.post("/join")
def join(request: Request, code: Annotated[str, Form(max_length=40)] = "") -> Response:
    """Take a seat by a code, and go on to choose a profession."""
    try:
        link = find_board(request, code)
    except (NotFound, TooMany) as refused:
        return render(
            request,
            "board/join.html",
            status=refused.status,
            code=code,
            error=refused.message,
        )
    with unit_of_work(request.app.state.hub.engine) as session:
        seat = seats.take_seat(session, link)
    response = RedirectResponse(f"/boards/{link.board}/me?seat={seat.id}", 303)
    keep_seat(request, response, seat.id)
    return response


@router.get("/boards/{board_id}/me")
def my_page(request: Request, board_id: Id, reader: BoardReader) -> Response:
    """Where a person says their profession, and a name if they like."""
    with reader_of(request.app.state.hub.engine).connect() as connection:
        board = queries.get_board(connection, board_id)
        professions = queries.list_professions(load(connection, board_id))
    return render(
        request,
        "board/me.html",
        locale=locale_of(request, board.locale),
        board=board,
        you=reader,
        seat=reader.seat,
        professions=professions,
        csrf=form_token(request.app.state.key, reader.seat),
    )


@router.post("/boards/{board_id}/me")
def save_me(
    request: Request,
    board_id: Id,
    reader: BoardReader,
    csrf: Annotated[str, Form()] = "",
    profession: Annotated[str, Form(max_length=36)] = "",
    name: Annotated[Line60, Form()] = "",
) -> Response:
    """Keep it on the seat: it is seen by no one but in counts and the facilitator's list."""
    check_form(request, reader, csrf)
    hub: Hub = request.app.state.hub
    with unit_of_work(hub.engine) as session:
        seat = session.get_one(Seat, reader.seat)
        chosen = has_profession(session.connection(), board_id, profession)
        seat.profession = profession if chosen else None
        seat.name = name or None
        session.add(seat)
    return RedirectResponse(f"/boards/{board_id}?seat={reader.seat}", 303)


def find_board(request: Request, code: str) -> LinkToken:
    """The participants' way in by a code. Raises NotFound, or TooMany after many failures.

    Only failures are counted: a whole municipality can sit behind one address.
    """
    address = request.client.host if request.client else ""
    recent = [then for then in _failures.get(address, []) if _is_recent(then)]
    if len(recent) >= FAILURES_ALLOWED:
        raise TooMany(_("Too many codes were wrong. Wait some minutes and try again."))
    with request.app.state.hub.engine.connect() as connection:
        link = seats.find_by_code(connection, code)
    if link is None:
        if len(_failures) > 10_000:
            _forget_old_failures()
        _failures[address] = [*recent, time.monotonic()]
        raise NotFound(_("No board has this code. Look at the screen and type it once more."))
    return link


def has_profession(connection: Connection, board: str, profession: str) -> bool:
    """Whether it is one of the board's."""
    if not is_id(profession):
        return False
    c = profession_table.c
    found = connection.scalar(
        sa.select(c.id).where(c.id == profession, c.board == board, c.deleted.is_(False))
    )
    return found is not None


def _forget_old_failures() -> None:
    for address in [a for a, times in list(_failures.items()) if not _is_recent(times[-1])]:
        _failures.pop(address, None)


def _is_recent(then: float) -> bool:
    return time.monotonic() - then < FAILURES_WITHIN_S
