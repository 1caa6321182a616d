"""How long a backup and a restore take, on SQLite and on PostgreSQL.

Run by hand, on a machine with nothing else to do:

    python -m tests.load.backup_speed [--notes 5000] [--events 20000]

One board; the events after the notes are edits of their descriptions. Beside the seconds stand the
size of the file and the most memory that the command took, which must not follow the size.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

from sqlalchemy.engine import Engine

from app import schema
from app.db import make_engine
from app.live.envelope import Envelope
from app.live.log import Recorded
from app.live.pen import commit
from app.live.perform import Job
from tests import programs
from tests.cast import Stage, set_the_stage
from tests.services import new_database, run_postgres

AT_ONCE = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--notes", type=int, default=5000)
    parser.add_argument("--events", type=int, default=20_000)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        run_postgres(programs.POSTGRES.get()) as server,
        new_database(server) as postgres,
    ):
        first, file = f"sqlite:///{folder}/first.db", Path(folder) / "b.zip"
        engine = make_engine(first)
        schema.migrate(engine)
        _fill(engine, asked.notes, asked.events)
        engine.dispose()
        _measure("backup of SQLite", first, "backup", file)
        print(f"{'':>24} {file.stat().st_size / 2**20:.1f} MB")
        _measure("restore to SQLite", f"sqlite:///{folder}/second.db", "restore", file)
        _measure("restore to PostgreSQL", postgres, "restore", file)
        _measure("backup of PostgreSQL", postgres, "backup", file)


def _fill(engine: Engine, notes: int, events: int) -> None:
    stage = set_the_stage(engine)
    cell, profession = stage.cell("08:00", "Sykepleier"), stage.professions["SPL"]
    ids = [str(uuid4()) for __ in range(notes)]
    new = {"title": "Hjelpe til med frokosten", "profession": profession, **cell}
    _perform(stage, [Envelope(str(uuid4()), "note.create", {"note": n, **new}) for n in ids])
    words = ("brød", "grøt", "havregryn", "kaffe", "juice", "frukt", "egg", "ost")
    texts = (
        (ids[n % notes], " ".join(words[n * k % 8] for k in range(1, 40)))
        for n in range(events - notes)
    )
    _perform(
        stage,
        [
            Envelope(str(uuid4()), "note.edit", {"note": note, "description": text})
            for note, text in texts
        ],
    )


def _perform(stage: Stage, envelopes: list[Envelope]) -> None:
    jobs = [Job(stage.board, stage.kari.seat, envelope) for envelope in envelopes]
    for start in range(0, len(jobs), AT_ONCE):
        outcomes = commit(stage.engine, stage.door, jobs[start : start + AT_ONCE])
        refused = [outcome for outcome in outcomes if not isinstance(outcome, Recorded)]
        assert not refused, refused[0]


def _measure(what: str, url: str, *words: object) -> None:
    """Run the command as people do, in a process of its own."""
    settings = {"LAPPETAVLA_DATABASE_URL": url, "LAPPETAVLA_SECRET": "a secret for measuring"}
    began = time.monotonic()
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "app.cli", *map(str, words)],
        env={**os.environ, **settings},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds = time.monotonic() - began
    # The most of any child so far: it tells the truth as long as it stays low.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{what:>24} {seconds:.1f} s, {memory} MB at most")


if __name__ == "__main__":
    main()
