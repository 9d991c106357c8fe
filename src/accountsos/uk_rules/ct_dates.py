"""Accounting periods for corporation tax, and when tax and return are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.dates import ONE_DAY, Period
from accountsos.uk_rules.periods import add_months_month_end, last_day_of_months

EIGHTEEN_MONTHS = 18


@dataclass(frozen=True, slots=True)
class CtReturn:
    """One return: its accounting period, when its tax is paid, when the CT600 is filed."""

    period: Period
    payment_due: date
    ct600_due: date


def accounting_periods(accounts: Period) -> tuple[Period, ...]:
    """A period of account split into accounting periods of at most 12 months. Source: CTA 2009 s10(1)(a)."""
    parts: list[Period] = []
    start = accounts.start
    while start <= accounts.end:
        end = min(last_day_of_months(start, 12), accounts.end)
        parts.append(Period(start, end))
        start = end + ONE_DAY
    return tuple(parts)


def ct_payment_due(period_end: date) -> date:
    """The day after nine months from the end of the accounting period: 30 June gives 1 April, 28 February 1 December.

    Source: TMA 1970 s59D(1). Not for large companies, which pay in instalments (SI 1998/3175).
    """
    return add_months_month_end(period_end, 9) + ONE_DAY


def ct600_due(accounts: Period) -> date:
    """Twelve months after the period of account; over 18 months long, 30 months after its start.

    Every return of a period of account of up to 18 months shares that date. Source: FA 1998 sch 18 para 14(1).
    """
    if accounts.end <= last_day_of_months(accounts.start, EIGHTEEN_MONTHS):
        return add_months_month_end(accounts.end, 12)
    return last_day_of_months(accounts.start, 30)


def ct_returns(accounts: Period) -> tuple[CtReturn, ...]:
    """The returns of one period of account. Beyond 18 months an earlier part has its own 12 months (para 14(1)(a))."""
    shared = ct600_due(accounts)
    long = accounts.end > last_day_of_months(accounts.start, EIGHTEEN_MONTHS)
    return tuple(
        CtReturn(part, ct_payment_due(part.end), max(shared, add_months_month_end(part.end, 12)) if long else shared)
        for part in accounting_periods(accounts)
    )
