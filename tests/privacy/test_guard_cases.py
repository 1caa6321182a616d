"""The browser's guard is held to ``tests/data/guard_cases.json``; here the file is held to ours."""

import json
import re
from pathlib import Path

from app.privacy import word_lists
from app.privacy.findings import Kind
from app.privacy.sentences import SENTENCES
from tests.privacy.guard_cases import CASES_FILE, cases

_JS = Path(__file__).parents[2] / "app" / "static" / "js"


def _strings(script: str) -> list[str]:
    return [json.loads(string) for string in re.findall(r'"(?:[^"\\]|\\.)*"', script)]


def test_the_cases_say_what_the_guard_says_today() -> None:
    written = json.loads(CASES_FILE.read_text(encoding="utf-8"))
    assert written == cases(), "run: python -m tests.privacy.guard_cases"


def test_the_cases_hold_every_kind_and_enough_texts_without_any() -> None:
    found = [case["found"] for case in json.loads(CASES_FILE.read_text(encoding="utf-8"))]
    assert {kind for case in found for kind, *_ in case} == set(Kind)
    assert len(found) > 3000 and found.count([]) > 500


def test_the_browser_has_the_same_kinds_in_the_same_order() -> None:
    script = (_JS / "guard.js").read_text(encoding="utf-8")
    (listed,) = re.findall(r"export const KINDS = \[(.*?)\]", script, re.DOTALL)
    assert _strings(listed) == [kind.value for kind in Kind]


def test_the_browser_says_the_same_sentences() -> None:
    script = (_JS / "guard_words.js").read_text(encoding="utf-8")
    body = script[script.index("switch") :]
    assert _strings(body) == [text for kind in Kind for text in (kind.value, SENTENCES[kind])]


def test_the_browser_has_the_same_lists_of_words() -> None:
    script = (_JS / "guard_lists.js").read_text(encoding="utf-8")
    lists = dict(re.findall(r"export const (\w+) = new Set\(\[(.*?)\]\)", script, re.DOTALL))
    ours = {name: words for name, words in vars(word_lists).items() if name.isupper()}
    assert {name: set(_strings(listed)) for name, listed in lists.items()} == ours
