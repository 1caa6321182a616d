"""Real boards for the cards: made, filled from a task file, and asked for their files by HTTP."""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from httpx2 import Response
from sqlalchemy.engine import Engine

from app.access import seats
from app.access.rights import Role
from app.access.tokens import LinkToken
from app.board.creation import create_board
from app.cards.layout import A7
from app.db import unit_of_work
from app.door import build_door
from app.exchange.imports import import_into, open_task_file
from app.live.envelope import Envelope
from app.live.log import Recorded
from app.live.pen import commit
from app.live.perform import Job
from tests.cards.printed import PrintedFile
from tests.theatre import Theatre

DATA = Path(__file__).parents[1] / "data"
SHIFT_KEYS = {"dag": "day", "kveld": "evening", "natt": "night"}


@dataclass
class RealBoard:
    """A board in the database, and the app that serves it."""

    theatre: Theatre
    id: str
    tokens: dict[str, str]

    def get(self, path: str, role: str | None = "viewer", **asked: str) -> Response:
        """What this role gets at an address of the board; ``None`` for nobody."""
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        answer = self.theatre.client.get(
            path.replace("BOARD", self.id), params=asked, headers=headers
        )
        return answer

    def file(self, name: str, **asked: str) -> bytes:
        """One of the board's files, which must be given."""
        answer = self.get(f"/api/boards/BOARD/{name}", **asked)
        assert answer.status_code == 200, answer.text
        return bytes(answer.content)

    def cards(self, **asked: str) -> PrintedFile:
        return PrintedFile(self.file("cards.pdf", **asked))

    def card_texts(self, **asked: str) -> list[str]:
        return self.cards(**asked).card_texts(A7)

    def must_can(self) -> str:
        """All text of the list."""
        file = PrintedFile(self.file("must-can.pdf"))
        return " ".join(file.text(page) for page in range(len(file)))

    def table(self) -> list[dict[str, str]]:
        """The rows of the spreadsheet."""
        text = self.file("must-can.csv").decode("utf-8-sig")
        return list(csv.DictReader(text.splitlines(), delimiter=";"))

    def does(self, do: str, role: Role = Role.FACILITATOR, **fields: Any) -> Recorded:
        """A command that must succeed."""
        engine, door = self.theatre.stage.engine, self.theatre.stage.door
        with unit_of_work(engine) as session:
            seat = seats.program_seat(session, LinkToken(self.id, role, 1))
        job = Job(self.id, seat, Envelope(str(uuid4()), do, fields, frozenset()))
        outcome = commit(engine, door, [job])[0]
        assert isinstance(outcome, Recorded), outcome
        return outcome

    def writes(
        self, title: str, code: str = "SPL", shift: str | None = "day", **fields: Any
    ) -> str:
        """A new note of a profession and a shift; its id."""
        note = str(uuid4())
        fields = {"shift": self.shift(shift), **fields} if shift else fields
        profession = self.profession(code)
        self.does("note.create", note=note, title=title, profession=profession, **fields)
        return note

    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get("/api/boards/BOARD", "facilitator").json()
        return found

    def profession(self, code: str) -> str:
        """A profession's id."""
        return next(str(d["id"]) for d in self.document()["professions"] if d["code"] == code)

    def shift(self, key: str) -> str:
        """A shift's id."""
        return next(str(d["id"]) for d in self.document()["shifts"] if d["key"] == key)


def make_real_board(
    theatre: Theatre, *, template: str = "sykehjem-dag", locale: str = "nb", file: str | None = None
) -> RealBoard:
    """A new board, with the tasks of one of the example files if it is named."""
    stage = theatre.stage
    with unit_of_work(stage.engine) as session:
        unit = seats.home_unit(session).id
        board = create_board(
            session, stage.door, unit, "Solsiden", template=template, locale=locale
        )
        app: Any = theatre.client.app
        tokens = seats.link_tokens(session.connection(), app.state.key, board.id)
        made = RealBoard(theatre, board.id, tokens)
    if file is not None:
        _fill(stage.engine, made, file)
    return made


def _fill(engine: Engine, board: RealBoard, file: str) -> None:
    with unit_of_work(engine) as session:
        seat = seats.program_seat(session, LinkToken(board.id, Role.FACILITATOR, 1))
        done = import_into(
            session.connection(),
            build_door(),
            board.id,
            seat,
            open_task_file((DATA / file).read_bytes(), file),
            frozenset(),
            strict=True,
        )
    assert done.created == len(rows_of(file))


def rows_of(file: str) -> list[dict[str, str]]:
    """The records of an example file, as they are written."""
    with (DATA / file).open(encoding="utf-8") as source:
        return list(csv.DictReader(source, delimiter=";"))


def counted(rows: list[dict[str, str]], *columns: str) -> Counter[tuple[str, ...]]:
    """How often each combination of these columns stands in the rows."""
    return Counter(tuple(row[column] for column in columns) for row in rows)
