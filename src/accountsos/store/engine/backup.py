"""Back up an installation while it runs, and restore it into an empty place.

First the database, then the files that the books name in that copy: files are only added meanwhile, so that whatever
the copy names is there. Back again the other way round: files first, the books last.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from accountsos import ids
from accountsos.errors import Conflict, NotFound
from accountsos.store.engine.database_copy import (
    DUMP_FILE,
    BackupFailed,
    NamedFile,
    bring_back,
    copy_database,
    named_now,
    refuse_filled,
)
from accountsos.store.engine.migrate import HEAD
from accountsos.store.engine.objects import MissingObject, Objects, UnreadableObject, key_of
from accountsos.store.engine.opening import BOOKS_FILE, OBJECTS_FOLDER, Place
from accountsos.store.engine.place_of_objects import objects_at

MANIFEST = "manifest.json"
AT_ONCE = 8
"""Files that are fetched at the same time: a bucket takes its time for each."""
_KEPT_FILE = re.compile(rf"{OBJECTS_FOLDER}/(co_[0-9A-Za-z]{{6}})/[0-9a-f]{{2}}/([0-9a-f]{{64}})")
_UNFINISHED_FILE = re.compile(rf"{OBJECTS_FOLDER}/.*/\.arriving-[^/]+")
"""What earlier releases copied of a file that had not arrived."""


@dataclass(frozen=True, slots=True)
class LostFile:
    """A document whose file could not be copied."""

    company: str
    document: str
    why: str


def back_up(place: Place, destination: Path, *, documents: bool = True) -> tuple[LostFile, ...]:
    """A consistent copy of database, then documents, with a manifest of digests. The destination must be empty.

    What is told are documents whose files are gone or spoilt where they are kept: all else is in the backup.
    """
    if destination.exists() and any(destination.iterdir()):
        raise Conflict(f"{destination} is not empty; name a folder that does not exist yet")
    unfinished = destination.with_name(destination.name + ".unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(parents=True, mode=0o700)
    named = copy_database(place, unfinished)
    lost = _copy_files(place, named, unfinished / OBJECTS_FOLDER) if documents else ()
    manifest = {
        "schema": HEAD,
        "documents": documents,
        "lost": {each.document: each.why for each in lost},
        "files": {str(p.relative_to(unfinished)): _digest(p) for p in _files(unfinished)},
    }
    (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    for path in [*_files(unfinished), unfinished / MANIFEST]:
        path.chmod(0o600)
        _sync(path)
    if destination.exists():
        destination.rmdir()
    unfinished.rename(destination)
    _sync(destination.absolute().parent)
    return lost


def restore(source: Path, place: Place) -> bool:
    """Put a backup into an empty place; whether documents are in it. Every file is checked against its digest first."""
    manifest = _checked(source)
    files = manifest.files
    wanted = DUMP_FILE if place.database_url else BOOKS_FILE
    if wanted not in files:
        holds, here = ("PostgreSQL", "SQLite") if DUMP_FILE in files else ("SQLite", "PostgreSQL")
        raise BackupFailed(f"the backup is of books in {holds}, and the settings say {here}; nothing was restored")
    refuse_filled(place)
    place.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    objects = objects_at(place.objects_url, place.data / OBJECTS_FOLDER)
    kept = [(name, match) for name in files if (match := _KEPT_FILE.fullmatch(name))]
    with ThreadPoolExecutor(AT_ONCE) as fetching:
        for _ in fetching.map(lambda each: _bring_file(objects, source / each[0], *each[1].groups()), kept):
            pass
    others = [name for name in files if not _KEPT_FILE.fullmatch(name) and not _UNFINISHED_FILE.fullmatch(name)]
    for name in sorted(others, key=lambda name: (name == BOOKS_FILE, name)):
        if name != DUMP_FILE:
            _arrive(source / name, place.data / name)
    bring_back(place, source)
    return manifest.documents


def _copy_files(place: Place, named: Sequence[NamedFile], folder: Path) -> tuple[LostFile, ...]:
    """Each file that the copied books name, checked against its digest on the way."""
    objects = objects_at(place.objects_url, place.data / OBJECTS_FOLDER)

    def copied(file: NamedFile) -> str | None:
        target = folder / key_of(file.company, file.digest)
        if target.exists():
            return None
        try:
            content = objects.get(file.company, file.digest)
        except (MissingObject, UnreadableObject) as gone:
            return str(gone)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        arriving = target.with_name(f".arriving-{file.document}")
        arriving.write_bytes(content)
        arriving.rename(target)
        return None

    with ThreadPoolExecutor(AT_ONCE) as fetching:
        gone = [(file, why) for file, why in zip(named, fetching.map(copied, named), strict=True) if why is not None]
    still = named_now(place) if gone else set()
    return tuple(
        LostFile(ids.company_id(file.company), ids.public_id("doc_", file.company, file.document), why)
        for file, why in gone
        if file in still  # what was deleted meanwhile is not lost
    )


def _bring_file(objects: Objects, file: Path, company: str, digest: str) -> None:
    """Into the folder or bucket, unless it is there and whole: a bucket may have outlived the database."""
    number, wanted = ids.company_number(company), bytes.fromhex(digest)
    assert number is not None
    try:
        objects.get(number, wanted)
    except (MissingObject, UnreadableObject):
        if objects.put(number, file.read_bytes()) != wanted:
            raise BackupFailed(f"{file.name!r} of the backup is not what its name says; use another backup") from None


def _arrive(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = target.with_name(target.name + ".arriving")
    shutil.copyfile(file, arriving)
    arriving.chmod(0o600)
    _sync(arriving)
    arriving.rename(target)
    _sync(target.parent)


@dataclass(frozen=True, slots=True)
class _Manifest:
    files: Mapping[str, str]
    documents: bool


def _checked(source: Path) -> _Manifest:
    try:
        manifest = json.loads((source / MANIFEST).read_text("utf-8"))
    except FileNotFoundError as missing:
        raise NotFound(f"{source} is not a backup: it has no {MANIFEST}") from missing
    except ValueError as broken:
        raise BackupFailed(f"the {MANIFEST} of {source} is damaged; use another backup") from broken
    schema, files = _told(manifest, source)
    if schema > HEAD:
        raise BackupFailed(
            f"the backup was made by a newer release of AccountsOS: its schema is {schema}, this release "
            f"knows {HEAD}. Restore it with the newer release"
        )
    for name, digest in files.items():
        if not _is_within(source, name):
            raise BackupFailed(f"{name!r} of the backup leads out of it; nothing was restored, use another backup")
        path = source / name
        if not path.is_file() or _digest(path) != digest:
            raise BackupFailed(f"{name!r} of the backup is missing or damaged; use another backup")
    return _Manifest(files, manifest.get("documents") is not False)


def _told(manifest: object, source: Path) -> tuple[str, dict[str, str]]:
    """Schema and files, where the manifest is one."""
    if isinstance(manifest, dict):
        schema, files = manifest.get("schema"), manifest.get("files")
        if isinstance(schema, str) and isinstance(files, dict) and all(isinstance(d, str) for d in files.values()):
            return schema, files
    raise BackupFailed(f"the {MANIFEST} of {source} is damaged; use another backup")


def _is_within(source: Path, name: str) -> bool:
    """Whether it is a file of the folder itself: no absolute name, no step upwards, no link on the way."""
    parts = Path(name).parts
    if not parts or Path(name).is_absolute() or ".." in parts or "\0" in name:
        return False
    steps = [source.joinpath(*parts[: n + 1]) for n in range(len(parts))]
    return not any(step.is_symlink() for step in steps)


def _files(folder: Path) -> Iterator[Path]:
    return (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != MANIFEST)


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
