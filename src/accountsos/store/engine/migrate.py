"""Bring a database to this schema, in a process of its own: `python -m accountsos.store.engine.migrate URL`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAD = "0028"
"""The newest revision; a test holds it equal to what Alembic finds."""

SCRIPTS = Path(__file__).parent.with_name("migrations")


def migrate_in_child(url: str) -> None:
    """Run the migration in a child that ends before this process opens the file.

    Two SQLite libraries in one process lose each other's locks, and Alembic brings the standard library's.
    """
    done = subprocess.run(  # noqa: S603 - our own module with our own arguments
        [sys.executable, "-m", "accountsos.store.engine.migrate", url],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the database could not be migrated:\n{done.stderr.strip()[-2000:]}")


def main() -> None:
    """Upgrade the database of the URL in the first argument to the newest revision."""
    from alembic import command  # noqa: PLC0415 - only the child pays for the import
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("sqlalchemy.url", sys.argv[1].replace("%", "%%"))
    command.upgrade(config, "head")


if __name__ == "__main__":
    main()
