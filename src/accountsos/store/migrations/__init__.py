"""Alembic migrations, run in a child process so that only one SQLite library ever holds the file."""
