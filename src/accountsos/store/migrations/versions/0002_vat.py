"""VAT: schemes through time, sums kept per period and code, filed returns; deadlines of a company's own."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import append_only, ddl, grant

revision = "0002"
down_revision = "0001"

TABLES = """
CREATE TABLE vat_scheme (
  company_id {int} NOT NULL,
  in_force_from {int} NOT NULL,
  recorded_seq {big} NOT NULL,
  scheme {text} NOT NULL,
  registered_on {int} NOT NULL,
  stagger {text} NOT NULL,
  annual_year_end_month {int} NOT NULL,
  instalments {text},
  sector {text},
  limited_cost {int} NOT NULL,
  vat_number {text},
  withdrawn {int} NOT NULL,
  PRIMARY KEY (company_id, in_force_from, recorded_seq)
{table_end};

CREATE TABLE vat_return (
  company_id {int} NOT NULL,
  period_end {int} NOT NULL,
  recorded_seq {big} NOT NULL,
  period_start {int} NOT NULL,
  status {text} NOT NULL,
  boxes {text} NOT NULL,
  entries_digest {blob} NOT NULL,
  last_entry {int} NOT NULL,
  entry_no {int},
  filed_by {text} NOT NULL,
  filed_at {big} NOT NULL,
  reason {text},
  PRIMARY KEY (company_id, period_end, recorded_seq)
{table_end};

CREATE TABLE vat_sum (
  company_id {int} NOT NULL,
  vat_period {int} NOT NULL,
  vat_code {text} NOT NULL,
  control {int} NOT NULL,
  amount {big} NOT NULL,
  postings {int} NOT NULL,
  PRIMARY KEY (company_id, vat_period, vat_code, control)
{table_end};

CREATE TABLE company_fact (
  company_id {int} NOT NULL,
  fact {text} NOT NULL,
  recorded_seq {big} NOT NULL,
  value {text},
  PRIMARY KEY (company_id, fact, recorded_seq)
{table_end};

CREATE TABLE own_deadline (
  company_id {int} NOT NULL,
  deadline_no {int} NOT NULL,
  type {text} NOT NULL,
  title {text} NOT NULL,
  due_date {int} NOT NULL,
  amount {big},
  notes {text},
  completed_on {int},
  removed {int} NOT NULL,
  PRIMARY KEY (company_id, deadline_no)
{table_end};

CREATE TABLE obligation_done (
  company_id {int} NOT NULL,
  obligation_key {text} NOT NULL,
  done_on {int} NOT NULL,
  PRIMARY KEY (company_id, obligation_key)
{table_end};

CREATE TABLE calendar_token (
  token_digest {blob} NOT NULL PRIMARY KEY,
  company_id {int} NOT NULL,
  created_at {big} NOT NULL,
  revoked_at {big}
{table_end};

ALTER TABLE categorisation_part ADD COLUMN vat_given {int} NOT NULL DEFAULT 0
"""

APPEND_ONLY = ("vat_scheme", "vat_return", "company_fact")
CHANGING = ("vat_sum", "own_deadline", "obligation_done", "calendar_token")


def upgrade() -> None:
    """Create the tables; schemes, filed returns and facts of the company are versions that are never edited."""
    ddl(TABLES)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    for table in APPEND_ONLY:
        append_only(table)
        grant(role, table, "SELECT, INSERT")
    for table in CHANGING:
        grant(role, table, "SELECT, INSERT, UPDATE, DELETE")
