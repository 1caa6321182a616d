"""What can go wrong in a way that a person can act on.

One class for all: a status, a stable code and a sentence. It is shown as a page, an htmx fragment,
a problem document or a refusal on the socket; ``web`` and ``live`` know how.
"""

from app.i18n import Message, _

CODES = {
    "invalid": 422,
    "unknown_person": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "closed": 409,
    "locked": 409,
    "silent": 409,
    "personal_data": 422,
    "too_large": 413,
    "too_many": 429,
    "unavailable": 503,
}


class AppError(Exception):
    """A refusal. ``details`` are extra facts for programs, never a person's text."""

    code = "invalid"
    message = Message(_("That cannot be done."))

    def __init__(self, message: Message | str | None = None, **details: object) -> None:
        if message is not None:
            self.message = Message(message) if isinstance(message, str) else message
        self.details = details
        super().__init__(self.code)

    @property
    def status(self) -> int:
        return CODES[self.code]


class Invalid(AppError):
    code = "invalid"
    message = Message(_("Something in this is not as it should be. Look it over and try again."))


class UnknownPerson(AppError):
    code = "unknown_person"
    message = Message(_("Open the board by its link or its code first."))


class Forbidden(AppError):
    code = "forbidden"
    message = Message(_("Your role on this board does not allow that. Ask the facilitator."))


class NotFound(AppError):
    code = "not_found"
    message = Message(_("It is not here. It may have been removed, or the link may be old."))


class Conflict(AppError):
    code = "conflict"
    message = Message(_("Someone else has changed the note. Look it over and try again."))


class BoardClosed(AppError):
    code = "closed"
    message = Message(_("The board is closed. It can be read, but not changed."))


class BoardLocked(AppError):
    code = "locked"
    message = Message(_("The facilitator has locked the board for now."))


class BoardSilent(AppError):
    code = "silent"
    message = Message(_("Everybody writes in silence now. You can change your own notes only."))


class PersonalData(AppError):
    code = "personal_data"
    message = Message(
        _("This looks like personal data. Write it so that nobody can be recognised.")
    )


class TooLarge(AppError):
    code = "too_large"
    message = Message(_("This is too large."))


class TooMany(AppError):
    code = "too_many"
    message = Message(_("That is too much at once. Wait a moment and try again."))


class Unavailable(AppError):
    code = "unavailable"
    message = Message(_("Something went wrong on the server, and nothing was changed. Try again."))
