"""What the documents name exists."""

import re
from pathlib import Path

import pytest

from app.access.rights import Role
from app.board.protocol import COMMANDS
from app.errors import CODES
from app.live.undo import REDO, UNDO
from app.settings import Settings

ROOT = Path(__file__).parent.parent
TOUR = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
_WORD = re.compile(r"[A-Za-z_][\w]*(?:\.[\w]+)?")


def _sources() -> str:
    files = [*(ROOT / "app").rglob("*.py"), *(ROOT / "app" / "static" / "js").rglob("*.js")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def _named_in_code(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


def test_every_file_that_the_tour_names_is_there() -> None:
    for name in _named_in_code(TOUR):
        if name.startswith(("app/", "tests/", "docs/")):
            assert (ROOT / name).exists(), name
        elif re.fullmatch(r"[\w/]+\.(py|js)", name):
            assert list((ROOT / "app").rglob(name)), name


def test_every_name_that_the_tour_names_is_defined() -> None:
    code = _sources()
    for name in _named_in_code(TOUR):
        if not _WORD.fullmatch(name) or "/" in name or name.endswith((".py", ".js", ".md")):
            continue
        for part in name.split("."):
            defined = re.search(
                rf"(class|def|function|const|let) {part}\b|^{part}\b.*=|{part}:", code, re.M
            )
            assert defined or (ROOT / "app" / part).exists(), name


def test_every_room_is_in_the_tour() -> None:
    for room in (ROOT / "app").iterdir():
        if (room / "__init__.py").exists():
            assert f"`app/{room.name}/`" in TOUR


def test_every_command_role_and_code_is_in_the_protocol() -> None:
    for name in (set(COMMANDS) | {UNDO, REDO}) - {"board.set_up"}:
        parts = name.split(".")
        assert name in PROTOCOL or all(part in PROTOCOL for part in parts), name
    for role in Role:
        assert role.value in PROTOCOL
    for code in CODES:
        assert f"`{code}`" in PROTOCOL, code


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    settings = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert f"`LAPPETAVLA_{name.upper()}`" in settings


def test_links_between_documents_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for document in documents:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_glossary_names_the_words_of_the_code() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    code = _sources()
    for row in glossary.splitlines()[6:]:
        for name in re.findall(r"\b[A-Z][a-zA-Z]+\b", row.split("|")[1]):
            assert re.search(rf"class {name}\b", code), name
