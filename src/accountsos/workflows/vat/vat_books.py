"""What a VAT return is read from: the schemes, what was filed, the sums by period, now or as known at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.dates import FIRST_DAY, LAST_DAY, Period
from accountsos.ledger.vat_scheme import ANNUAL, FLAT_RATE, VatRegime
from accountsos.reports.vat_return import VatReturnFigures, return_of
from accountsos.store.companies import company_as_known, locks_of
from accountsos.store.deadlines import EVER
from accountsos.store.engine.sql import Reader
from accountsos.store.head import known_moment
from accountsos.store.names import Names, names_of
from accountsos.store.vat import FiledReturn, filed_returns, vat_sums
from accountsos.store.vat_scheme import regime_of
from accountsos.uk_rules.vat_due_date import annual_return_due, vat_return_due
from accountsos.uk_rules.vat_periods import Stagger

FILED = "filed"


class VatBooks:
    """What a return is read from, now or as known at a moment."""

    def __init__(
        self, db: Reader, company: int, known_at: datetime | None = None, *, names: Names | None = None
    ) -> None:
        self.db, self.company = db, company
        self.profile = company_or_refuse(db, company)
        self.names: Names = names or names_of(db, company)
        self.last_entry: int | None = None
        self.seq = EVER
        self.regime: VatRegime = self.names.vat
        self.filed: Mapping[date, FiledReturn]
        if known_at is None:
            self.filed = filed_returns(db, company) if self.regime else {}
        else:
            seq, self.last_entry = known_moment(db, company, known_at)
            self.seq = seq
            self.profile = company_as_known(db, self.profile, seq)
            self.regime = regime_of(db, company, seq=seq)
            self.filed = filed_returns(db, company, seq=seq)

    def sums(self, first: date, last: date) -> dict[date, dict[tuple[str, bool], int]]:
        """Sums by code of every period that ends in those days."""
        return {end: sums for end, sums in self._sums.items() if first <= end <= last}

    @cached_property
    def _sums(self) -> dict[date, dict[tuple[str, bool], int]]:
        """Of all periods, read once: there are four a year, and one return asks three times."""
        return vat_sums(self.db, self.company, self.names, FIRST_DAY, LAST_DAY, as_known=self.last_entry)

    def figures(self, period: Period) -> VatReturnFigures:
        """The period's boxes and what is behind them."""
        return return_of(self.sums(period.end, period.end).get(period.end, {}), period.end)

    def whole(self) -> CompanyBooks[Reader]:
        """The same books as the machinery takes them."""
        return self._whole

    @cached_property
    def _whole(self) -> CompanyBooks[Reader]:
        return CompanyBooks(self.db, self.profile, self.names, locks_of(self.db, self.company))

    def due_date(self, period: Period) -> date:
        """When the return and its money are due."""
        scheme = self.regime.on(period.end)
        if scheme is not None and scheme.stagger is Stagger.ANNUAL and scheme.scheme in (ANNUAL, FLAT_RATE):
            return annual_return_due(period.end)
        return vat_return_due(period.end)

    def status(self, period: Period, today: date) -> str:
        """filed, due (ended and not filed) or open."""
        if period.end in self.filed:
            return FILED
        return "due" if period.end < today else "open"
