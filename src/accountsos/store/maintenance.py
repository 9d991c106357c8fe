"""Verify what is kept: the list of all checks and their runner. The only place that reads across companies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accountsos.errors import Refused
from accountsos.store.checks import (
    balances,
    changed,
    chart,
    companies,
    contacts,
    documents,
    external_references,
    fixed_assets,
    foreign_lines,
    imports,
    invoices,
    journal,
    mileage,
    payees,
    standing,
    transactions,
    vat,
    webhooks,
)
from accountsos.store.checks.fault import Check, Fault, Finding, told
from accountsos.store.engine.failures import DAMAGED, away
from accountsos.store.engine.sql import Reader, Sql
from accountsos.store.jobs import COLUMNS as JOB_COLUMNS
from accountsos.store.jobs import IS_DUE, IS_LOST, Job, job_from
from accountsos.store.webhooks import COLUMNS as ENDPOINT_COLUMNS
from accountsos.store.webhooks import IS_ASKED, IS_FREE, Endpoint, endpoint_from
from accountsos.store.webhooks import IS_DUE as IS_TO_BE_TOLD

COMPANIES = Sql("SELECT company_id FROM company ORDER BY company_id")
FAILED_OF_LATE = 600_000_000
WAITING_JOBS = Sql(
    f"""SELECT {", ".join(JOB_COLUMNS.split())} FROM (
          SELECT {", ".join(JOB_COLUMNS.split())},
            CASE WHEN failures > 0 AND not_before > :now - {FAILED_OF_LATE} THEN 1 ELSE 0 END AS slow,
            ROW_NUMBER() OVER (PARTITION BY company_id ORDER BY failures, not_before, job_no) AS place
          FROM job WHERE state IN ('queued', 'running') AND kind <> :but AND (:only = '' OR kind = :only)
          AND (state = 'queued' AND {IS_DUE} OR state = 'running' AND {IS_LOST})) AS due
        ORDER BY slow, place, not_before, company_id, job_no LIMIT :limit"""
)
"""One of each company, then a second of each; behind all of these what broke its limits of late."""
_ENDPOINTS = f"SELECT {', '.join(ENDPOINT_COLUMNS.split())} FROM webhook_endpoint e"
ENDPOINTS = Sql(f"{_ENDPOINTS} ORDER BY company_id, endpoint_no")
DUE_ENDPOINTS = Sql(
    f"{_ENDPOINTS} WHERE {IS_FREE} AND ({IS_TO_BE_TOLD} OR {IS_ASKED}) ORDER BY company_id, endpoint_no LIMIT :limit"
)
QUEUE = Sql(
    """SELECT COUNT(*), SUM(CASE WHEN state = 'queued' THEN 1 ELSE 0 END), MIN(enqueued_at)
       FROM job WHERE state IN ('queued', 'running')"""
)
SCHEMA = Sql("SELECT version_num FROM alembic_version")
ANSWERS = Sql(
    """SELECT company_id, idempotency_key, created_at FROM idempotency
       WHERE (company_id, idempotency_key) > (:after_company, :after_key)
       ORDER BY company_id, idempotency_key LIMIT :limit"""
)
WHOLE_FILE = Sql("PRAGMA integrity_check(20)")
BEFORE_ALL_ANSWERS = (0, "")
MOST_FINDINGS = 200

CHECKS: tuple[Check, ...] = (
    *journal.CHECKS,
    *balances.CHECKS,
    *vat.CHECKS,
    *transactions.CHECKS,
    *standing.CHECKS,
    *contacts.CHECKS,
    *payees.CHECKS,
    *foreign_lines.CHECKS,
    *imports.CHECKS,
    *documents.CHECKS,
    *invoices.CHECKS,
    *mileage.CHECKS,
    *fixed_assets.CHECKS,
    *chart.CHECKS,
    *companies.CHECKS,
    *changed.CHECKS,
    *webhooks.CHECKS,
    *external_references.CHECKS,
)
"""Every check that the store brings; what takes a rule of the books to work out is in `bookkeeping`."""

OF_A_COMPANY = (
    "company_head membership api_key category bank_account financial_year lock_event contact contact_key "
    "statement_import observation doubtful_line gone_line bank_transaction categorisation_part journal_entry narration "
    "posting manual_journal balance_month balance_day line_count_month line_count_day payee_choice rule audit_event "
    "payee_reference refiling refiled_line audit_text idempotency vat_scheme vat_return vat_sum company_fact "
    "own_deadline obligation_done calendar_token document document_link job invoice settlement supplier_lesson "
    "mileage_trip fixed_asset asset_charge asset_disposal column_layout changed_thing "
    "invitation webhook_endpoint webhook_delivery external_reference foreign_line model_answer"
).split()
_STRAYS = {
    table: Sql(
        f"""WITH RECURSIVE each_company (number) AS (
          SELECT MIN(company_id) FROM {table} UNION ALL
          SELECT (SELECT MIN(t.company_id) FROM {table} t WHERE t.company_id > e.number) FROM each_company e
          WHERE e.number IS NOT NULL)
        SELECT number FROM each_company WHERE number IS NOT NULL
        AND number NOT IN (SELECT company_id FROM company) ORDER BY number LIMIT 20"""
    )
    for table in OF_A_COMPANY
}
"""By table, the companies that do not exist: from one to the next by the index, however many rows each has."""


@dataclass(frozen=True, slots=True)
class QueueLength:
    """How many jobs of all companies are not ended, and the moment at which the oldest of them was put there."""

    queued: int
    running: int
    oldest: int | None


def queue_length(db: Reader) -> QueueLength:
    """By the index of jobs that wait."""
    row = db.row(QUEUE)
    assert row is not None, "a count always has a row"
    count, queued, oldest = row
    return QueueLength(int(queued or 0), int(count) - int(queued or 0), oldest)


def schema_of(db: Reader) -> str:
    """The revision that the database has; empty where it says none."""
    row = db.row(SCHEMA)
    return "" if row is None else str(row[0])


def all_companies(db: Reader) -> list[int]:
    """The numbers of all companies."""
    return [row[0] for row in db.rows(COMPANIES)]


def waiting_jobs(db: Reader, *, now: int, limit: int, only: str = "", but: str = "") -> list[Job]:
    """Jobs of any company that may be claimed now: those that wait, and those whose worker was lost.

    `only`, `but`: a kind; empty: all, and none.
    """
    return [job_from(row) for row in db.rows(WAITING_JOBS, now=now, limit=limit, only=only, but=but)]


def all_endpoints(db: Reader) -> list[Endpoint]:
    """The webhook endpoints of all companies."""
    return [endpoint_from(row) for row in db.rows(ENDPOINTS)]


def due_endpoints(db: Reader, *, now: int, limit: int) -> list[Endpoint]:
    """Endpoints of any company that something is to be told, and that nobody is telling."""
    return [endpoint_from(row) for row in db.rows(DUE_ENDPOINTS, now=now, limit=limit)]


def answers_after(db: Reader, after: tuple[int, str], *, limit: int) -> list[tuple[int, str, int]]:
    """The next answers by company and Idempotency-Key, each with the moment it was given."""
    rows = db.rows(ANSWERS, after_company=after[0], after_key=after[1], limit=limit)
    return [(company, key, created_at) for company, key, created_at in rows]


def verify_database(db: Reader) -> Iterator[Finding]:
    """What SQLite finds wrong with the pages of its file, and rows that belong to no company.

    PostgreSQL has checksums and programs of its own for its files.
    """
    try:
        if db.engine == "sqlite":
            for (said,) in db.rows(WHOLE_FILE):
                if said != "ok":
                    yield Finding("database", str(said))
        for table, strays in _STRAYS.items():
            for (number,) in db.rows(strays):
                message = f"{table} has rows of company {number}, which does not exist"
                yield Finding("stray", message, f"company {number}", (f"{table}.company_id", "company.company_id"))
    except DAMAGED as damage:
        yield Finding("database", f"the file cannot be read through: {damage}")


def faults_of(db: Reader, company: int, checks: Sequence[Check], *, most: int = MOST_FINDINGS) -> Iterator[Fault]:
    """Every disagreement between the company's entries and facts and everything kept beside them."""
    for check in checks:
        try:
            yield from check.faults(db, company, most=most)
        except Refused:
            raise
        except Exception as damage:  # whatever damaged rows lead to: the check that stumbles over them says so
            if isinstance(damage, away()):
                raise
            message = f"{check.check}: rows cannot be read: {type(damage).__name__}: {damage}"
            yield told("damage", message, thing=check.check)
