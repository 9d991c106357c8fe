"""An index of what people filed by the words of a reference, whoever was paid."""

from __future__ import annotations

from accountsos.store.migrations.dialect import ddl

revision = "0021"
down_revision = "0020"

INDEX = """
CREATE INDEX payee_reference_stem ON payee_reference (company_id, stem, money_in, last_on, payee_key)
"""


def upgrade() -> None:
    """Create it."""
    ddl(INDEX)
