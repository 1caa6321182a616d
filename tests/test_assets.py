"""Static files: addresses that change with the contents, and that give what they say."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.answers import join_web
from app.assets import STATIC, script_urls, scripts_folder, sheets_url, static_url


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI()
    join_web(app)
    with TestClient(app) as client:
        yield client


BOARD = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.glob("js/board/*.js"))


def test_every_script_of_the_board_is_served_for_good(client: TestClient) -> None:
    assert "js/board/main.js" in BOARD
    for url in map(static_url, BOARD):
        answer = client.get(url)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "immutable" in answer.headers["cache-control"]


def test_what_a_script_imports_lies_beside_it(client: TestClient) -> None:
    for url in map(static_url, BOARD):
        for imported in re.findall(r'from "(\.[^"]+)"|import "(\.[^"]+)"', client.get(url).text):
            address = client.base_url.join(url).join(imported[0] or imported[1])
            assert client.get(str(address)).status_code == 200, address


def test_what_is_fetched_ahead_is_what_the_page_needs_first() -> None:
    ahead = script_urls("board/main.js")
    for name in ("dom.js", "board/main.js", "board/drag.js", "board/store.js", "board/apply.js"):
        assert static_url(f"js/{name}") in ahead
    for name in ("board/later.js", "board/note_dialog.js", "guard.js"):
        assert static_url(f"js/{name}") not in ahead


def test_an_old_version_of_a_script_is_not_there(client: TestClient) -> None:
    answer = client.get("/static/js-000000000000/board/main.js")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")
    assert client.get(f"{scripts_folder()}/board/nothing.js").status_code == 404


def test_sheets_come_as_one_in_the_order_that_was_asked_for(client: TestClient) -> None:
    answer = client.get(sheets_url("tokens", "designsystemet", "note"))
    assert "immutable" in answer.headers["cache-control"]
    assert answer.text.startswith((STATIC / "css" / "tokens.css").read_text(encoding="utf-8"))
    assert answer.text.endswith((STATIC / "css" / "note.css").read_text(encoding="utf-8"))


@pytest.mark.parametrize("of", ["", "nothing", "../js/words", "tokens,", "vendor/designsystemet"])
def test_only_sheets_of_ours_are_given(client: TestClient, of: str) -> None:
    assert client.get("/static/css/together.css", params={"of": of}).status_code == 404


def test_an_address_changes_with_the_contents() -> None:
    assert re.fullmatch(r"/static/css/note\.css\?v=[0-9a-f]{12}", static_url("css/note.css"))
    assert sheets_url("note") != sheets_url("note", "wall")
