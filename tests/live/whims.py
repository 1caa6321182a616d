"""What people may think of: commands about what one sees, what is in the bin, or nothing."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st

from tests.live.people import Somebody

# A few, so that people meet: in one note, in one cell, on one column.
some = st.integers(0, 6)
minutes = st.sampled_from([0, 450, 725, 1439])
texts = st.sampled_from(["Frokost", "Måltid", "Æ 🥄 'x'", "a" * 120])

FIELDS = {
    "title": texts,
    "description": texts,
    "place": texts,
    "start": st.none() | minutes,
    "duration": st.none() | st.just(30),
    "obligation": st.sampled_from([None, "must", "can"]),
    "days": st.sampled_from([[], ["mon", "sun"], "weekday"]),
    "profession": some,
    "shift": st.none() | some,
}

edits = st.fixed_dictionaries({}, optional=FIELDS).filter(bool)


@dataclass
class Known:
    """All ids there ever were on a board, so that some of them are of what is gone."""

    notes: list[str] = field(default_factory=list)

    def note(self, number: int) -> str:
        return _pick(self.notes, number)


def seen(person: Somebody, collection: str, number: int, **like: Any) -> str:
    """The id of something that a person sees, by its place in the order."""
    docs = [
        doc
        for doc in person.reader.docs.get(collection, {}).values()
        if like.items() <= doc.items()
    ]
    ordered = sorted(docs, key=lambda doc: (doc["rank"], doc["id"]))
    return _pick([doc["id"] for doc in ordered], number)


def cell(person: Somebody, grid: int, column: int, row: int) -> dict[str, str]:
    """A cell as a person sees it."""
    where = seen(person, "grids", grid)
    return {
        "grid": where,
        "column": seen(person, "columns", column, grid=where),
        "row": seen(person, "rows", row, grid=where),
    }


def fields_of(person: Somebody, drawn: dict[str, Any]) -> dict[str, Any]:
    """The fields of an edit, where ids of professions and shifts stand for their numbers."""
    names = {"profession": "professions", "shift": "shifts"}
    return {
        name: seen(person, names[name], value) if name in names and value is not None else value
        for name, value in drawn.items()
    }


def _pick(ids: list[str], number: int) -> str:
    """One of them; where there are none, an id that nobody has."""
    return ids[number % len(ids)] if ids else str(uuid4())
