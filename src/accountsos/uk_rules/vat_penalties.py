"""VAT penalties since 2023: late payment in two parts, late submission by points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from accountsos.dates import ONE_DAY, month_end, month_start
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.parameters import count_on, in_force_or_none, pounds_on, rate_on
from accountsos.uk_rules.periods import add_months_same_day


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that reached HMRC on a day."""

    paid_on: date
    amount: Pence


@dataclass(frozen=True, slots=True)
class LatePaymentPenalty:
    """The first penalty in its two parts and the second, which grows from day 31."""

    at_day_15: Pence
    at_day_30: Pence
    second: Pence

    @property
    def first(self) -> Pence:
        """Both parts of the first penalty."""
        return self.at_day_15 + self.at_day_30

    @property
    def total(self) -> Pence:
        """All of it."""
        return self.first + self.second


def late_payment_penalty(
    due: date, amount: Pence, payments: Sequence[Payment], *, today: date, arranged_on: date | None = None
) -> LatePaymentPenalty:
    """What late payment has cost up to `today`. Rates are those of the due date.

    Day 1 is the day after the due date. A part of the first penalty arises on what is unpaid when day 15 and day 30
    have passed; an arrangement to pay (`arranged_on`) stops it as payment would. Source: FA 2021 sch 26; HMRC CH193140.
    """
    if in_force_or_none(due, "vat_late_payment_day15_rate") is None:
        return LatePaymentPenalty(0, 0, 0)
    day_15, day_30 = due + timedelta(days=15), due + timedelta(days=30)

    def unpaid_after(day: date) -> Pence:
        if arranged_on is not None and arranged_on <= day:
            return 0
        return max(amount - sum(each.amount for each in payments if each.paid_on <= day), 0)

    after_15 = unpaid_after(day_15) if today > day_15 else 0
    after_30 = unpaid_after(day_30) if today > day_30 else 0
    unpaid_days, day = Decimal(0), day_30
    changes = {each.paid_on for each in payments} | ({arranged_on} if arranged_on is not None else set())
    # The day of payment still counts: the penalty runs to the date on which the tax is paid (sch 26 para 7(2)).
    for changed in sorted({each for each in changes if day_30 < each < today} | {max(day_30, today)}):
        unpaid = unpaid_after(day)
        if not unpaid:
            break
        unpaid_days += unpaid * (changed - day).days
        day = changed
    return LatePaymentPenalty(
        rounded_half_up(after_15 * rate_on(due, "vat_late_payment_day15_rate")),
        rounded_half_up(after_30 * rate_on(due, "vat_late_payment_day30_rate")),
        rounded_half_up(unpaid_days * rate_on(due, "vat_late_payment_second_rate") / 365),
    )


class Frequency(StrEnum):
    """How often returns are made; it decides the threshold."""

    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class PointsState:
    """Points and the penalties charged."""

    points: int
    penalties: int
    penalty_total: Pence
    threshold: int

    @property
    def at_threshold(self) -> bool:
        """From here each late return costs, until a period of compliance is completed."""
        return self.points >= self.threshold


def point_expires_on(return_due: date) -> date:
    """The last day of a point below the threshold: 24 months, counted from the month after that of the failure.

    So 24 months on at a month's end, or 25 when the deadline was itself the last day of a month.
    Source: FA 2021 sch 24 para 8; HMRC, Remove penalty points.
    """
    failed_on = return_due + ONE_DAY
    return month_end(add_months_same_day(month_start(failed_on), count_on(return_due, "vat_point_life_months")))


def points_from_returns(frequency: Frequency, late_return_due: Sequence[date], today: date) -> PointsState:
    """Points from the due dates of returns that were late, letting points expire below the threshold.

    At the threshold nothing expires: only a period of compliance clears it (`compliance_period`).
    """
    threshold = count_on(today, f"vat_late_submission_threshold_{frequency}")
    standing: list[date] = []
    penalties = 0
    for due in sorted(day for day in late_return_due if day < today):
        if len(standing) < threshold:
            standing = [each for each in standing if point_expires_on(each) > due]
            standing.append(due)
        penalties += len(standing) >= threshold
    if len(standing) < threshold:
        standing = [each for each in standing if point_expires_on(each) >= today]
    total = penalties * pounds_on(today, "vat_late_submission_penalty")
    return PointsState(len(standing), penalties, total, threshold)


def compliance_period(frequency: Frequency, last_missed_due: date) -> tuple[date, date]:
    """First and last day of the timely returns that clear the points, if all of the last 24 months are also in.

    Source: FA 2021 sch 24 para 9: from the month after the last missed deadline's next day.
    """
    start = add_months_same_day(month_start(last_missed_due + ONE_DAY), 1)
    months = count_on(last_missed_due, f"vat_compliance_months_{frequency}")
    return start, add_months_same_day(start, months) - ONE_DAY
