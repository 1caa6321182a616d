"""A server as `lappetavla serve` runs it, which can be killed and started again at its place."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2

from tests.faults.waiting import until
from tests.services import free_port

ROOT = Path(__file__).parent.parent.parent
READY_WITHIN_S = 60.0
STOPPED_WITHIN_S = 20.0


class Serving:
    """One server process over a database, whether it runs at the moment or not."""

    def __init__(
        self,
        home: Path,
        database_url: str,
        program: tuple[str, ...] = ("app.cli",),
        **environment: str,
    ) -> None:
        self._program = program
        self.database_url = database_url
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.log = home / f"server-{self.port}.log"
        self.http = httpx2.Client(
            base_url=f"http://{self.address}",
            timeout=30,
            # The server may be another one by the next call.
            limits=httpx2.Limits(max_keepalive_connections=0),
        )
        self._environment = {
            **os.environ,
            "LAPPETAVLA_DATABASE_URL": database_url,
            "LAPPETAVLA_SECRET": "a secret for tests",
            "LAPPETAVLA_OPEN_CREATION": "1",
            "LAPPETAVLA_PUBLIC_URL": f"http://{self.address}",
            **environment,
        }
        # A start without compiled modules takes ten times as long.
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the process that runs. Fails when none does."""
        assert self._process is not None, "the server does not run"
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it was started, and neither stopped nor killed since."""
        return self._process is not None and self._process.poll() is None

    async def start(self) -> float:
        """Serve, and come back when it is ready; the seconds that took."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own program and flags
                [
                    *(sys.executable, "-m", *self._program, "serve"),
                    *("--host", "127.0.0.1", "--port", str(self.port)),
                ],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return await until(
            self.is_ready, f"a server that is ready: {self.log.name}", READY_WITHIN_S
        )

    async def is_ready(self) -> bool:
        """Whether it says so. Fails when it has ended by itself."""
        assert self._process is not None and self._process.poll() is None, self.last_words()
        try:
            return (await asyncio.to_thread(self.http.get, "/readyz")).status_code == 200
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        """SIGKILL: it is gone in the middle of whatever it did."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, as a service manager stops it."""
        self._end(signal.SIGTERM)

    def close(self) -> None:
        """Whatever its state, leave nothing running."""
        self.kill()
        self.http.close()

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.send_signal(how)
        try:
            process.wait(STOPPED_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"It did not stop: {self.last_words()}") from None

    @property
    def open_sockets(self) -> int:
        """How many sockets the process holds."""
        held = Path(f"/proc/{self.pid}/fd")
        return sum(_leads_to(held / number).startswith("socket:") for number in os.listdir(held))

    @property
    def memory_mib(self) -> float:
        """How much of the machine's memory it holds."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-3000:]

    async def ask(self, method: str, path: str, **options: Any) -> Any:
        """One request, which must succeed; others go on meanwhile."""
        answer = await asyncio.to_thread(self.http.request, method, path, **options)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        return answer.json()


def _leads_to(file: Path) -> str:
    """What an open file is; nothing when it was closed meanwhile."""
    try:
        return os.readlink(file)
    except FileNotFoundError:
        return ""
