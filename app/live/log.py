"""The log of a board: written with each change, read by those who have missed something."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row
from sqlmodel import col

from app.live.changes import Changes
from app.live.models import Event, EventSeat
from app.statements import Prepared, PreparedFor

# A client further behind than this is better served with the whole board.
MOST_EVENTS = 1000

_events = Event.__table__  # type: ignore[attr-defined]
_seats = EventSeat.__table__  # type: ignore[attr-defined]

_insert = Prepared(sa.insert(_events), _events.c.keys())
_insert_seat = Prepared(sa.insert(_seats), _seats.c.keys())
_by_commands = PreparedFor(
    lambda keys: sa.select(_seats.c.seat, _seats.c.command, _seats.c.board, _seats.c.seq).where(
        sa.or_(*((_seats.c.seat == seat) & (_seats.c.command == command) for seat, command in keys))
    ),
    2,
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it was written. ``seat`` is for the house only and never leaves it."""

    board: str
    seq: int
    at: datetime
    do: str
    command: str
    about: dict[str, Any]
    changes: Changes
    was: Changes
    seat: str | None = None
    private: bool = False
    repeated: bool = False

    def made_private(self) -> "Recorded":
        return replace(self, private=True)


def write(connection: Connection, events: list[Recorded]) -> None:
    """Add events, and apart from them whose they were."""
    _insert.write(
        connection,
        [
            {
                "board": event.board,
                "seq": event.seq,
                "v": 1,
                "at": event.at,
                "do": event.do,
                "command": event.command,
                "about": event.about,
                "changes": event.changes,
                "was": event.was,
            }
            for event in events
        ],
    )
    _insert_seat.write(
        connection,
        [
            {"board": event.board, "seq": event.seq, "seat": event.seat, "command": event.command}
            for event in events
        ],
    )


def find_by_commands(
    connection: Connection, commands: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Recorded]:
    """The events that these seats' commands became: ``(seat, command)``, where there is one."""
    found = _by_commands.read(connection, sorted(commands))
    return {
        (seat, command): replace(get(connection, board, seq), seat=seat)
        for seat, command, board, seq in found
    }


def get(connection: Connection, board: str, seq: int) -> Recorded:
    """One event of a board that is known to be there."""
    found = connection.execute(
        sa.select(_events).where(_events.c.board == board, _events.c.seq == seq)
    ).one()
    return _recorded(found, None)


def list_since(
    connection: Connection, board: str, since: int, most: int | None = None
) -> list[Recorded]:
    """The events after ``since`` in order, with the seat of each where it is still known."""
    rows = connection.execute(
        sa.select(_events, _seats.c.seat)
        .outerjoin(_seats, (_seats.c.board == _events.c.board) & (_seats.c.seq == _events.c.seq))
        .where(_events.c.board == board, _events.c.seq > since)
        .order_by(_events.c.seq)
        .limit(most)
    )
    return [_recorded(row, row.seat) for row in rows]


def list_about(
    connection: Connection, board: str, doc_id: str, since: int, most: int
) -> list[Recorded]:
    """The events after ``since`` that changed one document, oldest first."""
    rows = connection.execute(
        sa.select(_events, _seats.c.seat)
        .outerjoin(_seats, (_seats.c.board == _events.c.board) & (_seats.c.seq == _events.c.seq))
        .where(
            _events.c.board == board,
            _events.c.seq > since,
            sa.cast(_events.c.changes, sa.Text).like(f'%"{doc_id}"%'),
        )
        .order_by(_events.c.seq)
        .limit(most)
    )
    events = (_recorded(row, row.seat) for row in rows)
    # It may also be named in another's change.
    return [e for e in events if any(doc_id in patches for patches in e.changes.values())]


def list_own(connection: Connection, board: str, seat: str, most: int = 500) -> list[Row[Any]]:
    """``seq``, ``do`` and ``about`` of a seat's latest events, oldest first."""
    rows = connection.execute(
        sa.select(_events.c.seq, _events.c.do, _events.c.about)
        .join(_seats, (_seats.c.board == _events.c.board) & (_seats.c.seq == _events.c.seq))
        .where(_seats.c.board == board, _seats.c.seat == seat)
        .order_by(_events.c.seq.desc())
        .limit(most)
    ).all()
    return list(reversed(rows))


def forget_seats(connection: Connection, board: str, before: int) -> None:
    """Erase whose the events before ``before`` were."""
    connection.execute(
        sa.delete(EventSeat).where(col(EventSeat.board) == board, col(EventSeat.seq) < before)
    )


def scrub(connection: Connection, board: str, collection: str, doc_id: str) -> None:
    """Take every text of one document out of the log; that it was there and went remains."""
    rows = connection.execute(
        sa.select(_events.c.seq, _events.c.changes, _events.c.was).where(
            _events.c.board == board,
            sa.cast(_events.c.changes, sa.Text).like(f'%"{doc_id}"%'),
        )
    ).all()
    for row in rows:
        for changes in (row.changes, row.was):
            if doc_id in changes.get(collection, {}):
                changes[collection][doc_id] = None
        connection.execute(
            sa.update(_events)
            .where(_events.c.board == board, _events.c.seq == row.seq)
            .values(changes=row.changes, was=row.was)
        )


def as_message(event: Recorded) -> dict[str, Any]:
    """The event as it is on the wire. What it replaced, and whose it was, stay here."""
    return {
        "is": "event",
        "v": 1,
        "seq": event.seq,
        "id": event.command,
        "at": event.at.isoformat().replace("+00:00", "Z"),
        "do": event.do,
        **event.about,
        "changes": event.changes,
    }


def with_was(event: Recorded, doc_id: str) -> dict[str, Any]:
    """The event as far as it concerns one document, with what it replaced there."""
    return {
        **as_message(event),
        "changes": _about(event.changes, doc_id),
        "was": _about(event.was, doc_id),
    }


def hidden(event: Recorded) -> dict[str, Any]:
    """What stands in an event's place for those who may not see it."""
    return {"is": "event", "seq": event.seq, "do": "hidden"}


def seen_through(
    events: list[Recorded], may_see: Callable[[Recorded], bool]
) -> list[dict[str, Any]]:
    """The messages for one reader."""
    return [as_message(event) if may_see(event) else hidden(event) for event in events]


def _about(changes: Changes, doc_id: str) -> Changes:
    return {
        name: {doc_id: patches[doc_id]} for name, patches in changes.items() if doc_id in patches
    }


def _recorded(row: Row[Any], seat: str | None) -> Recorded:
    return Recorded(
        board=row.board,
        seq=row.seq,
        at=row.at,
        do=row.do,
        command=row.command,
        about=row.about,
        changes=row.changes,
        was=row.was,
        seat=seat,
    )
