"""Random and mutated frames against a real server, while two people work in another room.

Run by hand or by `make soak`:

    python -m tests.load.hostile [--frames 1000000] [--most-seconds 1200] [--seed 1]

It fails when the server says anything that docs/protocol.md does not know, writes a fault in its
log, grows, or lets the other room wait.
"""

import argparse
import random
import socket
import statistics
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, Self

from app.errors import CODES
from tests.live.bystanders import Bystanders
from tests.live.mutations import Mutator, survey
from tests.live.raw_bytes import some_bytes
from tests.live.served import Board, Served, serve
from tests.live.wire import Gone, Wire, frame

KINDS = ("welcome", "snapshot", "event", "refused", "presence", "pong")
# 1011 is what a server says that has failed, and is not among them.
CLOSED_WITH = (None, 1000, 1001, 1002, 1003, 1007, 1009, 4403)

AT_ONCE = 20
# Fewer than one seat may send, so that frames are read and not only counted.
IN_ONE_SEAT = 900
# Always the same ones: what the server keeps ready of a board is no growth.
BOARDS = 4
ONE_IN_RAW = 20
MIB = 1024 * 1024


@dataclass
class Report:
    """What a storm of frames met with."""

    frames: int = 0
    raw: int = 0
    seconds: float = 0.0
    heard: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    closings: Counter[int | None] = field(default_factory=Counter)
    boards: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    quiet_ms: list[float] = field(default_factory=list)
    disturbed_ms: list[float] = field(default_factory=list)

    @property
    def growth(self) -> int:
        """By how many bytes the server has grown, from when it was warm."""
        return self.memory[-1] - self.memory[0]

    def __str__(self) -> str:
        return "\n".join(
            (
                f"{self.frames} frames and {self.raw} times raw bytes in {self.seconds:.0f} s",
                f"heard: {dict(self.heard)}",
                f"refusals: {dict(self.refusals)}",
                f"closed with: {dict(self.closings)}",
                f"memory: {[round(size / MIB) for size in self.memory]} MiB",
                f"the other room before, ms: {_spread(self.quiet_ms)}",
                f"the other room during it, ms: {_spread(self.disturbed_ms)}",
            )
        )


