"""The language of a person's own pages: kept in a cookie, nothing else."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from app.i18n import pick_locale
from app.web import LOCALE_COOKIE

router = APIRouter(include_in_schema=False)


@router.post("/language")
def choose_language(
    locale: Annotated[str, Form(max_length=10)], next: Annotated[str, Form(max_length=500)] = "/"
) -> Response:
    """Keep the choice and go back to where one was, on this site only."""
    ours = next.startswith("/") and not next.startswith(("//", "/\\"))
    response = RedirectResponse(next if ours else "/", 303)
    response.set_cookie(
        LOCALE_COOKIE, pick_locale(locale), max_age=365 * 24 * 3600, httponly=True, samesite="lax"
    )
    return response
