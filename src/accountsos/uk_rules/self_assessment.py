"""Self assessment: the dates of a tax year and the payments on account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.dates import Period
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.parameters import pounds_on, rate_on


@dataclass(frozen=True, slots=True)
class SelfAssessmentDates:
    """The dates that follow a tax year. The payments on account are for the year after it."""

    register_by: date
    paper_return: date
    online_return: date
    balancing_payment: date
    first_payment_on_account: date
    second_payment_on_account: date


@dataclass(frozen=True, slots=True)
class PaymentsOnAccount:
    """Whether payments on account are due, and each of the two."""

    required: bool
    each: Pence


def self_assessment_dates(year: Period) -> SelfAssessmentDates:
    """Source: TMA 1970 s7 (5 October), s8(1D) (31 October, 31 January), s59A(2), s59B(4). They move for no weekend."""
    ends_in = year.end.year
    return SelfAssessmentDates(
        register_by=date(ends_in, 10, 5),
        paper_return=date(ends_in, 10, 31),
        online_return=date(ends_in + 1, 1, 31),
        balancing_payment=date(ends_in + 1, 1, 31),
        first_payment_on_account=date(ends_in + 1, 1, 31),
        second_payment_on_account=date(ends_in + 1, 7, 31),
    )


def payments_on_account(liability_net_of_source: Pence, share_deducted: Decimal, year: Period) -> PaymentsOnAccount:
    """Half of last year's liability each, unless it is under 1,000 pounds or over 80 per cent was deducted at source.

    Exactly 1,000 and exactly 80 per cent still call for them: the law exempts what is less than 1,000 and less than a
    fifth. `year` is the tax year they are for. Source: TMA 1970 s59A(1), (2); SI 1996/1654.
    """
    small = liability_net_of_source < pounds_on(year.start, "payment_on_account_minimum")
    mostly_deducted = 1 - share_deducted < rate_on(year.start, "payment_on_account_share")
    if small or mostly_deducted:
        return PaymentsOnAccount(required=False, each=0)
    return PaymentsOnAccount(required=True, each=rounded_half_up(Decimal(liability_net_of_source) / 2))


def payments_on_account_from_totals(liability: Pence, deducted: Pence, year: Period) -> PaymentsOnAccount:
    """The same from the whole liability and what was deducted at source."""
    share = Decimal(deducted) / liability if liability > 0 else Decimal(0)
    return payments_on_account(liability - deducted, share, year)
