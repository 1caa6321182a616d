"""What the page on running it and its ready files name exists, and fits the server."""

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from app import health
from app.cli import cli
from app.settings import Settings
from app.web import MAX_BODY_BYTES

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "deploy.md"
READY = sorted((ROOT / "docs" / "deploy").iterdir())
ALL = [PAGE, *READY]
COMMAND = re.compile(r"(?:bin/|`|app |\[\"|&& |\d )lappetavla[\", ]+([a-z][a-z-]*)([^`\n]*)")


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", ALL, ids=_named)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = re.findall(r"LAPPETAVLA_([A-Z_]+)", path.read_text(encoding="utf-8"))
    assert {name.lower() for name in named} <= Settings.model_fields.keys()


@pytest.mark.parametrize("path", ALL, ids=_named)
def test_every_command_and_option_that_is_named_exists(path: Path) -> None:
    known = get_command(cli)
    assert isinstance(known, TyperGroup)
    for name, rest in COMMAND.findall(path.read_text(encoding="utf-8")):
        command = known.commands[name]
        options = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options, name


def test_commands_are_found_where_they_are_named() -> None:
    found = {name for path in ALL for name, __ in COMMAND.findall(path.read_text("utf-8"))}
    assert found == {"backup", "doctor", "new", "restore", "serve"}


def test_every_ready_file_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for path in READY:
        assert f"](deploy/{path.name})" in page


def test_every_address_of_the_server_that_is_watched_exists() -> None:
    named = re.findall(r"`GET (/\w+)`", PAGE.read_text(encoding="utf-8"))
    assert named
    assert set(named) <= {getattr(route, "path", "") for route in health.router.routes}


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_takes_what_the_server_takes(name: str) -> None:
    text = (ROOT / "docs" / "deploy" / name).read_text(encoding="utf-8")
    [size] = re.findall(r"(?:client_max_body_size|max_size) (\d+)MB?", text, re.I)
    assert int(size) * 1_000_000 > MAX_BODY_BYTES


@pytest.mark.parametrize("path", [path for path in READY if "lappetavla" in path.name], ids=_named)
def test_units_name_the_programs_of_the_page(path: Path) -> None:
    for program in re.findall(r"(/opt\S+/lappetavla)\b", path.read_text(encoding="utf-8")):
        assert program in PAGE.read_text(encoding="utf-8")
