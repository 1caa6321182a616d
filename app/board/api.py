"""The board for programs: JSON under /api, and the live socket."""

import asyncio
import re
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Query, Request, WebSocket
from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy.engine import Connection
from starlette.responses import JSONResponse

from app.access import addresses, seats
from app.access.asking import BoardReader, bearer_token, find_person, find_seat
from app.access.tokens import sign_seat
from app.board import joining
from app.board.blueprints import BLUEPRINTS
from app.board.creation import create_board
from app.board.fields import Id, Name, Title
from app.board.models import Board
from app.board.words import GridKind
from app.db import unit_of_work
from app.errors import AppError, Invalid, NotFound, TooLarge, TooMany
from app.i18n import _, pick_locale
from app.live.envelope import MAX_MESSAGES, open_message
from app.live.hub import Hub
from app.live.messages import outcome_message
from app.live.socket import serve
from app.web import locale_of

MAX_COMMANDS_BYTES = 2 * 1024 * 1024
LAST_SEQ = 2**31 - 1

# Whatever else stands there, the whole board is sent.
_SEQ = re.compile(r"[0-9]{1,15}")

Seq = Annotated[int, Query(ge=0, le=LAST_SEQ)]

router = APIRouter(prefix="/api", tags=["board"])


class NewBoard(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Title
    kind: GridKind | None = None
    template: Annotated[str, StringConstraints(max_length=40)] = "sykehjem-dag"
    locale: Literal["nb", "nn", "en"] = "nb"


class JoinRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    profession: Id | None = None
    name: Name | None = None


@router.get("/templates")
def list_templates() -> list[str]:
    """The names of the templates."""
    return list(BLUEPRINTS)


@router.post("/boards", status_code=201)
def make_board(request: Request, new: NewBoard) -> dict[str, Any]:
    """A new board and the links to it. Needs a creation token, or open creation."""
    hub: Hub = request.app.state.hub
    with unit_of_work(hub.engine) as session:
        unit = seats.unit_for_creation(
            session, bearer_token(request), request.app.state.settings.open_creation
        )
        board = create_board(
            session,
            hub.door,
            unit,
            new.title,
            template=new.template,
            kind=new.kind.value if new.kind else None,
            locale=new.locale,
        )
        return describe(request, session.connection(), board)


def describe(request: Request, connection: Connection, board: Board) -> dict[str, Any]:
    """What the maker of a board is told: id, code, tokens and links."""
    tokens = seats.link_tokens(connection, request.app.state.key, board.id)
    base = addresses.public_base(request.app.state.settings, request)
    return {
        "id": board.id,
        "title": board.title,
        "kind": board.kind,
        "code": board.code,
        "tokens": tokens,
        "links": addresses.links(base, tokens),
    }


@router.post("/join")
def join(request: Request, asked: JoinRequest) -> dict[str, Any]:
    """A seat as participant, by a board's code."""
    hub: Hub = request.app.state.hub
    link = joining.find_board(request, asked.code)
    with unit_of_work(hub.engine) as session:
        if asked.profession and not joining.has_profession(
            session.connection(), link.board, asked.profession
        ):
            raise NotFound(_("There is no such profession on this board."))
        seat = seats.take_seat(session, link, profession=asked.profession, name=asked.name)
    return {
        "token": sign_seat(request.app.state.key, seat.id),
        "board": link.board,
        "participant": seat.id,
    }


@router.get("/boards/{board_id}")
def get_board(request: Request, board_id: Id, reader: BoardReader) -> JSONResponse:
    """The whole board as one document: only what the caller may see."""
    return JSONResponse(request.app.state.hub.snapshot(board_id, reader.seat))


@router.get("/boards/{board_id}/events")
def get_events(
    request: Request,
    board_id: Id,
    reader: BoardReader,
    since: Seq = 0,
) -> dict[str, Any]:
    """The log after ``since``, a thousand events at a time, filtered as the socket is."""
    hub: Hub = request.app.state.hub
    return hub.read_log(board_id, reader.seat, since)


@router.get("/boards/{board_id}/notes/{note_id}/history")
def get_history(
    request: Request,
    board_id: Id,
    note_id: Id,
    reader: BoardReader,
    since: Seq = 0,
) -> dict[str, Any]:
    """What has happened to one note after ``since``, each event with what it replaced."""
    hub: Hub = request.app.state.hub
    return hub.history(board_id, reader.seat, note_id, since)


@router.post("/boards/{board_id}/commands")
async def post_commands(request: Request, board_id: Id) -> list[dict[str, Any]]:
    """One command or a list of them; the event or the refusal of each, in order."""
    hub: Hub = request.app.state.hub
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Invalid(_("Send JSON."))
    person = await asyncio.to_thread(find_person, request, board_id)
    messages = _read_commands(await request.body())
    hub.allowances.spend(person.seat, max(len(messages), 1))
    locale = locale_of(request, person.locale)
    envelopes = [open_message(message) for message in messages]
    outcomes = await asyncio.gather(
        *(hub.perform(board_id, person.seat, envelope) for envelope in envelopes)
    )
    return [
        outcome_message(envelope, outcome, locale)
        for envelope, outcome in zip(envelopes, outcomes, strict=True)
    ]


@router.websocket("/boards/{board_id}/live")
async def live(websocket: WebSocket, board_id: str, since: str | None = None) -> None:
    """The live socket: see docs/protocol.md."""
    hub: Hub = websocket.app.state.hub
    if not _is_own_page(websocket):
        await websocket.close(4403)
        return
    try:
        seat = await asyncio.to_thread(find_seat, websocket, board_id.lower())
    except AppError:
        seat = ""
    locale = pick_locale(
        websocket.cookies.get("locale"), websocket.query_params.get("locale"), "nb"
    )
    number = int(since) if since and _SEQ.fullmatch(since) else None
    await serve(websocket, hub, board_id.lower(), seat, number, locale)


def _is_own_page(websocket: WebSocket) -> bool:
    """A page of another site may not speak through the cookies of ours."""
    origin = websocket.headers.get("origin")
    return origin is None or origin.partition("://")[2] == websocket.headers.get("host")


def _read_commands(body: bytes) -> list[object]:
    if len(body) > MAX_COMMANDS_BYTES:
        raise TooLarge()
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Invalid(_("Send JSON.")) from error
    messages = read if isinstance(read, list) else [read]
    if len(messages) > MAX_MESSAGES:
        raise TooMany(_("There are too many commands at once. Send fewer."))
    return messages
