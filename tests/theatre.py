"""The theatre: a running app around the stage, where the cast speak by socket and by HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient
from sqlalchemy.engine import Engine
from starlette.testclient import WebSocketTestSession

from app.access.tokens import sign_seat
from app.main import create_app
from app.settings import Settings
from tests.cast import Stage, set_the_stage


class Theatre:
    """The stage with an app around it: the cast speak by socket and by HTTP."""

    def __init__(self, stage: Stage, client: TestClient) -> None:
        self.stage = stage
        self.client = client

    def token(self, name: str) -> str:
        app: Any = self.client.app
        return sign_seat(app.state.key, self.stage.actors[name].seat)

    def headers(self, name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(name)}"}

    @contextmanager
    def connected(self, name: str, since: int | None = None) -> Iterator["Line"]:
        """An open socket, past its welcome and snapshot."""
        address = f"/api/boards/{self.stage.board}/live"
        if since is not None:
            address += f"?since={since}"
        with self.client.websocket_connect(address, headers=self.headers(name)) as socket:
            yield Line(socket)


class Line:
    """One person's socket, message by message; presence is set aside unless asked for."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        self.socket = socket
        self.waiting: list[dict[str, Any]] = []

    def say(self, do: str, *, id: str | None = None, **fields: Any) -> str:
        """Send one command; its id."""
        command = id or str(uuid4())
        self.socket.send_json([{"id": command, "do": do, **fields}])
        return command

    def hear(self, kind: str | None = None, **like: Any) -> dict[str, Any]:
        """The next message of a kind that is like this; what comes before it is passed over."""
        while True:
            while self.waiting:
                message = self.waiting.pop(0)
                if kind is None and message["is"] == "presence":
                    continue
                if (kind is None or message["is"] == kind) and like.items() <= message.items():
                    return message
            self.waiting = self.socket.receive_json()


@contextmanager
def open_theatre(engine: Engine) -> Iterator[Theatre]:
    """The app on a database, with its lifespan, and a board with the cast."""
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, secret="a secret for tests"))
    stage = set_the_stage(engine)
    with TestClient(app, base_url="http://testserver") as client:
        yield Theatre(stage, client)
