"""Files that wait between the preview and the import: few, in memory, and not for long."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from app.errors import NotFound
from app.i18n import _

MOST_FILES = 20
MOST_BYTES = 100 * 1024 * 1024
KEPT_S = 15 * 60


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file as it came, and the seat that may go on with it."""

    seat: str
    name: str
    data: bytes
    until: float


class WaitingFiles:
    """A file for each seat, the oldest given up first when there is no more room."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._files: dict[str, WaitingFile] = {}
        self._lock = Lock()

    def keep(self, seat: str, name: str, data: bytes) -> str:
        """Keep a file in place of the seat's earlier one; the key to it."""
        key = secrets.token_urlsafe(24)
        with self._lock:
            self._drop(lambda held: held.seat == seat)
            self._files[key] = WaitingFile(seat, name, data, self._clock() + KEPT_S)
            while len(self._files) > MOST_FILES or self._bytes() > MOST_BYTES:
                del self._files[next(iter(self._files))]
        return key

    def find(self, key: str, seat: str) -> WaitingFile:
        """The file of a key, for the seat that left it. Raises NotFound."""
        with self._lock:
            self._drop(lambda held: False)
            found = self._files.get(key)
        if found is None or found.seat != seat:
            raise NotFound(_("The file is not kept any more. Choose it again."))
        return found

    def forget(self, key: str) -> None:
        """Erase a file that has been used."""
        with self._lock:
            self._files.pop(key, None)

    def _drop(self, unwanted: Callable[[WaitingFile], bool]) -> None:
        now = self._clock()
        self._files = {
            key: held
            for key, held in self._files.items()
            if held.until > now and not unwanted(held)
        }

    def _bytes(self) -> int:
        return sum(len(held.data) for held in self._files.values())
