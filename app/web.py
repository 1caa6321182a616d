"""What every page shares: templates, static addresses, security headers, errors in three shapes."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.errors import CODES, AppError, Forbidden, Invalid, NotFound, TooLarge
from app.i18n import (
    LANGUAGE_NAMES,
    Message,
    _,
    locale_from_header,
    pick_locale,
    translate,
    translate_many,
)

APP = Path(__file__).parent
STATIC = APP / "static"
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


def static_url(path: str) -> str:
    """The address of a static file, with its contents' hash, so that it may be kept for long."""
    return f"/static/{path}?v={_hash_of(path)}"


@cache
def _hash_of(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


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
    env.globals.update(static_url=static_url, language_names=LANGUAGE_NAMES)
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


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, rather than a program or our own fetch."""
    if request.url.path.startswith("/api/"):
        return False
    return "text/html" in request.headers.get("accept", "")


def answer_error(request: Request, error: AppError) -> Response:
    """A refusal as a page, an htmx fragment, or a problem document."""
    locale = locale_of(request)
    sentence = error.message.in_locale(locale)
    if request.headers.get("hx-request"):
        return render(request, "fragment_error.html", status=error.status, reason=sentence)
    if wants_page(request):
        return render(request, "error.html", status=error.status, code=error.code, reason=sentence)
    return problem(error, sentence)


def problem(error: AppError, sentence: str) -> JSONResponse:
    """An RFC 9457 problem document with our stable code."""
    body = {
        "type": "about:blank",
        "title": sentence,
        "status": error.status,
        "detail": sentence,
        "code": error.code,
        **error.details,
    }
    return JSONResponse(body, error.status, media_type="application/problem+json")


def join_web(app: FastAPI) -> None:
    """Error handlers, the cross-site check and the headers, for every route."""

    @app.exception_handler(AppError)
    def _refused(request: Request, error: AppError) -> Response:
        return answer_error(request, error)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        names = sorted({str(item["loc"][-1])[:80] for item in error.errors() if item["loc"]})
        message = Message(_("This is not right: %(fields)s."), {"fields": ", ".join(names[:8])})
        return answer_error(request, Invalid(message, fields=names[:8]))

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        known = {404: NotFound(), 413: TooLarge()}.get(error.status_code)
        if known is not None:
            return answer_error(request, known)
        code = {v: k for k, v in CODES.items()}.get(error.status_code, "invalid")
        return JSONResponse(
            {"status": error.status_code, "title": str(error.detail), "code": code},
            error.status_code,
            media_type="application/problem+json",
            headers=error.headers,
        )

    @app.middleware("http")
    async def _guarded(request: Request, call_next: RequestResponseEndpoint) -> Response:
        refused = _cross_site(request) or _too_large(request)
        response = answer_error(request, refused) if refused else await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.url.path.startswith("/static/") and "v" in request.query_params:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _cross_site(request: Request) -> AppError | None:
    """A change asked for by another site's page is refused, whatever it carries."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return Forbidden(_("This came from another site, and was refused."))
    origin = request.headers.get("origin", "null")
    # Our own forms say "null", since no page of ours gives a referrer.
    if origin != "null" and origin.partition("://")[2] != request.headers.get("host"):
        return Forbidden(_("This came from another site, and was refused."))
    return None


def _too_large(request: Request) -> AppError | None:
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MAX_BODY_BYTES:
        return TooLarge(_("The file is too large. At most 10 MB can be taken."))
    return None
