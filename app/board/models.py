"""The board and what is on it. Column names are the words of the wire, see docs/protocol.md."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.access.rights import BoardState
from app.board.words import AxisKind, GridKind, NoteType, Obligation, PersonWord
from app.db import RankText, UtcDateTime, length, minutes, new_id, now, one_of
from app.i18n import LOCALES


class Board(SQLModel, table=True):
    """A workshop's wall. ``seq`` is the number of its latest event."""

    __table_args__ = (
        length("title", 1, 200),
        one_of("state", *BoardState),
        one_of("locale", *LOCALES),
        one_of("kind", *GridKind),
        one_of("person_word", *PersonWord),
        sa.CheckConstraint("seq >= 0", name="seq_positive"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    unit: str = Field(foreign_key="unit.id", index=True, max_length=36)
    title: str = Field(max_length=200)
    kind: str = Field(default=GridKind.VERTICAL, max_length=20)
    purpose: str = Field(default="", max_length=2000)
    result: str = Field(default="", max_length=2000)
    agenda: str = Field(default="", max_length=2000)
    place_name: str = Field(default="", max_length=200)
    locale: str = Field(default="nb", max_length=5)
    person_word: str = Field(default=PersonWord.RESIDENT, max_length=20)
    time_zone: str = Field(default="Europe/Oslo", max_length=60)
    code: str = Field(unique=True, max_length=12)
    state: str = Field(default=BoardState.OPEN, max_length=20)
    seq: int = 0
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retain_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Profession(SQLModel, table=True):
    """A professional group with its colour (a place in the palette) and its code."""

    __table_args__ = (
        length("name", 1, 60),
        length("code", 1, 6),
        sa.CheckConstraint("palette BETWEEN 0 AND 9", name="palette_known"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    board: str = Field(foreign_key="board.id", index=True, max_length=36)
    name: str = Field(max_length=60)
    code: str = Field(max_length=6)
    palette: int = 0
    rank: str = Field(sa_type=RankText)
    deleted: bool = False


class Shift(SQLModel, table=True):
    """A shift; it may run over midnight. ``staffing`` is how many are on it, if said."""

    __table_args__ = (
        length("name", 1, 60),
        minutes("start"),
        minutes("end"),
        sa.CheckConstraint("staffing BETWEEN 0 AND 500", name="staffing_sane"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    board: str = Field(foreign_key="board.id", index=True, max_length=36)
    name: str = Field(max_length=60)
    key: str = Field(default="", max_length=20)
    start: int
    end: int
    staffing: int | None = None
    rank: str = Field(sa_type=RankText)
    deleted: bool = False


class Grid(SQLModel, table=True):
    """One way to lay the board's notes out. The axis begins at ``axis_start``."""

    __table_args__ = (one_of("kind", *GridKind), minutes("axis_start"), length("title", 1, 200))

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    board: str = Field(foreign_key="board.id", index=True, max_length=36)
    kind: str = Field(max_length=20)
    title: str = Field(max_length=200)
    axis_start: int = 0
    rank: str = Field(sa_type=RankText)
    deleted: bool = False


class _Line(SQLModel):
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    board: str = Field(foreign_key="board.id", index=True, max_length=36)
    grid: str = Field(foreign_key="grid.id", index=True, max_length=36)
    label: str = Field(max_length=120)
    group: str = Field(default="", max_length=120)
    kind: str = Field(max_length=20)
    start: int | None = None
    end: int | None = None
    profession: str | None = Field(default=None, foreign_key="profession.id", max_length=36)
    rank: str = Field(sa_type=RankText)
    deleted: bool = False


class GridColumn(_Line, table=True):
    """A column of a grid: a time, an activity, a step and so on."""

    __tablename__ = "grid_column"
    __table_args__ = (
        one_of("kind", *AxisKind),
        minutes("start"),
        minutes("end"),
        length("label", 1, 120),
    )


class GridRow(_Line, table=True):
    """A row of a grid: mostly a profession, else a place or a free lane."""

    __tablename__ = "grid_row"
    __table_args__ = (
        one_of("kind", *AxisKind),
        minutes("start"),
        minutes("end"),
        length("label", 1, 120),
    )


class Note(SQLModel, table=True):
    """One task, or one trouble, idea or question. Nothing here says who wrote it.

    ``number`` counts the board's notes and orders the parking lot; ``created_seq`` is its first
    event; ``touched`` says for each text field which event changed it last.
    """

    __table_args__ = (
        length("title", 1, 200),
        length("description", 0, 2000),
        one_of("type", *NoteType),
        one_of("obligation", *Obligation),
        minutes("start"),
        minutes("duration", 1440),
        sa.UniqueConstraint("board", "number"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    board: str = Field(foreign_key="board.id", index=True, max_length=36)
    number: int
    title: str = Field(max_length=200)
    profession: str = Field(foreign_key="profession.id", index=True, max_length=36)
    type: str = Field(default=NoteType.TASK, max_length=20)
    obligation: str | None = Field(default=None, max_length=20)
    start: int | None = None
    duration: int | None = None
    shift: str | None = Field(default=None, foreign_key="shift.id", index=True, max_length=36)
    days: Any = Field(default_factory=list, sa_type=sa.JSON)
    frequency: str = Field(default="", max_length=120)
    place: str = Field(default="", max_length=120)
    need: str = Field(default="", max_length=200)
    competence: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=2000)
    late: bool = False
    deleted: bool = False
    created_seq: int = 0
    touched: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)


class Placement(SQLModel, table=True):
    """Where a note stands in one grid. A note without one is in that grid's parking lot."""

    __table_args__ = (sa.Index("ix_placement_cell", "grid", "column", "row"),)

    note: str = Field(foreign_key="note.id", primary_key=True, max_length=36)
    grid: str = Field(foreign_key="grid.id", primary_key=True, max_length=36)
    board: str = Field(foreign_key="board.id", index=True, max_length=36)
    column: str = Field(foreign_key="grid_column.id", max_length=36)
    row: str = Field(foreign_key="grid_row.id", max_length=36)
    rank: str = Field(sa_type=RankText)
