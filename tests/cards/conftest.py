import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.cards.labels import labels
from app.cards.printing import TEMPLATES
from app.db import make_engine
from app.paper.engine import PrintEngine
from tests.cards.boards import RealBoard, make_real_board
from tests.theatre import Theatre, open_theatre


@pytest.fixture(scope="session")
def press() -> Iterator[PrintEngine]:
    with PrintEngine({"cards": TEMPLATES}) as press:
        yield press


@pytest.fixture(scope="session")
def words() -> dict[str, str]:
    """The labels in the language they are written in; the translations have tests of their own."""
    return labels(lambda msgid: msgid)


@pytest.fixture(scope="package")
def playhouse(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    """One app on SQLite for the folder; each test makes a board of its own, or changes none."""
    database = tmp_path_factory.mktemp("cards") / "lappetavla.db"
    shutil.copy(migrated_file, database)
    engine = make_engine(f"sqlite:///{database}")
    with open_theatre(engine) as theatre:
        yield theatre
    engine.dispose()


@pytest.fixture(scope="package")
def filled(playhouse: Theatre) -> Callable[[str], RealBoard]:
    """The board of an example file, by the file's name. Made once: look, and change nothing."""
    boards: dict[str, RealBoard] = {}
    templates = {"sykehjem": "sykehjem-dag", "hjemmetjeneste": "hjemmetjeneste"}

    def board(name: str) -> RealBoard:
        if name not in boards:
            boards[name] = make_real_board(playhouse, template=templates[name], file=f"{name}.csv")
        return boards[name]

    return board


@pytest.fixture
def board(playhouse: Theatre) -> RealBoard:
    """An empty board of a nursing home's day."""
    return make_real_board(playhouse)
