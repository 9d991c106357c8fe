"""A PostgreSQL database that many tests use one after another: emptied between them, its connections kept open.

A new database for each test costs little; that each connection to it reads the catalogs and plans every statement anew
costs more than most tests themselves.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool, PoolClosed

TABLES = """SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            AND relname <> 'alembic_version' ORDER BY relname"""
SCHEMA = """SELECT md5(string_agg(said, ';' ORDER BY said)) FROM (
    SELECT concat_ws(' ', 'class', relname, relkind, relacl, reloptions, relowner) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'column', attrelid, attname, atttypid, attnotnull, attisdropped, attacl)
    FROM pg_attribute WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    UNION ALL SELECT concat_ws(' ', 'constraint', conrelid, conname, convalidated) FROM pg_constraint
    UNION ALL SELECT concat_ws(' ', 'trigger', tgrelid, tgname, tgenabled) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', 'function', proname, md5(prosrc)) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'version', version_num) FROM alembic_version
    UNION ALL SELECT concat_ws(' ', 'setting', setdatabase, setrole, setconfig) FROM pg_db_role_setting
) AS everything(said)"""
VACUUM_AFTER = 50
"""Tests: what was deleted is in the way of what comes."""


class LentPool:
    """What an engine has of a pool that outlives it: closed, it gives no connection any more."""

    def __init__(self, pool: ConnectionPool[psycopg.Connection[Any]]) -> None:
        self._pool = pool
        self._given_back = False

    def open(self, wait: bool = False, timeout: float = 30.0) -> None:
        """Open the pool, if nobody has."""
        if self._pool.closed:
            self._pool.open(wait, timeout)

    def close(self) -> None:
        """Give it back."""
        self._given_back = True

    def connection(self) -> AbstractContextManager[psycopg.Connection[Any]]:
        """One of its connections."""
        if self._given_back:
            raise PoolClosed("the pool was given back")
        return self._pool.connection()


@dataclass
class KeptDatabase:
    """One database with the pools to it, by role and size."""

    name: str
    administrator: psycopg.Connection[Any]
    schema: str
    tables: list[str]
    in_use: bool = False
    uses: int = 0
    pools: dict[tuple[str, int], ConnectionPool[psycopg.Connection[Any]]] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, administrator: psycopg.Connection[Any]) -> KeptDatabase:
        """The database under that name; `administrator` is a superuser's connection to it, which is kept."""
        administrator.execute("SET session_replication_role = replica")  # no trigger keeps rows from being deleted
        administrator.execute("SET lock_timeout = '3s'")
        tables = [str(row[0]) for row in administrator.execute(TABLES).fetchall()]
        return cls(name, administrator, _schema(administrator), tables)

    def pool(self, url: str, **more: Any) -> LentPool:
        """The pool to that address."""
        key = (url, int(more["max_size"]))
        if key not in self.pools:
            self.pools[key] = ConnectionPool(url, **more)
        return LentPool(self.pools[key])

    def emptied(self) -> bool:
        """Delete every row; False where it cannot serve another test, because something else was changed in it."""
        try:
            filled = self._filled()
            for table in filled:
                self.administrator.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            self.uses += 1
            if self.uses % VACUUM_AFTER == 0:
                self.administrator.execute("VACUUM")
            if _schema(self.administrator) != self.schema:
                return False
            for pool in self.pools.values():
                pool.check()
        except psycopg.Error:
            return False
        return True

    def end(self) -> None:
        """Close every connection to it."""
        for pool in self.pools.values():
            pool.close()
        self.administrator.close()

    def _filled(self) -> list[str]:
        questions = [
            sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(sql.Literal(name), sql.Identifier(name))
            for name in self.tables
        ]
        rows = self.administrator.execute(sql.SQL(" UNION ALL ").join(questions), prepare=True).fetchall()
        return [str(row[0]) for row in rows]


def _schema(administrator: psycopg.Connection[Any]) -> str:
    row = administrator.execute(SCHEMA, prepare=True).fetchone()
    assert row is not None
    return str(row[0])
