"""From a deck to finished files: measured, laid out, set. The only place that asks the engine."""

from pathlib import Path

from app.cards.deck import Deck
from app.cards.labels import Labels
from app.cards.layout import A7, Card, CardFormat, lay_out
from app.cards.must_can import MustCanList, list_data
from app.cards.pages import heights_from, measuring_data, sheet_data
from app.paper.engine import Printed, PrintEngine

TEMPLATES = Path(__file__).parent / "typst"


def number_deck(
    engine: PrintEngine, deck: Deck, words: Labels, paper: CardFormat = A7
) -> list[Card]:
    """The deck as numbered cards, as they will be printed. Raises CardTooFull or PaperError."""
    if not deck.piles:
        return []
    measured = engine.ask("cards/measure.typ", measuring_data(deck, paper, words), "heights")
    return lay_out(deck, heights_from(measured), paper)


def print_cards(engine: PrintEngine, deck: Deck, words: Labels, paper: CardFormat = A7) -> Printed:
    """The sheets of cards as one PDF. Raises CardTooFull or PaperError."""
    cards = number_deck(engine, deck, words, paper)
    data = sheet_data(deck, cards, paper, words)
    return engine.render("cards/cards.typ", data, made=deck.board.date)


def print_must_can(engine: PrintEngine, the_list: MustCanList, words: Labels) -> Printed:
    """The must/can list on A4 as a PDF. Raises PaperError."""
    data = list_data(the_list, words)
    return engine.render("cards/must_can.typ", data, made=the_list.board.date)
