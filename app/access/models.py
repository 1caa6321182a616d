"""Organisation, unit, and the ways to a board: links, seats, tokens for programs."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.access.rights import Role
from app.db import UtcDateTime, length, new_id, now, one_of


class Organisation(SQLModel, table=True):
    """A municipality."""

    __table_args__ = (length("name", 1, 200),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    name: str = Field(max_length=200)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Unit(SQLModel, table=True):
    """A ward, a zone or a house within an organisation."""

    __table_args__ = (length("name", 1, 200),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation: str = Field(foreign_key="organisation.id", index=True, max_length=36)
    name: str = Field(max_length=200)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class BoardLink(SQLModel, table=True):
    """Which generation of a role's link holds. An older link opens nothing any more."""

    __tablename__ = "board_link"
    __table_args__ = (one_of("role", *Role),)

    board: str = Field(foreign_key="board.id", primary_key=True, max_length=36)
    role: str = Field(primary_key=True, max_length=20)
    generation: int = Field(default=1)


class Seat(SQLModel, table=True):
    """One person's or program's place at one board. No account; a name only if given."""

    __table_args__ = (
        one_of("role", *Role),
        length("name", 1, 60),
        sa.ForeignKeyConstraint(["profession"], ["profession.id"], ondelete="SET NULL"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    board: str = Field(foreign_key="board.id", index=True, max_length=36)
    role: str = Field(max_length=20)
    generation: int = 1
    profession: str | None = Field(default=None, max_length=36)
    name: str | None = Field(default=None, max_length=60)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CreationToken(SQLModel, table=True):
    """A token with which a program may make boards. Only its hash is kept."""

    __tablename__ = "creation_token"

    digest: str = Field(primary_key=True, max_length=64)
    unit: str = Field(foreign_key="unit.id", max_length=36)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
