"""The programs outside Python that tests need: where they are, and how they get here.

``python -m tests.programs`` (a step of ``make test``) looks for each. As root on Debian it installs
what is missing through apt; anywhere else it says what to install. Nothing is ever skipped.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

POSTGRES_URL = "LAPPETAVLA_TEST_POSTGRES_URL"
REDIS_URL = "LAPPETAVLA_TEST_REDIS_URL"
CHROMIUM = "LAPPETAVLA_TEST_CHROMIUM"


class MissingProgram(Exception):
    """A program is not here; the message says what to install or to set."""


def find_chromium() -> Path | None:
    """The browser: the one that a setting names, else the first on PATH."""
    named = os.environ.get(CHROMIUM)
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    return _first_on_path(names)


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's initdb and postgres; Debian keeps them off PATH, by version."""
    on_path = _first_on_path(["initdb"])
    folders = [on_path.resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    wanted = ("initdb", "postgres")
    return next((at for at in folders if all((at / name).is_file() for name in wanted)), None)


def find_redis() -> Path | None:
    """Redis' server, or Valkey's, which speaks the same."""
    return _first_on_path(["redis-server", "valkey-server"])


def find_pdf_tools() -> Path | None:
    """Poppler's pdftotext, which reads a PDF independently of our own libraries."""
    return _first_on_path(["pdftotext"])


def _first_on_path(names: list[str]) -> Path | None:
    found = (shutil.which(name) for name in names)
    return next((Path(path) for path in found if path), None)


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Need:
    """One program: what finds it, Debian's package, and the setting that makes it unnecessary."""

    name: str
    package: str
    find: Callable[[], Path | None]
    setting: str | None = None

    @property
    def is_met(self) -> bool:
        """Whether it is here, or a running server is named in its place."""
        served = self.setting in (POSTGRES_URL, REDIS_URL) and os.environ.get(self.setting)
        return bool(served) or self.find() is not None

    def get(self) -> Path:
        """Where it is. Raises MissingProgram with words that say what to do."""
        found = self.find()
        if found is None:
            raise MissingProgram(self.advice)
        return found

    @property
    def advice(self) -> str:
        """What a person can do about it."""
        if self.setting and os.environ.get(self.setting):
            return f"{self.setting} names {os.environ[self.setting]}, which is no program."
        setting = f", or name one in {self.setting}" if self.setting else ""
        return f"The tests need {self.name}: install it (Debian: {self.package}){setting}."


BROWSER = Need("a Chromium browser", "chromium", find_chromium, CHROMIUM)
POSTGRES = Need("PostgreSQL", "postgresql", find_postgres, POSTGRES_URL)
REDIS = Need("Redis", "redis-server", find_redis, REDIS_URL)
PDF_TOOLS = Need("pdftotext", "poppler-utils", find_pdf_tools)
NEEDS = (BROWSER, POSTGRES, REDIS, PDF_TOOLS)


def install_missing() -> list[str]:
    """Install what is missing where that is ours to do; the advice for what still is missing."""
    missing = [need for need in NEEDS if not need.is_met]
    if missing and may_install():
        apt_install([need.package for need in missing])
        missing = [need for need in missing if not need.is_met]
    return [need.advice for need in missing]


def may_install() -> bool:
    """Only root on a Debian-like system: anyone else decides for themselves."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, telling what goes on."""
    print(f"Installing through apt: {', '.join(packages)} (takes some minutes)", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages],
    ):
        done = subprocess.run(  # noqa: S603 - fixed words, packages from NEEDS
            command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            print(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}", file=sys.stderr)
            return


def main() -> int:
    """Exit code 1, and a line for each program, when one is missing."""
    advice = install_missing()
    for line in advice:
        print(line, file=sys.stderr)
    return 1 if advice else 0


if __name__ == "__main__":
    sys.exit(main())
