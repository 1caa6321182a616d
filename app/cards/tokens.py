"""From the QR code on a printed card to the card: the token that is in its address."""

import secrets
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.access.person import Person
from app.access.rights import BoardState, Role
from app.board import queries as board_queries
from app.board.collections import board_table, table_of
from app.cards.facts import AddressOf, ProfessionFacts, ShiftFacts, TaskFacts
from app.cards.models import Card
from app.db import new_id
from app.errors import NotFound
from app.i18n import Message, _

# A card is known by its profession and its shift; tasks of no shift have an empty one.
CardKey = tuple[str, str]
Tokens = dict[CardKey, str]

_cards = table_of(Card)
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_LENGTH = 14


class CardGone(NotFound):
    """A QR code that leads to no card, or to one that is not in use any more."""

    message = Message(_("This card is not in use any more. Ask for a new one on the ward."))


def keys_of(tasks: Iterable[TaskFacts]) -> set[CardKey]:
    """The cards that these tasks stand on."""
    return {_key(task.profession, task.shift) for task in tasks}


def addresses(base: str, tokens: Tokens) -> AddressOf:
    """Each card's own address; in capitals, with which its QR code is coarser and scans better."""

    def address_of(profession: ProfessionFacts, shift: ShiftFacts | None) -> str:
        token = tokens.get(_key(profession, shift))
        return f"{base}/K/{token}" if token else ""

    return address_of


def list_tokens(connection: Connection, board: str) -> Tokens:
    """The token of each card of the board that has been printed and is in use."""
    rows = connection.execute(
        sa.select(_cards).where(_cards.c.board == board, _cards.c.withdrawn.is_(False))
    )
    return {(row.profession, row.shift): row.token for row in rows}


def issue_tokens(connection: Connection, board: str, wanted: set[CardKey]) -> Tokens:
    """Gives the ``wanted`` cards tokens if they have none. Returns all; the caller commits."""
    # Two who print for the first time at once take turns here, so that both get the same tokens.
    connection.execute(
        sa.select(board_table.c.id).where(board_table.c.id == board).with_for_update()
    )
    for key in sorted(wanted - list_tokens(connection, board).keys()):
        _issue(connection, board, key)
    return list_tokens(connection, board)


def find_card(connection: Connection, token: str) -> tuple[Person, CardKey]:
    """The card that a QR code leads to, and whoever holds it in the hand: who may read only it.

    Raises CardGone.
    """
    found = connection.execute(
        sa.select(_cards).where(_cards.c.token == token.upper(), _cards.c.withdrawn.is_(False))
    ).first()
    if found is None:
        raise CardGone()
    board = board_queries.get_board(connection, found.board)
    holder = Person(
        seat="",
        board=board.id,
        role=Role.VIEWER,
        state=BoardState(board.state),
        locale=board.locale,
    )
    return holder, (found.profession, found.shift)


def _key(profession: ProfessionFacts, shift: ShiftFacts | None) -> CardKey:
    return profession.id, shift.id if shift else ""


def _issue(connection: Connection, board: str, key: CardKey) -> None:
    profession, shift = key
    token = "".join(secrets.choice(_BASE32) for __ in range(_LENGTH))
    # A card that was withdrawn comes back with another token: the old paper stays out of use.
    renewed = connection.execute(
        sa.update(_cards)
        .where(_cards.c.board == board, _cards.c.profession == profession, _cards.c.shift == shift)
        .values(token=token, withdrawn=False)
    )
    if renewed.rowcount == 0:
        connection.execute(
            sa.insert(_cards).values(
                id=new_id(), board=board, profession=profession, shift=shift, token=token
            )
        )
