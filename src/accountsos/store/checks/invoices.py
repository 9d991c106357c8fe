"""Invoices and settlements as rows: they follow their documents and entries, and the audit log tells of settlements."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from accountsos import ids
from accountsos.store.checks.fault import Fault, Walk, set_column, wrong
from accountsos.store.checks.recorded import Recorded, Told
from accountsos.store.checks.rules import (
    Rows,
    Rule,
    a_day,
    equals,
    flag,
    found_in,
    names,
    one_of,
    or_nothing,
    some_text,
)
from accountsos.store.engine.sql import Reader, Row, Sql

UNDONE = Sql("SELECT settlement_no, undone_seq FROM settlement WHERE company_id = :company ORDER BY settlement_no")
UNDOING = Sql(
    """SELECT subject, seq FROM audit_event WHERE company_id = :company AND action = 'invoice.settle.undo'
       ORDER BY seq DESC"""
)
KINDS = (
    *("credit_note", "write_off", "bad_debt_relief", "relief_repaid", "input_vat_repaid", "input_vat_restored"),
    *("journal", "contra", "fee", "discount", "retention", "overpayment", "director", "cis", "deposit"),
)
IS_INVOICE = """d.type IN ('invoice', 'credit_note') AND d.status = 'processed' AND d.gross IS NOT NULL AND d.gross <> 0
  AND d.issued_on IS NOT NULL"""
_DOCUMENT = "FROM document d WHERE d.company_id = t.company_id AND d.document_no = t.document_no"
_ENTRY = "FROM journal_entry e WHERE e.company_id = t.company_id AND e.entry_no = t.entry_no"
_FILED = f"""t.entry_no IS NULL OR t.category_no IS NULL OR EXISTS (SELECT 1 {_ENTRY} AND e.corrects IS NOT NULL)
  OR EXISTS (SELECT 1 FROM posting p WHERE p.company_id = t.company_id AND p.entry_no = t.entry_no
    AND p.category_no = t.category_no)"""
_DATED = f"""t.entry_no IS NULL OR EXISTS (SELECT 1 {_ENTRY}
    AND (e.entry_date = t.settled_on OR e.corrects IS NOT NULL))
  OR EXISTS (SELECT 1 FROM lock_event l WHERE l.company_id = t.company_id AND l.locked_through >= t.settled_on)"""


def _of_settlement(company: int, row: Row) -> str:
    return ids.public_id("stl_", company, row[0])


def undone(db: Reader, company: int) -> Iterator[Fault]:
    """A settlement is taken back where the audit log tells of it, and only there."""
    writes: dict[str, int] = dict(db.rows(UNDOING, company=company))
    for number, kept in db.rows(UNDONE, company=company):
        settlement = ids.public_id("stl_", company, number)
        expected = writes.get(settlement)
        if kept != expected:
            values = {"company": company, "settlement_no": number, "to_be": expected}
            fix = (set_column("settlement", ("settlement_no",), "undone_seq"), values)
            yield wrong("settlements", f"settlement {settlement}", "settlement.undone_seq", (kept, expected), fix=fix)


CHECKS = (
    Rows(
        "invoices",
        "invoice",
        "document_no",
        [
            Rule(
                "document_no",
                f"EXISTS (SELECT 1 {_DOCUMENT} AND {IS_INVOICE})",
                "a document that was read as an invoice",
                also=("document.document_no", "document.type", "document.status", "document.gross"),
            ),
            one_of("side", "sale", "purchase"),
            one_of("state", "posted", "opening", "memo", "waiting"),
            or_nothing(names("category_no", "category", "category_no", "a category")),
            Rule("category_no", _FILED, "where its entry posts it"),
            or_nothing(one_of("category_source", "person", "line", "suggested")),
            Rule(
                "category_source",
                "(t.category_no IS NULL) = (t.category_source IS NULL)",
                "there where a category is",
                also=("invoice.category_no",),
            ),
            equals(
                "contact_no",
                f"SELECT d.contact_no {_DOCUMENT}",
                "the contact of its document",
                mends=True,
                to_nothing=True,
                also=("document.contact_no",),
            ),
            equals(
                "issued_on",
                f"SELECT d.issued_on {_DOCUMENT}",
                "the day of its document",
                mends=True,
                also=("document.issued_on",),
            ),
            a_day("due_on"),
            flag("deferred"),
            Rule(
                "settled_on",
                "(t.settled_on IS NOT NULL) = (t.open_amount = 0 AND t.amount <> 0)",
                "there where nothing is open",
                also=("invoice.open_amount",),
            ),
        ],
        called="invoice of document",
        prefix="doc_",
    ),
    Rows(
        "invoices",
        "document",
        "document_no",
        [
            Rule(
                "status",
                f"""NOT EXISTS (SELECT 1 {_DOCUMENT} AND {IS_INVOICE})
                OR EXISTS (SELECT 1 FROM invoice i WHERE i.company_id = t.company_id
                  AND i.document_no = t.document_no)""",
                "brought to the books as an invoice",
                also=("invoice.document_no", "document.type"),
            )
        ],
        called="document",
        prefix="doc_",
    ),
    Rows(
        "settlements",
        "settlement",
        "settlement_no",
        [
            found_in("document_no", "document", "document_no", "a document"),
            one_of("kind", *KINDS),
            Rule(
                "other_no",
                "(t.other_no IS NOT NULL) = (t.kind IN ('credit_note', 'contra'))",
                "there for what is set off alone",
            ),
            or_nothing(names("other_no", "document", "document_no", "a document")),
            a_day("settled_on"),
            Rule("settled_on", _DATED, "the day of its entry"),
            some_text("reason"),
        ],
        called="settlement",
        prefix="stl_",
    ),
    Recorded(
        "settlements",
        Told(
            table="settlement",
            columns=("settlement_no", "document_no", "kind", "amount", "vat", "reason", "terms", "recorded_seq"),
            actions=("invoice.settle",),
            subject=_of_settlement,
            called=lambda company, row: f"settlement {_of_settlement(company, row)}",
            says={
                "document_no": itemgetter("document"),
                **{name: itemgetter(name) for name in ("kind", "amount", "vat", "reason")},
                "terms": lambda told: told.get("terms"),
            },
            as_stored={"document_no": lambda company, kept: ids.public_id("doc_", company, kept)},
        ),
    ),
    Walk("settlements", undone),
)
