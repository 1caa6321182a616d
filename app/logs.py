"""What is written about the running of a server: one JSON object a line, or lines to read.

Never what people wrote. An error is told by its kind, its number and where it happened, without its
words; of what other libraries say only the fixed part is kept. Either may quote a note or a name.
"""

import errno
import json
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, TextIO

# What may be given as ``extra``: ids, codes and numbers. Anything else is left out.
FIELDS = ("board", "command", "do", "code", "seq", "count", "milliseconds")
MOST_FRAMES = 30

# Their arguments are known: ours, and a server's own that never hold a request's content.
_TRUSTED = ("lappetavla", "uvicorn")

logger = logging.getLogger("lappetavla")


def config() -> dict[str, Any]:
    """For ``logging.config.dictConfig`` and for uvicorn, which lays it on in each worker too."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"told": {"()": "app.logs.formatter"}},
        "filters": {"calm": {"()": "app.logs.Calm"}},
        "handlers": {"stderr": {"class": "app.logs.Stderr", "formatter": "told"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "lappetavla": {"level": "INFO"},
            # It has handlers of its own unless told otherwise, and asks for the level by itself.
            "uvicorn": {"handlers": [], "propagate": True},
            "uvicorn.error": {"level": "INFO", "filters": ["calm"]},
        },
    }


def formatter() -> logging.Formatter:
    """Lines for whoever reads a terminal, JSON for the programs that gather logs."""
    return Readable() if sys.stderr.isatty() else Structured()


class Stderr(logging.StreamHandler[TextIO]):
    """Where servers write their logs."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: what cannot be written would be shown with all its arguments."""


class Calm(logging.Filter):
    """Of what is no warning, only what becomes of workers: the rest names addresses of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING or record.module == "multiprocess"


class Structured(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": _instant(record).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "process": record.process,
            "logger": record.name,
            "message": message_of(record),
            **fields_of(record),
        }
        error = _error_of(record)
        if error is not None:
            line["error"] = kind_of(error)
            line["trace"] = "\n".join(trace_of(error))
        return json.dumps(line, default=lambda value: type(value).__name__)


class Readable(logging.Formatter):
    """The same for a person: the clock of the place, and errors below in lines of their own."""

    def format(self, record: logging.LogRecord) -> str:
        clock = _instant(record).astimezone().strftime("%H:%M:%S")
        fields = "".join(f" {name}={value}" for name, value in fields_of(record).items())
        line = f"{clock} {record.levelname} {record.name} {message_of(record)}{fields}"
        error = _error_of(record)
        return "\n".join([line, *trace_of(error)]) if error is not None else line


def message_of(record: logging.LogRecord) -> str:
    """Its sentence: the first line, with arguments only where they are known to be harmless."""
    message = str(record.msg)
    if record.name.split(".")[0] in _TRUSTED:
        # A sentence that does not fit its arguments is told without them.
        with suppress(TypeError, ValueError, KeyError):
            message = record.getMessage()
    first = message.strip().split("\n", 1)[0]
    # asyncio names the call that failed, arguments and all.
    return re.sub(r"^(Exception in callback [^(<]*).*", r"\1", first).strip()


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What was given beside the sentence, in the order of ``FIELDS``."""
    given = record.__dict__
    return {name: given[name] for name in FIELDS if given.get(name) is not None}


@contextmanager
def failures(doing: str) -> Iterator[None]:
    """Log what goes wrong in the block, for those further out who would hide the reason."""
    try:
        yield
    except Exception:
        logger.exception("failed: %s", doing)
        raise


def trace_of(error: BaseException) -> list[str]:
    """What led to it, innermost first: places and kinds, no words."""
    return list(_trace(error, set()))


def kind_of(error: BaseException) -> str:
    """The class of an error, and the number that the system or the database gave it."""
    kind = type(error)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    number = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    if isinstance(error, OSError):
        number = errno.errorcode.get(error.errno or 0)
    return f"{name} ({number})" if isinstance(number, str) else name


def _trace(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _trace(before, seen)
        yield "which led to"
    places = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"  {code.co_filename}:{step.tb_lineno} in {code.co_qualname}")
        step = step.tb_next
    yield from places[-MOST_FRAMES:]
    yield kind_of(error)
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            if id(inner) not in seen:
                yield from _trace(inner, seen)


def _error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if isinstance(record.exc_info, tuple) else None


def _instant(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)
