"""Papers, the lines beside them and the work that waits: each refers to what is there, and is what was uploaded."""

from __future__ import annotations

from accountsos import ids
from accountsos.store.checks.recorded import Recorded, Told
from accountsos.store.checks.rules import (
    Rows,
    Rule,
    a_day,
    a_moment,
    a_write,
    at_least,
    between,
    digest_of,
    flag,
    found_in,
    names,
    one_of,
    or_nothing,
    some_text,
)
from accountsos.store.engine.sql import Row

TYPES = ("receipt", "invoice", "credit_note", "statement", "contract", "other")
_JSON = ("paid_to", "reading", "corrections")


def _of_document(company: int, row: Row) -> str:
    return ids.public_id("doc_", company, row[0])


def _json(column: str, opening: str, closing: str) -> Rule:
    return Rule(column, f"t.{column} LIKE '{opening}%{closing}'", "JSON, as it was written")


CHECKS = (
    Rows(
        "documents",
        "document",
        "document_no",
        [
            one_of("status", "pending", "processing", "processed", "needs_review", "failed", "void"),
            or_nothing(one_of("type", *TYPES)),
            flag("type_given"),
            some_text("content_type"),
            a_moment("uploaded_at"),
            at_least("version", 1),
            or_nothing(one_of("direction", "purchase", "sale")),
            or_nothing(names("contact_no", "contact", "contact_no", "a contact")),
            or_nothing(a_day("issued_on")),
            or_nothing(a_day("due_on")),
            or_nothing(Rule("currency", "LENGTH(t.currency) = 3", "the three letters of a currency")),
            or_nothing(between("confidence", 0, 10_000)),
            Rule("vat", "t.vat IS NULL OR t.gross IS NULL OR ABS(t.vat) <= ABS(t.gross)", "no more than the total"),
            *(or_nothing(_json(column, "{", "}")) for column in _JSON),
            _json("warnings", "[", "]"),
        ],
        called="document",
        prefix="doc_",
    ),
    Recorded(
        "documents",
        Told(
            table="document",
            columns=("document_no", "digest", "size", "recorded_seq"),
            actions=("document.upload", "invoice.enter"),
            subject=_of_document,
            called=lambda company, row: f"document {_of_document(company, row)}",
            says={"digest": lambda told: told["sha256"], "size": lambda told: told["size"]},
            as_stored={"digest": lambda _company, kept: bytes(kept).hex()},
        ),
    ),
    Rows(
        "documents",
        "document_link",
        "document_no transaction_no",
        [
            found_in("document_no", "document", "document_no", "a document"),
            found_in("transaction_no", "bank_transaction", "transaction_no", "a bank line"),
            between("score", 0, 100),
            one_of("source", "matched", "person"),
            a_write("recorded_seq"),
        ],
        called="document {} beside transaction {}",
    ),
    Rows(
        "documents",
        "supplier_lesson",
        "supplier_key",
        [_json("lessons", "{", "}"), a_write("recorded_seq"), some_text("supplier_key")],
        called="lessons of supplier {0!r}",
    ),
    Rows(
        "jobs",
        "job",
        "job_no",
        [
            at_least("job_no", 1),
            one_of("state", "queued", "running", "done", "dead"),
            some_text("kind"),
            some_text("subject"),
            at_least("attempt", 0),
            at_least("failures", 0),
            a_moment("not_before"),
            Rule(
                "lease_until",
                "(t.lease_until IS NOT NULL) = (t.state = 'running')",
                "there while it runs, only then",
                also=("job.state",),
            ),
            a_moment("enqueued_at"),
        ],
        called="job",
        prefix="job_",
    ),
    Rows(
        "orphan",
        "document",
        "document_no",
        [digest_of("digest"), at_least("size", 1)],
        called="document",
        prefix="doc_",
    ),
)
