"""How much one person or program may send: a burst, refilled with time."""

import time

from app.errors import TooMany

# Four full frames: what was made offline is sent at once, and sent again when in doubt.
BURST = 2000
A_SECOND = 60
MOST_SEATS = 10_000


class Allowance:
    """How many messages may still be sent."""

    def __init__(self) -> None:
        self._left = float(BURST)
        self._then = time.monotonic()

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing to remember: it is as good as new."""
        return self._left + (time.monotonic() - self._then) * A_SECOND >= BURST

    def spend(self, messages: int) -> TooMany | None:
        """A refusal when there is too little left, and nothing is spent then."""
        here = time.monotonic()
        self._left = min(BURST, self._left + (here - self._then) * A_SECOND)
        self._then = here
        if messages > self._left:
            return TooMany()
        self._left -= messages
        return None


class Allowances:
    """The allowance of each seat, however it comes: who comes again gets no further by it."""

    def __init__(self) -> None:
        self._by_seat: dict[str, Allowance] = {}

    def of(self, seat: str) -> Allowance:
        """A seat's allowance."""
        if len(self._by_seat) >= MOST_SEATS:
            self._by_seat = {s: a for s, a in self._by_seat.items() if not a.is_whole}
        return self._by_seat.setdefault(seat, Allowance())

    def spend(self, seat: str, messages: int) -> None:
        """Raises TooMany when the seat has too little left."""
        refused = self.of(seat).spend(messages)
        if refused is not None:
            raise refused
