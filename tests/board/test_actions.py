"""What commands do, on both databases."""

from uuid import uuid4

import pytest

from app.errors import (
    BoardClosed,
    BoardLocked,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    PersonalData,
)
from app.live.log import Recorded
from tests.cast import Stage


def test_a_note_needs_only_a_title_and_a_profession(stage: Stage) -> None:
    note = stage.kari.writes("  Dele ut medisiner ")
    seen = stage.ola.sees_note(note)
    assert seen is not None
    assert (seen["title"], seen["placements"], seen["number"]) == ("Dele ut medisiner", {}, 1)


def test_a_note_is_placed_and_takes_the_time_and_profession_of_its_cell(stage: Stage) -> None:
    place = stage.cell("08:00", "Helsefagarbeider")
    event = stage.kari.does(
        "note.create", title="Morgenstell", profession=stage.professions["SPL"], **place
    )
    seen = stage.ola.sees_note(event.about["note"])
    assert seen is not None
    assert seen["start"] == 8 * 60
    assert seen["profession"] == stage.professions["HFA"]
    assert seen["placements"][place["grid"]]["column"] == place["column"]


def test_a_move_within_the_span_of_a_column_keeps_the_time(stage: Stage) -> None:
    note = stage.kari.writes("Frokost", start=8 * 60 + 20)
    stage.kari.does("note.move", note=note, **stage.cell("08:00", "Sykepleier"))
    seen = stage.ola.sees_note(note)
    assert seen is not None
    assert seen["start"] == 8 * 60 + 20


def test_order_in_a_cell_is_as_it_was_dropped(stage: Stage) -> None:
    place = stage.cell("08:00", "Sykepleier")
    first, last = stage.kari.writes("Første", **place), stage.kari.writes("Siste", **place)
    middle = stage.per.writes("Midten", **place, before=last)
    seen = {
        note["id"]: note["placements"][place["grid"]]["rank"] for note in stage.ola.sees()["notes"]
    }
    assert sorted(seen, key=lambda note: seen[note]) == [first, middle, last]


def test_three_hundred_notes_dropped_in_the_same_spot_stay_in_order(stage: Stage) -> None:
    place = stage.cell("08:00", "Sykepleier")
    last = stage.kari.writes("Siste", **place)
    expected: list[str] = []
    before = last
    for number in range(300):
        # Each goes between the one before it and the one it must precede: ranks only get longer.
        note = stage.kari.writes(f"Lapp {number}", **place, before=before)
        expected.append(note)
        before = note if number % 2 else before
    ranks = {
        note["id"]: note["placements"][place["grid"]]["rank"] for note in stage.ola.sees()["notes"]
    }
    assert len(set(ranks.values())) == 301
    assert max(len(rank) for rank in ranks.values()) <= 60


def test_an_edited_time_moves_the_note_on_the_grid(stage: Stage) -> None:
    note = stage.kari.writes("Frokost", **stage.cell("08:00", "Sykepleier"))
    stage.per.does("note.edit", note=note, start=11 * 60 + 15)
    seen = stage.ola.sees_note(note)
    assert seen is not None
    there = stage.cell("11:00", "Sykepleier")
    assert seen["placements"][there["grid"]]["column"] == there["column"]


def test_an_edited_profession_moves_the_note_to_its_row_on_every_grid(stage: Stage) -> None:
    note = stage.kari.writes("Frokost", **stage.cell("08:00", "Sykepleier"))
    stage.kari.does("note.move", note=note, **stage.cell("Start", "Sykepleier", "horizontal"))
    event = stage.kari.does("note.edit", note=note, profession=stage.professions["ASS"])
    seen = stage.ola.sees_note(note)
    assert seen is not None
    for column, kind in (("08:00", "vertical"), ("Start", "horizontal")):
        there = stage.cell(column, "Assistent", kind)
        assert seen["placements"][there["grid"]]["row"] == there["row"]
    assert list(event.changes) == ["notes"]


def test_two_who_change_different_fields_both_keep_them(stage: Stage) -> None:
    note = stage.kari.writes("Frokost")
    base = stage.document()["seq"]
    stage.kari.does("note.edit", note=note, base=base, place="stue")
    stage.per.does("note.edit", note=note, base=base, description="husk allergier")
    seen = stage.ola.sees_note(note)
    assert seen is not None
    assert (seen["place"], seen["description"]) == ("stue", "husk allergier")


