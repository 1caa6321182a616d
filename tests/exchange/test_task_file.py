"""Text files: letters, delimiters, headers, and what people really send."""

from pathlib import Path

import pytest

from app.board.words import Days, Obligation
from app.exchange.columns import NAMES, Column
from app.exchange.task_file import Record, TaskFile, TaskFileError, read_task_file
from app.i18n import Message

DATA = Path(__file__).parents[1] / "data"
HEADER = (
    "tittel;yrkesgruppe;tid;varighet_min;vakt;dager;sted;brukerbehov;kompetansekrav;må_kan;merknad"
)


def read(text: str) -> TaskFile:
    return read_task_file(text.encode(), "oppgaver.csv")


def sentence(message: Message) -> str:
    return message.msgid % {
        name: sentence(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }


def only(text: str) -> Record:
    (record,) = read(text).records
    return record


def groups(record: Record) -> list[str]:
    return [each.known.code if each.known else each.name for each in record.professions]


# rotete_fasit.csv, written out: groups, start, duration, shift, days, how often, must or can.
MESSY: dict[int, tuple[object, ...]] = {
    1: (["SPL"], 480, 60, "day", Days.ALL, "", Obligation.MUST),
    2: (["HFA"], 540, 45, "day", Days.ALL, "", Obligation.CAN),
    3: (["HFA"], 465, 120, "day", Days.WEEKDAY, "", Obligation.MUST),
    4: (["ASS"], None, None, "day", (), "", None),
    5: (["SPL"], 630, 10, "day", ("mon", "wed", "fri"), "", Obligation.CAN),
    6: (["Nattevakt"], 1380, 45, "night", Days.ALL, "", Obligation.MUST),
    7: (["SV", "ASS"], 480, 20, "day", Days.WEEKEND, "", Obligation.CAN),
    8: (["SPL"], 660, 120, "day", ("wed",), "", Obligation.MUST),
    10: (["Kjøkken"], 720, 90, "day", Days.ALL, "", Obligation.CAN),
    11: (["ASS"], 720, 45, "day", (), "sommer", Obligation.CAN),
    12: (["ASS"], 720, 45, "day", Days.ALL, "", Obligation.CAN),
    13: (["HFA"], 480, 30, "day", Days.ALL, "", Obligation.CAN),
}


@pytest.fixture(scope="module")
def messy() -> TaskFile:
    return read_task_file((DATA / "rotete_import.csv").read_bytes(), "rotete_import.csv")


@pytest.mark.parametrize("number", MESSY)
def test_each_messy_record_becomes_what_the_key_says(messy: TaskFile, number: int) -> None:
    record = next(record for record in messy.records if record.number == number)
    assert (
        groups(record),
        record.start,
        record.duration,
        record.shift,
        record.days,
        record.frequency,
        record.obligation,
    ) == MESSY[number]


def test_the_messy_file_gives_as_many_notes_per_record_as_the_key_says(messy: TaskFile) -> None:
    lines = (DATA / "rotete_fasit.csv").read_text(encoding="utf-8").splitlines()[1:]
    notes = {int(line.split(";")[0]): int(line.split(";")[1]) for line in lines}
    assert {record.number: len(record.professions) for record in messy.records} == {
        number: count for number, count in notes.items() if count
    }
    assert {skipped.record for skipped in messy.skipped} == {
        number for number, count in notes.items() if not count
    }


def test_the_record_without_a_title_is_skipped_for_that_reason(messy: TaskFile) -> None:
    (skipped,) = messy.skipped
    assert (skipped.record, sentence(skipped.reason)) == (9, "The title is empty.")


def test_what_was_guessed_is_said_and_nothing_else(messy: TaskFile) -> None:
    said = {record.number: [sentence(each) for each in record.read_as] for record in messy.records}
    assert {number for number, sentences in said.items() if sentences} == {2, 5, 8, 10}
    assert "ca 45" in said[2][0] and "45 minutes" in said[2][0]
    assert "lower end, 10 minutes" in said[5][0]
    assert "onsdag 11-13" in said[8][0]
    assert "hours: 90 minutes" in said[10][0]


def test_texts_keep_their_signs_and_remarks_their_line_breaks(messy: TaskFile) -> None:
    by_number = {record.number: record for record in messy.records}
    assert by_number[2].title == "Servere frokost; rydde etterpå"
    assert by_number[2].description == "to oppgaver på én lapp\nog linjeskift"
    assert by_number[12].title == "=SUM(A1:A9)"
    assert by_number[13].title == "<b>Stell</b>"


@pytest.mark.parametrize(("name", "count"), [("sykehjem", 139), ("hjemmetjeneste", 84)])
def test_a_real_shaped_file_is_taken_whole(name: str, count: int) -> None:
    file = read_task_file((DATA / f"{name}.csv").read_bytes(), f"{name}.csv")
    assert (len(file.records), file.skipped, file.said) == (count, (), ())
    assert [record.number for record in file.records] == list(range(1, count + 1))
    assert all(len(record.professions) == 1 for record in file.records)
    unknown = {group.name for r in file.records for group in r.professions if not group.known}
    assert unknown == set()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_letters_delimiters_and_line_ends_go_together_in_any_way(
    delimiter: str, encoding: str, line_end: str
) -> None:
    rows = [
        ["tittel", "yrkesgruppe", "må_kan", "merknad"],
        [
            "Måle blodtrykk på stua",
            "Sykepleier",
            "Må",
            '"én ting; to, tre"'.replace(delimiter, " "),
        ],
        ["Øve på gåing", "Lærling", "kan", ""],
    ]
    text = line_end.join(delimiter.join(row) for row in rows)
    data = text.encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    first, second = read_task_file(data, "x.csv").records
    assert (first.title, groups(first), first.obligation) == (
        "Måle blodtrykk på stua",
        ["SPL"],
        Obligation.MUST,
    )
    assert (second.title, groups(second)) == ("Øve på gåing", ["LÆR"])


@pytest.mark.parametrize("language", [0, 1, 2])
def test_the_header_is_understood_in_three_languages_in_any_order_and_case(language: int) -> None:
    values = {
        Column.TITLE: "Legge dosett",
        Column.PROFESSION: "spl",
        Column.TIME: "11:00",
        Column.DURATION: "120",
        Column.SHIFT: "dag",
        Column.DAYS: "onsdag",
        Column.PLACE: "medisinrom",
        Column.NEED: "legemidler",
        Column.COMPETENCE: "sykepleier",
        Column.OBLIGATION: "må",
        Column.DESCRIPTION: "nytt",
    }
    columns = list(reversed(values))
    header = ";".join(NAMES[column][language].upper() for column in columns)
    record = only(header + "\n" + ";".join(values[column] for column in columns))
    assert (record.title, groups(record), record.start, record.duration) == (
        "Legge dosett",
        ["SPL"],
        660,
        120,
    )
    assert (record.shift, record.days, record.place) == ("day", ("wed",), "medisinrom")
    assert (record.need, record.competence) == ("legemidler", "sykepleier")
    assert (record.obligation, record.description) == (Obligation.MUST, "nytt")


def test_no_two_columns_share_a_name() -> None:
    names = [(name, column) for column, names in NAMES.items() for name in set(names)]
    assert len({name for name, __ in names}) == len(names)


def test_only_the_title_is_needed() -> None:
    record = only("Oppgave\nRe opp senger")
    assert record == Record(number=1, title="Re opp senger")


def test_a_column_that_is_not_known_is_said_and_left_out() -> None:
    file = read("tittel;favorittfarge;sted\nStell;blå;rom")
    assert [sentence(each) for each in file.said] == [
        "The column “favorittfarge” is not known here; it was left out."
    ]
    assert file.records[0].place == "rom"


def test_lines_above_the_header_and_excels_own_hint_are_passed_over() -> None:
    file = read("sep=;\nOppgaver på dagvakt;;\n;;\nTittel;Sted;Vakt\nStell;rom;D")
    assert [(record.number, record.title, record.shift) for record in file.records] == [
        (1, "Stell", "day")
    ]


def test_empty_lines_are_passed_over_and_still_count() -> None:
    file = read("tittel;sted\n\nStell;rom\n;;\n ; \nVask;gang\n\n")
    assert [(record.number, record.title) for record in file.records] == [(2, "Stell"), (5, "Vask")]


def test_a_record_over_several_lines_is_one_record() -> None:
    file = read('tittel;merknad\nStell;"en\nto"\nVask;\n')
    assert [record.number for record in file.records] == [1, 2]


def test_titles_are_one_tidy_line_in_composed_letters() -> None:
    record = only('tittel;merknad\n"  Ga\u030a\n\u00a0 tur  ";" a \r\n b "')
    assert (record.title, record.description) == ("Gå tur", "a\nb")


def test_a_start_and_an_end_give_the_duration_that_is_not_given() -> None:
    record = only(HEADER + "\nRapport;SPL;07.30-07:45;;;;;;;;")
    assert (record.start, record.duration) == (450, 15)
    assert "15 minutes" in sentence(record.read_as[0])


def test_a_duration_of_its_own_wins_over_the_end() -> None:
    record = only(HEADER + "\nRapport;SPL;8-10;30;;;;;;;")
    assert (record.start, record.duration) == (480, 30)
    assert "Only the start of “8-10”" in sentence(record.read_as[0])


def test_a_record_with_too_many_fields_is_skipped_for_that_reason() -> None:
    file = read("tittel;sted\nServere frokost; rydde etterpå; stue\nStell;rom")
    assert [record.title for record in file.records] == ["Stell"]
    assert "quotation marks" in sentence(file.skipped[0].reason)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("x" * 201, "The title has 201 characters; there is room for 200."),
        ("Stell;" + "y" * 2001, "The remark has 2001 characters; there is room for 2000."),
        ("Stell;;" + "z" * 121, "The place has 121 characters; there is room for 120."),
        ("Stell;;;" + "/".join("abcdefghijk"), "More than 10 professional groups"),
        ("Stell;;;" + "a" * 61, "The professional group has 61 characters"),
        ("St\x00ell", "The title holds signs that do not show"),
        ("Stell;a\x1bb", "The remark holds signs that do not show"),
        ("St\u202eell", "The title holds signs"),
        ("\u200b\u00a0", "The title is empty."),
    ],
)
def test_a_record_that_does_not_fit_is_skipped_and_never_cut(row: str, reason: str) -> None:
    file = read(f"tittel;merknad;sted;yrkesgruppe\n{row}\nVask;;;")
    assert [record.title for record in file.records] == ["Vask"]
    assert sentence(file.skipped[0].reason).startswith(reason)


def test_texts_that_just_fit_are_taken_whole() -> None:
    record = only("tittel;merknad\n" + "å" * 200 + ";" + "ø" * 2000)
    assert (len(record.title), len(record.description)) == (200, 2000)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The file is empty."),
        (" \n\n", "The file is empty."),
        ("navn;alder\nStell;3", "The first line must name the columns"),
        ("tittel;sted", "no tasks below"),
        ('tittel;sted\nVask;gang\n"Stell;rom\nMat;stue', "mark after record 1 has no partner"),
        ('tittel;sted\n"Stell"rom;gang', "mark after record 0 has no partner"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(text: str, reason: str) -> None:
    with pytest.raises(TaskFileError) as refused:
        read(text)
    assert reason in sentence(refused.value.message)
    assert refused.value.code == "invalid"
