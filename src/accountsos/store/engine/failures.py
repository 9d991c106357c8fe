"""What the two databases raise, by what it means to us."""

from __future__ import annotations

import apsw
import psycopg

DAMAGED = (apsw.Error,)
"""The file cannot be read as a database."""
AWAY = (apsw.BusyError, psycopg.OperationalError)
"""The database is held by somebody else, or cannot be reached just now."""
