from dataclasses import replace

import pytest

from app.cards.deck import Line, Part, build_deck, with_less_about
from app.cards.pages import about_text, shortened
from tests.cards.ward import BOARD, make_task


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("Solbakken", 9, "Solbakken"),
        ("Solbakken sykehjem", 14, "Solbakken…"),
        ("hver onsdag\u00a0· vaktrom", 18, "hver onsdag…"),
        ("x" * 50, 40, "x" * 39 + "…"),
        ("kort " + "x" * 50, 40, "kort " + "x" * 34 + "…"),
        ("Solbakken", 1, "…"),
        ("", 0, ""),
    ],
)
def test_a_text_is_cut_between_words_if_it_can_be(text: str, most: int, left: str) -> None:
    assert shortened(text, most) == left
    assert len(left) <= max(most, 0)


def test_what_stands_after_a_title_says_as_needed_only_where_no_heading_does(
    words: dict[str, str],
) -> None:
    task = make_task(at=None, frequency="ved behov, sommer", place="stue", as_needed=True)
    assert about_text(Line(task, Part.AS_NEEDED), words) == "sommer\u00a0· stue"
    timed = replace(task, start=480, as_needed=False)
    assert about_text(Line(timed, Part.TIMED), words) == "ved behov, sommer\u00a0· stue"


def test_only_the_lines_that_are_named_have_less_said_of_them(words: dict[str, str]) -> None:
    tasks = [make_task(title, place="på det store kjøkkenet") for title in ("a", "b")]
    deck = build_deck(BOARD, tasks)
    cut = with_less_about(deck, {deck.piles[0].lines[0]}, 10)
    said = [about_text(line, words) for line in cut.piles[0].lines]
    assert said == ["på det…", "på det store kjøkkenet"]
    assert [line.task for line in cut.piles[0].lines] == tasks
