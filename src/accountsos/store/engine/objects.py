"""Uploaded files: content-addressed by SHA-256 under their company, in a directory or an S3 bucket."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from accountsos import ids
from accountsos.errors import Unavailable

GONE_FILE = "the file {} is not where it was kept; restore it from a backup"


class MissingObject(Unavailable):
    """The books name a file that is not there, or whose bytes are no longer those that were uploaded."""


class UnreadableObject(Unavailable):
    """The file is there, and cannot be read: its rights, its folder or the disk are wrong."""


class Objects(Protocol):
    """Where files are kept. A file that was put is on the disk, or in the bucket, when `put` returns."""

    def put(self, company: int, content: bytes) -> bytes:
        """Keep the bytes; their digest. The same bytes again change nothing."""
        ...

    def get(self, company: int, digest: bytes) -> bytes:
        """The bytes, checked against their digest."""
        ...

    def holds(self, company: int, digest: bytes) -> bool:
        """Whether there is a file of that digest."""
        ...

    def remove(self, company: int, digest: bytes) -> None:
        """Delete the file; none is fine too."""
        ...

    def digests(self, company: int) -> Iterator[bytes]:
        """Of every file of the company."""
        ...


class DirectoryObjects:
    """Files in a local directory, readable by their owner only."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, company: int, content: bytes) -> bytes:
        """Write beside, sync, rename, sync the folder: a power cut leaves the whole file or none."""
        digest = hashlib.sha256(content).digest()
        try:
            _put_whole(self._path(company, digest), content)
        except OSError as wrong:
            raise Unavailable(
                f"the file could not be stored ({reason_of(wrong)}); nothing was changed, try again once that is mended"
            ) from wrong
        return digest

    def get(self, company: int, digest: bytes) -> bytes:
        """The bytes, checked against their digest."""
        try:
            content = self._path(company, digest).read_bytes()
        except FileNotFoundError as gone:
            raise MissingObject(GONE_FILE.format(digest.hex())) from gone
        except OSError as wrong:
            raise UnreadableObject(
                f"the file {digest.hex()} cannot be read ({reason_of(wrong)}); `accountsos doctor` says more"
            ) from wrong
        return proved(content, digest)

    def holds(self, company: int, digest: bytes) -> bool:
        """Whether there is a file of that digest."""
        try:
            return self._path(company, digest).is_file()
        except OSError:
            return False

    def remove(self, company: int, digest: bytes) -> None:
        """Delete the file."""
        try:
            self._path(company, digest).unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as wrong:
            raise Unavailable(f"the file could not be deleted ({reason_of(wrong)}); try again") from wrong

    def digests(self, company: int) -> Iterator[bytes]:
        """Of every file of the company; unfinished ones do not count."""
        for path in sorted((self.root / ids.company_id(company)).glob("??/*")):
            if not path.name.startswith("."):
                yield bytes.fromhex(path.name)

    def _path(self, company: int, digest: bytes) -> Path:
        return self.root / key_of(company, digest)


class _NoFiles:
    """Books that were opened without a place for files."""

    def put(self, company: int, content: bytes) -> bytes:
        raise Unavailable("these books were opened without a place for files")

    def get(self, company: int, digest: bytes) -> bytes:
        raise MissingObject("these books were opened without a place for files")

    def holds(self, company: int, digest: bytes) -> bool:
        return False

    def remove(self, company: int, digest: bytes) -> None:
        raise Unavailable("these books were opened without a place for files")

    def digests(self, company: int) -> Iterator[bytes]:
        return iter(())


NO_FILES: Objects = _NoFiles()


def key_of(company: int, digest: bytes) -> str:
    """Where the file of that digest is kept, below the folder or in the bucket."""
    name = digest.hex()
    return f"{ids.company_id(company)}/{name[:2]}/{name}"


def proved(content: bytes, digest: bytes) -> bytes:
    """The bytes, if they are those that were uploaded."""
    if hashlib.sha256(content).digest() != digest:
        raise MissingObject(f"the stored bytes of {digest.hex()} have changed; restore them from a backup")
    return content


def reason_of(wrong: OSError) -> str:
    """What the system says, without the path: whoever asks by HTTP need not know where files are."""
    if wrong.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    return (wrong.strerror or type(wrong).__name__).lower()


def _put_whole(target: Path, content: bytes) -> None:
    folder = target.parent
    new_folders = [f for f in (folder, *folder.parents) if not f.exists()]
    for new in reversed(new_folders):
        new.mkdir(exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".arriving-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    for changed in (folder, *(f.parent for f in new_folders)):
        _sync_folder(changed)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
