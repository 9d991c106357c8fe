"""How Alembic reaches the database: one transaction, begun for writing, so that a killed migration leaves nothing."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool


def run() -> None:
    """Migrate the database of the URL that the caller put into the configuration."""
    url = context.config.get_main_option("sqlalchemy.url")
    assert url is not None
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        _explicit_transactions(engine)
    with engine.connect() as connection:
        context.configure(connection=connection, transaction_per_migration=False, transactional_ddl=True)
        with context.begin_transaction():
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7233141)")
            context.run_migrations()
        connection.commit()


def _explicit_transactions(engine: object) -> None:
    """The driver must not begin or commit by itself: DDL and version belong to one BEGIN IMMEDIATE."""

    @event.listens_for(engine, "connect")
    def _no_hidden_begin(connection: object, _: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # sqlite3's own attribute

    @event.listens_for(engine, "begin")
    def _begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]  # SQLAlchemy's connection


run()
