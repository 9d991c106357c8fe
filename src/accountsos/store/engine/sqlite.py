"""SQLite by apsw: a connection per reading thread, one writer thread that commits together."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from itertools import chain, islice
from pathlib import Path
from typing import Any

import apsw

from accountsos.errors import Unavailable
from accountsos.store.engine.search import translate
from accountsos.store.engine.sql import Insert, Row, Sql, Value
from accountsos.store.engine.wal_index import WalIndex

OLDEST_SAFE_SQLITE = (3, 51, 3)
"""Older libraries can corrupt a database when the write-ahead log is reset under several connections."""

BUSY_MILLISECONDS = 60_000
"""Longer than another process's import of any file holds the books: who writes meanwhile waits and is not refused."""
CACHE_BYTES, CACHE_BYTES_OF_HELPERS = 4 * 1024**2, 2 * 1024**2
"""What a connection keeps of the file: of the writer and of the thread that answers, and of each that helps with what
takes long, of which there are as many as the machine has cores and four more. What is not found there is in the memory
of the system: neither an import, nor `verify`, nor a line by its number took less time with four times as much."""
COMMIT_TOGETHER = 256
"""How many queued writes share one commit at most."""
ROWS_TOGETHER = (100, 10)
"""How many rows one INSERT takes: few lengths, so that their compiled statements stay at hand."""


class SqliteReader:
    """Runs statements on one connection; also the writer's view inside its transaction."""

    engine = "sqlite"
    __slots__ = ("_connection", "cache")

    def __init__(self, connection: apsw.Connection, cache: dict[object, Any]) -> None:
        self._connection = connection
        self.cache = cache

    def rows(self, sql: Sql, **values: Value) -> list[Row]:
        """All rows."""
        return self._connection.execute(sql.sqlite, sql.bound(values)).fetchall()

    def row(self, sql: Sql, **values: Value) -> Row | None:
        """The first row, or None."""
        return self._connection.execute(sql.sqlite, sql.bound(values)).fetchone()

    def stream(self, sql: Sql, **values: Value) -> Iterator[Row]:
        """The rows one by one."""
        yield from self._connection.execute(sql.sqlite, sql.bound(values))

    def run(self, sql: Sql, **values: Value) -> int:
        """Execute; how many rows were changed."""
        self._connection.execute(sql.sqlite, sql.bound(values))
        return self._connection.changes()

    def run_many(self, sql: Sql, rows: Iterable[Sequence[Value]]) -> None:
        """Execute once per row of values; plain inserts go by many rows a statement.

        Before each statement that a trigger may refuse, SQLite keeps the pages that it is about to change: for one row
        that costs more than the row, for a hundred it is nothing.
        """
        if isinstance(sql, Insert):
            rows = self._insert_together(sql, iter(rows))
        self._connection.executemany(sql.sqlite, rows)

    def _insert_together(self, sql: Insert, rows: Iterator[Sequence[Value]]) -> list[Sequence[Value]]:
        """Insert all rows but the last few, which are left over."""
        chunk: list[Sequence[Value]] = []
        for together in ROWS_TOGETHER:
            rest = chain(chunk, rows)
            while len(chunk := list(islice(rest, together))) == together:
                self._connection.execute(sql.of_rows(together), tuple(chain.from_iterable(chunk)))
        return chunk


HINDERED = (apsw.BusyError, apsw.FullError, apsw.IOError, apsw.CantOpenError, apsw.ReadOnlyError, apsw.ProtocolError)
"""The file is sound as far as anybody knows, and cannot be used just now."""
_WHY = {
    apsw.BusyError: "somebody else holds them",
    apsw.FullError: "the disk is full",
    apsw.ReadOnlyError: "the data directory cannot be written",
    apsw.CantOpenError: "the data directory cannot be written, or the file cannot be opened",
    apsw.IOError: "the disk fails",
    apsw.CorruptError: "the file is damaged: `accountsos verify` says where",
    apsw.NotADBError: "the file is damaged: `accountsos verify` says where",
}


