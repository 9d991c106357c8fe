"""Lines that the bank showed before it booked them, found without looking through all the others."""

from __future__ import annotations

from accountsos.store.migrations.dialect import ddl

revision = "0014"
down_revision = "0013"

INDEX = """
CREATE INDEX bank_transaction_pending ON bank_transaction (company_id, transaction_no) WHERE status IN (4, 5)
"""


def upgrade() -> None:
    """Pending ones, and those that lapsed."""
    ddl(INDEX)
