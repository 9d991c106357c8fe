"""An index of debts that were given up before their VAT could be relieved: a VAT return looks for nothing else."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create it."""
    op.execute(
        "CREATE INDEX settlement_unrelieved ON settlement (company_id, vat, document_no) "
        "WHERE kind = 'write_off' AND undone_seq IS NULL"
    )
