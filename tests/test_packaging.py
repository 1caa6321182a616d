"""What is installed is what the locks name, and a package built here is complete."""

import json
import re
import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import hatch_build

TREE = Path(__file__).parent.parent
PROJECT = tomllib.loads((TREE / "pyproject.toml").read_text())
NPM_LOCKS = ("package-lock.json", "tests/tools/package-lock.json")
PYTHON_LOCKS = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((TREE / lock).read_text()))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=]", requirement)[0] for requirement in requirements}


@pytest.mark.parametrize("lock", [*NPM_LOCKS, *PYTHON_LOCKS])
def test_a_lock_names_no_address(lock: str) -> None:
    text = (TREE / lock).read_text()
    assert '"resolved"' not in text
    assert "--index-url" not in text
    assert "://" not in text


@pytest.mark.parametrize("lock", NPM_LOCKS)
def test_npm_checks_every_package_by_its_hash(lock: str) -> None:
    packages = json.loads((TREE / lock).read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert fetched
    assert all(package["integrity"].startswith("sha512-") for package in fetched.values())


@pytest.mark.parametrize("folder", ["", "tests/tools"])
def test_an_npm_lock_is_of_this_very_package_json(folder: str) -> None:
    wanted = json.loads((TREE / folder / "package.json").read_text())["dependencies"]
    lock = json.loads((TREE / folder / "package-lock.json").read_text())["packages"]
    assert lock[""]["dependencies"] == wanted
    for name, version in wanted.items():
        assert lock[f"node_modules/{name}"]["version"] == version


def test_every_dependency_is_pinned_and_the_tests_run_with_the_served_versions() -> None:
    served, tested = pins("requirements.txt"), pins("requirements-dev.txt")
    project = names(PROJECT["project"]["dependencies"])
    assert project <= served.keys()
    assert names(PROJECT["dependency-groups"]["dev"]) <= tested.keys()
    assert served.items() <= tested.items()


def test_every_pin_has_a_hash() -> None:
    for lock in PYTHON_LOCKS:
        text = re.sub(r"#.*", "", (TREE / lock).read_text())
        blocks = re.split(r"\n(?=\S)", text.strip())
        assert len(blocks) == len(pins(lock)) > 0
        assert all("--hash=sha256:" in block for block in blocks)


def test_files_are_fetched_again_when_the_lock_changes_or_one_is_gone(tmp_path: Path) -> None:
    for name in ("package-lock.json", "hatch_build.py"):
        shutil.copyfile(TREE / name, tmp_path / name)
    for wanted in hatch_build.WANTED:
        (tmp_path / wanted).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / wanted).touch()
    assert not hatch_build.is_fresh(tmp_path)
    (tmp_path / hatch_build.STAMP).write_text(hatch_build.fingerprint(tmp_path))
    assert hatch_build.is_fresh(tmp_path)
    (tmp_path / "package-lock.json").write_text("{}")
    assert not hatch_build.is_fresh(tmp_path)
    shutil.copyfile(TREE / "package-lock.json", tmp_path / "package-lock.json")
    (tmp_path / "app/static/vendor/htmx.js").unlink()
    assert not hatch_build.is_fresh(tmp_path)


def test_the_package_brings_all_that_it_serves(tmp_path: Path) -> None:
    assert hatch_build.is_fresh(TREE), "the front-end files are missing or old: run make"
    [wheel] = WheelBuilder(str(TREE)).build(directory=str(tmp_path), versions=["standard"])
    packed = set(zipfile.ZipFile(wheel).namelist())
    assert set(hatch_build.WANTED) <= packed
    ours = {
        path.relative_to(TREE).as_posix()
        for folder in ("app", "migrations")
        for path in (TREE / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert ours <= packed
    assert not [name for name in packed if name.startswith(("tests/", "data/"))]


def test_the_image_is_built_of_files_that_exist_and_leaves_none_out() -> None:
    dockerfile = (TREE / "Dockerfile").read_text()
    let_in = set(re.findall(r"^!(.+)$", (TREE / ".dockerignore").read_text(), re.MULTILINE))
    copied = [
        source
        for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
        for source in sources.split()
    ]
    assert copied
    for source in copied:
        assert (TREE / source).exists(), source
        assert source.split("/")[0] in let_in, source
    needed = {"pyproject.toml", "hatch_build.py", *hatch_build.NPM_FILES}
    needed |= {PROJECT["project"]["readme"], *PROJECT["project"]["license-files"]}
    assert needed | set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= set(
        copied
    )


def test_the_image_installs_by_the_steps_of_make() -> None:
    steps = re.compile(r"tools/install\.sh (venv|lock|package) ")
    image = steps.findall((TREE / "Dockerfile").read_text())
    assert image == ["venv", "lock", "package"]
    assert set(image) <= set(steps.findall((TREE / "Makefile").read_text()))
