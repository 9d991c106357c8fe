"""A file system that forgets what was not synced: an APSW VFS, under the store's own engine, for the power-cut test."""

from __future__ import annotations

import random
import threading
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


class PowerCut(apsw.IOError):
    """The machine is gone: every further call fails."""


class Disk:
    """What is on each file for good, and what was written since the last sync and may be lost in part."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.durable: dict[str, bytes] = {}
        self.pending: dict[str, list[tuple[int, bytes]]] = {}
        self.lengths: dict[str, int] = {}
        self.cut = False
        self.operations = 0
        self.cut_after: int | None = None
        self.lock = threading.RLock()

    def did(self) -> None:
        """One more write or sync; the power may go at any of them."""
        if self.cut:
            raise PowerCut("no power")
        self.operations += 1
        if self.cut_after is not None and self.operations >= self.cut_after:
            self.cut = True
            raise PowerCut("no power")

    def opened(self, name: str) -> None:
        if name not in self.durable:
            path = Path(name)
            self.durable[name] = path.read_bytes() if path.exists() else b""
            self.pending[name] = []
            self.lengths[name] = len(self.durable[name])

    def wrote(self, name: str, data: bytes, offset: int) -> None:
        self.pending[name].append((offset, data))
        self.lengths[name] = max(self.lengths[name], offset + len(data))

    def truncated(self, name: str, length: int) -> None:
        """A shorter file: SQLite relies on it only after a sync, so it is kept with the other unsynced changes."""
        self.pending[name].append((-1, length.to_bytes(8, "big")))
        self.lengths[name] = length

    def synced(self, name: str) -> None:
        self.durable[name] = _applied(self.durable[name], self.pending[name])
        self.pending[name] = []

    def deleted(self, name: str) -> None:
        for kept in (self.durable, self.pending, self.lengths):
            kept.pop(name, None)

    def after_the_cut(self, folder: Path) -> None:
        """Write to `folder` what a machine finds that comes up again: synced data, and any part of the rest."""
        for name, durable in self.durable.items():
            path = folder / Path(name).name
            survivors = [change for change in self.pending[name] if self.chance.random() < 0.5]
            torn = [(offset, self._torn(data)) if offset >= 0 else (offset, data) for offset, data in survivors]
            self.chance.shuffle(torn)
            path.write_bytes(_applied(durable, torn))

    def _torn(self, data: bytes) -> bytes:
        """Whole sectors from the start, as many as made it."""
        if len(data) <= SECTOR or self.chance.random() < 0.5:
            return data
        return data[: self.chance.randrange(1, len(data) // SECTOR + 1) * SECTOR]


def _applied(content: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    whole = bytearray(content)
    for offset, data in changes:
        if offset < 0:
            length = int.from_bytes(data, "big")
            del whole[length:]
            whole.extend(bytes(length - len(whole)))
            continue
        if len(whole) < offset:
            whole.extend(bytes(offset - len(whole)))
        whole[offset : offset + len(data)] = data
    return bytes(whole)


class UnsyncedVFS(apsw.VFS):
    """The platform's VFS with every write told to the disk model."""

    def __init__(self, name: str, disk: Disk) -> None:
        self.disk = disk
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802 - SQLite's name
        return UnsyncedFile(name, flags, self.disk)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - SQLite's name and form
        with self.disk.lock:
            self.disk.did()
            self.disk.deleted(filename)
        super().xDelete(filename, syncdir)


class UnsyncedFile(apsw.VFSFile):
    """A file whose writes wait for a sync."""

    def __init__(self, name: Any, flags: list[int], disk: Disk) -> None:
        self.disk = disk
        self.name = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        disk.opened(self.name)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        with self.disk.lock:
            self.disk.did()
            self.disk.wrote(self.name, bytes(data), offset)
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        with self.disk.lock:
            self.disk.did()
            self.disk.truncated(self.name, newsize)
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        with self.disk.lock:
            self.disk.did()
            self.disk.synced(self.name)
        super().xSync(flags)
