"""What somebody took note of when a VAT return was marked as filed."""

from __future__ import annotations

from accountsos.store.migrations.dialect import ddl

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the column: the findings that were open and acknowledged, as JSON."""
    ddl("ALTER TABLE vat_return ADD COLUMN acknowledged {text}")
