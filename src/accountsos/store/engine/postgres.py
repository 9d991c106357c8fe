"""PostgreSQL by psycopg: a pool, two roles, each unit of work one transaction on one connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count, islice
from typing import Any

import psycopg
from psycopg import sql as names
from psycopg_pool import ConnectionPool, PoolTimeout

from accountsos.errors import Unavailable
from accountsos.store.engine.postgres_watch import CONNECT_SECONDS, Watch, WatchedConnection
from accountsos.store.engine.sql import Insert, Row, Sql, Value

POOL_SIZE = 8
CHUNK = 5_000
_CURSORS = count()


class PostgresReader:
    """Runs statements on one connection inside one transaction."""

    engine = "postgresql"
    __slots__ = ("_connection", "cache")

    def __init__(self, connection: psycopg.Connection[Any], cache: dict[object, Any]) -> None:
        self._connection = connection
        self.cache = cache

    def rows(self, sql: Sql, **values: Value) -> list[Row]:
        """All rows."""
        return self._connection.execute(sql.postgres, values).fetchall()

    def row(self, sql: Sql, **values: Value) -> Row | None:
        """The first row, or None."""
        return self._connection.execute(sql.postgres, values).fetchone()

    def stream(self, sql: Sql, **values: Value) -> Iterator[Row]:
        """The rows one by one, by a server-side cursor; several may be open at once."""
        with self._connection.cursor(name=f"stream_{next(_CURSORS)}") as cursor:
            cursor.itersize = CHUNK
            cursor.execute(sql.postgres, values)
            yield from cursor

    def run(self, sql: Sql, **values: Value) -> int:
        """Execute; how many rows were changed."""
        return self._connection.execute(sql.postgres, values).rowcount

    def run_many(self, sql: Sql, rows: Iterable[Sequence[Value]]) -> None:
        """Execute once per row of values; plain inserts go by COPY."""
        iterator = iter(rows)
        if isinstance(sql, Insert) and "ON CONFLICT" not in sql.postgres:
            columns = names.SQL(", ").join(names.Identifier(c) for c in sql.columns)
            head = names.SQL("COPY {} ({}) FROM STDIN").format(names.Identifier(sql.table), columns)
            with self._connection.cursor() as cursor, cursor.copy(head) as copy:
                for row in iterator:
                    copy.write_row(row)
            return
        with self._connection.cursor() as cursor:
            while chunk := list(islice(iterator, CHUNK)):
                cursor.executemany(sql.postgres, [dict(zip(sql.names, row, strict=True)) for row in chunk])


class PostgresEngine:
    """The books in PostgreSQL. The pool is filled at start, not by the first requests."""

    name = "postgresql"

    def __init__(self, url: str, *, pool_size: int = POOL_SIZE) -> None:
        self.url = url
        self._cache: dict[object, Any] = {}
        self._watch = Watch(url)
        self._pool: ConnectionPool[WatchedConnection] = ConnectionPool(
            url,
            connection_class=WatchedConnection,
            min_size=2,
            max_size=pool_size,
            timeout=5,
            open=False,
            configure=self._take_in,
            kwargs={"prepare_threshold": 2, "autocommit": True, "connect_timeout": CONNECT_SECONDS},
        )
        self._pool.open(wait=True, timeout=15)
        # Half the connections: writes of one company wait for one another, and must not keep readers waiting too.
        self._threads = ThreadPoolExecutor(max(pool_size // 2, 1), thread_name_prefix="books-writer")
        self._counting = threading.Lock()
        self.commits = 0

    def _take_in(self, connection: WatchedConnection) -> None:
        """No statement of ours runs long enough to win back what compiling costs: `verify` took a third more."""
        self._watch.over(connection)
        connection.execute("SET jit = off")

    @contextmanager
    def reading(self) -> Iterator[PostgresReader]:
        """A snapshot: REPEATABLE READ, read only."""
        with self.connection() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                yield PostgresReader(connection, self._cache)
            except BaseException:
                if not connection.closed:
                    connection.rollback()
                raise
            if not connection.closed:
                connection.commit()  # nothing was written; but after a ROLLBACK psycopg forgets what it has prepared

    @contextmanager
    def glancing(self) -> Iterator[PostgresReader]:
        """A connection without a transaction of several statements: one round trip for one statement."""
        with self.connection() as connection:
            yield PostgresReader(connection, self._cache)

    def submit(self, work: Callable[[PostgresReader], Any]) -> Future[Any]:
        """Run the work in a transaction of its own on a thread of its own; resolved after the commit."""
        return self._threads.submit(self.write_now, work)

    def write_now(self, work: Callable[[PostgresReader], Any]) -> Any:
        """The same on the caller's thread."""
        with self.connection() as connection, connection.transaction():
            result = work(PostgresReader(connection, self._cache))
        with self._counting:
            self.commits += 1
        return result

    def version(self) -> str:
        """The database's own version."""
        with self.connection() as connection:
            return str(connection.info.server_version)

    def close(self) -> None:
        """Finish what runs, then close the pool."""
        self._threads.shutdown(wait=True)
        self._pool.close()
        self._watch.end()

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection[Any]]:
        """A pooled connection; Unavailable where the database is away."""
        try:
            with self._pool.connection() as connection:
                yield connection
        except (PoolTimeout, psycopg.OperationalError, psycopg.errors.AdminShutdown) as away:
            raise Unavailable("the database is away; nothing was changed, try again in a moment") from away
