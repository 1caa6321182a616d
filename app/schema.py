"""The schema as a whole: every room's tables, and the way to the newest version."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, Literal

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine
from sqlmodel import AutoString, SQLModel

import app.access.models
import app.board.models
import app.cards.models
import app.live.models
import app.sharing.models  # noqa: F401  (the imports fill the metadata)
from app.db import UtcDateTime


def target_metadata() -> sa.MetaData:
    """All tables, as the models say they are."""
    return SQLModel.metadata


def compare_options() -> dict[str, Any]:
    """How migrations are written and compared, the same everywhere."""
    return {
        "render_as_batch": True,
        "compare_server_default": True,
        "render_item": _render_item,
        "compare_type": True,
    }


def migrate(engine: Engine) -> None:
    """Bring the database to the newest version: one transaction, all or nothing."""
    with rebuilding(engine) as connection:
        upgrade(connection)


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """One transaction in which tables may be made anew: all of it is kept, or nothing.

    Foreign keys are off meanwhile on SQLite, where a changed table is built anew and its rows'
    children would be deleted with the old one; they are checked before the commit.
    """
    with engine.connect() as connection:
        _keep_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                _refuse_orphans(connection)
        finally:
            _keep_foreign_keys(connection, "ON")


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema to a version within the caller's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("select pg_advisory_xact_lock(7203711)"))
    command.upgrade(_config(connection), revision)


def revision_of(connection: Connection) -> str | None:
    """The schema that the database has; ``None`` where there is none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The schema that this program works with."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_known(revision: str) -> bool:
    """Whether this program has a way from that schema to the newest."""
    scripts = ScriptDirectory.from_config(_config())
    return revision in {script.revision for script in scripts.walk_revisions()}


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    with engine.connect() as connection:
        return revision_of(connection) == newest_revision()


def differences(engine: Engine) -> list[Any]:
    """What the models say and the database does not have, or the other way round."""
    with engine.connect() as connection:
        migration = MigrationContext.configure(connection, opts=compare_options())
        return list(compare_metadata(migration, target_metadata()))


def write_revision(engine: Engine, message: str, revision: str) -> None:
    """Write a new migration file from what ``differences`` finds. For developers."""
    with writer_connection(engine) as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=revision)


def writer_connection(engine: Engine) -> Connection:
    """A connection outside any transaction block of ours."""
    return engine.connect()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    config.set_main_option(
        "file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    config.attributes["connection"] = connection
    return config


def _keep_foreign_keys(connection: Connection, mode: Literal["ON", "OFF"]) -> None:
    if connection.dialect.name == "sqlite":
        connection.rollback()
        # Past SQLAlchemy, which would begin a transaction, where the pragma does nothing.
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={mode}")  # type: ignore[union-attr]


def _refuse_orphans(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"this would leave {len(orphans)} rows without a parent")


def _render_item(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})"
    return False
