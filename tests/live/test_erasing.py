"""Erased is gone from what the server keeps ready as well."""

from typing import Any

from app.cards.outputs import load_list, must_can_pdf
from app.paper.engine import PrintEngine
from tests.theatre import Theatre


def test_printed_pages_are_forgotten_when_a_note_is_erased(small_theatre: Theatre) -> None:
    app: Any = small_theatre.client.app
    paper: PrintEngine = app.state.paper
    note = small_theatre.stage.kari.writes("Skal bort")
    person = app.state.hub.admit(small_theatre.stage.board, small_theatre.stage.frida.seat)
    must_can_pdf(paper, load_list(app.state.engine, person))
    assert paper.keeps_pages
    with small_theatre.connected("frida") as frida:
        frida.say("note.erase", note=note)
        frida.hear("event", do="note.erase")
    assert not paper.keeps_pages
