"""The few words in which the two databases' DDL differ; everything else is written once."""

from __future__ import annotations

from alembic import op


def is_sqlite() -> bool:
    """Whether the migration runs on SQLite."""
    return op.get_bind().dialect.name == "sqlite"


def ddl(text: str) -> None:
    """Run statements separated by `;` at line ends, with {blob}, {int}, {table_end} and {cache_end} filled in.

    Tables are clustered by their company-first primary key in SQLite (WITHOUT ROWID) and plain in PostgreSQL.
    """
    words = (
        {"blob": "BLOB", "int": "INTEGER", "big": "INTEGER", "text": "TEXT", "table_end": ") STRICT, WITHOUT ROWID"}
        if is_sqlite()
        else {"blob": "BYTEA", "int": "INTEGER", "big": "BIGINT", "text": 'TEXT COLLATE "C"', "table_end": ")"}
    )
    for statement in text.format(**words).split(";\n"):
        if statement.strip():
            op.execute(statement)


def append_only(table: str, allowed_updates: tuple[str, ...] = ()) -> None:
    """Make the database itself refuse UPDATE, DELETE and INSERT OR REPLACE of the table's rows.

    SQLite by triggers (REPLACE would delete silently, so an insert that meets an existing key is refused as well),
    PostgreSQL by privileges that `grant` withholds. Columns named in `allowed_updates` may change.
    """
    if not is_sqlite():
        return
    columns = [row[1] for row in op.get_bind().exec_driver_sql(f"PRAGMA table_info({table})")]
    keys = [row[1] for row in op.get_bind().exec_driver_sql(f"PRAGMA table_info({table})") if row[5]]
    frozen = [c for c in columns if c not in allowed_updates]
    same = " AND ".join(f"{k} = NEW.{k}" for k in keys)
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {', '.join(frozen)} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def grant(application_role: str, table: str, privileges: str) -> None:
    """Give the application's role exactly these privileges on a PostgreSQL table."""
    if not is_sqlite():
        op.execute(f'GRANT {privileges} ON {table} TO "{application_role}"')
