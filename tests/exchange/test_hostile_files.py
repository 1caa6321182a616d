"""Files that mean harm, or are not what they say: each is refused in words, and soon."""

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.exchange.task_file import MAX_BYTES, MAX_RECORDS, TaskFileError, read_task_file
from tests.exchange.excel_file import excel_file

DATA = Path(__file__).parents[1] / "data"
# Far above what reading takes, and far below what an unbounded read would.
SOON_SECONDS = 5.0


def refusal(data: bytes, name: str = "oppgaver.csv") -> TaskFileError:
    began = time.monotonic()
    with pytest.raises(TaskFileError) as refused:
        read_task_file(data, name)
    assert time.monotonic() - began < SOON_SECONDS
    return refused.value


def with_part(part: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook in which one part is another."""
    return excel_file({part: content}, method)


@pytest.mark.parametrize(
    "beginning",
    [
        b"%PDF-1.7\n",
        b"MZ\x90\x00",
        b"\x7fELF\x02",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff\xe0",
        b"Rar!\x1a",
    ],
)
def test_a_file_of_another_kind_is_named_in_the_refusal(beginning: bytes) -> None:
    refused = refusal(beginning + bytes(200), "oppgaver.csv")
    assert "is no task file" in refused.message.msgid
    assert refused.message.values == {"name": "oppgaver.csv"}


def test_old_excel_files_and_those_with_a_password_are_told_how_to_be_saved() -> None:
    refused = refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "oppgaver.xlsx")
    assert "old format" in refused.message.msgid


def test_a_board_as_json_is_told_to_wait() -> None:
    assert "JSON" in refusal(b'\n {"format": 1}', "tavle.json").message.msgid


def test_a_name_that_turns_text_around_is_not_repeated() -> None:
    assert refusal(b"%PDF-1.7", "a\u202egpj.csv").message.values == {"name": "…"}


def test_more_than_ten_megabytes_are_not_looked_at() -> None:
    refused = refusal(b"tittel\n" + b"x" * MAX_BYTES)
    assert refused.code == "too_large"


def test_five_thousand_records_are_taken_and_one_more_is_refused() -> None:
    text = "tittel\n" + "Stell\n" * MAX_RECORDS
    assert len(read_task_file(text.encode(), "x.csv").records) == MAX_RECORDS
    assert refusal((text + "Vask").encode()).code == "too_large"


def test_ten_million_line_ends_are_refused() -> None:
    assert refusal(b"tittel\n" + b"\n" * (MAX_BYTES - 10)).code == "too_large"


def test_a_million_signs_in_one_field_cost_only_their_record() -> None:
    file = read_task_file(b"tittel\n" + b"x" * 1_000_000 + b"\nVask\n", "x.csv")
    assert [record.title for record in file.records] == ["Vask"]
    assert file.skipped[0].reason.values["length"] == 1_000_000


def test_a_million_fields_in_one_row_cost_only_their_record() -> None:
    file = read_task_file(b"tittel\n" + b"x;" * 1_000_000 + b"\nVask\n", "x.csv")
    assert [record.title for record in file.records] == ["Vask"]


@pytest.mark.parametrize("field", ["1-" * 60, " " * 119, "kl " * 39, "mandag " * 17, "9" * 119])
def test_no_field_is_slow_to_read(field: str) -> None:
    began = time.monotonic()
    rows = f"Stell;{field};{field};{field};{field}\n" * 1000
    read_task_file(f"tittel;tid;varighet;dager;yrkesgruppe\n{rows}".encode(), "x.csv")
    assert time.monotonic() - began < SOON_SECONDS


def test_bytes_without_letters_are_refused() -> None:
    assert "letters" in refusal(b"tittel\n\x81\x8d\x8f").message.msgid


def test_a_file_of_two_encodings_is_refused_rather_than_garbled() -> None:
    mixed = "tittel\nMåle blodtrykk\n".encode() + "Øve på gåing\n".encode("cp1252")
    assert "letters" in refusal(mixed).message.msgid


def test_utf16_without_its_mark_is_refused() -> None:
    assert "first line" in refusal("tittel\nStell".encode("utf-16-le")).message.msgid


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "no Excel workbook" in refusal(out.getvalue(), "oppgaver.xlsx").message.msgid


@pytest.mark.parametrize("keep", [4, 100, 0.5, 0.9])
def test_a_workbook_that_was_cut_off_is_refused(keep: float) -> None:
    whole = excel_file({})
    cut = whole[: int(keep if keep >= 1 else keep * len(whole))]
    assert "no Excel workbook" in refusal(cut).message.msgid


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/media/a"])
def test_a_part_that_unpacks_to_very_much_is_refused_before_it_is_unpacked(part: str) -> None:
    assert refusal(with_part(part, bytes(40 * 1024 * 1024))).code == "too_large"


def test_a_part_that_lies_about_its_size_is_read_no_further_than_it_says() -> None:
    bomb = with_part("xl/sharedStrings.xml", b"<sst>" + b" " * 30_000_000 + b"</sst>")
    size = struct.pack("<I", 30_000_011)
    assert size in bomb
    refused = refusal(bomb.replace(size, struct.pack("<I", 1000)))
    assert "no Excel workbook" in refused.message.msgid


def test_too_many_parts_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(1500):
            archive.writestr(f"xl/{number}.xml", "")
    assert refusal(out.getvalue()).code == "too_large"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_has_no_measure_is_refused(method: int) -> None:
    packed = with_part("xl/sharedStrings.xml", b"<sst/>" * 1000, method)
    assert "no Excel workbook" in refusal(packed).message.msgid


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>',
        b"<a>" * 100_000,
        b"<sst><si><t>",
        b"not XML",
    ],
    ids=["entities", "outside", "deep", "open", "none"],
)
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_xml_that_means_harm_is_refused(part: str, xml: bytes) -> None:
    assert "no Excel workbook" in refusal(with_part(part, xml)).message.msgid


@pytest.mark.parametrize(
    "row",
    [
        '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
        '<row r="3"/><row r="2"/>',
        '<row r="2"><c r="A2" t="s"><v>99999</v></c></row>',
        '<row r="2"><c r="A2"><v>1e999x</v></c></row>',
        '<row r="2"><c r="" s="x"><v>1</v></c></row>',
    ],
)
def test_rows_and_cells_that_cannot_be_are_refused(row: str) -> None:
    header = '<row r="1"><c r="A1" t="inlineStr"><is><t>Tittel</t></is></c></row>'
    xml = f"<worksheet><sheetData>{header}{row}</sheetData></worksheet>"
    refused = refusal(with_part("xl/worksheets/sheet1.xml", xml.encode()))
    assert "no Excel workbook" in refused.message.msgid


@pytest.mark.parametrize("value", ["1e999", "-1e300", "NaN"])
def test_numbers_beyond_measure_cost_only_their_record(value: str) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Tittel</t></is></c></row>'
        f'<row r="2"><c r="A2"><v>{value}</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>Vask</t></is></c></row>'
    )
    xml = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    file = read_task_file(with_part("xl/worksheets/sheet1.xml", xml.encode()), "x.xlsx")
    assert file.records[-1].title == "Vask"


def taken_or_refused(data: bytes) -> None:
    began = time.monotonic()
    try:
        read_task_file(data, "x")
    except TaskFileError as refused:
        assert refused.code in ("invalid", "too_large")
    assert time.monotonic() - began < 1


WHOLE = excel_file({})
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(st.binary(max_size=2000))
@example(b"PK\x03\x04")
@example(b"PK\x05\x06" + bytes(18))
def test_any_bytes_are_taken_or_refused(data: bytes) -> None:
    taken_or_refused(data)


@MANY
@given(st.text(max_size=300), st.sampled_from(["tid", "varighet", "dager", "yrkesgruppe", "vakt"]))
def test_any_text_below_a_header_is_taken_or_refused(text: str, column: str) -> None:
    taken_or_refused(f"tittel;{column}\nStell;{text}\n".encode())


@MANY
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_workbook_with_any_bytes_changed_is_taken_or_refused(
    changes: list[tuple[int, int]],
) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place % len(data)] = value
    taken_or_refused(bytes(data))


@MANY
@given(st.data())
def test_a_sheet_with_any_letters_changed_is_taken_or_refused(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        xml = bytearray(archive.read("xl/worksheets/sheet1.xml"))
    for __ in range(data.draw(st.integers(1, 6))):
        xml[data.draw(st.integers(0, len(xml) - 1))] = data.draw(st.integers(32, 126))
    taken_or_refused(with_part("xl/worksheets/sheet1.xml", bytes(xml)))
