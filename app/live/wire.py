"""How frames reach one client and come from it: the one seam to the web server.

``LiveProtocol`` is uvicorn's own protocol class with a short way past ASGI: a frame that was built
once is written to every connection as it is, and what comes in is taken where it arrives, without a
queue or a task. Uvicorn does not promise that class to anyone, so its version is pinned, and
``PlainWire`` does the same by ASGI alone, for every other server.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame as WebSocketFrame
from websockets.http11 import Request

from app.live.frames import Frame

EXTENSION = "lappetavla.wire"
GOODBYE_S = 5
CLOSED_NOT_TEXT = 1007

# What has come: a text, or ``None`` for what was no text.
Take = Callable[[str | bytes | None], None]


class Wire(Protocol):
    """An open socket."""

    # Nothing is in the way: it is open, and what was written has gone out, or is little.
    is_clear: bool

    @property
    def waiting_bytes(self) -> int:
        """How much has been written and not gone out yet."""

    def write(self, frame: Frame) -> None:
        """Send a frame; never waits."""

    async def run(self, take: Take) -> None:
        """Give what comes in to ``take``, until the client goes or ``end`` is called."""

    def end(self) -> None:
        """Let ``run`` come to its end."""

    async def close(self, code: int) -> None:
        """Say goodbye, unless the client has gone."""


def wire_of(websocket: WebSocket) -> Wire:
    """The short way where the server has it, else the plain one. The socket is accepted."""
    protocol = websocket.scope.get("extensions", {}).get(EXTENSION)
    return PlainWire(websocket) if protocol is None else ShortWire(websocket, protocol)


class LiveProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's protocol, which a ``ShortWire`` can listen on and write to."""

    take: Take | None = None
    wire: "ShortWire | None" = None

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        # The application has its first turn after this one.
        if self.handshake_initiated and not self.handshake_complete:
            scope: Any = self.scope
            scope["extensions"] = {**scope["extensions"], EXTENSION: self}

    def send_receive_event_to_app(self) -> None:
        is_text = self.curr_msg_data_type == "text"
        data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        if self.take is not None:
            self.frames = []
            if not self.close_sent:
                self.take(data if is_text else None)
        elif is_text and not _is_utf8(data):
            # Before uvicorn would write a whole trace into the log for it.
            self.frames = []
            self.conn.send_close(CLOSED_NOT_TEXT)
            self.handle_parser_exception()
        else:
            super().send_receive_event_to_app()

    def handle_close(self, event: WebSocketFrame) -> None:
        super().handle_close(event)
        self._say_gone()

    def handle_parser_exception(self) -> None:
        super().handle_parser_exception()
        self._say_gone()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        # Nobody is there to take what is still on its way.
        self.transport.abort()
        self._say_gone()

    def shutdown(self) -> None:
        super().shutdown()
        self._say_gone()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._say_gone()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self.wire is not None:
            self.wire.is_clear = False

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.wire is not None:
            self.wire.is_clear = not self.disconnected

    def listen(self, take: Take) -> None:
        """From now on what comes in goes to ``take``; first what has come so far."""
        while not self.queue.empty():
            event = self.queue.get_nowait()
            if event["type"] == "websocket.disconnect":
                self._say_gone()
                return
            if event["type"] == "websocket.receive":
                take(event.get("text"))
        self.take = take
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()

    def _say_gone(self) -> None:
        if self.wire is not None:
            self.wire.end()


class ShortWire:
    """A client behind a ``LiveProtocol``."""

    def __init__(self, websocket: WebSocket, protocol: LiveProtocol) -> None:
        self._websocket = websocket
        self._protocol = protocol
        self._transport = protocol.transport
        self._ended = asyncio.get_running_loop().create_future()
        self.is_clear = self.is_open
        protocol.wire = self

    @property
    def is_open(self) -> bool:
        return not (self._protocol.close_sent or self._transport.is_closing())

    @property
    def waiting_bytes(self) -> int:
        return self._transport.get_write_buffer_size()

    def write(self, frame: Frame) -> None:
        if self.is_clear or self.is_open:
            self._transport.write(frame.wrapped)

    async def run(self, take: Take) -> None:
        self._protocol.listen(take)
        await self._ended

    def end(self) -> None:
        self.is_clear = False
        if not self._ended.done():
            self._ended.set_result(None)

    async def close(self, code: int) -> None:
        # The two let go of each other: what nobody holds is gone at once, not when looked for.
        self._protocol.take = None
        self._protocol.wire = None
        if self.waiting_bytes:
            # Whoever does not read takes no goodbye either.
            self._transport.abort()
            return
        await _say_goodbye(self._websocket, code)


class PlainWire:
    """A client behind ASGI alone: a queue, and a task that empties it."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._queue: asyncio.Queue[Frame] = asyncio.Queue()
        self._ended = asyncio.Event()
        self.waiting_bytes = 0
        self.is_clear = False

    def write(self, frame: Frame) -> None:
        self.waiting_bytes += len(frame)
        self._queue.put_nowait(frame)

    async def run(self, take: Take) -> None:
        parts = [
            asyncio.create_task(part)
            for part in (self._read(take), self._send_all(), self._ended.wait())
        ]
        try:
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for part in parts:
                part.cancel()
            await asyncio.wait(parts)
        for part in parts:
            fault = None if part.cancelled() else part.exception()
            if fault is not None and not isinstance(fault, WebSocketDisconnect):
                raise fault

    def end(self) -> None:
        self._ended.set()

    async def close(self, code: int) -> None:
        await _say_goodbye(self._websocket, code)

    async def _read(self, take: Take) -> None:
        while True:
            event = await self._websocket.receive()
            if event["type"] == "websocket.disconnect":
                return
            take(event.get("text"))

    async def _send_all(self) -> None:
        while True:
            frame = await self._queue.get()
            await self._websocket.send_text(frame.text)
            self.waiting_bytes -= len(frame)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


async def _say_goodbye(websocket: WebSocket, code: int) -> None:
    if websocket.client_state is not WebSocketState.CONNECTED:
        return
    # Whoever does not read takes no goodbye either; that is not waited for.
    with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
        await asyncio.wait_for(websocket.close(code), GOODBYE_S)
