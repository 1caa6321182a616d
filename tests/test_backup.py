"""A backup holds everything, of one moment, and gives it back in any database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, delete, select

from app import schema
from app.access import seats
from app.access.models import Organisation
from app.backup import back_up, columns_of, restore
from app.backup_file import open_backup
from app.board.models import Board
from app.cards.models import Card
from app.db import make_engine, new_id, unit_of_work
from app.main import create_app
from app.settings import Settings
from app.sharing.models import Allocation, Task, TaskNote
from tests.board.replay import held_and_told
from tests.cast import Stage, set_the_stage
from tests.services import new_database
from tests.theatre import Theatre

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
NewEngine = Callable[[str], Engine]


@pytest.fixture
def new_engine(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[NewEngine]:
    """Makes databases with nothing in them, not even tables."""
    with ExitStack() as closing:

        def make(kind: str) -> Engine:
            if kind == "postgres":
                server = request.getfixturevalue("postgres_server")
                engine = make_engine(closing.enter_context(new_database(server)))
            else:
                engine = make_engine(f"sqlite:///{tmp_path}/{new_id()}.db")
            closing.callback(engine.dispose)
            return engine

        yield make


@pytest.fixture
def filled(new_engine: NewEngine, request: pytest.FixtureRequest) -> Stage:
    """A board that people have written on, on the database that the test names."""
    engine = new_engine(getattr(request, "param", "sqlite"))
    schema.migrate(engine)
    stage = set_the_stage(engine)
    note = stage.kari.writes("Frokost – «æøå» 🥣", **stage.cell("08:00", "Sykepleier"))
    stage.per.writes("Medisiner", description="Linje 1\nLinje 2", days=["mon", "sun"])
    stage.per.does("note.delete", note=stage.per.writes("Borte"))
    stage.kari.does("note.edit", note=note, title="Frokost og te")
    return stage


def _fill_the_other_tables(stage: Stage) -> None:
    profession = stage.professions["SPL"]
    [note, *__] = stage.document()["notes"]
    with unit_of_work(stage.engine) as session:
        seats.new_creation_token(session)
        task = Task(board=stage.board, title="Frokost")
        session.add(task)
        session.flush()
        session.add(TaskNote(note=note["id"], task=task.id))
        session.add(
            Allocation(
                board=stage.board, task=task.id, profession=profession, plan="now", level="must"
            )
        )
        session.add(Card(board=stage.board, profession=profession, token="x"))
    assert all(stage.dump().values())


@pytest.mark.parametrize("target", DATABASES)
@pytest.mark.parametrize("filled", DATABASES, indirect=True)
def test_all_goes_from_any_database_to_any_other(
    filled: Stage, target: str, new_engine: NewEngine, tmp_path: Path
) -> None:
    _fill_the_other_tables(filled)
    before, document = filled.dump(), filled.document()
    moved = _moved(filled, new_engine(target), tmp_path / "b")
    assert moved.dump() == before
    assert moved.document() == document
    assert schema.differences(moved.engine) == []


@pytest.mark.parametrize("target", DATABASES)
def test_links_codes_seats_and_undo_hold_after_a_move(
    filled: Stage, target: str, new_engine: NewEngine, tmp_path: Path
) -> None:
    moved = _moved(filled, new_engine(target), tmp_path / "b")
    url = moved.engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, secret="a secret for tests"))
    with TestClient(app, base_url="http://testserver") as client:
        with moved.engine.connect() as connection:
            tokens = seats.link_tokens(connection, app.state.key, moved.board)
            code = connection.scalar(sa.select(col(Board.code)).where(col(Board.id) == moved.board))
        for role, token in tokens.items():
            headers = {"Authorization": f"Bearer {token}"}
            answer = client.get(f"/api/boards/{moved.board}", headers=headers)
            assert answer.status_code == 200, role
        assert client.post("/api/join", json={"code": code}).json()["board"] == moved.board
        with Theatre(moved, client).connected("kari") as kari:
            kari.hear("snapshot")
            kari.say("edit.undo")
            changed = kari.hear("event")["changes"]["notes"]
    assert [note["title"] for note in changed.values()] == ["Frokost – «æøå» 🥣"]


def _moved(stage: Stage, engine: Engine, file: Path) -> Stage:
    """The same stage and people on another database, through a backup."""
    back_up(stage.engine, file, "")
    restore(engine, file, replace=False)
    moved = replace(stage, engine=engine)
    for actor in moved.actors.values():
        actor.stage = moved
    return moved


def test_every_table_and_column_is_in_a_backup(filled: Stage, tmp_path: Path) -> None:
    made = back_up(filled.engine, tmp_path / "b", "")
    tables = schema.target_metadata().tables
    assert {table.name: set(table.columns) for table in made.tables} == {
        name: {column.name for column in table.columns} for name, table in tables.items()
    }
    rows = filled.dump()
    assert {table.name: table.rows for table in made.tables} == {
        name: len(rows[name]) for name in tables
    }


@pytest.mark.parametrize("name", sorted(schema.target_metadata().tables))
def test_a_table_is_such_as_a_backup_can_hold_and_fill(name: str) -> None:
    table = schema.target_metadata().tables[name]
    assert columns_of(table)
    # A counter of the database's own would begin anew after a restore.
    assert table.autoincrement_column is None
    # Rows that refer to their own table would have to come in an order of their own.
    assert table not in {key.column.table for key in table.foreign_keys}
    # JSON's null and the absence of JSON would come back as the same.
    assert not [c for c in table.columns if isinstance(c.type, sa.JSON) and c.nullable]


@pytest.mark.parametrize("filled", DATABASES, indirect=True)
def test_a_backup_is_of_one_moment_while_others_write(
    filled: Stage, new_engine: NewEngine, tmp_path: Path
) -> None:
    enough = threading.Event()

    def write() -> None:
        while not enough.is_set():
            filled.kari.writes("Skrevet mens det ble kopiert", **cell)

    cell = filled.cell("08:00", "Sykepleier")
    writer = threading.Thread(target=write)
    writer.start()
    try:
        # Until something was written between the first table and the last.
        for __ in range(50):
            before = filled.document()["seq"]
            back_up(filled.engine, tmp_path / "b", "")
            after, seq = filled.document()["seq"], _seq_in(tmp_path / "b", filled.board)
            assert before <= seq <= after
            if before < seq < after:
                break
        else:
            raise AssertionError("nothing was written meanwhile")
    finally:
        enough.set()
        writer.join()
    engine = new_engine("sqlite")
    restore(engine, tmp_path / "b", replace=False)
    held, told = held_and_told(engine, filled.board)
    assert held == told


# What no database of ours takes, and the door refuses: NUL and halves of characters.
_ODD = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(_ODD, min_size=10, max_size=60))
@pytest.mark.parametrize("target", DATABASES)
def test_odd_texts_come_back_as_they_were(
    target: str, engines: tuple[Engine, Engine], tmp_path: Path, names: list[str]
) -> None:
    source, into = engines
    with unit_of_work(source) as session:
        session.exec(delete(Organisation))
        session.add_all(Organisation(name=name) for name in names)
    back_up(source, tmp_path / "b", "")
    restore(into, tmp_path / "b", replace=True)
    assert _names(into) == sorted(names)


@pytest.fixture
def engines(target: str, new_engine: NewEngine) -> tuple[Engine, Engine]:
    source, into = new_engine("sqlite"), new_engine(target)
    schema.migrate(source)
    return source, into


def _names(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return sorted(session.exec(select(Organisation.name)))


def _seq_in(path: Path, board: str) -> int:
    with open_backup(path) as backup:
        table = next(table for table in backup.manifest.tables if table.name == "board")
        [rows] = backup.batches(table)
        return int(next(row["seq"] for row in rows if row["id"] == board))
