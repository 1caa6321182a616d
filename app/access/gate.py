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
from app.statements import PreparedFor

boards = sa.table(
    "board", sa.column("id"), sa.column("state"), sa.column("locale"), sa.column("code")
)

_admission = PreparedFor(
    lambda keys: (
        sa.select(
            col(Seat.id),
            col(Seat.board),
            col(Seat.role),
            boards.c.state,
            boards.c.locale,
            col(Seat.profession),
            col(Seat.name),
        )
        .join(boards, boards.c.id == col(Seat.board))
        .join(
            BoardLink,
            (col(BoardLink.board) == col(Seat.board))
            & (col(BoardLink.role) == col(Seat.role))
            & (col(BoardLink.generation) == col(Seat.generation)),
        )
        .where(col(Seat.id).in_([seat for (seat,) in keys]), col(Seat.withdrawn_at).is_(None))
    ),
    1,
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
        wanted = [(seat,) for seat in sorted({seat for __, seat in seats})]
        return {
            (board, seat): Person(
                seat=seat,
                board=board,
                role=Role(role),
                state=BoardState(state),
                locale=locale,
                profession=profession,
                name=name,
            )
            for seat, board, role, state, locale, profession, name in _admission.read(
                connection, wanted
            )
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
