from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cards.deck import Pile, build_deck
from app.cards.layout import A7, Card, CardTooFull, PileHeights, number_cards, place_on_sheets
from tests.cards.ward import BOARD, make_task

PAPER = replace(A7, type_sizes=(9.0, 7.0))
ROOM = 60.0
HEAD, FOOT = 18.0, 10.0
PART = 4.0


def pile_of(count: int, at: str | None = "08:00") -> Pile:
    tasks = [make_task(f"task {number}", at=at) for number in range(count)]
    return build_deck(BOARD, tasks).piles[0]


def heights(*lines: tuple[float, float]) -> PileHeights:
    assert PAPER.inside.height - HEAD - FOOT == ROOM
    return PileHeights(HEAD, FOOT, lines, (PART, PART))


def fill(card: Card, measured: PileHeights) -> float:
    size = PAPER.type_sizes.index(card.type_size)
    first = card.pile.lines.index(card.lines[0])
    return sum(line[size] for line in measured.lines[first : first + len(card.lines)])


def test_what_fits_in_large_type_is_one_card_in_large_type() -> None:
    (card,) = number_cards(pile_of(12), heights(*[(5.0, 4.0)] * 12), PAPER)
    assert (card.number, card.total, card.type_size, len(card.lines)) == (1, 1, 9.0, 12)


def test_type_shrinks_before_a_second_card_is_made() -> None:
    (card,) = number_cards(pile_of(15), heights(*[(5.0, 4.0)] * 15), PAPER)
    assert card.type_size == 7.0


def test_more_than_fits_at_the_floor_becomes_numbered_cards_of_equal_fill() -> None:
    cards = number_cards(pile_of(33), heights(*[(5.0, 4.0)] * 33), PAPER)
    assert [(card.number, card.total, len(card.lines)) for card in cards] == [
        (1, 3, 11),
        (2, 3, 11),
        (3, 3, 11),
    ]


def test_several_cards_use_the_largest_type_that_needs_no_further_card() -> None:
    cards = number_cards(pile_of(24), heights(*[(5.0, 4.0)] * 24), PAPER)
    assert [(card.type_size, len(card.lines)) for card in cards] == [(9.0, 12), (9.0, 12)]


def test_a_part_is_headed_again_on_each_further_card() -> None:
    cards = number_cards(pile_of(30, at=None), heights(*[(5.0, 4.0)] * 30), PAPER)
    # 14 lines and the heading fill a card at the floor: without the heading it would be 15.
    assert [len(card.lines) for card in cards] == [10, 10, 10]


def test_a_task_with_no_room_on_any_card_is_refused_by_its_name() -> None:
    with pytest.raises(CardTooFull) as refusal:
        number_cards(pile_of(2), heights((5.0, 4.0), (90.0, 61.0)), PAPER)
    assert "task 1" in refusal.value.message.in_locale("en")
    assert refusal.value.code == "too_large"
    assert refusal.value.details == {"task": "id of task 1"}


def test_a_long_title_is_shortened_in_the_refusal() -> None:
    pile = build_deck(BOARD, [make_task("x" * 200)]).piles[0]
    with pytest.raises(CardTooFull) as refusal:
        number_cards(pile, heights((90.0, 80.0)), PAPER)
    assert "x" * 59 + "…" in str(refusal.value.message.values["title"])
    assert "x" * 60 not in str(refusal.value.message.values["title"])


def test_a_task_that_only_fits_in_small_type_makes_its_cards_small() -> None:
    (card,) = number_cards(pile_of(1), heights((70.0, 59.0)), PAPER)
    assert card.type_size == 7.0


@given(st.lists(st.floats(1.0, 58.0), min_size=1, max_size=60))
def test_no_card_is_ever_fuller_than_its_room_and_no_task_is_lost(lines: list[float]) -> None:
    measured = heights(*[(line, line * 0.8) for line in lines])
    pile = pile_of(len(lines))
    cards = number_cards(pile, measured, PAPER)
    assert tuple(line for card in cards for line in card.lines) == pile.lines
    assert [card.number for card in cards] == list(range(1, len(cards) + 1))
    assert {card.total for card in cards} == {len(cards)}
    assert all(fill(card, measured) <= ROOM + 1e-6 for card in cards)


def test_eight_cards_fill_a_sheet_and_the_ninth_begins_another() -> None:
    pile = pile_of(1)
    sheets = place_on_sheets([Card(pile, 1, 1, 9.0, pile.lines)] * 9, A7)
    assert [len(sheet) for sheet in sheets] == [8, 1]


def test_cells_lie_side_by_side_in_the_middle_of_the_sheet() -> None:
    pile = pile_of(1)
    (sheet,) = place_on_sheets([Card(pile, 1, 1, 9.0, pile.lines)] * 8, A7)
    assert [(place.x, place.y) for place in sheet] == [
        *((8.5, 7), (78.5, 7), (148.5, 7), (218.5, 7)),
        *((8.5, 105), (78.5, 105), (148.5, 105), (218.5, 105)),
    ]
    assert A7.inside.width == 60
    assert A7.margin >= 5
