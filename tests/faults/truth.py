"""The database itself, past every server: what was promised to people is in it, once and whole."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from app.board.models import Board
from app.db import make_engine
from app.live.models import Event, EventSeat
from tests.board.replay import held_and_told
from tests.faults.crowd import Crowd

_event = Event.__table__  # type: ignore[attr-defined]
_seat = EventSeat.__table__  # type: ignore[attr-defined]
_board = Board.__table__  # type: ignore[attr-defined]


def check_database(url: str, crowd: Crowd) -> int:
    """Hold the log and the tables against what the crowd was told; how many events there are."""
    engine = make_engine(url)
    try:
        written = 0
        for board in crowd.tokens:
            written += _check_log(engine, board, crowd)
            _check_replay(engine, board)
        return written
    finally:
        engine.dispose()


@dataclass(frozen=True)
class _Line:
    seq: int
    seat: str | None
    command: str


def _check_log(engine: Engine, board: str, crowd: Crowd) -> int:
    with engine.connect() as connection:
        rows = connection.execute(
            sa.select(_event.c.seq, _seat.c.seat, _event.c.command)
            .outerjoin(_seat, (_seat.c.board == _event.c.board) & (_seat.c.seq == _event.c.seq))
            .where(_event.c.board == board)
            .order_by(_event.c.seq)
        ).all()
        latest = connection.scalar(sa.select(_board.c.seq).where(_board.c.id == board))
    lines = [_Line(*row) for row in rows]
    seqs = [line.seq for line in lines]
    assert seqs == list(range(1, len(seqs) + 1)), f"gaps in the log of {board}"
    assert latest == len(seqs), f"{board} says {latest}, its log {len(seqs)}"
    times = Counter((line.seat, line.command) for line in lines)
    assert set(times.values()) == {1}, "a command was done twice"
    stored = {(line.seat, line.command): line.seq for line in lines}
    for person in crowd.people:
        if person.board != board:
            continue
        told = {(person.seat, id): seq for id, seq in person.acknowledged.items()}
        lost = told.items() - stored.items()
        assert not lost, f"acknowledged, and not stored so: {sorted(lost)[:5]}"
        own = {key for key in stored if key[0] == person.seat}
        assert own == told.keys(), "stored, and nobody was told of it"
    return len(lines)


def _check_replay(engine: Engine, board: str) -> None:
    held, told = held_and_told(engine, board)
    for name in held:
        again, stored = _without_time(told[name]), _without_time(held[name])
        assert again == stored, f"the log of {board} does not give its table {name}"


def _without_time(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without when they were changed: the clock may have been set back since."""
    return [{key: value for key, value in row.items() if key != "changed_at"} for row in rows]
