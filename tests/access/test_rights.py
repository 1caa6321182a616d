"""The rights table, written out again by hand: a change must be made twice, on purpose."""

import pytest

from app.access.rights import BoardState, Permission, Role, may
from app.door import build_door

ALL = {permission.value for permission in Permission}
NOTES = {"note:create", "note:delete", "note:edit", "note:move", "note:restore"}
EXPECTED = {
    "facilitator": ALL,
    "leader": {"board:read", "cards:print", "decision:make", "warning:overrule"},
    "participant": {"board:read", "cards:print", *NOTES},
    "viewer": {"board:read", "cards:print"},
}
ALWAYS = {
    "board:read",
    "board:state",
    "cards:print",
    "links:show",
    "note:erase",
    "warning:overrule",
}
# What is left of a role's rights in each state of the board.
LEFT: dict[str, dict[str, set[str]]] = {
    "open": EXPECTED,
    "silent": {role: rights - {"notes:import"} for role, rights in EXPECTED.items()},
    "locked": {
        role: rights if role == "facilitator" else rights & ALWAYS
        for role, rights in EXPECTED.items()
    },
    "closed": {role: rights & ALWAYS for role, rights in EXPECTED.items()},
}
NEEDS = {
    "board.edit": "board:edit",
    "board.set_up": "board:edit",
    "board.state": "board:state",
    "column.add": "grid:edit",
    "column.edit": "grid:edit",
    "column.move": "grid:edit",
    "column.remove": "grid:edit",
    "edit.redo": "note:edit",
    "edit.undo": "note:edit",
    "note.create": "note:create",
    "note.delete": "note:delete",
    "note.edit": "note:edit",
    "note.erase": "note:erase",
    "note.import": "notes:import",
    "note.move": "note:move",
    "note.restore": "note:restore",
    "profession.add": "grid:edit",
    "profession.edit": "grid:edit",
    "profession.remove": "grid:edit",
    "row.add": "grid:edit",
    "row.edit": "grid:edit",
    "row.move": "grid:edit",
    "row.remove": "grid:edit",
    "shift.add": "grid:edit",
    "shift.edit": "grid:edit",
    "shift.remove": "grid:edit",
}


@pytest.mark.parametrize("state", list(BoardState))
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("permission", list(Permission))
def test_rights_are_as_written_here(role: Role, permission: Permission, state: BoardState) -> None:
    assert may(role, permission, state) == (permission.value in LEFT[state.value][role.value])


def test_every_command_needs_what_is_written_here() -> None:
    door = build_door()
    needed = {name: door.needs[kind].value for name, kind in door.commands.items()}
    assert needed == NEEDS
