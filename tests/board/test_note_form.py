"""What is typed into the plain form becomes the fields of a command."""

import pytest
from starlette.datastructures import FormData

from app.board import note_form


def form(*pairs: tuple[str, str]) -> FormData:
    return FormData(list(pairs))


@pytest.mark.parametrize(
    ("ticked", "days"),
    [
        ("", []),
        ("mon", ["mon"]),
        ("mon thu", ["mon", "thu"]),
        ("mon tue wed thu fri", "weekday"),
        ("sat sun", "weekend"),
        ("mon tue wed thu fri sat sun", "all"),
        ("weekend", "weekend"),
    ],
)
def test_a_named_set_of_days_goes_back_as_it_came(ticked: str, days: object) -> None:
    # The form begins with an empty value: else no ticked day would mean that nothing was said.
    typed = form(("days", ""), *(("days", day) for day in ticked.split()))
    assert note_form.note_fields(typed)["days"] == days


@pytest.mark.parametrize(
    ("typed", "start"),
    [("07:30", 450), ("7.30", 450), ("0730", 450), ("", None), ("half past", "half past")],
)
def test_a_time_is_read_or_left_for_the_command_to_refuse(typed: str, start: object) -> None:
    assert note_form.note_fields(form(("start", typed)))["start"] == start


def test_a_move_without_a_row_is_a_move_to_the_parking_lot() -> None:
    fields = note_form.place_fields(form(("grid", "g"), ("column", "c"), ("row", "")))
    assert fields == {"grid": "g", "column": None, "row": None}


def test_a_field_that_the_form_lacks_is_left_untouched() -> None:
    assert note_form.note_fields(form(("place", "kitchen"))) == {"place": "kitchen"}


def test_an_unknown_button_is_no_order() -> None:
    assert note_form.orders(form(("note", "n")), "shred") is None
