"""The log: one JSON object a line, or lines to read, and never a word of what people wrote."""

import asyncio
import io
import json
import logging
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy.engine import Engine

from app import logs
from app.main import create_app
from app.settings import Settings
from tests.live.served import Board, Served, serve
from tests.live.wire import BINARY, Wire, frame

TITLE = "Hemmelighetsfull oppgave"
NAME = "Solveig Hemmelig"
TEXT = "hemmelig-i-rammen"
PERSON = "Ring Solveig Hemmelig 01017012345"
# A database that quotes what it was given, as they do.
FAULT = f"""CREATE TRIGGER fault BEFORE INSERT ON note
BEGIN SELECT RAISE(ABORT, '{TITLE}'); END"""
NONSENSE = "UPDATE event SET changes = 'hemmelig'"
NOT_JSON = "orjson.JSONDecodeError"
SECRETS = ("Hemmelig", "hemmelig", "Solveig")


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """One of ours, that writes nowhere else."""
    logger = logging.getLogger("lappetavla.test")
    logger.propagate = False
    yield logger
    logger.propagate = True
    logger.handlers.clear()


def _written(logger: logging.Logger, formatter: logging.Formatter) -> io.StringIO:
    stream = io.StringIO()
    handler = logs.Stderr(stream)
    handler.setFormatter(formatter)
    logger.addHandler(handler)
    return stream


def test_a_line_is_one_object_with_what_was_given_beside_it(logger: logging.Logger) -> None:
    stream = _written(logger, logs.Structured())
    logger.warning("held\nfor %d ms", 300, extra={"milliseconds": 300, "title": TITLE})
    line = json.loads(stream.getvalue())
    assert stream.getvalue().count("\n") == 1
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "warning",
        "process": os.getpid(),
        "logger": "lappetavla.test",
        "message": "held",
        "milliseconds": 300,
    }


def test_an_error_is_told_by_kind_number_and_place_and_not_in_its_words(
    logger: logging.Logger,
) -> None:
    stream = _written(logger, logs.Structured())
    try:
        try:
            raise ValueError(TITLE)
        except ValueError:
            Path(TEXT).stat()
    except OSError:
        logger.exception("it failed")
    line = json.loads(stream.getvalue())
    assert line["error"] == "FileNotFoundError (ENOENT)"
    assert line["trace"].splitlines()[1:3] == ["ValueError", "which led to"]
    assert "test_logs.py" in line["trace"]
    assert not _betrayed(stream.getvalue())


def test_every_error_of_a_group_is_told(logger: logging.Logger) -> None:
    stream = _written(logger, logs.Structured())
    group = ExceptionGroup(TITLE, [KeyError(TEXT), ExceptionGroup(TEXT, [OSError(2, TITLE)])])
    logger.error("several", exc_info=group)
    told = json.loads(stream.getvalue())["trace"].splitlines()
    assert told == ["ExceptionGroup", "KeyError", "ExceptionGroup", "FileNotFoundError (ENOENT)"]


def test_errors_that_led_to_each_other_are_told_once(logger: logging.Logger) -> None:
    stream = _written(logger, logs.Structured())
    first, second = KeyError(), ValueError()
    first.__context__, second.__context__ = second, first
    logger.error("round and round", exc_info=first)
    told = json.loads(stream.getvalue())["trace"].splitlines()
    assert told == ["ValueError", "which led to", "KeyError"]


def test_a_server_that_cannot_start_tells_why(sqlite_engine: Engine) -> None:
    url = sqlite_engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, secret="a secret for tests"))
    app.state.hub.journal.start = Path(TEXT).stat
    stream = _written(logging.getLogger("lappetavla"), logs.Structured())
    with pytest.raises(FileNotFoundError), TestClient(app):
        pass
    logging.getLogger("lappetavla").handlers.clear()
    line = json.loads(stream.getvalue())
    assert (line["message"], line["error"]) == ("failed: starting", "FileNotFoundError (ENOENT)")


@pytest.mark.postgres
def test_a_value_that_the_database_quotes_is_not_told(
    logger: logging.Logger, postgres_engine: Engine
) -> None:
    stream = _written(logger, logs.Structured())
    with postgres_engine.connect() as connection, pytest.raises(sa.exc.DataError) as failed:
        connection.execute(sa.text(f"SELECT CAST('{TEXT}' AS integer)"))
    assert TEXT in str(failed.value)
    logger.error("the database failed", exc_info=failed.value)
    assert "(22P02)" in stream.getvalue()
    assert not _betrayed(stream.getvalue())


def test_what_asyncio_says_of_a_failed_call_leaves_its_arguments_out() -> None:
    logger = logging.getLogger("asyncio")
    stream = _written(logger, logs.Structured())

    async def fail() -> None:
        loop = asyncio.get_running_loop()
        loop.call_soon(int, TEXT)
        await asyncio.gather(asyncio.sleep(0), loop.run_in_executor(None, int, 1))

    asyncio.run(fail())
    logger.removeHandler(logger.handlers[-1])
    assert json.loads(stream.getvalue())["message"] == "Exception in callback int"
    assert not _betrayed(stream.getvalue())


