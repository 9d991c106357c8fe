"""A company's books as one write or one report stands on them: read once and handed on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.ledger.locks import Locks
from accountsos.store.companies import Company, locks_of
from accountsos.store.engine.sql import Reader
from accountsos.store.head import Cause
from accountsos.store.names import Names, names_of

D = TypeVar("D", bound=Reader)
D_co = TypeVar("D_co", bound=Reader, covariant=True)


@dataclass(frozen=True, slots=True)
class CompanyBooks(Generic[D_co]):
    """The view of the database, and what every decision about a line or an invoice asks of the company."""

    db: D_co
    profile: Company
    names: Names
    locks: Locks

    @property
    def company(self) -> int:
        """Its number."""
        return self.profile.number

    def under(self, names: Names) -> CompanyBooks[D_co]:
        """The same books with another chart or VAT scheme: of a write that changes these itself."""
        return replace(self, names=names)


def books_of(db: D, company: int, cause: Cause | None = None) -> CompanyBooks[D]:
    """The books as they stand now; NotFound where there is no such company. A write knows the version of its names."""
    names = names_of(db, company, None if cause is None else cause.chart_version)
    return CompanyBooks(db, company_or_refuse(db, company), names, locks_of(db, company))
