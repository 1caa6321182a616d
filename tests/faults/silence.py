"""Someone whose machine answers no heartbeat any more, though the line is still there."""

import threading
from time import monotonic

from tests.faults.person import Person
from tests.live.wire import Wire


class Silent:
    """A connection that says its last words and then waits for the server to let it go."""

    def __init__(self, port: int, person: Person, last_words: bytes) -> None:
        self.board = person.board
        self._wire = Wire(port, person.board, person.token)
        self._wire.send(last_words)
        self._begun = monotonic()
        self._gone: float | None = None
        self._watch = threading.Thread(target=self._read_on, name="silent", daemon=True)
        self._watch.start()

    def gone_after(self, within: float) -> float | None:
        """How long the server has kept it, or ``None`` when it still does after ``within``."""
        self._watch.join(max(0.0, self._begun + within - monotonic()))
        return None if self._gone is None else self._gone - self._begun

    def close(self) -> None:
        self._wire.vanish()

    def _read_on(self) -> None:
        # Reads, and answers nothing.
        self._wire.socket.settimeout(None)
        try:
            while self._wire.socket.recv(2**16):
                continue
        except OSError:
            pass
        self._gone = monotonic()
