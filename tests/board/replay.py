"""The log played again from nothing, to be held against the tables."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.board.collections import COLLECTIONS
from app.live import log
from app.live.changes import apply
from app.schema import target_metadata
from tests.cast import Stage

STATE = ("board", "profession", "shift", "grid", "grid_column", "grid_row", "note", "placement")


def replay(stage: Stage) -> None:
    """Wipe the board and do all of its events again."""
    with stage.engine.begin() as connection:
        events = log.list_since(connection, stage.board, 0)
        wipe(connection, stage.board)
        for event in events:
            apply(connection, stage.board, event.seq, event.changes, COLLECTIONS)
        connection.execute(
            sa.text(
                'UPDATE board SET seq = :seq, changed_at = (SELECT max("at") FROM event '
                "WHERE board = :id) WHERE id = :id"
            ),
            {"seq": events[-1].seq, "id": stage.board},
        )


def state(stage: Stage) -> dict[str, list[dict[str, Any]]]:
    """The tables that the log must be able to make again."""
    everything = stage.dump()
    return {name: everything[name] for name in STATE}


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
