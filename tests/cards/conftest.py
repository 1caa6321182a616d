from collections.abc import Iterator

import pytest

from app.cards.labels import labels
from app.cards.printing import TEMPLATES
from app.paper.engine import PrintEngine


@pytest.fixture(scope="session")
def engine() -> Iterator[PrintEngine]:
    with PrintEngine({"cards": TEMPLATES}) as engine:
        yield engine


@pytest.fixture(scope="session")
def words() -> dict[str, str]:
    """The labels in the language they are written in; the translations have tests of their own."""
    return labels(lambda msgid: msgid)
