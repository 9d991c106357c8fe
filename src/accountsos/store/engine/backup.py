"""Back up an installation while it runs, and restore it into an empty place."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import apsw
import psycopg

from accountsos.errors import Conflict, NotFound, Refused
from accountsos.store.engine.migrate import HEAD
from accountsos.store.engine.opening import BOOKS_FILE, OBJECTS_FOLDER, Place

MANIFEST, DUMP_FILE = "manifest.json", "books.pgdump"


class BackupFailed(Refused):
    """The backup or the restore could not be finished. What was there before is unchanged."""

    code = "backup_failed"


def back_up(place: Place, destination: Path) -> Path:
    """A consistent copy of database, then documents, with a manifest of digests. The destination must be empty."""
    if destination.exists() and any(destination.iterdir()):
        raise Conflict(f"{destination} is not empty; name a folder that does not exist yet")
    unfinished = destination.with_name(destination.name + ".unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(parents=True, mode=0o700)
    if place.database_url:
        _run("pg_dump", "--format=custom", f"--file={unfinished / DUMP_FILE}", place.owner_url or place.database_url)
    else:
        _copy_sqlite(place.data / BOOKS_FILE, unfinished / BOOKS_FILE)
    objects = place.data / OBJECTS_FOLDER
    if objects.exists():
        shutil.copytree(objects, unfinished / OBJECTS_FOLDER)
    manifest = {"schema": HEAD, "files": {str(p.relative_to(unfinished)): _digest(p) for p in _files(unfinished)}}
    (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    for path in _files(unfinished):
        path.chmod(0o600)
        _sync(path)
    if destination.exists():
        destination.rmdir()
    unfinished.rename(destination)
    return destination


def restore(source: Path, place: Place) -> None:
    """Put a backup into an empty place. Every file is checked against its digest first."""
    files = _checked(source)
    if place.database_url:
        _refuse_filled_database(place)
        assert place.owner_url is not None
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={place.owner_url}", str(source / DUMP_FILE))
    elif (place.data / BOOKS_FILE).exists():
        raise Conflict(f"there are books in {place.data} already; restore into an empty data directory")
    place.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in files:
        if name == DUMP_FILE:
            continue
        target = place.data / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        arriving = target.with_name(target.name + ".arriving")
        shutil.copyfile(source / name, arriving)
        arriving.chmod(0o600)
        _sync(arriving)
        arriving.rename(target)


def _checked(source: Path) -> list[str]:
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
    return list(files)


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


def _copy_sqlite(books: Path, copy: Path) -> None:
    if not books.exists():
        raise NotFound(f"there are no books in {books.parent}")
    source, target = apsw.Connection(str(books), flags=apsw.SQLITE_OPEN_READWRITE), apsw.Connection(str(copy))
    source.set_busy_timeout(10_000)
    with target.backup("main", source, "main") as backup:
        backup.step(-1)
    target.execute("PRAGMA journal_mode=DELETE").fetchall()
    target.close()
    source.close()


def _refuse_filled_database(place: Place) -> None:
    if place.owner_url is None:
        raise Conflict("restoring PostgreSQL needs ACCOUNTSOS_DATABASE_OWNER_URL, the owner's address")
    with psycopg.connect(place.owner_url, connect_timeout=10) as connection:
        row = connection.execute("SELECT to_regclass('company')").fetchone()
    if row is not None and row[0] is not None:
        raise Conflict("there are books in this database already; restore into an empty one")


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(f"{program} was not found; install PostgreSQL's client programs")
    done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - no shell, our own arguments
    if done.returncode != 0:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()[-1000:]}")


def _files(folder: Path) -> Iterator[Path]:
    return (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != MANIFEST)


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb") as written:
        os.fsync(written.fileno())
