"""The services the tests stand on are real, and their absence is an error with words."""

from pathlib import Path

import psycopg
import pytest
import redis
import sqlalchemy as sa

from tests import programs
from tests.services import new_database


@pytest.mark.postgres
def test_two_databases_of_one_server_know_nothing_of_each_other(postgres_server: str) -> None:
    with new_database(postgres_server) as first, new_database(postgres_server) as second:
        one, two = sa.create_engine(first), sa.create_engine(second)
        with one.begin() as connection:
            connection.execute(sa.text("CREATE TABLE note (title TEXT)"))
        assert sa.inspect(one).get_table_names() == ["note"]
        assert sa.inspect(two).get_table_names() == []
        one.dispose()
        two.dispose()


@pytest.mark.postgres
def test_a_database_is_dropped_although_someone_is_still_connected(postgres_server: str) -> None:
    with new_database(postgres_server) as url:
        engine = sa.create_engine(url)
        lingering = engine.connect()
        assert lingering.scalar(sa.text("SELECT 'æøå'")) == "æøå"
    plain = sa.make_url(url).set(drivername="postgresql").render_as_string()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(plain)
    lingering.invalidate()
    engine.dispose()


def test_redis_carries_a_message(redis_server: str) -> None:
    with redis.Redis.from_url(redis_server, decode_responses=True) as broker:
        broker.set("note", "æøå")
        assert broker.get("note") == "æøå"


def test_a_missing_browser_is_an_error_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(programs.CHROMIUM, raising=False)
    with pytest.raises(
        programs.MissingProgram, match=r"Debian: chromium.*LAPPETAVLA_TEST_CHROMIUM"
    ):
        programs.BROWSER.get()


def test_a_setting_that_names_no_program_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(programs.CHROMIUM, "/no/such/browser")
    with pytest.raises(programs.MissingProgram, match="/no/such/browser, which is no program"):
        programs.BROWSER.get()


def test_a_named_server_needs_no_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(programs.REDIS_URL, "redis://127.0.0.1:1/0")
    assert programs.REDIS.is_met


def test_who_may_not_install_is_told_each_missing_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for setting in (programs.CHROMIUM, programs.REDIS_URL):
        monkeypatch.delenv(setting, raising=False)
    # No apt-get on this PATH, so nothing is installed, whoever runs the test.
    monkeypatch.setenv("PATH", str(tmp_path))
    advice = programs.install_missing()
    assert [line for line in advice if "chromium" in line]
    assert [line for line in advice if "redis-server" in line]
    assert [line for line in advice if "poppler-utils" in line]
