"""The catalogues: every text of the interface in bokmål and nynorsk, each in its own words."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from app.i18n import LOCALES, translate_many
from app.words import words_for_scripts

ROOT = Path(__file__).parent.parent
APP = ROOT / "app"
DATA = ROOT / "tests" / "data"
# Texts that bokmål and nynorsk write alike, each of them looked at: a msgid on each line.
ALIKE = DATA / "nn_same_as_nb.txt"

NORWEGIAN = ("nb", "nn")

_PLACEHOLDER = re.compile(r"%\(\w+\)s")
_NAME = re.compile(r"%\((\w+)\)s")
_WORD = re.compile(r"[a-zæøåéèêòóôü]+(?:-[a-zæøåéèêòóôü]+)*")

# Words that only one of the two languages writes; «bli», which both have, is in neither list.
ONLY = {
    locale: frozenset((DATA / f"words_only_{locale}.txt").read_text(encoding="utf-8").split())
    for locale in NORWEGIAN
}


@cache
def _extracted(folder: Path = APP) -> frozenset[tuple[str, ...]]:
    """Each message of a folder, with its plural if it has one, found as `make messages` does."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    mappings = settings["tool"]["babel"]["mappings"]
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    keywords = parse_keywords(re.findall(r" -k (\S+)", recipe))  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        APP,
        [(mapping["pattern"], mapping["method"]) for mapping in mappings],
        keywords={**DEFAULT_KEYWORDS, **keywords},
    )
    return frozenset(
        (message,) if isinstance(message, str) else tuple(message)
        for name, _line, message, _comments, _context in found
        if (APP / name).is_relative_to(folder)
    )


@cache
def _catalogue(locale: str) -> Catalog:
    with (APP / "locale" / locale / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, abort_invalid=True)


def _messages(locale: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The forms of each msgid, and those of what it is translated by."""
    for message in _catalogue(locale):
        if message.id:
            yield _forms(message.id), _forms(message.string)


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _words_of(sentence: str) -> set[str]:
    return set(_WORD.findall(_PLACEHOLDER.sub(" ", sentence).lower()))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_catalogue_has_the_texts_of_the_interface_and_no_others(locale: str) -> None:
    kept = {msgid for msgid, _translated in _messages(locale)}
    # Run `make messages` after a text is added or changed, and translate what is new.
    assert not _extracted() - kept, "missing"
    assert not kept - _extracted(), "not in use any more"
    assert not _catalogue(locale).obsolete


@pytest.mark.parametrize("locale", LOCALES)
def test_the_catalogue_says_what_it_is(locale: str) -> None:
    catalogue = _catalogue(locale)
    headers = dict(catalogue.mime_headers)
    assert headers["Project-Id-Version"].startswith("Lappetavla")
    assert headers["Language"] == locale
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert not catalogue.fuzzy


@pytest.mark.parametrize("locale", NORWEGIAN)
def test_every_text_is_translated(locale: str) -> None:
    assert [msgid for msgid, translated in _messages(locale) if not all(translated)] == []
    assert [message.id for message in _catalogue(locale) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_text_with_a_plural_has_both_forms(locale: str) -> None:
    plurals = [(one, said) for one, said in _messages(locale) if len(one) == 2]
    assert plurals
    for (one, many), said in plurals:
        assert len(said) == 2 and all(said), one
        values = dict.fromkeys(_NAME.findall(one + many), "x")
        values.pop("n")
        for n, form in ((1, said[0]), (0, said[1]), (2, said[1])):
            assert translate_many(locale, one, many, n, **values) == form % {"n": n, **values}


def test_english_plurals_are_those_of_the_sources() -> None:
    for msgid, said in _messages("en"):
        assert said == msgid or said == ("",), msgid


@pytest.mark.parametrize("locale", NORWEGIAN)
def test_a_translation_keeps_the_values_and_the_edges_of_its_text(locale: str) -> None:
    for msgid, translated in _messages(locale):
        for text, said in zip(msgid, translated, strict=True):
            assert sorted(_PLACEHOLDER.findall(said)) == sorted(_PLACEHOLDER.findall(text)), text
            assert said.strip() == said or text.strip() != text, text
            assert "  " not in said, text
            assert said[-1:] in (text[-1:], "»") or text[-1:] not in ".?!:…", text
            assert not (said.endswith(".") and not text.endswith(".") and len(said) > 3), text


@pytest.mark.parametrize("locale", NORWEGIAN)
def test_norwegian_quotes_as_norwegian_does(locale: str) -> None:
    for msgid, translated in _messages(locale):
        for text, said in zip(msgid, translated, strict=True):
            assert not set("“”\"'’") & set(said), text
            assert said.count("«") == said.count("»") >= text.count("“"), text


def test_what_nynorsk_writes_as_bokmal_does_has_been_looked_at() -> None:
    in_bokmal = dict(_messages("nb"))
    alike = {one[0] for one, translated in _messages("nn") if translated == in_bokmal[one]}
    looked_at = ALIKE.read_text(encoding="utf-8").splitlines()
    assert looked_at == sorted(looked_at)
    assert alike == set(looked_at)


@pytest.mark.parametrize(("locale", "other"), [("nb", "nn"), ("nn", "nb")])
def test_neither_language_has_words_of_the_other(locale: str, other: str) -> None:
    said = {msgid: _words_of(" ".join(translated)) for msgid, translated in _messages(locale)}
    assert [
        (msgid, words & ONLY[other]) for msgid, words in said.items() if words & ONLY[other]
    ] == []


def test_the_lists_of_words_are_those_of_the_interface() -> None:
    assert not ONLY["nb"] & ONLY["nn"]
    for locale in NORWEGIAN:
        used = [_words_of(" ".join(translated)) for _msgid, translated in _messages(locale)]
        # A list of words that nobody writes would let everything through.
        assert len(ONLY[locale] & set().union(*used)) > 100


@pytest.mark.parametrize("locale", LOCALES)
def test_scripts_are_given_all_their_words(locale: str) -> None:
    for_scripts = _extracted(APP / "static" / "js")
    words = words_for_scripts(locale)
    assert set(words) == {msgid[0] for msgid in for_scripts}
    said = dict(_messages(locale))
    for msgid in for_scripts:
        expected = said[msgid] if all(said[msgid]) else msgid
        given = words[msgid[0]]
        assert (given if isinstance(given, str) else tuple(given)) == (
            expected if len(msgid) == 2 else expected[0]
        )