def test_two_who_change_the_same_text_lose_neither(stage: Stage) -> None:
    note = stage.kari.writes("Frokost")
    base = stage.document()["seq"]
    stage.kari.does("note.edit", note=note, base=base, title="Dekke til frokost")
    refused = stage.per.is_refused("note.edit", note=note, base=base, title="Servere frokost")
    assert isinstance(refused, Conflict)
    assert refused.details == {
        "field": "title",
        "yours": "Servere frokost",
        "theirs": "Dekke til frokost",
    }


def test_what_is_deleted_is_in_the_bin_and_comes_back_whole(stage: Stage) -> None:
    note = stage.kari.writes("Frokost", place="stue", **stage.cell("08:00", "Sykepleier"))
    before = stage.ola.sees_note(note)
    stage.kari.does("note.delete", note=note)
    assert stage.ola.sees_note(note) is None
    assert isinstance(stage.kari.is_refused("note.edit", note=note, title="Nei"), NotFound)
    stage.per.does("note.restore", note=note)
    assert stage.ola.sees_note(note) == before


def test_a_removed_column_leaves_its_notes_in_the_parking_lot(stage: Stage) -> None:
    place = stage.cell("08:00", "Sykepleier")
    note = stage.kari.writes("Frokost", **place)
    event = stage.frida.does("column.remove", column=place["column"])
    seen = stage.ola.sees_note(note)
    assert seen is not None
    assert seen["placements"] == {}
    assert event.changes["notes"] == {note: {"placements": {place["grid"]: None}}}
    stage.frida.does("edit.undo")
    assert stage.ola.sees_note(note)["placements"][place["grid"]]["column"] == place["column"]  # type: ignore[index]


def test_a_profession_with_notes_is_not_removed(stage: Stage) -> None:
    note = stage.kari.writes("Frokost", "SV")
    profession = stage.professions["SV"]
    assert isinstance(stage.frida.is_refused("profession.remove", profession=profession), Conflict)
    stage.kari.does("note.delete", note=note)
    stage.frida.does("profession.remove", profession=profession)
    assert "SV" not in stage.professions
    stage.kari.does("note.restore", note=note)
    assert stage.professions["SV"] == profession


def test_a_new_profession_gets_a_row_a_code_and_a_free_colour(stage: Stage) -> None:
    stage.frida.does("profession.add", name="Nattevakt")
    doc = stage.document()["professions"][-1]
    assert (doc["name"], doc["code"]) == ("Nattevakt", "NAT")
    assert doc["palette"] not in {p["palette"] for p in stage.document()["professions"][:-1]}
    for kind in ("vertical", "horizontal"):
        assert stage.grid(kind)["rows"][-1]["profession"] == doc["id"]


def test_erased_is_gone_from_the_tables_and_the_log(stage: Stage) -> None:
    note = stage.kari.writes("Noe om fru Borghild", confirmed=("title_and_name", "name"))
    stage.kari.does("note.edit", note=note, description="og mer om henne")
    assert isinstance(stage.kari.is_refused("note.erase", note=note), Forbidden)
    stage.frida.does("note.erase", note=note)
    everything = str(stage.dump())
    assert "Borghild" not in everything
    assert "mer om henne" not in everything
    assert isinstance(stage.kari.is_refused("edit.undo"), Conflict)


@pytest.mark.parametrize(("state", "refusal"), [("locked", BoardLocked), ("closed", BoardClosed)])
def test_a_board_that_is_not_open_takes_no_notes(
    stage: Stage, state: str, refusal: type[Exception]
) -> None:
    note = stage.kari.writes("Frokost")
    stage.frida.does("board.state", state=state)
    assert isinstance(stage.kari.is_refused("note.edit", note=note, title="Lunsj"), refusal)
    assert bool(stage.document()["board"]["closed_at"]) == (state == "closed")
    stage.frida.does("board.state", state="open")
    stage.kari.does("note.edit", note=note, title="Lunsj")


def test_personal_data_is_refused_and_a_warning_asks_once(stage: Stage) -> None:
    profession = stage.professions["SPL"]
    stop = stage.kari.is_refused("note.create", title="Bruker 150639 52084", profession=profession)
    assert isinstance(stop, PersonalData)
    assert stop.details == {"types": ["national_id"], "may_confirm": False}
    warning = stage.kari.is_refused(
        "note.create", title="Følge Ola N. til frisør", profession=profession
    )
    assert warning.details["may_confirm"] is True
    kinds = warning.details["types"]
    assert isinstance(kinds, list)
    outcome = stage.kari.send(
        "note.create",
        title="Følge Ola N. til frisør",
        profession=profession,
        confirmed=tuple(kinds),
    )
    assert isinstance(outcome, Recorded)


