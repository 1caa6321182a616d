"""From a deck to finished files: measured, laid out, set. The only place that asks the engine."""

from pathlib import Path

from app.cards.deck import Deck, with_less_about
from app.cards.labels import Labels
from app.cards.layout import A7, Card, CardFormat, PileHeights, lay_out, lines_too_tall
from app.cards.must_can import MustCanList, list_data
from app.cards.pages import heights_from, measuring_data, sheet_data
from app.paper.engine import Printed, PrintEngine

TEMPLATES = Path(__file__).parent / "typst"

# A task too long for a card keeps its title and loses what stands after it, little by little.
# The list has it in full.
_LETTERS_AFTER_THE_TITLE = (120, 40, 1)


def number_deck(
    engine: PrintEngine, deck: Deck, words: Labels, paper: CardFormat = A7
) -> list[Card]:
    """The deck as numbered cards, as they will be printed. Raises CardTooFull or PaperError."""
    if not deck.piles:
        return []
    heights = _measure(engine, deck, words, paper)
    for letters in _LETTERS_AFTER_THE_TITLE:
        too_tall = lines_too_tall(deck, heights, paper)
        if not too_tall:
            break
        deck = with_less_about(deck, too_tall, letters)
        heights = _measure(engine, deck, words, paper)
    return lay_out(deck, heights, paper)


def print_cards(engine: PrintEngine, deck: Deck, words: Labels, paper: CardFormat = A7) -> Printed:
    """The sheets of cards as one PDF. Raises CardTooFull or PaperError."""
    cards = number_deck(engine, deck, words, paper)
    data = sheet_data(deck.board, cards, paper, words)
    return engine.render("cards/cards.typ", data, made=deck.board.date)


def _measure(
    engine: PrintEngine, deck: Deck, words: Labels, paper: CardFormat
) -> list[PileHeights]:
    data = measuring_data(deck, paper, words)
    return heights_from(engine.ask("cards/measure.typ", data, "heights"))


def print_must_can(engine: PrintEngine, the_list: MustCanList, words: Labels) -> Printed:
    """The must/can list on A4 as a PDF. Raises PaperError."""
    data = list_data(the_list, words)
    return engine.render("cards/must_can.typ", data, made=the_list.board.date)
