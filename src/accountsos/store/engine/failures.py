"""What the two databases raise, by what it means to us."""

from __future__ import annotations

import sys

import apsw

DAMAGED = (apsw.Error,)
"""The file cannot be read as a database."""


def away() -> tuple[type[Exception], ...]:
    """The database is held by somebody else, or cannot be reached just now."""
    postgres = sys.modules.get("psycopg")  # SQLite's books never load it
    return (apsw.BusyError,) if postgres is None else (apsw.BusyError, postgres.OperationalError)
