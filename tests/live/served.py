"""The server as `lappetavla serve` runs it: a process of its own, known by its port and its log."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import httpx2

from tests.services import free_port

READY_WITHIN_S = 30.0
STOPPED_WITHIN_S = 15.0

_FAULTS = re.compile(r'Traceback|\bERROR\b|\bCRITICAL\b|"level": ?"(?:error|critical)"')


@dataclass
class Served:
    """A server that runs, and what can be seen of it from outside."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    http: httpx2.Client

    @property
    def memory(self) -> int:
        """How much of the machine's memory the process holds, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.M)
        assert found is not None, "the server is gone"
        return int(found[1]) * 1024

    def faults(self) -> list[str]:
        """The lines of its log that tell of something unexpected."""
        return [line for line in self.log.read_text().splitlines() if _FAULTS.search(line)]

    def make_board(self, template: str = "tom") -> "Board":
        """A new board with its links."""
        asked = {"title": "Post 2", "template": template}
        answer = self.http.post("/api/boards", json=asked)
        answer.raise_for_status()
        made = answer.json()
        return Board(self, made["id"], made["code"], made["tokens"])


@dataclass
class Board:
    """A board on a server, reached as programs reach it."""

    served: Served
    id: str
    code: str
    tokens: dict[str, str]

    def join(self) -> str:
        """The token of a new participant."""
        answer = self.served.http.post("/api/join", json={"code": self.code})
        answer.raise_for_status()
        return str(answer.json()["token"])

    def lead(self) -> str:
        """The token of a new facilitator, who came by the link."""
        link = f"http://127.0.0.1:{self.served.port}/l/{self.tokens['facilitator']}"
        (token,) = httpx2.get(link).cookies.values()
        return token

    def document(self, token: str | None = None) -> dict[str, Any]:
        """The whole board as the holder of a token sees it; without one, the facilitator."""
        answer = self.served.http.get(f"/api/boards/{self.id}", headers=self._as(token))
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def asks(self, commands: list[dict[str, Any]], token: str | None = None) -> list[Any]:
        """What each command becomes, an event or a refusal, when it is sent over HTTP."""
        answer = self.served.http.post(
            f"/api/boards/{self.id}/commands", json=commands, headers=self._as(token)
        )
        answer.raise_for_status()
        return list(answer.json())

    def events(self, since: int, token: str | None = None) -> list[dict[str, Any]]:
        """A page of the log."""
        answer = self.served.http.get(
            f"/api/boards/{self.id}/events", params={"since": since}, headers=self._as(token)
        )
        answer.raise_for_status()
        return list(answer.json()["events"])

    def _as(self, token: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {token or self.tokens['facilitator']}"}


@contextmanager
def serve(database_url: str, folder: Path, **settings: str) -> Iterator[Served]:
    """Serve a database until the block ends; ``settings`` are further settings by their names."""
    port = free_port()
    log = folder / f"server-{port}.log"
    given = {"DATABASE_URL": database_url, "SECRET": "a secret for tests", "OPEN_CREATION": "1"}
    named = {f"LAPPETAVLA_{name}": value for name, value in {**given, **settings}.items()}
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own program and flags
            [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
            cwd=folder,
            env={**os.environ, **named},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _await_answer(process, port, log)
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
            yield Served(port, process, log, http)
    finally:
        _stop(process)


def _await_answer(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = monotonic() + READY_WITHIN_S
    while monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            # It is not there yet, or it is gone: a process that ends tells at once.
            try:
                process.wait(0.05)
                break
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError(f"The server did not become ready:\n{log.read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOPPED_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
