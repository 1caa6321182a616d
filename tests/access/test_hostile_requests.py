"""Requests that nobody means well with: each is refused in words, and nothing breaks."""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from starlette.websockets import WebSocketDisconnect

from app.access.tokens import form_token
from app.live.allowance import BURST
from app.web import MAX_BODY_BYTES
from tests.theatre import Theatre

HUGE = "9" * 30
STRANGE = [
    "\x00",
    "²",
    "٣",
    "\u202e",
    "-1",
    "1e9",
    HUGE,
    "9" * 5000,
    "😀" * 50,
    "%00",
    "' OR 1=1 --",
]


def _form(theatre: Theatre, who: str, **fields: str) -> dict[str, str]:
    key = theatre.client.app.state.key  # type: ignore[attr-defined]
    return {"csrf": form_token(key, theatre.stage.actors[who].seat), **fields}


@pytest.mark.parametrize("strange", STRANGE)
def test_a_strange_value_in_an_address_breaks_nothing(theatre: Theatre, strange: str) -> None:
    board, headers = theatre.stage.board, theatre.headers("frida")
    for path, names in {
        f"/api/boards/{board}/events": ("since",),
        f"/api/boards/{board}/cards.pdf": ("profession", "shift", "format"),
        f"/api/boards/{board}": ("seat",),
        f"/boards/{board}": ("grid", "screen", "said"),
        f"/boards/{board}/note": ("note", "grid"),
        f"/boards/{board}/cards": ("profession", "shift"),
        "/join": ("code",),
    }.items():
        for name in names:
            answer = theatre.client.get(path, params={name: strange}, headers=headers)
            assert answer.status_code < 500, (path, name)
    for path in ("/k/{}", "/l/{}", "/api/boards/{}", "/boards/{}", "/static/{}"):
        answer = theatre.client.get(path.format(quote(strange)), headers=headers)
        assert answer.status_code < 500, path


@pytest.mark.parametrize("strange", STRANGE)
def test_a_strange_value_in_a_form_breaks_nothing(theatre: Theatre, strange: str) -> None:
    board, headers = theatre.stage.board, theatre.headers("frida")
    note = theatre.stage.kari.writes("Frokost")
    forms = {
        "me": ("profession", "name"),
        "note": ("note", "base", "title", "start", "duration", "shift", "days", "grid", "column"),
        "notes": ("title", "profession", "start", "duration", "grid", "confirmed"),
        "setup": ("do", "title", "state", "shown"),
        "links": ("role",),
        "undo": ("action", "grid"),
    }
    usual = {"note": note, "title": "Frokost", "action": "save", "do": "board.edit"}
    for path, names in forms.items():
        for name in names:
            answer = theatre.client.post(
                f"/boards/{board}/{path}",
                data=_form(theatre, "frida", **{**usual, name: strange}),
                headers=headers,
                follow_redirects=False,
            )
            assert answer.status_code < 500, (path, name)


def test_a_name_is_kept_as_clean_as_a_title(small_theatre: Theatre) -> None:
    answer = small_theatre.client.post(
        f"/boards/{small_theatre.stage.board}/me",
        data=_form(small_theatre, "kari", name="Ka\x00ri"),
        headers=small_theatre.headers("kari"),
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"\\ud800": 1}', b'{"code": "\\ud800"}', b"\xff\xfe", b"null", b'"x"', b"1"],
)
def test_json_that_is_none_is_refused_in_words(small_theatre: Theatre, body: bytes) -> None:
    board = small_theatre.stage.board
    for path in ("/api/join", "/api/boards", f"/api/boards/{board}/commands"):
        headers = {**small_theatre.headers("kari"), "Content-Type": "application/json"}
        answer = small_theatre.client.post(path, content=body, headers=headers)
        assert 200 <= answer.status_code < 500, path


def test_a_body_without_a_length_is_cut_off_while_it_is_read(small_theatre: Theatre) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        for __ in range(100):
            read += 1024 * 1024
            yield b" " * (1024 * 1024)

    board = small_theatre.stage.board
    for path in (f"/api/boards/{board}/commands", f"/api/boards/{board}/import", "/api/join"):
        answer = small_theatre.client.post(
            path,
            content=endless(),
            headers={**small_theatre.headers("frida"), "Content-Type": "application/json"},
        )
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large"), path


def test_a_program_is_told_to_wait_like_everyone_else(small_theatre: Theatre) -> None:
    address = f"/api/boards/{small_theatre.stage.board}/commands"
    many = [{"id": "x", "do": "note.nothing"}] * 500
    for __ in range(2 * BURST // 500):
        answer = small_theatre.client.post(
            address, json=many, headers=small_theatre.headers("kari")
        )
        if answer.status_code != 200:
            break
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    other = small_theatre.client.post(address, json=many[0], headers=small_theatre.headers("per"))
    assert other.status_code == 200


def test_a_page_without_an_origin_does_not_speak_for_the_browser(small_theatre: Theatre) -> None:
    stage, client = small_theatre.stage, small_theatre.client
    cookie = {"seat_" + stage.kari.seat.replace("-", ""): small_theatre.token("kari")}
    order = {"id": "1", "do": "note.create", "title": "T", "profession": stage.professions["SPL"]}
    client.cookies.update(cookie)
    address = f"/api/boards/{stage.board}/commands?seat={stage.kari.seat}"
    refused = client.post(address, json=order, headers={"Origin": "null"})
    assert refused.status_code == 403
    assert client.post(address, json=order).json()[0]["is"] == "event"


def test_a_seat_that_one_does_not_hold_cannot_be_named(small_theatre: Theatre) -> None:
    stage, client = small_theatre.stage, small_theatre.client
    client.cookies.update({"seat_" + stage.ola.seat.replace("-", ""): small_theatre.token("ola")})
    for seat in (stage.frida.seat, stage.ute.seat, "", "x", str(uuid4())):
        answer = client.get(f"/api/boards/{stage.board}?seat={seat}")
        assert answer.status_code == 401, seat
    assert client.get(f"/api/boards/{stage.other_board}").status_code == 404


@pytest.mark.parametrize(
    "next",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "evil"],
)
def test_the_choice_of_language_leads_nowhere_else(small_theatre: Theatre, next: str) -> None:
    answer = small_theatre.client.post(
        "/language", data={"locale": "nn", "next": next}, follow_redirects=False
    )
    location = answer.headers["location"]
    assert location.startswith("/")
    assert location[1:2] not in ("/", "\\", "\t")


