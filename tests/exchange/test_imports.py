"""A task file onto a board, through the door, on both databases."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from app.db import writer
from app.errors import BoardClosed, BoardSilent, Forbidden, Invalid, TooLarge, UnknownPerson
from app.exchange.imports import Imported, NotAllTaken, import_into, open_task_file
from tests.cast import Stage, set_the_stage

DATA = Path(__file__).parents[1] / "data"
HEADER = "tittel;yrkesgruppe;tid;varighet_min;vakt;dager;merknad\n"


def bring(
    stage: Stage,
    file: bytes,
    *,
    name: str = "oppgaver.csv",
    who: str = "frida",
    confirmed: tuple[str, ...] = (),
    **how: bool,
) -> Imported:
    """An import by one of the cast, committed as the command line does it."""
    actor = stage.actors[who]
    with writer(stage.engine).begin() as connection:
        return import_into(
            connection,
            stage.door,
            stage.board,
            actor.seat,
            open_task_file(file, name),
            frozenset(confirmed),
            **how,
        )


def lines(*records: str) -> bytes:
    return (HEADER + "\n".join(records)).encode()


def sentences(report: Imported, name: str) -> list[tuple[int, str]]:
    key = "reason" if name == "skipped" else "text"
    listed: Any = report.as_document("en")[name]
    return [(item["record"], item[key]) for item in listed]


def by_title(stage: Stage) -> dict[str, dict[str, Any]]:
    return {note["title"]: note for note in stage.document()["notes"]}


def profession_of(stage: Stage, note: dict[str, Any]) -> str:
    return next(
        str(doc["name"])
        for doc in stage.document()["professions"]
        if doc["id"] == note["profession"]
    )


def test_a_nursing_homes_file_becomes_a_note_for_every_record(stage: Stage) -> None:
    done = bring(stage, (DATA / "sykehjem.csv").read_bytes())
    document = stage.document()
    assert (done.created, done.skipped, done.to_confirm) == (139, (), ())
    assert [note["id"] for note in document["notes"]] == list(done.notes)
    assert [note["number"] for note in document["notes"]] == list(range(1, 140))
    shifts = {doc["id"]: doc["key"] for doc in document["shifts"]}
    count = Counter(shifts.get(note["shift"]) for note in document["notes"])
    assert count == {"day": 112, "evening": 16, "night": 11}


def test_every_task_of_the_day_with_a_time_stands_in_its_cell(stage: Stage) -> None:
    bring(stage, (DATA / "sykehjem.csv").read_bytes())
    document = stage.document()
    grid = stage.grid()
    columns = {column["id"]: column for column in grid["columns"]}
    rows = {row["id"]: row for row in grid["rows"]}
    timed = [n for n in document["notes"] if n["start"] is not None and 450 <= n["start"] < 930]
    assert len(timed) > 80
    for note in timed:
        place = note["placements"][grid["id"]]
        column = columns[place["column"]]
        assert column["start"] <= note["start"] < column["end"]
        assert rows[place["row"]]["profession"] == note["profession"]
    assert {row["label"] for row in grid["rows"]} >= {"Avdelingsleder", "Renholder", "Vaktmester"}


def test_home_care_fits_its_template(engine: Engine) -> None:
    stage = set_the_stage(engine, "hjemmetjeneste")
    done = bring(stage, (DATA / "hjemmetjeneste.csv").read_bytes())
    assert (done.created, done.skipped) == (84, ())
    grid = stage.grid()
    as_needed = [n for n in stage.document()["notes"] if n["frequency"] == "ved behov"]
    kinds = {column["id"]: column["kind"] for column in grid["columns"]}
    assert as_needed
    assert {kinds[n["placements"][grid["id"]]["column"]] for n in as_needed} == {"as_needed"}


def test_what_people_really_send_becomes_what_the_answer_key_says(stage: Stage) -> None:
    before = {doc["name"] for doc in stage.document()["professions"]}
    done = bring(stage, (DATA / "rotete_import.csv").read_bytes())
    assert done.created == 13
    assert sentences(done, "skipped") == [(9, "The title is empty.")]
    notes = by_title(stage)
    added = {doc["name"] for doc in stage.document()["professions"]} - before
    assert added == {"Nattevakt", "Kjøkken"}
    assert profession_of(stage, notes["Tilsynsrunde"]) == "Nattevakt"
    assert profession_of(stage, notes["Bestille mat"]) == "Kjøkken"
    assert profession_of(stage, notes["Måle blodtrykk"]) == "Sykepleier"
    shared = [n for n in stage.document()["notes"] if n["title"] == "Dekke bord"]
    assert {profession_of(stage, note) for note in shared} == {"Servicevert", "Assistent"}
    assert notes["Servere frokost; rydde etterpå"]["description"] == (
        "to oppgaver på én lapp\nog linjeskift"
    )
    assert {"=SUM(A1:A9)", "<b>Stell</b>"} <= notes.keys()
    said = {record for record, __ in sentences(done, "read_as")}
    assert {2, 5, 6, 8, 10} <= said


def test_a_new_profession_is_said_and_gets_a_row_code_and_free_colour(stage: Stage) -> None:
    done = bring(stage, lines("Tilsyn;Nattevakt;23;;;;", "Runde;Nattevakt;24;;;;"))
    added = [d for d in stage.document()["professions"] if d["name"] == "Nattevakt"]
    assert len(added) == 1
    others = [d for d in stage.document()["professions"] if d["name"] != "Nattevakt"]
    assert added[0]["code"] not in {d["code"] for d in others}
    assert added[0]["palette"] not in {d["palette"] for d in others}
    assert any(row["profession"] == added[0]["id"] for row in stage.grid()["rows"])
    new = "The professional group “Nattevakt” is new on this board."
    assert [record for record, text in sentences(done, "read_as") if text == new] == [1]


def test_a_profession_is_found_by_the_name_and_code_that_the_board_gives_it(stage: Stage) -> None:
    stage.frida.does(
        "profession.edit", profession=stage.professions["ASS"], name="Hjelpere", code="HJE"
    )
    done = bring(stage, lines("A;hjelpere;;;;;", "B;HJE;;;;;", "C;hje;;;;;", "D;SPL;;;;;"))
    assert done.read_as == ()
    used = {profession_of(stage, note) for note in stage.document()["notes"]}
    assert used == {"Hjelpere", "Sykepleier"}


def test_a_record_without_a_profession_is_taken_and_said(stage: Stage) -> None:
    before = set(stage.professions.values())
    done = bring(stage, b"tittel\nRe opp senger\nFrokost\n")
    assert done.created == 2
    (only,) = {note["profession"] for note in stage.document()["notes"]}
    assert only not in before
    assert {record for record, __ in sentences(done, "read_as")} == {1, 2}
    again = bring(stage, b"tittel\nVaske\n")
    assert again.created == 1
    assert {note["profession"] for note in stage.document()["notes"]} == {only}


def test_a_shift_is_found_by_name_and_left_open_when_it_is_not_there(stage: Stage) -> None:
    stage.frida.does("shift.add", name="Mellomvakt", start=660, end=1140)
    done = bring(stage, lines("A;SPL;;;mellomvakt;;", "B;SPL;;;Langvakt;;", "C;SPL;08:00;;;;"))
    shifts = {doc["id"]: doc["name"] for doc in stage.document()["shifts"]}
    notes = by_title(stage)
    assert shifts[notes["A"]["shift"]] == "Mellomvakt"
    assert notes["B"]["shift"] is None
    assert notes["C"]["shift"] is None
    gone = "There is no shift “Long shift” on the board; the shift was left open."
    assert sentences(done, "read_as") == [(2, gone)]


def test_one_undo_takes_the_whole_import_back(stage: Stage) -> None:
    bring(stage, (DATA / "rotete_import.csv").read_bytes())
    stage.frida.does("edit.undo")
    assert stage.document()["notes"] == []
    assert "Nattevakt" not in {doc["name"] for doc in stage.document()["professions"]}
    stage.frida.does("edit.redo")
    assert len(stage.document()["notes"]) == 13


def test_personal_data_is_left_out_and_the_rest_is_taken(stage: Stage) -> None:
    file = lines(
        "Frokost;SPL;;;;;",
        "Stelle bruker 150639 52084;SPL;;;;;",
        "Ringe 915 73 892;SPL;;;;;",
        "Tur;Fru Nordmann;;;;;",
    )
    done = bring(stage, file)
    assert [note["title"] for note in stage.document()["notes"]] == ["Frokost"]
    assert [record for record, __ in sentences(done, "skipped")] == [2, 3, 4]
    assert "national identity number" in sentences(done, "skipped")[0][1]
    assert "phone" in done.to_confirm
    assert "national_id" not in done.to_confirm


def test_what_was_looked_at_and_confirmed_is_taken(stage: Stage) -> None:
    file = lines("Ringe 915 73 892;SPL;;;;;", "Stelle bruker 150639 52084;SPL;;;;;")
    done = bring(stage, file, confirmed=("phone", "national_id"))
    assert [note["title"] for note in stage.document()["notes"]] == ["Ringe 915 73 892"]
    assert [record for record, __ in sentences(done, "skipped")] == [2]
    assert done.to_confirm == ()


def test_strict_takes_all_or_none(stage: Stage) -> None:
    before = stage.dump()
    with pytest.raises(NotAllTaken) as refused:
        bring(stage, (DATA / "rotete_import.csv").read_bytes(), strict=True)
    assert stage.dump() == before
    assert "record 9: The title is empty." in refused.value.message.in_locale("en")
    assert refused.value.as_document("en") == {
        "created": 0,
        "skipped": [{"record": 9, "reason": "The title is empty."}],
    }
    assert bring(stage, (DATA / "sykehjem.csv").read_bytes(), strict=True).created == 139


def test_a_dry_run_reports_and_writes_nothing(stage: Stage) -> None:
    before = stage.dump()
    tried = bring(stage, (DATA / "rotete_import.csv").read_bytes(), dry_run=True)
    assert stage.dump() == before
    done = bring(stage, (DATA / "rotete_import.csv").read_bytes())
    assert (tried.created, tried.notes, tried.dry_run) == (done.created, (), True)
    assert (tried.read_as, tried.skipped) == (done.read_as, done.skipped)


def test_a_file_with_nothing_to_take_writes_nothing_and_says_so(stage: Stage) -> None:
    before = stage.dump()
    done = bring(stage, lines(";SPL;;;;;"))
    assert stage.dump() == before
    assert done.created == 0
    assert "nothing was written" in str(done.as_document("en")["message"])


@pytest.mark.parametrize("who", ["ola", "lise", "kari"])
def test_only_the_facilitator_may_import_even_to_try(stage: Stage, who: str) -> None:
    before = stage.dump()
    for dry_run in (True, False):
        with pytest.raises(Forbidden):
            bring(stage, lines("Frokost;SPL;;;;;"), who=who, dry_run=dry_run)
    assert stage.dump() == before


def test_another_boards_facilitator_is_a_stranger_here(stage: Stage) -> None:
    before = stage.dump()
    with pytest.raises(UnknownPerson):
        bring(stage, lines("Frokost;SPL;;;;;"), who="ute")
    assert stage.dump() == before


def test_nothing_is_imported_while_people_write_in_silence_or_after_closing(stage: Stage) -> None:
    stage.frida.does("board.state", state="silent")
    with pytest.raises(BoardSilent):
        bring(stage, lines("Frokost;SPL;;;;;"))
    stage.frida.does("board.state", state="closed")
    with pytest.raises(BoardClosed):
        bring(stage, lines("Frokost;SPL;;;;;"))


def test_a_file_that_is_none_is_refused_in_words(stage: Stage) -> None:
    before = stage.dump()
    with pytest.raises(Invalid):
        bring(stage, b"%PDF-1.7", name="liste.csv")
    with pytest.raises(TooLarge):
        bring(stage, b"a" * (10 * 1024 * 1024 + 1))
    assert stage.dump() == before


def test_more_notes_than_one_change_may_hold_are_refused(stage: Stage) -> None:
    before = stage.dump()
    with pytest.raises(TooLarge, match=r"too_large") as refused:
        bring(stage, lines(*["Frokost;SPL/HFA;;;;;"] * 2501))
    assert "5002" in refused.value.message.in_locale("en")
    assert stage.dump() == before


def test_more_new_professions_than_a_board_can_want_are_refused(stage: Stage) -> None:
    with pytest.raises(Invalid) as refused:
        bring(
            stage,
            lines(*[f"Frokost;Gruppe {letter}{n};;;;;" for letter in "ABCD" for n in range(26)]),
        )
    assert "104" in refused.value.message.in_locale("en")


def test_an_import_is_one_event_in_the_log(stage: Stage) -> None:
    before = stage.dump()["event"]
    bring(stage, (DATA / "sykehjem.csv").read_bytes())
    after = stage.dump()["event"]
    assert [event["do"] for event in after if event not in before] == ["note.import"]
