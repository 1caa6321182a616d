"""One open socket: welcome, what was missed, then commands in and events out."""

import asyncio
import time
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from app.errors import AppError, Invalid, TooMany
from app.i18n import _
from app.live.envelope import Envelope, Refusal, open_frame
from app.live.hub import Hub
from app.live.log import Recorded, as_message, encode
from app.live.rooms import Connection, Room, Sign

PROTOCOL = 1
BURST = 600
A_SECOND = 60
STRIKES = 50

CLOSED_GOING_AWAY = 1001
CLOSED_NOT_ALLOWED = 4403


async def serve(
    websocket: WebSocket, hub: Hub, board: str, seat: str, since: int | None, locale: str
) -> None:
    """Keep one client up to date until it goes. The seat is read afresh for each command."""
    try:
        person = await asyncio.to_thread(hub.admit, board, seat)
    except AppError as refused:
        await websocket.accept()
        await websocket.send_text(encode([refusal_message(None, refused, locale)]))
        await websocket.close(CLOSED_NOT_ALLOWED)
        return
    await websocket.accept()
    connection = Connection(person)
    try:
        await websocket.send_text(encode([welcome(person)]))
        room = await _bring_up_to_date(websocket, hub, board, seat, since, connection)
    except WebSocketDisconnect:
        return
    writing = asyncio.create_task(_write(websocket, hub, connection, board, seat))
    try:
        await _read(websocket, hub, room, connection, board, seat, locale)
    finally:
        hub.rooms.leave(room, connection)
        writing.cancel()


def welcome(person: Any) -> dict[str, Any]:
    """The first message: who you are here, and what you may do."""
    return {"is": "welcome", "protocol": PROTOCOL, "you": person.as_document()}


def refusal_message(command: str | None, error: AppError, locale: str) -> dict[str, Any]:
    """A refusal as it is on the wire, in the person's language."""
    return {
        "is": "refused",
        "id": command,
        "code": error.code,
        "reason": error.message.in_locale(locale),
        **error.details,
    }


def outcome_message(
    envelope: Envelope | Refusal, outcome: Recorded | AppError, locale: str
) -> dict[str, Any]:
    """An event or a refusal, for the one who asked."""
    if isinstance(outcome, AppError):
        return refusal_message(envelope.id, outcome, locale)
    return as_message(outcome)


async def _bring_up_to_date(
    websocket: WebSocket,
    hub: Hub,
    board: str,
    seat: str,
    since: int | None,
    connection: Connection,
) -> Room:
    """Send what is missing, and enter the room at the very moment when nothing is."""
    missed = None if since is None else await asyncio.to_thread(hub.missed, board, seat, since)
    if since is None or missed is None:
        document = await asyncio.to_thread(hub.snapshot, board, seat)
        await websocket.send_text(encode([{"is": "snapshot", **document}]))
        seq = int(document["seq"])
    else:
        if missed:
            await websocket.send_text(encode(missed))
        seq = since + len(missed)
    while (room := hub.rooms.find(board)) is not None and room.published > seq:
        missed = await asyncio.to_thread(hub.missed, board, seat, seq)
        await websocket.send_text(encode(missed or []))
        seq += len(missed or [])
    return hub.rooms.enter(board, connection, seq)


async def _write(
    websocket: WebSocket, hub: Hub, connection: Connection, board: str, seat: str
) -> None:
    while True:
        item = await connection.queue.get()
        if item is Sign.LEAVE:
            await websocket.close(CLOSED_GOING_AWAY)
            return
        if item is Sign.RESYNC:
            connection.person = await asyncio.to_thread(hub.admit, board, seat)
            document = await asyncio.to_thread(hub.snapshot, board, seat)
            news = [welcome(connection.person), {"is": "snapshot", **document}]
            await websocket.send_text(encode(news))
            continue
        if isinstance(item, str):
            await websocket.send_text(item)
            connection.waiting_bytes -= len(item)


async def _read(
    websocket: WebSocket,
    hub: Hub,
    room: Room,
    connection: Connection,
    board: str,
    seat: str,
    locale: str,
) -> None:
    allowance = Allowance()
    while True:
        frame = await websocket.receive()
        if frame["type"] == "websocket.disconnect":
            return
        messages = _open(frame.get("text"))
        refused = allowance.spend(max(len(messages), 1))
        if refused is not None:
            messages = [Refusal(message.id, refused) for message in messages]
        if allowance.is_exhausted:
            connection.leave()
            return await _drain(websocket)
        await _take(hub, room, connection, board, seat, locale, messages)


def _open(text: str | None) -> list[Envelope | Refusal]:
    if text is None:
        return [Refusal(None, Invalid(_("A frame must be text, not binary.")))]
    try:
        return open_frame(text)
    except AppError as refused:
        return [Refusal(None, refused)]


async def _take(
    hub: Hub,
    room: Room,
    connection: Connection,
    board: str,
    seat: str,
    locale: str,
    messages: list[Envelope | Refusal],
) -> None:
    commands: list[Envelope | Refusal] = []
    for message in messages:
        if isinstance(message, Envelope) and message.do == "ping":
            connection.put(encode([{"is": "pong"}]))
        elif isinstance(message, Envelope) and message.do == "presence":
            _point(room, connection, message)
        else:
            commands.append(message)
    outcomes = await asyncio.gather(*(hub.perform(board, seat, command) for command in commands))
    answers = [
        outcome_message(command, outcome, locale)
        for command, outcome in zip(commands, outcomes, strict=True)
        # One's own event comes with everybody's; only what was not done anew is answered here.
        if isinstance(outcome, AppError) or outcome.repeated
    ]
    if answers:
        connection.put(encode(answers))


def _point(room: Room, connection: Connection, message: Envelope) -> None:
    for name in ("holding", "writing"):
        value = message.fields.get(name)
        short = value if isinstance(value, str) and len(value) <= 36 else None
        setattr(connection, name, short)
    room.presence_changed()


async def _drain(websocket: WebSocket) -> None:
    while websocket.client_state is WebSocketState.CONNECTED:
        if (await websocket.receive())["type"] == "websocket.disconnect":
            return


class Allowance:
    """How many messages one connection may still send: a burst, refilled with time."""

    def __init__(self) -> None:
        self._left = float(BURST)
        self._then = time.monotonic()
        self._strikes = 0

    @property
    def is_exhausted(self) -> bool:
        return self._strikes >= STRIKES

    def spend(self, messages: int) -> TooMany | None:
        """A refusal when there is too little left, and nothing is spent then."""
        here = time.monotonic()
        self._left = min(BURST, self._left + (here - self._then) * A_SECOND)
        self._then = here
        if messages > self._left:
            self._strikes += 1
            return TooMany()
        self._left -= messages
        return None
