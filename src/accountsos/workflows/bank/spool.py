"""A list on disk: what a large import prepares, so that memory does not grow with the file."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

IN_MEMORY_BYTES = 4 * 1024 * 1024


class Spool(Generic[T]):
    """Chunks of values, written once and read any number of times. Private to this process."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - lives as long as the plan

    def append(self, chunk: list[T]) -> None:
        """Keep one chunk."""
        self._starts.append(self._file.seek(0, 2))
        pickle.dump(chunk, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def chunks(self, *, backwards: bool = False) -> Iterator[list[T]]:
        """Every chunk in order; or the last one first, each from its end."""
        for start in reversed(self._starts) if backwards else self._starts:
            self._file.seek(start)
            chunk: list[T] = pickle.load(self._file)  # noqa: S301 - our own unnamed file, written by this object
            yield chunk[::-1] if backwards else chunk
