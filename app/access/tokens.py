"""Signed tokens: what a link and a seat's cookie carry. Pure.

A token is bytes in base64url: what kind it is, a UUID, role and generation, and a signature over
it all. Nothing of it is stored, so it can be shown again; the next generation withdraws it.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID, uuid5

from app.access.rights import Role

_LINK, _SEAT = 1, 2
_SIGNATURE_BYTES = 13
_ROLES = tuple(Role)

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class LinkToken:
    """A board, a role, and which generation of that role's link."""

    board: str
    role: Role
    generation: int

    @property
    def seat_id(self) -> str:
        """The one seat of those who use the link's token directly: programs."""
        return str(uuid5(UUID(self.board), f"{self.role}:{self.generation}"))


@dataclass(frozen=True, slots=True)
class SeatToken:
    """One seat, of whichever board."""

    seat: str


def sign_link(key: bytes, link: LinkToken) -> str:
    """The token of a link."""
    role = _ROLES.index(link.role)
    body = bytes([_LINK]) + UUID(link.board).bytes + bytes([role]) + _two(link.generation)
    return _seal(key, body)


def sign_seat(key: bytes, seat: str) -> str:
    """The token of a seat."""
    return _seal(key, bytes([_SEAT]) + UUID(seat).bytes)


def read_token(key: bytes, text: str) -> LinkToken | SeatToken | None:
    """What a token says, or ``None`` when it is not one of ours."""
    if not 20 <= len(text) <= 80:
        return None
    try:
        sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    body, signature = sealed[:-_SIGNATURE_BYTES], sealed[-_SIGNATURE_BYTES:]
    if not hmac.compare_digest(_signature(key, body), signature):
        return None
    if body[0] == _SEAT and len(body) == 17:
        return SeatToken(str(UUID(bytes=body[1:17])))
    if body[0] == _LINK and len(body) == 20:
        board, role, generation = body[1:17], body[17], int.from_bytes(body[18:20], "big")
        return LinkToken(str(UUID(bytes=board)), _ROLES[role], generation)
    return None


def form_token(key: bytes, seat: str) -> str:
    """What every form of a seat's pages carries, so that no other site can post it."""
    digest = hmac.digest(key, b"form:" + seat.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:15]).decode()


def new_code() -> str:
    """A join code: letters and digits that are not mistaken for each other."""
    return "".join(secrets.choice(CODE_LETTERS) for __ in range(CODE_LENGTH))


def read_code(text: str) -> str:
    """A code as people write it: any case, with spaces or hyphens."""
    return "".join(letter for letter in text[:40].upper() if letter.isalnum())


def digest(token: str) -> str:
    """The hash under which a creation token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _seal(key: bytes, body: bytes) -> str:
    sealed = body + _signature(key, body)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _signature(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"token:" + body, hashlib.sha256)[:_SIGNATURE_BYTES]


def _two(number: int) -> bytes:
    return number.to_bytes(2, "big")
