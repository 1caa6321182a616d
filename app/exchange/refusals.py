"""Why a whole file cannot be taken."""

from app.i18n import Message


class TaskFileError(Exception):
    """The file as a whole is refused; ``code`` is ``invalid`` or ``too_large``."""

    def __init__(self, message: Message | str, code: str = "invalid") -> None:
        self.message = Message(message) if isinstance(message, str) else message
        self.code = code
        super().__init__(code)