def test_a_sentence_of_another_library_is_told_without_its_values() -> None:
    record = logging.makeLogRecord({"name": "elsewhere", "msg": "not %s", "args": (TEXT,)})
    assert logs.message_of(record) == "not %s"


def test_a_sentence_that_does_not_fit_its_values_is_told_without_them() -> None:
    record = logging.makeLogRecord({"name": "lappetavla.x", "msg": "%d", "args": (TEXT,)})
    assert logs.message_of(record) == "%d"


def test_a_line_that_cannot_be_written_is_shown_nowhere_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stream = io.StringIO()
    stream.close()
    logs.Stderr(stream).emit(logging.makeLogRecord({"msg": TEXT}))
    assert capsys.readouterr().err == ""


def test_on_a_terminal_the_lines_are_for_reading(
    logger: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, terminal = os.openpty()
    with os.fdopen(screen, "rb"), os.fdopen(terminal, "w") as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        stream = _written(logger, logs.formatter())
        monkeypatch.undo()
    logger.warning("held for %d ms", 300, extra={"milliseconds": 300})
    clock, rest = stream.getvalue().split(" ", 1)
    assert len(clock) == len("12:00:00")
    assert rest == "WARNING lappetavla.test held for 300 ms milliseconds=300\n"


def test_nothing_that_people_write_or_hold_comes_into_the_log_of_a_server(tmp_path: Path) -> None:
    database = tmp_path / "l.db"
    with serve(f"sqlite:///{database}", tmp_path) as served:
        board = served.make_board("sykehjem-dag")
        token = _come_in(served, board)
        events = f"/api/boards/{board.id}/events?since=0"
        wire = Wire(served.port, board.id, token)
        _say_what_is_wrong(wire)
        assert _write(board, wire, title=PERSON)["code"] == "personal_data"
        assert _write(board, wire, profession=TEXT)["code"] == "invalid"
        with _injured(database, FAULT, "DROP TRIGGER fault"):
            faulty = _write(board, wire)
            assert faulty["code"] == "unavailable"
        with _injured(database, "ALTER TABLE event RENAME TO e", "ALTER TABLE e RENAME TO event"):
            assert _write(board, wire)["code"] == "unavailable"
            assert served.http.get(events, headers=_as(token)).is_error
        assert _write(board, wire)["is"] == "event"
        with _injured(database, NONSENSE):
            assert served.http.get(events, headers=_as(token)).is_error
        wire.vanish()
    told = [json.loads(line) for line in _log_of(served)]
    kinds = {kind for line in told for kind in line.get("trace", "").splitlines()}
    assert {"sqlite3.IntegrityError (SQLITE_CONSTRAINT_TRIGGER)", NOT_JSON} <= kinds, told
    text = served.log.read_text()
    # It is by this that someone who was refused and the one who reads the log find together.
    assert faulty["id"] in text
    for secret in (*SECRETS, PERSON[-5:], token, board.code, *board.tokens.values()):
        assert secret not in text


def _come_in(served: Served, board: Board) -> str:
    """By every way in: links, codes, names; the token of the one who stays."""
    for address in (f"/l/{board.tokens['participant']}", f"/join?code={board.code}", "/l/hemmelig"):
        assert served.http.get(address).status_code < 500
    for name in ("", NAME):
        joined = served.http.post("/api/join", json={"code": board.code, "name": name})
    assert served.http.post("/join", data={"code": "HEMMELIG"}).status_code == 404
    return str(joined.json()["token"])


def _say_what_is_wrong(wire: Wire) -> None:
    """Frames that cannot be read, of each kind; each is answered."""
    wrong: list[object] = [TEXT, {TEXT: 1}, [TEXT], [{"id": TEXT, "do": TEXT}], [{"do": [TEXT]}]]
    for data in (TEXT.encode(), *map(orjson.dumps, wrong)):
        wire.send(frame(data))
        assert _answer(wire)["code"] == "invalid"
    wire.send(frame(TEXT.encode(), BINARY))
    assert _answer(wire)["code"] == "invalid"


def _write(board: Board, wire: Wire, **fields: str) -> dict[str, Any]:
    """Write a note; what became of it."""
    profession = board.document()["professions"][0]["id"] if not fields else str(uuid4())
    order = {"id": str(uuid4()), "do": "note.create", "title": TITLE, "profession": profession}
    wire.say({**order, **fields})
    return _answer(wire)


def _answer(wire: Wire) -> dict[str, Any]:
    while True:
        for message in wire.hear():
            if message["is"] in ("event", "refused"):
                return message


@contextmanager
def _injured(database: Path, injury: str, remedy: str = "") -> Iterator[None]:
    """A database that something is wrong with, until the block ends."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(injury)
        yield
        connection.executescript(remedy)


def _log_of(served: Served) -> list[str]:
    """Its lines, without what it says on its standard output as it starts."""
    return [line for line in served.log.read_text().splitlines() if line.startswith("{")]


def _as(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _betrayed(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]
