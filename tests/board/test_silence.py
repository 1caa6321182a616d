"""In silent writing nobody learns what another one writes: not by a refusal either."""

from io import BytesIO
from typing import Any

import pytest
from httpx2 import Response
from pypdf import PdfReader

from app.errors import BoardSilent
from tests.cast import Stage
from tests.theatre import Theatre

HIDDEN = "Ingen skal se dette"


@pytest.fixture
def pers(stage: Stage) -> str:
    """Per has a note from before, in a cell, and has changed its text since it became silent."""
    note = stage.per.writes("Fra før", **stage.cell("08:00", "Sykepleier"))
    stage.frida.does("board.state", state="silent")
    stage.per.does("note.edit", note=note, title=HIDDEN)
    return note


def test_a_refusal_does_not_quote_what_one_may_not_see(stage: Stage, pers: str) -> None:
    place = stage.cell("08:00", "Sykepleier")
    orders: dict[str, dict[str, Any]] = {
        "note.edit": {"title": "Mitt", "base": 0},
        "note.move": place,
        "note.delete": {},
        "note.restore": {},
    }
    for name in ("kari", "frida"):
        for do, fields in orders.items():
            refused = stage.actors[name].is_refused(do, note=pers, **fields)
            assert isinstance(refused, BoardSilent), (name, do)
            assert HIDDEN not in str(refused.details)


def test_what_is_changed_beside_ones_own_notes_waits_until_it_is_open_again(stage: Stage) -> None:
    # The others are told nothing of an event with notes in it: they would never hear of the column.
    place = stage.cell("09:00", "Assistent")
    stage.frida.does("board.state", state="silent")
    stage.frida.writes("Friderikes", "ASS", **place)
    refused = stage.frida.is_refused("column.remove", column=place["column"])
    assert isinstance(refused, BoardSilent)
    stage.frida.does("column.edit", column=place["column"], label="Ni")


def test_undo_does_not_reach_other_peoples_notes(stage: Stage, pers: str) -> None:
    stage.frida.does("board.state", state="open")
    stage.frida.does("note.move", note=pers, **stage.cell("10:00", "Sykepleier"))
    stage.frida.does("board.state", state="silent")
    assert isinstance(stage.frida.is_refused("edit.undo"), BoardSilent)


def test_no_page_and_no_file_shows_it(small_theatre: Theatre) -> None:
    stage, get = small_theatre.stage, small_theatre.client.get
    stage.per.writes("Fra før", **stage.cell("08:00", "Sykepleier"))
    addresses = _addresses(small_theatre)
    for address in addresses:
        # The first printing makes the cards that are held in the hand.
        get(address, headers=small_theatre.headers("kari"))
    cards = [f"/k/{row['token']}" for row in stage.dump()["card"]]
    assert cards
    stage.frida.does("board.state", state="silent")
    stage.per.writes(HIDDEN, **stage.cell("08:00", "Sykepleier"))
    for name in ("kari", "frida", "lise", "ola"):
        for address in (*addresses, *cards):
            shown = _text_of(get(address, headers=small_theatre.headers(name)))
            assert HIDDEN not in shown, (name, address)
            assert "Fra før" not in shown, (name, address)
    own = get(f"/api/boards/{stage.board}/export.json", headers=small_theatre.headers("per"))
    assert HIDDEN in own.text


def _addresses(theatre: Theatre) -> list[str]:
    """Every address of the board that gives something to read."""
    routers = [
        route.original_router
        for route in theatre.client.app.routes  # type: ignore[attr-defined]
        if hasattr(route, "original_router")
    ]
    paths = [
        route.path
        for router in routers
        for route in router.routes
        if "{board_id}" in route.path and "GET" in getattr(route, "methods", ())
    ]
    assert len(paths) > 15
    return [path.replace("{board_id}", theatre.stage.board) for path in paths]


def _text_of(answer: Response) -> str:
    if answer.headers.get("content-type", "").startswith("application/pdf"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return answer.text
