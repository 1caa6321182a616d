"""A form with a file, as it comes over the network: never more of it than may come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message as Received

from app.errors import Invalid, TooLarge
from app.exchange.task_file import MAX_BYTES
from app.i18n import _
from app.web import MAX_BODY_BYTES

MOST_FIELDS = 30
MOST_FIELD_BYTES = 4 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """The form's file, empty if none was chosen, and its fields."""

    name: str
    data: bytes
    fields: Mapping[str, tuple[str, ...]]

    def text(self, name: str) -> str:
        """A field's value; a missing one is empty."""
        return next(iter(self.fields.get(name, ())), "")

    def says(self, name: str) -> bool:
        """Whether a field that is on or off is on."""
        return self.text(name).strip().lower() in ("1", "true", "yes", "on")

    def words(self, name: str) -> frozenset[str]:
        """Several values: the field repeated, or separated by commas."""
        return frozenset(
            word.strip() for value in self.fields.get(name, ()) for word in value.split(",")
        ) - {""}


async def read_upload(request: Request) -> Upload:
    """The posted form. Raises TooLarge or Invalid."""
    body = await _body(request)
    given = False

    async def receive() -> Received:
        nonlocal given
        piece, given = b"" if given else body, True
        return {"type": "http.request", "body": piece, "more_body": False}

    parsed = Request(request.scope, receive)
    try:
        async with parsed.form(
            max_files=1, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD_BYTES
        ) as form:
            return await _read(form)
    except HTTPException as error:
        raise Invalid(_("The form could not be read. Choose the file and try again.")) from error


Uploaded = Annotated[Upload, Depends(read_upload)]


async def _body(request: Request) -> bytes:
    """All of the body. Counted as it comes, since its length need not be said beforehand."""
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > MAX_BODY_BYTES:
            raise TooLarge(_("The file is too large. At most 10 MB can be taken."))
        pieces.append(piece)
    return b"".join(pieces)


async def _read(form: FormData) -> Upload:
    fields: dict[str, tuple[str, ...]] = {}
    name, data = "", b""
    for key, value in form.multi_items():
        if isinstance(value, UploadFile):
            # One byte more than may be, so that the reader of the file refuses what is too large.
            name, data = value.filename or "", await value.read(MAX_BYTES + 1)
        else:
            fields[key] = (*fields.get(key, ()), value)
    return Upload(name[:200], data, fields)
