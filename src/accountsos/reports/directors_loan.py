"""A director's loan account: running balance, what was lent and repaid, section 455 and the benefit threshold. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from accountsos.dates import Period
from accountsos.money import Pence
from accountsos.uk_rules.ct_dates import accounting_periods
from accountsos.uk_rules.directors_loan import (
    Loan,
    Relief458,
    Repayment,
    Section455,
    benefit_reportable,
    section_455,
    section_458,
)
from accountsos.uk_rules.periods import tax_year_of

Lent: TypeAlias = tuple[list[Loan], list[Repayment]]
"""What was lent on one account, and what was repaid."""


@dataclass(frozen=True, slots=True, order=True)
class LoanMove:
    """What moved on one day, debit positive: the director owes more."""

    day: date
    amount: Pence
    taxed_as_income: bool = False
    """A dividend or pay that was credited: the person is taxed on it."""
    new_loans_arranged: Pence = 0
    """With a repayment, new loans that were arranged by then."""


@dataclass(frozen=True, slots=True)
class LoanDay:
    """What moved on one day, debit positive (the director owes more), and the balance after it."""

    day: date
    amount: Pence
    balance: Pence


@dataclass(frozen=True, slots=True)
class PeriodCharge:
    """The tax of one accounting period on one account, and what of it comes back."""

    period: Period
    charge: Section455
    reliefs: tuple[Relief458, ...]


@dataclass(frozen=True, slots=True)
class DirectorsAccount:
    """One director's account over a period of account."""

    contact: int | None
    opening: Pence
    days: tuple[LoanDay, ...]
    closing: Pence
    highest: Pence
    """The most that was owed to the company on any day of the period; negative where the company owed all along."""
    charges: tuple[PeriodCharge, ...]
    """Of each accounting period in it: tax is worked out and due period by period."""
    benefit: bool
    """Whether more than the threshold was owed on some day: a benefit to report on form P11D."""


def directors_account(
    contact: int | None,
    moved: Sequence[LoanMove],
    accounts: Period,
    accounts_of: Callable[[date], Period],
) -> DirectorsAccount:
    """The account from its movements by day up to today. `accounts_of` is the period of account with a day in it."""
    balance, opening = 0, 0
    days: list[LoanDay] = []
    peaks: dict[date, Pence] = {}
    for move in sorted(moved):
        day, amount = move.day, move.amount
        balance += amount
        if day < accounts.start:
            opening = balance
        elif day <= accounts.end:
            days.append(LoanDay(day, amount, balance))
            peaks[day] = balance
    closing = days[-1].balance if days else opening
    reportable = opening > 0 and benefit_reportable(opening, tax_year_of(accounts.start).start)
    reportable = reportable or any(benefit_reportable(peak, day) for day, peak in peaks.items())
    return DirectorsAccount(
        contact,
        opening,
        tuple(days),
        closing,
        max([opening, *peaks.values()]),
        tuple(period_charge(part, moved, accounts_of) for part in accounting_periods(accounts)),
        reportable,
    )


def period_charge(period: Period, moved: Sequence[LoanMove], accounts_of: Callable[[date], Period]) -> PeriodCharge:
    """Section 455 of one accounting period, and the relief for what was repaid after its tax was due."""

    def period_of(day: date) -> Period:
        return next(part for part in accounting_periods(accounts_of(day)) if day in part)

    loans, repayments = lent_and_repaid(moved)
    return PeriodCharge(
        period,
        section_455(period, loans, repayments),
        section_458(period, loans, repayments, period_of),
    )


def period_tax(period: Period, lent: Lent) -> Pence:
    """Section 455 of one accounting period alone."""
    loans, _ = lent
    if not any(loan.made_on in period for loan in loans):
        return 0
    return section_455(period, *lent).tax


def lent_and_repaid(moved: Sequence[LoanMove]) -> Lent:
    """Only what takes the account into debit is lent; before that the company pays back what it owes."""
    balance = 0
    loans: list[Loan] = []
    repayments: list[Repayment] = []
    for move in sorted(moved):
        before, balance = balance, balance + move.amount
        lent, repaid = max(balance, 0) - max(before, 0), max(before, 0) - max(balance, 0)
        if lent > 0:
            loans.append(Loan(move.day, lent))
        elif repaid > 0:
            repayments.append(Repayment(move.day, repaid, move.taxed_as_income, move.new_loans_arranged))
    return loans, repayments
