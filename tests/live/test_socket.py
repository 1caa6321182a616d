"""The socket: in order, durable before told, once, resumed, and as each may see it."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from starlette.websockets import WebSocketDisconnect

from app.access import seats
from app.access.rights import Role
from app.db import unit_of_work
from app.live.allowance import BURST
from app.live.envelope import MAX_FRAME_BYTES
from tests.theatre import Theatre


def test_the_first_messages_are_a_welcome_and_the_board(theatre: Theatre) -> None:
    with theatre.connected("kari") as kari:
        welcome = kari.hear()
        assert welcome["is"] == "welcome"
        assert welcome["protocol"] == 1
        assert welcome["you"]["role"] == "participant"
        assert "note:move" in welcome["you"]["may"]
        snapshot = kari.hear()
        assert snapshot["is"] == "snapshot"
        assert {key: snapshot[key] for key in snapshot if key != "is"} == theatre.stage.kari.sees()


def test_what_one_does_everyone_is_told_the_sender_too(theatre: Theatre) -> None:
    with theatre.connected("kari") as kari, theatre.connected("ola") as ola:
        kari.hear("snapshot"), ola.hear("snapshot")
        note = str(uuid4())
        profession = theatre.stage.professions["SPL"]
        command = kari.say("note.create", note=note, title="Frokost", profession=profession)
        told, own = ola.hear("event"), kari.hear("event")
        assert told == own
        assert (told["id"], told["do"], told["note"]) == (command, "note.create", note)
        assert told["changes"]["notes"][note]["title"] == "Frokost"
        assert theatre.stage.ola.sees_note(note) is not None


def test_no_message_says_who_did_it(theatre: Theatre) -> None:
    with theatre.connected("ola") as ola:
        ola.hear("snapshot")
        theatre.stage.kari.writes("Frokost")
        told = ola.hear("event")
        assert theatre.stage.kari.seat not in str(told)


def test_events_come_in_order_without_gaps(theatre: Theatre) -> None:
    with theatre.connected("ola") as ola, theatre.connected("kari") as kari:
        first = ola.hear("snapshot")["seq"] + 1
        kari.hear("snapshot")
        profession = theatre.stage.professions["SPL"]
        kari.socket.send_json(
            [
                {"id": str(n), "do": "note.create", "title": f"{n}", "profession": profession}
                for n in range(50)
            ]
        )
        assert [ola.hear("event")["seq"] for __ in range(50)] == list(range(first, first + 50))


def test_a_command_sent_again_is_done_once_and_answered_with_the_same_event(
    theatre: Theatre,
) -> None:
    profession = theatre.stage.professions["SPL"]
    with theatre.connected("kari") as kari:
        kari.hear("snapshot")
        kari.say("note.create", id="c1", title="Frokost", profession=profession)
        first = kari.hear("event")
    with theatre.connected("kari") as kari:
        snapshot = kari.hear("snapshot")
        kari.say("note.create", id="c1", title="Frokost", profession=profession)
        assert kari.hear("event") == first
    assert len(theatre.stage.ola.sees()["notes"]) == 1
    assert snapshot["seq"] == theatre.stage.document()["seq"]


def test_the_same_id_at_another_seat_is_another_command(theatre: Theatre) -> None:
    profession = theatre.stage.professions["SPL"]
    with theatre.connected("kari") as kari, theatre.connected("per") as per:
        kari.say("note.create", id="1", title="Frokost", profession=profession)
        per.say("note.create", id="1", title="Lunsj", profession=profession)
        kari.hear("event", seq=3), per.hear("event", seq=4)
    assert len(theatre.stage.ola.sees()["notes"]) == 2


def test_whoever_comes_back_gets_exactly_what_was_missed(theatre: Theatre) -> None:
    with theatre.connected("ola") as ola:
        since = ola.hear("snapshot")["seq"]
    titles = ["Frokost", "Lunsj", "Middag"]
    for title in titles:
        theatre.stage.kari.writes(title)
    with theatre.connected("ola", since=since) as ola:
        assert ola.hear()["is"] == "welcome"
        heard = [ola.hear() for __ in titles]
        assert [message["seq"] for message in heard] == [since + 1, since + 2, since + 3]
        assert [
            next(iter(message["changes"]["notes"].values()))["title"] for message in heard
        ] == titles


def test_a_seq_from_the_future_gives_the_whole_board(theatre: Theatre) -> None:
    with theatre.connected("ola", since=10_000) as ola:
        assert ola.hear("snapshot")["seq"] == 2


def test_what_another_process_writes_is_told_within_a_second(theatre: Theatre) -> None:
    with theatre.connected("ola") as ola:
        ola.hear("snapshot")
        # The cast writes with an engine of its own, past the app's journal, as the CLI does.
        note = theatre.stage.kari.writes("Frokost")
        assert ola.hear("event")["note"] == note


def test_in_silent_writing_each_sees_only_their_own(theatre: Theatre) -> None:
    before = theatre.stage.per.writes("Skrevet før")
    with theatre.connected("kari") as kari, theatre.connected("ola") as ola:
        kari.hear("snapshot"), ola.hear("snapshot")
        with theatre.connected("frida") as frida:
            frida.say("board.state", state="silent")
            frida.hear("event")
        assert ola.hear("snapshot")["notes"] == []
        kari.hear("snapshot")
        profession = theatre.stage.professions["SPL"]
        kari.say("note.create", title="Bare min", profession=profession)
        own, told = kari.hear("event"), ola.hear("event")
        assert own["do"] == "note.create"
        assert told == {"is": "event", "seq": own["seq"], "do": "hidden"}
        assert [n["title"] for n in theatre.stage.kari.sees()["notes"]] == ["Bare min"]
        kari.say("note.delete", note=before)
        assert kari.hear("refused")["code"] == "silent"
        log = theatre.client.get(
            f"/api/boards/{theatre.stage.board}/events", headers=theatre.headers("ola")
        ).json()
        assert "Bare min" not in str(log)
        assert "Skrevet før" not in str(log)
        with theatre.connected("frida") as frida:
            frida.say("board.state", state="open")
            frida.hear("event")
        assert {n["title"] for n in ola.hear("snapshot")["notes"]} == {"Bare min", "Skrevet før"}


def test_whoever_was_away_while_it_became_open_again_gets_the_whole_board(
    theatre: Theatre,
) -> None:
    theatre.stage.frida.does("board.state", state="silent")
    with theatre.connected("ola") as ola:
        ola.hear("snapshot")
        note = theatre.stage.kari.writes("Bare min")
        since = ola.hear("event", do="hidden")["seq"]
    theatre.stage.frida.does("board.state", state="open")
    with theatre.connected("ola", since=since) as ola:
        assert [n["id"] for n in ola.hear("snapshot")["notes"]] == [note]


def test_a_change_of_view_by_another_process_sends_the_whole_board(theatre: Theatre) -> None:
    note = theatre.stage.kari.writes("Frokost")
    with theatre.connected("ola") as ola:
        ola.hear("snapshot")
        theatre.stage.frida.does("board.state", state="silent")
        assert ola.hear("snapshot")["notes"] == []
        theatre.stage.frida.does("board.state", state="open")
        assert [n["id"] for n in ola.hear("snapshot")["notes"]] == [note]


def test_a_change_of_view_tells_each_what_they_may_do_now(theatre: Theatre) -> None:
    with theatre.connected("kari") as kari:
        assert "note:create" in kari.hear("welcome")["you"]["may"]
        theatre.stage.frida.does("board.state", state="locked")
        assert "note:create" not in kari.hear("welcome")["you"]["may"]


def test_two_who_are_one_seat_are_both_told_once(theatre: Theatre) -> None:
    profession = theatre.stage.professions["SPL"]
    with theatre.connected("kari") as first, theatre.connected("kari") as second:
        seq = first.hear("snapshot")["seq"]
        second.hear("snapshot")
        for number in range(5):
            first.say("note.create", title=f"Lapp {number}", profession=profession)
        for line in (first, second):
            assert [line.hear("event")["seq"] for __ in range(5)] == list(range(seq + 1, seq + 6))


def test_nothing_but_an_id_can_be_pointed_at(
    theatre: Theatre,
) -> None:
    with theatre.connected("ola") as ola, theatre.connected("kari") as kari:
        kari.hear("snapshot")
        note = theatre.stage.kari.writes("Frokost")
        ola.say("presence", holding="Ring til Berit", writing=note)
        assert kari.hear("presence", writing=[note])["holding"] == []


def test_a_viewer_is_told_no_in_their_own_language(theatre: Theatre) -> None:
    profession = theatre.stage.professions["SPL"]
    with theatre.connected("ola") as ola:
        command = ola.say("note.create", title="Frokost", profession=profession)
        refused = ola.hear("refused")
        assert (refused["id"], refused["code"]) == (command, "forbidden")
        assert refused["reason"]
    assert theatre.stage.document()["notes"] == []


def test_someone_whose_link_is_withdrawn_while_connected_is_out(theatre: Theatre) -> None:
    hub = theatre.client.app.state.hub  # type: ignore[attr-defined]
    with theatre.connected("kari") as kari:
        kari.hear("snapshot")
        with unit_of_work(hub.engine) as session:
            seats.withdraw_link(session, theatre.stage.board, Role.PARTICIPANT)
        kari.say("note.create", title="Nei", profession=theatre.stage.professions["SPL"])
        assert kari.hear("refused")["code"] == "unknown_person"
        hub.recheck_from_thread(theatre.stage.board)
        with pytest.raises(WebSocketDisconnect):
            kari.hear("event")
    assert theatre.stage.document()["notes"] == []


def test_someone_whose_link_another_process_withdraws_is_out_before_long(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.live.rounds.RECHECK_AFTER", 1)
    with theatre.connected("kari") as kari:
        kari.hear("snapshot")
        with unit_of_work(theatre.stage.engine) as session:
            seats.withdraw_link(session, theatre.stage.board, Role.PARTICIPANT)
        with pytest.raises(WebSocketDisconnect):
            kari.hear("event")


def test_a_stranger_is_told_nothing_of_the_board(theatre: Theatre) -> None:
    address = f"/api/boards/{theatre.stage.board}/live"
    for headers in ({}, theatre.headers("ute"), {"Authorization": "Bearer nonsense"}):
        with theatre.client.websocket_connect(address, headers=headers) as socket:
            assert socket.receive_json()[0]["is"] == "refused"
            with pytest.raises(WebSocketDisconnect):
                socket.receive_json()


def test_a_page_of_another_site_cannot_connect(theatre: Theatre) -> None:
    headers = {**theatre.headers("kari"), "Origin": "https://evil.example"}
    address = f"/api/boards/{theatre.stage.board}/live"
    with (
        pytest.raises(WebSocketDisconnect),
        theatre.client.websocket_connect(address, headers=headers),
    ):
        pass


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 100_000,
        "null",
        '"note.create"',
        '{"do": "note.create"}',
        "[1]",
        "[null]",
        "[[]]",
        '[{"do": "note.create"}]',
        '[{"id": 7, "do": "note.create"}]',
        '[{"id": "", "do": "note.create"}]',
        '[{"id": "x", "do": "drop.table"}]',
        '[{"id": "x", "do": "note.create", "title": "T", "author": "Kari"}]',
        '[{"id": "x", "do": "note.move", "note": "../../etc"}]',
        '[{"id": "x", "do": "note.create", "title": {"$gt": ""}}]',
        '[{"id": "x", "do": "note.create", "confirmed": "all"}]',
        '[{"id": "\\ud800", "do": "note.create"}]',
        "[" + ",".join(['{"id":"x","do":"ping"}'] * 501) + "]",
        " " * (MAX_FRAME_BYTES + 1),
    ],
)
def test_a_frame_that_makes_no_sense_is_refused_and_the_line_stays_open(
    theatre: Theatre, text: str
) -> None:
    before = theatre.stage.dump()
    with theatre.connected("kari") as kari:
        kari.hear("snapshot")
        kari.socket.send_text(text)
        refused = kari.hear("refused")
        assert refused["code"] in ("invalid", "too_large", "too_many")
        kari.socket.send_text('[{"do": "ping"}]')
        assert kari.hear("pong")
    assert theatre.stage.dump() == before


def test_a_binary_frame_is_refused(theatre: Theatre) -> None:
    with theatre.connected("kari") as kari:
        kari.socket.send_bytes(b"\x00\x01" * 1000)
        assert kari.hear("refused")["code"] == "invalid"


def test_a_flood_is_told_to_wait_and_harms_nobody_else(theatre: Theatre) -> None:
    with theatre.connected("kari") as kari, theatre.connected("per") as per:
        noise = [{"id": str(n), "do": "ping"} for n in range(400)]
        for __ in range(2 * BURST // 400):
            kari.socket.send_json(noise)
        refused = kari.hear("refused", code="too_many")
        assert refused["id"] == "0"
        per.say("note.create", title="Frokost", profession=theatre.stage.professions["SPL"])
        assert per.hear("event")["do"] == "note.create"


def test_presence_counts_professions_only_from_three(theatre: Theatre) -> None:
    with theatre.connected("kari") as kari, theatre.connected("per") as per:
        note = theatre.stage.kari.writes("Frokost")
        per.say("presence", holding=note)
        seen = kari.hear("presence", here=2, holding=[note])
        assert seen["professions"] == {}


def test_many_at_once_are_all_kept(theatre: Theatre) -> None:
    profession = theatre.stage.professions["SPL"]
    address = f"/api/boards/{theatre.stage.board}/commands"

    def write(number: int) -> int:
        command = {"id": f"c{number}", "do": "note.create", "title": f"Lapp {number}"}
        answer = theatre.client.post(
            address,
            json={**command, "profession": profession},
            headers=theatre.headers("kari" if number % 2 else "per"),
        )
        return int(answer.json()[0]["seq"])

    with ThreadPoolExecutor(8) as pool:
        seqs = sorted(pool.map(write, range(60)))
    assert seqs == list(range(3, 63))
    assert {n["title"] for n in theatre.stage.ola.sees()["notes"]} == {
        f"Lapp {n}" for n in range(60)
    }
