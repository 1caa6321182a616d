"""The log played again from nothing, to be held against the tables."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from app.board.held import load
from app.board.writing import write
from app.db import writer
from app.live import log
from app.live.log import Recorded
from app.schema import target_metadata
from tests.cast import Stage

STATE = ("board", "profession", "shift", "grid", "grid_column", "grid_row", "note", "placement")

Tables = dict[str, list[dict[str, Any]]]


def replay(stage: Stage) -> None:
    """Wipe the board and do all of its events again."""
    with stage.engine.begin() as connection:
        replay_board(connection, stage.board)


def replay_board(connection: Connection, board: str) -> None:
    """The same inside a transaction of the caller's."""
    events = log.list_since(connection, board, 0)
    wipe(connection, board)
    lay_on(connection, board, events)
    connection.execute(
        sa.text(
            'UPDATE board SET seq = :seq, changed_at = (SELECT max("at") FROM event '
            "WHERE board = :id) WHERE id = :id"
        ),
        {"seq": events[-1].seq, "id": board},
    )


def lay_on(connection: Connection, board: str, events: list[Recorded]) -> None:
    """Do events again on the tables as they are, one after another."""
    held = load(connection, board)
    for event in events:
        held.lay(event.seq, event.seat, event.changes)
        write(connection, [held])


def state(stage: Stage) -> Tables:
    """The tables that the log must be able to make again."""
    everything = stage.dump()
    return {name: everything[name] for name in STATE}


def held_and_told(engine: Engine, board: str) -> tuple[Tables, Tables]:
    """A board as its tables hold it, and as its log tells it. Nothing is changed by asking."""
    with writer(engine).connect() as connection, connection.begin() as asking:
        held = _rows_of(connection, board)
        replay_board(connection, board)
        told = _rows_of(connection, board)
        asking.rollback()
    return held, told


def wipe(connection: Connection, board: str) -> None:
    """Take everything off a board but its row, as it was before its first event."""
    tables = target_metadata().tables
    connection.execute(sa.text("UPDATE seat SET profession = NULL"))
    for name in reversed(STATE[1:]):
        connection.execute(sa.delete(tables[name]).where(tables[name].c.board == board))
    connection.execute(
        sa.update(tables["board"])
        .where(tables["board"].c.id == board)
        .values(title="Post 2", state="open", person_word="resident")
    )


def _rows_of(connection: Connection, board: str) -> Tables:
    tables = target_metadata().tables
    found: Tables = {}
    for name in STATE:
        table = tables[name]
        of_board = table.c.board if "board" in table.c else table.c.id
        rows = connection.execute(
            sa.select(table).where(of_board == board).order_by(*table.primary_key)
        )
        found[name] = [dict(row._mapping) for row in rows]
    return found
