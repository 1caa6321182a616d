"""A whole board is on its way, and something comes between: nobody is left behind or waiting."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import orjson
import pytest
import sqlalchemy as sa

from app.door import build_hub
from app.live.frames import Frame
from app.live.hub import Hub
from app.live.rooms import Connection
from app.live.socket import Line
from app.live.wire import Take
from tests.cast import Stage, set_the_stage

PATIENCE_S = 3.0


class Page:
    """A person's page at the hub itself: a wire that keeps what it was told."""

    is_clear = True
    waiting_bytes = 0

    def __init__(self, hub: Hub, stage: Stage, name: str) -> None:
        self.heard: list[dict[str, Any]] = []
        self.sent: list[str] = []
        self.board = stage.board
        seat = stage.actors[name].seat
        self.line = Line(
            hub, stage.board, seat, "nb", Connection(hub.admit(self.board, seat), self)
        )

    def write(self, frame: Frame) -> None:
        self.heard += orjson.loads(frame.payload)

    async def run(self, take: Take) -> None:
        raise NotImplementedError

    def end(self) -> None:
        self.is_clear = False

    async def close(self, code: int) -> None:
        raise NotImplementedError

    def say(self, do: str, **fields: Any) -> str:
        command = str(uuid4())
        self.sent.append(command)
        self.line.take(orjson.dumps([{"id": command, "do": do, **fields}]))
        return command

    def answered(self) -> set[str]:
        return {m["id"] for m in self.heard if m["is"] in ("event", "refused") and "id" in m}

    def last_whole(self) -> dict[str, Any]:
        return next(m for m in reversed(self.heard) if m["is"] == "snapshot")


class Gate:
    """Holds up the first call of something, in its thread, until it is opened."""

    def __init__(self, inner: Callable[..., Any], *, before: bool = False) -> None:
        self.inner, self.before = inner, before
        self.calls = 0
        self.is_there = threading.Event()
        self.may_go = threading.Event()

    def __call__(self, *args: Any) -> Any:
        self.calls += 1
        if self.calls > 1:
            return self.inner(*args)
        found = None if self.before else self.inner(*args)
        self.is_there.set()
        assert self.may_go.wait(PATIENCE_S * 3)
        return self.inner(*args) if self.before else found


async def until(holds: Callable[[], bool], within: float = PATIENCE_S) -> bool:
    async with asyncio.timeout(within):
        while not holds():
            await asyncio.sleep(0.01)
    return True


def play(stage: Stage, story: Callable[[Hub], Awaitable[None]]) -> None:
    async def whole() -> None:
        hub = build_hub(stage.engine)
        await hub.start()
        try:
            await story(hub)
        finally:
            await hub.stop()

    asyncio.run(whole())


@pytest.fixture
def stage(sqlite_engine: sa.Engine) -> Stage:
    return set_the_stage(sqlite_engine)


def holds_back_wholes(hub: Any) -> Gate:
    """Have the first whole board that is read wait until the test lets it go."""
    gate = Gate(hub.snapshots.all_encoded)
    hub.snapshots = Held(hub.snapshots, gate)
    return gate


async def sits_down(hub: Hub, stage: Stage, name: str) -> Page:
    page = Page(hub, stage, name)
    await page.line.bring_up_to_date(None)
    return page


def test_what_one_does_between_two_changes_of_view_is_answered(stage: Stage) -> None:
    async def story(hub: Any) -> None:
        frida = await sits_down(hub, stage, "frida")
        gate = holds_back_wholes(hub)
        frida.say("board.state", state="silent")
        await until(gate.is_there.is_set)
        frida.say("note.create", title="Mellom to", profession=stage.professions["SPL"])
        frida.say("board.state", state="open")
        room = hub.rooms.find(stage.board)
        await until(lambda: room.published == frida.line.connection.seq + 2)
        gate.may_go.set()
        await until(lambda: set(frida.sent) <= frida.answered())

    play(stage, story)


def test_an_older_whole_board_never_comes_after_a_newer_one(stage: Stage) -> None:
    async def story(hub: Any) -> None:
        frida, kari = [await sits_down(hub, stage, name) for name in ("frida", "kari")]
        gate = holds_back_wholes(hub)
        frida.say("board.state", state="silent")
        await until(gate.is_there.is_set)
        frida.say("board.state", state="open")
        await until(lambda: set(frida.sent[:1]) <= frida.answered())
        await asyncio.sleep(0.5)
        gate.may_go.set()
        await asyncio.sleep(0.8)
        assert kari.last_whole()["board"]["state"] == "open"
        assert not kari.line.connection.person.works_apart

    play(stage, story)


