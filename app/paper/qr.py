"""QR codes as drawings, for pages that are printed and for the screen. Pure."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

import segno

QUIET_MODULES = 4

_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code of ``modules`` squares a side without its quiet zone, as an SVG drawing."""

    svg: str
    modules: int


@lru_cache(maxsize=512)  # choosing the mask is slow, and each card is asked for twice
def draw_qr(address: str) -> QrCode:
    """The code that leads to ``address``, as coarse as it can be: few modules scan best."""
    code = segno.make_qr(plainest(address), error="m", boost_error=True)
    rows = [bytes(row) for row in code.matrix]
    path = "".join(_row_path(row, y) for y, row in enumerate(rows))
    return QrCode(_drawing(len(rows), f'<path d="{path}"/>'), len(rows))


def qr_svg(address: str) -> str:
    """The code as a picture that stands by itself: black on white, its quiet zone around it."""
    code = draw_qr(address)
    size = code.modules + 2 * QUIET_MODULES
    inner = code.svg.replace("<svg ", f'<svg x="{QUIET_MODULES}" y="{QUIET_MODULES}" ', 1)
    return _drawing(size, f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/>{inner}')


def plainest(address: str) -> str:
    """The same address in capitals if that lets the code use its smaller alphabet.

    Only scheme and host may change case: a path means what it says.
    """
    parts = urlsplit(address)
    loud = urlunsplit(parts._replace(scheme="", netloc=parts.netloc.upper()))
    loud = f"{parts.scheme.upper()}:{loud}" if parts.scheme else loud
    return loud if set(loud) <= _ALPHANUMERIC else address


def _drawing(size: int, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" '
        f'height="{size}" shape-rendering="crispEdges">{inside}</svg>'
    )


def _row_path(row: bytes, y: int) -> str:
    """The dark runs of one row as closed rectangles."""
    out: list[str] = []
    x = 0
    while x < len(row):
        end = x
        while end < len(row) and row[end] == row[x]:
            end += 1
        if row[x]:
            out.append(f"M{x} {y}h{end - x}v1H{x}z")
        x = end
    return "".join(out)
