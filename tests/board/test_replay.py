"""The log is the whole story: replayed from nothing it gives the same tables, and each event can be
taken back."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.engine import Engine

from app.board.protocol import COMMANDS
from app.board.snapshot import board_document
from app.live import log
from app.live.undo import REDO, UNDO
from tests.board.replay import lay_on, replay, state, wipe
from tests.cast import Stage

FINAL = {"board.set_up", "board.state", "note.erase"}

Story = Callable[[Stage], object]


def _note(stage: Stage) -> str:
    return stage.kari.writes("Frokost", **stage.cell("08:00", "Sykepleier"))


def _import(stage: Stage) -> None:
    new = str(uuid4())
    stage.frida.does(
        "note.import",
        professions=[{"id": new, "name": "Kjøkken", "code": "KJØ", "palette": 6}],
        notes=[{"title": "Bestille mat", "profession": new, "start": 720}],
    )


def _line(stage: Stage, word: str) -> str:
    return stage.cell("09:00", "Assistent")[word]


# One short story for each kind of event: what comes last in it is the event itself.
STORIES: dict[str, Story] = {
    "board.edit": lambda s: s.frida.does("board.edit", title="Nytt navn", person_word="user"),
    "board.state": lambda s: s.frida.does("board.state", state="locked"),
    "column.add": lambda s: s.frida.does(
        "column.add", grid=s.grid()["id"], label="Kveld", before=_line(s, "column")
    ),
    "column.edit": lambda s: s.frida.does(
        "column.edit", column=_line(s, "column"), label="Ni", group="Formiddag"
    ),
    "column.move": lambda s: s.frida.does("column.move", column=_line(s, "column")),
    "column.remove": lambda s: (
        _note(s),
        s.frida.does("column.remove", column=s.cell("08:00", "Sykepleier")["column"]),
    ),
    "note.create": lambda s: _note(s),
    "note.delete": lambda s: s.kari.does("note.delete", note=_note(s)),
    "note.edit": lambda s: s.kari.does(
        "note.edit", note=_note(s), title="Lunsj", start=700, days=["mon"], obligation="must"
    ),
    "note.erase": lambda s: s.frida.does("note.erase", note=_note(s)),
    "note.import": _import,
    "note.move": lambda s: s.kari.does("note.move", note=_note(s), **s.cell("10:00", "Assistent")),
    "note.restore": lambda s: (
        s.kari.does("note.delete", note=(note := _note(s))),
        s.kari.does("note.restore", note=note),
    ),
    "profession.add": lambda s: s.frida.does("profession.add", name="Nattevakt"),
    "profession.edit": lambda s: s.frida.does(
        "profession.edit", profession=s.professions["SV"], name="Husvert", palette=9
    ),
    "profession.remove": lambda s: s.frida.does(
        "profession.remove", profession=s.professions["SV"]
    ),
    "row.add": lambda s: s.frida.does("row.add", grid=s.grid()["id"], label="Post 1", kind="place"),
    "row.edit": lambda s: s.frida.does("row.edit", row=_line(s, "row"), label="Assistenter"),
    "row.move": lambda s: s.frida.does(
        "row.move", row=_line(s, "row"), before=s.cell("09:00", "Sykepleier")["row"]
    ),
    "row.remove": lambda s: (_note(s), s.frida.does("row.remove", row=_line(s, "row"))),
    "shift.add": lambda s: s.frida.does("shift.add", name="Mellomvakt", start=600, end=1080),
    "shift.edit": lambda s: s.frida.does(
        "shift.edit", shift=s.document()["shifts"][0]["id"], staffing=7
    ),
    "shift.remove": lambda s: (
        s.kari.writes("Frokost", shift=s.document()["shifts"][0]["id"]),
        s.frida.does("shift.remove", shift=s.document()["shifts"][0]["id"]),
    ),
}


def test_there_is_a_story_for_every_command() -> None:
    assert set(STORIES) | {"board.set_up"} == set(COMMANDS)


def test_every_kind_of_event_is_replayed_from_empty_to_the_same_tables(stage: Stage) -> None:
    for kind in sorted(set(STORIES) - FINAL):
        STORIES[kind](stage)
        actor = _whose(stage, kind)
        actor.does(UNDO)
        actor.does(REDO)
        if kind.startswith(("column", "row", "profession", "shift")):
            # The stories after this one count on the grid as it was.
            actor.does(UNDO)
    STORIES["note.erase"](stage)
    STORIES["board.state"](stage)
    expected = state(stage)
    with stage.engine.connect() as connection:
        done = {event.do for event in log.list_since(connection, stage.board, 0)}
    assert done == set(COMMANDS) | {UNDO, REDO}
    replay(stage)
    assert state(stage) == expected


@pytest.mark.parametrize("kind", sorted(set(STORIES) - FINAL))
def test_each_kind_of_event_is_taken_back_and_done_again(stage: Stage, kind: str) -> None:
    STORIES[kind](stage)
    latest = _latest(stage)
    assert latest.do == kind
    actor = _whose(stage, kind)
    after = _seen(stage)
    actor.does(UNDO)
    undone = _seen(stage)
    assert undone != after
    actor.does(REDO)
    assert _seen(stage) == after
    actor.does(UNDO)
    assert _seen(stage) == undone
    assert undone == _as_it_was_before(stage, latest.seq)


@pytest.mark.parametrize("kind", sorted(FINAL - {"board.set_up"}))
def test_what_is_final_is_passed_over_by_undo(stage: Stage, kind: str) -> None:
    STORIES[kind](stage)
    before = _seen(stage)
    stage.frida.is_refused(UNDO)
    assert _seen(stage) == before


def _whose(stage: Stage, kind: str) -> Any:
    by_kari = kind.startswith("note.") and kind not in ("note.import", "note.erase")
    return stage.kari if by_kari else stage.frida


def _latest(stage: Stage) -> log.Recorded:
    with stage.engine.connect() as connection:
        return log.list_since(connection, stage.board, 0)[-1]


def _seen(stage: Stage) -> dict[str, Any]:
    document = stage.document()
    del document["seq"], document["board"]["seq"]
    return document


def _as_it_was_before(stage: Stage, seq: int) -> dict[str, Any]:
    """The document as it was before event ``seq``, by replaying the log up to it."""
    with stage.engine.connect() as connection:
        outer = connection.begin()
        events = log.list_since(connection, stage.board, 0)
        wipe(connection, stage.board)
        for event in events:
            if event.seq < seq:
                lay_on(connection, stage.board, [event])
        person = stage.door.gate.admit(connection, stage.board, stage.frida.seat)
        document = board_document(connection, person)
        outer.rollback()
    del document["seq"], document["board"]["seq"]
    return document


def test_two_engines_are_really_tested(engine: Engine) -> None:
    assert engine.dialect.name in ("sqlite", "postgresql")
