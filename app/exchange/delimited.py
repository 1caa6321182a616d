"""Text files of rows: which letters, which sign between the fields, and the rows themselves."""

import codecs
import contextlib
import csv
import io
import itertools
import re
from collections.abc import Iterator

from app.exchange.columns import HEADER_WITHIN_ROWS, Header, find_header
from app.exchange.refusals import TaskFileError
from app.i18n import Message, _

MAX_BYTES = 10 * 1024 * 1024

# A long text is for the record to refuse, with its number; the default would refuse the file.
csv.field_size_limit(MAX_BYTES)

_DELIMITERS = (";", ",", "\t")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What UTF-8 looks like to one who reads it as Windows-1252.
_MISREAD = re.compile("Ã[¥¸¦…˜†]")
# Excel's own hint about the delimiter, before the header.
_HINT = re.compile(r"sep=.(?:\r\n|\r|\n)", re.IGNORECASE)


def decode(data: bytes) -> str:
    """The text of a file. Raises TaskFileError when it is no text in a known encoding."""
    try:
        if data.startswith(_WIDE_MARKS):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text or _MISREAD.search(text):
        raise TaskFileError(
            _("The letters of the file could not be read. Save it as “CSV UTF-8” and try again.")
        )
    return text


def read_text_rows(text: str) -> tuple[Header, Iterator[list[str]]] | None:
    """The header and the rows after it, or ``None`` when no row names a title column.

    The delimiter that lets the header name most columns is the file's. The rows raise
    TaskFileError where quotation marks do not go together.
    """
    hint = _HINT.match(text)
    body = text[hint.end() :] if hint else text
    best: tuple[str, Header] | None = None
    for delimiter in _DELIMITERS:
        header = find_header(_first_rows(body, delimiter))
        if header and (best is None or len(header.columns) > len(best[1].columns)):
            best = delimiter, header
    if best is None:
        return None
    delimiter, header = best
    return header, _rows_after(body, delimiter, header.row)


def _reader(body: str, delimiter: str) -> Iterator[list[str]]:
    lines = io.StringIO(body, newline="")
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)


def _first_rows(body: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        rows.extend(itertools.islice(_reader(body, delimiter), HEADER_WITHIN_ROWS))
    return rows


def _rows_after(body: str, delimiter: str, header_row: int) -> Iterator[list[str]]:
    rows = _reader(body, delimiter)
    record = -header_row
    try:
        for record, row in enumerate(rows, start=-header_row):
            if record > 0:
                yield row
    except csv.Error:
        wrong = _(
            "A quotation mark after record %(record)s has no partner. "
            "Write a quotation mark inside a text twice."
        )
        raise TaskFileError(Message(wrong, {"record": max(record, 0)})) from None
