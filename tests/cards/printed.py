"""A printed file as a reader and a ruler see it: text by cell, and where every letter stands."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from app.cards.layout import CardFormat

MILLIMETRE = 72 / 25.4


@dataclass(frozen=True)
class Box:
    """A rectangle in millimetres from the upper left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box", slack: float = 0.05) -> bool:
        return (
            other.left >= self.left - slack
            and other.right <= self.right + slack
            and other.top >= self.top - slack
            and other.bottom <= self.bottom + slack
        )

    def meets(self, other: "Box") -> bool:
        return (
            other.left < self.right
            and other.right > self.left
            and other.top < self.bottom
            and other.bottom > self.top
        )


@dataclass(frozen=True)
class Letter:
    character: str
    box: Box
    size: float


class PrintedFile:
    """A PDF, read back."""

    def __init__(self, pdf: bytes) -> None:
        self._document = pypdfium2.PdfDocument(pdf)

    def __len__(self) -> int:
        return len(self._document)

    def size(self, page: int) -> tuple[float, float]:
        """Width and height in millimetres."""
        width, height = self._document[page].get_size()
        return width / MILLIMETRE, height / MILLIMETRE

    def text(self, page: int) -> str:
        """All text of a page on one line."""
        return _one_line(self._document[page].get_textpage().get_text_range())

    def text_in(self, page: int, box: Box) -> str:
        """The text within ``box`` on one line."""
        height = self._document[page].get_height()
        text = (
            self._document[page]
            .get_textpage()
            .get_text_bounded(
                left=box.left * MILLIMETRE,
                bottom=height - box.bottom * MILLIMETRE,
                right=box.right * MILLIMETRE,
                top=height - box.top * MILLIMETRE,
            )
        )
        return _one_line(text)

    def card_texts(self, paper: CardFormat) -> list[str]:
        """The text of each card that has any, in order."""
        texts = [self.text_in(page, cell) for page in range(len(self)) for cell in cells(paper)]
        return [text for text in texts if text]

    def letters(self, page: int) -> Iterator[Letter]:
        """Every visible letter of a page."""
        height = self._document[page].get_height()
        textpage = self._document[page].get_textpage()
        characters = textpage.get_text_range
        for index in range(textpage.count_chars()):
            character = characters(index, 1)
            if not character.strip("\u200b \u00a0\r\n"):
                continue
            left, bottom, right, top = textpage.get_charbox(index)
            box = Box(
                left / MILLIMETRE,
                (height - top) / MILLIMETRE,
                right / MILLIMETRE,
                (height - bottom) / MILLIMETRE,
            )
            yield Letter(character, box, raw.FPDFText_GetFontSize(textpage, index))

    def is_dark(self, page: int, points: list[tuple[float, float]]) -> list[bool]:
        """Whether the page is dark at each of ``points`` (millimetres), as printed at 300 dpi."""
        scale = 300 / 72
        bitmap = self._document[page].render(scale=scale, grayscale=True)
        pixels = bytes(bitmap.buffer)
        at = scale * MILLIMETRE
        return [pixels[int(y * at) * bitmap.stride + int(x * at)] < 128 for x, y in points]


def _one_line(text: str) -> str:
    """Without line breaks, and without the unseen places where a long word may be broken."""
    return " ".join(text.replace("\u200b", "").split())


def stray_letters(file: PrintedFile, paper: CardFormat) -> list[Letter]:
    """Every letter that is not inside a card, or that touches a QR code or its quiet zone."""
    rooms = [inside(cell, paper) for cell in cells(paper)]
    codes = [code_with_quiet_zone(room, paper) for room in rooms]
    return [
        letter
        for page in range(len(file))
        for letter in file.letters(page)
        if not any(room.holds(letter.box) for room in rooms)
        or any(code.meets(letter.box) for code in codes)
    ]


def code_with_quiet_zone(room: Box, paper: CardFormat) -> Box:
    """Where a card's QR code lies, with the four light modules around it (version 3, 29)."""
    quiet = paper.qr_size * 4 / 29
    return Box(
        room.right - paper.qr_size - quiet,
        room.top - quiet,
        room.right + quiet,
        room.top + paper.qr_size + quiet,
    )


def cells(paper: CardFormat) -> list[Box]:
    """The cells of a sheet in reading order."""
    left = (paper.sheet.width - paper.columns * paper.cell.width) / 2
    top = (paper.sheet.height - paper.rows * paper.cell.height) / 2
    return [
        Box(x, y, x + paper.cell.width, y + paper.cell.height)
        for y in (top + row * paper.cell.height for row in range(paper.rows))
        for x in (left + column * paper.cell.width for column in range(paper.columns))
    ]


def inside(cell: Box, paper: CardFormat) -> Box:
    """What may be printed on in a cell."""
    margin = paper.margin
    return Box(cell.left + margin, cell.top + margin, cell.right - margin, cell.bottom - margin)
