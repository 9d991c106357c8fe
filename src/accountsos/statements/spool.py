"""A list on disk: what a large file holds, read once, so that memory does not grow with it."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Generic, TypeVar

from msgspec import msgpack
from msgspec.structs import astuple

from accountsos.statements.line import StatementLine

T = TypeVar("T")

IN_MEMORY_BYTES = 1024 * 1024
_ENCODED = msgpack.Encoder()
_DECODED = msgpack.Decoder(list[StatementLine])


class Spool(Generic[T]):
    """Chunks of values, written once and read any number of times. Private to this process.

    `pack` makes a chunk into numbers, texts and tuples of such, `unpack` the chunk again: several times faster than
    keeping objects whole.
    """

    in_memory_bytes = IN_MEMORY_BYTES
    """What is longer waits in an unnamed file; 0 where a process may have none."""

    def __init__(self, pack: Callable[[list[T]], Any] = list, unpack: Callable[[Any], list[T]] = list) -> None:
        self._pack, self._unpack = pack, unpack
        self._starts: list[int] = []
        self._file = tempfile.SpooledTemporaryFile(max_size=self.in_memory_bytes)  # noqa: SIM115 - lives as long as the plan

    def append(self, chunk: list[T]) -> None:
        """Keep one chunk."""
        self.append_bytes(self._bytes_of(chunk))

    def append_bytes(self, packed: bytes) -> None:
        """Keep a chunk that was packed by another spool of its kind."""
        self._starts.append(self._file.seek(0, 2))
        self._file.write(len(packed).to_bytes(8, "big") + packed)

    def chunks(self, *, backwards: bool = False) -> Iterator[list[T]]:
        """Every chunk in order; or the last one first, each from its end."""
        for packed in self.each_as_bytes(backwards=backwards):
            chunk = self._chunk_of(packed)
            yield chunk[::-1] if backwards else chunk

    def each_as_bytes(self, *, backwards: bool = False) -> Iterator[bytes]:
        """The same as it is kept."""
        for start in reversed(self._starts) if backwards else self._starts:
            self._file.seek(start)
            yield self._file.read(int.from_bytes(self._file.read(8), "big"))

    def _bytes_of(self, chunk: list[T]) -> bytes:
        return marshal.dumps(self._pack(chunk))

    def _chunk_of(self, packed: bytes) -> list[T]:
        return self._unpack(marshal.loads(packed))  # noqa: S302 - our own unnamed file, written by this object


class LineSpool(Spool[StatementLine]):
    """Lines of a file, in a form that can be taken from a process that is not trusted."""

    def _bytes_of(self, chunk: list[StatementLine]) -> bytes:
        return _ENCODED.encode(chunk)

    def _chunk_of(self, packed: bytes) -> list[StatementLine]:
        return lines_of(packed)


def lines_of(packed: bytes) -> list[StatementLine]:
    """A chunk of lines; msgspec.DecodeError where the bytes are none."""
    return _DECODED.decode(packed)


def packed_line(line: StatementLine) -> tuple[Any, ...]:
    """A line as plain values."""
    number, day, *rest = astuple(line)
    return (day.toordinal(), number, *rest)


def unpacked_line(values: tuple[Any, ...]) -> StatementLine:
    """The line again."""
    day, number, *rest = values
    return StatementLine(number, date.fromordinal(day), *rest)
