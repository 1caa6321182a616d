"""Who gets the cards by HTTP, what they may ask for, and how a refusal is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.engine import Engine

from app.access.person import Person
from app.access.rights import BoardState, Role
from app.cards import tokens
from app.cards.outputs import make_file, words_of
from app.db import unit_of_work, writer
from tests.cards.boards import RealBoard, make_real_board
from tests.cast import set_the_stage
from tests.theatre import Theatre

FILES = ("cards.pdf", "must-can.pdf", "must-can.csv")
WORDS = words_of("nb")
BASE = "http://lapper.example.no"
PAGE = {"Accept": "text/html"}


def test_a_stranger_gets_404_and_one_with_nothing_401(theatre: Theatre) -> None:
    theatre.stage.kari.writes("Frokost")
    here = f"boards/{theatre.stage.board}"
    for path in (f"/{here}/cards", *(f"/{p}{here}/{f}" for f in FILES for p in ("", "api/"))):
        assert theatre.client.get(path).status_code == 401
        assert theatre.client.get(path, headers=theatre.headers("ute")).status_code == 404
        for name in ("frida", "lise", "kari", "ola"):
            assert theatre.client.get(path, headers=theatre.headers(name)).status_code == 200


def test_what_is_given_is_named_and_not_kept_by_others(board: RealBoard) -> None:
    board.writes("Frokost")
    kinds = {"cards.pdf": "application/pdf", "must-can.pdf": "application/pdf"}
    for name in FILES:
        headers = board.get(f"/api/boards/BOARD/{name}").headers
        assert headers["content-type"].startswith(kinds.get(name, "text/csv"))
        assert "filename=" in headers["content-disposition"]
        assert "private" in headers["cache-control"]


def test_cards_of_one_profession_and_shift_can_be_asked_for(board: RealBoard) -> None:
    board.writes("Legevisitt", "SPL", "day")
    board.writes("Nattrunde", "SPL", "night")
    board.writes("Dusj", "HFA", "day")
    by_code = board.card_texts(profession="SPL", shift="night")
    by_id = board.card_texts(profession=board.profession("SPL"), shift=board.shift("night"))
    assert by_code == by_id
    assert len(by_code) == 1 and "Nattrunde" in by_code[0]
    assert [("Dusj" in text, "Legevisitt" in text) for text in board.card_texts(shift="day")] == [
        (False, True),
        (True, False),
    ]
    assert len(board.card_texts(profession="SPL")) == 2
    assert len(board.card_texts(format="a7")) == 3
    page = board.get("/boards/BOARD/cards", profession="SPL", shift="night").text
    assert "Nattrunde" in page and "Dusj" not in page
    assert page.count(" selected>") == 2


def test_what_the_board_does_not_have_is_not_found(playhouse: Theatre, board: RealBoard) -> None:
    board.writes("Legevisitt")
    elsewhere = make_real_board(playhouse)
    for asked in (
        {"profession": "XYZ"},
        {"shift": "noon"},
        {"profession": elsewhere.profession("SPL")},
        {"shift": elsewhere.shift("day")},
        {"profession": board.shift("day")},
    ):
        for path in ("/api/boards/BOARD/cards.pdf", "/boards/BOARD/cards"):
            answer = board.get(path, **asked)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("asked", [{"format": "a3"}, {"format": ""}, {"shift": "x" * 41}])
def test_what_cannot_be_made_is_refused_in_words(board: RealBoard, asked: dict[str, str]) -> None:
    board.writes("Legevisitt")
    answer = board.get("/api/boards/BOARD/cards.pdf", **asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert len(answer.json()["detail"]) > 10


def test_a_board_without_tasks_is_refused_in_words(board: RealBoard) -> None:
    board.writes("En idé", type="idea")
    for name in FILES[:2]:
        answer = board.get(f"/api/boards/BOARD/{name}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        headers = PAGE | {"Authorization": f"Bearer {board.tokens['viewer']}"}
        page = board.theatre.client.get(f"/boards/{board.id}/{name}", headers=headers)
        assert page.status_code == 422
        assert page.headers["content-type"].startswith("text/html")
        assert answer.json()["detail"] in page.text
    assert board.table() == []


def test_the_page_of_a_board_without_tasks_teaches(board: RealBoard) -> None:
    page = board.get("/boards/BOARD/cards").text
    assert "panel" in page
    assert ".pdf" not in page and "task-card" not in page
    board.writes("Legevisitt")
    page = board.get("/boards/BOARD/cards").text
    assert page.count('class="task-card"') == 1 and "panel" not in page
    nothing = board.get("/boards/BOARD/cards", profession="HFA").text
    assert "task-card" not in nothing and "<select" in nothing and "panel" not in nothing


def test_the_page_shows_the_cards_that_are_printed(board: RealBoard) -> None:
    for number in range(30):
        board.writes(f"Oppgave nummer {number}", start=480 + number)
    printed = board.card_texts()
    page = board.get("/boards/BOARD/cards").text
    assert len(printed) > 1
    assert page.count('class="task-card"') == len(printed)
    for number in range(1, len(printed) + 1):
        said = WORDS["number_of_total"] % {"number": number, "total": len(printed)}
        assert said in page


def test_a_task_with_no_room_is_named_and_the_list_is_still_there(board: RealBoard) -> None:
    board.does("board.edit", title="W" * 200, place_name="W" * 200)
    board.does("profession.edit", profession=board.profession("SPL"), name="W" * 60)
    board.does("shift.edit", shift=board.shift("day"), name="W" * 60)
    note = board.writes("Æ" * 200)
    refused = board.get("/api/boards/BOARD/cards.pdf")
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert refused.json()["task"] == note
    assert "Æ" * 59 + "…" in refused.json()["detail"]
    page = board.get("/boards/BOARD/cards")
    assert page.status_code == 200
    assert "Æ" * 59 + "…" in page.text
    assert f"note={note}" in page.text
    assert "must-can.pdf" in page.text and "cards.pdf" not in page.text
    assert "Æ" * 200 in "".join(board.must_can().split())


def test_an_equal_board_gives_equal_bytes(board: RealBoard) -> None:
    board.writes("Legevisitt", start=600)
    board.file("cards.pdf")
    engine = board.theatre.stage.engine
    person = Person(seat="", board=board.id, role=Role.VIEWER, state=BoardState.OPEN, locale="nb")
    for format in ("cards-pdf", "must-can-pdf", "must-can-csv"):
        # Each with a print engine of its own: nothing is kept from one to the other.
        first, second = (make_file(engine, person, format, BASE) for __ in range(2))
        assert first == second
        board_before = first
    board.writes("Ny oppgave")
    assert make_file(engine, person, "must-can-csv", BASE) != board_before


def test_printing_again_does_not_wait_for_those_who_write(board: RealBoard) -> None:
    board.writes("Legevisitt", start=600)
    first = board.file("cards.pdf")
    # With the write lock taken, whoever wants to write is told that the database is locked.
    with writer(board.theatre.stage.engine).connect() as busy, busy.begin():
        assert board.file("cards.pdf") == first
        assert board.get("/boards/BOARD/cards").status_code == 200


def test_two_who_print_for_the_first_time_at_once_get_the_same_addresses(engine: Engine) -> None:
    stage = set_the_stage(engine)
    wanted = {(profession, "") for profession in stage.professions.values()}
    together = Barrier(4)

    def issue() -> tokens.Tokens:
        together.wait()
        with unit_of_work(engine) as session:
            return tokens.issue_tokens(session.connection(), stage.board, wanted)

    with ThreadPoolExecutor(4) as people:
        results = [future.result() for future in [people.submit(issue) for __ in range(4)]]
    assert results == [results[0]] * 4
    assert results[0].keys() == wanted
    assert len(set(results[0].values())) == len(wanted)
