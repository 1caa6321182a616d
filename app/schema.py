"""The schema as a whole: every room's tables, and the way to the newest version."""

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
    """Bring the database to the newest version: one transaction, all or nothing.

    Foreign keys are off meanwhile on SQLite, where a changed table is built anew and its rows'
    children would be deleted with the old one; they are checked before the commit.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.rollback()
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            with connection.begin():
                command.upgrade(_config(connection), "head")
                _refuse_orphans(connection)
        finally:
            if engine.dialect.name == "sqlite":
                connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        return found == ScriptDirectory.from_config(_config(connection)).get_current_head()


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


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    config.set_main_option(
        "file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    config.attributes["connection"] = connection
    return config


def _refuse_orphans(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"the migration would leave {len(orphans)} rows without a parent")


def _render_item(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})"
    return False
