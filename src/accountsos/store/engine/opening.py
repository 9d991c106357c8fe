"""Open the books of an installation: migrate first where needed, refuse what is unsafe, saying why."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from accountsos.errors import Refused
from accountsos.store.engine.migrate import HEAD, migrate_in_child
from accountsos.store.engine.objects import Objects, reason_of
from accountsos.store.engine.place_of_objects import objects_at
from accountsos.store.engine.rate_windows import Counter
from accountsos.store.engine.sqlite import OLDEST_SAFE_SQLITE, SqliteEngine, why
from accountsos.store.engine.sqlite_counter import SqliteCounter

if TYPE_CHECKING:
    from accountsos.store.engine.postgres import PostgresEngine

BOOKS_FILE, COUNTERS_FILE, OBJECTS_FOLDER = "books.db", "ops.db", "objects"


_OWN = 0o700


class UnsafeInstallation(Refused):
    """The books are not opened, because something about the installation would endanger them."""

    code = "unsafe_installation"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an installation keeps its books."""

    data: Path
    database_url: str | None = None
    """PostgreSQL, as the application's role; None: SQLite in `data`."""
    owner_url: str | None = None
    """PostgreSQL as the owner, for migrations only."""
    objects_url: str | None = None
    """Where uploaded files go; None: a folder in `data`."""


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """The engine and the counters, and what should be told to whoever runs the installation."""

    engine: SqliteEngine | PostgresEngine
    counter: Counter
    objects: Objects
    warnings: tuple[str, ...] = ()


def open_store(place: Place) -> OpenedStore:
    """Open (and create or migrate) the books."""
    return _open_postgres(place) if place.database_url else _open_sqlite(place)


def open_to_look(place: Place) -> SqliteEngine | PostgresEngine:
    """The books alone, for a look now and then; another process has seen to it that they are as this release wants."""
    if place.database_url is None:
        return SqliteEngine(place.data / BOOKS_FILE)
    from accountsos.store.engine.postgres import PostgresEngine

    return PostgresEngine(place.database_url, pool_size=2)


def _open_sqlite(place: Place) -> OpenedStore:
    version = tuple(int(n) for n in apsw.sqlite_lib_version().split("."))
    if version < OLDEST_SAFE_SQLITE:
        oldest = ".".join(map(str, OLDEST_SAFE_SQLITE))
        raise UnsafeInstallation(
            f"SQLite {apsw.sqlite_lib_version()} can corrupt a database that several processes use; "
            f"{oldest} or newer is needed: reinstall the apsw package"
        )
    _make_folder(place.data)
    warnings = _folder_warnings(place.data)
    books = place.data / BOOKS_FILE
    if _is_behind(_sqlite_revision(books), place.data):
        _back_up_before_migrating(books)
        migrate_in_child(f"sqlite:///{books}")
        books.chmod(0o600)
    return OpenedStore(SqliteEngine(books), SqliteCounter(str(place.data / COUNTERS_FILE)), _files_of(place), warnings)


def _make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as wrong:
        raise UnsafeInstallation(f"the data directory {data} cannot be made: {reason_of(wrong)}") from wrong


def _is_behind(revision: str | None, data: Path) -> bool:
    """Whether the books must be migrated. Those of a newer release are refused: this one cannot know what they say."""
    if revision is not None and revision > HEAD:
        copies = sorted(copy.name for copy in data.glob(f"books-before-{revision}-from-*.db"))
        there = f" (there is {', '.join(copies)} in {data})" if copies else ""
        raise UnsafeInstallation(
            f"these books were written by a newer release of AccountsOS: their schema is {revision}, this release "
            f"knows {HEAD}. Install the newer release, or restore a backup from before the upgrade{there}"
        )
    return revision != HEAD


def _files_of(place: Place) -> Objects:
    return objects_at(place.objects_url, place.data / OBJECTS_FOLDER)


