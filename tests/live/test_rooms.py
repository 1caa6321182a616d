"""A room and its connections: who is told what, who is let go, what presence says."""

from datetime import UTC, datetime
from typing import Any

import orjson

from app.access.person import Person
from app.access.rights import BoardState, Role
from app.board.settle import changes_view
from app.live.log import Recorded
from app.live.rooms import ONE_MIB, Connection, Room, Sign, presence

NOTE = "11111111-1111-4111-8111-111111111111"


def _person(seat: str, state: BoardState = BoardState.OPEN) -> Person:
    return Person(seat=seat, board="b", role=Role.PARTICIPANT, state=state, locale="nb")


def _event(seq: int, changes: dict[str, Any], private: bool = False) -> Recorded:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return Recorded("b", seq, at, "x", f"c{seq}", {}, changes, {}, seat="kari", private=private)


def _told(connection: Connection) -> list[Any]:
    items = [connection.queue.get_nowait() for __ in range(connection.queue.qsize())]
    return [i if isinstance(i, Sign) else [m["do"] for m in orjson.loads(i)] for i in items]


def _room(*connections: Connection) -> Room:
    room = Room("b", 0, changes_view)
    room.connections.update(connections)
    return room


def test_one_large_frame_sends_nobody_away() -> None:
    kari = Connection(_person("kari"))
    kari.put("x" * (3 * ONE_MIB))
    assert not kari.let_go.is_set()
    kari.put("y")
    assert kari.let_go.is_set()


def test_whoever_has_been_let_go_is_given_nothing_more() -> None:
    kari = Connection(_person("kari"))
    kari.put("x" * ONE_MIB)
    for __ in range(100):
        kari.put("y")
    assert kari.queue.qsize() == 1


def test_after_a_change_of_view_nothing_is_told_until_the_whole_board_has_come() -> None:
    kari = Connection(_person("kari"))
    room = _room(kari)
    room.publish([_event(1, {"board": {"b": {"state": "silent"}}})])
    room.publish([_event(2, {"notes": {NOTE: {}}})])
    assert _told(kari) == [["x"], Sign.RESYNC]


def test_an_event_that_concerns_one_is_hidden_from_the_rest() -> None:
    kari, per = Connection(_person("kari")), Connection(_person("per"))
    _room(kari, per).publish([_event(1, {"notes": {NOTE: {}}}, private=True)])
    assert _told(kari) == [["x"]]
    assert _told(per) == [["hidden"]]


def test_an_event_is_told_once_and_only_in_its_turn() -> None:
    kari = Connection(_person("kari"))
    room = _room(kari)
    first, second = _event(1, {}), _event(2, {})
    room.publish([second])
    assert _told(kari) == []
    room.publish([first, second])
    room.publish([first, second])
    assert _told(kari) == [["x", "x"]]


def test_in_silent_writing_nobody_is_shown_what_the_others_hold() -> None:
    kari = Connection(_person("kari", BoardState.SILENT), holding=NOTE, writing=NOTE)
    per = Connection(_person("per"), holding=NOTE)
    assert presence({kari})["holding"] == presence({kari})["writing"] == []
    assert presence({kari, per})["holding"] == [NOTE]
