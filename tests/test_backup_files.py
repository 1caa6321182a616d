"""What `backup` and `restore` refuse, in words, and what they leave as it was."""

import io
import os
import random
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app import backup_file, schema
from app.backup_file import BadBackup, Kind, open_backup, write_manifest, write_table
from app.db import make_engine
from app.schema import newest_revision
from tests.command_line import Lappetavla, is_told_no

ROOT = Path(__file__).parent.parent
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def saved(lappetavla: Lappetavla, tmp_path: Path) -> Path:
    """A backup of one board, by the command. Its database is still there."""
    lappetavla("new", "Post 2")
    assert lappetavla("backup", tmp_path / "saved.zip").code == 0
    return tmp_path / "saved.zip"


@pytest.fixture
def elsewhere(saved: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """From now on the command works on this database, which is not there yet."""
    path = saved.parent / "elsewhere" / "l.db"
    monkeypatch.setenv("LAPPETAVLA_DATABASE_URL", f"sqlite:///{path}")
    return path


def test_a_backup_says_what_is_in_it_and_is_for_its_owner_only(
    lappetavla: Lappetavla, saved: Path
) -> None:
    said = lappetavla("backup", saved)
    assert f"{len(schema.target_metadata().tables)} tables" in said.out
    assert "lappetavla.secret" in said.out
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.glob(".*")] == []


def test_links_open_again_where_the_secret_came_along(
    lappetavla: Lappetavla, saved: Path, elsewhere: Path
) -> None:
    assert "secret is another" in lappetavla("restore", saved).out
    shutil.copy(saved.parent / "lappetavla.secret", elsewhere.parent)
    restored = lappetavla("restore", saved, "--replace")
    assert restored.code == 0
    assert "secret is another" not in restored.out


def test_what_is_there_is_lost_only_when_asked_for(lappetavla: Lappetavla, saved: Path) -> None:
    late = lappetavla("new", "Made after the backup", "--json").json["id"]
    is_told_no(lappetavla("restore", saved), 1, "--replace")
    assert lappetavla("links", late).code == 0
    assert lappetavla("restore", saved, "--replace").code == 0
    is_told_no(lappetavla("links", late), 1, late)


def test_nothing_is_restored_under_a_running_server(lappetavla: Lappetavla, saved: Path) -> None:
    server = make_engine(f"sqlite:///{saved.parent}/l.db")
    with server.connect() as connection:
        connection.execute(sa.text("SELECT 1 FROM board"))
    # At rest, with its connection kept in the pool.
    is_told_no(lappetavla("restore", saved, "--replace"), 1, "stop the server")
    server.dispose()
    assert lappetavla("restore", saved, "--replace").code == 0


