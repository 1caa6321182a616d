"""What has happened to one note, and one's own undo past what others have changed."""

from typing import Any

from app.errors import Conflict, Invalid
from tests.cast import Stage
from tests.theatre import Theatre


def test_the_history_of_a_note_tells_each_change_and_what_it_replaced(
    small_theatre: Theatre,
) -> None:
    stage = small_theatre.stage
    note = stage.kari.writes("Frokost")
    stage.kari.writes("Lunsj")
    stage.per.does("note.edit", note=note, title="Frokost i hagen")
    told = _history(small_theatre, "ola", note)
    assert [event["do"] for event in told] == ["note.create", "note.edit"]
    assert told[1]["changes"] == {"notes": {note: {"title": "Frokost i hagen"}}}
    assert told[1]["was"] == {"notes": {note: {"title": "Frokost"}}}
    assert "seat" not in str(told)
    later = _history(small_theatre, "ola", note, since=told[0]["seq"])
    assert [event["seq"] for event in later] == [told[1]["seq"]]


def test_in_silent_writing_the_history_of_others_notes_is_not_told(small_theatre: Theatre) -> None:
    stage = small_theatre.stage
    note = stage.kari.writes("Frokost")
    stage.frida.does("board.state", state="silent")
    assert _history(small_theatre, "per", note) == []
    assert len(_history(small_theatre, "kari", note)) == 1


def test_what_was_erased_is_in_no_history(small_theatre: Theatre) -> None:
    stage = small_theatre.stage
    note = stage.kari.writes("Skal bort")
    stage.frida.does("note.erase", note=note)
    told = _history(small_theatre, "frida", note)
    assert [event["do"] for event in told] == ["note.create", "note.erase"]
    assert "Skal bort" not in str(told)


def test_another_boards_people_learn_nothing(small_theatre: Theatre) -> None:
    note = small_theatre.stage.kari.writes("Frokost")
    board = small_theatre.stage.board
    answer = small_theatre.client.get(
        f"/api/boards/{board}/notes/{note}/history", headers=small_theatre.headers("ute")
    )
    assert answer.status_code == 404


def test_undo_goes_past_a_change_that_someone_else_has_changed(stage: Stage) -> None:
    first = stage.kari.writes("Frokost")
    second = stage.kari.writes("Lunsj")
    stage.kari.does("note.edit", note=second, title="Lunsj klokka tolv")
    stage.per.does("note.edit", note=second, title="Lunsj kl. 12")
    stuck = stage.kari.is_refused("edit.undo")
    assert isinstance(stuck, Conflict)
    # Past the edit lies the making of the same note: it can go, whatever its title is now.
    again = stage.kari.is_refused("edit.undo", past=stuck.details["of"])
    assert isinstance(again, Conflict)
    stage.kari.does("edit.undo", past=again.details["of"])
    assert stage.kari.sees_note(first) is None
    assert stage.kari.sees_note(second) is not None
    stage.kari.does("edit.redo")
    assert stage.kari.sees_note(first) is not None


def test_undo_past_everything_finds_nothing(stage: Stage) -> None:
    stage.kari.writes("Frokost")
    assert isinstance(stage.kari.is_refused("edit.undo", past=1), Invalid)


def _history(theatre: Theatre, name: str, note: str, since: int = 0) -> list[dict[str, Any]]:
    answer = theatre.client.get(
        f"/api/boards/{theatre.stage.board}/notes/{note}/history?since={since}",
        headers=theatre.headers(name),
    )
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["events"]
    return found
