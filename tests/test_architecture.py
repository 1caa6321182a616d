"""The house rules: who may look into which room, and what no file may hold."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APP = ROOT / "app"
ROOMS = ("access", "board", "cards", "exchange", "live", "paper", "privacy", "sharing")
COMMON = {"db", "errors", "figures", "i18n", "settings", "statements"}

# A room and what it may import: other rooms, and the frame (web and words) for what has pages.
ALLOWED: dict[str, set[str]] = {
    "live": COMMON,
    "privacy": {"i18n"},
    "paper": COMMON,
    "access": COMMON | {"web", "live"},
    "board": COMMON | {"web", "words", "live", "access", "paper"},
    "sharing": COMMON | {"web", "live", "access", "board"},
    "cards": COMMON | {"web", "live", "access", "board", "sharing", "paper"},
    "exchange": COMMON | {"web", "live", "access", "board", "sharing", "cards", "privacy"},
}
# Pure modules: they know neither database nor web.
PURE = (
    "board/blueprints.py",
    "board/known_professions.py",
    "board/note_form.py",
    "board/places.py",
    "board/protocol.py",
    "cards/deck.py",
    "cards/layout.py",
    "cards/must_can.py",
    "exchange/task_file.py",
    "privacy/guard.py",
)
IMPURE = {"sqlalchemy", "sqlmodel", "fastapi", "starlette", "typst"}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _rooms_in(path: Path) -> set[str]:
    return {name.split(".")[1] for name in _imports(path) if name.startswith("app.")}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_looks_only_into_rooms_below_it(room: str) -> None:
    for path in (APP / room).rglob("*.py"):
        strange = _rooms_in(path) - ALLOWED[room] - {room}
        assert not strange, f"{path.relative_to(ROOT)} looks into {strange}"


@pytest.mark.parametrize("module", PURE)
def test_what_is_pure_knows_neither_database_nor_web(module: str) -> None:
    known = {name.split(".")[0] for name in _imports(APP / module)}
    assert not known & IMPURE


def test_the_frame_knows_no_room() -> None:
    for name in (*COMMON, "web", "answers", "backup", "backup_file"):
        assert not _rooms_in(APP / f"{name}.py") & set(ROOMS)


def test_only_the_door_and_the_unit_of_work_commit() -> None:
    for path in APP.rglob("*.py"):
        if path.name in ("db.py", "schema.py", "pen.py"):
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\.commit\(\)|\.begin\(\)", text), path


def test_no_template_has_inline_style_or_script() -> None:
    for path in APP.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle\s*=", text), path
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), path
        assert not re.search(r"hx-on|hx-vals=[\"']js:", text), path
        for script in re.findall(r"<script([^>]*)>", text):
            assert "src=" in script or 'type="application/json"' in script, path


def test_nothing_asks_another_server_for_anything() -> None:
    for pattern in ("templates/**/*.html", "templates/**/*.j2", "static/css/**/*.css"):
        for path in APP.rglob(pattern):
            text = path.read_text(encoding="utf-8")
            found = re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?https?://[^\"')\s]+", text)
            # A link that a person may follow is no request.
            assert not [link for link in found if not link.startswith("href")], path


def test_scripts_take_no_markup_from_data() -> None:
    for path in (APP / "static" / "js").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|\beval\(", text), path


def test_every_html_response_is_made_by_render() -> None:
    for path in APP.rglob("*.py"):
        if path.name in ("web.py", "answers.py"):
            continue
        assert "HTMLResponse(" not in path.read_text(encoding="utf-8"), path


def test_budgets_of_size_are_kept() -> None:
    limits = {".py": 300, ".js": 200, ".css": 260, ".html": 160}
    for path in APP.rglob("*"):
        if "vendor" in path.parts or path.suffix not in limits:
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= limits[path.suffix], f"{path.relative_to(ROOT)} has {lines} lines"


def test_logs_are_never_given_a_title_or_a_text() -> None:
    for path in APP.rglob("*.py"):
        for call in re.findall(r"logger\.\w+\((.*?)\)", path.read_text("utf-8"), re.S):
            assert not re.search(r"title|description|fields|\btext\b", call), path
