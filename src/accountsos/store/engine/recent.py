"""What was used last, at most so much of it: a cache that many threads share and that does not grow."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps the values that were got or put most recently; the one unused for longest makes room."""

    __slots__ = ("_changing", "_kept", "most")

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: dict[K, V] = {}
        self._changing = threading.Lock()

    def get(self, key: K) -> V | None:
        """The value, which is now the last to go."""
        with self._changing:
            value = self._kept.pop(key, None)
            if value is not None:
                self._kept[key] = value
        return value

    def put(self, key: K, value: V) -> None:
        """Keep it."""
        with self._changing:
            self._kept.pop(key, None)
            self._kept[key] = value
            while len(self._kept) > self.most:
                del self._kept[next(iter(self._kept))]

    def __len__(self) -> int:
        return len(self._kept)