def test_the_guard_reads_every_text_of_a_command(stage: Stage) -> None:
    note = stage.kari.writes("Frokost")
    for field in ("title", "description", "place", "need", "competence", "frequency"):
        refused = stage.kari.is_refused("note.edit", note=note, **{field: "15063952084"})
        assert isinstance(refused, PersonalData)
    assert isinstance(stage.frida.is_refused("board.edit", agenda="15063952084"), PersonalData)
    assert isinstance(stage.frida.is_refused("profession.add", name="15063952084"), PersonalData)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "   "},
        {"title": "a" * 201},
        {"title": 7},
        {"title": "to\x00null"},
        {"title": "snudd \u202etekst"},
        {"title": "snudd \u061ctekst"},
        {"title": "to\u2028linjer"},
        {"title": "\u200b\u2060\ufeff"},
        # Within 200 letters as sent, but each becomes three in NFC.
        {"title": "\ufb2c" * 100},
        {"place": "\ufb2c" * 100},
        {"start": 1440},
        {"start": "480"},
        {"start": 8.5},
        {"start": True},
        {"duration": -1},
        {"type": "sticky"},
        {"obligation": "shall"},
        {"days": ["monday"]},
        {"days": "never"},
        {"description": "x" * 2001},
        {"profession": "SPL"},
        {"author": "Kari"},
        {"column": str(uuid4())},
        {"late": "yes"},
    ],
)
def test_a_field_that_is_wrong_is_named_and_nothing_written(
    stage: Stage, fields: dict[str, object]
) -> None:
    whole = {"title": "Frokost", "profession": stage.professions["SPL"], **fields}
    refused = stage.kari.is_refused("note.create", **whole)
    assert isinstance(refused, Invalid)


def test_html_in_a_title_is_text(stage: Stage) -> None:
    note = stage.kari.writes("<b>Stell</b>")
    assert stage.ola.sees_note(note)["title"] == "<b>Stell</b>"  # type: ignore[index]


def test_another_boards_things_do_not_exist(stage: Stage) -> None:
    note = stage.kari.writes("Frokost")
    place = stage.cell("08:00", "Sykepleier")
    for do, fields in (
        ("note.edit", {"note": note, "title": "Tatt"}),
        ("note.move", {"note": note, **place}),
        ("note.delete", {"note": note}),
        ("note.erase", {"note": note}),
        ("note.create", {"title": "Ny", "profession": stage.professions["SPL"]}),
        ("column.remove", {"column": place["column"]}),
        ("row.edit", {"row": place["row"], "label": "Min"}),
        ("profession.edit", {"profession": stage.professions["SPL"], "name": "Min"}),
    ):
        assert isinstance(stage.ute.is_refused(do, **fields), NotFound)


def test_an_id_that_is_in_use_anywhere_is_not_taken(stage: Stage) -> None:
    note = stage.kari.writes("Frokost")
    other = stage.ute.sees()["professions"][0]["id"]
    refused = stage.ute.is_refused("note.create", note=note, title="Tatt", profession=other)
    assert isinstance(refused, Conflict)


def test_an_import_is_one_change_that_is_placed_and_undone(stage: Stage) -> None:
    new = str(uuid4())
    before = stage.document()
    stage.frida.does(
        "note.import",
        professions=[{"id": new, "name": "Kjøkken", "code": "KJØ", "palette": 6}],
        notes=[
            {"title": "Bestille mat", "profession": new, "start": 12 * 60},
            {"title": "Følge ved behov", "profession": new, "frequency": "ved behov"},
            {"title": "Rapport", "profession": stage.professions["SPL"], "start": 7 * 60 + 30},
        ],
    )
    document = stage.document()
    vertical = stage.grid()["id"]
    assert [bool(note["placements"].get(vertical)) for note in document["notes"]] == [True] * 3
    assert "KJØ" in stage.professions
    stage.frida.does("edit.undo")
    after = stage.document()
    assert {**after, "seq": 0, "board": 0} == {**before, "seq": 0, "board": 0}
    stage.frida.does("edit.redo")
    again = stage.document()
    assert {**again, "seq": 0, "board": 0} == {**document, "seq": 0, "board": 0}


def test_when_a_board_closes_it_is_forgotten_whose_anything_was(stage: Stage) -> None:
    stage.kari.writes("Frokost")
    closing = stage.frida.does("board.state", state="closed")
    left = [row for row in stage.dump()["event_seat"] if row["board"] == stage.board]
    assert [row["seq"] for row in left] == [closing.seq]


def test_a_column_of_time_needs_its_span(stage: Stage) -> None:
    grid = stage.grid()["id"]
    refused = stage.frida.is_refused("column.add", grid=grid, label="Kveld", kind="time", start=900)
    assert isinstance(refused, Invalid)
