"""Whether it is alive and ready, and the API's own page of documentation."""

import asyncio

import sqlalchemy as sa
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from app.schema import is_current
from app.web import render

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
async def ready(request: Request) -> Response:
    """The database answers and has the newest schema."""
    try:
        await asyncio.to_thread(_ask_database, request.app.state.engine)
        current = await asyncio.to_thread(is_current, request.app.state.engine)
    except sa.exc.SQLAlchemyError:
        return JSONResponse({"status": "unready", "database": "no answer"}, 503)
    if not current:
        return JSONResponse({"status": "unready", "database": "old schema"}, 503)
    return JSONResponse({"status": "ready", "database": "ok"})


@router.get("/api/docs")
def api_page(request: Request) -> Response:
    """The API's calls, from our own OpenAPI document, without anyone else's scripts."""
    return render(request, "api.html", calls=_calls(request.app.openapi()))


def _ask_database(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.execute(sa.text("select 1"))


def _calls(document: dict[str, object]) -> list[dict[str, object]]:
    paths = document.get("paths")
    if not isinstance(paths, dict):
        return []
    return [
        {
            "method": method.upper(),
            "path": path,
            "summary": call.get("description") or call.get("summary", ""),
            "parameters": [p["name"] for p in call.get("parameters", []) if p["in"] != "path"],
        }
        for path, methods in paths.items()
        for method, call in methods.items()
    ]
