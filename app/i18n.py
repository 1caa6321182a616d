"""The three languages: bokmål, nynorsk and English, through gettext.

Messages are marked where they are born (``_``, ``Message``) and translated where they are shown.
Catalogues are read from their ``.po`` files at the first use, so nothing has to be compiled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LOCALES = ("nb", "nn", "en")
LANGUAGE_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
DEFAULT_LOCALE = "nb"

_CATALOGUES = Path(__file__).parent / "locale"


def _(msgid: str) -> str:
    """Mark a message for the catalogues and give it back as it is."""
    return msgid


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its values, not yet in anyone's language."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def in_locale(self, locale: str) -> str:
        """The sentence in ``locale``; values that are messages are translated as well."""
        values = {
            name: value.in_locale(locale) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return translate(locale, self.msgid, **values)


@cache
def catalogue(locale: str) -> Translations:
    """The catalogue of one of ``LOCALES``."""
    with (_CATALOGUES / locale / "LC_MESSAGES" / "messages.po").open("rb") as source:
        messages = read_po(source, locale=locale)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


def translate(locale: str, msgid: str, **values: object) -> str:
    """``msgid`` in ``locale``, with ``%(name)s`` replaced by ``values``."""
    text: str = catalogue(locale).gettext(msgid)
    return text % values if values else text


def translate_many(locale: str, one: str, many: str, n: int, **values: object) -> str:
    """The singular or plural in ``locale`` for ``n``, which is itself a value."""
    text: str = catalogue(locale).ngettext(one, many, n)
    return text % {"n": n, **values}


def pick_locale(*wishes: str | None) -> str:
    """The first wish that is a language of ours, else bokmål. ``no`` and ``nb-NO`` count as nb."""
    for wish in wishes:
        code = (wish or "").split("-")[0].lower()
        if code == "no":
            code = "nb"
        if code in LOCALES:
            return code
    return DEFAULT_LOCALE


def locale_from_header(accept_language: str) -> str | None:
    """The best of ``LOCALES`` that an Accept-Language header asks for, or ``None``."""
    wishes: list[tuple[float, str]] = []
    for part in accept_language[:500].split(","):
        code, _sign, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        wishes.append((weight, code))
    for _weight, code in sorted(wishes, key=lambda wish: -wish[0]):
        short = code.split("-")[0].lower()
        if short in (*LOCALES, "no"):
            return pick_locale(short)
    return None
