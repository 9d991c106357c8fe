"""Invitations, a second step at log-in, and passwords that are set anew by e-mail."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import ddl, grant

revision = "0024"
down_revision = "0023"

TABLES = """
CREATE TABLE invitation (
  company_id {int} NOT NULL,
  invitation_id {text} NOT NULL,
  secret_digest {blob} NOT NULL,
  email {text} NOT NULL,
  role {text} NOT NULL,
  may_close {int} NOT NULL,
  invited_by {text} NOT NULL,
  created_at {big} NOT NULL,
  expires_at {big} NOT NULL,
  PRIMARY KEY (company_id, invitation_id)
{table_end};

CREATE TABLE second_step (
  user_id {text} NOT NULL PRIMARY KEY,
  secret {text} NOT NULL,
  since {big} NOT NULL,
  last_step {big} NOT NULL
{table_end};

CREATE TABLE recovery_code (
  user_id {text} NOT NULL,
  code_digest {blob} NOT NULL,
  PRIMARY KEY (user_id, code_digest)
{table_end};

CREATE TABLE password_reset (
  secret_digest {blob} NOT NULL PRIMARY KEY,
  user_id {text} NOT NULL,
  expires_at {big} NOT NULL
{table_end};
CREATE INDEX password_reset_of_user ON password_reset (user_id);

ALTER TABLE session ADD COLUMN awaits_code {int} NOT NULL DEFAULT 0
"""


def upgrade() -> None:
    """Create them: an invitation is a company's, the rest a person's."""
    ddl(TABLES)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    for table in ("invitation", "second_step", "recovery_code", "password_reset"):
        grant(role, table, "SELECT, INSERT, UPDATE, DELETE")
