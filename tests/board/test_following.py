"""What must follow a change: nothing on the board may refer to what is not there any more."""

from app.errors import Conflict
from tests.cast import Stage


def test_an_undone_edit_brings_its_profession_back(stage: Stage) -> None:
    note = stage.kari.writes("Frokost", "SV")
    stage.kari.does("note.edit", note=note, profession=stage.professions["SPL"])
    stage.frida.does("profession.remove", profession=stage.professions["SV"])
    stage.kari.does("edit.undo")
    seen = stage.ola.sees_note(note)
    assert seen is not None
    assert seen["profession"] == stage.professions["SV"]


def test_what_is_in_the_bin_by_now_is_not_changed_there(stage: Stage) -> None:
    # An edit taken back in the bin would be half a note to those who do not know it.
    note = stage.kari.writes("Frokost")
    stage.kari.does("note.edit", note=note, title="Lunsj")
    stage.per.does("note.delete", note=note)
    assert isinstance(stage.kari.is_refused("edit.undo"), Conflict)
    stage.per.does("edit.undo")
    stage.kari.does("edit.undo")
    seen = stage.ola.sees_note(note)
    assert seen is not None
    assert seen["title"] == "Frokost"


def test_a_profession_takes_its_columns_along_too(stage: Stage) -> None:
    grid = stage.grid()["id"]
    profession = stage.professions["SV"]
    added = stage.frida.does("column.add", grid=grid, label="SV", profession=profession)
    stage.frida.does("profession.remove", profession=profession)
    assert added.about["column"] not in {column["id"] for column in stage.grid()["columns"]}
    stage.frida.does("edit.undo")
    assert added.about["column"] in {column["id"] for column in stage.grid()["columns"]}


def test_a_note_comes_back_without_the_shift_that_is_gone(stage: Stage) -> None:
    shift = stage.document()["shifts"][0]["id"]
    note = stage.kari.writes("Frokost", shift=shift)
    stage.kari.does("note.delete", note=note)
    stage.frida.does("shift.remove", shift=shift)
    stage.kari.does("note.restore", note=note)
    seen = stage.ola.sees_note(note)
    assert seen is not None
    assert seen["shift"] is None


def test_the_last_row_does_not_go_with_its_profession(stage: Stage) -> None:
    professions = list(stage.professions.values())
    for profession in professions[1:]:
        stage.frida.does("profession.remove", profession=profession)
    refused = stage.frida.is_refused("profession.remove", profession=professions[0])
    assert isinstance(refused, Conflict)


def test_the_last_column_is_not_undone_away(stage: Stage) -> None:
    added = stage.frida.does("column.add", grid=stage.grid()["id"], label="Ny")
    for column in stage.grid()["columns"]:
        if column["id"] != added.about["column"]:
            stage.frida.does("column.remove", column=column["id"])
    refused = stage.frida.is_refused("column.remove", column=added.about["column"])
    assert isinstance(refused, Conflict)
