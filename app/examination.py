"""`lappetavla doctor`: each part of an installation asked, and its answer in words."""

from typing import TextIO

import redis
import sqlalchemy as sa

from app.access import addresses
from app.board.models import Board
from app.cards import outputs
from app.commands import prepared_engine
from app.settings import get_settings

ANSWER_WITHIN_S = 3


def all_is_well(out: TextIO) -> bool:
    """Each part in words; whether all is well."""
    settings = get_settings()
    checks = {
        "settings": lambda: f"links begin with {addresses.public_base(settings)}",
        "secret": lambda: f"{len(settings.signing_key())} characters",
        "database": _ask_database,
        "print engine and fonts": outputs.check_engine,
    }
    if settings.broker_url:
        checks["broker"] = lambda: _ask_broker(settings.broker_url)
    well = True
    for name, check in checks.items():
        try:
            print(f"{name}: ok, {check()}", file=out)
        except Exception as fault:
            well = False
            print(f"{name}: NOT ok, {(str(fault) or repr(fault)).splitlines()[0]}", file=out)
    return well


def _ask_database() -> str:
    with prepared_engine() as engine, engine.connect() as connection:
        boards = connection.scalar(sa.select(sa.func.count()).select_from(Board))
        return f"{engine.dialect.name}, newest schema, {boards} boards"


def _ask_broker(url: str) -> str:
    with redis.Redis.from_url(
        url, socket_connect_timeout=ANSWER_WITHIN_S, socket_timeout=ANSWER_WITHIN_S
    ) as broker:
        broker.ping()
        return "answers"