def test_every_form_wants_its_token(small_theatre: Theatre) -> None:
    stage, client = small_theatre.stage, small_theatre.client
    client.cookies.update(
        {"seat_" + stage.frida.seat.replace("-", ""): small_theatre.token("frida")}
    )
    before = stage.dump()
    posts = [
        route.path.replace("{board_id}", stage.board)
        for include in client.app.routes  # type: ignore[attr-defined]
        for route in getattr(getattr(include, "original_router", None), "routes", ())
        if "POST" in getattr(route, "methods", ()) and route.path.startswith("/boards/{board_id}")
    ]
    assert len(posts) >= 6
    fields = {"title": "T", "role": "viewer", "do": "board.edit", "action": "undo"}
    for path in posts:
        for csrf in ("", "x", form_token(b"another key", stage.frida.seat)):
            answer = client.post(f"{path}?seat={stage.frida.seat}", data={**fields, "csrf": csrf})
            assert answer.status_code == 403, path
    assert stage.dump() == before


@pytest.mark.parametrize(
    "path", ["..%2f..%2fsettings.py", "../settings.py", "%2e%2e/db.py", "css/"]
)
def test_only_static_files_are_served(small_theatre: Theatre, path: str) -> None:
    assert small_theatre.client.get(f"/static/{path}").status_code == 404


def test_links_do_not_say_what_a_request_calls_us(small_theatre: Theatre) -> None:
    board = small_theatre.stage.board
    page = small_theatre.client.get(
        f"/boards/{board}/links",
        headers={
            **small_theatre.headers("frida"),
            "Host": "evil.example",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "https",
        },
    )
    assert page.status_code == 200
    assert "evil.example" not in page.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_other_methods_are_refused(small_theatre: Theatre, method: str) -> None:
    for path in ("/", f"/boards/{small_theatre.stage.board}", "/api/join"):
        answer = small_theatre.client.request(method, path)
        assert answer.status_code == 405
        assert answer.json()["code"] == "invalid"


@pytest.mark.parametrize("since", ["²", "-1", HUGE, "", "x", "1.5", "9" * 15])
def test_a_socket_that_cannot_say_where_it_was_gets_the_whole_board(
    small_theatre: Theatre, since: str
) -> None:
    board = small_theatre.stage.board
    with small_theatre.client.websocket_connect(
        f"/api/boards/{board}/live?since={since}", headers=small_theatre.headers("kari")
    ) as socket:
        messages = socket.receive_json() + socket.receive_json()
        assert "snapshot" in [message["is"] for message in messages]


@pytest.mark.parametrize("board", ["x" * 500, "%ED%A0%80", "²"])
def test_a_socket_to_no_board_is_turned_away(theatre: Theatre, board: str) -> None:
    for headers in ({}, theatre.headers("kari")):
        with theatre.client.websocket_connect(
            f"/api/boards/{board}/live", headers=headers
        ) as socket:
            assert socket.receive_json()[0]["is"] == "refused"


def test_a_socket_to_an_address_with_a_nul_is_not_opened(small_theatre: Theatre) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        small_theatre.client.websocket_connect("/api/boards/%00/live"),
    ):
        pass


def test_a_database_error_says_nothing_of_what_was_written(
    theatre: Theatre, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The database's own check is the last wall; its error quotes the row on PostgreSQL.
    import app.board.note_actions as actions

    monkeypatch.setitem(actions.BLANK, "type", "unknown")
    written = "Om fru Borghild"
    with caplog.at_level(logging.DEBUG):
        answer: Any = theatre.client.post(
            f"/api/boards/{theatre.stage.board}/commands",
            json={
                "id": "1",
                "do": "note.create",
                "title": written,
                "profession": theatre.stage.professions["SPL"],
                "confirmed": ["title_and_name", "name"],
            },
            headers=theatre.headers("kari"),
        )
    assert answer.json()[0]["code"] == "unavailable"
    assert written not in answer.text
    assert "failed" in caplog.text
    assert "Borghild" not in caplog.text


def test_the_limit_of_a_body_holds_for_a_length_that_is_none(small_theatre: Theatre) -> None:
    for length in ("²", "-1", "9" * 5000, str(MAX_BODY_BYTES + 1)):
        answer = small_theatre.client.post(
            "/api/join", content=b"", headers=[(b"Content-Length", length.encode())]
        )
        assert answer.status_code == 413
