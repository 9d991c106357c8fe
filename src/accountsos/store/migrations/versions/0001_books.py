"""The books: companies, chart, bank lines, journal, kept balances, audit."""

from __future__ import annotations

import os

from accountsos.store.migrations.dialect import append_only, ddl, grant, is_sqlite

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE company (
  company_id {int} NOT NULL PRIMARY KEY,
  name {text} NOT NULL,
  entity_type {text} NOT NULL,
  company_number {text},
  incorporated_on {int},
  trade {text},
  currency {text} NOT NULL,
  basis {text} NOT NULL,
  sandbox {int} NOT NULL,
  people {text} NOT NULL,
  created_at {big} NOT NULL
{table_end};

CREATE TABLE company_head (
  company_id {int} NOT NULL PRIMARY KEY,
  seq {big} NOT NULL,
  recorded_at {big} NOT NULL,
  digest {blob} NOT NULL,
  chart_version {int} NOT NULL,
  last_number {int} NOT NULL,
  last_transaction {int} NOT NULL,
  last_entry {int} NOT NULL
{table_end};

CREATE TABLE user_account (
  user_id {text} NOT NULL PRIMARY KEY,
  email {text} NOT NULL UNIQUE,
  name {text} NOT NULL,
  password_hash {text},
  created_at {big} NOT NULL
{table_end};

CREATE TABLE membership (
  company_id {int} NOT NULL,
  user_id {text} NOT NULL,
  role {text} NOT NULL,
  PRIMARY KEY (company_id, user_id)
{table_end};

CREATE TABLE api_key (
  secret_digest {blob} NOT NULL PRIMARY KEY,
  company_id {int} NOT NULL,
  key_id {text} NOT NULL UNIQUE,
  name {text} NOT NULL,
  scope {text} NOT NULL,
  sandbox {int} NOT NULL,
  last_four {text} NOT NULL,
  created_at {big} NOT NULL,
  expires_at {big},
  revoked_at {big}
{table_end};
CREATE INDEX api_key_company ON api_key (company_id, key_id);

CREATE TABLE category (
  company_id {int} NOT NULL,
  category_no {int} NOT NULL,
  recorded_seq {big} NOT NULL,
  category_id {text} NOT NULL,
  name {text} NOT NULL,
  type {text} NOT NULL,
  nominal {text} NOT NULL,
  details {text} NOT NULL,
  archived {int} NOT NULL,
  PRIMARY KEY (company_id, category_no, recorded_seq)
{table_end};

CREATE TABLE bank_account (
  company_id {int} NOT NULL,
  account_no {int} NOT NULL,
  bank_account_id {text} NOT NULL,
  name {text} NOT NULL,
  kind {text} NOT NULL,
  currency {text} NOT NULL,
  sort_code {text},
  account_number {text},
  category_no {int} NOT NULL,
  archived {int} NOT NULL,
  opening_entry {int},
  PRIMARY KEY (company_id, account_no),
  UNIQUE (company_id, bank_account_id)
{table_end};

CREATE TABLE financial_year (
  company_id {int} NOT NULL,
  starts_on {int} NOT NULL,
  ends_on {int} NOT NULL,
  PRIMARY KEY (company_id, starts_on)
{table_end};

CREATE TABLE lock_event (
  company_id {int} NOT NULL,
  recorded_seq {big} NOT NULL,
  kind {text} NOT NULL,
  locked_through {int},
  reason {text},
  PRIMARY KEY (company_id, kind, recorded_seq)
{table_end};

CREATE TABLE contact (
  company_id {int} NOT NULL,
  contact_no {int} NOT NULL,
  name {text} NOT NULL,
  payee_key {text} NOT NULL,
  type {text},
  email {text},
  phone {text},
  vat_number {text},
  archived {int} NOT NULL,
  lines {int} NOT NULL,
  total_in {big} NOT NULL,
  total_out {big} NOT NULL,
  PRIMARY KEY (company_id, contact_no)
{table_end};

CREATE TABLE contact_key (
  company_id {int} NOT NULL,
  payee_key {text} NOT NULL,
  contact_no {int} NOT NULL,
  PRIMARY KEY (company_id, payee_key)
{table_end};

CREATE TABLE statement_import (
  company_id {int} NOT NULL,
  import_no {int} NOT NULL,
  account_no {int} NOT NULL,
  status {text} NOT NULL,
  format {text} NOT NULL,
  file_name {text},
  file_digest {blob} NOT NULL,
  lines {int} NOT NULL,
  lines_new {int} NOT NULL,
  lines_duplicate {int} NOT NULL,
  lines_doubtful {int} NOT NULL,
  first_transaction {int},
  last_transaction {int},
  first_day {int},
  last_day {int},
  opening_on {int},
  opening {big},
  closing_on {int},
  closing {big},
  difference {big},
  first_bad_line {int},
  warnings {text} NOT NULL,
  recorded_seq {big} NOT NULL,
  undone_seq {big},
  PRIMARY KEY (company_id, import_no)
{table_end};
CREATE INDEX statement_import_account ON statement_import (company_id, account_no, import_no);

CREATE TABLE observation (
  company_id {int} NOT NULL,
  transaction_no {int} NOT NULL,
  import_no {int} NOT NULL,
  line {int} NOT NULL,
  PRIMARY KEY (company_id, transaction_no, import_no, line)
{table_end};
CREATE INDEX observation_import ON observation (company_id, import_no);

CREATE TABLE doubtful_line (
  company_id {int} NOT NULL,
  transaction_no {int} NOT NULL,
  resembles {int} NOT NULL,
  resolved {int} NOT NULL,
  PRIMARY KEY (company_id, transaction_no, resembles)
{table_end};

CREATE TABLE bank_transaction (
  company_id {int} NOT NULL,
  transaction_no {int} NOT NULL,
  account_no {int} NOT NULL,
  booked_on {int} NOT NULL,
  amount {big} NOT NULL,
  currency {text},
  description {text} NOT NULL,
  payee {text},
  reference {text},
  kind {text},
  bank_ref {text},
  balance {big},
  line_key {big} NOT NULL,
  original {text},
  import_no {int},
  line {int},
  recorded_seq {big} NOT NULL,
  status {int} NOT NULL,
  category_no {int} NOT NULL,
  confidence {int} NOT NULL,
  source {text} NOT NULL,
  reason {text},
  contact_no {int},
  reviewed {int} NOT NULL,
  notes {text},
  parts {int} NOT NULL,
  version {int} NOT NULL,
  entry_no {int},
  PRIMARY KEY (company_id, transaction_no)
{table_end};
CREATE INDEX bank_transaction_day ON bank_transaction (company_id, booked_on, transaction_no) WHERE status = 1;
CREATE INDEX bank_transaction_category ON bank_transaction (company_id, category_no, booked_on, transaction_no)
  WHERE status = 1;
CREATE INDEX bank_transaction_contact ON bank_transaction (company_id, contact_no, booked_on, transaction_no)
  WHERE status = 1 AND contact_no IS NOT NULL;
CREATE INDEX bank_transaction_account ON bank_transaction (company_id, account_no, booked_on, transaction_no);

CREATE TABLE categorisation_part (
  company_id {int} NOT NULL,
  transaction_no {int} NOT NULL,
  part_no {int} NOT NULL,
  category_no {int} NOT NULL,
  amount {big} NOT NULL,
  vat_code {text},
  vat_amount {big} NOT NULL,
  contact_no {int},
  business_percent {int} NOT NULL,
  notes {text},
  PRIMARY KEY (company_id, transaction_no, part_no)
{table_end};

CREATE TABLE journal_entry (
  company_id {int} NOT NULL,
  entry_no {int} NOT NULL,
  recorded_seq {big} NOT NULL,
  entry_date {int} NOT NULL,
  source {int} NOT NULL,
  source_no {int} NOT NULL,
  reverses {int},
  corrects {int},
  replaces {int},
  digest {blob} NOT NULL,
  PRIMARY KEY (company_id, entry_no)
{table_end};

CREATE TABLE narration (
  company_id {int} NOT NULL,
  entry_no {int} NOT NULL,
  narration {text} NOT NULL,
  PRIMARY KEY (company_id, entry_no)
{table_end};

CREATE TABLE posting (
  company_id {int} NOT NULL,
  entry_no {int} NOT NULL,
  line_no {int} NOT NULL,
  category_no {int} NOT NULL,
  entry_date {int} NOT NULL,
  amount {big} NOT NULL,
  account_no {int},
  contact_no {int},
  vat_code {text},
  vat_period {int},
  tax_point {int},
  PRIMARY KEY (company_id, entry_no, line_no)
{table_end};
CREATE INDEX posting_category ON posting (company_id, category_no, entry_date, entry_no, line_no);
CREATE INDEX posting_vat ON posting (company_id, vat_period, tax_point) WHERE vat_code IS NOT NULL;

CREATE TABLE manual_journal (
  company_id {int} NOT NULL,
  journal_no {int} NOT NULL,
  template {text} NOT NULL,
  entry_date {int} NOT NULL,
  auto_reverse_on {int},
  entry_no {int} NOT NULL,
  reversal_no {int},
  recorded_seq {big} NOT NULL,
  undone_seq {big},
  PRIMARY KEY (company_id, journal_no)
{table_end};

CREATE TABLE balance_month (
  company_id {int} NOT NULL,
  category_no {int} NOT NULL,
  account_no {int} NOT NULL,
  contact_no {int} NOT NULL,
  month {int} NOT NULL,
  debit {big} NOT NULL,
  credit {big} NOT NULL,
  postings {int} NOT NULL,
  PRIMARY KEY (company_id, category_no, account_no, contact_no, month)
{table_end};

CREATE TABLE balance_day (
  company_id {int} NOT NULL,
  category_no {int} NOT NULL,
  account_no {int} NOT NULL,
  contact_no {int} NOT NULL,
  day {int} NOT NULL,
  debit {big} NOT NULL,
  credit {big} NOT NULL,
  postings {int} NOT NULL,
  PRIMARY KEY (company_id, day, category_no, account_no, contact_no)
{table_end};

CREATE TABLE line_count_month (
  company_id {int} NOT NULL,
  category_no {int} NOT NULL,
  month {int} NOT NULL,
  lines {int} NOT NULL,
  money_in {big} NOT NULL,
  money_out {big} NOT NULL,
  PRIMARY KEY (company_id, category_no, month)
{table_end};

CREATE TABLE line_count_day (
  company_id {int} NOT NULL,
  category_no {int} NOT NULL,
  day {int} NOT NULL,
  lines {int} NOT NULL,
  money_in {big} NOT NULL,
  money_out {big} NOT NULL,
  PRIMARY KEY (company_id, category_no, day)
{table_end};

CREATE TABLE payee_choice (
  company_id {int} NOT NULL,
  payee_key {text} NOT NULL,
  money_in {int} NOT NULL,
  category_no {int} NOT NULL,
  lines {int} NOT NULL,
  last_on {int} NOT NULL,
  amount_low {big} NOT NULL,
  amount_high {big} NOT NULL,
  PRIMARY KEY (company_id, payee_key, money_in, category_no)
{table_end};

CREATE TABLE rule (
  company_id {int} NOT NULL,
  rule_no {int} NOT NULL,
  position {int} NOT NULL,
  category_no {int} NOT NULL,
  description_contains {text},
  payee_key {text},
  money_in {int},
  amount_min {big},
  amount_max {big},
  PRIMARY KEY (company_id, rule_no)
{table_end};

CREATE TABLE audit_event (
  company_id {int} NOT NULL,
  seq {big} NOT NULL,
  recorded_at {big} NOT NULL,
  actor {text} NOT NULL,
  action {text} NOT NULL,
  subject {text} NOT NULL,
  last_entry {int} NOT NULL,
  entries_digest {blob} NOT NULL,
  text_digest {blob} NOT NULL,
  digest {blob} NOT NULL,
  PRIMARY KEY (company_id, seq)
{table_end};
CREATE INDEX audit_event_time ON audit_event (company_id, recorded_at, seq);
CREATE INDEX audit_event_subject ON audit_event (company_id, subject, seq);

CREATE TABLE audit_text (
  company_id {int} NOT NULL,
  seq {big} NOT NULL,
  before {text},
  after {text},
  PRIMARY KEY (company_id, seq)
{table_end};

CREATE TABLE idempotency (
  company_id {int} NOT NULL,
  idempotency_key {text} NOT NULL,
  fingerprint {blob} NOT NULL,
  status {int} NOT NULL,
  headers {text} NOT NULL,
  body {blob} NOT NULL,
  created_at {big} NOT NULL,
  PRIMARY KEY (company_id, idempotency_key)
{table_end}
"""

APPEND_ONLY = ("journal_entry", "posting", "audit_event", "lock_event", "category")
ERASABLE = {"narration": "narration", "audit_text": "before, after"}
BANK_FACTS_MAY_CHANGE = (
    "status",
    "category_no",
    "confidence",
    "source",
    "reason",
    "contact_no",
    "reviewed",
    "notes",
    "parts",
    "version",
    "entry_no",
)
CHANGING = (
    "company",
    "company_head",
    "user_account",
    "membership",
    "api_key",
    "bank_account",
    "financial_year",
    "contact",
    "contact_key",
    "statement_import",
    "observation",
    "doubtful_line",
    "categorisation_part",
    "manual_journal",
    "balance_month",
    "balance_day",
    "line_count_month",
    "line_count_day",
    "payee_choice",
    "rule",
    "idempotency",
)


COUNTERS_OF_POSTGRES = """
CREATE UNLOGGED TABLE rate_window (
  key_id {text} NOT NULL PRIMARY KEY,
  hour_start {big} NOT NULL,
  hour_n {int} NOT NULL,
  minute_start {big} NOT NULL,
  minute_n {int} NOT NULL
{table_end}
"""
"""SQLite keeps them in ops.db, beside the books: nothing in them may matter after a power cut."""


def upgrade() -> None:
    """Create everything, then let each engine refuse what must never happen to entries."""
    ddl(TABLES)
    if not is_sqlite():
        ddl(COUNTERS_OF_POSTGRES)
    for table in APPEND_ONLY:
        append_only(table)
    append_only("bank_transaction", BANK_FACTS_MAY_CHANGE)
    role = os.environ.get("ACCOUNTSOS_APPLICATION_ROLE", "accountsos_app")
    for table in APPEND_ONLY:
        grant(role, table, "SELECT, INSERT")
    for table, columns in ERASABLE.items():
        grant(role, table, f"SELECT, INSERT, UPDATE ({columns})")
    grant(role, "bank_transaction", f"SELECT, INSERT, UPDATE ({', '.join(BANK_FACTS_MAY_CHANGE)})")
    for table in (*CHANGING, *([] if is_sqlite() else ["rate_window"])):
        grant(role, table, "SELECT, INSERT, UPDATE, DELETE")
    grant(role, "alembic_version", "SELECT")
