"""The files that a board gives: each loads its facts, closes the database, and prints."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.engine import Engine

from app.access.person import Person
from app.cards import queries, tokens
from app.cards.deck import Deck, build_deck
from app.cards.facts import BoardFacts
from app.cards.labels import Labels, labels
from app.cards.must_can import MustCanList, build_list, must_can_csv
from app.cards.printing import TEMPLATES, number_deck, print_cards, print_must_can
from app.cards.screen import ScreenCard, screen_card, whole_card
from app.cards.unprintable import Unprintable, find_unprintable
from app.db import reader, unit_of_work
from app.errors import Invalid, NotFound
from app.i18n import _, translate
from app.paper.engine import PrintEngine

ROOMS = {"cards": TEMPLATES}


def load_deck(
    engine: Engine, person: Person, base: str, *, profession: str = "", shift: str = ""
) -> Deck:
    """The cards of a board, or of one profession and shift of it."""
    with reader(engine).connect() as connection:
        board = queries.load_board(connection, person)
        tasks = queries.list_tasks(connection, person, profession=profession, shift=shift)
        known = tokens.list_tokens(connection, person.board)
    wanted = tokens.keys_of(tasks)
    if not wanted <= known.keys():
        with unit_of_work(engine) as session:
            known = tokens.issue_tokens(session.connection(), person.board, wanted)
    return build_deck(board, tasks, tokens.addresses(base, known))


def load_living_card(engine: Engine, token: str) -> tuple[BoardFacts, ScreenCard | None]:
    """The card behind a QR code as it is now; None while nothing stands on it. Raises CardGone."""
    with reader(engine).connect() as connection:
        holder, (profession, shift) = tokens.find_card(connection, token)
        board = queries.load_board(connection, holder)
        try:
            tasks = queries.list_tasks(connection, holder, profession=profession, shift=shift)
        except NotFound:
            raise tokens.CardGone() from None
    deck = build_deck(board, [task for task in tasks if shift or task.shift is None])
    words = words_of(board.locale)
    return board, next((whole_card(deck, pile, words) for pile in deck.piles), None)


def load_list(engine: Engine, person: Person) -> MustCanList:
    """The must/can list of a board."""
    with reader(engine).connect() as connection:
        board = queries.load_board(connection, person)
        return build_list(board, queries.list_tasks(connection, person))


def cards_pdf(paper: PrintEngine, deck: Deck, format: str = "a7") -> bytes:
    """Pocket cards. Raises Invalid for a format that is not made, or for no cards at all."""
    if format != "a7":
        raise Invalid(_("Cards are made in the format a7."))
    if not deck.piles:
        raise Invalid(_("There are no tasks to make cards of. Write some notes first."))
    return print_cards(paper, deck, words_of(deck.board.locale)).pdf


def must_can_pdf(paper: PrintEngine, the_list: MustCanList) -> bytes:
    """The list on A4."""
    if not the_list.sections:
        raise Invalid(_("There are no tasks to make a list of. Write some notes first."))
    return print_must_can(paper, the_list, words_of(the_list.board.locale)).pdf


def list_csv(the_list: MustCanList) -> bytes:
    """The list for a spreadsheet."""
    return must_can_csv(the_list, words_of(the_list.board.locale))


def cards_on_screen(paper: PrintEngine, deck: Deck) -> list[ScreenCard]:
    """The same cards in words, numbered as they will be printed."""
    words = words_of(deck.board.locale)
    return [screen_card(deck, card, words) for card in number_deck(paper, deck, words)]


def boxed_on(deck: Deck) -> list[Unprintable]:
    """The texts of a deck with characters that cannot be printed: a box will stand for them."""
    return find_unprintable(deck.board, [line.task for pile in deck.piles for line in pile.lines])


def words_of(locale: str) -> Labels:
    """The words of documents in a language."""
    return labels(lambda msgid: translate(locale, msgid))


def make_file(engine: Engine, person: Person, format: str, base: str) -> bytes:
    """One of the files by its name on the command line. Raises Invalid."""
    makers: dict[str, Callable[[PrintEngine], bytes]] = {
        "cards-pdf": lambda paper: cards_pdf(paper, load_deck(engine, person, base)),
        "must-can-pdf": lambda paper: must_can_pdf(paper, load_list(engine, person)),
        "must-can-csv": lambda paper: list_csv(load_list(engine, person)),
    }
    if format not in makers:
        raise Invalid(_("That format is not made. Choose json, cards-pdf, must-can-pdf or -csv."))
    with PrintEngine(ROOMS) as paper:
        return makers[format](paper)


def check_engine() -> str:
    """Set an empty list and say how large it is: the engine and its fonts work."""
    board = BoardFacts(title="Æøå", unit="", date=date(2026, 1, 1), version=1, locale="nb")
    with PrintEngine(ROOMS) as paper:
        printed = print_must_can(paper, build_list(board, []), words_of("nb"))
    return f"a page of {len(printed.pdf)} bytes"
