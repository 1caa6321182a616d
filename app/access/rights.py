"""The rights table. What is not in it is forbidden.

A role gives permissions; the state of the board is a second key to each of them.
"""

from enum import StrEnum

from app.errors import AppError, BoardClosed, BoardLocked, BoardSilent, Forbidden


class Role(StrEnum):
    FACILITATOR = "facilitator"
    LEADER = "leader"
    PARTICIPANT = "participant"
    VIEWER = "viewer"


class BoardState(StrEnum):
    OPEN = "open"
    SILENT = "silent"
    LOCKED = "locked"
    CLOSED = "closed"


class Permission(StrEnum):
    BOARD_EDIT = "board:edit"
    BOARD_READ = "board:read"
    BOARD_STATE = "board:state"
    CARDS_PRINT = "cards:print"
    DECISION_MAKE = "decision:make"
    GRID_EDIT = "grid:edit"
    LINKS_SHOW = "links:show"
    NOTE_CREATE = "note:create"
    NOTE_DELETE = "note:delete"
    NOTE_EDIT = "note:edit"
    NOTE_ERASE = "note:erase"
    NOTE_MOVE = "note:move"
    NOTE_RESTORE = "note:restore"
    NOTES_IMPORT = "notes:import"
    WARNING_OVERRULE = "warning:overrule"


_READS = {Permission.BOARD_READ, Permission.CARDS_PRINT}
_NOTES = {
    Permission.NOTE_CREATE,
    Permission.NOTE_DELETE,
    Permission.NOTE_EDIT,
    Permission.NOTE_MOVE,
    Permission.NOTE_RESTORE,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.FACILITATOR: frozenset(Permission),
    Role.LEADER: frozenset(_READS | {Permission.DECISION_MAKE, Permission.WARNING_OVERRULE}),
    Role.PARTICIPANT: frozenset(_READS | _NOTES),
    Role.VIEWER: frozenset(_READS),
}

_ALWAYS = {
    Permission.BOARD_READ,
    Permission.BOARD_STATE,
    Permission.CARDS_PRINT,
    Permission.LINKS_SHOW,
    Permission.NOTE_ERASE,
    Permission.WARNING_OVERRULE,
}

_NOT_WHILE_SILENT = {Permission.NOTES_IMPORT}


def may(role: Role, permission: Permission, state: BoardState = BoardState.OPEN) -> bool:
    """Whether ``role`` has ``permission`` on a board in ``state``."""
    return refusal(role, permission, state) is None


def refusal(role: Role, permission: Permission, state: BoardState) -> AppError | None:
    """Why not, or ``None`` when it is allowed."""
    if permission not in GRANTS[role]:
        return Forbidden()
    if permission in _ALWAYS:
        return None
    if state is BoardState.CLOSED:
        return BoardClosed()
    if state is BoardState.LOCKED and role is not Role.FACILITATOR:
        return BoardLocked()
    if state is BoardState.SILENT and permission in _NOT_WHILE_SILENT:
        return BoardSilent()
    return None


def permissions(role: Role, state: BoardState) -> list[Permission]:
    """All that ``role`` may do on a board in ``state``, in order."""
    return [permission for permission in sorted(Permission) if may(role, permission, state)]
