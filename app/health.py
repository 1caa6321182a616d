"""Whether it is alive and ready, its figures, and the API's own page of documentation."""

import secrets
from ipaddress import ip_address

from fastapi import APIRouter, Request
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.responses import JSONResponse, Response

from app import figures
from app.errors import NotFound
from app.settings import Settings
from app.web import render

router = APIRouter(include_in_schema=False)

# A proxy in between names whom it asks for.
_FORWARDED = ("forwarded", "via", "x-forwarded-", "x-real-ip")


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
async def ready(request: Request) -> Response:
    """Whether all that it needs answers; 503 if not, and what it is that does not."""
    status, parts = await request.app.state.readiness.look()
    return JSONResponse({"status": status, **parts}, 200 if status == "ready" else 503)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The figures, for Prometheus. To those who may not read them, they are not there."""
    if not _may_read_figures(request):
        raise NotFound()
    return Response(figures.exposition(), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


@router.get("/api/docs")
def api_page(request: Request) -> Response:
    """The API's calls, from our own OpenAPI document, without anyone else's scripts."""
    return render(request, "api.html", calls=_calls(request.app.openapi()))


def _may_read_figures(request: Request) -> bool:
    """Whoever has the token; without one, programs of this machine that ask without a proxy.

    Behind a proxy everybody comes from this machine. It says so in a header, or at least passes on
    the name it was asked by, or else no board would work through it.
    """
    settings: Settings = request.app.state.settings
    if settings.metrics_token:
        given = request.headers.get("authorization", "").encode()
        return secrets.compare_digest(given, f"Bearer {settings.metrics_token}".encode())
    is_direct = not any(name.startswith(_FORWARDED) for name in request.headers)
    client = request.client.host if request.client else ""
    return is_direct and _is_this_machine(client) and _is_this_machine(request.url.hostname or "")


def _is_this_machine(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


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
