"""All of the database to a file, and back into this or another database.

Knows the tables by what the models say, and none of them by name. The file is the same whichever
database it came from, so this is also the way from SQLite to PostgreSQL.
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlmodel import AutoString

from app import schema
from app.backup_file import (
    Backup,
    BadBackup,
    Kind,
    Manifest,
    new_backup,
    open_backup,
    write_manifest,
    write_table,
)
from app.db import OUT_OF_REACH, UtcDateTime, now, reader, writer

# Fewer rows at a time than when restoring: one event may be many megabytes.
ROWS_AT_A_TIME = 50
# A process that has just ended is seen for a moment more.
ALONE_WITHIN_S = 2.0

_VERSION = "alembic_version"

_KINDS: dict[Kind, tuple[type[sa.types.TypeEngine[Any]], ...]] = {
    "text": (sa.String, AutoString),
    "integer": (sa.Integer,),
    "boolean": (sa.Boolean,),
    "instant": (UtcDateTime,),
    "json": (sa.JSON,),
}
_STORED_AS: dict[Kind, sa.types.TypeEngine[Any]] = {
    "text": sa.Text(),
    "integer": sa.BigInteger(),
    "boolean": sa.Boolean(),
    "instant": UtcDateTime(),
    "json": sa.JSON(),
}


def back_up(engine: Engine, path: Path, signed_by: str) -> Manifest:
    """Write every table to a file, all as it was at one moment; others may write meanwhile."""
    with reader(engine).connect() as connection:
        revision = _newest_schema(connection)
        with new_backup(path) as archive:
            tables = [
                write_table(archive, table.name, columns_of(table), _rows(connection, table))
                for table in schema.target_metadata().sorted_tables
            ]
            manifest = Manifest(
                revision=revision, made_at=now(), signed_by=signed_by, tables=tables
            )
            write_manifest(archive, manifest)
    return manifest


def restore(engine: Engine, path: Path, *, replace: bool) -> Manifest:
    """Fill the database with what is in a file; with ``replace``, instead of what is there.

    One transaction: all of it, or nothing. A file of an older schema goes into that schema, and is
    brought up to date by the migrations as its database would have been. Raises BadBackup for a
    file that is not whole or does not fit, and ValueError for a database that is in use or has
    something in it. No server may run: it would go on by what it remembers.
    """
    with open_backup(path) as backup:
        _refuse_unknown_schema(backup)
        _refuse_too_large(backup, engine)
        backup.check()
        _refuse_company(engine)
        try:
            with schema.rebuilding(writer(engine)) as connection:
                _clear(connection, replace)
                _fill(connection, backup)
        except OUT_OF_REACH:
            raise
        except sa.exc.SQLAlchemyError as error:
            raise _unfit(backup) from error
        return backup.manifest


def columns_of(table: sa.Table) -> dict[str, Kind]:
    """A table's columns and their kinds. Raises TypeError for a kind that no file can hold."""
    return {column.name: _kind(column) for column in table.columns}


def _kind(column: sa.Column[object]) -> Kind:
    for kind, types in _KINDS.items():
        if isinstance(column.type, types):
            return kind
    raise TypeError(f"a backup knows no way to write {column} of type {column.type!r}")


def _newest_schema(connection: Connection) -> str:
    found, newest = schema.revision_of(connection), schema.newest_revision()
    if found is None or newest is None:
        raise ValueError("there is nothing to back up: the database has no tables of Lappetavla")
    if found != newest:
        raise ValueError(
            f"the database has schema {found} and this version works with {newest}: run "
            "`lappetavla migrate` first, or back up with the version that the server runs"
        )
    return found


def _rows(connection: Connection, table: sa.Table) -> Iterator[sa.Row[tuple[object, ...]]]:
    ordered = sa.select(table).order_by(*table.primary_key)
    return iter(connection.execution_options(yield_per=ROWS_AT_A_TIME).execute(ordered))


def _refuse_unknown_schema(backup: Backup) -> None:
    revision = backup.manifest.revision
    if not schema.is_known(revision):
        raise BadBackup(
            f"{backup.path} has schema {revision}, which this version does not know: install the "
            "version of Lappetavla that made it, or a newer one, then restore"
        )


def _refuse_too_large(backup: Backup, engine: Engine) -> None:
    """Where the database is a file here, a bomb is told before the disk is full."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    free = shutil.disk_usage(Path(engine.url.database).parent).free
    if backup.unpacked_bytes > free:
        raise BadBackup(
            f"{backup.path} holds {backup.unpacked_bytes // 2**20:,} MB and the disk has "
            f"{free // 2**20:,} MB left: make room first"
        )


def _refuse_company(engine: Engine) -> None:
    """A running server remembers boards: it must be stopped, and start with what is restored."""
    engine.dispose()
    is_alone = _alone_in_file if engine.dialect.name == "sqlite" else _alone_on_server
    last = time.monotonic() + ALONE_WITHIN_S
    while not is_alone(engine):
        if time.monotonic() > last:
            raise ValueError(
                "the database is open in another process: stop the server (on every machine) and "
                "whatever else uses it, restore, then start it again"
            )
        time.sleep(0.05)


def _alone_in_file(engine: Engine) -> bool:
    """Only the one connection that a file has can take it out of WAL."""
    connection = engine.raw_connection()
    try:
        connection.driver_connection.execute("PRAGMA busy_timeout=0")  # type: ignore[union-attr]
        connection.driver_connection.execute("PRAGMA journal_mode=DELETE")  # type: ignore[union-attr]
    except Exception as refused:
        if "locked" not in str(refused):
            raise
        return False
    finally:
        connection.invalidate()
    return True


def _alone_on_server(engine: Engine) -> bool:
    with engine.connect() as connection:
        others = connection.execute(
            sa.text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND usename = current_user AND backend_type = 'client backend' "
                "AND pid <> pg_backend_pid()"
            )
        )
        return bool(others.scalar_one() == 0)


def _clear(connection: Connection, replace: bool) -> None:
    """No tables of ours, so that the migrations can make them as they were for the file."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
    schema.upgrade(connection)
    tables = schema.target_metadata()
    if not replace:
        for table in tables.sorted_tables:
            if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
                raise ValueError(
                    "the database has boards in it: restore into an empty one, or use --replace "
                    "to lose what is there now"
                )
    tables.drop_all(connection)
    connection.exec_driver_sql(f"DROP TABLE {_VERSION}")


def _fill(connection: Connection, backup: Backup) -> None:
    others = _tables_there(connection)
    schema.upgrade(connection, backup.manifest.revision)
    if _tables_there(connection) - others - {_VERSION} != {t.name for t in backup.manifest.tables}:
        raise _unfit(backup)
    for table in backup.manifest.tables:
        columns = (sa.column(name, _STORED_AS[kind]) for name, kind in table.columns.items())
        insert = sa.insert(sa.table(table.name, *columns))
        for rows in backup.batches(table):
            connection.execute(insert, rows)
    schema.upgrade(connection)


def _tables_there(connection: Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names())


def _unfit(backup: Backup) -> BadBackup:
    return BadBackup(
        f"what is in {backup.path} does not fit the tables of schema {backup.manifest.revision}: "
        "nothing was restored; try an earlier one"
    )
