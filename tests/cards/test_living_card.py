"""The card behind a QR code: found on the paper, opened by whoever holds it, and nothing more."""

import re

import pytest
import segno
import sqlalchemy as sa

from app.board.collections import table_of
from app.cards.layout import A7
from app.cards.models import Card
from app.cards.outputs import words_of
from app.db import unit_of_work
from app.paper.qr import plainest
from tests.cards.boards import RealBoard, make_real_board
from tests.cards.printed import cells, inside
from tests.theatre import Theatre

WORDS = words_of("nb")
HREF = re.compile(r'href="[^"]*(/K/[A-Z2-7]+)"')


def addresses(board: RealBoard, **asked: str) -> list[str]:
    """Where the cards on the page lead, each pile once, without the server's name."""
    found = HREF.findall(board.get("/boards/BOARD/cards", **asked).text)
    return list(dict.fromkeys(found))


def opened(board: RealBoard, address: str) -> str:
    """The page behind an address, for someone who is nobody here."""
    answer = board.theatre.client.get(address)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    return str(answer.text)


def is_gone(board: RealBoard, address: str) -> bool:
    answer = board.theatre.client.get(address)
    return answer.status_code == 404 and answer.json()["code"] == "not_found"


def test_the_code_on_paper_is_that_of_the_cards_address(board: RealBoard) -> None:
    board.writes("Legevisitt", start=600)
    page = board.get("/boards/BOARD/cards").text
    (address,) = re.findall(r'href="(http[^"]*/K/[A-Z2-7]+)"', page)
    matrix = segno.make_qr(plainest(address), error="m").matrix
    room, module = inside(cells(A7)[0], A7), A7.qr_size / len(matrix)
    places = [(x, y) for y in range(len(matrix)) for x in range(len(matrix))]
    left, top = room.right - A7.qr_size, room.top
    points = [(left + (x + 0.5) * module, top + (y + 0.5) * module) for x, y in places]
    assert board.cards().is_dark(0, points) == [bool(matrix[y][x]) for x, y in places]
    assert A7.qr_size >= 14


def test_it_opens_without_sign_in_and_shows_only_its_profession_and_shift(
    board: RealBoard,
) -> None:
    board.writes("Legevisitt", "SPL", "day", start=600)
    board.writes("Nattrunde", "SPL", "night", start=60)
    board.writes("Dusj", "HFA", "day", start=600)
    titles = ("Legevisitt", "Nattrunde", "Dusj")
    shown = [[title in opened(board, each) for title in titles] for each in addresses(board)]
    assert shown == [[True, False, False], [False, True, False], [False, False, True]]


def test_tasks_of_no_shift_have_a_card_of_their_own(board: RealBoard) -> None:
    board.writes("Legevisitt")
    board.writes("Alltid", shift=None)
    with_shift, without = (opened(board, address) for address in addresses(board))
    assert "Legevisitt" in with_shift and "Alltid" not in with_shift
    assert "Alltid" in without and "Legevisitt" not in without


def test_a_printed_address_stays_and_shows_what_has_changed(board: RealBoard) -> None:
    note = board.writes("Legevisitt")
    (address,) = addresses(board)
    board.does("note.edit", note=note, title="Legevisitt på rommene")
    assert addresses(board) == [address]
    assert "Legevisitt på rommene" in opened(board, address)
    board.does("note.delete", note=note)
    assert "Legevisitt" not in opened(board, address)


def test_the_whole_pile_is_one_card_in_the_order_of_the_clock(board: RealBoard) -> None:
    for number in reversed(range(30)):
        board.writes(f"Oppgave {number:02}.", start=480 + number)
    page = opened(board, addresses(board)[0])
    assert re.findall(r"Oppgave (\d\d)\.", page) == [f"{number:02}" for number in range(30)]
    assert page.count("<article") == 1
    assert WORDS["disclaimer"] in page


def test_the_version_comes_first(board: RealBoard) -> None:
    board.writes("Legevisitt")
    page = opened(board, addresses(board)[0])
    version = board.document()["seq"]
    main = page[page.index("<main") :]
    assert re.search(rf"\b{version}\b", main[: main.index("<article")])


def test_the_words_of_the_card_are_in_the_language_of_the_board(playhouse: Theatre) -> None:
    board = make_real_board(playhouse, locale="nn")
    board.writes("Legevisitt")
    (address,) = addresses(board)
    for asked, page_locale in (("en", "nn"), ("", "nn")):
        page = playhouse.client.get(address, headers={"Accept-Language": asked}).text
        assert f'<html lang="{page_locale}"' in page
        assert re.search(r'<article [^>]*lang="nn"', page)
    page = playhouse.client.get(address, headers={"Cookie": "locale=en"}).text
    assert '<html lang="en"' in page
    assert re.search(r'<article [^>]*lang="nn"', page)


@pytest.mark.parametrize("token", ["AAAAAAAAAAAAAA", "x", "%00", "Æ" * 100, "'--"])
def test_a_wrong_token_leads_to_nothing(board: RealBoard, token: str) -> None:
    assert is_gone(board, f"/K/{token}")
    assert is_gone(board, f"/k/{token}")


def test_small_letters_lead_to_the_same_card(board: RealBoard) -> None:
    board.writes("Legevisitt")
    (address,) = addresses(board)
    assert "Legevisitt" in opened(board, address.lower())


def test_a_withdrawn_card_opens_nothing_and_comes_back_with_another_address(
    board: RealBoard,
) -> None:
    board.writes("Legevisitt")
    (old,) = addresses(board)
    cards = table_of(Card)
    with unit_of_work(board.theatre.stage.engine) as session:
        withdrawn = sa.update(cards).where(cards.c.board == board.id).values(withdrawn=True)
        session.connection().execute(withdrawn)
    assert is_gone(board, old)
    (new,) = addresses(board)
    assert new != old
    assert is_gone(board, old)
    assert "Legevisitt" in opened(board, new)


def test_the_card_of_a_profession_or_shift_that_was_removed_is_gone(board: RealBoard) -> None:
    notes = [board.writes("Legevisitt", "SPL"), board.writes("Nattrunde", "HFA", "night")]
    day, night = addresses(board)
    for note in notes:
        board.does("note.delete", note=note)
    board.does("profession.remove", profession=board.profession("SPL"))
    board.does("shift.remove", shift=board.shift("night"))
    assert is_gone(board, day)
    assert is_gone(board, night)


def test_in_silent_writing_it_shows_nobodys_notes(board: RealBoard) -> None:
    board.writes("Legevisitt")
    (address,) = addresses(board)
    board.does("board.state", state="silent")
    assert "Legevisitt" not in opened(board, address)
    board.does("board.state", state="closed")
    assert "Legevisitt" in opened(board, address)
