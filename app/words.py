"""The words that scripts use, in one language: found in the scripts themselves, once."""

import re
from functools import cache

from app.assets import STATIC
from app.i18n import catalogue

# t("…") and tn("…", "…", n), as js/words.js has them; strings without escapes.
_CALL = re.compile(r"""\bt\(\s*"((?:[^"\\]|\\.)*)"|\btn\(\s*"([^"\\]*)",\s*"([^"\\]*)\"""", re.S)


@cache
def _msgids() -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    single: set[str] = set()
    plural: set[tuple[str, str]] = set()
    for script in sorted((STATIC / "js").rglob("*.js")):
        for one, first, many in _CALL.findall(script.read_text(encoding="utf-8")):
            if one:
                single.add(one.replace('\\"', '"'))
            else:
                plural.add((first, many))
    return tuple(sorted(single)), tuple(sorted(plural))


@cache
def words_for_scripts(locale: str) -> dict[str, str | list[str]]:
    """msgid → sentence, and for plurals the singular's msgid → [singular, plural]."""
    single, plural = _msgids()
    messages = catalogue(locale)
    words: dict[str, str | list[str]] = {msgid: messages.gettext(msgid) for msgid in single}
    for one, many in plural:
        words[one] = [messages.ngettext(one, many, 1), messages.ngettext(one, many, 2)]
    return words
