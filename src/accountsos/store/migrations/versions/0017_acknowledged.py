"""What somebody took note of when a VAT return was marked as filed, and the lines that stand as payments of debts."""

from __future__ import annotations

from alembic import op

from accountsos.store.migrations.dialect import ddl

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the column, the findings as JSON; a line leaves the index when a person decides it."""
    ddl("ALTER TABLE vat_return ADD COLUMN acknowledged {text}")
    op.execute(
        "CREATE INDEX bank_transaction_owed ON bank_transaction (company_id, booked_on, transaction_no) "
        "WHERE status = 1 AND reviewed = 0 AND source = 'owed'"
    )
