"""Clients that stop reading, and clients that vanish in the middle of something: nobody else
notices, and nothing of them remains."""

import asyncio
import random
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack

import orjson
import pytest

from tests.faults.conftest import Tell
from tests.faults.crowd import Crowd, gather_crowd
from tests.faults.form import Form
from tests.faults.person import Person
from tests.faults.serving import Serving
from tests.faults.truth import check_database
from tests.faults.waiting import until
from tests.live.wire import TEXT, Wire, frame

pytestmark = pytest.mark.usefixtures("silent")

STUCK = 12
WORKING = 6
# What one person who does not read may cost, and what large imports cost by themselves.
MIB_EACH = 3
MIB_FOR_WORK = 120
MOST_IMPORTS = 40
TIMES_EACH = 4
# A heartbeat is missed after 25 seconds.
CLEARED_WITHIN_S = 30


def test_who_stops_reading_is_let_go_and_the_others_work_on(steady: Serving, tell: Tell) -> None:
    asyncio.run(_stuck_readers(steady, tell))


async def _stuck_readers(serving: Serving, tell: Tell) -> None:
    crowd = await gather_crowd(serving, WORKING + STUCK)
    stuck, crowd.people = crowd.people[:STUCK], crowd.people[STUCK:]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(crowd.present())
        sockets, memory = serving.open_sockets, serving.memory_mib
        for person in stuck:
            wire = await asyncio.to_thread(_stop_reading, serving, person)
            stack.callback(wire.vanish)
        await _see(crowd, WORKING + STUCK)
        async with crowd.working(2):
            for __ in range(MOST_IMPORTS):
                await _import_much(serving, crowd)
                await crowd.get_some_done(WORKING)
                if _here(crowd) == WORKING:
                    break
            await _see(crowd, WORKING)
        grown = serving.memory_mib - memory
        await crowd.settle(serving)
        cleared = await until(
            lambda: serving.open_sockets <= sockets, "their sockets are closed", CLEARED_WITHIN_S
        )
    assert not crowd.counted["drops"], "someone who does read was let go"
    assert grown < STUCK * MIB_EACH + MIB_FOR_WORK, f"{grown:.0f} MiB"
    check_database(serving.database_url, crowd)
    tell(f"{STUCK} stopped reading; {grown:.0f} MiB more; cleared after {cleared:.1f} s", crowd)


def _stop_reading(serving: Serving, person: Person) -> Wire:
    wire = Wire(serving.port, person.board, person.token)
    wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    return wire


async def _see(crowd: Crowd, people: int) -> None:
    await until(lambda: _here(crowd) == people, f"{people} people are seen on the board")


def _here(crowd: Crowd) -> int:
    return int(crowd.people[0].presence.get("here", 0))


async def _import_much(serving: Serving, crowd: Crowd) -> None:
    """One change that is as large as they come: the fastest way to fill everyone's queue."""
    profession = next(iter(crowd.people[0].reader.docs["professions"]))
    board, token = next(iter(crowd.tokens.items()))
    note = {"title": "Frokost", "profession": profession, "description": "hvile " * 300}
    command = {"id": f"{random.random()}", "do": "note.import", "professions": []}  # noqa: S311
    told = await serving.ask(
        "POST",
        f"/api/boards/{board}/commands",
        headers={"Authorization": f"Bearer {token}"},
        json=[{**command, "notes": [note] * 300}],
    )
    assert told[0]["is"] == "event", told


def test_who_vanishes_in_the_middle_of_something_leaves_nothing_behind(
    steady: Serving, form: Form, tell: Tell
) -> None:
    asyncio.run(_vanishing(steady, form, tell))


async def _vanishing(serving: Serving, form: Form, tell: Tell) -> None:
    crowd = await gather_crowd(serving, WORKING + 1)
    clumsy = crowd.people.pop()
    async with crowd.present():
        sockets, heard = serving.open_sockets, len(serving.log.read_text())
        async with crowd.working(5):
            for __ in range(TIMES_EACH * form.rounds):
                for vanish in WAYS_TO_GO:
                    await asyncio.to_thread(vanish, serving, clumsy)
                await crowd.get_some_done(WORKING)
        await crowd.settle(serving)
        await until(lambda: serving.open_sockets <= sockets, "their sockets are closed")
    assert not crowd.counted["drops"]
    assert not serving.log.read_text()[heard:], serving.last_words()
    check_database(serving.database_url, crowd)
    tell(f"{TIMES_EACH * form.rounds * len(WAYS_TO_GO)} vanished", crowd)


def _in_mid_handshake(serving: Serving, person: Person) -> None:
    with socket.create_connection(("127.0.0.1", serving.port)) as line:
        line.sendall(f"GET /api/boards/{person.board}/live HTTP/1.1\r\nHost: 12".encode())


def _right_after_the_handshake(serving: Serving, person: Person) -> None:
    Wire(serving.port, person.board, person.token).vanish()


def _in_mid_frame(serving: Serving, person: Person) -> None:
    wire = Wire(serving.port, person.board, person.token)
    wire.send(frame(orjson.dumps([_note(person)]))[:-10])
    wire.vanish()


def _in_mid_frame_politely(serving: Serving, person: Person) -> None:
    wire = Wire(serving.port, person.board, person.token)
    wire.send(frame(b" " * 100_000)[:1000])
    wire.socket.close()


def _between_two_parts_of_a_message(serving: Serving, person: Person) -> None:
    wire = Wire(serving.port, person.board, person.token)
    wire.send(frame(b"[", TEXT, first=0))
    wire.vanish()


def _right_after_a_command(serving: Serving, person: Person) -> None:
    wire = Wire(serving.port, person.board, person.token)
    wire.say(*[_note(person) for __ in range(10)])
    wire.vanish()


def _note(person: Person) -> dict[str, str]:
    number = random.getrandbits(64)
    # The profession is none of this board's: it is refused, if there is still time for that.
    return {"id": f"{number}", "do": "note.create", "title": "x", "profession": person.board}


WAYS_TO_GO: tuple[Callable[[Serving, Person], None], ...] = (
    _in_mid_handshake,
    _right_after_the_handshake,
    _in_mid_frame,
    _in_mid_frame_politely,
    _between_two_parts_of_a_message,
    _right_after_a_command,
)
