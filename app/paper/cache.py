"""Finished pages that are kept, so that equal input costs nothing twice."""

import threading
from collections import OrderedDict


class PageCache:
    """Keeps the results last asked for, up to ``capacity`` bytes in all. Safe between threads."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._size = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[bytes, ...]] = OrderedDict()

    def get(self, key: str) -> tuple[bytes, ...] | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: str, parts: tuple[bytes, ...]) -> None:
        """Keep ``parts``; what was not asked for longest makes room."""
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = parts
            self._size += _weight(parts)
            while self._size > self._capacity:
                _key, dropped = self._kept.popitem(last=False)
                self._size -= _weight(dropped)

    def __len__(self) -> int:
        return len(self._kept)

    def forget(self) -> None:
        """Keep nothing any more: what was printed may hold what has since been erased."""
        with self._lock:
            self._kept.clear()
            self._size = 0


def _weight(parts: tuple[bytes, ...]) -> int:
    return sum(len(part) for part in parts)
