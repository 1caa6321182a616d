"""What comes in from outside, before anyone believes it: frames, and the commands in them."""

import re
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from app.errors import AppError, Invalid, TooLarge, TooMany
from app.i18n import Message, _

MAX_FRAME_BYTES = 256 * 1024
MAX_MESSAGES = 500
MAX_WORD = 40

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# Signs that can be seen, and no spaces: it stands in logs and on the wire as it is.
_COMMAND_ID = re.compile(r"[\x21-\x7e]{1,64}")


class Command(BaseModel):
    """An order. Each room closes its own set of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message of a frame: its id, what it says to do, and fields not yet looked at."""

    id: str
    do: str
    fields: dict[str, Any] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message that could not be opened, or a command that changes nothing."""

    id: str | None
    error: AppError


def open_frame(text: str | bytes) -> list[Envelope | Refusal]:
    """The messages of one frame, each opened or refused by itself.

    Raises TooLarge, TooMany or Invalid when the frame as a whole cannot be read.
    """
    if len(text) > MAX_FRAME_BYTES:
        raise TooLarge(_("That is too much to send at once."))
    try:
        messages = orjson.loads(text)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise Invalid(_("A frame must be a JSON array of messages.")) from error
    if not isinstance(messages, list):
        raise Invalid(_("A frame must be a JSON array of messages."))
    if len(messages) > MAX_MESSAGES:
        raise TooMany(_("There are too many commands at once. Send fewer."))
    return [open_message(message) for message in messages]


def open_message(message: object) -> Envelope | Refusal:
    """One message; presence and ping may come without an id."""
    if not isinstance(message, dict):
        return Refusal(None, Invalid(_("A command must be a JSON object.")))
    do = message.pop("do", None)
    command = message.pop("id", "-" if do in ("presence", "ping") else None)
    confirmed = message.pop("confirmed", ())
    if not (_is_word(do) and _is_command_id(command) and _are_words(confirmed)):
        return Refusal(_shown_again(command), Invalid(_("A command needs an id and what to do.")))
    return Envelope(id=command, do=do, fields=message, confirmed=frozenset(confirmed))


def is_id(value: object) -> bool:
    """Whether it is the id of a document: a UUID as text, in small letters."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def invalid_fields(error: ValidationError) -> Invalid:
    """The refusal of a command whose fields are wrong: it names the fields, never their text."""
    names = sorted({".".join(str(part) for part in item["loc"])[:80] for item in error.errors()})
    if not names or names == [""]:
        return Invalid()
    return Invalid(
        Message(_("This is not right: %(fields)s."), {"fields": ", ".join(names[:8])}),
        fields=names[:8],
    )


def _is_word(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_WORD


def _are_words(values: object) -> bool:
    return isinstance(values, list | tuple) and all(
        isinstance(value, str) and len(value) <= MAX_WORD for value in values
    )


def _is_command_id(value: object) -> bool:
    return isinstance(value, str) and _COMMAND_ID.fullmatch(value) is not None


def _shown_again(command: object) -> str | None:
    return command if isinstance(command, str) and 0 < len(command) <= 64 else None
