"""Times, durations, days and choices, as people write them."""

import re

import pytest

from app.board.words import WEEKDAYS, Days, Obligation
from app.exchange.choices import read_obligation, read_professions, read_shift
from app.exchange.clock import read_clock
from app.exchange.days import DaySet, read_days
from app.exchange.durations import read_duration


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("08:00", 480),
        ("8:05", 485),
        ("08.30", 510),
        ("0800", 480),
        ("730", 450),
        ("8", 480),
        ("23", 1380),
        ("kl. 9", 540),
        ("Kl 09.15", 555),
        ("klokka 7", 420),
        ("08:00:00", 480),
        ("8h30", 510),
        ("0:00", 0),
        ("8 am", 480),
        ("12 a.m.", 0),
        ("2:30 PM", 870),
    ],
)
def test_a_plain_clock_time_is_read_and_nothing_said(text: str, start: int) -> None:
    reading = read_clock(text)
    assert (reading.start, reading.frequency, reading.said) == (start, "", ())


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("ca 8", 480),
        ("ca. kl. 08:30", 510),
        ("kl ca 9", 540),
        ("rundt 10", 600),
        ("~7", 420),
        ("24:00", 0),
        ("7,30", 450),
        ("7,5", 450),
        ("9.3", 570),
        ("7.75", 465),
        ("0.3333", 480),
        ("0,3125", 450),
    ],
)
def test_a_clock_time_that_is_guessed_is_said(text: str, start: int) -> None:
    reading = read_clock(text)
    assert (reading.start, reading.frequency) == (start, "")
    assert [message.values["time"] for message in reading.said] == [
        f"{start // 60:02}:{start % 60:02}"
    ]


@pytest.mark.parametrize(
    ("text", "start", "duration"),
    [
        ("08-10", 480, 120),
        ("07:30–15:00", 450, 450),
        ("kl 8 til kl 9", 480, 60),
        ("22.00 - 07.45", 1320, 585),
        ("fra 8 til 9.30", 480, 90),
        ("0800-0900", 480, 60),
    ],
)
def test_a_span_gives_its_start_and_how_long_it_lasts(text: str, start: int, duration: int) -> None:
    reading = read_clock(text)
    assert (reading.start, reading.duration) == (start, duration)


@pytest.mark.parametrize(
    ("text", "start", "days"),
    [
        ("onsdag 11-13", 660, ("wed",)),
        ("man, ons 10:00", 600, ("mon", "wed")),
        ("hver tirsdag kl 9", 540, ("tue",)),
        ("10:30 på fredager", 630, ("fri",)),
        ("alle dager 08:00", 480, Days.ALL),
        ("laurdag", None, ("sat",)),
    ],
)
def test_a_day_in_the_time_field_is_its_day_and_said(
    text: str, start: int | None, days: DaySet
) -> None:
    reading = read_clock(text)
    assert (reading.start, reading.days, reading.frequency) == (start, days, "")
    assert "day" in reading.said[0].msgid


@pytest.mark.parametrize("text", ["ved behov", "Ved behov", "v/behov", "etter behov"])
def test_as_needed_is_how_often_and_needs_no_word(text: str) -> None:
    reading = read_clock(text)
    assert (reading.start, reading.frequency, reading.said) == (None, text, ())


@pytest.mark.parametrize("text", ["formiddag", "etter frokost", "25:00", "8:75", "2026-10-15"])
def test_what_is_no_clock_time_is_kept_in_words_and_said(text: str) -> None:
    reading = read_clock(text)
    assert (reading.start, reading.frequency) == (None, text)
    assert len(reading.said) == 1


def test_an_outright_time_among_words_is_the_start_and_all_words_are_kept() -> None:
    reading = read_clock("08:00 og 20:00")
    assert (reading.start, reading.frequency) == (480, "08:00 og 20:00")
    assert reading.said[0].values["time"] == "08:00"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("45 min", 45),
        ("45 min.", 45),
        ("5 minutter", 5),
        ("10m", 10),
        ("2 t", 120),
        ("2t", 120),
        ("1 time", 60),
        ("2 timar", 120),
        ("1,5 t", 90),
        ("1.5 h", 90),
        ("1 t 30 min", 90),
        ("1t30", 90),
        ("1 time og 15 min", 75),
        ("halvannen time", 90),
        ("½ time", 30),
        ("kvarter", 15),
        ("30,0", 30),
        ("1440", 1440),
    ],
)
def test_a_plain_duration_is_read_and_nothing_said(text: str, minutes: int) -> None:
    assert read_duration(text) == (minutes, ())


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("ca 45", 45),
        ("ca. 2 t", 120),
        ("~20", 20),
        ("inntil 30 min", 30),
        ("30+", 30),
        ("10-15", 10),
        ("10–15 min", 10),
        ("1-2 t", 60),
        ("ca 10-15", 10),
        ("1,5", 90),
        ("0.5", 30),
        ("7,5", 450),
        ("1:30", 90),
        ("0:45", 45),
        ("0.0208333333333", 30),
        ("12,5 min", 12),
    ],
)
def test_a_duration_that_is_guessed_is_said(text: str, minutes: int) -> None:
    read, said = read_duration(text)
    assert read == minutes
    assert [message.values["minutes"] for message in said] == [minutes]


