"""Opening the books: schema, migration, and what is refused because it would endanger them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw
import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from accountsos.store.engine import opening
from accountsos.store.engine.migrate import HEAD, SCRIPTS
from accountsos.store.engine.opening import BOOKS_FILE, Place, UnsafeInstallation, open_store
from accountsos.store.engine.opening import _folder_warnings as folder_warnings
from accountsos.store.engine.postgres import PostgresEngine
from accountsos.store.engine.sql import Sql
from tests.support.bookkeeper import found
from tests.support.engines import Opened, copied, opened, postgres_place
from tests.support.postgres import ADMIN, TEMPLATE, PostgresServer

LONG = bool(os.environ.get("ACCOUNTSOS_TEST_LONG"))
COLUMNS_OF_SQLITE = """SELECT m.name, c.name, c."notnull", c.pk > 0, c.type FROM sqlite_schema m
  JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"""
COLUMNS_OF_POSTGRES = """SELECT table_name, column_name, CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END, data_type,
  collation_name FROM information_schema.columns WHERE table_schema = 'public'"""
TYPES = {"integer": "INTEGER", "bigint": "INTEGER", "text": "TEXT", "bytea": "BLOB"}


def test_both_databases_have_the_same_tables_and_columns(
    sqlite_template: Path, postgres_server: PostgresServer
) -> None:
    with closing(apsw.Connection(str(sqlite_template / BOOKS_FILE))) as connection:
        rows = connection.execute(COLUMNS_OF_SQLITE).fetchall()
    ours = {(r[0], r[1], bool(r[2]), r[4]) for r in rows if r[0] != "alembic_version"}
    with postgres_server.administrator(TEMPLATE) as db:
        theirs = db.execute(COLUMNS_OF_POSTGRES).fetchall()
    kept = [row for row in theirs if row[0] not in ("alembic_version", "rate_window")]
    assert ours == {(table, column, bool(needed), TYPES[kind]) for table, column, needed, kind, _ in kept}
    assert {collation for *_, kind, collation in kept if kind == "text"} == {"C"}


def test_every_table_of_a_company_is_keyed_by_company_first(sqlite_template: Path) -> None:
    # found by a secret or by a person, not by a company
    global_tables = {"user_account", "api_key", "calendar_token", "session", "first_user", "alembic_version"}
    global_tables |= {"second_step", "recovery_code", "password_reset"}
    by_person = {"membership_user"}
    with closing(apsw.Connection(str(sqlite_template / BOOKS_FILE))) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in set(tables) - global_tables:
            rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
            keys = {row[5]: row[1] for row in rows if row[5]}
            assert keys[1] == "company_id", table
        indexes = connection.execute("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index'").fetchall()
        for index, table in indexes:
            first = connection.execute(f"PRAGMA index_info({index})").fetchall()[0][2]
            assert first == "company_id" or table in global_tables or index in by_person, index


def test_the_schema_named_in_the_code_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def migrating(books: Path) -> subprocess.Popen[bytes]:
    """The child that migrates, on its way."""
    command = [sys.executable, "-m", "accountsos.store.engine.migrate", f"sqlite:///{books}"]
    return subprocess.Popen(command, start_new_session=True)


def test_a_migration_killed_midway_leaves_nothing_and_can_be_run_again(tmp_path: Path) -> None:
    """Killed at shares of the time that a whole one took here: the first are always in time."""
    began = time.monotonic()
    assert migrating(tmp_path / "whole.db").wait() == 0
    whole = time.monotonic() - began
    shares = [0.3, 0.5, 0.7, 0.9] if not LONG else [0.2 + 0.04 * n for n in range(20)]
    killed = 0
    for n, share in enumerate(shares):
        data = tmp_path / f"data{n}"
        data.mkdir(mode=0o700)
        books = data / BOOKS_FILE
        child = migrating(books)
        time.sleep(whole * share)
        os.killpg(child.pid, signal.SIGKILL)
        killed += child.wait() != 0
        if books.exists():
            with closing(apsw.Connection(str(books))) as connection:
                tables: Any = connection.execute("SELECT COUNT(*) FROM sqlite_schema").get
                assert tables == 0 or connection.execute("SELECT version_num FROM alembic_version").get == HEAD
        with opened(Place(data)) as store:
            assert found(store.books).faults() == []
    assert killed


def test_two_processes_that_open_new_books_at_once_migrate_them_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from accountsos.store.engine.opening import *\n"
        "store = open_store(Place(Path(sys.argv[1]))); store.counter.count('k', 0, 0, (9, 9)); store.engine.close()"
    )

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "data")], capture_output=True, text=True, check=False
        )

    with ThreadPoolExecutor(3) as together:
        done = [f.result() for f in [together.submit(run) for _ in range(3)]]
    assert [(d.returncode, d.stderr) for d in done] == [(0, "")] * 3


def test_a_backup_is_taken_before_books_are_migrated(sqlite_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(sqlite_place) as whole:
        company = found(whole.books).company
    monkeypatch.setattr(opening, "HEAD", "9999")
    migrations: list[str] = []
    monkeypatch.setattr(opening, "migrate_in_child", migrations.append)
    open_store(sqlite_place).engine.close()
    copy = sqlite_place.data / f"books-before-9999-from-{HEAD}.db"
    assert migrations == [f"sqlite:///{sqlite_place.data / BOOKS_FILE}"]
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(apsw.Connection(str(copy))) as connection:
        assert connection.execute("SELECT company_id FROM company").fetchall() == [(company,)]


def test_books_of_a_newer_release_are_refused_and_left_as_they_are(place: Place) -> None:
    with opened(place) as whole:
        found(whole.books)
    newer = "UPDATE alembic_version SET version_num = '9999'"
    if place.owner_url:
        with psycopg.connect(place.owner_url) as owner:
            owner.execute(newer)
    else:
        with closing(apsw.Connection(str(place.data / BOOKS_FILE))) as file:
            file.execute(newer).fetchall()
    with pytest.raises(UnsafeInstallation, match=f"newer release .* schema is 9999, this release knows {HEAD}") as told:
        open_store(place)
    assert "restore a backup from before the upgrade" in told.value.message
    assert not list(place.data.glob("books-before-*"))


def test_the_copy_from_before_an_upgrade_is_named_to_whoever_goes_back(sqlite_place: Place) -> None:
    with closing(apsw.Connection(str(sqlite_place.data / BOOKS_FILE))) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'").fetchall()
    (sqlite_place.data / f"books-before-9999-from-{HEAD}.db").touch()
    with pytest.raises(UnsafeInstallation, match=f"there is books-before-9999-from-{HEAD}.db in {sqlite_place.data}"):
        open_store(sqlite_place)


def test_an_old_sqlite_is_refused(sqlite_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.51.2")
    with pytest.raises(UnsafeInstallation, match=r"3\.51\.2 can corrupt .*3\.51\.3 or newer"):
        open_store(sqlite_place)


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / BOOKS_FILE).write_bytes(b"Dear diary, " * 100)
    with pytest.raises(UnsafeInstallation, match="not a database"):
        open_store(Place(data))
    assert (data / BOOKS_FILE).read_bytes().startswith(b"Dear diary")


def test_a_data_directory_that_everybody_can_read_is_warned_of(sqlite_place: Place) -> None:
    with opened(sqlite_place) as whole:
        assert whole.store.warnings == ()
    sqlite_place.data.chmod(0o755)
    with opened(sqlite_place) as whole:
        assert len(whole.store.warnings) == 1
        assert f"chmod 700 {sqlite_place.data}" in whole.store.warnings[0]


@pytest.mark.parametrize("mode", [0o750, 0o770, 0o711, 0o500])
def test_every_mode_but_the_owners_own_is_warned_of(sqlite_place: Place, mode: int) -> None:
    sqlite_place.data.chmod(mode)
    assert any("chmod 700" in warning for warning in folder_warnings(sqlite_place.data))


def test_new_books_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    with opened(Place(tmp_path / "data")):
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
        for file in (tmp_path / "data").glob("books.db*"):
            assert file.stat().st_mode & 0o777 == 0o600, file


def test_the_owner_and_a_superuser_are_refused_as_the_application(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    with postgres_place(postgres_server, tmp_path / "data") as place:
        assert place.owner_url is not None
        for url in (place.owner_url, place.owner_url.replace("accountsos_owner", ADMIN)):
            with pytest.raises(UnsafeInstallation, match="may change journal entries"):
                open_store(replace(place, database_url=url))


@pytest.mark.parametrize("granted", ["UPDATE ON posting", "DELETE ON journal_entry", "TRUNCATE ON audit_event"])
def test_a_role_that_was_granted_too_much_is_refused(
    postgres_server: PostgresServer, tmp_path: Path, granted: str
) -> None:
    with postgres_place(postgres_server, tmp_path / "data") as place:
        assert place.owner_url is not None
        with psycopg.connect(place.owner_url) as owner:
            owner.execute(f"GRANT {granted} TO accountsos_app".encode())
        right, _, table = granted.split()
        with pytest.raises(UnsafeInstallation, match=f"{table} {right}"):
            open_store(place)


def test_an_empty_postgres_is_migrated_by_its_owner_or_refused(postgres_server: PostgresServer, tmp_path: Path) -> None:
    with postgres_server.database("template1") as name:
        app = postgres_server.url("accountsos_app", name)
        with pytest.raises(UnsafeInstallation, match="ACCOUNTSOS_DATABASE_OWNER_URL"):
            open_store(Place(tmp_path / "data", app))
        with opened(Place(tmp_path / "data", app, postgres_server.url("accountsos_owner", name))) as whole:
            assert found(whole.books).faults() == []


def test_a_postgres_that_is_away_is_told_in_words(tmp_path: Path) -> None:
    nowhere = f"postgresql://accountsos_app@/books?host={tmp_path}&port=5999"
    with pytest.raises(UnsafeInstallation, match="cannot be reached"):
        open_store(Place(tmp_path / "data", nowhere))


def test_readings_on_postgres_are_one_clean_snapshot(installation: Opened) -> None:
    """A second BEGIN inside a transaction works, but writes a warning into the server's log at every read."""
    engine = installation.store.engine
    if not isinstance(engine, PostgresEngine):
        return
    notices: list[psycopg.errors.Diagnostic] = []
    with engine.connection() as one, engine.connection() as other:
        for connection in (one, other):
            connection.add_notice_handler(notices.append)
    for _ in range(4):
        with engine.reading() as db:
            (isolation,) = db.row(Sql("SHOW transaction_isolation")) or ("",)
            assert isolation == "repeatable read"
    assert [n.message_primary for n in notices] == []


def test_copied_books_are_books(sqlite_template: Path, tmp_path: Path) -> None:
    with opened(Place(copied(sqlite_template, tmp_path / "data"))) as whole:
        assert found(whole.books).faults() == []
