"""People who work in peace, or would: what others do to a server is measured by them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Self

from tests.live.served import Board
from tests.live.wire import Wire


class Bystanders:
    """Two people in a room of their own: one writes, and it is measured when the other sees it."""

    def __init__(self, board: Board) -> None:
        self._profession = board.document()["professions"][0]["id"]
        self._writer, self._reader = (self._enter(board) for __ in range(2))
        self._over = threading.Event()
        self._fault: BaseException | None = None
        self._number = 0

    def measure(self, times: int) -> list[float]:
        """How long each of some notes took from one to the other, in milliseconds."""
        return [self._write_one() for __ in range(times)]

    @contextmanager
    def at_work(self, into: list[float]) -> Iterator[Self]:
        """They go on until the block ends. Raises what went wrong for them."""
        thread = threading.Thread(target=self._work, args=(into,), name="bystanders")
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            thread.join()
            self._writer.vanish()
            self._reader.vanish()
        if self._fault is not None:
            raise self._fault

    def _work(self, into: list[float]) -> None:
        try:
            # A pause between two, and an end as soon as it is over.
            while not self._over.wait(0.05):
                into.append(self._write_one())
        except BaseException as fault:
            self._fault = fault

    def _write_one(self) -> float:
        self._number += 1
        command = f"b{self._number}"
        began = perf_counter()
        new = {"do": "note.create", "title": "Frokost", "profession": self._profession}
        if self._number > 1:
            new = {"do": "edit.redo" if self._number % 2 else "edit.undo"}
        self._writer.say({"id": command, **new})
        for wire in (self._reader, self._writer):
            while not any(message.get("id") == command for message in wire.hear()):
                pass
        return (perf_counter() - began) * 1000

    def _enter(self, board: Board) -> Wire:
        wire = Wire(board.served.port, board.id, board.join())
        wire.hear()
        return wire
