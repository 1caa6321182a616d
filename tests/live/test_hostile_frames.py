"""Frames that nobody means well with, on a real socket: refused in words, and nothing else happens.

The long form, a million of them, is ``python -m tests.load.hostile`` (`make soak`).
"""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.board.protocol import COMMANDS
from app.db import make_engine
from app.errors import CODES
from app.live.allowance import BURST
from tests.board.replay import held_and_told
from tests.live.mutations import STRANGE
from tests.live.raw_bytes import ALLOWED, BROKEN
from tests.live.served import Board, Served, serve
from tests.live.wire import PING, Gone, Wire, frame
from tests.load.hostile import MIB, assail, check

FRAMES = 20_000
SEED = 20_26
AT_ONCE = 40

SitDown = Callable[..., Wire]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    with serve(f"sqlite:///{folder}/lappetavla.db", folder) as served:
        yield served


@pytest.fixture(scope="module")
def board(served: Served) -> Board:
    return served.make_board()


@pytest.fixture(autouse=True)
def _no_fault(served: Served) -> Iterator[None]:
    """Whatever a test sends, the server's log stays without a fault."""
    before = len(served.faults())
    yield
    faults = served.faults()[before:]
    assert not faults, faults[0]


@pytest.fixture
def sit_down(board: Board) -> Iterator[SitDown]:
    """Open sockets at the board, past welcome and snapshot; each is gone when the test ends."""
    with ExitStack() as stack:

        def open_one(token: str | None = None) -> Wire:
            wire = Wire(board.served.port, board.id, token or board.join())
            stack.enter_context(wire)
            wire.hear()
            return wire

        yield open_one


def _until_refused(wire: Wire, last: str) -> list[dict[str, Any]]:
    """All that is said until the command ``last``, which is none, has been refused."""
    wire.say({"id": last, "do": "nothing"})
    heard: list[dict[str, Any]] = []
    while not any(message.get("id") == last for message in heard):
        heard += wire.hear()
    return heard


def test_twenty_thousand_frames_harm_nobody(served: Served, folder: Path) -> None:
    report = assail(served, FRAMES, SEED, most_seconds=60)
    check(report, served, most_growth=32 * MIB)
    assert report.refusals.keys() >= {"invalid", "not_found", "forbidden", "conflict", "too_large"}
    engine = make_engine(f"sqlite:///{folder}/lappetavla.db")
    try:
        held, told = held_and_told(engine, report.boards[-1])
    finally:
        engine.dispose()
    assert held == told


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
half_right = st.fixed_dictionaries(
    {"id": st.text(min_size=1, max_size=70) | anything, "do": st.sampled_from(sorted(COMMANDS))},
    optional={
        **dict.fromkeys(("note", "title", "profession", "grid", "column", "before"), anything),
        **dict.fromkeys(("base", "start", "days", "state", "confirmed", "notes"), anything),
    },
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(half_right, max_size=3) | anything | st.lists(anything, max_size=3))
@example([{"id": "x", "do": "note.edit", "note": "x", "base": 10**400}])
def test_no_json_is_too_strange_to_be_answered(board: Board, value: Any) -> None:
    with Wire(board.served.port, board.id, board.tokens["participant"]) as wire:
        wire.send(frame(json.dumps(value).encode()))
        heard = _until_refused(wire, "the-last")
        refused = [message for message in heard if message["is"] == "refused"]
        assert all(message["code"] in CODES and message["reason"] for message in refused)
        assert "unavailable" not in {message["code"] for message in refused}
        messages = value if isinstance(value, list) else [None]
        are_silent = all(isinstance(m, dict) and m.get("do") == "presence" for m in messages)
        assert len(heard) > 1 or are_silent


@pytest.mark.parametrize("do", [*COMMANDS, "presence", "ping", "edit.undo"])
def test_what_is_strange_in_any_field_is_refused_in_words(served: Served, do: str) -> None:
    board = served.make_board()
    kind = COMMANDS.get(do)
    fields = ["id", "do", "confirmed", *(kind.model_fields if kind else ("holding", "writing"))]
    frames = [
        frame(f'[{{"id": "s", "do": "{do}", "{field}": {strange}}}]'.encode())
        for field in fields
        for strange in STRANGE
    ]
    heard: list[dict[str, Any]] = []
    with Wire(served.port, board.id, board.tokens["facilitator"]) as wire:
        for first in range(0, len(frames), AT_ONCE):
            wire.send(b"".join(frames[first : first + AT_ONCE]))
            heard += _until_refused(wire, f"last-{first}")
    refused = [message for message in heard if message["is"] == "refused"]
    assert {message["code"] for message in refused} <= CODES.keys() - {"unavailable"}
    assert all(message["reason"] for message in refused)


