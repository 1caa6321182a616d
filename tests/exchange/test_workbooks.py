"""Workbooks, as spreadsheet programs write them and as people fill them in."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from app.board.words import Days, Obligation
from app.exchange.task_file import Record, TaskFile, TaskFileError, read_task_file
from app.i18n import Message
from tests.exchange.excel_file import excel_file, shared, sheet

HEADER = ["Tittel", "Yrkesgruppe", "Tid", "Varighet (min)", "Dager", "Må/kan", "Merknad"]


def active(book: Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def make(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in (HEADER, *rows):
        active(book).append(row)
    return saved(book)


def read(data: bytes) -> TaskFile:
    return read_task_file(data, "oppgaver.xlsx")


def only(*row: object) -> Record:
    (record,) = read(make(list(row))).records
    return record


def test_a_sheet_of_texts_reads_as_a_text_file_does() -> None:
    record = only("Måle blodtrykk", "Sjukepleiar", "kl. 9", "ca 45", "man, ons", "MÅ", "en\nto")
    assert (record.number, record.title, record.start, record.duration) == (
        1,
        "Måle blodtrykk",
        540,
        45,
    )
    assert (record.days, record.obligation, record.description) == (
        ("mon", "wed"),
        Obligation.MUST,
        "en\nto",
    )
    assert [each.known.code for each in record.professions if each.known] == ["SPL"]


@pytest.mark.parametrize(
    ("cell", "start"),
    [
        (time(7, 45), 465),
        (time(7, 59, 59, 600_000), 480),
        (time(0, 0), 0),
        (datetime(2026, 11, 24, 8, 30), 510),
        (timedelta(hours=8, minutes=15), 495),
        (8, 480),
        (730, 450),
        (1 / 3, 480),
        (0.3125, 450),
        (7.3, 450),
        ("08:00", 480),
    ],
)
def test_times_of_every_kind_become_clock_minutes(cell: object, start: int) -> None:
    assert only("Rapport", "SPL", cell).start == start


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (45, 45),
        (45.0, 45),
        (1.5, 90),
        (time(0, 45), 45),
        (time(1, 30), 90),
        (timedelta(minutes=90), 90),
        ("2 t", 120),
    ],
)
def test_durations_of_every_kind_become_minutes(cell: object, minutes: int) -> None:
    assert only("Rapport", "SPL", None, cell).duration == minutes


def test_a_date_that_excel_has_made_of_a_span_is_not_taken_for_minutes() -> None:
    record = only("Rapport", "SPL", None, date(2026, 10, 15))
    assert record.duration is None
    assert record.read_as[0].values["written"] == "2026-10-15"


def test_a_workbook_that_counts_from_1904_gives_the_same_times() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)
    active(book).append(HEADER)
    active(book).append(["Rapport", "SPL", datetime(2026, 11, 24, 8, 30)])
    assert read(saved(book)).records[0].start == 510


def test_numbers_and_letters_of_mixed_looks_are_text() -> None:
    parts = CellRichText("Gi ", TextBlock(InlineFont(b=True), "medisiner"), " på stua")
    assert only(parts, "SPL").title == "Gi medisiner på stua"
    assert only(17, "SPL").title == "17"


def test_a_workbook_as_excel_lays_it_out_is_read() -> None:
    texts = shared(
        "<t>Tittel</t>",
        "<t>Tid</t>",
        "<t>Varighet</t>",
        '<r><t xml:space="preserve">Gi </t></r><r><rPr><b/></rPr><t>medisin</t></r>'
        "<rPh><t>GI</t></rPh>",
    )
    rows = (
        '<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="s"><v>2</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" s="1"><v>0.33333333333333331</v></c>'
        '<c r="C2" s="2"><v>1.0416666666666666E-2</v></c></row>'
        '<row><c t="s"><v>3</v></c><c s="4"><v>0.3125</v></c><c s="3"><v>46310</v></c></row>'
    )
    parts = {"xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": sheet(rows)}
    first, second = read(excel_file(parts)).records
    assert (first.title, first.start, first.duration) == ("Gi medisin", 480, 15)
    assert first.read_as[0].values["written"] == "0:15"
    assert (second.start, second.duration) == (450, None)


def test_element_names_with_a_prefix_are_the_same_names() -> None:
    rows = (
        '<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="A2" t="str"><x:f>B9</x:f><x:v>Vask</x:v></x:c></x:row>'
    )
    xml = f'<x:worksheet xmlns:x="urn:x"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    file = read(excel_file({"xl/worksheets/sheet1.xml": xml}))
    assert [record.title for record in file.records] == ["Vask"]


def test_empty_rows_count_as_in_the_spreadsheet_and_are_passed_over() -> None:
    file = read(make(["Stell"], [], [None, " "], ["Vask"]))
    assert [(record.number, record.title) for record in file.records] == [(1, "Stell"), (4, "Vask")]


def test_a_lone_cell_at_the_bottom_of_the_sheet_does_no_harm() -> None:
    book = Workbook()
    active(book).append(HEADER)
    active(book).append(["Stell"])
    active(book).cell(1_048_576, 3, " ")
    assert [record.title for record in read(saved(book)).records] == ["Stell"]


def test_the_header_may_stand_below_a_heading() -> None:
    book = Workbook()
    for row in (["Oppgaver på Solsiden"], [], HEADER, ["Stell", "HFA"]):
        active(book).append(row)
    active(book).merge_cells("A1:G1")
    file = read(saved(book))
    assert [(record.number, record.title) for record in file.records] == [(1, "Stell")]
    assert file.said == ()


def test_cells_merged_downwards_count_for_each_of_their_rows() -> None:
    rows = [
        ["Dekke bord", "Sykepleier"],
        ["Rydde bord"],
        [],
        ["Koke kaffe"],
        ["Vaske", "Renholder"],
    ]
    book = Workbook()
    for row in (HEADER, *rows):
        active(book).append(row)
    active(book).merge_cells("B2:B5")
    file = read(saved(book))
    groups = [(r.number, [g.name for g in r.professions]) for r in file.records]
    assert groups == [
        (1, ["Sykepleier"]),
        (2, ["Sykepleier"]),
        (4, ["Sykepleier"]),
        (5, ["Renholder"]),
    ]
    assert [message.msgid for message in file.said] == [
        "A value in merged cells counts for each of their rows."
    ]


def test_the_first_sheet_that_is_shown_and_has_a_header_is_read_and_said() -> None:
    book = Workbook()
    active(book).title = "Forside"
    active(book).append(["Velkommen"])
    hidden = book.create_sheet("Gammelt")
    hidden.sheet_state = "hidden"
    right, later = book.create_sheet("Dagvakt"), book.create_sheet("Kveldsvakt")
    for each, title in ((hidden, "Skjult"), (right, "Stell"), (later, "Senere")):
        each.append(HEADER)
        each.append([title])
    file = read(saved(book))
    assert [record.title for record in file.records] == ["Stell"]
    assert file.said[0].values == {"sheet": "Dagvakt"}


def test_a_workbook_whose_only_header_is_hidden_is_refused_in_words() -> None:
    book = Workbook()
    active(book).append(["Velkommen"])
    hidden = book.create_sheet("Skjult")
    hidden.append(HEADER)
    hidden.sheet_state = "hidden"
    with pytest.raises(TaskFileError) as refused:
        read(saved(book))
    assert "No sheet that is shown" in refused.value.message.msgid


def test_a_formula_gives_the_value_that_was_saved_with_it() -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>A9</f><v>Gå tur</v></c></row>'
    )
    file = read(excel_file({"xl/worksheets/sheet1.xml": sheet(rows)}))
    assert [record.title for record in file.records] == ["Gå tur"]


def test_a_formula_without_a_value_is_skipped_for_that_reason() -> None:
    file = read(make(["=A9", "SPL"], ["Vask"]))
    assert [record.title for record in file.records] == ["Vask"]
    assert (file.skipped[0].record, file.skipped[0].reason.msgid[:27]) == (
        1,
        "A formula has no value yet.",
    )


def test_a_text_that_looks_like_a_formula_is_text() -> None:
    book = Workbook()
    active(book).append(HEADER)
    active(book).append(["x"])
    active(book)["A2"].value = "=SUM(A1:A9)"
    active(book)["A2"].data_type = "s"
    assert read(saved(book)).records[0].title == "=SUM(A1:A9)"


def test_a_cell_that_shows_an_error_is_skipped_for_that_reason() -> None:
    file = read(make(["Stell", "#REF!"], ["Vask"]))
    assert [record.title for record in file.records] == ["Vask"]
    assert file.skipped[0].reason.values == {"error": "#REF!"}


def test_signs_that_xml_cannot_hold_are_line_breaks_or_refused() -> None:
    assert only("Stell", None, None, None, None, None, "en_x000D_\nto").description == "en\nto"
    assert read(make(["St_x0007_ell"])).skipped[0].record == 1


def test_a_workbook_by_another_name_is_read_as_what_it_is() -> None:
    file = read_task_file(make(["Stell", "HFA", None, None, "alle"]), "oppgaver.csv")
    assert file.records[0].days is Days.ALL


def test_thousands_of_rows_are_read_and_numbered() -> None:
    file = read(make(*([f"Oppgave {n}", "SPL", time(8)] for n in range(1, 2001))))
    assert [record.number for record in file.records] == list(range(1, 2001))
    assert file.skipped == ()


def test_every_sentence_of_a_workbook_can_be_said() -> None:
    file = read(make(["=A9"], ["#REF!"], ["x" * 300]))
    for skipped in file.skipped:
        values = {
            name: value.msgid if isinstance(value, Message) else value
            for name, value in skipped.reason.values.items()
        }
        assert skipped.reason.msgid % values
    assert len(file.skipped) == 3