@pytest.mark.postgres
def test_nothing_is_restored_under_a_running_server_on_postgres(
    lappetavla: Lappetavla, saved: Path, postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAPPETAVLA_DATABASE_URL", postgres_database)
    monkeypatch.setenv("LAPPETAVLA_SECRET", "a secret for tests")
    server = make_engine(postgres_database)
    server.connect().close()
    is_told_no(lappetavla("restore", saved), 1, "stop the server")
    server.dispose()
    assert lappetavla("restore", saved).code == 0


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def _spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        # Past the member's own head, in the midst of what is packed.
        data[archive.getinfo("grid_column.jsonl").header_offset + 200] ^= 0xFF
    path.write_bytes(data)


def _write_something_else(path: Path) -> None:
    path.write_text("Frokost;SPL\n")


def _leave_empty(path: Path) -> None:
    path.write_bytes(b"")


def _pack_something_else(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", "[]")


def _add_a_member(path: Path) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("more.jsonl", "[]\n")


def _add_a_row(path: Path) -> None:
    _rewrite_member(path, "organisation.jsonl", lambda text: text * 2)


def _take_a_row_away(path: Path) -> None:
    _rewrite_member(path, "organisation.jsonl", lambda text: b"")


def _be_giant(path: Path) -> None:
    line = b'["' + b"x" * backup_file.MOST_LINE_BYTES + b'"]\n'
    _rewrite_member(path, "organisation.jsonl", lambda text: line)


@pytest.mark.parametrize(
    "harm",
    [
        *(_cut, _spoil, _write_something_else, _leave_empty, _pack_something_else),
        *(_add_a_member, _add_a_row, _take_a_row_away, _be_giant),
    ],
)
def test_a_file_that_is_not_whole_is_refused_before_anything_is_made(
    lappetavla: Lappetavla, saved: Path, elsewhere: Path, harm: Callable[[Path], None]
) -> None:
    harm(saved)
    is_told_no(lappetavla("restore", saved), 1, "damaged", "nothing was restored")
    assert not elsewhere.exists()


def test_a_harm_anywhere_in_a_file_is_noticed_or_changes_nothing(saved: Path) -> None:
    whole, contents = saved.read_bytes(), _contents(saved)
    chance = random.Random(5)  # noqa: S311 - no secret
    noticed = 0
    for __ in range(400):
        data = bytearray(whole)
        for __ in range(chance.randint(1, 3)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        saved.write_bytes(data[: chance.randint(0, len(data)) if chance.random() < 0.2 else None])
        try:
            assert _contents(saved) == contents
        except BadBackup:
            noticed += 1
    assert noticed > 200


def test_a_file_that_unpacks_to_more_than_the_disk_holds_is_refused(
    lappetavla: Lappetavla, saved: Path, elsewhere: Path
) -> None:
    with zipfile.ZipFile(saved, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.getinfo("note.jsonl").file_size = 2**60
        archive._didModify = True  # type: ignore[attr-defined]
    is_told_no(lappetavla("restore", saved), 1, "disk")
    assert not elsewhere.exists()


def test_a_file_of_a_newer_format_says_which_version_to_use(
    lappetavla: Lappetavla, saved: Path, elsewhere: Path
) -> None:
    _rewrite_member(saved, "manifest.json", lambda text: text.replace(b'format": 1', b'format": 2'))
    is_told_no(lappetavla("restore", saved), 1, "newer Lappetavla")
    assert not elsewhere.exists()


def _give_an_unknown_parent(rows: Rows) -> None:
    rows["unit"][0]["organisation"] = "nobody"


def _break_a_rule_of_the_table(rows: Rows) -> None:
    rows["board"][0]["state"] = "ajar"


def _repeat_a_key(rows: Rows) -> None:
    rows["board"].append(rows["board"][0])


def _forget_the_time_zone(rows: Rows) -> None:
    rows["board"][0]["created_at"] = "2026-11-24T12:00:00"


def _take_a_table_away(rows: Rows) -> None:
    del rows["card"]


def _rename_a_column(rows: Rows) -> None:
    rows["organisation"] = [{**row, "nonsense": "x"} for row in rows["organisation"]]


@pytest.mark.parametrize(
    "change",
    [
        *(_give_an_unknown_parent, _break_a_rule_of_the_table, _repeat_a_key),
        *(_forget_the_time_zone, _take_a_table_away, _rename_a_column),
    ],
)
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_rows_that_do_not_fit_leave_all_as_it_was(
    lappetavla: Lappetavla,
    saved: Path,
    change: Callable[[Rows], None],
    kind: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if kind == "postgres":
        url = request.getfixturevalue("postgres_database")
        monkeypatch.setenv("LAPPETAVLA_DATABASE_URL", url)
        monkeypatch.setenv("LAPPETAVLA_SECRET", "a secret for tests")
    kept = lappetavla("new", "There before", "--json").json["id"]
    _rewrite_rows(saved, change)
    is_told_no(lappetavla("restore", saved, "--replace"), 1)
    assert lappetavla("links", kept).code == 0


def test_an_older_backup_is_brought_up_to_date_and_a_newer_one_is_refused(
    lappetavla: Lappetavla, saved: Path, elsewhere: Path, tmp_path: Path
) -> None:
    newer = _program_with_one_more_migration(tmp_path)
    assert newer("restore", saved).returncode == 0
    assert newer("backup", tmp_path / "newer.zip").returncode == 0
    with open_backup(tmp_path / "newer.zip") as found:
        [board] = next(found.batches(next(t for t in found.manifest.tables if t.name == "board")))
    assert board["title"] == "POST 2"
    # And back: this program does not know that schema.
    for path in elsewhere.parent.glob("l.db*"):
        path.unlink()
    is_told_no(lappetavla("restore", tmp_path / "newer.zip"), 1, "9999", "install the version")
    assert not elsewhere.exists()


def test_an_earlier_backup_is_replaced_and_nothing_else(
    lappetavla: Lappetavla, saved: Path, tmp_path: Path
) -> None:
    assert lappetavla("backup", saved).code == 0
    database = tmp_path / "l.db"
    before = database.read_bytes()
    is_told_no(lappetavla("backup", database), 1, "choose another name")
    assert database.read_bytes() == before
    is_told_no(lappetavla("backup", tmp_path / "nowhere" / "b.zip"), 1, "nowhere")
    is_told_no(lappetavla("backup", tmp_path), 1, "choose another name")


def test_only_a_database_of_this_version_is_backed_up(
    lappetavla: Lappetavla, saved: Path, elsewhere: Path
) -> None:
    is_told_no(lappetavla("backup", "b.zip"), 1, "there is no database")
    elsewhere.parent.mkdir()
    elsewhere.touch()
    is_told_no(lappetavla("backup", "b.zip"), 1, "nothing to back up")
    lappetavla("migrate")
    engine = make_engine(f"sqlite:///{elsewhere}")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    engine.dispose()
    is_told_no(lappetavla("backup", "b.zip"), 1, "0000", "migrate")
    assert list(saved.parent.glob("*b.zip*")) == []


def _contents(path: Path) -> Rows:
    with open_backup(path) as backup:
        return {
            table.name: [row for rows in backup.batches(table) for row in rows]
            for table in backup.manifest.tables
        }


def _rewrite_member(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """The same file with one member changed, and what the zip says of it made right."""
    with zipfile.ZipFile(path) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    members[name] = change(members[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)


def _rewrite_rows(path: Path, change: Callable[[Rows], None]) -> None:
    """The same file with other rows, all of it made right but what is changed."""
    contents = _contents(path)
    with open_backup(path) as backup:
        manifest = backup.manifest
    columns = {table.name: table.columns for table in manifest.tables}
    change(contents)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        tables = []
        for name, rows in contents.items():
            added = {column for row in rows for column in row} - columns[name].keys()
            named: dict[str, Kind] = {**columns[name], **dict.fromkeys(added, "text")}
            lines = ([row[column] for column in named] for row in rows)
            tables.append(write_table(archive, name, named, lines))
        write_manifest(archive, manifest.model_copy(update={"tables": tables}))
    path.write_bytes(packed.getvalue())


_SHOUT = """
from alembic import op

def upgrade():
    op.execute("UPDATE board SET title = upper(title)")
"""


def _program_with_one_more_migration(
    folder: Path,
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command as a later version would be, by its migrations; it asks the same settings."""
    shutil.copytree(ROOT / "migrations", folder / "later" / "migrations")
    (folder / "later" / "migrations" / "versions" / "9999-shout.py").write_text(
        f"revision, down_revision = '9999', '{newest_revision()}'\n" + _SHOUT
    )

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "app.cli", *map(str, words)],
            cwd=folder / "later",
            env={**os.environ, "PYTHONPATH": f"{folder / 'later'}{os.pathsep}{ROOT}"},
            capture_output=True,
            text=True,
        )

    return run
