"""What actions and pages ask of a board in memory. What is on another board is not there."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from app.access.person import Person
from app.access.rights import BoardState
from app.board.collections import board_table
from app.board.held import HeldBoard, Spot
from app.errors import BoardSilent, NotFound
from app.i18n import _
from app.live.changes import Doc

_board_row = sa.select(board_table).where(board_table.c.id == sa.bindparam("of_board"))


@dataclass(frozen=True, slots=True)
class GridLines:
    """A grid with its columns and rows in order."""

    grid: Doc
    columns: list[Doc]
    rows: list[Doc]


def get_board(connection: Connection, board: str) -> Row[Any]:
    """The board's own row, with what is not in its document. Raises NotFound."""
    found = connection.execute(_board_row, {"of_board": board}).first()
    if found is None:
        raise NotFound()
    return found


def get_doc(held: HeldBoard, collection: str, doc_id: str, *, binned: bool = False) -> Doc:
    """One document of the board; from the bin only when asked. Raises NotFound."""
    found = held.find(collection, doc_id)
    if found is None or (found.get("deleted") and not binned):
        raise NotFound(_("It is not on this board any more."))
    return found


def get_note(held: HeldBoard, person: Person, note: str, *, binned: bool = False) -> Doc:
    """A note with its placements. Raises NotFound; in silent writing BoardSilent if not one's own.

    A refusal may quote the note, so it must be refused here, before anyone looks at its texts.
    """
    found = get_doc(held, "notes", note, binned=binned)
    if person.state is BoardState.SILENT and held.makers.get(note) != person.seat:
        raise BoardSilent()
    return found


def list_lines(held: HeldBoard, collection: str, grid: str) -> list[Doc]:
    """The columns or rows of a grid, in order."""
    return [line for line in list_ranked(held, collection) if line["grid"] == grid]


def list_grids(held: HeldBoard) -> list[GridLines]:
    """All grids of a board, with their lines."""
    return [
        GridLines(
            grid, list_lines(held, "columns", grid["id"]), list_lines(held, "rows", grid["id"])
        )
        for grid in list_ranked(held, "grids")
    ]


def list_ranked(held: HeldBoard, collection: str) -> list[Doc]:
    """What has a rank and is not in the bin, in order."""
    docs = [doc for doc in held.docs[collection].values() if not doc["deleted"]]
    return sorted(docs, key=lambda doc: (doc["rank"], doc["id"]))


def list_professions(held: HeldBoard) -> list[Doc]:
    return list_ranked(held, "professions")


def list_shifts(held: HeldBoard) -> list[Doc]:
    return list_ranked(held, "shifts")


def cell_ranks(held: HeldBoard, spot: Spot, without: str) -> list[tuple[str, str]]:
    """``(note, rank)`` of a cell in order, those in the bin too, save one note."""
    return [(note, rank) for rank, note in held.cells.get(spot, ()) if note != without]


def last_ranks(held: HeldBoard) -> dict[Spot, str]:
    """The last rank of every cell of a board."""
    return {spot: cell[-1][0] for spot, cell in held.cells.items() if cell}


def touched_since(held: HeldBoard, person: Person, note: str, base: int) -> set[str]:
    """The text fields of a note that someone else has changed after the event ``base``."""
    return {
        field
        for field, seq in held.touched[note].items()
        if seq > base and held.seats.get(seq) != person.seat
    }


def own_notes(held: HeldBoard, person: Person) -> set[str]:
    """The ids of the notes that were made at this seat."""
    return {note for note, seat in held.makers.items() if seat == person.seat}


def lines_of(held: HeldBoard, collection: str, professions: set[str]) -> list[str]:
    """The columns or rows, not in the bin, of one of these professions."""
    return [
        line["id"]
        for line in held.docs[collection].values()
        if line["profession"] in professions and not line["deleted"]
    ]


def notes_with(held: HeldBoard, field: str, values: set[str]) -> list[str]:
    """The notes, not in the bin, whose profession or shift is one of ``values``."""
    return [
        note["id"]
        for note in held.docs["notes"].values()
        if note[field] in values and not note["deleted"]
    ]


def placed_in(held: HeldBoard, lines: set[str]) -> list[tuple[str, str]]:
    """``(note, grid)`` of every placement in one of these columns or rows."""
    return [
        (note, spot.grid)
        for spot, cell in held.cells.items()
        if spot.column in lines or spot.row in lines
        for __, note in cell
    ]