def _folder_warnings(data: Path) -> tuple[str, ...]:
    if os.name != "posix":
        return ()
    warnings = []
    mode = stat.S_IMODE(data.stat().st_mode)
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        warnings.append(f"the data directory {data} can be read by every user of this machine: chmod 700 {data}")
    elif mode != _OWN:
        warnings.append(
            f"the data directory {data} has the mode {mode:04o}, and 0700 is its owner's alone: chmod 700 {data}"
        )
    return tuple(warnings)


def _sqlite_revision(books: Path) -> str | None:
    if not books.exists():
        return None
    connection = None
    try:
        connection = apsw.Connection(str(books), flags=apsw.SQLITE_OPEN_READWRITE)
        connection.set_busy_timeout(10_000)
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return None if row is None else str(row[0])
    except apsw.SQLError:
        return None  # no such table: the file is empty or was never migrated
    except apsw.NotADBError as broken:
        raise UnsafeInstallation(f"{books} is not a database; restore a backup or move the file away") from broken
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.FullError, apsw.IOError) as hindered:
        raise UnsafeInstallation(
            f"the books in {books.parent} cannot be opened: {why(hindered)}; mend that first, nothing was changed"
        ) from hindered
    finally:
        if connection is not None:
            connection.close()


def _back_up_before_migrating(books: Path) -> None:
    """A consistent copy beside the books, named after the revision it holds."""
    revision = _sqlite_revision(books)
    if revision is None:
        return
    copy = books.with_name(f"books-before-{HEAD}-from-{revision}.db")
    source, target = apsw.Connection(str(books)), apsw.Connection(str(copy))
    with target.backup("main", source, "main") as backup:
        backup.step(-1)
    target.close()
    source.close()
    copy.chmod(0o600)


def _open_postgres(place: Place) -> OpenedStore:
    assert place.database_url is not None
    _make_folder(place.data)
    revision = _postgres_revision(place.owner_url or place.database_url)
    if _is_behind(revision, place.data):
        if place.owner_url is None:
            raise UnsafeInstallation(
                f"the database's schema is {revision or 'empty'}, this release needs {HEAD}: set "
                "ACCOUNTSOS_DATABASE_OWNER_URL to the owner's address, so that it can be migrated"
            )
        migrate_in_child(place.owner_url.replace("postgresql://", "postgresql+psycopg://", 1))
    _refuse_powerful_role(place.database_url)
    from accountsos.store.engine.postgres import PostgresEngine
    from accountsos.store.engine.rate_windows import PostgresCounter

    engine = PostgresEngine(place.database_url)
    return OpenedStore(engine, PostgresCounter(engine), _files_of(place), _folder_warnings(place.data))


def _postgres_revision(url: str) -> str | None:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return None if row is None else str(row[0])
    except psycopg.errors.UndefinedTable:
        return None
    except psycopg.OperationalError as away:
        raise UnsafeInstallation(f"PostgreSQL cannot be reached: {str(away).strip()}") from away


_POWERS = """SELECT current_user, r.rolsuper OR r.rolcreaterole OR r.rolbypassrls,
  (SELECT string_agg(t.name || ' ' || p.power, ', ' ORDER BY t.name, p.power)
   FROM unnest(ARRAY['posting', 'journal_entry', 'audit_event']) AS t (name)
   CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS p (power)
   WHERE has_table_privilege(t.name, p.power))
  FROM pg_roles r WHERE r.rolname = current_user"""


def _refuse_powerful_role(url: str) -> None:
    """The application's role must not be able to change entries: neither superuser nor owner."""
    import psycopg

    with psycopg.connect(url, connect_timeout=10) as connection:
        row = connection.execute(_POWERS).fetchone()
    if row is None or row[1] or row[2]:
        who, what = (row[0], row[2] or "everything: it is a superuser") if row else ("this role", "what nobody knows")
        raise UnsafeInstallation(
            f"the role {who} may change journal entries or other things that are never changed ({what}; it is a "
            "superuser, owns the tables or was granted too much); use a role of its own for the application: CREATE "
            "ROLE accountsos_app LOGIN, and name it in ACCOUNTSOS_DATABASE_URL"
        )
