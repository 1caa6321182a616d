"""The rows of a workbook's sheet, each cell as the text that a person sees in it."""

import itertools
from collections import deque
from collections.abc import Iterator, Mapping

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from app.exchange.archive import Archive, broken
from app.exchange.cells import Cell, read_cell
from app.exchange.columns import HEADER_WITHIN_ROWS, MOST_COLUMNS, Header, find_header
from app.exchange.refusals import TaskFileError
from app.exchange.workbook import PartHandler, Sheet, Workbook, open_workbook, walk
from app.i18n import Message, _

Rows = Iterator[list[Cell]]

_MOST_MERGED = 20_000
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384


def read_sheet_rows(data: bytes) -> tuple[Header, Rows, tuple[Message, ...]]:
    """The header of the first sheet that has one, the rows after it, and what to say of it all.

    Sheets that are hidden do not count. A value in cells merged downwards counts for each row.
    Raises TaskFileError, also while the rows are read.
    """
    try:
        archive = Archive(data)
        workbook = open_workbook(archive)
        return _find_sheet(archive, workbook)
    except TaskFileError:
        raise
    except Exception:
        # What others write may break rules in ways that nobody has listed; all are one to a person.
        raise broken() from None


def _find_sheet(archive: Archive, workbook: Workbook) -> tuple[Header, Rows, tuple[Message, ...]]:
    for sheet in workbook.sheets:
        rows = _sheet_rows(archive, workbook, sheet)
        header = find_header(list(itertools.islice(rows, HEADER_WITHIN_ROWS)))
        if header is None:
            continue
        merged = _merged_down(archive, sheet)
        after = itertools.islice(_sheet_rows(archive, workbook, sheet), header.row + 1, None)
        said: tuple[Message, ...] = ()
        if len(workbook.sheets) > 1:
            said += (Message(_("Only the sheet “%(sheet)s” was read."), {"sheet": sheet.name}),)
        if any(first > header.row for first, __ in merged):
            said += (Message(_("A value in merged cells counts for each of their rows.")),)
        return header, _guarded(_filled_down(after, header.row + 1, merged)), said
    raise TaskFileError(
        _(
            "No sheet that is shown has a row with the names of the columns. "
            "The first one is called “tittel”, “title” or “oppgave”."
        )
    )


def _guarded(rows: Rows) -> Rows:
    try:
        yield from rows
    except TaskFileError:
        raise
    except Exception:
        raise broken() from None


def _sheet_rows(archive: Archive, workbook: Workbook, sheet: Sheet) -> Rows:
    """Every row from the first, those without cells as empty lists."""
    handler = _Rows(workbook)
    number = 0
    for __ in walk(archive.pieces(sheet.part), handler):
        while handler.done:
            row, cells = handler.done.popleft()
            for __ in range(number + 1, row):
                yield []
            yield cells
            number = row


def _filled_down(rows: Rows, first_row: int, merged: dict[tuple[int, int], int]) -> Rows:
    """Rows whose merged cells hold the value of the cell above. Empty rows stay empty."""
    held: dict[int, tuple[int, Cell]] = {}
    for number, row in enumerate(rows, start=first_row):
        filled = list(row)
        if any(filled):
            for column, (last, value) in held.items():
                if number <= last:
                    filled.extend([""] * (column + 1 - len(filled)))
                    filled[column] = filled[column] or value
        for column, value in enumerate(row):
            if value and (number, column) in merged:
                held[column] = merged[number, column], value
        yield filled


def _merged_down(archive: Archive, sheet: Sheet) -> dict[tuple[int, int], int]:
    """The upper left cell of each range merged downwards, and the range's last row; from 0."""
    handler = _Merged()
    if not _holds(archive.pieces(sheet.part), b"mergeCell"):
        return handler.ranges
    for __ in walk(archive.pieces(sheet.part), handler):
        pass
    return handler.ranges


def _holds(pieces: Iterator[bytes], word: bytes) -> bool:
    before = b""
    for piece in pieces:
        if word in before + piece:
            return True
        before = piece[-len(word) :]
    return False


class _Merged(PartHandler):
    opens = frozenset(("mergeCell",))

    def __init__(self) -> None:
        super().__init__()
        self.ranges: dict[tuple[int, int], int] = {}

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        left, top, __, bottom = range_boundaries(attrs.get("ref", ""))
        if left and top and bottom and bottom > top:
            self.ranges[top - 1, left - 1] = bottom - 1
        self.is_done = len(self.ranges) >= _MOST_MERGED


class _Rows(PartHandler):
    """Gathers finished rows in ``done``, as their number from 1 and their cells."""

    opens = frozenset(("row", "c"))
    text_of = frozenset(("v", "t", "f"))

    def __init__(self, workbook: Workbook) -> None:
        super().__init__()
        self.done: deque[tuple[int, list[Cell]]] = deque()
        self._workbook = workbook
        self._row = 0
        self._column = 0
        self._cells: list[Cell] = []
        self._kind = "n"
        self._style = 0
        self._value: str | None = None
        self._runs: list[str] = []
        self._is_formula = False

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "row":
            number = int(attrs.get("r", self._row + 1))
            if not self._row < number <= _LAST_ROW:
                raise broken()
            self._row, self._column, self._cells = number, 0, []
        else:
            place = attrs.get("r")
            self._column = coordinate_to_tuple(place)[1] if place else self._column + 1
            if self._column > _LAST_COLUMN:
                raise broken()
            self._kind = attrs.get("t", "n")
            self._style = int(attrs.get("s", 0))
            self._value, self._runs, self._is_formula = None, [], False

    def end(self, name: str, text: str) -> None:
        if name == "v":
            self._value = text
        elif name == "t":
            self._runs.append(text)
        elif name == "f":
            self._is_formula = True
        elif name == "c" and self._column <= MOST_COLUMNS:
            self._cells.extend([""] * (self._column - len(self._cells)))
            self._cells[self._column - 1] = self._read()
        elif name == "row":
            self.done.append((self._row, self._cells))
        elif name == "sheetData":
            self.is_done = True

    def _read(self) -> Cell:
        written = "".join(self._runs) if self._kind == "inlineStr" else self._value
        if self._is_formula and not written and self._kind != "str":
            return Message(_("A formula has no value yet. Open the workbook, save it, try again."))
        return read_cell(written or "", self._kind, self._style, self._workbook)
