"""A consistent copy of the database into one file, together with the files that the books name in it; and back."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import apsw
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from accountsos.errors import Conflict, NotFound, Refused
from accountsos.store.engine.opening import BOOKS_FILE, Place

DUMP_FILE = "books.pgdump"
_NAMED = """SELECT company_id, document_no, digest FROM document WHERE content_type <> 'typed'
            ORDER BY company_id, document_no"""
"""Of every company: whoever copies the installation has all of them."""


class BackupFailed(Refused):
    """The backup or the restore could not be finished. What was there before is unchanged."""

    code = "backup_failed"


class NamedFile(NamedTuple):
    """A file that the books name."""

    company: int
    document: int
    digest: bytes


def copy_database(place: Place, folder: Path) -> list[NamedFile]:
    """Copy it; which files the books name in the copy, neither before nor after it."""
    if place.database_url:
        return _dump(place, folder / DUMP_FILE)
    books = place.data / BOOKS_FILE
    if not books.exists():
        raise NotFound(f"there are no books in {books.parent}")
    _copy_sqlite(books, folder / BOOKS_FILE)
    return _named_in(folder / BOOKS_FILE)


def named_now(place: Place) -> set[NamedFile]:
    """Which files the books name by now."""
    if not place.database_url:
        return set(_named_in(place.data / BOOKS_FILE))
    with psycopg.connect(place.database_url, connect_timeout=10) as connection:
        return {NamedFile(c, d, bytes(digest)) for c, d, digest in connection.execute(_NAMED)}


def refuse_filled(place: Place) -> None:
    """A restore never goes over books that are there."""
    if not place.database_url:
        if (place.data / BOOKS_FILE).exists():
            raise Conflict(f"there are books in {place.data} already; restore into an empty data directory")
        return
    if place.owner_url is None:
        raise Conflict("restoring PostgreSQL needs ACCOUNTSOS_DATABASE_OWNER_URL, the owner's address")
    try:
        with psycopg.connect(place.owner_url, connect_timeout=10) as connection:
            row = connection.execute("SELECT to_regclass('company')").fetchone()
    except psycopg.OperationalError as away:
        raise BackupFailed(f"PostgreSQL cannot be reached: {str(away).strip()}") from away
    if row is not None and row[0] is not None:
        raise Conflict("there are books in this database already; restore into an empty one")


def bring_back(place: Place, folder: Path) -> None:
    """The database of that copy, whole or not at all."""
    if place.owner_url and place.database_url:
        options = ("--no-owner", "--single-transaction", "--exit-on-error")
        _run("pg_restore", place.owner_url, *options, str(folder / DUMP_FILE))


def _dump(place: Place, file: Path) -> list[NamedFile]:
    """By `pg_dump`, as the state that this connection sees: what the books name is asked of that very state."""
    url = place.owner_url or place.database_url
    assert url is not None
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            row = connection.execute("SELECT pg_export_snapshot()").fetchone()
            assert row is not None
            options = ("--format=custom", "--no-unlogged-table-data", f"--snapshot={row[0]}", f"--file={file}")
            _run("pg_dump", url, *options)
            return [NamedFile(c, d, bytes(digest)) for c, d, digest in connection.execute(_NAMED)]
    except psycopg.OperationalError as away:
        raise BackupFailed(f"PostgreSQL cannot be reached: {str(away).strip()}") from away
    except psycopg.errors.UndefinedTable as empty:
        raise NotFound("there are no books in this database") from empty


def _run(program: str, url: str, *arguments: str) -> None:
    """Against that database; the password is not among the arguments, which every user of the machine can read."""
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(f"{program} was not found; install PostgreSQL's client programs")
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    secret = {} if password is None else {"PGPASSWORD": str(password)}
    whole = [found, f"--dbname={make_conninfo('', **parts)}", *arguments]
    done = subprocess.run(whole, capture_output=True, text=True, check=False, env={**os.environ, **secret})  # noqa: S603 - no shell, our own arguments
    if done.returncode != 0:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()[-1000:]}")


def _copy_sqlite(books: Path, copy: Path) -> None:
    source, target = apsw.Connection(str(books), flags=apsw.SQLITE_OPEN_READWRITE), apsw.Connection(str(copy))
    source.set_busy_timeout(10_000)
    with target.backup("main", source, "main") as backup:
        backup.step(-1)
    target.execute("PRAGMA journal_mode=DELETE").fetchall()
    target.close()
    source.close()


def _named_in(books: Path) -> list[NamedFile]:
    connection = apsw.Connection(str(books), flags=apsw.SQLITE_OPEN_READWRITE)
    connection.set_busy_timeout(10_000)
    try:
        return [NamedFile(c, d, bytes(digest)) for c, d, digest in connection.execute(_NAMED)]
    except apsw.SQLError:
        return []  # no such table: books of before there were documents, or empty ones
    finally:
        connection.close()
