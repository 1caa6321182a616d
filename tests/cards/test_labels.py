from datetime import date

from app.cards.facts import ShiftFacts
from app.cards.labels import clock, date_text, days_text, labels, shift_hours


def test_every_label_goes_through_the_translation() -> None:
    assert all(word.startswith("~") for word in labels(lambda msgid: f"~{msgid}").values())


def test_every_day_is_not_worth_a_word(words: dict[str, str]) -> None:
    assert days_text(words, ()) == ""
    assert days_text(words, ("all",)) == ""
    assert days_text(words, ("mon", "tue", "wed", "thu", "fri", "sat", "sun")) == ""


def test_named_sets_of_days_have_a_word(words: dict[str, str]) -> None:
    assert days_text(words, ("weekend",)) == "weekend"
    assert days_text(words, ("weekday",)) == "weekdays"


def test_single_days_stand_in_the_order_of_the_week(words: dict[str, str]) -> None:
    assert days_text(words, ("fri", "mon", "wed")) == "Mon, Wed, Fri"


def test_clock_times_have_two_digits_and_begin_again_at_midnight() -> None:
    assert clock(5) == "00:05"
    assert clock(24 * 60 + 90) == "01:30"
    assert shift_hours(ShiftFacts("n", "Natt", 22 * 60, 7 * 60 + 45)) == "22:00–07:45"


def test_dates_are_written_out() -> None:
    assert date_text("nb", date(2026, 11, 4)) == "4. november 2026"
    assert date_text("en", date(2026, 11, 4)) == "4 November 2026"
