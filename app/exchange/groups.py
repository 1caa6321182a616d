"""Which of a board's professions a file's names are, and which new ones the board will need."""

from collections.abc import Iterable

from app.board.grid_actions import PALETTES, code_for
from app.board.known_professions import find_known
from app.db import new_id
from app.exchange.choices import ProfessionName
from app.i18n import Message, _
from app.live.changes import Doc

UNASSIGNED = _("Not assigned")


class Groups:
    """The professions of a board, with those that the file adds; they are named in ``locale``."""

    def __init__(self, professions: Iterable[Doc], locale: str) -> None:
        self.new: list[Doc] = []
        self._locale = locale
        self._docs: list[Doc] = []
        self._by_sign: dict[tuple[str, str], str] = {}
        for profession in professions:
            self._learn(profession)

    def find(self, wanted: ProfessionName) -> str | None:
        """The id of the profession meant: by its name, its code, or as the same known group."""
        name = wanted.name.casefold()
        # A code in capitals is what someone has set on this board, whatever it means elsewhere.
        signs = [("name", name), ("code", wanted.name)]
        signs.append(("known", wanted.known.key) if wanted.known else ("small code", name))
        return next((self._by_sign[sign] for sign in signs if sign in self._by_sign), None)

    def add(self, wanted: ProfessionName) -> tuple[str, Message]:
        """A new profession for a name that is not found, and what to say of it."""
        known = wanted.known
        name = known.names[self._locale] if known else wanted.name
        codes = {doc["code"] for doc in self._docs}
        profession: Doc = {
            "id": new_id(),
            "name": name[:1].upper() + name[1:],
            "code": known.code if known and known.code not in codes else code_for(name, codes),
            "palette": self._free_palette(known.palette if known else None),
        }
        self._learn(profession)
        self.new.append(profession)
        added = _("The professional group “%(name)s” is new on this board.")
        return profession["id"], Message(added, {"name": profession["name"]})

    def _learn(self, profession: Doc) -> None:
        self._docs.append(profession)
        name, code = profession["name"], profession["code"]
        known = find_known(name)
        signs = [("name", name.casefold()), ("code", code), ("small code", code.casefold())]
        if known:
            signs.append(("known", known.key))
        for sign in signs:
            self._by_sign.setdefault(sign, profession["id"])

    def _free_palette(self, wished: int | None) -> int:
        used = {doc["palette"] for doc in self._docs}
        if wished is not None and wished not in used:
            return wished
        return next((n for n in range(PALETTES) if n not in used), len(self._docs) % PALETTES)
