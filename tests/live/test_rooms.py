"""A room and its connections: who is told what, who is let go, what presence says."""

from datetime import UTC, datetime
from typing import Any

import orjson

from app.access.person import Person
from app.access.rights import BoardState, Role
from app.board.settle import changes_view
from app.live.frames import Frame
from app.live.log import Recorded
from app.live.presence import presence_message
from app.live.rooms import ONE_MIB, Connection, Room
from app.live.wire import Take

NOTE = "11111111-1111-4111-8111-111111111111"


def _person(seat: str, state: BoardState = BoardState.OPEN) -> Person:
    return Person(seat=seat, board="b", role=Role.PARTICIPANT, state=state, locale="nb")


def _event(seq: int, changes: dict[str, Any], private: bool = False) -> Recorded:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return Recorded("b", seq, at, "x", f"c{seq}", {}, changes, {}, seat="kari", private=private)


class Reel:
    """A wire that goes nowhere: what was written stays on it until it is taken off."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.has_ended = False
        self.is_clear = False

    @property
    def waiting_bytes(self) -> int:
        return sum(len(frame) for frame in self.frames)

    def write(self, frame: Frame) -> None:
        self.frames.append(frame)

    async def run(self, take: Take) -> None:
        raise NotImplementedError

    def end(self) -> None:
        self.has_ended = True

    async def close(self, code: int) -> None:
        raise NotImplementedError


def _connection(seat: str, state: BoardState = BoardState.OPEN) -> Connection:
    return Connection(_person(seat, state), Reel(), seq=0)


def _reel(connection: Connection) -> Reel:
    assert isinstance(connection.wire, Reel)
    return connection.wire


def _told(connection: Connection) -> list[Any]:
    reel = _reel(connection)
    frames, reel.frames = reel.frames, []
    return [[message["do"] for message in orjson.loads(frame.payload)] for frame in frames]


def _room(*connections: Connection, resynced: list[str] | None = None) -> Room:
    told = [] if resynced is None else resynced
    room = Room("b", 0, changes_view, lambda room: told.append(room.board))
    for connection in connections:
        assert room.enter(connection)
    return room


def _large(size: int) -> Frame:
    return Frame(["x" * size])


def test_one_large_frame_sends_nobody_away() -> None:
    kari = _connection("kari")
    kari.put(_large(3 * ONE_MIB))
    assert not kari.is_let_go
    kari.put(_large(1))
    assert kari.is_let_go
    assert _reel(kari).has_ended


def test_whoever_has_been_let_go_is_given_nothing_more() -> None:
    kari = _connection("kari")
    kari.put(_large(ONE_MIB))
    for __ in range(100):
        kari.put(_large(1))
    assert len(_reel(kari).frames) == 1


def test_after_a_change_of_view_nothing_is_told_until_the_whole_board_has_come() -> None:
    kari = _connection("kari")
    resynced: list[str] = []
    room = _room(kari, resynced=resynced)
    room.publish([_event(1, {"board": {"b": {"state": "silent"}}})])
    room.publish([_event(2, {"notes": {NOTE: {}}})])
    assert _told(kari) == [["x"]]
    assert resynced == ["b"]
    # The whole board came as it was after the first event.
    kari.seq = 1
    assert room.enter(kari)
    assert _told(kari) == [["x"]]


def test_a_newcomer_is_told_what_has_happened_since_they_read_the_board() -> None:
    room = _room()
    room.publish([_event(n, {}) for n in (1, 2, 3)])
    kari = _connection("kari")
    kari.seq = 1
    assert room.enter(kari)
    assert _told(kari) == [["x", "x"]]
    room.publish([_event(4, {})])
    assert _told(kari) == [["x"]]


def test_a_newcomer_who_knows_more_than_the_room_is_told_nothing_twice() -> None:
    kari = _connection("kari")
    room = _room()
    kari.seq = 2
    assert room.enter(kari)
    room.publish([_event(n, {}) for n in (1, 2)])
    assert _told(kari) == []
    room.publish([_event(3, {})])
    assert _told(kari) == [["x"]]


def test_what_was_erased_is_not_told_to_newcomers() -> None:
    room = _room()
    room.publish([_event(1, {"notes": {NOTE: {"title": "Skal bort"}}})])
    room.publish([_event(2, {"notes": {NOTE: None}})])
    kari = _connection("kari")
    assert not room.enter(kari)
    assert _told(kari) == []


def test_an_event_that_concerns_one_is_hidden_from_the_rest() -> None:
    kari, per = _connection("kari"), _connection("per")
    _room(kari, per).publish([_event(1, {"notes": {NOTE: {}}}, private=True)])
    assert _told(kari) == [["x"]]
    assert _told(per) == [["hidden"]]


def test_an_event_is_told_once_and_only_in_its_turn() -> None:
    kari = _connection("kari")
    room = _room(kari)
    first, second = _event(1, {}), _event(2, {})
    room.publish([second])
    assert _told(kari) == []
    room.publish([first, second])
    room.publish([first, second])
    assert _told(kari) == [["x", "x"]]


def test_in_silent_writing_nobody_is_shown_what_the_others_hold() -> None:
    kari, per = _connection("kari", BoardState.SILENT), _connection("per")
    kari.holding = kari.writing = per.holding = NOTE
    alone, both = (presence_message([_room(*who).here()]) for who in ((kari,), (kari, per)))
    assert alone["holding"] == alone["writing"] == []
    assert both["holding"] == [NOTE]
