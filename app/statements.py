"""Statements for the hot path: Core, compiled once for each kind of database, run by the driver.

``Connection.execute`` costs ten times what SQLite itself needs for a row. What stands here is for
statements that run on every change of a board; everything else is plain Core.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect

from app.db import as_our_error

MOST_KEYS = 64

Values = Mapping[str, Any]


class _Compiled(NamedTuple):
    sql: str
    # Parameters by position, with what makes a driver's value of ours; empty where by name.
    positions: tuple[str, ...]
    processors: dict[str, Callable[[Any], Any]]


class Prepared:
    """One statement. ``columns`` of an insert: those that its rows will have.

    Rows come back as the driver gives them, as tuples: select texts and whole numbers only.
    """

    def __init__(self, statement: sa.Select[Any] | sa.UpdateBase, columns: Iterable[str] = ()):
        self._statement = statement
        self._columns = list(columns)
        self._by_dialect: dict[str, _Compiled] = {}

    def write(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Run it once for each row. Raises SQLAlchemy's errors."""
        compiled = self._compiled(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            if len(rows) == 1:
                cursor.execute(compiled.sql, _parameters(compiled, rows[0]))
            else:
                cursor.executemany(compiled.sql, [_parameters(compiled, row) for row in rows])
        except Exception as error:
            raise as_our_error(connection, compiled.sql, error) from error
        finally:
            cursor.close()

    def read(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """All rows of a select. Raises SQLAlchemy's errors."""
        compiled = self._compiled(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.sql, _parameters(compiled, values))
            return list(cursor.fetchall())
        except Exception as error:
            raise as_our_error(connection, compiled.sql, error) from error
        finally:
            cursor.close()

    def _compiled(self, dialect: Dialect) -> _Compiled:
        found = self._by_dialect.get(dialect.name)
        if found is None:
            found = _compile(self._statement, self._columns, dialect)
            self._by_dialect[dialect.name] = found
        return found


class PreparedFor:
    """A select about some keys, each of ``width`` values: ``make`` is given their parameters.

    It is prepared for one, two, four … keys, and the last one is repeated.
    """

    def __init__(
        self, make: Callable[[list[tuple[sa.BindParameter[str], ...]]], sa.Select[Any]], width: int
    ) -> None:
        self._width = width
        self._for = lru_cache(
            lambda count: Prepared(
                make([tuple(sa.bindparam(n) for n in self._names(k)) for k in range(count)])
            )
        )

    def read(self, connection: Connection, keys: Sequence[tuple[str, ...]]) -> list[Any]:
        """The rows about all keys."""
        found: list[Any] = []
        for start in range(0, len(keys), MOST_KEYS):
            some = keys[start : start + MOST_KEYS]
            count = 1 << (len(some) - 1).bit_length()
            values = {
                name: value
                for k in range(count)
                for name, value in zip(self._names(k), some[min(k, len(some) - 1)], strict=True)
            }
            found.extend(self._for(count).read(connection, values))
        return found

    def _names(self, key: int) -> list[str]:
        return [f"k{key}_{part}" for part in range(self._width)]


def _compile(statement: Any, columns: list[str], dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect, column_keys=columns or None)
    processors = {}
    for name, parameter in compiled.binds.items():
        process = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            processors[name] = process
    return _Compiled(compiled.string, tuple(compiled.positiontup or ()), processors)


def _parameters(compiled: _Compiled, values: Values) -> Any:
    if compiled.processors:
        values = {
            name: compiled.processors[name](value) if name in compiled.processors else value
            for name, value in values.items()
        }
    if compiled.positions:
        return [values[name] for name in compiled.positions]
    return values
