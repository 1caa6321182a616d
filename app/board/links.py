"""The links and the code of a board: shown again, printed as QR, withdrawn."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from app.access import addresses, seats
from app.access.asking import LinkKeeper, check_form
from app.access.rights import Role
from app.board import queries
from app.board.fields import Id
from app.board.pages import render_board_page
from app.db import unit_of_work
from app.live.hub import Hub
from app.paper.qr import qr_svg

router = APIRouter(include_in_schema=False)


@router.get("/boards/{board_id}/links")
def links_page(request: Request, board_id: Id, keeper: LinkKeeper) -> Response:
    """Every role's link, the join code and its QR."""
    hub: Hub = request.app.state.hub
    document = hub.snapshot(board_id, keeper.seat)
    base = addresses.public_base(request.app.state.settings, request)
    with hub.engine.connect() as connection:
        code = queries.get_board(connection, board_id).code
        tokens = seats.link_tokens(connection, request.app.state.key, board_id)
    return render_board_page(
        request,
        keeper,
        "board/links.html",
        document,
        code=code,
        join_address=f"{base}/join",
        qr_address=f"/boards/{board_id}/join.svg?seat={keeper.seat}",
        links=addresses.links(base, tokens),
    )


@router.get("/boards/{board_id}/join.svg")
def join_picture(request: Request, board_id: Id, keeper: LinkKeeper) -> Response:
    """The QR code that opens the page to join, with the code filled in."""
    with request.app.state.hub.engine.connect() as connection:
        code = queries.get_board(connection, board_id).code
    base = addresses.public_base(request.app.state.settings, request)
    picture = qr_svg(f"{base}/join?code={code}")
    return Response(
        picture, media_type="image/svg+xml", headers={"Cache-Control": "private, no-cache"}
    )


@router.post("/boards/{board_id}/links")
def withdraw(
    request: Request,
    board_id: Id,
    keeper: LinkKeeper,
    role: Annotated[Role, Form()],
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Withdraw a role's link: those who came by it are out at once, on open sockets too."""
    check_form(request, keeper, csrf)
    hub: Hub = request.app.state.hub
    with unit_of_work(hub.engine) as session:
        seats.hold_link(session, board_id, role)
        # Asked again where nobody else can withdraw: two who do it at once cannot both stay.
        hub.door.gate.admit(session.connection(), board_id, keeper.seat)
        seats.withdraw_link(session, board_id, role)
        if role is keeper.role:
            # Whoever withdraws their own role's link keeps their own seat.
            seats.renew_seat(session, keeper.seat)
    hub.withdraw_from_thread(board_id)
    return RedirectResponse(f"/boards/{board_id}/links?seat={keeper.seat}&said=changed", 303)
