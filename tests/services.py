"""Real services for the tests, as fixtures: PostgreSQL, Redis and the browser's place.

Each server starts when the first test asks for it and stops with the run. Under pytest-xdist each
worker has its own, on its own port, so nothing is shared. A service that cannot be had fails the
test with words; it is never skipped. The settings named in ``tests.programs`` point at servers that
already run; those must be meant for tests, since databases are made and dropped in them.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
import pytest
import sqlalchemy as sa

from tests import programs

READY_WITHIN_SECONDS = 30.0
STOPPED_WITHIN_SECONDS = 10.0


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server's ``postgres`` database, as a role that may create databases."""
    named = os.environ.get(programs.POSTGRES_URL)
    if named:
        yield named
        return
    with run_postgres(programs.POSTGRES.get()) as url:
        yield url


@pytest.fixture(scope="module")
def postgres_database(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database for one test module, dropped afterwards."""
    with new_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The URL of a Redis server."""
    named = os.environ.get(programs.REDIS_URL)
    if named:
        yield named
        return
    with run_redis(programs.REDIS.get()) as url:
        yield url


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser's program, for Playwright's ``executable_path``."""
    return str(programs.BROWSER.get())


@dataclass(frozen=True)
class Service:
    """A server of our own that is not running yet. It can be started again at the same place."""

    url: str
    command: list[str]
    # What its output says when it can be asked.
    ready: str
    home: Path
    stop: signal.Signals
    owner: str | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it from the moment its output says that it is ready until the block ends."""
        process = subprocess.Popen(  # noqa: S603 - our own program and flags
            self.command,
            cwd=self.home,
            user=self.owner,
            group=self.owner,
            extra_groups=[] if self.owner else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            _await_line(process, self.ready)
            yield
        finally:
            process.send_signal(self.stop)
            try:
                process.wait(STOPPED_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def run_postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server of the programs in ``folder``, with a cluster made for it alone."""
    with postgres_service(folder) as service, service.running():
        yield service.url


@contextmanager
def postgres_service(folder: Path) -> Iterator[Service]:
    """The same, to be run by the caller; its cluster goes when the block ends."""
    with _scratch("postgres") as home:
        owner = _give_away(home)
        cluster = home / "cluster"
        made = subprocess.run(  # noqa: S603 - our own program and folder
            [
                *(str(folder / "initdb"), "-D", str(cluster), "-U", "test", "--auth=trust"),
                *("--no-sync", "-E", "UTF8", "--locale=C.UTF-8"),
            ],
            cwd=home,
            user=owner,
            group=owner,
            extra_groups=[] if owner else None,
            capture_output=True,
            text=True,
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
        port = free_port()
        command = [
            *(str(folder / "postgres"), "-D", str(cluster), "-p", str(port), "-k", str(home)),
            *("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"),
        ]
        url = f"postgresql+psycopg://test@127.0.0.1:{port}/postgres"
        # SIGINT is PostgreSQL's fast stop; SIGTERM would wait for clients.
        yield Service(url, command, "ready to accept connections", home, signal.SIGINT, owner)


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """An empty database on ``server_url``, dropped afterwards with whoever is still connected."""
    server = sa.make_url(server_url)
    name = f"test_{secrets.token_hex(6)}"
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def run_redis(program: Path) -> Iterator[str]:
    """A Redis server that keeps nothing."""
    with redis_service(program) as service, service.running():
        yield service.url


@contextmanager
def redis_service(program: Path) -> Iterator[Service]:
    """The same, to be run by the caller."""
    with _scratch("redis") as home:
        port = free_port()
        command = [
            *(str(program), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(home)),
            *("--save", "", "--appendonly", "no"),
        ]
        url = f"redis://127.0.0.1:{port}/0"
        yield Service(url, command, "Ready to accept connections", home, signal.SIGTERM)


def free_port() -> int:
    """A port on this machine that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _scratch(name: str) -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix=f"lappetavla-{name}-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _give_away(home: Path) -> str | None:
    """PostgreSQL refuses to run as root: let the account of Debian's package own ``home``."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise programs.MissingProgram(
            "PostgreSQL does not run as root, and there is no account named postgres to run it. "
            f"Make one, test as another user, or name a server in {programs.POSTGRES_URL}."
        ) from None
    shutil.chown(home, "postgres", "postgres")
    return "postgres"


def _await_line(process: subprocess.Popen[str], ready: str) -> None:
    """Return when the server says ``ready``; what it says later is read and forgotten."""
    assert process.stdout is not None
    last: deque[str] = deque(maxlen=20)
    # A server that hangs says nothing: ended, its output ends too, and so does the waiting.
    alarm = threading.Timer(READY_WITHIN_SECONDS, process.kill)
    alarm.start()
    try:
        for line in process.stdout:
            last.append(line)
            if ready in line:
                threading.Thread(target=_drain, args=(process.stdout,), daemon=True).start()
                return
    finally:
        alarm.cancel()
    raise RuntimeError(f"The server did not become ready:\n{''.join(last)}")


def _drain(output: IO[str]) -> None:
    """Read on, or a full pipe would stop the server."""
    with output:
        for _line in output:
            pass
