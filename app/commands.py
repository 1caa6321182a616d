"""What the command line does: through the same door as everyone, in a process of its own."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy.engine import Connection, Engine
from sqlmodel import Session, col, select

from app import schema, serving
from app.access import addresses, seats
from app.access.person import Person
from app.access.rights import Role
from app.access.tokens import LinkToken
from app.board.creation import create_board
from app.board.models import Board
from app.board.snapshot import board_document
from app.cards import outputs
from app.db import make_engine, reader, unit_of_work
from app.door import build_door
from app.errors import Invalid, NotFound
from app.exchange.board_json import board_file
from app.exchange.imports import Imported, import_into, open_task_file
from app.i18n import Message, _, translate
from app.privacy.guard import judge_lines
from app.settings import get_settings

EXAMPLE = Path(__file__).parent / "exchange" / "examples" / "sykehjem.csv"
MOST_IMPORT_BYTES = 10 * 1024 * 1024


def serve(host: str, port: int, workers: int, demo: bool) -> None:
    """Bring the database up to date, say where to click, and serve until stopped."""
    settings = get_settings()
    if workers > 1 and (settings.is_sqlite or not settings.broker_url):
        raise Invalid(_("More than one worker needs PostgreSQL and a broker. Use --workers 1."))
    settings.port = port
    _refuse_taken_port(host, port)
    _say("Bringing the database up to date …")
    with prepared_engine() as engine:
        shown = _describe_first(engine) or make_demo() if demo else None
    _say_where(host, port)
    if shown is not None:
        print_board(shown, sys.stdout)
    serving.run(host, port, workers)


def make_demo() -> dict[str, Any]:
    """A filled example board: a nursing home's day, from a real-shaped task file."""
    title = translate("nb", _("Example: Solsiden nursing home, ward 2"))
    return make_board(title, template="sykehjem-dag", kind=None, locale="nb", file=EXAMPLE)


def make_board(
    title: str, *, template: str, kind: str | None, locale: str, file: Path | None
) -> dict[str, Any]:
    """A new board, filled from a task file if one is given; what there is to know of it.

    A file that cannot be read leaves no board behind.
    """
    task_file = open_task_file(_read(file), file.name) if file else None
    with prepared_engine() as engine, unit_of_work(engine) as session:
        door = build_door()
        unit = seats.home_unit(session).id
        board = create_board(
            session, door, unit, title, template=template, kind=kind, locale=locale
        )
        made = _describe(session.connection(), board)
        if task_file is not None:
            link = LinkToken(board.id, Role.FACILITATOR, 1)
            done = import_into(
                session.connection(), door, board.id, link.seat_id, task_file, frozenset()
            )
            made["imported"] = imported_document(done)
        return made


def describe_board(named: str) -> dict[str, Any]:
    """Links and code of a board named by id or code. Raises NotFound."""
    with prepared_engine() as engine, Session(engine) as session:
        return _describe(session.connection(), _find(session, named))


def import_file(named: str, file: Path, dry_run: bool, strict: bool, confirm: str) -> Any:
    """Add a task file's tasks to a board. With ``dry_run`` nothing is written."""
    # Before anyone is kept waiting for the database.
    task_file = open_task_file(_read(file), file.name)
    with prepared_engine() as engine, unit_of_work(engine) as session:
        board = _find(session, named)
        done = import_into(
            session.connection(),
            build_door(),
            board.id,
            leading_seat(session, board.id),
            task_file,
            frozenset(confirm.split(",")) - {""},
            dry_run=dry_run,
            strict=strict,
        )
        return imported_document(done)


def imported_document(done: Imported) -> dict[str, Any]:
    """The report of an import, in English, as the API gives it in the person's language."""
    return done.as_document("en")


def export(named: str, format: str, output: Path) -> None:
    """Write one file of a board."""
    with prepared_engine() as engine:
        with Session(reader(engine)) as session:
            person = leading_person(session, _find(session, named).id)
            document = board_document(session.connection(), person)
        if format == "json":
            output.write_bytes(board_file(document))
        else:
            output.write_bytes(outputs.make_file(engine, person, format, _base()))


