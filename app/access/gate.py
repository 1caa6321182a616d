"""The gate at the door: the seat read afresh, the right looked up."""

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import col

from app.access.models import BoardLink, Seat
from app.access.person import Person
from app.access.rights import BoardState, Permission, Role, refusal
from app.errors import Forbidden, UnknownPerson
from app.live.held import Held

boards = sa.table(
    "board", sa.column("id"), sa.column("state"), sa.column("locale"), sa.column("code")
)

_admission = (
    sa.select(
        col(Seat.id).label("seat"),
        col(Seat.board),
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
        col(Seat.id).in_(sa.bindparam("seats", expanding=True)),
        col(Seat.withdrawn_at).is_(None),
    )
)


class AccessGate:
    """What the live engine asks of the access room."""

    def admit(self, connection: Connection, board: str, seat: str) -> Person:
        """The person at ``seat``. Raises UnknownPerson when it is withdrawn or another board's."""
        found = self.admit_all(connection, [(board, seat)]).get((board, seat))
        if found is None:
            raise UnknownPerson()
        return found

    def admit_all(
        self, connection: Connection, seats: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], Person]:
        """The person at each ``(board, seat)`` that holds; others are left out."""
        wanted = sorted({seat for __, seat in seats})
        return {
            (row.board, row.seat): Person(
                seat=row.seat,
                board=row.board,
                role=Role(row.role),
                state=BoardState(row.state),
                locale=row.locale,
                profession=row.profession,
                name=row.name,
            )
            for row in connection.execute(_admission, {"seats": wanted})
        }

    def as_of(self, person: Person, held: Held) -> Person:
        """The person on a board whose state may have changed since they were read."""
        board = held.find("board", person.board)
        state = BoardState(board["state"]) if board else person.state
        return person if state is person.state else replace(person, state=state)

    def check(self, person: Person, permission: Permission | None) -> None:
        """Raises the refusal, if any. What has no permission in the table is forbidden."""
        if permission is None:
            raise Forbidden()
        refused = refusal(person.role, permission, person.state)
        if refused is not None:
            raise refused
