"""Make boards and seats in an empty database, write down who may enter, then become the server.

    python -m tests.load.prepared OUT --port 8000 --boards 1 --people 25 [--state silent]
                                [--workers 2]

The settings are those of ``lappetavla serve``. What is made goes through the same door as
everything else; only the thousands of requests to /api/join are spared.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy.engine import Connection

from app import schema
from app.access import seats
from app.access.rights import Role
from app.access.tokens import LinkToken, sign_seat
from app.board.creation import create_board
from app.board.models import Board
from app.board.snapshot import board_document
from app.db import make_engine, unit_of_work
from app.door import build_door
from app.errors import AppError
from app.live.cycle import perform_all
from app.live.envelope import Envelope
from app.live.perform import Door, Job
from app.settings import get_settings

TEMPLATE = "sykehjem-dag"


def make_boards(boards: int, people: int, state: str = "open") -> list[dict[str, Any]]:
    """Boards that are laid out but empty, each with seats for so many who take part."""
    settings = get_settings()
    engine = make_engine(settings.database_url)
    schema.migrate(engine)
    door = build_door()
    made: list[dict[str, Any]] = []
    for number in range(boards):
        with unit_of_work(engine) as session:
            unit = seats.home_unit(session).id
            title = f"Post {number + 1}"
            board = create_board(session, door, unit, title, template=TEMPLATE, locale="nb")
            link = LinkToken(board.id, Role.PARTICIPANT, 1)
            tokens = [
                sign_seat(settings.signing_key(), seats.take_seat(session, link).id)
                for __ in range(people)
            ]
            made.append(_describe(session.connection(), door, board, state) | {"tokens": tokens})
    engine.dispose()
    return made


def _describe(connection: Connection, door: Door, board: Board, state: str) -> dict[str, Any]:
    """What a program needs to know of a board in order to take part in it."""
    seat = LinkToken(board.id, Role.FACILITATOR, 1).seat_id
    if state != "open":
        order = Envelope("state", "board.state", {"state": state})
        for outcome in perform_all(connection, door, [Job(board.id, seat, order)]):
            if isinstance(outcome, AppError):
                raise outcome
    document = board_document(connection, door.gate.admit(connection, board.id, seat))
    grid = document["grids"][0]
    return {
        "id": board.id,
        "seq": document["seq"],
        "grid": grid["id"],
        "columns": [column["id"] for column in grid["columns"]],
        "rows": [row["id"] for row in grid["rows"]],
        "profession": document["professions"][0]["id"],
    }


def main() -> None:
    """Prepare, and become ``lappetavla serve`` under the same process id."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--boards", type=int, default=1)
    parser.add_argument("--people", type=int, default=25)
    parser.add_argument("--state", default="open")
    parser.add_argument("--workers", default="1")
    asked = parser.parse_args()
    asked.out.write_bytes(orjson.dumps(make_boards(asked.boards, asked.people, asked.state)))
    # The checkout one stands in, also where another one is installed.
    serve = [sys.executable, "-m", "app.cli", "serve", "--host", "127.0.0.1"]
    serve += ["--port", str(asked.port), "--workers", asked.workers]
    os.execv(sys.executable, serve)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
