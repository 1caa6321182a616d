"""The person at a seat, as read a moment ago."""

from dataclasses import dataclass
from typing import Any

from app.access.rights import BoardState, Permission, Role, may, permissions


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking on one board. Never an account, never an author."""

    seat: str
    board: str
    role: Role
    state: BoardState
    locale: str
    profession: str | None = None
    name: str | None = None

    @property
    def works_apart(self) -> bool:
        """In silent writing nobody is shown what the others do."""
        return self.state is BoardState.SILENT

    def may(self, permission: Permission) -> bool:
        """Whether role and board state allow it now."""
        return may(self.role, permission, self.state)

    def as_document(self) -> dict[str, Any]:
        """What the person's own page is told of them."""
        return {
            "seat": self.seat,
            "role": self.role.value,
            "profession": self.profession,
            "name": self.name,
            "may": [permission.value for permission in permissions(self.role, self.state)],
        }
