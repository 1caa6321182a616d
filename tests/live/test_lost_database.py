"""When the database goes away: refused in words, ready again by itself."""

from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy.engine import Engine

from app.errors import Unavailable
from app.live.envelope import Envelope
from app.live.log import Recorded
from app.live.pen import commit
from app.live.perform import Job
from app.main import create_app
from app.settings import Settings
from tests.cast import Stage, set_the_stage
from tests.theatre import open_theatre

NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"


def test_a_server_without_its_database_is_alive_but_not_ready() -> None:
    app = create_app(Settings(database_url=NOWHERE, secret="a secret for tests"))
    with TestClient(app) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
        refused = client.post("/api/join", json={"code": "ABCDEF"})
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert "default-src 'self'" in refused.headers["content-security-policy"]


@pytest.mark.postgres
def test_a_connection_that_breaks_in_the_middle_undoes_the_group_and_no_more(
    postgres_engine: Engine,
) -> None:
    stage = set_the_stage(postgres_engine)
    jobs = [_job(stage, "1"), _job(stage, "2")]
    breaking = _break_once(postgres_engine)
    assert [type(outcome) for outcome in commit(stage.engine, stage.door, jobs)] == [
        Unavailable,
        Unavailable,
    ]
    assert breaking == ["broken"]
    assert stage.document()["notes"] == []
    # What is sent again is done once, and the next ones too.
    assert all(isinstance(o, Recorded) for o in commit(stage.engine, stage.door, jobs))
    assert len(stage.document()["notes"]) == 2


@pytest.mark.postgres
def test_open_sockets_outlive_a_restart_of_the_database(postgres_engine: Engine) -> None:
    with open_theatre(postgres_engine) as theatre, theatre.connected("ola") as ola:
        ola.hear("snapshot")
        with postgres_engine.connect() as connection:
            connection.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        note = theatre.stage.kari.writes("Frokost")
        assert ola.hear("event")["note"] == note
        assert theatre.client.get("/readyz").status_code == 200


@pytest.mark.postgres
def test_readers_leave_no_mark_on_the_connections_they_used(postgres_engine: Engine) -> None:
    with open_theatre(postgres_engine) as theatre:
        hub = theatre.client.app.state.hub  # type: ignore[attr-defined]
        hub.snapshot(theatre.stage.board, theatre.stage.ola.seat)
        for __ in range(3):
            with hub.engine.connect() as connection:
                level = connection.scalar(sa.text("SHOW transaction_isolation"))
                assert level == "read committed"


def _job(stage: Stage, id: str) -> Job:
    fields = {"title": f"Lapp {id}", "profession": stage.professions["SPL"]}
    return Job(stage.board, stage.kari.seat, Envelope(id, "note.create", fields))


def _break_once(engine: Engine) -> list[str]:
    """End the server's side of a connection just before it is asked to commit."""
    broken: list[str] = []

    @sa.event.listens_for(engine, "commit")
    def _(connection: sa.Connection) -> None:
        if not broken:
            broken.append("broken")
            held: Any = connection.connection.dbapi_connection
            with engine.connect() as other:
                other.execute(
                    sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": held.info.backend_pid}
                )

    return broken
