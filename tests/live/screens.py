"""What browsers would show: the page's own modules, run by Node, hear what each client hears."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

PROGRAM = Path(__file__).parent.parent / "js" / "screen.js"


class Screens:
    """The screens of any number of clients, in one program at the other end of a pipe."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def show(self, who: str, messages: list[dict[str, Any]]) -> dict[str, Any]:
        """What a client shows once it has been told these: its notes, and each cell in order."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(orjson.dumps({"who": who, "messages": messages}) + b"\n")
        self._process.stdin.flush()
        shown: dict[str, Any] = orjson.loads(self._process.stdout.readline())
        return shown


@contextmanager
def open_screens() -> Iterator[Screens]:
    """Node with the page's modules, until the block ends."""
    node = Path(sys.executable).with_name("node")
    with subprocess.Popen(  # noqa: S603 - our own program
        [str(node), str(PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        # Leaving the block closes the pipe: the program has then read all there is, and ends.
        yield Screens(process)
