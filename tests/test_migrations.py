"""Migrations and models agree, and a filled database comes through."""

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from app import schema
from app.db import make_engine
from tests.cast import Stage


def test_the_models_say_what_the_migrations_made(engine: Engine) -> None:
    assert schema.differences(engine) == []
    assert schema.is_current(engine)


def test_migrating_a_filled_database_again_loses_nothing(stage: Stage) -> None:
    stage.kari.writes("Frokost", **stage.cell("08:00", "Sykepleier"))
    before = stage.dump()
    schema.migrate(stage.engine)
    assert stage.dump() == before


def test_sqlite_keeps_its_promises(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        found = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_migration_that_fails_leaves_the_schema_as_it_was(tmp_path: object) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/new.db")
    with engine.begin() as connection:
        # A table in the way of the first migration.
        connection.execute(sa.text("CREATE TABLE note (id TEXT)"))
    try:
        schema.migrate(engine)
    except sa.exc.OperationalError:
        with engine.connect() as connection:
            tables = set(sa.inspect(connection).get_table_names())
        assert "board" not in tables
    else:
        raise AssertionError("the migration was expected to fail")
    finally:
        engine.dispose()


def test_the_database_itself_refuses_what_the_models_forbid(stage: Stage) -> None:
    for statement in (
        "UPDATE note SET title = ''",
        "UPDATE note SET start = 1440",
        "UPDATE note SET type = 'sticky'",
        "UPDATE board SET state = 'ajar'",
        "UPDATE profession SET palette = 10",
        "DELETE FROM board",
    ):
        stage.kari.writes("Frokost")
        try:
            with stage.engine.begin() as connection:
                connection.execute(sa.text(statement))
        except sa.exc.IntegrityError:
            continue
        raise AssertionError(f"the database allowed: {statement}")
