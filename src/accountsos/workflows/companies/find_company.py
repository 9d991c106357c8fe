"""Whether an installation keeps a company: for doors that are not opened by a company's own key."""

from __future__ import annotations

from accountsos.store.companies import company_of
from accountsos.store.engine.sql import Reader
from accountsos.workflows.unit_of_work import ReadWorkflow


def is_kept(db: Reader, company: int, _: None) -> bool:
    """Whether there is such a company."""
    return company_of(db, company) is not None


IS_KEPT = ReadWorkflow("company.is_kept", is_kept, short=True)
