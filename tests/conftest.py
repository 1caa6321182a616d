"""The cast and its stage: a board on each database, and the app around it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel

from app import schema
from app.db import make_engine
from app.live.perform import Door
from tests.cast import Stage, set_the_stage
from tests.theatre import Theatre, open_theatre

pytest_plugins = ["tests.services", "tests.command_line"]

# `pytest --hypothesis-profile=soak`: the tests that know of it play for as long as it takes.
settings.register_profile("soak", deadline=None, print_blob=True)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database made by the migrations, to be copied."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    engine = make_engine(f"sqlite:///{path}")
    schema.migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_engine(postgres_server: str) -> Iterator[Engine]:
    """A PostgreSQL database made by the migrations; each test begins with empty tables."""
    from tests.services import new_database

    with new_database(postgres_server) as url:
        engine = make_engine(url)
        schema.migrate(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def sqlite_engine(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A copy of the empty SQLite database."""
    path = tmp_path / "lappetavla.db"
    shutil.copy(migrated_file, path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each database in turn."""
    if request.param == "sqlite":
        found: Engine = request.getfixturevalue("sqlite_engine")
        return found
    postgres: Engine = request.getfixturevalue("postgres_engine")
    _empty(postgres)
    return postgres


@pytest.fixture
def stage(engine: Engine) -> Stage:
    """A board with its cast, on each database in turn."""
    return set_the_stage(engine)


@pytest.fixture
def door(stage: Stage) -> Door:
    return stage.door


@pytest.fixture
def theatre(engine: Engine) -> Iterator[Theatre]:
    """The app around a stage, on each database in turn."""
    with open_theatre(engine) as theatre:
        yield theatre


@pytest.fixture
def small_theatre(sqlite_engine: Engine) -> Iterator[Theatre]:
    """The same on SQLite only, for what no database has a say in."""
    with open_theatre(sqlite_engine) as theatre:
        yield theatre


def _empty(engine: Engine) -> None:
    names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(sa.text(f"TRUNCATE {names} CASCADE"))
