"""`lappetavla backup` and `restore`: what they say beside what ``app.backup`` does."""

import hmac
from pathlib import Path
from typing import TextIO

from app import backup
from app.backup_file import Manifest
from app.db import make_engine
from app.settings import Settings, get_settings


def back_up(file: Path, out: TextIO) -> None:
    """Write a file and say what is in it, and what is not."""
    settings = get_settings()
    path = settings.database_file
    if path is not None and not path.exists():
        raise ValueError(f"there is no database {path}: is LAPPETAVLA_DATABASE_URL right?")
    engine = make_engine(settings.database_url, is_patient=True)
    try:
        written = backup.back_up(engine, file, _mark(settings))
    finally:
        engine.dispose()
    print(f"Wrote {file}: {_contents(written)}, {_size(file)}.", file=out)
    print(f"The secret that signs links is not in it: keep {_secret(settings)} as well.", file=out)


def restore(file: Path, replace: bool, out: TextIO) -> None:
    """Fill the database from a file and say what to do next."""
    settings = get_settings()
    mark = _mark(settings)
    engine = make_engine(settings.database_url, is_patient=True)
    try:
        restored = backup.restore(engine, file, replace=replace)
    finally:
        engine.dispose()
    moment = f"{restored.made_at:%Y-%m-%d %H:%M} UTC"
    print(f"Restored {_contents(restored)}, as it was {moment}.", file=out)
    if restored.signed_by != mark:
        print(
            "The secret is another than where the backup was made: no link, QR code or seat from "
            f"then opens anything until you bring it here, as {_secret(settings)}.",
            file=out,
        )
    print("Start the server. Pages still open on a newer board must be loaded again.", file=out)


def _mark(settings: Settings) -> str:
    """Tells one secret from another, and nothing more of it."""
    return hmac.digest(settings.signing_key(), b"lappetavla backup", "sha256").hex()[:16]


def _secret(settings: Settings) -> str:
    if settings.secret or settings.database_file is None:
        return "LAPPETAVLA_SECRET"
    return str(settings.secret_file)


def _contents(manifest: Manifest) -> str:
    return f"{manifest.rows:,} rows of {len(manifest.tables)} tables, schema {manifest.revision}"


def _size(file: Path) -> str:
    kilobytes = -(-file.stat().st_size // 1024)
    return f"{kilobytes:,} kB"
