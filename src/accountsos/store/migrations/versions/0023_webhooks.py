"""Webhooks: where a company wants to be told of changes, how far it was told, and each attempt to tell."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import ddl, grant

revision = "0023"
down_revision = "0022"

TABLES = """
CREATE TABLE webhook_endpoint (
  company_id {int} NOT NULL,
  endpoint_no {int} NOT NULL,
  url {text} NOT NULL,
  description {text},
  events {text},
  status {text} NOT NULL,
  secret {blob} NOT NULL,
  old_secret {blob},
  old_until {big},
  told_seq {big} NOT NULL,
  told_kind {int} NOT NULL,
  told_first {int} NOT NULL,
  told_no {int} NOT NULL,
  last_delivery {int} NOT NULL,
  failures {int} NOT NULL,
  failing_since {big},
  not_before {big} NOT NULL,
  claim {int} NOT NULL,
  lease_until {big},
  ended_at {big},
  ended_why {text},
  created_at {big} NOT NULL,
  PRIMARY KEY (company_id, endpoint_no)
{table_end};

CREATE TABLE webhook_delivery (
  company_id {int} NOT NULL,
  endpoint_no {int} NOT NULL,
  delivery_no {int} NOT NULL,
  event_id {text} NOT NULL,
  event {text} NOT NULL,
  cause {text} NOT NULL,
  state {text} NOT NULL,
  asked_at {big} NOT NULL,
  sent_at {big},
  milliseconds {int},
  answered {int},
  error {text},
  reply {text},
  PRIMARY KEY (company_id, endpoint_no, delivery_no)
{table_end};
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (company_id, endpoint_no, delivery_no)
  WHERE state = 'queued'
"""


def upgrade() -> None:
    """Create both."""
    ddl(TABLES)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    for table in ("webhook_endpoint", "webhook_delivery"):
        grant(role, table, "SELECT, INSERT, UPDATE, DELETE")
