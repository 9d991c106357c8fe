"""What the feed of changes tells, held against the things, the writes and the moments that it tells of."""

from __future__ import annotations

from collections.abc import Iterator

from accountsos.store.changed_things import (
    ACCOUNT,
    ASSET,
    CATEGORY,
    CONTACT,
    DEADLINE,
    DOCUMENT,
    IMPORT,
    INVOICE,
    JOURNAL,
    RETURN,
    RULE,
    TRANSACTION,
    TRIP,
    TYPES,
)
from accountsos.store.checks.fault import Fault, Walk, told
from accountsos.store.checks.rules import Rows, Rule, at_least, between, equals, one_of, or_nothing
from accountsos.store.engine.sql import Reader, Sql

NUMBERED = {
    CONTACT: ("contact", "contact_no"),
    DOCUMENT: ("document", "document_no"),
    INVOICE: ("invoice", "document_no"),
    JOURNAL: ("manual_journal", "entry_no"),
    IMPORT: ("statement_import", "import_no"),
    CATEGORY: ("category", "category_no"),
    ACCOUNT: ("bank_account", "account_no"),
    RULE: ("rule", "rule_no"),
    ASSET: ("fixed_asset", "asset_no"),
    TRIP: ("mileage_trip", "trip_no"),
    DEADLINE: ("own_deadline", "deadline_no"),
    RETURN: ("vat_return", "period_end"),
}
"""Where the things of a kind stand, and by what number."""
UNTOLD = {
    kind: Sql(
        f"""SELECT DISTINCT t.{number} FROM {table} t WHERE t.company_id = :company AND t.{number} NOT IN (
          SELECT c.first_no FROM changed_thing c WHERE c.company_id = :company AND c.kind = {kind} AND c.change <= 2)
          ORDER BY 1 LIMIT 200"""
    )
    for kind, (table, number) in NUMBERED.items()
}
NEW_LINES_UNTOLD = Sql(
    """SELECT t.transaction_no FROM bank_transaction t WHERE t.company_id = :company AND t.status = 1 AND NOT EXISTS (
         SELECT 1 FROM changed_thing c WHERE c.company_id = t.company_id AND c.seq = t.recorded_seq AND c.kind = 1
         AND c.change = 1 AND t.transaction_no BETWEEN c.first_no AND c.last_no)
       ORDER BY t.transaction_no LIMIT 200"""
)
_NEWEST = """NOT EXISTS (SELECT 1 FROM changed_thing n WHERE n.company_id = t.company_id AND n.kind = t.kind
  AND n.first_no = t.first_no AND +n.seq > t.seq)"""
_LINE = "FROM bank_transaction b WHERE b.company_id = t.company_id AND b.transaction_no = t.first_no"
_PAPER = "FROM document b WHERE b.company_id = t.company_id AND b.document_no = t.first_no"
_COLUMNS = tuple(f"changed_thing.{name}" for name in ("kind", "first_no", "last_no", "change", "seq"))


def untold(db: Reader, company: int) -> Iterator[Fault]:
    """Things of which the feed does not tell that they were made."""
    for kind, sql in ((TRANSACTION, NEW_LINES_UNTOLD), *UNTOLD.items()):
        for (number,) in db.rows(sql, company=company):
            thing = f"{TYPES[kind]} {number}"
            expected = "a row that tells of it"
            yield told("changes", f"{thing} is not in the feed of changes", *_COLUMNS, thing=thing, expected=expected)


CHECKS = (
    Walk("changes", untold),
    Rows(
        "changes",
        "changed_thing",
        "seq kind first_no",
        [
            Rule(
                "seq",
                """EXISTS (SELECT 1 FROM audit_event a WHERE a.company_id = t.company_id AND a.seq = t.seq)
                   OR t.seq = (SELECT h.seq FROM company_head h WHERE h.company_id = t.company_id)""",
                "the number of a write of the audit log, or of the one that is being made",
            ),
            between("kind", 1, len(TYPES)),
            one_of("change", 1, 2, 3),
            Rule(
                "last_no",
                "t.last_no = t.first_no OR t.kind = 1 AND t.change = 1 AND t.last_no > t.first_no",
                "the first number, or of new lines the last of them",
                also=("changed_thing.first_no",),
            ),
            or_nothing(at_least("version", 1)),
            Rule(
                "version",
                f"""t.version IS NULL OR t.kind NOT IN (1, 3, 4) OR t.change = 3 OR NOT {_NEWEST} OR CASE
                  WHEN t.kind = 1 THEN COALESCE((SELECT b.version {_LINE} AND b.status = 1), t.version)
                  ELSE COALESCE((SELECT b.version {_PAPER}), t.version) END = t.version""",
                "the version that the thing has, where nothing newer is told of it",
            ),
            Rule(
                "change",
                f"""t.kind NOT IN (1, 3) OR t.first_no <> t.last_no OR NOT {_NEWEST} OR CASE
                  WHEN t.kind = 1 THEN (t.change = 3) = COALESCE((SELECT b.status <> 1 {_LINE}), t.change = 3)
                    OR t.change = 1 AND t.version IS NULL
                  ELSE (t.change = 3) = (NOT EXISTS (SELECT 1 {_PAPER})) END""",
                "3 where the thing is gone, and only there",
            ),
            equals(
                "recorded_at",
                """SELECT COALESCE((SELECT a.recorded_at FROM audit_event a WHERE a.company_id = t.company_id
                     AND a.seq = t.seq AND a.part = 0), h.recorded_at)
                   FROM company_head h WHERE h.company_id = t.company_id""",
                "the moment of its write",
            ),
        ],
        called="change {} of {} {}",
    ),
)
