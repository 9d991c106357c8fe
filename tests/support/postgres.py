"""A private PostgreSQL for tests: found on this machine, started without privileges, gone at the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from pwd import getpwnam
from typing import Any

import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool

from accountsos.store.engine.migrate import migrate_in_child
from tests.support.kept_database import KeptDatabase, LentPool
from tests.support.quick_place import quick_place

ADMIN, OWNER, APPLICATION = "tester", "accountsos_owner", "accountsos_app"
TEMPLATE = "books_template"
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "90",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "max_wal_senders": "0",
    "max_wal_size": "64MB",
    "wal_level": "minimal",
}
"""Nothing survives a power cut, everything survives a killed process: `synchronous_commit` stays on."""


def binaries() -> Path | None:
    """The directory with initdb and postgres: the newest that is installed."""
    named = os.environ.get("ACCOUNTSOS_TEST_POSTGRES")
    if named:
        return Path(named)
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name.split(".")[0]))
    on_path = shutil.which("initdb")
    candidates = [*reversed(places), *([Path(on_path).parent] if on_path else [])]
    return next((p for p in candidates if (p / "initdb").exists() and (p / "postgres").exists()), None)


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as somebody else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("run as root, and there is neither a user postgres nor nobody to run PostgreSQL as")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class PostgresServer:
    """One server. `start` and `kill` may be called again and again on the same data."""

    home: Path
    programs: Path
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None
    databases: int = 0
    kept: KeptDatabase | None = None

    @classmethod
    def create(cls, programs: Path) -> PostgresServer:
        """Make the data directory, with the owner's and the application's role and a migrated template."""
        home = Path(tempfile.mkdtemp(prefix="accountsos-pg-", dir=quick_place()))
        who = _unprivileged()
        if who:
            os.chown(home, who["user"], who["group"])
        server = cls(home, programs)
        server._run("initdb", "-D", str(home / "data"), "-U", ADMIN, "--auth=trust", "-E", "UTF8", "-N", "--no-locale")
        server.start()
        with server.administrator() as connection:
            for role in (OWNER, APPLICATION):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            _create_database(connection, TEMPLATE, "template0")
        migrate_in_child(server.url(OWNER, TEMPLATE).replace("postgresql://", "postgresql+psycopg://", 1))
        return server

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {**SETTINGS, "unix_socket_directories": str(self.home), "listen_addresses": "127.0.0.1"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.home / "data"), "-p", str(self.port), *options],
                stdout=log,
                stderr=log,
                cwd=self.home,
                start_new_session=True,
                **_unprivileged(),
            )
        deadline = time.monotonic() + 30
        while True:
            try:
                with self.administrator():
                    return
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise RuntimeError((self.home / "log").read_text()[-2000:]) from None
                time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL to the postmaster and every backend at once, as a crash would."""
        assert self.process is not None
        self._keep_no_longer()
        backends = children(self.process.pid)
        self.process.send_signal(signal.SIGKILL)
        for child in backends:
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(10)
        self.process = None

    def remove(self) -> None:
        """Stop it and delete everything."""
        self._keep_no_longer()
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def url(self, role: str, database: str) -> str:
        """The address of a database as that role, by the server's socket."""
        return f"postgresql://{role}@/{database}?host={self.home}&port={self.port}"

    @contextmanager
    def administrator(self, database: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
        """A superuser's connection."""
        with psycopg.connect(self.url(ADMIN, database), autocommit=True, connect_timeout=5) as connection:
            yield connection

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        """A database of its own, copied from the template and dropped afterwards; its name."""
        self.databases += 1
        name = f"books_{self.databases}"
        with self.administrator() as connection:
            _create_database(connection, name, template)
        try:
            yield name
        finally:
            with self.administrator() as connection:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def kept_database(self) -> Iterator[str]:
        """An empty database that others used before and will use again; a new one where it is in use. Its name."""
        if self.kept is not None and self.kept.in_use:
            with self.database() as name:
                yield name
            return
        kept = self.kept or self._kept_anew()
        kept.in_use = True
        try:
            yield kept.name
        finally:
            kept.in_use = False
            if self.kept is kept and not kept.emptied():
                self._keep_no_longer()

    def pool(self, url: str, **more: Any) -> ConnectionPool[psycopg.Connection[Any]] | LentPool:
        """A pool to that address: the kept one, where the database is kept."""
        if self.kept is not None and url == self.url(APPLICATION, self.kept.name):
            return self.kept.pool(url, **more)
        return ConnectionPool(url, **more)

    def _kept_anew(self) -> KeptDatabase:
        self.databases += 1
        name = f"books_{self.databases}"
        with self.administrator() as connection:
            _create_database(connection, name, TEMPLATE)
        self.kept = KeptDatabase.of(name, psycopg.connect(self.url(ADMIN, name), autocommit=True))
        return self.kept

    def _keep_no_longer(self) -> None:
        if self.kept is None:
            return
        self.kept.end()
        self.kept = None  # the database goes with the server: to drop it would wait for what still uses it

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.programs / program), *arguments],
            check=True,
            capture_output=True,
            cwd=self.home,
            **_unprivileged(),
        )


def _create_database(connection: psycopg.Connection[Any], name: str, template: str) -> None:
    connection.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(template), sql.Identifier(OWNER)
        )
    )


def children(parent: int) -> list[int]:
    """The processes that the postmaster started."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]