@pytest.mark.parametrize("text", ["0", "-5", "1441", "lenge", "2x15", "2026-10-15", "99 t", "1e5"])
def test_a_duration_that_is_none_is_left_open_and_said(text: str) -> None:
    read, said = read_duration(text)
    assert read is None
    assert said[0].values["written"] == text


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("alle", Days.ALL),
        ("Alle dager", Days.ALL),
        ("daglig", Days.ALL),
        ("hver dag", Days.ALL),
        ("hverdager", Days.WEEKDAY),
        ("kvardagar", Days.WEEKDAY),
        ("helg", Days.WEEKEND),
        ("weekends", Days.WEEKEND),
        ("man, ons, fre", ("mon", "wed", "fri")),
        ("ma/to", ("mon", "thu")),
        ("Mandag og torsdag", ("mon", "thu")),
        ("tysdag", ("tue",)),
        ("fredager", ("fri",)),
        ("Wednesday", ("wed",)),
        ("man-fre", WEEKDAYS[:5]),
        ("fre-man", ("mon", "fri", "sat", "sun")),
        ("mandag til onsdag", ("mon", "tue", "wed")),
        ("hverdager og helg", Days.ALL),
        ("hverdager + lørdag", WEEKDAYS[:6]),
        ("", ()),
    ],
)
def test_days_are_read_with_nothing_left_over(text: str, days: DaySet) -> None:
    reading = read_days(text)
    assert (reading.days, reading.frequency, reading.said) == (days, "", ())


@pytest.mark.parametrize(
    ("text", "days", "frequency"),
    [
        ("sommer", (), "sommer"),
        ("ukedag", (), "ukedag"),
        ("hver 6. uke", (), "hver 6. uke"),
        ("annenhver mandag", ("mon",), "annenhver mandag"),
        ("onsdag, hver 2. uke", ("wed",), "hver 2. uke"),
        ("hverdag, sommer", Days.WEEKDAY, "sommer"),
    ],
)
def test_what_is_no_day_is_kept_as_how_often(text: str, days: DaySet, frequency: str) -> None:
    reading = read_days(text)
    assert (reading.days, reading.frequency) == (days, frequency)


def test_loose_weekdays_are_monday_to_friday_and_said() -> None:
    reading = read_days("ukedager")
    assert (reading.days, len(reading.said)) == (Days.WEEKDAY, 1)


@pytest.mark.parametrize(
    ("text", "key"),
    [("Dag", "day"), ("D", "day"), ("kveldsvakt", "evening"), ("N", "night"), ("Langvakt", "long")],
)
def test_a_shift_is_known_by_its_names(text: str, key: str) -> None:
    assert read_shift(text) == key


def test_a_shift_of_the_wards_own_stands_as_it_is_written() -> None:
    assert read_shift("Mellomvakt") == "Mellomvakt"
    assert read_shift("") is None


@pytest.mark.parametrize(
    ("text", "obligation", "is_said"),
    [
        ("MÅ", Obligation.MUST, False),
        ("skal", Obligation.MUST, False),
        ("Kan", Obligation.CAN, False),
        ("may", Obligation.CAN, False),
        ("kan etter opplæring", Obligation.CAN, True),
        ("må/kan", None, True),
        ("bør", None, True),
        ("", None, False),
    ],
)
def test_must_and_can(text: str, obligation: Obligation | None, is_said: bool) -> None:
    read, said = read_obligation(text)
    assert (read, bool(said)) == (obligation, is_said)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Servicevert/assistent", ["SV", "ASS"]),
        ("Sykepleier og helsefagarbeider", ["SPL", "HFA"]),
        ("SPL, HFA + VPL", ["SPL", "HFA", "VPL"]),
        ("spl;hfa", ["SPL", "HFA"]),
        ("sykepleier / SPL / sjukepleiar", ["SPL"]),
        ("Sykepleier (på dag)", ["SPL"]),
        ("måltidsvert / matvert", ["MV"]),
    ],
)
def test_each_group_in_a_field_counts_once(text: str, codes: list[str]) -> None:
    groups = read_professions(text)
    assert [group.known.code if group.known else None for group in groups] == codes


def test_groups_that_are_not_known_keep_their_names() -> None:
    groups = read_professions("Kjøkken og Nattevakt/kjøkken")
    assert [(group.name, group.known) for group in groups] == [
        ("Kjøkken", None),
        ("Nattevakt", None),
    ]


def test_every_sentence_names_only_values_that_it_has() -> None:
    said = [
        *read_clock("ca 8").said,
        *read_clock("onsdag ca 8").said,
        *read_clock("formiddag").said,
        *read_clock("08:00 og 20:00").said,
        *read_days("ukedager").said,
        *read_duration("ca 10-15")[1],
        *read_duration("lenge")[1],
        *read_obligation("bør")[1],
    ]
    for message in said:
        named = set(re.findall(r"%\((\w+)\)s", message.msgid))
        assert named <= set(message.values)
