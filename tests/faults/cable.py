"""A line to a server that can be cut: no byte passes, and nobody is told."""

import asyncio
from contextlib import suppress
from typing import Self

MOST_AT_ONCE = 64 * 1024


class Cable:
    """Forwards what comes to its address, for as long as it is whole."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server: asyncio.Server | None = None
        self._whole = asyncio.Event()
        self._whole.set()
        self._lines: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """Where to come in instead of at the other end."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        return self

    def cut(self) -> None:
        """From now on nothing passes, neither way; what is sent is held up like in any network."""
        self._whole.clear()

    def mend(self) -> None:
        """Let pass what was held up, on the lines that both ends still hold on to."""
        self._whole.set()

    def replace(self) -> None:
        """Let pass only who comes anew: the lines of before stay dead, as after a router's restart.

        Neither end hears of it.
        """
        self._whole = asyncio.Event()
        self._whole.set()

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for line in list(self._lines):
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        assert line is not None
        self._lines.add(line)
        whole = self._whole
        try:
            await whole.wait()
            there, here = await asyncio.open_connection("127.0.0.1", self._port)
            try:
                async with asyncio.TaskGroup() as both:
                    both.create_task(_pass_on(reader, here, whole))
                    both.create_task(_pass_on(there, writer, whole))
            finally:
                here.close()
        except* (OSError, asyncio.CancelledError):
            # It has come to its end, or is taken away.
            pass
        finally:
            writer.close()
            self._lines.discard(line)


async def _pass_on(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, whole: asyncio.Event
) -> None:
    """Pass on what comes; raises ConnectionResetError at its end, which ends the other way too."""
    while data := await source.read(MOST_AT_ONCE):
        await whole.wait()
        target.write(data)
        await target.drain()
    await whole.wait()
    with suppress(OSError):
        target.write_eof()
    raise ConnectionResetError