def test_whoever_goes_while_the_whole_board_is_read_is_gone(stage: Stage) -> None:
    async def story(hub: Any) -> None:
        frida, kari = [await sits_down(hub, stage, name) for name in ("frida", "kari")]
        gate = holds_back_wholes(hub)
        frida.say("board.state", state="locked")
        await until(gate.is_there.is_set)
        # As ``serve`` does when the socket is gone.
        kari.line.connection.is_let_go = True
        hub.rooms.leave(stage.board, kari.line.connection)
        gate.may_go.set()
        await until(lambda: frida.heard[-1]["is"] in ("snapshot", "presence"))
        await asyncio.sleep(0.1)
        assert len(hub.rooms.find(stage.board).here().seats) == 1

    play(stage, story)


def test_a_whole_board_that_could_not_be_read_once_comes_later(stage: Stage) -> None:
    async def story(hub: Any) -> None:
        frida, kari = [await sits_down(hub, stage, name) for name in ("frida", "kari")]
        inner, calls = hub.snapshots.all_encoded, []

        def fails_once(*args: Any) -> Any:
            calls.append(args)
            if len(calls) == 1:
                raise sa.exc.OperationalError("select", None, Exception("no answer"))
            return inner(*args)

        hub.snapshots = Held(hub.snapshots, fails_once)
        frida.say("board.state", state="locked")
        await until(lambda: len(calls) > 0)
        frida.say("note.create", title="Etterpå", profession=stage.professions["SPL"])
        await until(lambda: set(frida.sent) <= frida.answered())
        await until(lambda: kari.last_whole()["board"]["state"] == "locked")

    play(stage, story)


def test_what_is_caught_up_with_after_a_whole_board_is_answered(stage: Stage) -> None:
    """Another process changes the view; one's own next event is in the whole board that follows."""

    async def story(hub: Any) -> None:
        frida = await sits_down(hub, stage, "frida")
        gate = Gate(hub._read_log)
        hub._read_log = gate
        await asyncio.to_thread(stage.frida.does, "board.state", state="locked")
        await until(gate.is_there.is_set)
        frida.say("note.create", title="Hos oss", profession=stage.professions["SPL"])
        await until(lambda: not hub.journal._waiting and hub.journal.has_written)
        await asyncio.sleep(0.2)
        gate.may_go.set()
        await until(lambda: set(frida.sent) <= frida.answered())

    play(stage, story)


def test_ones_own_erased_note_goes_from_a_page_that_was_away_in_silence(stage: Stage) -> None:
    stage.frida.does("board.state", state="silent")
    note = stage.frida.writes("Skal bort")
    seq = stage.frida.sees()["seq"]
    stage.frida.does("note.erase", note=note)
    hub = build_hub(stage.engine)
    missed = hub.missed(stage.board, stage.frida.seat, seq)
    assert missed is None or missed[-1].get("do") == "note.erase"


class Held:
    """The snapshots of a hub, with one way in held up."""

    def __init__(self, inner: Any, all_encoded: Any) -> None:
        self._inner = inner
        self.all_encoded = all_encoded

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def test_a_room_opened_anew_while_the_old_one_is_read_for_has_its_own_board(stage: Stage) -> None:
    async def story(hub: Any) -> None:
        frida = await sits_down(hub, stage, "frida")
        gate = holds_back_wholes(hub)
        frida.say("board.state", state="silent")
        await until(gate.is_there.is_set)
        frida.line.connection.is_let_go = True
        hub.rooms.leave(stage.board, frida.line.connection)
        again = await sits_down(hub, stage, "frida")
        again.say("board.state", state="open")
        await until(lambda: again.line.connection.is_behind or set(again.sent) <= again.answered())
        gate.may_go.set()
        await until(lambda: again.last_whole()["board"]["state"] == "open")

    play(stage, story)


def test_presence_takes_back_what_someone_writes_on_when_it_becomes_silent(stage: Stage) -> None:
    note = stage.kari.writes("Min")

    async def story(hub: Any) -> None:
        frida, kari = [await sits_down(hub, stage, name) for name in ("frida", "kari")]

        def is_said_to_be_written_on() -> bool:
            said = [m for m in frida.heard if m["is"] == "presence"]
            return bool(said) and bool(said[-1]["writing"])

        kari.line.take(orjson.dumps([{"do": "presence", "writing": note}]))
        await until(is_said_to_be_written_on)
        frida.say("board.state", state="silent")
        await until(lambda: not is_said_to_be_written_on())

    play(stage, story)
