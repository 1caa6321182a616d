"""Erased is gone from what the server keeps ready as well."""

import time
from pathlib import Path
from typing import Any

from app import schema
from app.cards.outputs import load_list, must_can_pdf
from app.db import make_engine
from app.paper.engine import PrintEngine
from tests.theatre import Theatre, open_theatre


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


def test_the_log_of_the_database_keeps_nothing_of_an_erased_note(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'board.db'}")
    schema.migrate(engine)
    with open_theatre(engine) as theatre, theatre.connected("frida") as frida:
        note = theatre.stage.kari.writes("Nordlyssymfonien")
        frida.say("note.erase", note=note)
        frida.hear("event", do="note.erase")
        deadline = time.monotonic() + 20
        while any(b"Nordlyssymfonien" in file.read_bytes() for file in tmp_path.iterdir()):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    engine.dispose()
