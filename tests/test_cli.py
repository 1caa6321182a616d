"""The command line: what it prints, what it writes, and how it says no."""

import csv
import json
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Lappetavla, is_told_no
from tests.theatre import Theatre

DATA = Path(__file__).parent / "data"


def test_a_new_board_is_described_for_programs(lappetavla: Lappetavla) -> None:
    made = lappetavla("new", "Post 2", "--json").json
    assert {"id", "code", "tokens", "links"} <= set(made)
    assert set(made["tokens"]) == {"facilitator", "leader", "participant", "viewer"}
    for named in (made["id"], made["id"].upper(), made["code"], made["code"].lower()):
        again = lappetavla("links", named, "--json").json
        assert (again["tokens"], again["links"]) == (made["tokens"], made["links"])


def test_a_new_board_is_described_for_people(lappetavla: Lappetavla) -> None:
    said = lappetavla("new", "Post 2", "--template", "legevakt", "--locale", "nn")
    code = lappetavla("links", said.out.split("code:")[1].split()[0], "--json").json["code"]
    assert "Post 2" in said.out
    assert code in said.out
    assert said.out.count("/l/") == 6


def test_a_board_is_made_and_filled_in_one_go(lappetavla: Lappetavla) -> None:
    made = lappetavla("new", "Post 2", "--import", DATA / "sykehjem.csv", "--json").json
    assert made["imported"]["created"] == 139


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, ""),
        (("nonsense",), 2, ""),
        (("new",), 2, ""),
        (("new", "T", "--kind", "diagonal"), 2, "diagonal"),
        (("new", "T", "--locale", "sv"), 2, "sv"),
        (("new", ""), 1, "title"),
        (("new", "T", "--template", "nope"), 1, "template"),
        (("new", "T", "--import", "missing.csv"), 1, "missing.csv"),
        (("new", "Bruker 15063952084"), 1, "identity number"),
        (("links", "NOPE"), 1, "NOPE"),
        (("import", "NOPE", str(DATA / "sykehjem.csv")), 1, "NOPE"),
        (("export", "NOPE", "--format", "json", "-o", "x"), 1, "NOPE"),
        (("guard", "missing.txt"), 1, "missing.txt"),
        (("token",), 2, ""),
        (("serve", "--port", "99999"), 2, "--port"),
        (("serve", "--workers", "2"), 1, "--workers 1"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    lappetavla: Lappetavla, words: tuple[str, ...], code: int, says: str
) -> None:
    is_told_no(lappetavla(*words), code, says)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LAPPETAVLA_DATABASE_URL", "nonsense"),
        ("LAPPETAVLA_DATABASE_URL", "mysql://nobody@127.0.0.1/x"),
        ("LAPPETAVLA_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x"),
        ("LAPPETAVLA_DATABASE_URL", "sqlite:////proc/nowhere/l.db"),
        ("LAPPETAVLA_PORT", "many"),
    ],
)
def test_a_setting_that_is_wrong_is_said_in_one_line(
    lappetavla: Lappetavla, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("LAPPETAVLA_SECRET", "a secret for tests")
    monkeypatch.setenv(name, value)
    is_told_no(lappetavla("migrate"), 1)


def test_a_database_that_is_newer_than_the_program_is_left_alone(
    lappetavla: Lappetavla, tmp_path: Path
) -> None:
    lappetavla("migrate")
    connection = sqlite3.connect(tmp_path / "l.db")
    connection.execute("UPDATE alembic_version SET version_num = '209901010000'")
    connection.commit()
    connection.close()
    is_told_no(lappetavla("migrate"), 1, "209901010000")


def test_a_port_that_is_taken_is_named(lappetavla: Lappetavla) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = lappetavla("serve", "--host", "127.0.0.1", "--port", port)
    is_told_no(said, 1, str(port), "--port")
    assert said.out == ""


def test_an_import_is_tried_first_and_then_done(lappetavla: Lappetavla) -> None:
    board = lappetavla("new", "Post 2", "--json").json["id"]
    trial = lappetavla("import", board, DATA / "rotete_import.csv", "--dry-run").json
    assert trial["dry_run"] is True
    assert _notes(lappetavla, board) == []
    done = lappetavla("import", board, DATA / "rotete_import.csv").json
    assert (done["created"], done["skipped"]) == (trial["created"], trial["skipped"])
    assert all(set(remark) == {"record", "text"} for remark in done["read_as"])
    assert all(set(remark) == {"record", "reason"} for remark in done["skipped"])
    assert len(_notes(lappetavla, board)) == done["created"] > 0


def test_a_strict_import_takes_all_or_nothing(lappetavla: Lappetavla) -> None:
    board = lappetavla("new", "Post 2", "--json").json["id"]
    said = lappetavla("import", board, DATA / "rotete_import.csv", "--strict")
    is_told_no(said, 1, "record")
    assert said.json["created"] == 0
    assert said.json["skipped"]
    assert _notes(lappetavla, board) == []
    whole = lappetavla("import", board, DATA / "hjemmetjeneste.csv", "--strict")
    assert (whole.code, whole.json["created"]) == (0, 84)


def test_each_format_is_written_and_others_are_refused(
    lappetavla: Lappetavla, tmp_path: Path
) -> None:
    board = lappetavla("new", "Post 2", "--import", DATA / "sykehjem.csv", "--json").json["id"]
    for format, start in {
        "json": b'{"format":1,',
        "cards-pdf": b"%PDF-",
        "must-can-pdf": b"%PDF-",
        "must-can-csv": b"\xef\xbb\xbf",
    }.items():
        file = tmp_path / format
        assert lappetavla("export", board, "--format", format, "-o", file).code == 0
        assert file.read_bytes().startswith(start), format
    said = lappetavla("export", board, "--format", "nope", "-o", tmp_path / "nope")
    is_told_no(said, 1, "json")
    assert not (tmp_path / "nope").exists()
    is_told_no(lappetavla("export", board, "--format", "json", "-o", "nowhere/x"), 1, "nowhere")


def test_the_guard_gives_a_verdict_for_each_line(lappetavla: Lappetavla, tmp_path: Path) -> None:
    with (DATA / "personvern_prover.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter=";"))
    texts = tmp_path / "texts.txt"
    texts.write_text("".join(f"{row['tekst']}\n" for row in rows), encoding="utf-8")
    verdicts = lappetavla("guard", texts, "--json").json
    assert [line["verdict"] for line in verdicts] == [row["forventet"] for row in rows]
    assert all(bool(line["types"]) == (line["verdict"] != "ok") for line in verdicts)


def test_the_guard_counts_lines_as_everyone_does(lappetavla: Lappetavla, tmp_path: Path) -> None:
    texts = tmp_path / "texts.txt"
    texts.write_bytes("Frokost\r\n\nLunsj\u2028og\x0cmiddag\n".encode())
    assert len(lappetavla("guard", texts, "--json").json) == 3
    texts.write_bytes(b"")
    assert lappetavla("guard", texts, "--json").json == []


def test_a_token_makes_boards(
    lappetavla: Lappetavla, small_theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_the_same_database(small_theatre, monkeypatch)
    token = lappetavla("token", "create-boards").out.strip()
    client, headers = small_theatre.client, {"Authorization": f"Bearer {token}"}
    assert client.post("/api/boards", json={"title": "Ny"}, headers=headers).status_code == 201


def test_what_the_command_line_writes_is_heard_on_open_sockets(
    lappetavla: Lappetavla, small_theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_the_same_database(small_theatre, monkeypatch)
    with small_theatre.connected("ola") as ola:
        ola.hear("snapshot")
        lappetavla("import", small_theatre.stage.board, DATA / "sykehjem.csv")
        event = ola.hear("event", do="note.import")
    assert len(event["changes"]["notes"]) == 139


def test_all_is_well_on_a_new_machine(lappetavla: Lappetavla) -> None:
    assert lappetavla("migrate").code == 0
    said = lappetavla("doctor")
    assert (said.code, said.out.count(": ok, ")) == (0, 4)


def test_the_doctor_says_what_is_wrong(
    lappetavla: Lappetavla, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAPPETAVLA_SECRET", "a secret for tests")
    monkeypatch.setenv("LAPPETAVLA_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x")
    said = lappetavla("doctor")
    assert said.code == 1
    assert "database: NOT ok" in said.out


def test_the_doctor_asks_the_broker_where_one_is_set(
    lappetavla: Lappetavla, redis_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "broker" not in lappetavla("doctor").out
    monkeypatch.setenv("LAPPETAVLA_BROKER_URL", redis_server)
    said = lappetavla("doctor")
    assert (said.code, "broker: ok, answers" in said.out) == (0, True)
    monkeypatch.setenv("LAPPETAVLA_BROKER_URL", "redis://:hidden@127.0.0.1:1/0")
    said = lappetavla("doctor")
    assert (said.code, "broker: NOT ok" in said.out) == (1, True)
    assert "hidden" not in said.out


def _notes(lappetavla: Lappetavla, board: str) -> list[Any]:
    assert lappetavla("export", board, "--format", "json", "-o", "now.json").code == 0
    notes: list[Any] = json.loads(Path("now.json").read_bytes())["notes"]
    return notes


def _on_the_same_database(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    url = theatre.stage.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("LAPPETAVLA_DATABASE_URL", url)
