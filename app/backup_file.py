"""A backup's file: a zip with a manifest, and for each table one line of JSON for each row.

It says nothing of the database that it came from. Read and written as a stream: however large, it
takes the memory of a few rows. What is read is hostile until it has been checked.
"""

import hashlib
import io
import os
import secrets
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import orjson
from pydantic import AwareDatetime, BaseModel

FORMAT = 1
MANIFEST = "manifest.json"
MOST_MANIFEST_BYTES = 1024 * 1024
# The largest row is the event of a whole task file taken in: 5,000 notes.
MOST_LINE_BYTES = 64 * 1024 * 1024
BATCH_ROWS = 500
BATCH_BYTES = 4 * 1024 * 1024

# What Python has read from the JSON of each kind of column.
Kind = Literal["text", "integer", "boolean", "instant", "json"]
_READ_AS: dict[str, type] = {"text": str, "integer": int, "boolean": bool, "instant": str}

# All that zipfile, zlib, orjson and our own checks say of a file that is not whole.
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, OverflowError),
    # OSError too: a spoilt number sends zipfile to where no file goes.
    *(OSError, RuntimeError, TypeError, ValueError),
)


class BadBackup(ValueError):
    """The file cannot be restored here. The message says why, and what to do."""


class Table(BaseModel):
    """What the file says of one table. ``sha256`` is of its lines, uncompressed."""

    name: str
    columns: dict[str, Kind]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        return f"{self.name}.jsonl"


class Manifest(BaseModel):
    """What is in a file. ``signed_by`` tells one installation's secret from another's."""

    is_a: Literal["lappetavla backup"] = "lappetavla backup"
    format: int = FORMAT
    revision: str
    made_at: AwareDatetime
    signed_by: str
    tables: list[Table]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


@contextmanager
def new_backup(path: Path) -> Iterator[zipfile.ZipFile]:
    """A file to fill, which gets its name when the block ends well. Until then nobody sees it.

    An earlier backup of that name is replaced; anything else is left alone.
    """
    if path.exists() and not _may_be_replaced(path):
        raise BadBackup(f"{path} is there already and is no backup: choose another name")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    # For the owner only: it holds the codes by which people join, and who sat where.
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                yield archive
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def write_table(
    archive: zipfile.ZipFile, name: str, columns: dict[str, Kind], rows: Iterable[Iterable[Any]]
) -> Table:
    """Add a table's rows, in the order that they are given."""
    table = Table(name=name, columns=columns, rows=0, sha256="")
    digest = hashlib.sha256()
    with archive.open(table.member, "w", force_zip64=True) as member:
        for row in rows:
            line = orjson.dumps(list(row), option=orjson.OPT_APPEND_NEWLINE)
            if len(line) > MOST_LINE_BYTES:
                raise BadBackup(f"a row of {name} is too large to be restored from a backup")
            digest.update(line)
            member.write(line)
            table.rows += 1
    table.sha256 = digest.hexdigest()
    return table


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """The last thing that goes into a file."""
    archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))


class Backup:
    """A backup that is being read. Each method raises BadBackup."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._archive = archive
        with self._told_as_damage():
            self.manifest = self._read_manifest()

    @property
    def unpacked_bytes(self) -> int:
        """How much is read when all of it is: more than this never comes out of the file."""
        return sum(info.file_size for info in self._archive.infolist())

    def check(self) -> None:
        """Read all of it and keep nothing."""
        for table in self.manifest.tables:
            for __ in self.batches(table):
                pass

    def batches(self, table: Table) -> Iterator[list[dict[str, Any]]]:
        """A table's rows, some at a time. That they are all there is known at the end."""
        rows: list[dict[str, Any]] = []
        size = 0
        for line in self._lines(table):
            with self._told_as_damage():
                rows.append(_read_row(table.columns, line))
            size += len(line)
            if len(rows) >= BATCH_ROWS or size >= BATCH_BYTES:
                yield rows
                rows, size = [], 0
        if rows:
            yield rows

    def _lines(self, table: Table) -> Iterator[bytes]:
        digest, count = hashlib.sha256(), 0
        with self._told_as_damage(), self._archive.open(table.member) as member:
            # Read through a buffer of its own: a member's readline is slow.
            lines = io.BufferedReader(member, 128 * 1024)  # type: ignore[type-var]
            while line := lines.readline(MOST_LINE_BYTES + 1):
                if len(line) > MOST_LINE_BYTES:
                    raise ValueError("a giant line")
                digest.update(line)
                count += 1
                yield line
            if (count, digest.hexdigest()) != (table.rows, table.sha256):
                raise ValueError("other rows than the manifest says")

    def _read_manifest(self) -> Manifest:
        if self._archive.getinfo(MANIFEST).file_size > MOST_MANIFEST_BYTES:
            raise ValueError("a giant manifest")
        said = orjson.loads(self._archive.read(MANIFEST))
        if said["is_a"] == "lappetavla backup" and said["format"] > FORMAT:
            raise BadBackup(
                f"{self.path} was made by a newer Lappetavla: install that version, then restore"
            )
        manifest = Manifest.model_validate(said)
        named = [MANIFEST, *(table.member for table in manifest.tables)]
        if sorted(named) != sorted(self._archive.namelist()):
            raise ValueError("other tables than the manifest says")
        if any(i.compress_type != zipfile.ZIP_DEFLATED for i in self._archive.infolist()):
            raise ValueError("packed in another way than we do")
        return manifest

    @contextmanager
    def _told_as_damage(self) -> Iterator[None]:
        try:
            yield
        except BadBackup:
            raise
        except _DAMAGE as fault:
            raise not_a_whole_backup(self.path) from fault


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """A backup to read from. Raises BadBackup for what is none, is damaged or is newer."""
    with path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
        except _DAMAGE as fault:
            raise not_a_whole_backup(path) from fault
        with archive:
            yield Backup(path, archive)


def not_a_whole_backup(path: Path) -> BadBackup:
    """The same words for every kind of damage: there is only one thing to do about it."""
    return BadBackup(
        f"{path} is no backup of Lappetavla, or it is damaged: nothing was restored; "
        "try an earlier one"
    )


def _read_row(columns: dict[str, Kind], line: bytes) -> dict[str, Any]:
    row: dict[str, Any] = dict(zip(columns, orjson.loads(line), strict=True))
    for name, kind in columns.items():
        value = row[name]
        if kind == "json" or value is None:
            continue
        if type(value) is not _READ_AS[kind]:
            raise ValueError(f"no {kind}")
        if kind == "instant":
            row[name] = datetime.fromisoformat(str(value))
    return row


def _may_be_replaced(path: Path) -> bool:
    if path.is_file() and path.stat().st_size == 0:
        return True
    try:
        with open_backup(path):
            return True
    except (BadBackup, OSError):
        return False


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
