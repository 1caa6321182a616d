"""A workbook's own facts: its sheets, its shared texts and which number formats are times."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.sax import make_parser
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from app.exchange.archive import Archive, broken

ROOT = "xl/workbook.xml"
MAX_SHEETS = 50
MAX_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is shown, and the part of the archive in which it lies."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the cells of any sheet need to be understood. Styles are numbers, as cells give them."""

    sheets: tuple[Sheet, ...]
    texts: list[str]
    date_styles: frozenset[int]
    span_styles: frozenset[int]
    from_1904: bool


class PartHandler(ContentHandler):
    """Elements by their local names: those that ``opens`` names, and the text of ``text_of``."""

    opens: frozenset[str] = frozenset()
    text_of: frozenset[str] = frozenset()
    # Set by a handler that has all it wants; what remains of the part is not read.
    is_done = False

    def __init__(self) -> None:
        super().__init__()
        self._texts: list[str] | None = None
        self._depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise broken()
        local = name.rpartition(":")[2]
        if local in self.text_of:
            self._texts = []
        if local in self.opens:
            self.begin(local, dict(attrs.items()))

    def endElement(self, name: str) -> None:
        self._depth -= 1
        local = name.rpartition(":")[2]
        text = "".join(self._texts or ())
        if local in self.text_of:
            self._texts = None
        self.end(local, text)

    def characters(self, content: str) -> None:
        if self._texts is not None:
            self._texts.append(content)

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        """One of ``opens`` begins."""

    def end(self, name: str, text: str) -> None:
        """Any element ends; ``text`` is its own if it is one of ``text_of``."""


def walk(pieces: Iterator[bytes], handler: PartHandler) -> Iterator[None]:
    """Parse a part piece by piece, so that the caller may look at what came and stop."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        for piece in pieces:
            parser.feed(piece)
            yield
            if handler.is_done:
                return
        parser.close()
    except SAXException:
        raise broken() from None


def open_workbook(archive: Archive) -> Workbook:
    """Read the facts. Raises TaskFileError when they are not those of a workbook."""
    if ROOT not in archive:
        raise broken()
    root, links = _Root(), _Links()
    _read(archive, ROOT, root)
    _read(archive, "xl/_rels/workbook.xml.rels", links)
    sheets: dict[str, Sheet] = {}
    for name, link in root.shown:
        part = links.targets.get(link, "")
        if part in archive and part in links.sheets:
            sheets.setdefault(part, Sheet(name, part))
    styles, texts = _Styles(), _Texts()
    _read(archive, links.by_kind.get("styles", ""), styles)
    _read(archive, links.by_kind.get("sharedStrings", ""), texts)
    return Workbook(
        tuple(sheets.values())[:MAX_SHEETS],
        texts.texts,
        frozenset(styles.dates),
        frozenset(styles.spans),
        root.from_1904,
    )


def _read(archive: Archive, part: str, handler: PartHandler) -> None:
    if part in archive:
        for __ in walk(archive.pieces(part), handler):
            pass


class _Root(PartHandler):
    opens = frozenset(("workbookPr", "sheet"))

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, str]] = []
        self.from_1904 = False

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attrs.get("date1904", "0") in ("1", "true")
        elif name == "sheet" and attrs.get("state", "visible") == "visible":
            link = next((attrs[key] for key in attrs if key.endswith(":id")), "")
            self.shown.append((attrs.get("name", ""), link))


class _Links(PartHandler):
    opens = frozenset(("Relationship",))

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}
        self.sheets: set[str] = set()

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        if attrs.get("TargetMode") == "External":
            return
        # Targets are relative to xl/, unless they begin at the archive's root.
        part = posixpath.normpath(posixpath.join("/xl", attrs.get("Target", ""))).lstrip("/")
        kind = attrs.get("Type", "").rpartition("/")[2]
        self.targets[attrs.get("Id", "")] = part
        self.by_kind[kind] = part
        if kind == "worksheet":
            self.sheets.add(part)


class _Texts(PartHandler):
    """Shared texts: runs of differently written letters joined, reading aids left out."""

    opens = frozenset(("si", "rPh"))
    text_of = frozenset(("t",))

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._runs: list[str] = []
        self._aid = False

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "si":
            self._runs = []
        else:
            self._aid = True

    def end(self, name: str, text: str) -> None:
        if name == "t" and not self._aid:
            self._runs.append(text)
        elif name == "rPh":
            self._aid = False
        elif name == "si":
            self.texts.append("".join(self._runs))


class _Styles(PartHandler):
    opens = frozenset(("numFmt", "cellXfs", "xf"))

    def __init__(self) -> None:
        super().__init__()
        self.dates: set[int] = set()
        self.spans: set[int] = set()
        self._formats: dict[str, str] = {str(n): fmt for n, fmt in BUILTIN_FORMATS.items()}
        self._style: int | None = None

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._formats[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")[:255]
        elif name == "cellXfs":
            self._style = -1
        elif name == "xf" and self._style is not None:
            self._style += 1
            shown = self._formats.get(attrs.get("numFmtId", "0"), "")
            if is_timedelta_format(shown):
                self.spans.add(self._style)
            elif is_date_format(shown):
                self.dates.add(self._style)

    def end(self, name: str, text: str) -> None:
        if name == "cellXfs":
            self._style = None
            self.is_done = True
