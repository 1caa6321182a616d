"""The gate at the door: the seat read afresh, the right looked up."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import col

from app.access.models import BoardLink, Seat
from app.access.person import Person
from app.access.rights import BoardState, Permission, Role, refusal
from app.errors import Forbidden, UnknownPerson

boards = sa.table(
    "board", sa.column("id"), sa.column("state"), sa.column("locale"), sa.column("code")
)

_admission = (
    sa.select(
        col(Seat.role),
        col(Seat.profession),
        col(Seat.name),
        boards.c.state,
        boards.c.locale,
    )
    .join(boards, boards.c.id == col(Seat.board))
    .join(
        BoardLink,
        (col(BoardLink.board) == col(Seat.board))
        & (col(BoardLink.role) == col(Seat.role))
        & (col(BoardLink.generation) == col(Seat.generation)),
    )
    .where(
        col(Seat.id) == sa.bindparam("seat"),
        col(Seat.board) == sa.bindparam("board"),
        col(Seat.withdrawn_at).is_(None),
    )
)


class AccessGate:
    """What the live engine asks of the access room."""

    def admit(self, connection: Connection, board: str, seat: str) -> Person:
        """The person at ``seat``. Raises UnknownPerson when it is withdrawn or another board's."""
        found = connection.execute(_admission, {"seat": seat, "board": board}).first()
        if found is None:
            raise UnknownPerson()
        return Person(
            seat=seat,
            board=board,
            role=Role(found.role),
            state=BoardState(found.state),
            locale=found.locale,
            profession=found.profession,
            name=found.name,
        )

    def check(self, person: Person, permission: Permission | None) -> None:
        """Raises the refusal, if any. What has no permission in the table is forbidden."""
        if permission is None:
            raise Forbidden()
        refused = refusal(person.role, permission, person.state)
        if refused is not None:
            raise refused
