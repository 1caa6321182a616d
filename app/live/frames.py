"""Frames to clients: encoded once, wrapped for the network once, the same bytes for everyone."""

from typing import Any

import orjson

_TEXT_FRAME = 0x81


class Frame:
    """Some messages as one text frame: its JSON, and the same as bytes on the wire."""

    __slots__ = ("payload", "wrapped")

    def __init__(self, messages: list[Any]) -> None:
        self.payload: bytes = orjson.dumps(messages)
        self.wrapped: bytes = _header(len(self.payload)) + self.payload

    @property
    def text(self) -> str:
        return self.payload.decode()

    def __len__(self) -> int:
        return len(self.payload)


def _header(size: int) -> bytes:
    """The head of a whole text frame from a server, which is never masked (RFC 6455, 5.2)."""
    if size < 126:
        return bytes((_TEXT_FRAME, size))
    if size < 65536:
        return bytes((_TEXT_FRAME, 126)) + size.to_bytes(2, "big")
    return bytes((_TEXT_FRAME, 127)) + size.to_bytes(8, "big")