def why(failure: BaseException) -> str:
    """What hinders, in words."""
    return next((words for kind, words in _WHY.items() if isinstance(failure, kind)), "the database refuses it")


class Reading:
    """One use of a thread's connection. A class, because a generator takes thrice as long to enter and leave."""

    __slots__ = ("_connection", "_reader", "_snapshot")

    def __init__(self, reader: Callable[[], SqliteReader], *, snapshot: bool) -> None:
        self._reader = reader
        self._snapshot = snapshot

    def __enter__(self) -> SqliteReader:
        reader = self._reader()
        self._connection = reader._connection
        if self._snapshot:
            self._connection.execute("BEGIN")
        return reader

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, trace: object) -> None:
        if self._snapshot:
            _roll_back(self._connection)  # nothing was written; unlike a COMMIT it also ends a reading of damaged pages
        if isinstance(failure, HINDERED):
            raise Unavailable(f"the books cannot be read just now ({why(failure)}); try again") from failure


WriteJob = tuple[Callable[[SqliteReader], Any], "Future[Any]"]


class SqliteEngine:
    """The books in one file. `vfs` names an APSW VFS, so that the power-cut test drives this very code."""

    name = "sqlite"

    def __init__(self, path: Path | str, *, vfs: str | None = None) -> None:
        self.path = str(path)
        self._vfs = vfs
        self._local = threading.local()
        self._index = WalIndex(self.path)
        self._cache: dict[object, Any] = {}
        self._opened: list[apsw.Connection] = []
        self._opening = threading.Lock()
        self._jobs: queue.SimpleQueue[WriteJob | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self.commits = 0
        """How many commits the writer has made: the bench divides writes by it."""

    def connect(self, *, cache: int = CACHE_BYTES) -> apsw.Connection:
        """A new connection with the settings that the promises rest on."""
        connection = apsw.Connection(self.path, vfs=self._vfs, statementcachesize=256)
        try:
            _set_up(connection, cache)
        except apsw.Error:
            connection.close()
            raise
        with self._opening:
            self._opened.append(connection)
        return connection

    def reading(self) -> Reading:
        """A snapshot on this thread's own connection. Readings do not nest."""
        return Reading(self._thread_reader, snapshot=True)

    def glancing(self) -> Reading:
        """This thread's connection without a transaction: each statement sees its own snapshot."""
        return Reading(self._thread_reader, snapshot=False)

    def _thread_reader(self) -> SqliteReader:
        reader: SqliteReader | None = getattr(self._local, "reader", None)
        if reader is None:
            helps = threading.current_thread() is not threading.main_thread()
            try:
                connection = self.connect(cache=CACHE_BYTES_OF_HELPERS if helps else CACHE_BYTES)
                reader = self._local.reader = SqliteReader(connection, self._cache)
            except apsw.Error as away:
                raise Unavailable(f"the books cannot be opened just now ({why(away)}); try again") from away
        return reader

    def looks(self) -> bytes | None:
        """What the file looks like to this thread, which has read it before: other bytes after each commit by whichever
        process. None where that cannot be told.
        """
        return self._index.head() if hasattr(self._local, "reader") else None

    def submit(self, work: Callable[[SqliteReader], Any]) -> Future[Any]:
        """Queue work for the writer; the future is resolved after the commit that holds it."""
        with self._opening:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_loop, name="books-writer", daemon=True)
                self._writer.start()
        future: Future[Any] = Future()
        self._jobs.put((work, future))
        return future

    def version(self) -> str:
        """The database's own version."""
        return apsw.sqlite_lib_version()

    def close(self) -> None:
        """Finish the queued writes, then close every connection."""
        writer = self._writer
        if writer is not None:
            self._jobs.put(None)
            writer.join()
            self._writer = None
        with self._opening:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._local = threading.local()
        self._index = WalIndex(self.path)

    def _write_loop(self) -> None:
        writer: SqliteReader | None = None
        while (job := self._next_job(wait=True)) is not None:
            batch = [job]
            try:
                writer = writer or SqliteReader(self.connect(), self._cache)
            except apsw.Error as failure:
                _refuse(batch, failure)
                continue
            if self._commit_batch(writer, batch):
                return

    def _commit_batch(self, writer: SqliteReader, batch: list[WriteJob]) -> bool:
        """Run the batch and whatever is queued meanwhile in one transaction; a SAVEPOINT keeps each apart.

        The first has none: where it fails, all that was done is its own. Most writes are alone, and a savepoint costs
        one a copy of every page that it changes, in a file of its own. True when the queue was closed.
        """
        connection = writer._connection
        stop = False
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            position = 0
            while position < len(batch):
                alone = not connection.in_transaction
                connection.execute("BEGIN IMMEDIATE" if alone else "SAVEPOINT one_write")
                outcomes.append(_run_apart(connection, writer, batch[position], alone=alone))
                position += 1
                if position == len(batch) and position < COMMIT_TOGETHER and not stop:
                    stop = self._take_queued(batch)
            if connection.in_transaction:
                connection.execute("COMMIT")
                self.commits += 1
        except Exception as failure:  # whatever it was: the writer goes on, and nobody waits for ever
            _roll_back(connection)
            self._cache.clear()  # members of the batch may have read, and kept, what is now taken back
            _refuse(batch, failure)
            return stop
        for future, result, error in outcomes:
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)
        return stop

    def _take_queued(self, batch: list[WriteJob]) -> bool:
        try:
            job = self._next_job(wait=False)
        except queue.Empty:
            return False
        if job is None:
            return True
        batch.append(job)
        return False

    def _next_job(self, *, wait: bool) -> WriteJob | None:
        """The next write that its caller has not given up; from now on it cannot. None when the queue is closed."""
        while True:
            job = self._jobs.get(block=wait)
            if job is None or job[1].set_running_or_notify_cancel():
                return job


