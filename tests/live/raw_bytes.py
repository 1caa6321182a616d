"""What can be wrong below the text: frames that break RFC 6455, and bytes that are no frames."""

import random
import struct

from tests.live.wire import BINARY, CLOSE, CONTINUATION, FIN, PING, PONG, TEXT, frame

PINGED = b'[{"do":"ping"}]'
MIB = 1024 * 1024


def _closing(code: int, reason: bytes = b"") -> bytes:
    return frame(struct.pack("!H", code) + reason, CLOSE)


def _announcing(size: int) -> bytes:
    """The head of a text that is so long, and a little of it."""
    return bytes([FIN | TEXT, 0xFF]) + struct.pack("!Q", size) + b"\0\0\0\0" + PINGED


# What ends a connection, and the codes that the standard wants then.
BROKEN: dict[str, tuple[bytes, set[int]]] = {
    "not masked, as only a server sends": (bytes([FIN | TEXT, 15]) + PINGED, {1002}),
    "a bit of no extension": (frame(PINGED, first=FIN | 0x40), {1002}),
    "all bits of no extension": (frame(PINGED, first=FIN | 0x70), {1002}),
    "a kind of frame that is none": (frame(PINGED, 0x3), {1002}),
    "a kind of control that is none": (frame(b"x", 0xB), {1002}),
    "going on with nothing": (frame(PINGED, CONTINUATION), {1002}),
    "a new text within a text": (frame(b"[", first=0) + frame(PINGED), {1002}),
    "bytes within a text": (frame(b"[", first=0) + frame(b"\0", BINARY), {1002}),
    "a ping of 126 bytes": (frame(b"x" * 126, PING), {1002}),
    "a ping of 70 kB": (frame(b"x" * 70_000, PING), {1002, 1009}),
    "a pong of 126 bytes": (frame(b"x" * 126, PONG), {1002}),
    "a close of 126 bytes": (frame(b"\x03\xe8" + b"x" * 124, CLOSE), {1002}),
    "half a ping": (frame(b"x", PING, first=0), {1002}),
    "half a close": (frame(b"\x03\xe8", CLOSE, first=0), {1002}),
    "a close of half a code": (frame(b"\x03", CLOSE), {1002}),
    "a code that nobody may send": (_closing(1005), {1002}),
    "a code below all codes": (_closing(999), {1002}),
    "a code above all codes": (_closing(5000), {1002}),
    "a reason that is not UTF-8": (_closing(1000, b"\xff\xfe"), {1002, 1007}),
    "a length of 63 bits": (_announcing((1 << 63) - 1), {1002, 1009}),
    "a length with the highest bit": (_announcing(1 << 63), {1002, 1009}),
    "one byte more than is read": (frame(b" " * (MIB + 1)), {1009}),
    "too much in pieces": (
        frame(b" " * MIB, first=0) + frame(b" " * MIB, CONTINUATION),
        {1009},
    ),
    "HTTP in the midst of it": (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", {1002}),
}

# What is unusual and allowed: the ping in it is answered.
ALLOWED: dict[str, bytes] = {
    "one byte at a time": b"".join(
        frame(bytes([byte]), CONTINUATION if at else TEXT, first=0)
        for at, byte in enumerate(PINGED)
    )
    + frame(b"", CONTINUATION),
    "a ping within a text": frame(b"[", first=0)
    + frame(b"x", PING)
    + frame(PINGED[1:], CONTINUATION),
    "pongs that nobody asked for": frame(b"x" * 125, PONG) * 50 + frame(PINGED),
    "many pings": frame(b"x" * 125, PING) * 50 + frame(PINGED),
    "another mask": frame(PINGED, mask=b"\x01\xff\x80\x7f"),
    "an empty text before": frame(b"") + frame(PINGED),
    "bytes before": frame(b"\0\xff" * 500, BINARY) + frame(PINGED),
}


def some_bytes(chance: random.Random) -> bytes:
    """One way to break the rules, a strange way to keep them, or noise."""
    noise = bytes(chance.getrandbits(8) for __ in range(chance.randint(1, 200)))
    mask = bytes(chance.getrandbits(8) for __ in range(4))
    small = [data for data, __ in BROKEN.values() if len(data) < MIB]
    ways = [
        *(chance.choice(small), chance.choice(small), chance.choice([*ALLOWED.values()])),
        *(noise, frame(noise, BINARY), frame(noise), frame(noise, chance.randrange(16))),
        *(_bent(frame(PINGED, mask=mask), chance), _bent(frame(PINGED), chance)),
        frame(PINGED)[: chance.randint(1, 15)],
        frame(b'["\xf0\x9f', first=0),
        bytes([FIN | TEXT, 0xFE, 0x00, 0x05]) + b"\0\0\0\0" + b"[{}]]",
    ]
    if chance.random() < 0.005:
        return chance.choice([data for data, __ in BROKEN.values() if len(data) > MIB])
    return chance.choice(ways)


def _bent(data: bytes, chance: random.Random) -> bytes:
    bent = bytearray(data)
    for __ in range(chance.randint(1, 3)):
        bent[chance.randrange(min(len(bent), 8))] ^= 1 << chance.randrange(8)
    return bytes(bent)
