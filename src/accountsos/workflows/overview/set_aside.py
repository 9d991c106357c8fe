"""What to set aside for tax: every payment whose amount the books know, what is in the bank, and the year's working."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.money import Pence
from accountsos.store.engine.sql import Reader
from accountsos.workflows.bank.bank_accounts import list_accounts
from accountsos.workflows.deadlines.list_deadlines import Deadline, DeadlineQuestion, list_deadlines
from accountsos.workflows.overview.series import MONEY_KINDS
from accountsos.workflows.reports.old_rates import report_read
from accountsos.workflows.tax.tax_reports import TaxQuestion, TaxReport, report_tax

AHEAD = 800
"""So many days: the tax of a year that has just begun is due within them."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """What is due, soonest first, and what is left of the money after it."""

    dues: tuple[Deadline, ...]
    held: Pence
    working: TaxReport
    """Of a company its corporation tax of this year, of a sole trader the income tax of this tax year."""

    @property
    def total(self) -> Pence:
        """All payments together; what is owed to the business makes it less."""
        return sum(each.amount or 0 for each in self.dues)

    @property
    def left(self) -> Pence:
        """In the bank once they are paid."""
        return self.held - self.total


def set_aside(db: Reader, company: int, today: date) -> SetAside:
    """As the books stand on that day."""
    deadlines = list_deadlines(db, company, DeadlineQuestion(today, days=AHEAD))
    kind = "corporation_tax" if company_or_refuse(db, company).entity_type == "ltd" else "income_tax"
    return SetAside(
        dues=tuple(each for each in deadlines if each.amount),
        held=sum(each.balance for each in list_accounts(db, company, today) if each.account.kind in MONEY_KINDS),
        working=report_tax(db, company, TaxQuestion(kind, today)),
    )


SET_ASIDE = report_read("overview.set_aside", set_aside)
