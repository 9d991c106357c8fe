"""Verify the books: recompute everything that is kept and name what does not agree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from accountsos import ids
from accountsos.bookkeeping import check_invoices
from accountsos.store.checks.fault import Check, Fault, Finding
from accountsos.store.documents import digests_of_documents
from accountsos.store.engine.objects import MissingObject, Objects, UnreadableObject
from accountsos.store.engine.sql import Reader
from accountsos.store.maintenance import CHECKS, MOST_FINDINGS, all_companies, faults_of, verify_database
from accountsos.workflows.unit_of_work import ReadWorkflow

EVERY_CHECK: tuple[Check, ...] = (*CHECKS, *check_invoices.CHECKS)


def faults(db: Reader, company: int) -> Iterator[Fault]:
    """What is wrong with one company's books, each with what would mend it."""
    return faults_of(db, company, EVERY_CHECK)


def verify(db: Reader, company: int, _: None) -> list[Finding]:
    """What is wrong with one company's books; an empty list where nothing is."""
    return [fault.finding for fault in islice(faults(db, company), MOST_FINDINGS)]


def verify_whole(db: Reader, _: int, __: None) -> list[Finding]:
    """What the database finds wrong with its own file, and rows that belong to nobody."""
    return list(verify_database(db))


def companies(db: Reader, _: int, __: None) -> list[int]:
    """Every company of the installation, for whoever runs it."""
    return all_companies(db)


def verify_files(db: Reader, company: int, objects: Objects) -> list[Finding]:
    """Documents whose bytes are gone, or are no longer those that were uploaded."""
    found = []
    for number, digest in digests_of_documents(db, company):
        try:
            objects.get(company, digest)
        except (MissingObject, UnreadableObject) as missing:
            document = f"document {ids.public_id('doc_', company, number)}"
            found.append(Finding("documents", f"{document}: {missing}", document, ("document.digest",)))
    return found[:MOST_FINDINGS]


VERIFY_DATABASE = ReadWorkflow("books.verify_database", verify_whole)
VERIFY_FILES = ReadWorkflow("books.verify_files", verify_files)
VERIFY = ReadWorkflow("books.verify", verify)
COMPANIES = ReadWorkflow("books.companies", companies)
