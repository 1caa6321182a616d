"""Thousands of notes into one spot, by many at once: the order is whole, and the same for all."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from app.board.collections import placement_table
from app.board.places import LONGEST_RANK
from tests.board.reader import Reader, flat
from tests.theatre import Theatre

# Two put each note before the same one, the third before the one that she has written last.
SEATS = {"kari": False, "per": False, "frida": True}
EACH = 700
AT_ONCE = 35


def test_thousands_of_notes_into_one_spot_keep_one_order(theatre: Theatre) -> None:
    stage = theatre.stage
    cell = stage.cell("08:00", "Sykepleier")
    anchor = stage.kari.writes("Alle skal foran denne", **cell)
    start = stage.document()
    with ThreadPoolExecutor(len(SEATS)) as pool:
        asked = [pool.submit(_insert, theatre, name, cell, anchor) for name in SEATS]
        before = {note: other for done in asked for note, other in done.result().items()}
    assert len(before) == len(SEATS) * EACH

    reader, order = _told_by_the_log(theatre, start, before, anchor, cell["grid"])
    document = stage.document()
    assert reader.docs == flat(document)
    assert _in_order(flat(document)["notes"], cell["grid"]) == order
    assert _in_the_tables(theatre, cell) == order


def _insert(theatre: Theatre, name: str, cell: dict[str, str], anchor: str) -> dict[str, str]:
    """One seat's notes, some at a time; for each which note it was put before."""
    profession = theatre.stage.professions["SPL"]
    before: dict[str, str] = {}
    newest = anchor
    for first in range(0, EACH, AT_ONCE):
        commands = []
        for number in range(first, first + AT_ONCE):
            note = str(uuid4())
            before[note] = newest if SEATS[name] else anchor
            new = {"note": note, "title": f"{name} {number}", "profession": profession}
            where = {**cell, "before": before[note]}
            commands.append({"id": f"{number}", "do": "note.create", **new, **where})
            newest = note
        answer = theatre.client.post(
            f"/api/boards/{theatre.stage.board}/commands",
            json=commands,
            headers=theatre.headers(name),
        )
        assert [message["is"] for message in answer.json()] == ["event"] * AT_ONCE
    return before


def _told_by_the_log(
    theatre: Theatre, start: dict[str, Any], before: dict[str, str], anchor: str, grid: str
) -> tuple[Reader, list[str]]:
    """What a client sees that follows the log, and the order that was asked for.

    They agree whenever ranks were given anew: that is done in the event that needed it, whole.
    """
    reader = Reader()
    reader.read({"is": "snapshot", **start})
    order, renumberings = [anchor], 0
    while reader.seq < start["seq"] + len(before):
        events = theatre.client.get(
            f"/api/boards/{theatre.stage.board}/events?since={reader.seq}",
            headers=theatre.headers("ola"),
        ).json()["events"]
        for event in events:
            reader.read(event)
            order.insert(order.index(before[event["note"]]), event["note"])
            patches = event["changes"]["notes"].values()
            ranks = [patch["placements"][grid]["rank"] for patch in patches]
            assert max(map(len, ranks)) <= LONGEST_RANK
            if len(ranks) > 1:
                renumberings += 1
                assert _in_order(reader.docs["notes"], grid) == order, event["seq"]
    assert renumberings > 0, "the ranks never grew: this test tests nothing"
    return reader, order


def _in_order(notes: dict[str, dict[str, Any]], grid: str) -> list[str]:
    """The notes of a grid by rank, no two of which are the same."""
    ranked = {note["placements"][grid]["rank"]: note["id"] for note in notes.values()}
    assert len(ranked) == len(notes)
    return [ranked[rank] for rank in sorted(ranked)]


def _in_the_tables(theatre: Theatre, cell: dict[str, str]) -> list[str]:
    """The same as the database orders it."""
    place = placement_table.c
    here = [place[name] == cell[name] for name in ("grid", "column", "row")]
    with theatre.stage.engine.connect() as connection:
        rows = connection.execute(sa.select(place.note).where(*here).order_by(place.rank))
        return [row.note for row in rows]
