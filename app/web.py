"""What every page shares: templates, static addresses, security headers, errors in three shapes."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson
from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.responses import HTMLResponse

from app.assets import script_urls, sheets_url, static_url
from app.i18n import (
    LANGUAGE_NAMES,
    Message,
    locale_from_header,
    pick_locale,
    translate,
    translate_many,
)

APP = Path(__file__).parent
LOCALE_COOKIE = "locale"
MAX_BODY_BYTES = 12 * 1024 * 1024

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def locale_of(request: Request, board_locale: str | None = None) -> str:
    """The person's own choice, else the board's language, else what the browser asks for."""
    return pick_locale(
        request.cookies.get(LOCALE_COOKIE),
        board_locale,
        locale_from_header(request.headers.get("accept-language", "")),
    )


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    locale: str | None = None,
    block: str | None = None,
    **context: Any,
) -> HTMLResponse:
    """A page, or one block of it, in the person's language."""
    spoken = locale or locale_of(request)
    values = {**_words(spoken), "request": request, "locale": spoken, **context}
    page = environment().get_template(template)
    if block is None:
        return HTMLResponse(page.render(values), status)
    parts = page.blocks[block](page.new_context(values))
    return HTMLResponse("".join(parts), status)


@cache
def environment() -> Environment:
    """All rooms' templates in one environment."""
    folders = [APP / "templates", *sorted(APP.glob("*/templates"))]
    env = Environment(
        loader=FileSystemLoader(folders),
        autoescape=select_autoescape(("html", "j2"), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        static_url=static_url,
        sheets_url=sheets_url,
        script_urls=script_urls,
        language_names=LANGUAGE_NAMES,
    )
    env.filters.update(css_string=css_string, safe_json=safe_json, clock=clock)
    return env


def css_string(text: str) -> Markup:
    """Text as a quoted CSS string: all but plain letters and digits are written as escapes."""
    safe = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text)
    return Markup(f'"{safe}"')  # noqa: S704  (every character has just been escaped)


def safe_json(value: object) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = orjson.dumps(value).decode()
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704  (what could be markup has just been escaped)


def clock(minute: int | None) -> str:
    """Minutes of the day as 07:30; nothing as an empty text."""
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"


def _words(locale: str) -> dict[str, Any]:
    def say(msgid: str, **values: object) -> str:
        return translate(locale, msgid, **values)

    def say_many(one: str, many: str, n: int, **values: object) -> str:
        return translate_many(locale, one, many, n, **values)

    def tell(message: Message | str) -> str:
        return message.in_locale(locale) if isinstance(message, Message) else say(message)

    return {"_": say, "ngettext": say_many, "tell": tell}
