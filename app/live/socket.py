"""One open socket: welcome, what was missed, then commands in and events out."""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from app.errors import AppError, Invalid
from app.i18n import _
from app.live.allowance import Allowance
from app.live.envelope import Envelope, Refusal, is_id, open_frame
from app.live.hub import Hub
from app.live.log import Recorded, as_message, encode
from app.live.rooms import Connection, Sign

PROTOCOL = 1
GOODBYE_S = 5

CLOSED_GOING_AWAY = 1001
CLOSED_NOT_ALLOWED = 4403

logger = logging.getLogger("lappetavla.socket")


async def serve(
    websocket: WebSocket, hub: Hub, board: str, seat: str, since: int | None, locale: str
) -> None:
    """Keep one client up to date until it goes. The seat is read afresh for each command."""
    try:
        person = await asyncio.to_thread(hub.admit, board, seat)
        await websocket.accept()
        line = Line(websocket, hub, board, seat, locale, Connection(person))
        await line.bring_up_to_date(since)
    except WebSocketDisconnect:
        return
    except AppError as refused:
        await _turn_away(websocket, refused, locale)
        return
    try:
        await line.run()
    finally:
        hub.rooms.leave(board, line.connection)


async def _turn_away(websocket: WebSocket, refused: AppError, locale: str) -> None:
    if websocket.application_state is WebSocketState.CONNECTING:
        await websocket.accept()
    with suppress(WebSocketDisconnect):
        await websocket.send_text(encode([refusal_message(None, refused, locale)]))
        await websocket.close(CLOSED_NOT_ALLOWED)


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


class Line:
    """One person's open socket, from the welcome until one of the two lets go."""

    def __init__(
        self,
        websocket: WebSocket,
        hub: Hub,
        board: str,
        seat: str,
        locale: str,
        connection: Connection,
    ) -> None:
        self.websocket = websocket
        self.hub = hub
        self.board = board
        self.seat = seat
        self.locale = locale
        self.connection = connection

    async def bring_up_to_date(self, since: int | None) -> None:
        """Send what is missing, and enter the room at the very moment when nothing is.

        Raises AppError when the seat does not hold any more.
        """
        seq = since
        first = [welcome(self.connection.person)]
        while True:
            missed = None
            if seq is not None:
                missed = await asyncio.to_thread(self.hub.missed, self.board, self.seat, seq)
            if missed is None:
                seq = await self._send_whole()
            else:
                if first or missed:
                    await self.websocket.send_text(encode([*first, *missed]))
                seq = int(seq or 0) + len(missed)
            first = []
            room = self.hub.rooms.find(self.board)
            if room is not None and room.published < seq:
                # The room has yet to be told of what was read here: nobody is told twice.
                await self.hub.catch_up(room)
            room = self.hub.rooms.find(self.board)
            if room is None or room.published == seq:
                self.hub.rooms.enter(self.board, self.connection, seq)
                return

    async def run(self) -> None:
        """Read and write until the client goes or is let go."""
        parts = {
            asyncio.create_task(self._read()),
            asyncio.create_task(self._write()),
            asyncio.create_task(self.connection.let_go.wait()),
        }
        try:
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for part in parts:
                part.cancel()
            await asyncio.wait(parts)
        for part in parts:
            fault = None if part.cancelled() else part.exception()
            if fault is not None and not isinstance(fault, WebSocketDisconnect):
                logger.error("a socket failed", exc_info=fault)
        if self.websocket.client_state is WebSocketState.CONNECTED:
            # Whoever does not read takes no goodbye either; that is not waited for.
            with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
                await asyncio.wait_for(self.websocket.close(CLOSED_GOING_AWAY), GOODBYE_S)

    async def _send_whole(self) -> int:
        person, document = await asyncio.to_thread(self.hub.whole, self.board, self.seat)
        self.connection.person = person
        await self.websocket.send_text(encode([welcome(person), {"is": "snapshot", **document}]))
        return int(document["seq"])

    async def _write(self) -> None:
        connection = self.connection
        while True:
            item = await connection.queue.get()
            if item is Sign.RESYNC:
                try:
                    await self.bring_up_to_date(None)
                except AppError:
                    return
            elif isinstance(item, str):
                await self.websocket.send_text(item)
                connection.waiting_bytes -= len(item)

    async def _read(self) -> None:
        allowance = Allowance()
        while True:
            frame = await self.websocket.receive()
            if frame["type"] == "websocket.disconnect":
                return
            messages = _open(frame.get("text"))
            refused = allowance.spend(max(len(messages), 1))
            if refused is not None:
                messages = [Refusal(message.id, refused) for message in messages]
            if allowance.is_exhausted:
                return
            await self._take(messages)

    async def _take(self, messages: list[Envelope | Refusal]) -> None:
        commands: list[Envelope | Refusal] = []
        for message in messages:
            if isinstance(message, Envelope) and message.do == "ping":
                self.connection.put(encode([{"is": "pong"}]))
            elif isinstance(message, Envelope) and message.do == "presence":
                self._point(message)
            else:
                commands.append(message)
        outcomes = await asyncio.gather(
            *(self.hub.perform(self.board, self.seat, command) for command in commands)
        )
        answers = [
            outcome_message(command, outcome, self.locale)
            for command, outcome in zip(commands, outcomes, strict=True)
            # One's own event comes with everybody's; only what was not done anew is answered here.
            if isinstance(outcome, AppError) or outcome.repeated
        ]
        if answers:
            self.connection.put(encode(answers))

    def _point(self, message: Envelope) -> None:
        for name in ("holding", "writing"):
            value = message.fields.get(name)
            # An id and nothing else: what stands here is shown to everybody.
            setattr(self.connection, name, value if is_id(value) else None)
        self.hub.rooms.presence_changed(self.board)


def _open(text: str | None) -> list[Envelope | Refusal]:
    if text is None:
        return [Refusal(None, Invalid(_("A frame must be text, not binary.")))]
    try:
        return open_frame(text)
    except AppError as refused:
        return [Refusal(None, refused)]
