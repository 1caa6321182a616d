"""Every setting, read once from the environment or ``.env``."""

import os
import secrets
from functools import cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_SECRET = 16


class Settings(BaseSettings):
    """What an installation may decide. Each is ``LAPPETAVLA_`` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="LAPPETAVLA_", env_file=".env", extra="ignore")

    database_url: str = "sqlite:///data/lappetavla.db"
    broker_url: str = ""
    public_url: str = ""
    allowed_hosts: str = ""
    secret: str = ""
    open_creation: bool = False
    metrics_token: str = ""
    port: int = 8000

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or ``None`` for PostgreSQL."""
        if not self.is_sqlite:
            return None
        return Path(self.database_url.removeprefix("sqlite:///"))

    @property
    def secret_file(self) -> Path | None:
        """Where the secret is kept when the setting is empty."""
        return self.database_file.parent / "lappetavla.secret" if self.database_file else None

    @property
    def hosts(self) -> frozenset[str]:
        """Host names that a request may name us by when links are made."""
        return frozenset(name.strip().lower() for name in self.allowed_hosts.split(",") if name)

    def signing_key(self) -> bytes:
        """The secret, made on first use and kept beside the SQLite database.

        Raises ValueError where there is no place to keep it: PostgreSQL and no setting.
        """
        if self.secret:
            return self.secret.encode()
        if self.secret_file is None:
            raise ValueError("LAPPETAVLA_SECRET must be set when the database is PostgreSQL")
        return _kept_secret(self.secret_file)


def _kept_secret(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make_secret(path)
    secret = path.read_bytes()
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"{path} holds no secret. Delete it, and a new one will be made.")
    return secret


def _make_secret(path: Path) -> None:
    """Written whole before it has its name: two who start at once agree on one of them."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
        new.write(secrets.token_urlsafe(32))
        new.flush()
        os.fsync(new.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@cache
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()
