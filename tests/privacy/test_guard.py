from hypothesis import given, settings
from hypothesis import strategies as st

from app.privacy.findings import Kind, Verdict
from app.privacy.guard import find, judge, judge_all, judge_lines
from app.privacy.sentences import SENTENCES

SURE, LIKE, PHONE = "15063952084", "15063952085", "91234567"
ALL_KINDS = frozenset(Kind)


def test_nothing_found_is_ok() -> None:
    assert judge_all(["", "Dele ut medisiner"]).verdict is Verdict.OK
    assert judge_all([]).kinds == ()


def test_the_gravest_verdict_counts() -> None:
    judgement = judge_all([PHONE, "Stell", SURE])
    assert judgement.verdict is Verdict.STOP
    assert judgement.kinds == (Kind.NATIONAL_ID, Kind.PHONE)


def test_anyone_settles_a_warning_by_confirming_it() -> None:
    assert judge_all([PHONE], frozenset({Kind.PHONE})).verdict is Verdict.OK


def test_confirming_one_kind_leaves_the_others() -> None:
    left = judge_all([f"{PHONE} fru Olsen"], frozenset({Kind.PHONE}))
    assert (left.verdict, left.kinds) == (Verdict.WARN, (Kind.TITLE_AND_NAME,))


def test_only_a_leader_settles_what_merely_looks_like_a_number() -> None:
    confirmed = frozenset({Kind.NATIONAL_ID_LIKE})
    assert judge_all([LIKE], confirmed).verdict is Verdict.STOP
    assert judge_all([LIKE], frozenset(), leader=True).verdict is Verdict.STOP
    assert judge_all([LIKE], confirmed, leader=True).verdict is Verdict.OK


def test_nobody_settles_a_real_number() -> None:
    for number in (SURE, "55063952078", "15463952067"):
        assert judge_all([number], ALL_KINDS, leader=True).verdict is Verdict.STOP


def test_verdicts_grow_more_severe() -> None:
    assert [verdict.severity for verdict in (Verdict.OK, Verdict.WARN, Verdict.STOP)] == [0, 1, 2]


def test_lines_are_judged_one_by_one_with_the_types_found() -> None:
    assert judge_lines([f"Bruker {SURE}", "Ring O.N. 91 23 45 67", "Dele ut medisiner"]) == [
        {"verdict": "stopp", "types": ["national_id"]},
        {"verdict": "advar", "types": ["phone", "initials"]},
        {"verdict": "ok", "types": []},
    ]


def test_every_kind_has_its_own_sentence() -> None:
    assert set(SENTENCES) == set(Kind)
    assert len(set(SENTENCES.values())) == len(Kind)


def test_a_number_that_overlaps_a_weaker_reading_wins() -> None:
    assert judge("123456 15063 952084").kinds == (Kind.NATIONAL_ID,)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(st.sampled_from("0123456789 .-/:@+fruOlaNsen\n\u200b\u00a0４👵"), max_size=80))
def test_whatever_is_written_findings_lie_inside_it_in_order_and_apart(text: str) -> None:
    end = 0
    for finding in find(text):
        assert end <= finding.start < finding.end <= len(text)
        end = finding.end


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_a_number_is_found_between_any_two_texts(before: str, after: str) -> None:
    assert judge(f"{before} x {SURE} x {after}").verdict is Verdict.STOP
