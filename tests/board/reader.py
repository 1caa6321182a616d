"""A client that knows docs/protocol.md and nothing else: a snapshot, then events laid over it."""

from typing import Any

Doc = dict[str, Any]

COLLECTIONS = ("board", "professions", "shifts", "grids", "columns", "rows", "notes")


class Reader:
    """What one client has been told. Raises AssertionError where a promise is broken."""

    def __init__(self) -> None:
        self.seq = -1
        self.docs: dict[str, dict[str, Doc]] = {}
        self._fields: dict[str, set[str]] = {}

    def read(self, message: dict[str, Any]) -> None:
        """Take in one message of a frame."""
        match message["is"]:
            case "snapshot":
                self.docs = flat(message)
                self.seq = message["seq"]
            case "event":
                assert message["seq"] == self.seq + 1, f"{message['seq']} came after {self.seq}"
                self.seq = message["seq"]
                for name, patches in message.get("changes", {}).items():
                    for doc_id, patch in patches.items():
                        self._lay(name, doc_id, patch)

    def _lay(self, name: str, doc_id: str, patch: Doc | None) -> None:
        held = self.docs[name]
        if patch is None or patch.get("deleted") is True:
            held.pop(doc_id, None)
            return
        if doc_id in held:
            held[doc_id] = _merged(held[doc_id], patch)
        elif patch.get("deleted") is False:
            # It is new, or it is back: all of its fields are there.
            held[doc_id] = _merged({"id": doc_id, "placements": {}}, patch)


def flat(document: dict[str, Any]) -> dict[str, dict[str, Doc]]:
    """The board document by collection and id."""
    lists = {
        "board": [document["board"]],
        "grids": document["grids"],
        "columns": [line for grid in document["grids"] for line in grid["columns"]],
        "rows": [line for grid in document["grids"] for line in grid["rows"]],
        **{name: document[name] for name in ("professions", "shifts", "notes")},
    }
    apart = {"columns", "rows", "seq", "time_zone", "deleted"}
    return {
        name: {doc["id"]: {k: v for k, v in doc.items() if k not in apart} for doc in lists[name]}
        for name in COLLECTIONS
    }


def _merged(doc: Doc, patch: Doc) -> Doc:
    merged = {**doc, **{k: v for k, v in patch.items() if k not in ("placements", "deleted")}}
    if "placements" in merged:
        places = {**doc["placements"], **patch.get("placements", {})}
        merged["placements"] = {grid: place for grid, place in places.items() if place}
    if "number" not in merged:
        merged.pop("placements", None)
    return merged
