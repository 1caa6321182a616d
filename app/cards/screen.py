"""The same cards as plain text for the screen, for those who cannot use a picture. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.cards.deck import Deck, Pile
from app.cards.labels import Labels, shift_hours
from app.cards.layout import Card
from app.cards.pages import card_number, imprint, line_facts, star_note


@dataclass(frozen=True, slots=True)
class ScreenPart:
    """Some lines of a card, under a heading unless they have a clock time."""

    heading: str
    lines: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class ScreenCard:
    """A card in words. ``star`` says what ``kan*`` means, empty where no task needs it.

    ``locale`` is the language of its words, which may be another than that of the page around it.
    """

    locale: str

    profession: str
    code: str
    palette: int
    shift: str
    hours: str
    number: str
    unit: str
    board: str
    parts: tuple[ScreenPart, ...]
    star: str
    disclaimer: str
    imprint: str
    address: str


def screen_card(deck: Deck, card: Card, words: Labels) -> ScreenCard:
    """``card`` of ``deck`` for the template ``cards/_card.html``."""
    pile, board = card.pile, deck.board
    return ScreenCard(
        locale=board.locale,
        profession=pile.profession.name,
        code=pile.profession.code,
        palette=pile.profession.palette,
        shift=pile.shift.name if pile.shift else words["no_shift"],
        hours=shift_hours(pile.shift) if pile.shift else "",
        number=card_number(card, words),
        unit=board.unit,
        board=board.title,
        parts=tuple(
            ScreenPart(
                "" if part.value == "timed" else words[part.value],
                tuple(line_facts(line, words) for line in lines),
            )
            for part, lines in card.parts
        ),
        star=star_note(words) if card.needs_approval else "",
        disclaimer=words["disclaimer"],
        imprint=imprint(board, words),
        address=pile.address,
    )


def whole_card(deck: Deck, pile: Pile, words: Labels) -> ScreenCard:
    """A pile of ``deck`` as one card: a screen has room for all of it, so nothing is measured."""
    return screen_card(deck, Card(pile, 1, 1, 0.0, pile.lines), words)
