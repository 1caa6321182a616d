"""Alive, ready, and who may read the figures: what those who run a server ask it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.engine import Engine

from app.main import create_app
from app.readiness import PATIENCE_S
from app.settings import Settings
from tests import programs
from tests.live.served import serve
from tests.services import redis_service

KEY = "a secret for tests"
BADGE = "a token for the figures"
WELL = {"status": "ready", "database": "ok", "journal": "ok", "broker": "none"}


@pytest.fixture
def app(sqlite_engine: Engine) -> FastAPI:
    return _app(sqlite_engine)


def _app(engine: Engine, **settings: Any) -> FastAPI:
    url = engine.url.render_as_string(hide_password=False)
    return create_app(Settings(database_url=url, secret=KEY, **settings))


def _asked(app: FastAPI, address: str = "127.0.0.1", name: str = "127.0.0.1:8000") -> TestClient:
    """Whoever asks from an address, and calls the server by a name."""
    return TestClient(app, base_url=f"http://{name}", client=(address, 50000))


@contextmanager
def _nobody_answers() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def _look(client: TestClient) -> tuple[int, dict[str, str]]:
    began = monotonic()
    answer = client.get("/readyz")
    assert monotonic() - began < PATIENCE_S + 3
    return answer.status_code, answer.json()


def test_a_server_that_has_all_it_needs_is_ready(engine: Engine) -> None:
    with _asked(_app(engine)) as client:
        assert client.get("/healthz").json() == {"status": "alive"}
        assert _look(client) == (200, WELL)


def test_another_schema_is_not_ready(app: FastAPI, sqlite_engine: Engine) -> None:
    with _asked(app) as client:
        with sqlite_engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = 'long ago'"))
        assert _look(client) == (503, {**WELL, "status": "unready", "database": "another schema"})


def test_a_database_that_hangs_is_told_in_time_and_asked_once_at_a_time() -> None:
    with _nobody_answers() as port:
        url = f"postgresql://nobody@127.0.0.1:{port}/nowhere"
        with _asked(create_app(Settings(database_url=url, secret=KEY))) as client:
            for __ in range(2):
                assert _look(client) == (
                    503,
                    {**WELL, "status": "unready", "database": "no answer"},
                )
            assert [t.name for t in threading.enumerate()].count("readiness") == 1
            began = monotonic()
        # It stops all the same.
        assert monotonic() - began < 5


def test_a_journal_that_was_never_started_is_not_ready(app: FastAPI) -> None:
    assert _look(_asked(app)) == (503, {**WELL, "status": "unready", "journal": "stopped"})


def test_a_server_that_is_stopping_says_so(app: FastAPI) -> None:
    with _asked(app) as client:
        assert client.portal is not None
        client.portal.call(app.state.hub.journal.stop)
        assert _look(client) == (503, {**WELL, "status": "stopping", "journal": "stopping"})


def test_without_its_broker_it_is_degraded_until_the_broker_is_back(sqlite_engine: Engine) -> None:
    with (
        redis_service(programs.REDIS.get()) as broker,
        _asked(_app(sqlite_engine, broker_url=broker.url)) as client,
    ):
        with broker.running():
            assert _look(client) == (200, {**WELL, "broker": "ok"})
        gone = (503, {**WELL, "status": "degraded", "broker": "no answer"})
        assert _look(client) == gone
        with broker.running():
            assert _look(client) == (200, {**WELL, "broker": "ok"})


def test_a_broker_that_hangs_is_told_in_time(sqlite_engine: Engine) -> None:
    with _nobody_answers() as port:
        app = _app(sqlite_engine, broker_url=f"redis://127.0.0.1:{port}/0")
        with _asked(app) as client:
            gone = (503, {**WELL, "status": "degraded", "broker": "no answer"})
            assert _look(client) == gone


@pytest.mark.parametrize("name", ["localhost:8000", "127.0.0.1:8000", "127.0.0.1"])
def test_a_program_of_this_machine_reads_the_figures(app: FastAPI, name: str) -> None:
    answer = _asked(app, name=name).get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "# TYPE lappetavla_people gauge\n" in answer.text


@pytest.mark.parametrize(
    ("address", "name", "headers"),
    [
        ("192.0.2.7", "127.0.0.1:8000", {}),
        ("10.0.0.7", "10.0.0.1:8000", {}),
        ("127.0.0.1", "lapper.example.no", {}),
        ("127.0.0.1", "localhost", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", "localhost", {"Forwarded": "for=127.0.0.1"}),
        ("127.0.0.1", "localhost", {"X-Real-IP": "127.0.0.1"}),
        ("127.0.0.1", "localhost", {"X-Forwarded-Host": "localhost"}),
        ("127.0.0.1", "localhost", {"X-Forwarded-Proto": "https"}),
        ("127.0.0.1", "localhost", {"Via": "1.1 caddy"}),
        ("127.0.0.1", "localhost.example.no", {}),
        ("", "localhost", {}),
    ],
)
def test_to_all_others_and_through_a_proxy_the_figures_are_not_there(
    app: FastAPI, address: str, name: str, headers: dict[str, str]
) -> None:
    answer = _asked(app, address, name).get("/metrics", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "lappetavla_" not in answer.text


def test_with_a_token_set_it_is_the_token_that_counts(sqlite_engine: Engine) -> None:
    app = _app(sqlite_engine, metrics_token=BADGE)
    far = _asked(app, "192.0.2.7", "lapper.example.no")
    assert far.get("/metrics", headers={"Authorization": f"Bearer {BADGE}"}).status_code == 200
    for headers in ({}, {"Authorization": BADGE}, {"Authorization": "Bearer "}, {"Via": "1.1 x"}):
        assert far.get("/metrics", headers=headers).status_code == 404
        assert _asked(app).get("/metrics", headers=headers).status_code == 404
    odd = [(b"Authorization", "Bearer blåbær".encode())]
    assert far.get("/metrics", headers=odd).status_code == 404


def test_a_real_server_tells_programs_of_its_own_machine(tmp_path: Path) -> None:
    with serve(f"sqlite:///{tmp_path}/l.db", tmp_path) as served:
        assert served.http.get("/readyz").json() == WELL
        assert "lappetavla_people 0.0" in served.http.get("/metrics").text
        # The address that a proxy names takes the place of the proxy's own.
        for name in ("X-Forwarded-For", "Forwarded"):
            assert served.http.get("/metrics", headers={name: "127.0.0.1"}).status_code == 404
