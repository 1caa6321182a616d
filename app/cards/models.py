"""What a printed card is known by after it has left the house."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.db import new_id


class Card(SQLModel, table=True):
    """The card of one profession on one shift. ``token`` is in its QR code, and opens only it.

    ``shift`` is empty for tasks that belong to no shift.
    """

    __table_args__ = (sa.UniqueConstraint("board", "profession", "shift"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    board: str = Field(foreign_key="board.id", index=True, max_length=36)
    profession: str = Field(foreign_key="profession.id", max_length=36)
    shift: str = Field(default="", max_length=36)
    token: str = Field(unique=True, max_length=32)
    withdrawn: bool = False
