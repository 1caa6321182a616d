"""From a command to what shall change: the closed set, one function each."""

from typing import assert_never

from app.access.person import Person
from app.access.rights import BoardState
from app.board import grid_actions, import_actions, note_actions, queries
from app.board import protocol as p
from app.board.blueprints import lay_out
from app.board.held import HeldBoard
from app.db import now
from app.errors import Invalid
from app.i18n import _
from app.live.changes import Changes, Patch
from app.live.perform import Draft


def act(held: HeldBoard, person: Person, command: p.BoardCommand) -> Draft:
    """The draft of a command. Raises AppError when it cannot be done."""
    match command:
        case p.CreateNote():
            return note_actions.create_note(held, person, command)
        case p.EditNote():
            return note_actions.edit_note(held, person, command)
        case p.MoveNote():
            return note_actions.move_note(held, person, command)
        case p.DeleteNote():
            return note_actions.delete_note(held, person, command)
        case p.RestoreNote():
            return note_actions.restore_note(held, person, command)
        case p.EraseNote():
            return note_actions.erase_note(held, person, command)
        case p.ImportNotes():
            return import_actions.import_notes(held, command)
        case p.EditBoard():
            return edit_board(person, command)
        case p.SetBoardState():
            return set_board_state(person, command)
        case p.SetUpBoard():
            return set_up_board(held, command)
        # A row is added by a command that is also a column's: it must be asked first.
        case p.AddRow():
            return grid_actions.add_line(held, command, "rows")
        case p.AddColumn():
            return grid_actions.add_line(held, command, "columns")
        case p.EditColumn():
            return grid_actions.edit_line(held, command, "columns")
        case p.EditRow():
            return grid_actions.edit_line(held, command, "rows")
        case p.MoveColumn():
            return grid_actions.move_line(held, command, "columns")
        case p.MoveRow():
            return grid_actions.move_line(held, command, "rows")
        case p.RemoveColumn():
            return grid_actions.remove_line(held, command, "columns")
        case p.RemoveRow():
            return grid_actions.remove_line(held, command, "rows")
        case p.AddProfession():
            return grid_actions.add_profession(held, command)
        case p.EditProfession():
            return grid_actions.edit_profession(held, command)
        case p.RemoveProfession():
            return grid_actions.remove_profession(held, command)
        case p.AddShift():
            return grid_actions.add_shift(held, command)
        case p.EditShift():
            return grid_actions.edit_shift(held, command)
        case p.RemoveShift():
            return grid_actions.remove_shift(held, command)
        case _:
            assert_never(command)


def edit_board(person: Person, command: p.EditBoard) -> Draft:
    """Title, purpose, language and the like."""
    return Draft("board.edit", {"board": {person.board: p.given(command)}})


def set_board_state(person: Person, command: p.SetBoardState) -> Draft:
    """Open, silent, locked or closed: everyone's view and rights are other ones after it."""
    closed_at = now().isoformat() if command.state is BoardState.CLOSED else None
    patch: Patch = {"state": command.state.value, "closed_at": closed_at}
    changes: Changes = {"board": {person.board: patch}}
    about = {"state": command.state.value, "undoable": False}
    return Draft("board.state", changes, about)


def set_up_board(held: HeldBoard, command: p.SetUpBoard) -> Draft:
    """Lay out an empty board by a template."""
    if queries.list_grids(held):
        raise Invalid(_("The board has been set up already."))
    changes = lay_out(command.template, command.locale)
    return Draft("board.set_up", changes, {"undoable": False})
