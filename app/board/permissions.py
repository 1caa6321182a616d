"""What each of the board's commands needs. A command that is not here is forbidden."""

from app.access.rights import Permission
from app.board import protocol as p
from app.live.envelope import Command
from app.live.undo import RedoEdit, UndoEdit

NEEDS: dict[type[Command], Permission] = {
    p.EditBoard: Permission.BOARD_EDIT,
    p.SetUpBoard: Permission.BOARD_EDIT,
    p.SetBoardState: Permission.BOARD_STATE,
    p.AddColumn: Permission.GRID_EDIT,
    p.EditColumn: Permission.GRID_EDIT,
    p.MoveColumn: Permission.GRID_EDIT,
    p.RemoveColumn: Permission.GRID_EDIT,
    p.AddRow: Permission.GRID_EDIT,
    p.EditRow: Permission.GRID_EDIT,
    p.MoveRow: Permission.GRID_EDIT,
    p.RemoveRow: Permission.GRID_EDIT,
    p.AddProfession: Permission.GRID_EDIT,
    p.EditProfession: Permission.GRID_EDIT,
    p.RemoveProfession: Permission.GRID_EDIT,
    p.AddShift: Permission.GRID_EDIT,
    p.EditShift: Permission.GRID_EDIT,
    p.RemoveShift: Permission.GRID_EDIT,
    p.CreateNote: Permission.NOTE_CREATE,
    p.DeleteNote: Permission.NOTE_DELETE,
    p.EditNote: Permission.NOTE_EDIT,
    p.EraseNote: Permission.NOTE_ERASE,
    p.ImportNotes: Permission.NOTES_IMPORT,
    p.MoveNote: Permission.NOTE_MOVE,
    p.RestoreNote: Permission.NOTE_RESTORE,
    UndoEdit: Permission.NOTE_EDIT,
    RedoEdit: Permission.NOTE_EDIT,
}
