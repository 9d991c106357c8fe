"""A list on disk: what a large file holds, read once, so that memory does not grow with it."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Generic, TypeVar

from msgspec.structs import astuple

from accountsos.statements.line import StatementLine

T = TypeVar("T")

IN_MEMORY_BYTES = 1024 * 1024


class Spool(Generic[T]):
    """Chunks of values, written once and read any number of times. Private to this process.

    `pack` makes a chunk into numbers, texts and tuples of such, `unpack` the chunk again: several times faster than
    keeping objects whole.
    """

    def __init__(self, pack: Callable[[list[T]], Any] = list, unpack: Callable[[Any], list[T]] = list) -> None:
        self._pack, self._unpack = pack, unpack
        self._starts: list[int] = []
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - lives as long as the plan

    def append(self, chunk: list[T]) -> None:
        """Keep one chunk."""
        packed = marshal.dumps(self._pack(chunk))
        self._starts.append(self._file.seek(0, 2))
        self._file.write(len(packed).to_bytes(8, "big") + packed)

    def chunks(self, *, backwards: bool = False) -> Iterator[list[T]]:
        """Every chunk in order; or the last one first, each from its end."""
        for start in reversed(self._starts) if backwards else self._starts:
            self._file.seek(start)
            packed = self._file.read(int.from_bytes(self._file.read(8), "big"))
            chunk = self._unpack(marshal.loads(packed))  # noqa: S302 - our own unnamed file, written by this object
            yield chunk[::-1] if backwards else chunk


def packed_line(line: StatementLine) -> tuple[Any, ...]:
    """A line as plain values."""
    number, day, *rest = astuple(line)
    return (day.toordinal(), number, *rest)


def unpacked_line(values: tuple[Any, ...]) -> StatementLine:
    """The line again."""
    day, number, *rest = values
    return StatementLine(number, date.fromordinal(day), *rest)


def line_spool() -> Spool[StatementLine]:
    """A spool of statement lines."""
    return Spool(lambda chunk: [packed_line(line) for line in chunk], lambda rows: [unpacked_line(r) for r in rows])
