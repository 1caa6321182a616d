import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import app.cards
from app.cards.deck import build_deck
from app.cards.facts import Duty, TaskFacts
from app.cards.layout import Card
from app.cards.screen import screen_card
from tests.cards.ward import BOARD, make_task

TEMPLATES = Path(app.cards.__file__).parent / "templates"


def page(words: dict[str, str], *tasks: TaskFacts, number: int = 1, total: int = 1) -> str:
    """The card of these tasks as it stands on the screen."""
    deck = build_deck(BOARD, tasks)
    card = Card(deck.piles[0], number, total, 9.0, deck.piles[0].lines)
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    template = jinja.from_string(
        "{% from 'cards/_card.html' import task_card %}{{ task_card(card) }}"
    )
    return template.render(card=screen_card(deck, card, words))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_screen_card_says_what_the_printed_card_says(words: dict[str, str]) -> None:
    html = page(
        words,
        make_task("Dele ut medisiner", at="08:15", duty=Duty.CAN, place="stue", days=("weekend",)),
        make_task("Ringe inn vikarer", at=None, as_needed=True, duty=Duty.MUST),
        number=2,
        total=3,
    )
    assert text_of(html) == (
        "SPL Sykepleier Dagvakt · 2 of 3 07:30–15:00 Solbakken sykehjem, avdeling 2 "
        "08:15 can* Dele ut medisiner weekend · stue "
        "As needed must Ringe inn vikarer "
        "can* – needs personal training and approval "
        "This card is an overview and gives no authority. "
        "Draft · version 3 · 24. november 2026 Ny oppgavedeling"
    )


def test_the_star_is_explained_only_where_it_stands(words: dict[str, str]) -> None:
    assert "*" not in text_of(page(words, make_task("Dekke bord", duty=Duty.CAN)))


def test_an_only_card_has_no_number(words: dict[str, str]) -> None:
    assert "1 of 1" not in page(words, make_task())


def test_a_title_is_text_and_never_markup(words: dict[str, str]) -> None:
    html = page(words, make_task("<b>Stell</b>"))
    assert "<b>" not in html
    assert "&lt;b&gt;Stell" in html


@pytest.mark.parametrize("forbidden", ["style=", "<script", "onclick"])
def test_the_page_obeys_the_content_policy(words: dict[str, str], forbidden: str) -> None:
    assert forbidden not in page(words, make_task())
