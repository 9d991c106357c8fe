"""An index of the lines that nobody has reviewed: a VAT return counts them, however many there are of the others."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create it; a line leaves it when it is reviewed."""
    op.execute(
        "CREATE INDEX bank_transaction_unreviewed ON bank_transaction (company_id, booked_on, transaction_no) "
        "WHERE status = 1 AND reviewed = 0"
    )
