"""Short histories that were hard to find, each told by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.board.reader import flat
from tests.live.people import Somebody
from tests.live.served import Board, serve
from tests.services import new_database


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    folder: Path = tmp_path_factory.mktemp("by_hand")
    with serve(f"sqlite:///{folder}/lappetavla.db", folder) as served:
        yield served.make_board()


@pytest.fixture
def frida(board: Board) -> Iterator[Somebody]:
    frida = Somebody("frida", board, board.tokens["facilitator"])
    frida.be_still()
    yield frida
    frida.go()


@pytest.fixture
def kari(board: Board) -> Iterator[Somebody]:
    kari = Somebody("kari", board, board.join())
    kari.be_still()
    yield kari
    kari.go()


def test_what_is_sent_while_the_whole_board_is_on_its_way_is_answered(
    frida: Somebody, kari: Somebody
) -> None:
    profession = next(iter(frida.reader.docs["professions"]))
    for number in range(5):
        for state in ("silent", "open"):
            frida.say("board.state", state=state)
            kari.say("note.create", title=f"Lapp {number}", profession=profession)
    for person in (frida, kari):
        person.be_still()
        assert set(person.outcomes) == set(person.sent)
        assert all(isinstance(outcome, int) for outcome in person.outcomes.values())


@pytest.mark.postgres
def test_so_it_is_when_the_other_works_at_another_server(
    tmp_path: Path, postgres_server: str, redis_server: str
) -> None:
    with (
        new_database(postgres_server) as url,
        serve(url, tmp_path, BROKER_URL=redis_server) as one,
        serve(url, tmp_path, BROKER_URL=redis_server) as two,
    ):
        board = one.make_board()
        profession = board.document()["professions"][0]["id"]
        frida = Somebody("frida", board, board.tokens["facilitator"], doors=[one])
        per = Somebody("per", board, board.join(), doors=[two])
        for __ in range(20):
            for person in (frida, per):
                person.be_still()
            for state in ("silent", "open"):
                per.say("note.create", title="Lapp", profession=profession)
                frida.say("board.state", state=state)
        for person in (frida, per):
            person.be_still()
            assert set(person.outcomes) == set(person.sent)
            person.go()


def test_whoever_falls_out_between_a_new_state_and_its_board_gets_that_board(
    frida: Somebody, kari: Somebody
) -> None:
    profession = next(iter(frida.reader.docs["professions"]))
    for state in ("silent", "open"):
        frida.say("note.create", title=f"Fridas, før {state}", profession=profession)
        frida.say("board.state", state=state)
        frida.be_still()
        while not kari.is_promised_a_whole:
            kari.hear()
        kari.go()
        kari.be_still()
        document = kari.board.document(kari.token)
        while kari.reader.seq < document["seq"]:
            kari.hear()
        assert kari.reader.docs == flat(document), state