def guard(file: Path) -> list[dict[str, Any]]:
    """The verdict over each line of a text file."""
    text = _read(file).decode("utf-8-sig", errors="replace")
    # By line feeds only: other separators stand inside a line for whoever counts lines.
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
    return [dict(line) for line in judge_lines(lines)]


def creation_token() -> str:
    """A new token for making boards."""
    with prepared_engine() as engine, unit_of_work(engine) as session:
        return seats.new_creation_token(session)


def migrate() -> None:
    """Schema to the newest version."""
    with prepared_engine():
        pass


def print_board(made: dict[str, Any], out: TextIO) -> None:
    """In words where to click."""
    port = get_settings().port
    local = f"http://localhost:{port}/l/{made['tokens']['facilitator']}"
    lines = (
        f"«{made['title']}»",
        f"  Lead it on this machine:  {local}",
        f"  Lead it from elsewhere:   {made['links']['facilitator']}",
        f"  Join with the code:       {made['code']}  at {_base()}/join",
        f"  For those who take part:  {made['links']['participant']}",
        f"  For those who only read:  {made['links']['viewer']}",
        f"  For the ward leader:      {made['links']['leader']}",
        f"  For the projector:        {made['links']['screen']}",
    )
    print("\n".join(lines), file=out, flush=True)


def leading_seat(session: Session, board: str) -> str:
    """The command line's own seat: that of whoever uses the facilitator's link directly."""
    found = seats.list_links(session.connection(), board)
    link = next(link for link in found if link.role is Role.FACILITATOR)
    return seats.program_seat(session, link)


def leading_person(session: Session, board: str) -> Person:
    """The same as a person who reads."""
    person: Person = build_door().gate.admit(
        session.connection(), board, leading_seat(session, board)
    )
    return person


@contextmanager
def prepared_engine() -> Iterator[Engine]:
    """The database of the settings, with the newest schema."""
    engine = make_engine(get_settings().database_url, is_patient=True)
    try:
        get_settings().signing_key()
        schema.migrate(engine)
        yield engine
    finally:
        engine.dispose()


def _base() -> str:
    return addresses.public_base(get_settings())


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as refused:
        why = refused.strerror or str(refused)
        raise ValueError(f"cannot serve on {host}:{port} ({why}): choose another --port") from None


def _say_where(host: str, port: int) -> None:
    _say(f"Lappetavla serves on http://localhost:{port}")
    if host not in ("127.0.0.1", "localhost", "::1"):
        _say(f"Others on your network open {_base()}")


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _describe_first(engine: Engine) -> dict[str, Any] | None:
    """The oldest board, which is the example where there is one; ``None`` without any."""
    with Session(engine) as session:
        board = session.exec(select(Board).order_by(col(Board.created_at))).first()
        return _describe(session.connection(), board) if board else None


def _find(session: Session, named: str) -> Board:
    wanted = named.strip()
    board = session.exec(
        select(Board).where((Board.id == wanted.lower()) | (Board.code == wanted.upper()))
    ).first()
    if board is None:
        raise NotFound(
            Message(_("There is no board with the id or code %(named)s."), {"named": wanted})
        )
    return board


def _describe(connection: Connection, board: Board) -> dict[str, Any]:
    tokens = seats.link_tokens(connection, get_settings().signing_key(), board.id)
    return {
        "id": board.id,
        "title": board.title,
        "kind": board.kind,
        "code": board.code,
        "tokens": tokens,
        "links": addresses.links(_base(), tokens),
    }


def _read(file: Path) -> bytes:
    with file.open("rb") as source:
        data = source.read(MOST_IMPORT_BYTES + 1)
    if len(data) > MOST_IMPORT_BYTES:
        raise Invalid(_("The file is too large. At most 10 MB can be taken."))
    return data
