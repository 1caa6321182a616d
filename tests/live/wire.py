"""A WebSocket on a plain TCP socket, byte by byte, so that a test can say what no library would."""

import base64
import os
import select
import socket
import struct
from typing import Any, Self

import orjson

PATIENCE_S = 5.0

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
FIN = 0x80
MASKED = 0x80


class Gone(Exception):
    """The other side has ended it. ``code`` is the close frame's, ``None`` when there was none."""

    def __init__(self, code: int | None) -> None:
        self.code = code
        super().__init__(f"closed with {code}")


class Wire:
    """One open connection. Nothing is read or answered but when it is asked for."""

    def __init__(self, port: int, board: str, token: str, since: int | None = None) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._held = bytearray()
        address = f"/api/boards/{board}/live" + ("" if since is None else f"?since={since}")
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            (
                f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                f"Authorization: Bearer {token}\r\n\r\n"
            ).encode()
        )
        answer = self._read_until(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 101 "):
            self.socket.close()
            raise AssertionError(answer)

    def say(self, *messages: dict[str, Any]) -> None:
        """Send messages as one frame."""
        self.send(frame(orjson.dumps(messages)))

    def send(self, data: bytes) -> None:
        """Send bytes as they are. Raises Gone when nobody takes them any more."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Gone(None) from error

    def hear(self) -> list[dict[str, Any]]:
        """The messages of the next frame, waited for; none when it is a ping. Raises Gone."""
        opcode, payload = self._next_frame()
        if opcode == PING:
            self.send(frame(payload, PONG))
        if opcode == CLOSE:
            raise Gone(struct.unpack("!H", payload[:2])[0] if payload else None)
        return list(orjson.loads(payload)) if opcode == TEXT else []

    @property
    def has_news(self) -> bool:
        """Whether something has come that was not heard yet."""
        return bool(self._held) or bool(select.select([self.socket], [], [], 0)[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.vanish()

    def vanish(self) -> None:
        """Be gone without a word, as when a machine is switched off: the other side is reset."""
        if self.socket.fileno() >= 0:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.socket.close()

    def _next_frame(self) -> tuple[int, bytes]:
        """A frame of the server's: whole, unmasked, without any extension."""
        first, second = self._read(2)
        assert first & 0xF0 == FIN, f"a fragment, or a bit that nobody agreed on: {first:#x}"
        assert not second & MASKED, "a server does not mask"
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._read(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._read(8))
        return first & 0x0F, self._read(size)

    def _read(self, size: int) -> bytes:
        while len(self._held) < size:
            self._take()
        data = bytes(self._held[:size])
        del self._held[:size]
        return data

    def _read_until(self, end: bytes) -> bytes:
        while end not in self._held:
            self._take()
        return self._read(self._held.index(end) + len(end))

    def _take(self) -> None:
        try:
            data = self.socket.recv(256 * 1024)
        except ConnectionResetError as error:
            raise Gone(None) from error
        if not data:
            raise Gone(None)
        self._held += data


def frame(
    payload: bytes, opcode: int = TEXT, *, first: int = FIN, mask: bytes = b"\0" * 4
) -> bytes:
    """A client's frame. Noughts are a mask by the standard, and leave the text legible."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", first | opcode, MASKED | size)
    elif size < 65536:
        head = struct.pack("!BBH", first | opcode, MASKED | 126, size)
    else:
        head = struct.pack("!BBQ", first | opcode, MASKED | 127, size)
    if any(mask):
        payload = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
    return head + mask + payload
