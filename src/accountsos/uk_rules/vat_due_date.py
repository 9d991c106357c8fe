"""When a VAT return and its money are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accountsos.dates import Period
from accountsos.uk_rules.parameters import count_on
from accountsos.uk_rules.periods import (
    Nation,
    add_months_same_day,
    add_working_days,
    end_of_month_after,
    last_working_day_of_month,
    working_day_on_or_before,
)

SEVEN_DAYS = timedelta(days=7)


class PaymentMethod(StrEnum):
    """How the VAT is paid. Only faster payments arrive on a day that is no working day."""

    DIRECT_DEBIT = "direct_debit"
    FASTER_PAYMENT = "faster_payment"
    BACS = "bacs"
    CHAPS = "chaps"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class VatPayment:
    """When the money is due in law, by when HMRC must hold it, and for a direct debit when HMRC takes it."""

    due: date
    received_by: date
    collected_on: date | None


def vat_return_due(period_end: date) -> date:
    """The last day of the month after the VAT period's end, and seven days.

    Source: SI 1995/2518 reg 25(1); the 7 days by Direction under reg 25A(20) (HMRC VATAC1300). It never moves for
    weekends. Not for annual accounting (`annual_return_due`) or payments on account (`payments_on_account_due`).
    """
    return end_of_month_after(period_end) + SEVEN_DAYS


def annual_return_due(year_end: date, nation: Nation = Nation.ENGLAND_AND_WALES) -> date:
    """Annual accounting: the last working day of the second month after the year. Source: SI 1995/2518 reg 50(2)(b)."""
    return last_working_day_of_month(add_months_same_day(year_end.replace(day=1), 2), nation)


def payments_on_account_due(period_end: date, nation: Nation = Nation.ENGLAND_AND_WALES) -> date:
    """Large businesses on payments on account get no seven days: the last *working* day of the month after.

    A period to 28 February 2018 was due on Thursday 29 March, for the 30th was Good Friday and the 31st a Saturday.
    Source: SI 1993/2001 art 12; VAT Notice 700/60 s3.
    """
    return last_working_day_of_month(end_of_month_after(period_end), nation)


def payments_on_account(quarter: Period, nation: Nation = Nation.ENGLAND_AND_WALES) -> tuple[date, date]:
    """The two payments towards a quarter: the last working day of its second and third months (SI 1993/2001 art 8)."""
    second = last_working_day_of_month(add_months_same_day(quarter.end.replace(day=1), -1), nation)
    return second, last_working_day_of_month(quarter.end, nation)


def vat_payment(due: date, method: PaymentMethod, nation: Nation = Nation.ENGLAND_AND_WALES) -> VatPayment:
    """By when the money must be with HMRC: the working day before a due date that is none, but for faster payments.

    A direct debit is taken three working days after the due date. Source: HMRC, Pay your VAT bill.
    """
    if method is PaymentMethod.DIRECT_DEBIT:
        taken = add_working_days(due, count_on(due, "vat_direct_debit_days"), nation)
        return VatPayment(due, taken, taken)
    if method is PaymentMethod.FASTER_PAYMENT:
        return VatPayment(due, due, None)
    return VatPayment(due, working_day_on_or_before(due, nation), None)
