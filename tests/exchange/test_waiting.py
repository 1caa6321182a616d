"""Files between preview and import: kept for the seat that left them, and not for long."""

import pytest

from app.errors import NotFound
from app.exchange.waiting import KEPT_S, MOST_BYTES, MOST_FILES, WaitingFiles


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_file_is_found_by_its_key_and_seat_only() -> None:
    waiting = WaitingFiles()
    key = waiting.keep("frida", "oppgaver.csv", b"tittel")
    held = waiting.find(key, "frida")
    assert (held.name, held.data) == ("oppgaver.csv", b"tittel")
    for wrong in ((key, "kari"), (key[:-1], "frida"), ("", "frida")):
        with pytest.raises(NotFound):
            waiting.find(*wrong)


def test_a_used_file_is_erased() -> None:
    waiting = WaitingFiles()
    key = waiting.keep("frida", "oppgaver.csv", b"tittel")
    waiting.forget(key)
    waiting.forget(key)
    with pytest.raises(NotFound):
        waiting.find(key, "frida")


def test_a_file_waits_for_a_quarter_of_an_hour() -> None:
    clock = Clock()
    waiting = WaitingFiles(clock)
    key = waiting.keep("frida", "oppgaver.csv", b"tittel")
    clock.now += KEPT_S - 1
    assert waiting.find(key, "frida")
    clock.now += 1
    with pytest.raises(NotFound):
        waiting.find(key, "frida")


def test_a_seats_new_file_takes_the_place_of_its_old_one() -> None:
    waiting = WaitingFiles()
    old = waiting.keep("frida", "gammel.csv", b"1")
    other = waiting.keep("lise", "annen.csv", b"2")
    new = waiting.keep("frida", "ny.csv", b"3")
    with pytest.raises(NotFound):
        waiting.find(old, "frida")
    assert waiting.find(new, "frida").data == b"3"
    assert waiting.find(other, "lise").data == b"2"


def test_the_oldest_file_gives_way_when_there_are_too_many() -> None:
    waiting = WaitingFiles()
    keys = [waiting.keep(f"seat {n}", "a.csv", b"1") for n in range(MOST_FILES + 1)]
    with pytest.raises(NotFound):
        waiting.find(keys[0], "seat 0")
    assert waiting.find(keys[1], "seat 1")


def test_the_oldest_files_give_way_when_they_are_too_large_together() -> None:
    waiting = WaitingFiles()
    piece = bytes(MOST_BYTES // 3)
    keys = [waiting.keep(f"seat {n}", "a.csv", piece) for n in range(4)]
    with pytest.raises(NotFound):
        waiting.find(keys[0], "seat 0")
    assert all(waiting.find(keys[n], f"seat {n}") for n in (1, 2, 3))
