"""What must be one when all have been told everything: pictures, documents, tables and log."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from app.board.collections import placement_table
from app.live.models import Event
from tests.board.astray import astray
from tests.board.reader import flat
from tests.board.replay import Tables, held_and_told
from tests.live.people import Somebody
from tests.live.screens import Screens
from tests.live.served import Board

TABLES = {
    "board": "board",
    "professions": "profession",
    "shifts": "shift",
    "grids": "grid",
    "columns": "grid_column",
    "rows": "grid_row",
    "notes": "note",
}

_events = Event.__table__  # type: ignore[attr-defined]


def all_agree(board: Board, people: Iterable[Somebody], engine: Engine, screens: Screens) -> None:
    """Bring everybody up to date and compare. Raises AssertionError where two tell otherwise."""
    people = list(people)
    for person in people:
        person.be_still()
    for person in people:
        document = _document_of(person)
        assert person.reader.docs == flat(document), f"{person.name} sees another board"
        shown = screens.show(person.name, person.told)
        person.told.clear()
        assert shown["notes"] == _notes(document), f"{person.name}'s page shows other notes"
        assert shown["cells"] == _cells(document), f"{person.name}'s page has another order"
    held, told = held_and_told(engine, board.id)
    assert held == told, "the log tells another story than the tables"
    _check_tables(held, board.document())
    with engine.connect() as connection:
        assert not astray(connection, board.id)
        _check_log(connection, board.id, people, int(held["board"][0]["seq"]))
        _check_order(connection, board)


def _document_of(person: Somebody) -> dict[str, Any]:
    """The document of the moment that the person has come to."""
    while True:
        document = person.board.document(person.token)
        # What was sent over a connection that broke may be done after all: then there is news.
        while person.reader.seq < document["seq"] or person.is_promised_a_whole:
            person.hear()
        if person.reader.seq == document["seq"]:
            return document


def _check_log(connection: Connection, board: str, people: list[Somebody], seq: int) -> None:
    """Each command is there once or not at all, as its sender was told, and no seq is missing."""
    rows = connection.execute(
        sa.select(_events.c.seq, _events.c.command)
        .where(_events.c.board == board)
        .order_by(_events.c.seq)
    ).all()
    assert [row.seq for row in rows] == list(range(1, seq + 1))
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row.command, []).append(row.seq)
    for person in people:
        for command, sent in person.sent.items():
            outcome, there = person.outcomes[command], found.get(command, [])
            assert len(there) <= 1, f"{sent} was done {len(there)} times"
            if isinstance(outcome, int):
                assert there == [outcome], f"{sent} was to be event {outcome}, and is {there}"
            elif command not in person.repeated:
                assert not there, f"{sent} was refused with {outcome}, and is event {there}"


def _check_tables(tables: Tables, document: dict[str, Any]) -> None:
    """What the server gives out, maybe from memory, is what its tables hold."""
    given = flat(document)
    for collection, table in TABLES.items():
        for row in tables[table]:
            doc = given[collection].get(row["id"])
            if doc is None:
                # In silent writing not even the facilitator sees everybody's notes.
                is_hidden = collection == "notes" and document["board"]["state"] == "silent"
                assert row["deleted"] or is_hidden, f"{collection} lacks {row['id']}"
                continue
            fields = [name for name in doc if name in row and name != "closed_at"]
            assert not row.get("deleted"), f"{collection} shows {row['id']} from the bin"
            assert {name: row[name] for name in fields} == {name: doc[name] for name in fields}


def _check_order(connection: Connection, board: Board) -> None:
    """The database and the document put each cell in the same order, and no two share a place."""
    document = board.document()
    places = sa.select(placement_table).where(placement_table.c.board == board.id)
    cells: dict[str, list[str]] = {}
    seen = {note["id"] for note in document["notes"]}
    for row in connection.execute(places.order_by(placement_table.c.rank, placement_table.c.note)):
        if row.note in seen:
            cells.setdefault(f"{row.grid} {row.column} {row.row}", []).append(row.note)
    assert cells == _cells(document)


def _notes(document: dict[str, Any]) -> dict[str, Any]:
    return {note["id"]: note for note in document["notes"]}


def _cells(document: dict[str, Any]) -> dict[str, list[str]]:
    """The ids in each cell, in the order that docs/protocol.md tells."""
    cells: dict[str, list[tuple[str, str]]] = {}
    for note in document["notes"]:
        for grid, place in note["placements"].items():
            cell = f"{grid} {place['column']} {place['row']}"
            cells.setdefault(cell, []).append((place["rank"], note["id"]))
    return {cell: [note for __, note in sorted(held)] for cell, held in cells.items()}
