"""Every setting, read once from the environment or ``.env``."""

import secrets
from functools import cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an installation may decide. Each is ``LAPPETAVLA_`` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="LAPPETAVLA_", env_file=".env", extra="ignore")

    database_url: str = "sqlite:///data/lappetavla.db"
    broker_url: str = ""
    public_url: str = ""
    allowed_hosts: str = ""
    secret: str = ""
    open_creation: bool = False
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
    def hosts(self) -> frozenset[str]:
        """Host names that a request may name us by when links are made."""
        return frozenset(name.strip().lower() for name in self.allowed_hosts.split(",") if name)

    def signing_key(self) -> bytes:
        """The secret, made on first use and kept beside the SQLite database.

        Raises ValueError where there is no place to keep it: PostgreSQL and no setting.
        """
        if self.secret:
            return self.secret.encode()
        if self.database_file is None:
            raise ValueError("LAPPETAVLA_SECRET must be set when the database is PostgreSQL")
        return _kept_secret(self.database_file.parent / "lappetavla.secret")


def _kept_secret(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as new:
            path.chmod(0o600)
            new.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return path.read_bytes()


@cache
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()
