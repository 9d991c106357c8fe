"""Verify the books: recompute everything that is kept and name what does not agree."""

from __future__ import annotations

from itertools import islice

from accountsos.store.engine import Reader
from accountsos.store.maintenance import MOST_FINDINGS, Finding, all_companies, verify_company
from accountsos.workflows.unit_of_work import ReadWorkflow


def verify(db: Reader, company: int, _: None) -> list[Finding]:
    """What is wrong with one company's books; an empty list where nothing is."""
    return list(islice(verify_company(db, company), MOST_FINDINGS))


def companies(db: Reader, _: int, __: None) -> list[int]:
    """Every company of the installation, for whoever runs it."""
    return all_companies(db)


VERIFY = ReadWorkflow("books.verify", verify)
COMPANIES = ReadWorkflow("books.companies", companies)
