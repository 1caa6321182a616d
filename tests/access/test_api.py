"""Who gets in by HTTP, and what a stranger learns: nothing."""

from typing import Any

import pytest

from app.access import seats
from app.access.tokens import CODE_LETTERS, form_token
from app.board import joining
from app.db import unit_of_work
from tests.theatre import Theatre


def _creation_token(theatre: Theatre) -> str:
    with unit_of_work(theatre.stage.engine) as session:
        return seats.new_creation_token(session)


def _made(theatre: Theatre) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {_creation_token(theatre)}"}
    answer = theatre.client.post("/api/boards", json={"title": "Ny tavle"}, headers=headers)
    assert answer.status_code == 201
    made: dict[str, Any] = answer.json()
    return made


def test_a_board_is_made_with_a_creation_token_only(theatre: Theatre) -> None:
    refused = theatre.client.post("/api/boards", json={"title": "Ny tavle"})
    assert refused.status_code == 403
    assert refused.json()["code"] == "forbidden"
    made = _made(theatre)
    assert set(made) == {"id", "title", "kind", "code", "tokens", "links"}
    assert set(made["tokens"]) == {"facilitator", "leader", "participant", "viewer"}
    assert set(made["links"]) == {*made["tokens"], "screen"}
    assert len(made["code"]) >= 6
    assert set(made["code"]) <= set(CODE_LETTERS)
    assert len(CODE_LETTERS) == 32


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": ""},
        {"title": "x" * 201},
        {"title": "T", "template": "ukjent"},
        {"title": "T", "locale": "sv"},
        {"title": "T", "kind": "diagonal"},
        {"title": "T", "owner": "meg"},
    ],
)
def test_a_board_that_makes_no_sense_is_not_made(
    small_theatre: Theatre, body: dict[str, str]
) -> None:
    headers = {"Authorization": f"Bearer {_creation_token(small_theatre)}"}
    before = small_theatre.stage.dump()
    answer = small_theatre.client.post("/api/boards", json=body, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"
    assert small_theatre.stage.dump() == before


def test_each_links_token_opens_the_board_in_its_role(theatre: Theatre) -> None:
    made = _made(theatre)
    profession = None
    for role, token in made["tokens"].items():
        headers = {"Authorization": f"Bearer {token}"}
        document = theatre.client.get(f"/api/boards/{made['id']}", headers=headers).json()
        profession = document["professions"][0]["id"]
        answer = theatre.client.post(
            f"/api/boards/{made['id']}/commands",
            json={"id": "1", "do": "note.create", "title": "Frokost", "profession": profession},
            headers=headers,
        ).json()
        allowed = role in ("facilitator", "participant")
        assert answer[0]["is"] == ("event" if allowed else "refused")


def test_a_stranger_gets_404_and_one_with_nothing_401(theatre: Theatre) -> None:
    board = theatre.stage.board
    theatre.stage.kari.writes("Frokost")
    for path in ("", "/events", "/export.json", "/cards.pdf", "/must-can.pdf", "/must-can.csv"):
        address = f"/api/boards/{board}{path}"
        assert theatre.client.get(address).status_code == 401
        assert theatre.client.get(address, headers=theatre.headers("ute")).status_code == 404
        assert theatre.client.get(address, headers=theatre.headers("ola")).status_code == 200
    nowhere = "/api/boards/00000000-0000-4000-8000-000000000000"
    assert theatre.client.get(nowhere, headers=theatre.headers("kari")).status_code == 404


def test_joining_by_code_gives_a_seat_of_ones_own(theatre: Theatre) -> None:
    made = _made(theatre)
    code = made["code"].lower()
    written = f" {code[:3]}-{code[3:]} "
    tokens = set()
    for name in (None, "Kari"):
        answer = theatre.client.post("/api/join", json={"code": written, "name": name})
        joined = answer.json()
        assert joined["board"] == made["id"]
        tokens.add(joined["token"])
        headers = {"Authorization": f"Bearer {joined['token']}"}
        document = theatre.client.get(f"/api/boards/{made['id']}", headers=headers)
        assert document.status_code == 200
    assert len(tokens) == 2


def test_only_failed_joins_are_limited(small_theatre: Theatre) -> None:
    made = _made(small_theatre)
    joining._failures.clear()
    try:
        for __ in range(joining.FAILURES_ALLOWED):
            answer = small_theatre.client.post("/api/join", json={"code": made["code"]})
            assert answer.status_code == 200
        for __ in range(joining.FAILURES_ALLOWED):
            answer = small_theatre.client.post("/api/join", json={"code": "AAAAAA"})
            assert answer.status_code == 404
        answer = small_theatre.client.post("/api/join", json={"code": "AAAAAA"})
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    finally:
        joining._failures.clear()


def test_a_link_takes_a_seat_and_leaves_the_address_at_once(theatre: Theatre) -> None:
    made = _made(theatre)
    token = made["tokens"]["facilitator"]
    answer = theatre.client.get(f"/l/{token}", follow_redirects=False)
    assert answer.status_code == 303
    assert token not in answer.headers["location"]
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    again = theatre.client.get(f"/l/{token}", follow_redirects=False)
    assert again.headers["location"] == answer.headers["location"]
    viewer = theatre.client.get(f"/l/{made['tokens']['viewer']}", follow_redirects=False)
    assert viewer.headers["location"] != answer.headers["location"]
    for location in (answer.headers["location"], viewer.headers["location"]):
        seat = location.split("seat=")[1]
        found = theatre.client.get(f"/api/boards/{made['id']}?seat={seat}")
        assert found.status_code == 200


def test_behind_tls_the_cookie_is_secure(small_theatre: Theatre) -> None:
    token = _made(small_theatre)["tokens"]["viewer"]
    answer = small_theatre.client.get(f"https://testserver/l/{token}", follow_redirects=False)
    assert "secure" in answer.headers["set-cookie"].lower()


def test_a_form_of_another_site_is_refused(small_theatre: Theatre) -> None:
    made = _made(small_theatre)
    opened = small_theatre.client.get(f"/l/{made['tokens']['facilitator']}", follow_redirects=False)
    seat = opened.headers["location"].split("seat=")[1]
    address = f"/boards/{made['id']}/notes?seat={seat}"
    document = small_theatre.client.get(f"/api/boards/{made['id']}?seat={seat}").json()
    form = {"title": "Frokost", "profession": document["professions"][0]["id"]}
    key = small_theatre.client.app.state.key  # type: ignore[attr-defined]
    whole = {**form, "csrf": form_token(key, seat)}
    assert small_theatre.client.post(address, data=form).status_code == 403
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert small_theatre.client.post(address, data=whole, headers=headers).status_code == 403
    assert small_theatre.client.get(f"/api/boards/{made['id']}?seat={seat}").json()["notes"] == []
    saved = small_theatre.client.post(
        address, data=whole, headers={"Origin": "null"}, follow_redirects=False
    )
    assert saved.status_code == 303


def test_commands_come_as_json_only(small_theatre: Theatre) -> None:
    address = f"/api/boards/{small_theatre.stage.board}/commands"
    answer = small_theatre.client.post(
        address,
        content='[{"id": "1", "do": "edit.undo"}]',
        headers={**small_theatre.headers("kari"), "Content-Type": "text/plain"},
    )
    assert answer.status_code == 422


def test_too_many_and_too_large_are_told_apart(small_theatre: Theatre) -> None:
    address = f"/api/boards/{small_theatre.stage.board}/commands"
    headers = small_theatre.headers("kari")
    many = small_theatre.client.post(address, json=[{}] * 501, headers=headers)
    assert (many.status_code, many.json()["code"]) == (429, "too_many")
    large = small_theatre.client.post(address, json=["x" * 3_000_000], headers=headers)
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    huge = small_theatre.client.post(
        address, content=b"", headers={**headers, "Content-Length": str(100 * 1024 * 1024)}
    )
    assert (huge.status_code, huge.json()["code"]) == (413, "too_large")


def test_every_answer_carries_the_policy(small_theatre: Theatre) -> None:
    for path in ("/healthz", "/api/boards/x", "/static/js/guard.js", "/"):
        headers = small_theatre.client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["referrer-policy"] == "no-referrer"


def test_it_says_whether_it_is_alive_and_ready(theatre: Theatre) -> None:
    assert theatre.client.get("/healthz").json() == {"status": "alive"}
    assert theatre.client.get("/readyz").json()["status"] == "ready"


def test_what_is_wrong_with_an_id_in_the_address_is_said(small_theatre: Theatre) -> None:
    for strange in ("x", "..%2f..%2fetc", "1' or '1'='1"):
        answer = small_theatre.client.get(
            f"/api/boards/{strange}", headers=small_theatre.headers("kari")
        )
        assert answer.status_code in (404, 422)
