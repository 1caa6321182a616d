"""From piles to numbered cards, and from cards to places on the sheet. Pure.

How tall a line becomes is measured by the print engine beforehand and comes in as a number; what
follows from it is decided here. The rule: type shrinks to its floor, then the pile becomes more
cards of equal fill; nothing is cut off, and what cannot stand on a card at all is refused in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.cards.deck import Deck, Line, Part, Pile
from app.errors import TooLarge
from app.i18n import Message, _

Millimetres = float
Points = float


class CardTooFull(TooLarge):
    """A task that has no room on a card of its own. ``task`` is its id."""

    def __init__(self, line: Line) -> None:
        title = line.task.title
        short = title if len(title) <= 60 else f"{title[:59]}…"
        super().__init__(
            Message(
                _(
                    "The card is too full: “%(title)s” has no room on it. Shorten the task, or the "
                    "name of its profession or shift."
                ),
                {"title": short},
            ),
            task=line.task.id,
        )


@dataclass(frozen=True, slots=True)
class Size:
    width: Millimetres
    height: Millimetres


@dataclass(frozen=True, slots=True)
class CardFormat:
    """A kind of card and its sheet. ``type_sizes`` go from the one wished for to the floor.

    ``margin`` is kept free inside the cell on all sides, for printers and for scissors.
    """

    name: str
    sheet: Size
    cell: Size
    columns: int
    rows: int
    margin: Millimetres
    type_sizes: tuple[Points, ...]
    qr_size: Millimetres

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    @property
    def inside(self) -> Size:
        """What may be printed on in a cell."""
        return Size(self.cell.width - 2 * self.margin, self.cell.height - 2 * self.margin)


A4_LANDSCAPE = Size(297, 210)
A7 = CardFormat(
    name="a7",
    sheet=A4_LANDSCAPE,
    # A true A7 (74 × 105) would fill the sheet, and office printers leave 4 to 5 mm at its edges.
    cell=Size(70, 98),
    columns=4,
    rows=2,
    margin=5,
    type_sizes=(10.0, 9.0, 8.0, 7.5, 7.0),
    qr_size=14,
)


@dataclass(frozen=True, slots=True)
class PileHeights:
    """What was measured for a pile: head and foot, and for each type size its lines and parts.

    A line's height has the space after it in it. ``parts`` are the headings of the parts.
    """

    head: Millimetres
    foot: Millimetres
    lines: tuple[tuple[Millimetres, ...], ...]
    parts: tuple[Millimetres, ...]

    def room(self, paper: CardFormat) -> Millimetres:
        """What is left on a card for its lines."""
        return paper.inside.height - self.head - self.foot


@dataclass(frozen=True, slots=True)
class Card:
    """One card: the ``number``th of ``total`` of its pile, its lines set in ``type_size``."""

    pile: Pile
    number: int
    total: int
    type_size: Points
    lines: tuple[Line, ...]

    @property
    def needs_approval(self) -> bool:
        """Whether a task on it is only for those who are trained and approved in person."""
        return any(line.needs_approval for line in self.lines)

    @property
    def parts(self) -> list[tuple[Part, list[Line]]]:
        """The lines by part, as they stand."""
        return [(part, list(lines)) for part, lines in groupby(self.lines, lambda line: line.part)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card's cell begins on the sheet, from its upper left corner."""

    card: Card
    x: Millimetres
    y: Millimetres


def lay_out(deck: Deck, heights: Sequence[PileHeights], paper: CardFormat) -> list[Card]:
    """The numbered cards of the deck. Raises CardTooFull."""
    return [
        card
        for pile, measured in zip(deck.piles, heights, strict=True)
        for card in number_cards(pile, measured, paper)
    ]


def lines_too_tall(
    deck: Deck, heights: Sequence[PileHeights], paper: CardFormat
) -> frozenset[Line]:
    """The lines that have no room on a card even by themselves and in the smallest type."""
    return frozenset(
        line
        for pile, measured in zip(deck.piles, heights, strict=True)
        for line in _Run(pile.lines, measured, -1).too_tall(measured.room(paper))
    )


def number_cards(pile: Pile, heights: PileHeights, paper: CardFormat) -> list[Card]:
    """As few cards as the floor of the type allows, as large a type as those allow, equal fill."""
    room = heights.room(paper)
    runs = [_Run(pile.lines, heights, index) for index in range(len(paper.type_sizes))]
    fewest = len(runs[-1].deal(room))
    chosen = next(run for run in runs if run.fits(room, fewest))
    hands = chosen.deal_evenly(room, fewest)
    size = paper.type_sizes[chosen.size_index]
    return [Card(pile, number, len(hands), size, hand) for number, hand in enumerate(hands, 1)]


def place_on_sheets(cards: Sequence[Card], paper: CardFormat) -> list[list[Place]]:
    """The sheets, each with its cards in reading order, the block of cells in the middle."""
    return [
        [Place(card, *corner) for card, corner in zip(some, _corners(paper), strict=False)]
        for some in _in_portions(cards, paper.per_sheet)
    ]


def _in_portions(cards: Sequence[Card], size: int) -> Iterator[Sequence[Card]]:
    return (cards[start : start + size] for start in range(0, len(cards), size))


def _corners(paper: CardFormat) -> list[tuple[Millimetres, Millimetres]]:
    left = (paper.sheet.width - paper.columns * paper.cell.width) / 2
    top = (paper.sheet.height - paper.rows * paper.cell.height) / 2
    return [
        (left + column * paper.cell.width, top + row * paper.cell.height)
        for row in range(paper.rows)
        for column in range(paper.columns)
    ]


class _Run:
    """The lines of a pile at one type size, to be dealt out into hands of limited height."""

    def __init__(self, lines: tuple[Line, ...], heights: PileHeights, size_index: int) -> None:
        self.size_index = size_index
        self._lines = lines
        self._heights = [line[size_index] for line in heights.lines]
        self._part_heading = heights.parts[size_index]

    def deal(self, room: Millimetres) -> list[tuple[Line, ...]]:
        """Hands filled one after the other up to ``room``. Raises CardTooFull."""
        hands: list[list[Line]] = []
        used = room
        for line, height in zip(self._lines, self._heights, strict=True):
            heading = self._heading(line, hands[-1][-1] if hands else None)
            if hands and used + heading + height <= room:
                hands[-1].append(line)
                used += heading + height
                continue
            used = self._heading(line, None) + height
            if used > room:
                raise CardTooFull(line)
            hands.append([line])
        return [tuple(hand) for hand in hands]

    def too_tall(self, room: Millimetres) -> Iterator[Line]:
        for line, height in zip(self._lines, self._heights, strict=True):
            if self._heading(line, None) + height > room:
                yield line

    def fits(self, room: Millimetres, hands: int) -> bool:
        try:
            return len(self.deal(room)) <= hands
        except CardTooFull:
            return False

    def deal_evenly(self, room: Millimetres, hands: int) -> list[tuple[Line, ...]]:
        """Dealt into ``hands`` whose fullest is as little full as can be."""
        least, enough = 0.0, room
        while enough - least > 0.1:
            middle = (least + enough) / 2
            if self.fits(middle, hands):
                enough = middle
            else:
                least = middle
        return self.deal(enough)

    def _heading(self, line: Line, before: Line | None) -> Millimetres:
        """A part is headed where it begins and again on each further card; clock times never."""
        begins = before is None or before.part is not line.part
        return self._part_heading if begins and line.part is not Part.TIMED else 0.0
