"""What else is said of a settlement: the journal, the line, the account, the day until which a part is kept back."""

from __future__ import annotations

from accountsos.store.migrations.dialect import ddl

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the column; settlements of before said nothing else."""
    ddl("ALTER TABLE settlement ADD COLUMN terms {text}")
