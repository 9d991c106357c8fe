"""Invoices in the books: their entries, what settles them beside the bank, and what corrections taught of suppliers."""

from __future__ import annotations

import os

from alembic import op

from accountsos.store.migrations.dialect import ddl, grant

revision = "0004"
down_revision = "0003"

TABLES = """
CREATE TABLE invoice (
  company_id {int} NOT NULL,
  document_no {int} NOT NULL,
  side {text} NOT NULL,
  state {text} NOT NULL,
  reason {text},
  category_no {int},
  category_source {text},
  contact_no {int},
  issued_on {int} NOT NULL,
  due_on {int} NOT NULL,
  amount {big} NOT NULL,
  open_amount {big} NOT NULL,
  deferred {int} NOT NULL,
  settled_on {int},
  entry_no {int},
  release_no {int},
  PRIMARY KEY (company_id, document_no)
{table_end};
CREATE INDEX invoice_unsettled ON invoice (company_id, side, settled_on, issued_on);
CREATE INDEX invoice_contact ON invoice (company_id, contact_no, side, issued_on);

CREATE TABLE settlement (
  company_id {int} NOT NULL,
  settlement_no {int} NOT NULL,
  kind {text} NOT NULL,
  document_no {int} NOT NULL,
  other_no {int},
  settled_on {int} NOT NULL,
  amount {big} NOT NULL,
  vat {big} NOT NULL,
  reason {text} NOT NULL,
  entry_no {int},
  recorded_seq {big} NOT NULL,
  undone_seq {big},
  PRIMARY KEY (company_id, settlement_no)
{table_end};
CREATE INDEX settlement_document ON settlement (company_id, document_no, settlement_no);
CREATE INDEX settlement_other ON settlement (company_id, other_no, settlement_no) WHERE other_no IS NOT NULL;

CREATE TABLE supplier_lesson (
  company_id {int} NOT NULL,
  supplier_key {text} NOT NULL,
  lessons {text} NOT NULL,
  recorded_seq {big} NOT NULL,
  PRIMARY KEY (company_id, supplier_key)
{table_end}
"""

CHANGING = ("invoice", "settlement", "supplier_lesson")


def upgrade() -> None:
    """Create the tables. The entries themselves are append-only; these rows say which of them stands for what."""
    ddl(TABLES)
    op.execute("ALTER TABLE vat_scheme ADD COLUMN cash_turnover INTEGER NOT NULL DEFAULT 0")
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    for table in CHANGING:
        grant(role, table, "SELECT, INSERT, UPDATE, DELETE")
