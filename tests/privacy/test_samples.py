import csv
from pathlib import Path

import pytest

from app.privacy.findings import Kind, Verdict
from app.privacy.guard import find, judge
from tests.privacy.samples import HARMLESS, PERSONAL

_DATA = Path(__file__).parents[1] / "data"


def _rows(name: str) -> list[list[str]]:
    with (_DATA / name).open(encoding="utf-8-sig", newline="") as source:
        return list(csv.reader(source, delimiter=";"))


@pytest.mark.parametrize(("text", "expected", "what", "why"), _rows("personvern_prover.csv")[1:])
def test_the_workshop_s_own_trials(text: str, expected: str, what: str, why: str) -> None:
    assert judge(text).verdict == expected, (what, why)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_texts_pass(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(("text", "kinds"), PERSONAL.items())
def test_what_says_who_someone_is_is_found_and_named(text: str, kinds: str) -> None:
    assert " ".join(judge(text).kinds) == kinds


@pytest.mark.parametrize(
    "name", ["sykehjem.csv", "hjemmetjeneste.csv", "fraser_overlap.csv", "rotete_import.csv"]
)
def test_real_task_files_pass_field_by_field(name: str) -> None:
    fields = {field for row in _rows(name) for field in row}
    alarms = {field: judge(field).kinds for field in fields if judge(field).kinds}
    assert len(fields) > 50 and not alarms


def test_the_same_task_files_pass_in_capitals_and_in_small_letters() -> None:
    fields = {field for row in _rows("sykehjem.csv") + _rows("hjemmetjeneste.csv") for field in row}
    loud = [field for field in fields if judge(field.upper()).kinds]
    quiet = [field for field in fields if judge(field.lower()).kinds]
    assert (loud, quiet) == ([], [])


def test_a_number_hidden_in_a_real_task_is_found() -> None:
    for row in _rows("sykehjem.csv")[1:]:
        text = f"{row[0]} 150639-52084, {row[-1]}"
        assert judge(text).verdict is Verdict.STOP
        assert judge(text).kinds == (Kind.NATIONAL_ID,)
