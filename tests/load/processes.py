"""Processes as the kernel counts them: memory and processor time of a server and its workers."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Use:
    """What a process and all that it started hold and have used."""

    memory: int
    seconds: float


def used_by(root: int) -> Use:
    """Resident memory in bytes and processor time in seconds of a process and its offspring."""
    found: dict[int, tuple[int, Use]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                line = (folder / "stat").read_text()
            except OSError:
                continue  # It has just ended.
            # The name stands in brackets and may hold anything; the numbers follow.
            field = line[line.rindex(")") + 2 :].split()
            use = Use(int(field[21]) * _PAGE, (int(field[11]) + int(field[12])) / _TICKS)
            found[int(folder.name)] = (int(field[1]), use)
    return _sum(root, found)


def _sum(pid: int, found: dict[int, tuple[int, Use]]) -> Use:
    own = found[pid][1] if pid in found else Use(0, 0.0)
    below = [_sum(child, found) for child, (parent, __) in found.items() if parent == pid]
    return Use(
        own.memory + sum(use.memory for use in below),
        own.seconds + sum(use.seconds for use in below),
    )
