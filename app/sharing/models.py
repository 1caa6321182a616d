"""Tasks made of notes, and for each profession what it must or can do, now and in future."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.db import length, new_id, one_of

PLANS = ("now", "future")
LEVELS = ("must", "can", "can_after_training", "must_not", "undecided")


class Task(SQLModel, table=True):
    """One piece of work, which one or more notes speak of.

    ``origin`` is the task of another board or round that it was copied from.
    """

    __table_args__ = (length("title", 1, 200),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    board: str = Field(foreign_key="board.id", index=True, max_length=36)
    title: str = Field(max_length=200)
    competence: str = Field(default="", max_length=200)
    round: int = 1
    origin: str | None = Field(default=None, max_length=36)
    deleted: bool = False


class TaskNote(SQLModel, table=True):
    """Which notes a task was made of. A note belongs to one task at most."""

    __tablename__ = "task_note"

    note: str = Field(foreign_key="note.id", primary_key=True, max_length=36)
    task: str = Field(foreign_key="task.id", index=True, max_length=36)


class Allocation(SQLModel, table=True):
    """What one profession does with one task in one plan of one round."""

    __table_args__ = (
        one_of("plan", *PLANS),
        one_of("level", *LEVELS),
        sa.UniqueConstraint("task", "profession", "plan", "round"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    board: str = Field(foreign_key="board.id", index=True, max_length=36)
    task: str = Field(foreign_key="task.id", index=True, max_length=36)
    profession: str = Field(foreign_key="profession.id", index=True, max_length=36)
    plan: str = Field(max_length=10)
    level: str = Field(max_length=20)
    round: int = 1
    reason: str = Field(default="", max_length=500)
