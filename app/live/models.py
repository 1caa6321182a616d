"""The log: what happened on a board, and, apart from it, at whose seat."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.db import UtcDateTime


class Event(SQLModel, table=True):
    """A fact with its place in the board's order. ``was`` is what it replaced, for undo."""

    __table_args__ = (sa.CheckConstraint("seq > 0", name="seq_positive"),)

    board: str = Field(foreign_key="board.id", primary_key=True, max_length=36)
    seq: int = Field(primary_key=True)
    v: int = 1
    at: datetime = Field(sa_type=UtcDateTime)
    do: str = Field(max_length=40)
    command: str = Field(max_length=64)
    about: dict[str, Any] = Field(sa_type=sa.JSON)
    changes: dict[str, Any] = Field(sa_type=sa.JSON)
    was: dict[str, Any] = Field(sa_type=sa.JSON)


class EventSeat(SQLModel, table=True):
    """Whose command it was. Used for resending, own undo, own notes and silent writing only."""

    __tablename__ = "event_seat"
    __table_args__ = (
        sa.ForeignKeyConstraint(["board", "seq"], ["event.board", "event.seq"]),
        sa.UniqueConstraint("seat", "command"),
    )

    board: str = Field(primary_key=True, max_length=36)
    seq: int = Field(primary_key=True)
    seat: str = Field(foreign_key="seat.id", index=True, max_length=36)
    command: str = Field(max_length=64)
