"""People at one board, each with a connection that may break, work that waits, and a picture."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from app.errors import CODES
from tests.board.reader import Reader
from tests.live.served import Board, Served
from tests.live.wire import Gone, Wire

Command = dict[str, Any]
Message = dict[str, Any]


@dataclass
class Somebody:
    """One client. What it is told it takes in only when it looks, as a busy page does."""

    name: str
    board: Board
    token: str
    reader: Reader = field(default_factory=Reader)
    wire: Wire | None = None
    # Commands without an answer, in order. Those given while away have not gone out yet.
    waiting: dict[str, Command] = field(default_factory=dict)
    sent: dict[str, Command] = field(default_factory=dict)
    # Sent more than once: there may be more than one answer, outside the order of events too.
    repeated: set[str] = field(default_factory=set)
    # The seq of the event that each became, or the code of its refusal; the latest answer counts.
    outcomes: dict[str, int | str] = field(default_factory=dict)
    # What has been taken in since the last look at this client's screen.
    told: list[Message] = field(default_factory=list)
    is_promised_a_whole: bool = False
    is_welcome: bool = False
    # Servers of the same boards: any of them serves any person.
    doors: list[Served] = field(default_factory=list)
    diary: list[str] = field(default_factory=list)

    def note(self, line: str) -> None:
        """Write down what happens, for those who must understand it afterwards."""
        self.diary.append(f"{self.name} {line}")

    def say(self, do: str, **fields: Any) -> Command:
        """Give a command; it goes out at once, or with the next connection."""
        command = {"id": str(uuid4()), "do": do, **fields}
        self.waiting[command["id"]] = self.sent[command["id"]] = command
        if self.wire is not None:
            self._send([command])
        return command

    def say_again(self, command: Command) -> None:
        """Send a command once more, whether it has an answer or not."""
        self.repeated.add(command["id"])
        if self.wire is not None:
            self.waiting[command["id"]] = command
            self._send([command])

    def ask_over_http(self, command: Command) -> None:
        """Send a command once more by the other way in, as a program would that lost its socket."""
        self.repeated.add(command["id"])
        for message in self.board.asks([command], self.token):
            if message["is"] == "event":
                self._settle(command["id"], message["seq"])
            else:
                self._take(message)

    def go(self) -> None:
        """Lose the connection."""
        if self.wire is not None:
            self.note("falls out")
            self.wire.vanish()
            self.wire = None
            self.repeated.update(self.waiting)
            self.is_promised_a_whole = False

    def come(self, anew: bool = False, door: int = 0) -> None:
        """Connect, from where one was, and send all that has no answer."""
        if self.wire is None:
            since = None if anew or not self.reader.docs else self.reader.seq
            served = self.doors[door % len(self.doors)] if self.doors else self.board.served
            self.note(f"comes to {served.port} with since={since}")
            self.wire = Wire(served.port, self.board.id, self.token, since)
            self.is_welcome = False
            if since is None:
                self.is_promised_a_whole = True
            if self.waiting:
                self._send(list(self.waiting.values()))

    def look(self) -> None:
        """Take in what has come, without waiting for more."""
        while self.wire is not None and self.wire.has_news:
            self.hear()

    def glance(self) -> None:
        """Take in one frame, if one has come."""
        if self.wire is not None and self.wire.has_news:
            self.hear()

    def hear(self) -> None:
        """Take in one frame, and wait for it."""
        assert self.wire is not None
        try:
            messages = self.wire.hear()
        except TimeoutError:
            awaited = list(self.waiting.values()) or "the whole board, or news"
            raise AssertionError(f"{self.name} waits at {self.reader.seq} for {awaited}") from None
        for message in messages:
            self.note(f"is told {_brief(message)}")
            self._take(message)

    def be_still(self) -> None:
        """Go on until every command has its answer and everything has been seen."""
        self.come()
        while self.waiting or self.is_promised_a_whole or not self.is_welcome:
            self.hear()

    def _send(self, commands: list[Command]) -> None:
        assert self.wire is not None
        self.note(f"sends {commands}")
        try:
            self.wire.say(*commands)
        except Gone:
            self.go()

    def _take(self, message: Message) -> None:
        match message["is"]:
            case "event":
                self._take_event(message)
            case "snapshot":
                self.reader.read(message)
                self.told.append(message)
                self.is_promised_a_whole = False
            case "refused":
                assert message["code"] in CODES, message
                assert message["code"] != "unavailable", (message, self.sent.get(message["id"]))
                assert message["reason"], message
                self._settle(message["id"], message["code"])
            case "welcome":
                self.is_welcome = True
            case other:
                assert other in ("presence", "pong"), message

    def _take_event(self, event: Message) -> None:
        command = event.get("id")
        if command in self.sent:
            self._settle(command, event["seq"])
            if self._is_answer_alone(event):
                return
        self.reader.read(event)
        self.told.append(event)
        # Another state, another view: the whole board follows.
        states = event.get("changes", {}).get("board", {}).values()
        if any("state" in patch for patch in states):
            self.is_promised_a_whole = True

    def _is_answer_alone(self, event: Message) -> bool:
        """Whether it only answers a command, outside the order of events: it changes nothing.

        So it is with what was sent twice, and with what is in a whole board that came, or comes.
        """
        ahead = event["seq"] - self.reader.seq
        return ahead < 1 or (
            ahead > 1 and (event["id"] in self.repeated or self.is_promised_a_whole)
        )

    def _settle(self, command: str, outcome: int | str) -> None:
        assert command in self.sent, f"{self.name} never sent {command}"
        earlier = self.outcomes.get(command)
        if command in self.repeated and isinstance(outcome, str) and isinstance(earlier, int):
            # A refusal from before, read after the answer that came by another way.
            return
        assert not isinstance(earlier, int) or earlier == outcome, (
            f"{self.name} was told {earlier} and then {outcome} of {self.sent[command]}"
        )
        self.outcomes[command] = outcome
        self.waiting.pop(command, None)


def _brief(message: Message) -> str:
    """A message without the texts of the whole board."""
    if message["is"] == "snapshot":
        return f"the whole board as of {message['seq']}"
    return str({name: value for name, value in message.items() if name not in ("v", "at")})[:300]
