"""The real app on a port of its own, with a database of its own, for browsers to visit."""

import itertools
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import uvicorn

from app import serving
from app.main import create_app
from app.settings import Settings
from tests.services import free_port

READY_WITHIN_SECONDS = 20.0


class _Announced(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listens.set()


class LiveServer:
    """The app as `lappetavla serve` runs it. It can be stopped, and started again on its port."""

    def __init__(self, database: Path) -> None:
        port = free_port()
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self._settings = Settings(
            database_url=f"sqlite:///{database}",
            secret="a secret for tests",
            open_creation=True,
            public_url=self.address,
        )
        # One for all: making a client costs fifty milliseconds. Nothing is kept open, since the
        # server may be stopped in between.
        self._client = httpx2.Client(
            base_url=self.address, timeout=60, limits=httpx2.Limits(max_keepalive_connections=0)
        )
        self._running: tuple[_Announced, threading.Thread] | None = None

    def start(self) -> None:
        """Serve, and come back when a browser can be answered."""
        config = uvicorn.Config(
            create_app(self._settings),
            host="127.0.0.1",
            port=self.port,
            log_level="warning",
            **{**serving.options(), "timeout_graceful_shutdown": 1},
        )
        server = _Announced(config)
        thread = threading.Thread(target=server.run, name="live server", daemon=True)
        thread.start()
        if not server.listens.wait(READY_WITHIN_SECONDS):
            raise RuntimeError("The app did not start; its log says why.")
        self._running = (server, thread)

    def stop(self) -> None:
        """End it, open sockets too; the database stays."""
        if self._running is None:
            return
        server, thread = self._running
        self._running = None
        server.should_exit = True
        thread.join(READY_WITHIN_SECONDS)
        if thread.is_alive():
            raise RuntimeError("The app did not stop.")

    def make_board(
        self,
        *,
        title: str = "Post 2",
        template: str = "sykehjem-dag",
        kind: str | None = None,
        locale: str = "en",
    ) -> "LiveBoard":
        """A board with its links. In English, so that tests can read what the page says."""
        asked = {"title": title, "template": template, "kind": kind, "locale": locale}
        answer = self._client.post("/api/boards", json=asked)
        answer.raise_for_status()
        made = answer.json()
        found = made["id"], made["links"], made["tokens"], made["code"]
        return LiveBoard(self.address, self._client, *found)


@dataclass
class LiveBoard:
    """A board on the server, seen past any browser: what is really stored, and what others do."""

    address: str
    client: httpx2.Client
    id: str
    links: dict[str, str]
    tokens: dict[str, str]
    code: str
    _ids: dict[str, str] = field(default_factory=dict)
    _cells: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The whole board as the facilitator sees it."""
        answer = self.client.get(f"/api/boards/{self.id}", headers=self._as("facilitator"))
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def sends(self, commands: list[dict[str, Any]], role: str = "facilitator") -> list[Any]:
        """Commands by a program, all of which must succeed; their events."""
        numbered = [{"id": str(uuid4()), **command} for command in commands]
        events: list[Any] = []
        for start in range(0, len(numbered), 500):
            answer = self.client.post(
                f"/api/boards/{self.id}/commands",
                json=numbered[start : start + 500],
                headers=self._as(role),
            )
            answer.raise_for_status()
            events += answer.json()
        refused = [event for event in events if event["is"] != "event"]
        assert not refused, refused[:3]
        return events

    def does(self, do: str, role: str = "facilitator", **fields: Any) -> Any:
        """One command by a program; its event."""
        return self.sends([{"do": do, **fields}], role)[0]

    def writes(self, title: str, at: tuple[str, str] | None = None, **fields: Any) -> str:
        """A new note, in the cell of these column and row labels or in the parking lot; its id."""
        note = str(uuid4())
        place = self.cell(*at) if at else {}
        profession = self.profession(fields.pop("profession", "SPL"))
        self.does("note.create", note=note, title=title, profession=profession, **place, **fields)
        return note

    def profession(self, code: str) -> str:
        """A profession's id, by its code."""
        if code not in self._ids:
            professions = self.document()["professions"]
            self._ids |= {doc["code"]: doc["id"] for doc in professions}
        return self._ids[code]

    def grid(self, kind: str = "vertical") -> dict[str, Any]:
        found: dict[str, Any] = next(g for g in self.document()["grids"] if g["kind"] == kind)
        return found

    def cell(self, column: str, row: str, kind: str = "vertical") -> dict[str, str]:
        """Grid, column and row by their labels, as commands want them."""
        wanted = (kind, column, row)
        if wanted not in self._cells:
            grid = self.grid(kind)
            for c, r in itertools.product(grid["columns"], grid["rows"]):
                place = {"grid": grid["id"], "column": c["id"], "row": r["id"]}
                self._cells[kind, c["label"], r["label"]] = place
        return self._cells[wanted]

    def titles_in(self, column: str, row: str, kind: str = "vertical") -> list[str]:
        """The titles stored in a cell, in order."""
        cell = self.cell(column, row, kind)
        held = [
            (place["rank"], note["id"], note["title"])
            for note in self.document()["notes"]
            if (place := note["placements"].get(cell["grid"]))
            and (place["column"], place["row"]) == (cell["column"], cell["row"])
        ]
        return [title for *__, title in sorted(held)]

    def titles(self) -> list[str]:
        """The titles of all notes, by number."""
        return [note["title"] for note in self.document()["notes"]]

    def _as(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[role]}"}
