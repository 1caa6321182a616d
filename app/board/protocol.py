"""The board's commands: a closed set, each field bounded. See docs/protocol.md."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from app.access.rights import BoardState
from app.board.fields import (
    ClockMinute,
    Code,
    DaySet,
    Duration,
    Id,
    Label,
    Line120,
    Line200,
    Name,
    Palette,
    Staffing,
    StrictBool,
    Text2000,
    Title,
)
from app.board.words import AxisKind, GridKind, NoteType, Obligation, PersonWord
from app.live.envelope import Command


class NoteFields(Command):
    """What a note holds besides its title and profession. Absent means untouched."""

    type: NoteType = NoteType.TASK
    obligation: Obligation | None = None
    start: ClockMinute | None = None
    duration: Duration | None = None
    shift: Id | None = None
    days: DaySet = Field(default_factory=list)
    frequency: Line120 = ""
    place: Line120 = ""
    need: Line200 = ""
    competence: Line200 = ""
    description: Text2000 = ""
    late: StrictBool = False


class CreateNote(NoteFields):
    note: Id | None = None
    title: Title
    profession: Id
    grid: Id | None = None
    column: Id | None = None
    row: Id | None = None
    before: Id | None = None

    @model_validator(mode="after")
    def _whole_place(self) -> "CreateNote":
        if (self.column is None) != (self.row is None):
            raise ValueError("column and row go together")
        if self.column is not None and self.grid is None:
            raise ValueError("a place needs its grid")
        return self


class EditNote(NoteFields):
    note: Id
    base: Annotated[int, Field(strict=True, ge=0)] | None = None
    title: Title = ""
    profession: Id = ""


class MoveNote(Command):
    note: Id
    grid: Id
    column: Id | None
    row: Id | None
    before: Id | None = None

    @model_validator(mode="after")
    def _whole_place(self) -> "MoveNote":
        if (self.column is None) != (self.row is None):
            raise ValueError("column and row go together")
        return self


class DeleteNote(Command):
    note: Id


class RestoreNote(Command):
    note: Id


class EraseNote(Command):
    note: Id


class NewProfession(Command):
    id: Id
    name: Name
    code: Code
    palette: Palette = 0


class NewNote(NoteFields):
    title: Title
    profession: Id


class ImportNotes(Command):
    """What a task file gave, as one change."""

    professions: list[NewProfession] = Field(default_factory=list, max_length=100)
    notes: Annotated[list[NewNote], Field(min_length=1, max_length=5000)]


class EditBoard(Command):
    title: Title = ""
    kind: GridKind = GridKind.VERTICAL
    purpose: Text2000 = ""
    result: Text2000 = ""
    agenda: Text2000 = ""
    place_name: Line200 = ""
    locale: Literal["nb", "nn", "en"] = "nb"
    person_word: PersonWord = PersonWord.RESIDENT


class SetBoardState(Command):
    state: BoardState


class _Axis(Command):
    group: Line120 = ""
    start: ClockMinute | None = None
    end: ClockMinute | None = None


class AddColumn(_Axis):
    grid: Id
    label: Label
    kind: AxisKind = AxisKind.FREE
    profession: Id | None = None
    before: Id | None = None


class AddRow(AddColumn):
    pass


class EditColumn(_Axis):
    column: Id
    label: Label = ""


class EditRow(_Axis):
    row: Id
    label: Label = ""


class MoveColumn(Command):
    column: Id
    before: Id | None = None


class MoveRow(Command):
    row: Id
    before: Id | None = None


class RemoveColumn(Command):
    column: Id


class RemoveRow(Command):
    row: Id


class AddProfession(Command):
    name: Name
    code: Code | None = None
    palette: Palette | None = None


class EditProfession(Command):
    profession: Id
    name: Name = ""
    code: Code = ""
    palette: Palette = 0


class RemoveProfession(Command):
    profession: Id


class AddShift(Command):
    name: Name
    start: ClockMinute
    end: ClockMinute
    staffing: Staffing | None = None


class EditShift(Command):
    shift: Id
    name: Name = ""
    start: ClockMinute = 0
    end: ClockMinute = 0
    staffing: Staffing | None = None


class RemoveShift(Command):
    shift: Id


class SetUpBoard(Command):
    """The first command of every board: what its template lays out."""

    template: Annotated[str, StringConstraints(max_length=40)]
    locale: Literal["nb", "nn", "en"]


COMMANDS: dict[str, type[Command]] = {
    "board.edit": EditBoard,
    "board.set_up": SetUpBoard,
    "board.state": SetBoardState,
    "column.add": AddColumn,
    "column.edit": EditColumn,
    "column.move": MoveColumn,
    "column.remove": RemoveColumn,
    "note.create": CreateNote,
    "note.delete": DeleteNote,
    "note.edit": EditNote,
    "note.erase": EraseNote,
    "note.import": ImportNotes,
    "note.move": MoveNote,
    "note.restore": RestoreNote,
    "profession.add": AddProfession,
    "profession.edit": EditProfession,
    "profession.remove": RemoveProfession,
    "row.add": AddRow,
    "row.edit": EditRow,
    "row.move": MoveRow,
    "row.remove": RemoveRow,
    "shift.add": AddShift,
    "shift.edit": EditShift,
    "shift.remove": RemoveShift,
}

BoardCommand = (
    EditBoard
    | SetUpBoard
    | SetBoardState
    | AddColumn
    | EditColumn
    | MoveColumn
    | RemoveColumn
    | CreateNote
    | DeleteNote
    | EditNote
    | EraseNote
    | ImportNotes
    | MoveNote
    | RestoreNote
    | AddProfession
    | EditProfession
    | RemoveProfession
    | AddRow
    | EditRow
    | MoveRow
    | RemoveRow
    | AddShift
    | EditShift
    | RemoveShift
)


def given(command: Command, *apart: str) -> dict[str, object]:
    """The fields that were really sent, as plain values, without those named in ``apart``."""
    return command.model_dump(mode="json", exclude_unset=True, exclude=set(apart))
