from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.cards.deck import Part, build_deck, minutes_in, needs_approval
from app.cards.facts import DAY as WHOLE_DAY
from app.cards.facts import Duty, ShiftFacts, TaskFacts
from tests.cards.ward import ASSISTANT, BOARD, DAY, EVENING, NIGHT, NURSE, make_task, tasks_of


def titles(*tasks: TaskFacts) -> list[str]:
    """The titles on the one pile of these tasks, as they stand."""
    (pile,) = build_deck(BOARD, tasks).piles
    return [line.task.title for line in pile.lines]


def test_every_profession_and_shift_with_tasks_has_one_pile() -> None:
    deck = build_deck(
        BOARD,
        [
            make_task("a", profession=ASSISTANT, shift=EVENING),
            make_task("b", shift=NIGHT),
            make_task("c"),
            make_task("d", profession=ASSISTANT, shift=EVENING),
        ],
    )
    assert [(pile.profession, pile.shift) for pile in deck.piles] == [
        (NURSE, DAY),
        (NURSE, NIGHT),
        (ASSISTANT, EVENING),
    ]


def test_tasks_of_no_shift_come_last_on_a_pile_of_their_own() -> None:
    deck = build_deck(BOARD, [make_task("free", shift=None), make_task("day")])
    assert [pile.shift for pile in deck.piles] == [DAY, None]


def test_a_board_without_tasks_has_no_cards() -> None:
    assert build_deck(BOARD, []).piles == ()


def test_the_tasks_of_a_day_stand_by_the_clock() -> None:
    assert titles(make_task("b", at="09:00"), make_task("a", at="07:30")) == ["a", "b"]


def test_a_night_runs_over_midnight() -> None:
    night = [make_task(at, at=at, shift=NIGHT) for at in ("05:00", "00:00", "23:30", "22:00")]
    assert titles(*night) == ["22:00", "23:30", "00:00", "05:00"]


def test_what_is_done_before_the_shift_begins_comes_first() -> None:
    assert titles(make_task("at start", at="07:30"), make_task("before", at="07:15")) == [
        "before",
        "at start",
    ]


def test_what_is_done_after_the_shift_has_ended_comes_last_of_the_timed() -> None:
    assert titles(make_task("after", at="15:30"), make_task("late", at="14:45")) == [
        "late",
        "after",
    ]


def test_tasks_of_no_shift_begin_where_the_board_begins() -> None:
    board = replace(BOARD, axis_start=22 * 60)
    deck = build_deck(board, [make_task(at, at=at, shift=None) for at in ("07:00", "23:00")])
    assert [line.task.title for line in deck.piles[0].lines] == ["23:00", "07:00"]


def test_at_the_same_time_must_stands_before_can() -> None:
    assert titles(
        make_task("undecided"),
        make_task("after training", duty=Duty.CAN_AFTER_TRAINING),
        make_task("can", duty=Duty.CAN),
        make_task("must", duty=Duty.MUST),
    ) == ["must", "can", "after training", "undecided"]


def test_tasks_without_clock_time_come_after_and_as_needed_last() -> None:
    (pile,) = build_deck(
        BOARD,
        [
            make_task("as needed", at=None, as_needed=True),
            make_task("some time", at=None),
            make_task("late", at="14:00"),
        ],
    ).piles
    assert [(line.task.title, line.part) for line in pile.lines] == [
        ("late", Part.TIMED),
        ("some time", Part.UNTIMED),
        ("as needed", Part.AS_NEEDED),
    ]


def test_a_pile_has_the_address_it_is_given() -> None:
    deck = build_deck(BOARD, [make_task()], lambda profession, shift: f"/{profession.code}")
    assert deck.piles[0].address == "/SPL"


def test_can_with_medicines_needs_approval_whether_or_not_a_course_is_named() -> None:
    bare = make_task("Gi medisiner til frokost", duty=Duty.CAN)
    assert needs_approval(bare)
    assert needs_approval(replace(bare, competence="legemiddelkurs"))


def test_must_and_undecided_and_harmless_tasks_need_no_approval() -> None:
    assert not needs_approval(make_task("Gi medisiner", duty=Duty.MUST))
    assert not needs_approval(make_task("Gi medisiner"))
    assert not needs_approval(make_task("Dekke bord", duty=Duty.CAN))


def test_can_after_training_always_needs_approval() -> None:
    assert needs_approval(make_task("Dekke bord", duty=Duty.CAN_AFTER_TRAINING))


def test_every_task_of_a_nursing_home_stands_in_the_deck_once() -> None:
    tasks = tasks_of("sykehjem")
    deck = build_deck(BOARD, tasks)
    stood = [line.task.id for pile in deck.piles for line in pile.lines]
    assert sorted(stood) == sorted(task.id for task in tasks)
    assert all(
        line.task.profession == pile.profession and line.task.shift == pile.shift
        for pile in deck.piles
        for line in pile.lines
    )


@given(
    start=st.integers(0, WHOLE_DAY - 1),
    end=st.integers(0, WHOLE_DAY - 1),
    at=st.integers(0, WHOLE_DAY - 1),
)
def test_a_time_within_a_shift_lies_between_its_start_and_its_end(
    start: int, end: int, at: int
) -> None:
    shift = ShiftFacts("s", "s", start, end)
    within = (at - start) % WHOLE_DAY <= shift.length
    assert (0 <= minutes_in(at, shift, 0) <= shift.length) == within
    assert (shift.start + minutes_in(at, shift, 0)) % WHOLE_DAY == at
