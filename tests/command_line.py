"""The command line as a fixture: what a command prints, and how it says no."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from app import cli
from app.settings import get_settings


class Said(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Lappetavla = Callable[..., Said]


@pytest.fixture
def lappetavla(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Lappetavla]:
    """The command, on a database of its own unless the environment names another."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAPPETAVLA_DATABASE_URL", f"sqlite:///{tmp_path}/l.db")

    def run(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["lappetavla", *map(str, words)])
        get_settings.cache_clear()
        code = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    yield run
    get_settings.cache_clear()


def is_told_no(said: Said, code: int, *words: str) -> None:
    """It failed with this code, in one line that has these words."""
    assert said.code == code, said
    if code == 1:
        assert len(said.err.splitlines()) == 1
        assert said.err.startswith("lappetavla: ")
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err
