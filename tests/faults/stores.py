"""Two machines: servers that share a database and a broker, all of which can be stopped."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import programs
from tests.faults.crowd import Crowd, gather_crowd
from tests.faults.serving import Serving
from tests.services import Service, postgres_service, redis_service


class Store:
    """A database or a broker, running from the start, which can be stopped and started again."""

    def __init__(self, service: Service) -> None:
        self.url = service.url
        self._service = service
        self._running = ExitStack()
        self.start()

    def start(self) -> None:
        """Come back when it can be asked."""
        self._running.enter_context(self._service.running())

    def stop(self) -> None:
        """The quick way of an orderly stop: whoever is connected is cut off."""
        self._running.close()

    def close(self) -> None:
        self.stop()


@dataclass(frozen=True)
class Machines:
    """Two servers and what they stand on."""

    first: Serving
    second: Serving
    database: Store
    broker: Store

    @property
    def both(self) -> tuple[Serving, Serving]:
        return self.first, self.second

    async def start(self) -> None:
        """See that both serve, whatever has happened to them before."""
        await asyncio.gather(*(server.start() for server in self.both if not server.is_running))

    async def gather(self, people: int, boards: int) -> Crowd:
        """People who sit at both servers, every board's on either, and go over to the other one."""
        doors = [server.address for server in self.both]
        crowd = await gather_crowd(self.first, people, boards, doors)
        for person in crowd.people[: len(crowd.people) // 2]:
            person.doors.reverse()
        return crowd


@contextmanager
def run_machines(home: Path) -> Iterator[Machines]:
    """PostgreSQL, Redis, and two servers that are not started yet."""
    with (
        postgres_service(programs.POSTGRES.get()) as postgres,
        redis_service(programs.REDIS.get()) as redis,
        closing(Store(postgres)) as database,
        closing(Store(redis)) as broker,
        closing(Serving(home, database.url, LAPPETAVLA_BROKER_URL=broker.url)) as first,
        closing(Serving(home, database.url, LAPPETAVLA_BROKER_URL=broker.url)) as second,
    ):
        yield Machines(first, second, database, broker)
