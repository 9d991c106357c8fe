"""Whether a SQLite file in WAL mode was written to: the head of its log's index, which every commit changes."""

from __future__ import annotations

import os
import struct
from contextlib import suppress

DESCRIPTORS = "/proc/self/fd"
HEAD_BYTES = 48
"""The head stands twice in a row: whoever commits writes one after the other, so a half written one is told."""
_VERSION = struct.pack("=I", 3_007_000)
"""How the index has begun since it exists; SQLite refuses any other."""


class WalIndex:
    """Looks at the index as SQLite itself does before it reads, without SQLite's locks around the look.

    By the very descriptor by which SQLite has it open in this process: whoever opens the file once more, and closes
    it, takes SQLite's locks away.
    """

    __slots__ = ("_descriptor", "_name")

    def __init__(self, path: str) -> None:
        self._name = f"{os.path.realpath(path)}-shm"
        self._descriptor: int | None = None

    def head(self) -> bytes | None:
        """Another one after each commit, by whichever process; None where it cannot be told just now.

        Asked only while this process has a connection to the file: else the index may be gone, and made anew.
        """
        if self._descriptor is None:
            self._descriptor = _descriptor_of(self._name)
            if self._descriptor is None:
                return None
        try:
            found = os.pread(self._descriptor, 2 * HEAD_BYTES, 0)
        except OSError:
            found = b""
        head = found[:HEAD_BYTES]
        if head != found[HEAD_BYTES:] or not head.startswith(_VERSION):
            self._descriptor = None
            return None
        return head


def _descriptor_of(name: str) -> int | None:
    with suppress(OSError):  # no Linux
        for descriptor in os.listdir(DESCRIPTORS):
            with suppress(OSError):  # one that was open while the folder was listed
                if os.readlink(f"{DESCRIPTORS}/{descriptor}") == name:
                    return int(descriptor)
    return None
