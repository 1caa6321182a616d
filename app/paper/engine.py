"""Typeset pages from templates and data. The only door to the print engine.

Blocks while it works: call it from a plain function, never from the event loop. One engine serves
a whole process; pages are set one after the other in a worker process of its own.
"""

import hashlib
import json
import shutil
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from app import figures
from app.errors import Unavailable
from app.i18n import Message, _
from app.paper.cache import PageCache
from app.paper.coverage import Coverage
from app.paper.process import WorkerGone, WorkerProcess

FONTS = Path(__file__).parent / "fonts"
PRIMITIVES = Path(__file__).parent / "typst"


class PaperFault(StrEnum):
    """Why there are no pages."""

    BUSY = "busy"
    CLOSED = "closed"
    CRASHED = "crashed"
    REFUSED = "refused"
    TOO_SLOW = "too_slow"


class PaperError(Unavailable):
    """No pages. ``detail`` is the engine's own words for a developer; it may hold people's text."""

    message = Message(_("The pages could not be made just now. Try again in a moment."))

    def __init__(self, fault: PaperFault, detail: str = "") -> None:
        super().__init__(fault=fault.value)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF, and the characters in it that the font lacks and a box stands for."""

    pdf: bytes
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how often and how large. Seconds, jobs, MiB and bytes."""

    patience: float = 30.0
    time: float = 20.0
    jobs: int = 200
    memory: int = 400
    cache: int = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Job:
    template: str
    data: str
    output: Literal["pdf", "svg", "png", "query"]
    timestamp: int = 0
    label: str = ""
    ppi: float = 144.0


class PrintEngine:
    """Renders the templates of ``rooms``: folder names as templates import them, and their folders.

    The page primitives are there as ``/paper/``. The worker starts with the first page.
    """

    def __init__(
        self, rooms: Mapping[str, Path], *, fonts: Path = FONTS, limits: Limits | None = None
    ) -> None:
        self.rooms = dict(rooms)
        self._fonts = fonts
        self._limits = limits or Limits()
        self._cache = PageCache(self._limits.cache)
        self._turn = threading.Lock()
        self._worker: WorkerProcess | None = None
        self._closed = False
        self._home: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def home(self) -> Path | None:
        """Where the copied templates lie, from the first page until the engine is closed."""
        return Path(self._home.name) if self._home is not None else None

    @property
    def worker_pid(self) -> int | None:
        """The process that sets the pages, if there is one just now."""
        worker = self._worker
        return worker.pid if worker is not None else None

    def render(self, template: str, data: Mapping[str, object], *, made: date) -> Printed:
        """The PDF (PDF/A-2a and PDF/UA-1) of ``template`` with ``data``, dated ``made``.

        Equal input gives equal bytes. Raises PaperError.
        """
        coverage = Coverage(self._fonts)
        midnight = datetime(made.year, made.month, made.day, tzinfo=UTC)
        job = _Job(template, _text(coverage, data), "pdf", timestamp=int(midnight.timestamp()))
        return Printed(self._parts(job)[0], coverage.missing)

    def pictures(
        self,
        template: str,
        data: Mapping[str, object],
        output: Literal["svg", "png"],
        *,
        ppi: float = 144.0,
    ) -> tuple[bytes, ...]:
        """The same pages as pictures, one each. Raises PaperError."""
        return self._parts(_Job(template, _text(Coverage(self._fonts), data), output, ppi=ppi))

    def ask(self, template: str, data: Mapping[str, object], label: str) -> Any:
        """The value that ``template`` leaves as metadata under ``<label>``. Raises PaperError."""
        job = _Job(template, _text(Coverage(self._fonts), data), "query", label=f"<{label}>")
        return json.loads(self._parts(job)[0])

    @property
    def keeps_pages(self) -> bool:
        return len(self._cache) > 0

    def forget(self) -> None:
        """Drop every finished page that is kept."""
        self._cache.forget()

    def close(self) -> None:
        """End the worker, also in the middle of a page. Nothing can be printed afterwards."""
        self._closed = True
        worker = self._worker
        if worker is not None:
            worker.end()
        if self._home is not None:
            self._home.cleanup()

    def _parts(self, job: _Job) -> tuple[bytes, ...]:
        key = hashlib.sha256(json.dumps(asdict(job)).encode()).hexdigest()
        kept = self._cache.get(key)
        if kept is not None:
            return kept
        if not self._turn.acquire(timeout=self._limits.patience):
            raise PaperError(PaperFault.BUSY)
        try:
            # Another may have made the same pages while this one waited for its turn.
            kept = self._cache.get(key) or self._set(job)
        finally:
            self._turn.release()
        self._cache.keep(key, kept)
        return kept

    def _set(self, job: _Job) -> tuple[bytes, ...]:
        worker = self._ready_worker()
        try:
            with figures.printing():
                answer = worker.ask(asdict(job), self._limits.time)
        except WorkerGone as gone:
            self._dismiss()
            if self._closed:
                raise PaperError(PaperFault.CLOSED) from gone
            fault = PaperFault.TOO_SLOW if gone.too_slow else PaperFault.CRASHED
            raise PaperError(fault) from gone
        if worker.jobs >= self._limits.jobs or answer.memory > self._limits.memory:
            self._dismiss()
        if answer.why is not None:
            raise PaperError(PaperFault.REFUSED, answer.why)
        return answer.parts

    def _ready_worker(self) -> WorkerProcess:
        if self._closed:
            raise PaperError(PaperFault.CLOSED)
        if self._worker is not None and not self._worker.alive:
            self._dismiss()
        worker = self._worker
        if worker is None:
            home = self._laid_out()
            worker = WorkerProcess(home / "pages", self._fonts, home / "packages")
            self._worker = worker
        if self._closed:
            # Closed while the worker was starting: nobody else would end this one.
            self._dismiss()
            raise PaperError(PaperFault.CLOSED)
        return worker

    def _laid_out(self) -> Path:
        """The templates in a place of their own: the engine can read nothing else."""
        if self._home is None:
            self._home = tempfile.TemporaryDirectory(prefix="lappetavla-paper-")
            _copy_templates(Path(self._home.name), {"paper": PRIMITIVES, **self.rooms})
        return Path(self._home.name)

    def _dismiss(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()


def _copy_templates(home: Path, rooms: Mapping[str, Path]) -> None:
    (home / "packages").mkdir()
    for room, folder in rooms.items():
        target = home / "pages" / room
        target.mkdir(parents=True)
        for template in folder.glob("*.typ"):
            shutil.copyfile(template, target / template.name)


def _text(coverage: Coverage, data: Mapping[str, object]) -> str:
    return json.dumps(coverage.printable(data), ensure_ascii=False, sort_keys=True)