@pytest.mark.parametrize("name", BROKEN)
def test_a_frame_that_breaks_the_rules_ends_only_its_own_connection(
    sit_down: SitDown, name: str
) -> None:
    data, codes = BROKEN[name]
    kari, per = sit_down(), sit_down()
    kari.send(data)
    with pytest.raises(Gone) as gone:
        while True:
            kari.hear()
    assert gone.value.code in codes
    assert _until_refused(per, "per-goes-on")


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_unusual_and_allowed_is_answered(sit_down: SitDown, name: str) -> None:
    kari = sit_down()
    kari.send(ALLOWED[name])
    while not any(message["is"] == "pong" for message in kari.hear()):
        pass


@pytest.mark.parametrize(
    "text", [b'["\xff"]', b"\xed\xa0\x80", b'[{"do":"\xc0\xaf"}]', b"\xf0\x9f"]
)
def test_what_is_not_utf_8_is_refused_or_ends_the_connection(
    board: Board, sit_down: SitDown, text: bytes
) -> None:
    kari = sit_down()
    kari.send(frame(text))
    try:
        messages: list[dict[str, Any]] = []
        while not messages:
            messages = [message for message in kari.hear() if message["is"] == "refused"]
        assert [message["code"] for message in messages] == ["invalid"]
    except Gone as gone:
        assert gone.code == 1007
    # And at once, before the server has turned to the socket.
    with Wire(board.served.port, board.id, board.join()) as early, pytest.raises(Gone):
        early.send(frame(text) + frame(b"x", PING))
        early.socket.shutdown(socket.SHUT_WR)
        while True:
            early.hear()


def test_a_flood_is_told_to_wait_and_the_others_go_on(board: Board, sit_down: SitDown) -> None:
    token = board.join()
    kari, per = sit_down(token), sit_down()
    _flood(kari)
    profession = board.document()["professions"][0]["id"]
    per.say({"id": "calm", "do": "note.create", "title": "Frokost", "profession": profession})
    while not any(message.get("id") == "calm" for message in per.hear()):
        pass


def test_a_flood_gets_no_further_by_coming_again(board: Board, sit_down: SitDown) -> None:
    token = board.join()
    first = sit_down(token)
    _flood(first)
    first.vanish()
    again = sit_down(token)
    _flood(again, BURST // 2)


def test_whoever_goes_on_and_on_is_let_go(sit_down: SitDown) -> None:
    kari = sit_down()
    with pytest.raises(Gone) as gone:
        for __ in range(100 * BURST // 400):
            kari.send(frame(json.dumps([{"id": "f", "do": "ping"}] * 400).encode()))
        while True:
            kari.hear()
    assert gone.value.code in (None, 1001)


def _flood(wire: Wire, messages: int = 2 * BURST) -> None:
    """Send so many at once; some of them must be refused."""
    for __ in range(messages // 400):
        wire.send(frame(json.dumps([{"id": "f", "do": "ping"}] * 400).encode()))
    codes = {message["code"] for message in _until_refused(wire, "end") if "code" in message}
    assert "too_many" in codes


@pytest.mark.parametrize(
    "request_head",
    [
        b"GET {} HTTP/1.1\r\n\r\n",
        b"GET {} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        b"GET {} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
        b"GET {} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n",
        b"POST {} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
        b"GET {} HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET {}" + b"a" * 200_000,
        b"GET {} HTTP/9.9\r\nUpgrade: websocket\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00" * 100,
        b"\xff\xfe\r\n\r\n",
    ],
    ids=range(11),
)
def test_a_handshake_that_is_none_opens_nothing(board: Board, request_head: bytes) -> None:
    address = f"/api/boards/{board.id}/live".encode()
    with socket.create_connection(("127.0.0.1", board.served.port), timeout=20) as other:
        heard = b""
        try:
            other.sendall(request_head.replace(b"{}", address))
            other.shutdown(socket.SHUT_WR)
            while data := other.recv(65536):
                heard += data
        except ConnectionError:
            pass
    assert not heard.startswith(b"HTTP/1.1 101")
    assert board.document()
