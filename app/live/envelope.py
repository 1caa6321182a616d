"""What comes in from outside, before anyone believes it: frames, and the commands in them."""

import re
from dataclasses import dataclass, field
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from app.errors import AppError, Invalid, TooLarge, TooMany
from app.i18n import Message, _

MAX_FRAME_BYTES = 256 * 1024
MAX_MESSAGES = 500

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

CommandId = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")
]


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


class _Outside(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: CommandId
    do: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    confirmed: Annotated[list[Annotated[str, StringConstraints(max_length=40)]], ...] = []


_outside = TypeAdapter(_Outside)


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
    do = message.get("do")
    if do in ("presence", "ping") and "id" not in message:
        message = {"id": "-", **message}
    try:
        outside = _outside.validate_python(message)
    except ValidationError:
        return Refusal(_id_of(message), Invalid(_("A command needs an id and what to do.")))
    return Envelope(
        id=outside.id,
        do=outside.do,
        fields=dict(outside.model_extra or {}),
        confirmed=frozenset(outside.confirmed),
    )


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


def _id_of(message: dict[str, Any]) -> str | None:
    given = message.get("id")
    return given if isinstance(given, str) and 0 < len(given) <= 64 else None
