"""One open socket: welcome, what was missed, then commands in and events out."""

import asyncio
import logging
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from app import figures
from app.errors import AppError, Invalid
from app.i18n import _
from app.live.cycle import Outcome
from app.live.envelope import Envelope, Refusal, is_id, open_frame
from app.live.frames import Frame
from app.live.hub import Hub
from app.live.messages import outcome_message, refusal_message, welcome
from app.live.perform import Job
from app.live.rooms import Connection
from app.live.wire import wire_of

# So many frames refused, and whoever sends them is let go.
STRIKES = 50

CLOSED_GOING_AWAY = 1001
CLOSED_NOT_ALLOWED = 4403

logger = logging.getLogger("lappetavla.socket")

_PONG = Frame([{"is": "pong"}])


async def serve(
    websocket: WebSocket, hub: Hub, board: str, seat: str, since: int | None, locale: str
) -> None:
    """Keep one client up to date until it goes. The seat is read afresh for each command."""
    try:
        person = await asyncio.to_thread(hub.admit, board, seat)
        await websocket.accept()
        line = Line(hub, board, seat, locale, Connection(person, wire_of(websocket)))
        await line.bring_up_to_date(since)
    except WebSocketDisconnect:
        return
    except AppError as refused:
        await _turn_away(websocket, refused, locale)
        return
    try:
        await line.connection.wire.run(line.take)
    except Exception:
        logger.exception("a socket failed")
    finally:
        line.connection.is_let_go = True
        hub.rooms.leave(board, line.connection)
    await line.connection.wire.close(CLOSED_GOING_AWAY)


async def _turn_away(websocket: WebSocket, refused: AppError, locale: str) -> None:
    if websocket.application_state is WebSocketState.CONNECTING:
        await websocket.accept()
    with suppress(WebSocketDisconnect):
        await websocket.send_text(Frame([refusal_message(None, refused, locale)]).text)
        await websocket.close(CLOSED_NOT_ALLOWED)


class Line:
    """One person's open socket, from the welcome until one of the two lets go."""

    def __init__(
        self, hub: Hub, board: str, seat: str, locale: str, connection: Connection
    ) -> None:
        self.hub = hub
        self.board = board
        self.seat = seat
        self.locale = locale
        self.connection = connection
        self._allowance = hub.allowances.of(seat)
        self._strikes = 0
        self._answers: list[dict[str, object]] = []

    async def bring_up_to_date(self, since: int | None) -> None:
        """Send what is missing, and enter the room at the very moment when nothing is.

        Raises AppError when the seat does not hold any more.
        """
        connection = self.connection
        missed = None
        if since is not None:
            missed = await asyncio.to_thread(self.hub.missed, self.board, self.seat, since)
        if since is not None and missed is not None:
            connection.put(Frame([welcome(connection.person), *missed]))
            connection.seq = since + len(missed)
        else:
            if since is not None:
                figures.resynced()
            await self._send_whole()
        while not self.hub.rooms.enter(self.board, connection):
            await self._send_whole()

    async def _send_whole(self) -> None:
        person, seq, snapshot = await asyncio.to_thread(
            self.hub.snapshots.encoded, self.board, self.seat
        )
        self.connection.person = person
        self.connection.put(Frame([welcome(person), snapshot]))
        self.connection.seq = self.connection.whole_seq = seq

    def take(self, text: str | bytes | None) -> None:
        """One frame from the client. Never waits; the answers come when they are there."""
        messages = _open(text)
        refused = self._allowance.spend(max(len(messages), 1))
        if refused is not None:
            self._strikes += 1
            if self._strikes >= STRIKES:
                self.connection.leave("flood")
                return
        for message in messages:
            if refused is not None:
                self._answer(message, refused)
            elif isinstance(message, Refusal):
                self._answer(message, message.error)
            else:
                self._do(message)

    def _do(self, message: Envelope) -> None:
        if message.do == "ping":
            self.connection.put(_PONG)
        elif message.do == "presence":
            self._point(message)
        else:
            self.hub.journal.hand_in(
                Job(self.board, self.seat, message),
                lambda outcome: self._answer(message, outcome),
            )

    def _answer(self, message: Envelope | Refusal, outcome: Outcome) -> None:
        if isinstance(outcome, AppError):
            figures.refused(outcome.code)
        elif not outcome.repeated and self.connection.whole_seq < outcome.seq:
            # One's own event comes with everybody's, unless it is in a whole board: one that was
            # sent, or one that is on its way.
            if self.connection.seq < outcome.seq:
                self.connection.owed.append(outcome)
            return
        if not self._answers:
            asyncio.get_running_loop().call_soon(self._send_answers)
        self._answers.append(outcome_message(message, outcome, self.locale))

    def _send_answers(self) -> None:
        answers, self._answers = self._answers, []
        self.connection.put(Frame(answers))

    def _point(self, message: Envelope) -> None:
        for name in ("holding", "writing"):
            value = message.fields.get(name)
            # An id and nothing else: what stands here is shown to everybody.
            setattr(self.connection, name, value if is_id(value) else None)
        self.hub.rooms.presence_changed(self.board)


def _open(text: str | bytes | None) -> list[Envelope | Refusal]:
    if text is None:
        return [Refusal(None, Invalid(_("A frame must be text, not binary.")))]
    try:
        return open_frame(text)
    except AppError as refused:
        return [Refusal(None, refused)]
