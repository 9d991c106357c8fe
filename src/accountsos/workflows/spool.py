"""A list on disk: what a large import prepares, so that memory does not grow with the file."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

IN_MEMORY_BYTES = 4 * 1024 * 1024


class Spool(Generic[T]):
    """Chunks of values, written once and read any number of times, in order. Private to this process."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - lives as long as the plan

    def append(self, chunk: list[T]) -> None:
        """Keep one chunk."""
        pickle.dump(chunk, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def chunks(self) -> Iterator[list[T]]:
        """Every chunk in order."""
        position, end = 0, self._file.seek(0, 2)
        while position < end:
            self._file.seek(position)
            chunk: list[T] = pickle.load(self._file)  # noqa: S301 - our own unnamed file, written by this object
            position = self._file.tell()
            yield chunk
