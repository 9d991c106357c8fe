"""A director's loan account: running balance, what was lent and repaid, section 455 and the benefit threshold. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accountsos.dates import Period
from accountsos.money import Pence
from accountsos.uk_rules.directors_loan import Loan, Repayment, Section455, benefit_reportable, section_455
from accountsos.uk_rules.periods import tax_year_of


@dataclass(frozen=True, slots=True)
class LoanDay:
    """What moved on one day, debit positive (the director owes more), and the balance after it."""

    day: date
    amount: Pence
    balance: Pence


@dataclass(frozen=True, slots=True)
class DirectorsAccount:
    """One director's account over a period of account."""

    contact: int | None
    opening: Pence
    days: tuple[LoanDay, ...]
    closing: Pence
    highest: Pence
    """The most that was owed to the company on any day of the period."""
    charge: Section455
    benefit: bool
    """Whether more than the threshold was owed on some day: a benefit to report on form P11D."""


def directors_account(contact: int | None, moved: Sequence[tuple[date, Pence]], period: Period) -> DirectorsAccount:
    """The account from its movements by day, oldest first, up to the day on which the tax falls due."""
    balance, opening, highest = 0, 0, 0
    loans: list[Loan] = []
    repayments: list[Repayment] = []
    days: list[LoanDay] = []
    peaks: dict[date, Pence] = {}
    for day, amount in sorted(moved):
        before, balance = balance, balance + amount
        # Only what takes the account into debit is lent; before that the company pays back what it owes.
        lent, repaid = max(balance, 0) - max(before, 0), max(before, 0) - max(balance, 0)
        if lent > 0:
            loans.append(Loan(day, lent))
        elif repaid > 0:
            repayments.append(Repayment(day, repaid))
        if day < period.start:
            opening = balance
        elif day <= period.end:
            days.append(LoanDay(day, amount, balance))
            peaks[day] = balance
    highest = max([opening, *peaks.values()], default=0)
    closing = days[-1].balance if days else opening
    reportable = opening > 0 and benefit_reportable(opening, tax_year_of(period.start).start)
    reportable = reportable or any(benefit_reportable(peak, day) for day, peak in peaks.items())
    return DirectorsAccount(
        contact,
        opening,
        tuple(days),
        closing,
        max(highest, 0),
        section_455(period, loans, repayments),
        reportable,
    )
