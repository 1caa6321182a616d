"""What no board may hold, whatever has been done on it."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

_NOT = "NOT EXISTS (SELECT 1 FROM {0} x WHERE x.id = {1} AND NOT x.deleted{2})"

ASTRAY = {
    "notes of a profession that is gone": "note n WHERE NOT n.deleted AND "
    + _NOT.format("profession", "n.profession", ""),
    "notes of a shift that is gone": "note n WHERE NOT n.deleted AND n.shift IS NOT NULL AND "
    + _NOT.format("shift", "n.shift", ""),
    "rows of a profession that is gone": "grid_row n WHERE NOT n.deleted "
    "AND n.profession IS NOT NULL AND " + _NOT.format("profession", "n.profession", ""),
    "columns of a profession that is gone": "grid_column n WHERE NOT n.deleted "
    "AND n.profession IS NOT NULL AND " + _NOT.format("profession", "n.profession", ""),
    "places in a column that is gone": "placement n WHERE "
    + _NOT.format("grid_column", 'n."column"', " AND x.grid = n.grid"),
    "places in a row that is gone": "placement n WHERE "
    + _NOT.format("grid_row", 'n."row"', " AND x.grid = n.grid"),
    "grids without a column": "grid n WHERE NOT EXISTS (SELECT 1 FROM grid_column x "
    "WHERE x.grid = n.id AND NOT x.deleted)",
    "grids without a row": "grid n WHERE NOT EXISTS (SELECT 1 FROM grid_row x "
    "WHERE x.grid = n.id AND NOT x.deleted)",
    "ranks that have grown too long": "placement n WHERE length(n.rank) > 60",
}


def astray(connection: Connection, board: str) -> list[str]:
    """Notes in what is not there, grids without columns or rows, and the like."""
    found: list[str] = []
    for what, query in ASTRAY.items():
        count = connection.scalar(
            sa.text(f"SELECT count(*) FROM {query} AND n.board = :board"),  # noqa: S608
            {"board": board},
        )
        if count:
            found.append(f"{count} {what}")
    return found
