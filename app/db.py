"""The database: engine, the UTC type, column types, and the one commit outside the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlmodel import Session, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=8000",
    # What is erased for good is not left standing in the file.
    "secure_delete=ON",
)


# Some eighty megabytes: when nobody has moved the log to the file for so long, a commit does.
MOST_LOG_PAGES = 20_000

# How long PostgreSQL may let us wait for one answer.
ANSWER_WITHIN_S = 8
# A machine that is gone in mid-transaction shall not keep boards locked for the others.
_LIMITS = {
    "connect_timeout": 5,
    "options": "-c idle_in_transaction_session_timeout=15000 -c lock_timeout=6000",
}

# The database is away, or held by someone else for too long.
OUT_OF_REACH = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: only aware times go in, and they come back in UTC from every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Ranks are compared byte by byte everywhere; a Norwegian collation would order them otherwise.
RankText = sa.String(80).with_variant(sa.String(80, collation="C"), "postgresql")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A version 4 UUID as text."""
    return str(uuid4())


def one_of(column: str, *values: str) -> sa.CheckConstraint:
    """A closed set of texts, kept by the database; NULL passes where the column allows it."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f'"{column}" IN ({listed})', name=f"{column}_known")


def length(column: str, least: int, most: int) -> sa.CheckConstraint:
    """Bounds on a text's length, which SQLite would not keep by the type alone."""
    return sa.CheckConstraint(
        f'length("{column}") BETWEEN {least} AND {most}', name=f"{column}_length"
    )


def minutes(column: str, most: int = 1439) -> sa.CheckConstraint:
    """Minutes of the day, or a duration in minutes."""
    return sa.CheckConstraint(f'"{column}" BETWEEN 0 AND {most}', name=f"{column}_minutes")


def make_engine(url: str, *, is_patient: bool = False) -> Engine:
    """An engine for SQLite or PostgreSQL. Readers use it as it is; see ``writer``.

    Whoever serves people must not wait long for PostgreSQL; what changes or copies whole tables
    ``is_patient``.

    SQLite runs in WAL with full durability, and BEGIN is ours: the driver's own transactions
    begin too late and lose updates between threads.
    """
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    options: dict[str, Any] = {
        "json_serializer": _to_json,
        "json_deserializer": orjson.loads,
        # An error must not carry people's text into the log.
        "hide_parameters": True,
    }
    if not url.startswith("sqlite"):
        engine = sa.create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True, **options)
        event.listen(engine, "handle_error", _keep_first_line)
        if not is_patient:
            event.listen(engine, "do_connect", _connect_impatiently)
        return engine
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, pool_size=20, max_overflow=20, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


class _Impatient(psycopg.Connection[Any]):
    """A connection to PostgreSQL that is given up when no answer comes.

    A line that was cut without a word would be waited on for a quarter of an hour and more.
    """

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = ANSWER_WITHIN_S) -> Any:
        try:
            return super().wait(gen, interval, timeout)
        except psycopg.errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("the database does not answer") from error


def _connect_impatiently(
    _dialect: object, _record: object, args: list[Any], options: dict[str, Any]
) -> psycopg.Connection[Any]:
    return _Impatient.connect(*args, **{**_LIMITS, **options})


@lru_cache(maxsize=16)
def writer(engine: Engine) -> Engine:
    """The same engine for those who write: on SQLite they take the write lock at once."""
    return engine.execution_options(sqlite_begin="IMMEDIATE")


@lru_cache(maxsize=16)
def reader(engine: Engine) -> Engine:
    """The same engine for those who read several tables and need one moment of all of them."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


@contextmanager
def unit_of_work(engine: Engine) -> Iterator[Session]:
    """A session that commits when the block ends and rolls back when it raises."""
    with Session(writer(engine), expire_on_commit=False) as session, session.begin():
        yield session


def leave_checkpoints(connection: Connection) -> None:
    """On SQLite, have this connection's commits not wait for the log to be moved to the file.

    Whoever calls this sees to it that ``checkpoint`` is called now and then.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint={MOST_LOG_PAGES}")
        connection.rollback()


def checkpoint(engine: Engine) -> None:
    """On SQLite, move the log to the file, as far as that goes without anyone waiting."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver = connection.connection.cursor()
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)")
            driver.close()


def empty_log(engine: Engine) -> bool:
    """On SQLite, move all of the log to the file and cut it off; ``False`` while someone reads."""
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        driver = connection.connection.cursor()
        (is_busy, *__) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        driver.close()
    return not is_busy


def as_our_error(connection: Connection, statement: str, error: Exception) -> Exception:
    """A driver's error as SQLAlchemy's, without anyone's text; others as they are."""
    dialect = connection.dialect
    base = dialect.loaded_dbapi.Error
    if not isinstance(error, base):
        return error
    if dialect.name == "postgresql" and error.args:
        error.args = (str(error.args[0]).split("\n", 1)[0], *error.args[1:])
    if dialect.is_disconnect(error, connection.connection.dbapi_connection, None):
        connection.invalidate(error)
    return sa.exc.DBAPIError.instance(
        statement, None, error, base, hide_parameters=True, dialect=dialect
    )


def says_taken(error: Exception) -> bool:
    """Whether the database refused a row because its key is in use already."""
    if not isinstance(error, sa.exc.IntegrityError):
        return False
    said = (
        getattr(error.orig, "sqlstate", None),
        getattr(error.orig, "sqlite_errorname", None),
    )
    return bool({"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"} & {*said})


def _to_json(value: object) -> str:
    return orjson.dumps(value).decode()


def _keep_first_line(context: sa.engine.ExceptionContext) -> None:
    """PostgreSQL quotes the whole row below the first line of an error: people's text."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).split("\n", 1)[0], *error.args[1:])


def _prepare_sqlite(dbapi: Any, _record: object) -> None:
    dbapi.isolation_level = None
    for pragma in _PRAGMAS:
        dbapi.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
