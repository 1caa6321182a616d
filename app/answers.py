"""What the app answers when it refuses, and what it lets in at all."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint
from starlette.responses import JSONResponse, Response

from app.assets import is_lasting, join_assets
from app.errors import CODES, AppError, Forbidden, Invalid, NotFound, TooLarge
from app.i18n import Message, _
from app.web import HEADERS, MAX_BODY_BYTES, locale_of, render


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
    join_assets(app)

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
    # Our own forms say "null", since no page of ours gives a referrer.
    if origin != "null" and origin.partition("://")[2] != request.headers.get("host"):
        return Forbidden(_("This came from another site, and was refused."))
    return None


def _too_large(request: Request) -> AppError | None:
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MAX_BODY_BYTES:
        return TooLarge(_("The file is too large. At most 10 MB can be taken."))
    return None
