"""Many people on several boards at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.board.reader import flat
from tests.faults.person import Person
from tests.faults.serving import Serving
from tests.faults.waiting import until

# Replaying a board takes this for granted: see tests/board/replay.py.
TITLE = "Post 2"


@dataclass
class Crowd:
    """The people, and the facilitator's token of each board, with which the truth is asked for."""

    people: list[Person] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def counted(self) -> Counter[str]:
        """What was heard by all of them together, and what else happened to them."""
        total: Counter[str] = Counter()
        for person in self.people:
            total += person.counted
        return total

    @property
    def acknowledged(self) -> int:
        """How many commands were told as events to those who gave them."""
        return sum(len(person.acknowledged) for person in self.people)

    @asynccontextmanager
    async def present(self) -> AsyncIterator[None]:
        """All of them at their boards while the block runs. A broken promise ends it."""
        async with asyncio.TaskGroup() as group:
            staying = [group.create_task(person.stay()) for person in self.people]
            await self.all_here()
            yield
            for task in staying:
                task.cancel()

    @asynccontextmanager
    async def working(self, a_second: float, words: int = 3) -> AsyncIterator[None]:
        """All of them giving commands while the block runs."""
        async with asyncio.TaskGroup() as group:
            working = [group.create_task(p.work(a_second, words)) for p in self.people]
            yield
            for task in working:
                task.cancel()

    async def all_here(self) -> float:
        """Wait until everyone is connected; the seconds that took."""
        return await until(
            lambda: all(person.is_here for person in self.people), "all are connected"
        )

    async def get_some_done(self, commands: int, within: float = 30) -> float:
        """Wait until so many more commands are acknowledged; the seconds that took."""
        wanted = self.acknowledged + commands
        return await until(lambda: self.acknowledged >= wanted, "the work goes on", within)

    async def settle(self, serving: Serving) -> None:
        """Wait until nobody waits for an answer, and all have come as far as their board.

        Then each replica must be what the server says of the board.
        """
        await until(
            lambda: not any(person.unanswered or person.doubted for person in self.people),
            "all are answered",
        )
        for board in self.tokens:
            document = await self.document(serving, board)
            for person in self.people:
                if person.board == board:
                    await self._compare(person, document)

    async def document(self, serving: Serving, board: str) -> dict[str, Any]:
        """A board as its facilitator sees it."""
        headers = {"Authorization": f"Bearer {self.tokens[board]}"}
        found: dict[str, Any] = await serving.ask("GET", f"/api/boards/{board}", headers=headers)
        return found

    async def _compare(self, person: Person, document: dict[str, Any]) -> None:
        seq = document["seq"]
        await until(lambda: person.reader.seq >= seq, f"{person.seat} has come to {seq}")
        assert person.reader.seq == seq, f"{person.seat} has heard of more than is stored"
        shown, stored = person.reader.docs, flat(document)
        for name in stored:
            assert shown[name] == stored[name], f"{name} of {person.seat} are not what is stored"


async def gather_crowd(
    serving: Serving, people: int, boards: int = 1, doors: list[str] | None = None
) -> Crowd:
    """New boards, and people with seats spread evenly over them, who come in by ``doors``."""
    crowd = Crowd()
    codes: list[tuple[str, str]] = []
    for __ in range(boards):
        made = await serving.ask("POST", "/api/boards", json={"title": TITLE})
        crowd.tokens[made["id"]] = made["tokens"]["facilitator"]
        codes.append((made["id"], made["code"]))
    for number in range(people):
        board, code = codes[number % boards]
        seat = await serving.ask("POST", "/api/join", json={"code": code})
        crowd.people.append(
            Person(board, seat["participant"], seat["token"], doors or [serving.address])
        )
    return crowd
