"""A workbook laid out as Excel itself lays it out, with shared texts and number formats."""

import io
import zipfile
from collections.abc import Mapping

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

# Style 1 is hh:mm, 2 is [h]:mm, 3 a date, 4 a clock time of one's own making.
STYLES = (
    f'{_START}<styleSheet xmlns="{_SHEET}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="165" formatCode="&quot;kl. &quot;hh:mm;@"/></numFmts>'
    '<cellStyleXfs count="1"><xf numFmtId="20"/></cellStyleXfs><cellXfs count="5">'
    '<xf numFmtId="0"/><xf numFmtId="20"/><xf numFmtId="164"/><xf numFmtId="14"/>'
    '<xf numFmtId="165"/></cellXfs></styleSheet>'
)
_BOOK = (
    f'{_START}<workbook xmlns="{_SHEET}" xmlns:r="{_LINK}"><sheets>'
    '<sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_LINKS = (
    f'{_START}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId3" Type="{_LINK}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId2" Type="{_LINK}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId1" Type="{_LINK}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>"
)


def shared(*items: str) -> str:
    """The part with shared texts; each item is the inside of one ``si``."""
    body = "".join(f"<si>{item}</si>" for item in items)
    return f'{_START}<sst xmlns="{_SHEET}">{body}</sst>'


def sheet(rows: str, after: str = "") -> str:
    """The part of a sheet with these rows, and what comes after them."""
    return f'{_START}<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def excel_file(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of one sheet, with these parts in place of its own; ``method`` packs them."""
    usual: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_START}<Types xmlns="{_PACKAGE}/content-types"/>',
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _LINKS,
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": shared("<t>Tittel</t>", "<t>Stell</t>"),
        "xl/worksheets/sheet1.xml": sheet(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
            '<row r="2"><c r="A2" t="s"><v>1</v></c></row>'
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in {**usual, **parts}.items():
            archive.writestr(name, text, method if name in parts else zipfile.ZIP_DEFLATED)
    return out.getvalue()
