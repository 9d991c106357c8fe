"""Documents with what was read from them, their links to bank lines, and the queue of jobs."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import ddl, grant

revision = "0003"
down_revision = "0002"

TABLES = """
CREATE TABLE document (
  company_id {int} NOT NULL,
  document_no {int} NOT NULL,
  digest {blob} NOT NULL,
  status {text} NOT NULL,
  type {text},
  type_given {int} NOT NULL,
  file_name {text} NOT NULL,
  content_type {text} NOT NULL,
  size {big} NOT NULL,
  uploaded_at {big} NOT NULL,
  recorded_seq {big} NOT NULL,
  version {int} NOT NULL,
  direction {text},
  supplier {text},
  contact_no {int},
  number {text},
  issued_on {int},
  due_on {int},
  currency {text},
  net {big},
  vat {big},
  gross {big},
  confidence {int},
  paid_to {text},
  reading {text},
  corrections {text},
  warnings {text} NOT NULL,
  reason {text},
  PRIMARY KEY (company_id, document_no),
  UNIQUE (company_id, digest)
{table_end};
CREATE INDEX document_status ON document (company_id, status, document_no);
CREATE INDEX document_gross ON document (company_id, gross, issued_on) WHERE gross IS NOT NULL;

CREATE TABLE document_link (
  company_id {int} NOT NULL,
  document_no {int} NOT NULL,
  transaction_no {int} NOT NULL,
  amount {big} NOT NULL,
  score {int} NOT NULL,
  source {text} NOT NULL,
  reason {text} NOT NULL,
  recorded_seq {big} NOT NULL,
  PRIMARY KEY (company_id, document_no, transaction_no)
{table_end};
CREATE INDEX document_link_transaction ON document_link (company_id, transaction_no, document_no);

CREATE TABLE job (
  company_id {int} NOT NULL,
  job_no {int} NOT NULL,
  kind {text} NOT NULL,
  subject {text} NOT NULL,
  state {text} NOT NULL,
  attempt {int} NOT NULL,
  failures {int} NOT NULL,
  not_before {big} NOT NULL,
  lease_until {big},
  last_error {text},
  enqueued_at {big} NOT NULL,
  PRIMARY KEY (company_id, job_no)
{table_end};
CREATE INDEX job_waiting ON job (company_id, not_before, job_no) WHERE state IN ('queued', 'running');
CREATE INDEX job_subject ON job (company_id, subject, job_no)
"""

CHANGING = ("document", "document_link", "job")


def upgrade() -> None:
    """Create the tables. What was uploaded is proved by its digest, so its row may change with each reading."""
    ddl(TABLES)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    for table in CHANGING:
        grant(role, table, "SELECT, INSERT, UPDATE, DELETE")
