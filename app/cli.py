"""The ``lappetavla`` command. Each command is a few lines that call a room."""

import sys
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import orjson
import typer
from alembic.util import CommandError
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from app import backup_commands, commands, examination
from app.board.words import GridKind
from app.errors import AppError
from app.exchange.imports import NotAllTaken
from app.settings import get_settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Lappetavla")
tokens = typer.Typer(no_args_is_help=True, help="Tokens for programs.")
cli.add_typer(tokens, name="token")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@cli.command()
def serve(
    host: str = "0.0.0.0",  # noqa: S104  (phones in the room must reach it)
    port: Annotated[int | None, typer.Option(help="Default 8000.", min=1, max=65535)] = None,
    workers: int = 1,
    demo: Annotated[bool, typer.Option(help="Make an example board if there is none.")] = False,
) -> None:
    """Bring the database up to date, then serve; prints the address."""
    commands.serve(host, port or get_settings().port, workers, demo)


@cli.command()
def demo() -> None:
    """Make a filled example board and print its links."""
    commands.print_board(commands.make_demo(), sys.stdout)


@cli.command()
def new(
    title: str,
    kind: GridKind | None = None,
    template: str = "sykehjem-dag",
    file: Annotated[Path | None, typer.Option("--import")] = None,
    locale: Annotated[Literal["nb", "nn", "en"], typer.Option()] = "nb",
    as_json: Json = False,
) -> None:
    """Make a board; prints its id, code, tokens and links."""
    made = commands.make_board(title, template=template, kind=kind, locale=locale, file=file)
    if as_json:
        _print_json(made)
    else:
        commands.print_board(made, sys.stdout)


@cli.command()
def links(board: str, as_json: Json = False) -> None:
    """Print a board's links and code."""
    found = commands.describe_board(board)
    if as_json:
        _print_json(found)
    else:
        commands.print_board(found, sys.stdout)


@cli.command("import")
def import_file(
    board: str,
    file: Path,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    strict: Annotated[bool, typer.Option("--strict")] = False,
    confirm: Annotated[str, typer.Option(help="Kinds of warnings that are fine.")] = "",
) -> None:
    """Add tasks from CSV or XLSX; says what it read into a value and what it could not take."""
    try:
        _print_json(commands.import_file(board, file, dry_run, strict, confirm))
    except NotAllTaken as refused:
        _print_json(refused.as_document("en"))
        raise


@cli.command()
def export(
    board: str,
    format: Annotated[str, typer.Option()],
    output: Annotated[Path, typer.Option("-o", "--output")],
) -> None:
    """Write one file: json, cards-pdf, must-can-pdf or must-can-csv."""
    commands.export(board, format, output)


@cli.command()
def guard(file: Path, as_json: Json = False) -> None:
    """For each line of text: stopp, advar or ok, with the types found."""
    verdicts = commands.guard(file)
    if as_json:
        _print_json(verdicts)
        return
    for number, line in enumerate(verdicts, start=1):
        print(number, line["verdict"], ",".join(line["types"]))


@tokens.command("create-boards")
def create_boards() -> None:
    """A token with which programs, or the form for a new board, may make boards."""
    print(commands.creation_token())


@cli.command()
def backup(file: Path) -> None:
    """Write everything to one file, all of one moment; the server may run meanwhile."""
    backup_commands.back_up(file, sys.stdout)


@cli.command()
def restore(
    file: Path,
    replace: Annotated[bool, typer.Option(help="Lose what is in the database now.")] = False,
) -> None:
    """Fill the database from a backup. Stop the server first."""
    backup_commands.restore(file, replace, sys.stdout)


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    commands.migrate()
    print("The database has the newest schema.")


@cli.command()
def doctor() -> None:
    """Check settings, database, broker, fonts and print engine, in words."""
    if not examination.all_is_well(sys.stdout):
        raise typer.Exit(1)


def main() -> None:
    """The console script: 0 done, 2 wrong use, 1 failed with one line that says what to do."""
    try:
        cli()
    except AppError as refused:
        _fail(refused.message.in_locale("en"))
    except ValidationError as error:
        _fail("This is not right: " + ", ".join(str(e["loc"][-1]) for e in error.errors()))
    except (OSError, ValueError, ImportError, RuntimeError, CommandError, SQLAlchemyError) as error:
        _fail((str(error) or type(error).__name__).splitlines()[0])


def _fail(sentence: str) -> NoReturn:
    print(f"lappetavla: {sentence}", file=sys.stderr)
    raise SystemExit(1)


def _print_json(value: Any) -> None:
    print(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


if __name__ == "__main__":
    main()