def _refuse(batch: list[WriteJob], failure: Exception) -> None:
    for _, future in batch:
        refusal = Unavailable(
            f"the books could not be written just now ({why(failure)}); nothing was changed, try again"
        )
        refusal.__cause__ = failure
        future.set_exception(refusal)


def _run_apart(
    connection: apsw.Connection, writer: SqliteReader, job: WriteJob, *, alone: bool
) -> tuple[Future[Any], Any, BaseException | None]:
    """One write in its savepoint, or `alone` in the transaction; where it fails, nothing of it stays."""
    work, future = job
    try:
        result = work(writer)
    except (apsw.IOError, apsw.FullError, apsw.CorruptError, apsw.NotADBError):
        raise  # the whole transaction is in doubt: every member is told so
    except BaseException as error:  # delivered to the caller that asked for this write
        if alone:
            _roll_back(connection)
        else:
            connection.execute("ROLLBACK TO one_write")
            connection.execute("RELEASE one_write")
        return future, None, error
    if not alone:
        connection.execute("RELEASE one_write")
    return future, result, None


def _roll_back(connection: apsw.Connection) -> None:
    if connection.in_transaction:
        try:
            connection.execute("ROLLBACK")
        except apsw.Error:
            return  # SQLite already rolled back by itself


def _set_up(connection: apsw.Connection, cache: int) -> None:
    """The settings that the promises rest on."""
    connection.set_busy_timeout(BUSY_MILLISECONDS)
    # Not temp_store=MEMORY: the journal of a long savepoint would be kept there, and its cost grow with its square.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute(f"PRAGMA cache_size=-{cache // 1024}").fetchall()
    connection.execute("PRAGMA recursive_triggers=ON").fetchall()
    connection.create_scalar_function("translate", translate, 3, deterministic=True)
