"""A server whose wall clock can be set while it runs; what it counts seconds with is left alone, as
when someone sets a machine's time.

``python -m tests.faults.clocks FILE serve …`` is ``lappetavla serve …`` in a process whose every
clock on the wall is ahead by as many seconds as the file says.
"""

import sys
import time
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from tests.faults.serving import Serving


class FalseTime:
    """What is added to the time of one server."""

    def __init__(self, home: Path) -> None:
        self._file = home / "clock"
        self._home = home
        self.shift(0)

    def shift(self, seconds: int) -> None:
        """From now on the server's clock is so much ahead, or behind."""
        # Replaced in one move: it is read again and again.
        new = self._home / "clock.new"
        new.write_text(str(seconds))
        new.replace(self._file)

    def serving(self, database_url: str) -> Serving:
        """A server that lives in this time, not started yet."""
        program = (__spec__.name if __spec__ else __name__, str(self._file))
        return Serving(self._home, database_url, program=program)


def live_in(file: Path) -> None:
    """Let this process live in the time of a file: its `time.time`, and `now` of app.db."""
    import app.db

    true_time = time.time

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=int(file.read_text()))

    vars(app.db)["datetime"] = Shifted
    time.time = lambda: true_time() + int(file.read_text())


if __name__ == "__main__":
    live_in(Path(sys.argv.pop(1)))
    from app.cli import main

    main()
