"""Withdrawing a link: who is out, who stays, and two who do it at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from app.access import seats
from app.access.rights import Role
from app.access.tokens import LinkToken, form_token
from app.db import unit_of_work
from app.live.envelope import Envelope
from app.live.log import Recorded
from app.live.pen import commit
from app.live.perform import Job
from app.settings import SHORTEST_SECRET, Settings
from tests.cast import Actor, set_the_stage
from tests.theatre import Theatre


def _withdraw(theatre: Theatre, name: str, role: str) -> int:
    key = theatre.client.app.state.key  # type: ignore[attr-defined]
    answer = theatre.client.post(
        f"/boards/{theatre.stage.board}/links",
        data={"csrf": form_token(key, theatre.stage.actors[name].seat), "role": role},
        headers=theatre.headers(name),
        follow_redirects=False,
    )
    return answer.status_code


def test_of_two_facilitators_who_withdraw_each_other_one_stays(theatre: Theatre) -> None:
    stage = theatre.stage
    with unit_of_work(stage.engine) as session:
        second = seats.take_seat(session, LinkToken(stage.board, Role.FACILITATOR, 1)).id
    stage.actors["berit"] = Actor(stage, second, stage.board)
    both = ("frida", "berit")
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda name: _withdraw(theatre, name, "facilitator"), both))
    assert sorted(said) == [303, 401]
    left = [name for name in both if _is_in(theatre, name)]
    assert len(left) == 1


def test_whoever_withdraws_the_link_of_another_role_stays_and_they_are_out(
    theatre: Theatre,
) -> None:
    assert _withdraw(theatre, "frida", "participant") == 303
    assert _is_in(theatre, "frida")
    assert not _is_in(theatre, "kari")
    assert _withdraw(theatre, "kari", "viewer") == 401


def test_no_one_but_a_facilitator_withdraws_a_link(theatre: Theatre) -> None:
    for name, status in (("kari", 403), ("ola", 403), ("lise", 403), ("ute", 404)):
        assert _withdraw(theatre, name, "participant") == status
    assert _is_in(theatre, "kari")


def _is_in(theatre: Theatre, name: str) -> bool:
    address = f"/api/boards/{theatre.stage.board}"
    return theatre.client.get(address, headers=theatre.headers(name)).status_code == 200


@pytest.mark.postgres
def test_a_seat_taken_but_not_yet_committed_holds_nobody_up(postgres_engine: Engine) -> None:
    # The command line takes a seat and writes in one transaction, while the server writes as well.
    stage = set_the_stage(postgres_engine)
    order = Envelope("1", "note.create", {"title": "T", "profession": stage.professions["SPL"]})
    with unit_of_work(stage.engine) as session:
        seats.take_seat(session, LinkToken(stage.board, Role.PARTICIPANT, 1))
        session.flush()
        with ThreadPoolExecutor(1) as pool:
            job = Job(stage.board, stage.kari.seat, order)
            outcome = pool.submit(commit, stage.engine, stage.door, [job]).result(timeout=20)
    assert isinstance(outcome[0], Recorded)


def test_two_who_start_at_once_sign_with_the_same_secret(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/new/l.db")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda __: settings.signing_key(), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) > SHORTEST_SECRET
    kept = list((tmp_path / "new").iterdir())
    assert [path.name for path in kept] == ["lappetavla.secret"]
    assert kept[0].stat().st_mode & 0o077 == 0


def test_an_empty_secret_signs_nothing(tmp_path: Path) -> None:
    (tmp_path / "lappetavla.secret").write_text("")
    with pytest.raises(ValueError, match="Delete it"):
        Settings(database_url=f"sqlite:///{tmp_path}/l.db").signing_key()
