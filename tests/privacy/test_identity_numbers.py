from itertools import islice, product

import pytest

from app.privacy.findings import Kind, Verdict
from app.privacy.guard import find, judge
from tests.privacy.numbers import DATE_FORMS, SPOILT, WRITTEN, seeded, unborn, valid_numbers

_KINDS = {
    "synthetic": Kind.NATIONAL_ID,
    "synthetic_d_number": Kind.D_NUMBER,
    "national_id": Kind.NATIONAL_ID,
    "d_number": Kind.D_NUMBER,
    "h_number": Kind.H_NUMBER,
}
_REMAINDERS = (0, 1, 2, 3)


@pytest.mark.parametrize("way", WRITTEN)
def test_every_valid_number_is_stopped_however_it_is_written(way: str) -> None:
    rng = seeded(f"{way} 2032")
    for form, remainder in product(DATE_FORMS, _REMAINDERS):
        for number in islice(valid_numbers(rng, form, remainder), 15):
            text = WRITTEN[way](number)
            kinds = judge(text).kinds
            assert _KINDS[form] in kinds, f"{text!r} was read as {kinds}"


def test_a_valid_number_is_found_where_it_stands() -> None:
    text = "Gi medisin til 150639 52084 nå"
    (finding,) = find(text)
    assert text[finding.start : finding.end] == "150639 52084"


def test_the_place_is_that_of_the_text_before_it_was_folded() -> None:
    text = "Gi\u200b til 1\u200b50639\u200a5208４!"
    (finding,) = find(text)
    assert text[finding.start : finding.end] == "1\u200b50639\u200a5208４"


@pytest.mark.parametrize("way", SPOILT)
def test_a_number_with_digits_too_many_is_stopped_unless_a_leader_knows_better(way: str) -> None:
    rng = seeded(way)
    for number in islice(valid_numbers(rng, "national_id", 0), 50):
        (finding,) = find(SPOILT[way](number))
        assert finding.kind in (Kind.NATIONAL_ID_LIKE, Kind.DUF_NUMBER)
        assert finding.overridable_by_leader


def test_a_wrong_digit_makes_it_look_like_a_number_and_that_is_stopped_too() -> None:
    rng = seeded(11)
    for number in islice(valid_numbers(rng, "national_id", 0), 300):
        last = (int(number[-1]) + rng.randint(1, 9)) % 10
        (finding,) = find(f"{number[:-1]}{last}")
        assert finding.kind is Kind.NATIONAL_ID_LIKE
        assert finding.verdict is Verdict.STOP and finding.overridable_by_leader


def test_a_day_that_does_not_exist_is_only_warned_about() -> None:
    rng = seeded(12)
    for _ in range(100):
        tail = f"{rng.randint(0, 9_999_999):07}"
        for no_date in ("3204", "0013", "3111", "0113", "7201", "9901", "3102"):
            assert judge(no_date + tail).kinds == (Kind.ACCOUNT_LIKE,)


def test_the_29th_of_february_needs_a_leap_year() -> None:
    assert judge("29023650112").verdict is Verdict.STOP
    assert judge("29023750112").kinds == (Kind.ACCOUNT_LIKE,)


def test_of_random_numbers_seven_in_a_thousand_are_surely_stopped_and_a_fifth_is_doubted() -> None:
    rng = seeded(20320101)
    sure = {Kind.NATIONAL_ID, Kind.D_NUMBER, Kind.H_NUMBER}
    tries = 20_000
    kinds = [judge(f"{rng.randrange(10**11):011}").kinds for _ in range(tries)]
    share_sure = sum(bool(sure & set(found)) for found in kinds) / tries
    share_doubted = sum(Kind.NATIONAL_ID_LIKE in found for found in kinds) / tries
    assert 0.0055 < share_sure < 0.0092, share_sure
    assert 0.20 < share_doubted < 0.23, share_doubted
    assert all(kinds), "an eleven-digit number was let through"


def test_todays_rule_and_the_one_of_2032_count_alike() -> None:
    rng = seeded(3)
    for remainder in _REMAINDERS:
        number = next(valid_numbers(rng, "national_id", remainder))
        assert judge(number).kinds == (Kind.NATIONAL_ID,)
    assert judge("15063952084").kinds == judge("15063952009").kinds == (Kind.NATIONAL_ID,)


def test_random_duf_numbers_are_stopped_for_all_but_leaders() -> None:
    rng = seeded(4)
    for year in range(1985, 2040):
        six, two = f"{rng.randrange(10**6):06}", f"{rng.randrange(100):02}"
        for text in (f"{year}{six}{two}", f"{year} {six} {two}", f"{year}-{six}-{two}"):
            (finding,) = find(text)
            assert finding.kind in (Kind.DUF_NUMBER, Kind.NATIONAL_ID_LIKE), text
            assert finding.overridable_by_leader


def test_a_year_far_off_is_no_duf_number() -> None:
    assert judge("104058697561").verdict is Verdict.OK


def test_the_century_is_not_read_from_the_number() -> None:
    rng = seeded(5)
    nine = unborn(rng, "national_id")
    for year in ("45", "54", "99", "00"):
        assert judge(nine[:4] + year + nine[6:] + "00").verdict is Verdict.STOP
