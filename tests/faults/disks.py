"""A disk of one's own that can be full, and be given room again."""

import resource
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE_MIB = 24


class Disk(ABC):
    """A folder for a database, and what can be done to the room in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    @abstractmethod
    def words(self) -> str:
        """What kind of disk this is."""

    @abstractmethod
    def fill(self, pid: int) -> None:
        """Leave no room for what the process ``pid`` wants to write."""

    @abstractmethod
    def clear(self, pid: int) -> None:
        """Give it room again."""


class SmallDisk(Disk):
    """A file system in memory, filled up by one large file."""

    words = f"a file system of {SIZE_MIB} MiB"

    def fill(self, pid: int) -> None:
        with (self.folder / "ballast").open("ab", buffering=0) as ballast:
            for block in (2**20, 2**12):
                try:
                    while True:
                        ballast.write(b"\0" * block)
                except OSError:
                    continue

    def clear(self, pid: int) -> None:
        (self.folder / "ballast").unlink()


class LimitedFiles(Disk):
    """Where nothing may be mounted: the process may let no file grow beyond what its largest is.

    Its writes fail then as they do on a full disk, though with another error underneath.
    """

    words = "a limit on how large a file of the server may grow"

    def fill(self, pid: int) -> None:
        largest = max(file.stat().st_size for file in self.folder.iterdir() if file.is_file())
        self._limit(pid, largest)

    def clear(self, pid: int) -> None:
        self._limit(pid, resource.RLIM_INFINITY)

    def _limit(self, pid: int, size: int) -> None:
        __, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, most))


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A disk at ``folder``: a real small one where this process may mount it, or the next best."""
    folder.mkdir()
    if not _do("mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m", "tmpfs", str(folder)):
        yield LimitedFiles(folder)
        return
    try:
        yield SmallDisk(folder)
    finally:
        # Lazily: whoever still holds a file there shall not keep the test from ending.
        _do("umount", "-l", str(folder))


def _do(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0  # noqa: S603
    except FileNotFoundError:
        return False
