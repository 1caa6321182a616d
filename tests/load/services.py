"""PostgreSQL and Redis to measure against: as for the tests, but durable as in earnest."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests import programs
from tests.services import new_database, postgres_service, run_redis


@contextmanager
def run_services() -> Iterator[dict[str, str]]:
    """Both, with an empty database; yields the settings that name them."""
    go_first()
    with postgres_service(programs.POSTGRES.get()) as service:
        # The tests' server does not wait for the disk. The last setting of a name holds.
        durable = replace(service, command=[*service.command, "-c", "fsync=on"])
        with (
            durable.running(),
            new_database(service.url) as database,
            run_redis(programs.REDIS.get()) as broker,
        ):
            yield {"LAPPETAVLA_DATABASE_URL": database, "LAPPETAVLA_BROKER_URL": broker}


def go_first() -> None:
    """Run from now on, and all that is started, ahead of the machine's other work, where allowed.

    The bench does so with its clients and the server. Services that came after them would wait for
    the very processes that wait for them.
    """
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except PermissionError:
        return
