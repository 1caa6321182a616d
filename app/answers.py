"""What the app answers when it refuses, and what it lets in at all."""

import logging
import re

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Received
from starlette.websockets import WebSocketClose

from app import figures
from app.assets import is_lasting, join_assets
from app.errors import CODES, AppError, Forbidden, Invalid, NotFound, TooLarge, Unavailable
from app.i18n import Message, _
from app.web import HEADERS, MAX_BODY_BYTES, locale_of, render

logger = logging.getLogger("lappetavla.web")


class Edge:
    """What no route is asked about: addresses with a NUL, and bodies that do not end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # No text of ours holds a NUL, and PostgreSQL takes one for a fault.
        strange = "\0" in scope.get("path", "") or b"%00" in scope.get("query_string", b"")
        if strange and scope["type"] == "websocket":
            await WebSocketClose(4404)(scope, receive, send)
        elif strange:
            await answer_error(Request(scope), NotFound())(scope, receive, send)
        elif scope["type"] == "http":
            await self._app(scope, _measured(receive), send)
        else:
            await self._app(scope, receive, send)


def _measured(receive: Receive) -> Receive:
    """The same, cut off when more has come than is taken: not every body says its length."""
    read = 0

    async def measured() -> Received:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MAX_BODY_BYTES:
            raise HTTPException(413)
        return message

    return measured


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, rather than a program or our own fetch."""
    if request.url.path.startswith("/api/"):
        return False
    return "text/html" in request.headers.get("accept", "")


def answer_error(request: Request, error: AppError) -> Response:
    """A refusal as a page, an htmx fragment, or a problem document."""
    figures.refused(error.code)
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
    join_assets(app)
    app.add_middleware(Edge)

    @app.exception_handler(AppError)
    def _refused(request: Request, error: AppError) -> Response:
        return answer_error(request, error)

    @app.exception_handler(SQLAlchemyError)
    def _no_database(request: Request, error: SQLAlchemyError) -> Response:
        logger.error("the database failed", exc_info=error)
        return answer_error(request, Unavailable())

    @app.exception_handler(Exception)
    def _fault(request: Request, error: Exception) -> Response:
        # Outside of all else, the headers too; the server logs the fault itself.
        response = answer_error(request, Unavailable())
        response.headers.update(HEADERS)
        return response

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
        code = next((c for c, s in CODES.items() if s == error.status_code), "invalid")
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
        if response.status_code == 200 and is_lasting(request.url.path, request.url.query):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _cross_site(request: Request) -> AppError | None:
    """A change asked for by another site's page is refused, whatever it carries."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return Forbidden(_("This came from another site, and was refused."))
    origin = request.headers.get("origin", "null")
    # Our own forms say "null", since no page of ours gives a referrer; our scripts do not.
    if origin == "null" and "origin" in request.headers and request.url.path.startswith("/api/"):
        return Forbidden(_("This came from another site, and was refused."))
    if origin != "null" and origin.partition("://")[2] != request.headers.get("host"):
        return Forbidden(_("This came from another site, and was refused."))
    return None


def _too_large(request: Request) -> AppError | None:
    length = request.headers.get("content-length", "0")
    if not re.fullmatch("[0-9]{1,12}", length) or int(length) > MAX_BODY_BYTES:
        return TooLarge(_("The file is too large. At most 10 MB can be taken."))
    return None
