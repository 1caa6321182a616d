"""The task file: bytes from anyone, read into tasks. Pure; knows neither database nor web."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.exchange.cells import Cell
from app.exchange.columns import Header
from app.exchange.delimited import MAX_BYTES, decode, read_text_rows
from app.exchange.records import Record, Skipped, read_record
from app.exchange.refusals import TaskFileError
from app.exchange.sheets import read_sheet_rows
from app.exchange.texts import quoted, tidy_line
from app.i18n import Message, _

__all__ = ["MAX_BYTES", "Record", "Skipped", "TaskFile", "TaskFileError", "read_task_file"]

MAX_RECORDS = 5000
# A sheet may end in a million empty rows; more lines than a sheet has are no task file.
_MAX_ROWS = 1_100_000
_MOST_UNKNOWN_SAID = 20

_WORKBOOK_MARK = b"PK\x03\x04"
_EMPTY_ZIP_MARK = b"PK\x05\x06"
_OLD_OFFICE_MARK = b"\xd0\xcf\x11\xe0"
_OTHER_MARKS = (
    *(b"%PDF", b"MZ", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!"),
    *(b"7z\xbc\xaf", b"{\\rtf", b"BM", b"SQLite format 3"),
)


@dataclass(frozen=True, slots=True)
class TaskFile:
    """What a file holds: tasks, records that could not be taken, and what to say of it all."""

    records: tuple[Record, ...]
    skipped: tuple[Skipped, ...]
    said: tuple[Message, ...] = ()


def read_task_file(data: bytes, name: str) -> TaskFile:
    """Read a CSV or XLSX file. What it is shows in its bytes; ``name`` is for the refusals.

    Raises TaskFileError for the file as a whole; a record that is not good is ``skipped``.
    """
    header, rows, said = _open(data, name)
    records: list[Record] = []
    skipped: list[Skipped] = []
    for number, row in _filled(rows):
        if len(records) + len(skipped) == MAX_RECORDS:
            many = _("The file has more than %(limit)s records. Divide it into several files.")
            raise TaskFileError(Message(many, {"limit": MAX_RECORDS}), "too_large")
        read = read_record(number, row, header)
        if isinstance(read, Record):
            records.append(read)
        else:
            skipped.append(read)
    if not records and not skipped:
        raise TaskFileError(_("The file has the names of the columns, and no tasks below them."))
    return TaskFile(tuple(records), tuple(skipped), (*said, *_unknown(header)))


def _open(data: bytes, name: str) -> tuple[Header, Iterable[list[Cell]], tuple[Message, ...]]:
    if len(data) > MAX_BYTES:
        raise TaskFileError(_("The file is too large. At most 10 MB can be taken."), "too_large")
    if data.startswith((_WORKBOOK_MARK, _EMPTY_ZIP_MARK)):
        return read_sheet_rows(data)
    if data.startswith(_OLD_OFFICE_MARK):
        raise TaskFileError(
            _(
                "The file is in Excel's old format (.xls) or has a password. "
                "Save it as .xlsx without a password, or as CSV."
            )
        )
    if data.startswith(_OTHER_MARKS):
        other = _(
            "“%(name)s” is no task file. Tasks can be taken from CSV and Excel files (.xlsx)."
        )
        raise TaskFileError(Message(other, {"name": quoted(_harmless(name))}))
    if not data.strip():
        raise TaskFileError(_("The file is empty."))
    if data.lstrip().startswith(b"{"):
        raise TaskFileError(
            _(
                "A board as JSON cannot be taken in yet. "
                "Tasks can be taken from CSV and Excel files (.xlsx)."
            )
        )
    found = read_text_rows(decode(data))
    if found is None:
        raise TaskFileError(
            _(
                "The first line must name the columns, and one of them must be the title: "
                "“tittel”, “title” or “oppgave”."
            )
        )
    header, rows = found
    return header, _whole(rows, header), ()


def _whole(rows: Iterator[list[str]], header: Header) -> Iterator[list[Cell]]:
    """Rows of a text file; in one that is too long some text holds an unquoted delimiter."""
    shifted = Message(
        _("The record has more fields than the file has columns. Put the text in quotation marks.")
    )
    for row in rows:
        if any(cell.strip() for cell in row[header.width :]):
            yield [shifted] * header.width
        else:
            yield [*row]


def _filled(rows: Iterable[list[Cell]]) -> Iterator[tuple[int, list[Cell]]]:
    """Each row that holds something, with its number. Empty rows count, and are not given."""
    for number, row in enumerate(rows, start=1):
        if number > _MAX_ROWS:
            raise TaskFileError(_("The file has far too many lines."), "too_large")
        if any(isinstance(cell, Message) or cell.strip() for cell in row):
            yield number, row


def _unknown(header: Header) -> Iterator[Message]:
    left = _("The column “%(column)s” is not known here; it was left out.")
    for column in header.unknown[:_MOST_UNKNOWN_SAID]:
        yield Message(left, {"column": quoted(_harmless(column))})


def _harmless(text: str) -> str:
    """A text from outside that may stand in a sentence: without signs that do not show."""
    try:
        return tidy_line(text[:200])
    except ValueError:
        return "…"
