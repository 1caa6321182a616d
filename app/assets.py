"""Static files and their addresses: these change with the contents, so they may be kept long."""

import hashlib
import posixpath
import re
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from app.errors import NotFound

STATIC = Path(__file__).parent / "static"
_SHEET_NAME = re.compile(r"[a-z_]{1,40}")
_IMPORT = re.compile(r'^import\b[^"(]*"(\.[^"]+)"', re.MULTILINE)

router = APIRouter(include_in_schema=False)


def join_assets(app: FastAPI) -> None:
    """Serve them all. Last of what is joined to an address under /static."""
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")


def is_lasting(path: str, query: str) -> bool:
    """Whether what an address gives will never be another."""
    return path.startswith(f"{scripts_folder()}/") or (
        path.startswith("/static/") and bool(re.search(r"(^|&)v=", query))
    )


def static_url(path: str) -> str:
    """The address of a static file.

    Scripts import each other by relative addresses, so all of them share one hash in their folder.
    """
    if path.startswith("js/"):
        return f"{scripts_folder()}/{path.removeprefix('js/')}"
    return f"/static/{path}?v={_hash(STATIC / path)}"


def script_urls(entry: str) -> list[str]:
    """The addresses of a script and of all that it imports: to be fetched at once, not one by one.

    What is imported by a call comes later, and is not among them.
    """
    found: dict[str, None] = {}
    ahead = [entry]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found[name] = None
            ahead += _imports(name)
    return [f"{scripts_folder()}/{name}" for name in sorted(found)]


def sheets_url(*names: str) -> str:
    """The address of these style sheets as one: a dozen requests less before a page is seen."""
    return f"/static/css/together.css?of={','.join(names)}&v={_together(names)[1]}"


@router.get("/static/css/together.css")
async def sheets(of: Annotated[str, Query(max_length=400)]) -> Response:
    """Several sheets in one answer. The address says which, so any process can make it."""
    return Response(_together(tuple(of.split(",")))[0], media_type="text/css")


@router.get("/static/js-{version}/{path:path}")
async def script(version: str, path: str) -> Response:
    """A script of this version. From memory: a page asks for some forty of them at once."""
    text = _scripts().get(path)
    if text is None or version != _scripts_version():
        raise NotFound()
    return Response(text, media_type="text/javascript")


def scripts_folder() -> str:
    """Where all scripts of this version are served."""
    return f"/static/js-{_scripts_version()}"


@cache
def _scripts() -> dict[str, bytes]:
    folder = STATIC / "js"
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*.js"))
    }


@cache
def _imports(name: str) -> tuple[str, ...]:
    text = _scripts()[name].decode()
    folder = PurePosixPath("/", name).parent
    return tuple(
        posixpath.normpath(folder / imported).removeprefix("/")
        for imported in _IMPORT.findall(text)
    )


@cache
def _scripts_version() -> str:
    digest = hashlib.sha256()
    for name, text in _scripts().items():
        digest.update(name.encode() + b"\0" + text)
    return digest.hexdigest()[:12]


@cache
def _hash(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _together(names: tuple[str, ...]) -> tuple[bytes, str]:
    files = tuple(_sheet(name) for name in names)
    return b"".join(file.read_bytes() for file in files), _hash(*files)


def _sheet(name: str) -> Path:
    # Designsystemet is fetched at build time; all other sheets are ours.
    file = STATIC / ("vendor" if name == "designsystemet" else "css") / f"{name}.css"
    if not _SHEET_NAME.fullmatch(name) or not file.is_file():
        raise NotFound()
    return file