class Storm:
    """Frame after frame from one seat after another, some of them below the text."""

    def __init__(self, served: Served, seed: int, report: Report) -> None:
        self._served = served
        self._report = report
        self._chance = random.Random(seed)  # noqa: S311 - the same each time
        self._other = served.make_board()
        self._untouched = self._other.document()
        self._grounds = [self._new_ground() for __ in range(BOARDS)]
        self._board, self._mutator = self._grounds[0]

    def blow(self, frames: int, until: float = float("inf")) -> Self:
        """Send about so many, or for so long, and take in what comes back."""
        goal = self._report.frames + frames
        while self._report.frames < goal and monotonic() < until:
            self._board, self._mutator = self._chance.choice(self._grounds)
            count = min(IN_ONE_SEAT, goal - self._report.frames)
            self._sit_down(count)
            for __ in range(count // ONE_IN_RAW):
                self._send_raw()
        assert self._other.document() == self._untouched, "another board was reached"
        return self

    def _new_ground(self) -> tuple[Board, Mutator]:
        board = self._served.make_board()
        self._report.boards.append(board.id)
        profession = board.document()["professions"][0]["id"]
        new = {"do": "note.create", "title": "Lapp", "profession": profession}
        board.asks([{"id": f"{number}", **new} for number in range(12)])
        ground = survey(board.document(), self._untouched)
        return board, Mutator(self._chance.getrandbits(32), ground)

    def _sit_down(self, frames: int) -> None:
        """One seat's frames, as long as it is not thrown out."""
        is_leading = self._chance.random() < 0.1
        token = self._board.lead() if is_leading else self._board.join()
        wire = Wire(self._served.port, self._board.id, token)
        try:
            for first in range(0, frames, AT_ONCE):
                count = min(AT_ONCE, frames - first)
                self._report.frames += count
                texts = [frame(self._mutator.frame()) for __ in range(count)]
                last = f"last-{first}"
                wire.send(b"".join(texts))
                # Refused like the rest, and after them.
                wire.say({"id": last, "do": "nothing"})
                while last not in self._take(wire.hear()):
                    pass
        except Gone as gone:
            self._note_closing(gone)
        finally:
            wire.vanish()
        if is_leading:
            self._reopen()

    def _take(self, messages: list[dict[str, Any]]) -> set[object]:
        """Check that each is something that docs/protocol.md knows; the ids of what is refused."""
        refused = [message for message in messages if message["is"] == "refused"]
        for message in messages:
            assert message["is"] in KINDS, message
            self._report.heard[message["is"]] += 1
        for message in refused:
            assert message["code"] in CODES, message
            assert message["reason"], message
            self._report.refusals[message["code"]] += 1
        return {message["id"] for message in refused}

    def _send_raw(self) -> None:
        """Break the protocol, end one's own half, and read until the server ends the other."""
        wire = Wire(self._served.port, self._board.id, self._board.tokens["viewer"])
        self._report.raw += 1
        try:
            wire.send(some_bytes(self._chance))
            wire.socket.shutdown(socket.SHUT_WR)
            while True:
                self._take(wire.hear())
        except Gone as gone:
            self._note_closing(gone)
        except OSError as error:
            assert not isinstance(error, TimeoutError), "the server does not let go"
            self._report.closings[None] += 1
        finally:
            wire.vanish()

    def _note_closing(self, gone: Gone) -> None:
        assert gone.code in CLOSED_WITH, gone
        self._report.closings[gone.code] += 1

    def _reopen(self) -> None:
        """Whoever leads may have closed the board, or wished to: what comes next needs it open."""
        self._board.asks([{"id": f"{self._report.frames}", "do": "board.state", "state": "open"}])


def assail(served: Served, frames: int, seed: int, most_seconds: float) -> Report:
    """A storm of frames, and what it did to the server and to another room."""
    report = Report()
    storm = Storm(served, seed, report)
    bystanders = Bystanders(served.make_board())
    # Until it is warm: what it keeps ready for later is no growth.
    storm.blow(min(frames // 5, 20_000))
    report.quiet_ms += bystanders.measure(30)
    report.memory.append(served.memory)
    began = monotonic()
    with bystanders.at_work(report.disturbed_ms):
        for part in range(10, 0, -1):
            storm.blow(max(frames - report.frames, 0) // part, began + most_seconds)
            report.memory.append(served.memory)
    report.seconds = monotonic() - began
    return report


def check(report: Report, served: Served, most_growth: int) -> None:
    """Raises AssertionError when the storm has done any harm."""
    faults = served.faults()
    assert not faults, f"{len(faults)} faults in the log, the first: {faults[0]}"
    assert served.process.poll() is None, "the server has ended"
    assert "unavailable" not in report.refusals, report
    assert report.growth < most_growth, f"it has grown by {report.growth / MIB:.0f} MiB\n{report}"
    quiet, disturbed = (statistics.median(ms) for ms in (report.quiet_ms, report.disturbed_ms))
    # The storm and the bystanders are one process here, and share its time: hence the slack.
    assert disturbed < 10 * quiet + 100, report


def _spread(ms: list[float]) -> str:
    if not ms:
        return "nothing"
    ordered = sorted(ms)
    at = {name: ordered[int(len(ordered) * part)] for name, part in (("p50", 0.5), ("p99", 0.99))}
    return ", ".join(f"{name} {value:.1f}" for name, value in at.items()) + f", n {len(ms)}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--most-seconds", type=float, default=1200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serve(f"sqlite:///{folder}/lappetavla.db", folder) as served:
            report = assail(served, given.frames, given.seed, given.most_seconds)
            print(report, flush=True)
            check(report, served, most_growth=64 * MIB)


if __name__ == "__main__":
    main()
