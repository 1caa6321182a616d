"""The zip archive that a workbook is: looked over before anything in it is unpacked."""

import io
import zipfile
from collections.abc import Iterator

from app.exchange.refusals import TaskFileError
from app.i18n import _

MAX_PARTS = 1000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_XML = 16 * 1024 * 1024
MAX_RATIO = 200
_RATIO_COUNTS_FROM = 1024 * 1024
_CHUNK = 64 * 1024
_ENTRY_MARK = b"PK\x01\x02"
# Bzip2 and LZMA unpack without measure, and no spreadsheet program uses them here.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """The parts of a workbook file, each read in small pieces and never beyond its stated size.

    Raises TaskFileError when the file is no whole zip archive, or would unpack to too much.
    """

    def __init__(self, data: bytes) -> None:
        # Counted in the bytes, as reading a directory of a million entries is itself too much.
        if data.count(_ENTRY_MARK) > MAX_PARTS:
            raise _too_large()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise broken() from None
        parts = self._zip.infolist()
        for part in parts:
            if part.flag_bits & 1 or part.compress_type not in _METHODS:
                raise broken()
            packed = max(part.compress_size, 1)
            if part.file_size > _RATIO_COUNTS_FROM and part.file_size / packed > MAX_RATIO:
                raise _too_large()
        xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
        if xml > MAX_XML or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise _too_large()

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part's bytes, unpacked a piece at a time."""
        info = self._zip.getinfo(name)
        if info.file_size > MAX_XML:
            raise _too_large()
        with self._zip.open(info) as part:
            while piece := part.read(_CHUNK):
                yield piece


def broken() -> TaskFileError:
    """The refusal of a file that begins as a workbook and is none that can be read."""
    return TaskFileError(
        _(
            "The file is no Excel workbook that can be read. "
            "Save it anew as .xlsx without a password, or as CSV."
        )
    )


def _too_large() -> TaskFileError:
    return TaskFileError(
        _("The workbook unpacks to far more than a task file holds. Save it as CSV."), "too_large"
    )
