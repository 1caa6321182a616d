"""What the server says on the wire besides events: welcome, and refusals in a person's language."""

from typing import Any

from app.errors import AppError
from app.live.envelope import Envelope, Refusal
from app.live.log import Recorded, as_message

PROTOCOL = 1


def welcome(person: Any) -> dict[str, Any]:
    """The first message: who you are here, and what you may do."""
    return {"is": "welcome", "protocol": PROTOCOL, "you": person.as_document()}


def refusal_message(command: str | None, error: AppError, locale: str) -> dict[str, Any]:
    """A refusal as it is on the wire, in the person's language."""
    return {
        "is": "refused",
        "id": command,
        "code": error.code,
        "reason": error.message.in_locale(locale),
        **error.details,
    }


def outcome_message(
    envelope: Envelope | Refusal, outcome: Recorded | AppError, locale: str
) -> dict[str, Any]:
    """An event or a refusal, for the one who asked."""
    if isinstance(outcome, AppError):
        return refusal_message(envelope.id, outcome, locale)
    return as_message(outcome)
