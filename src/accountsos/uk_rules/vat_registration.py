"""When a business must register for VAT, and when it may stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from accountsos.dates import ONE_DAY, month_end, month_start
from accountsos.money import Pence
from accountsos.uk_rules.parameters import pounds_on
from accountsos.uk_rules.periods import add_months_same_day

THIRTY_DAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RegistrationDuty:
    """The business must register: what it passed, when to tell HMRC, and from when it is registered."""

    test: str
    turnover: Pence
    threshold: Pence
    crossed_on: date
    notify_by: date
    registered_from: date


@dataclass(frozen=True, slots=True)
class ThresholdWatch:
    """How close the last 12 months are."""

    turnover: Pence
    threshold: Pence
    duty: RegistrationDuty | None

    @property
    def headroom(self) -> Pence:
        """What may still be earned before the threshold is passed; negative when it is."""
        return self.threshold - self.turnover


def rolling_turnover(by_month: Mapping[date, Pence], at_month_end: date) -> Pence:
    """Taxable turnover of the 12 months that end with that month. Keys are any days of their months.

    Services bought under the reverse charge count as if the business had supplied them (VATA 1994 s8(1)).
    """
    last = month_start(at_month_end)
    first = add_months_same_day(last, -11)
    return sum(amount for day, amount in by_month.items() if first <= month_start(day) <= last)


def watch(by_month: Mapping[date, Pence], today: date) -> ThresholdWatch:
    """The state at `today`: the 12 months to the last finished month, and the duty if any month end passed the limit.

    Source: VATA 1994 sch 1 para 1(1)(a): more than the threshold in the 12 months to the end of any month.
    """
    finished = today if today == month_end(today) else month_start(today) - ONE_DAY
    months = sorted({month_end(day) for day in by_month if month_end(day) <= finished})
    duty = next((found for end in months if (found := _passed_at(by_month, end)) is not None), None)
    return ThresholdWatch(rolling_turnover(by_month, finished), pounds_on(finished, "vat_registration_threshold"), duty)


def next_thirty_days(expected: Pence, expected_on: date) -> RegistrationDuty | None:
    """More than the threshold expected in the next 30 days alone: registered from the day the expectation arose.

    Source: VATA 1994 sch 1 para 1(1)(b) and para 6.
    """
    threshold = pounds_on(expected_on, "vat_registration_threshold")
    if expected <= threshold:
        return None
    # The 30 days begin with the day itself.
    notify_by = expected_on + THIRTY_DAYS - ONE_DAY
    return RegistrationDuty("next_30_days", expected, threshold, expected_on, notify_by, expected_on)


def may_deregister(expected_next_year: Pence, day: date) -> bool:
    """Taxable turnover of the next 12 months will not be above the limit. Source: VATA 1994 sch 1 para 4(1)."""
    return expected_next_year <= pounds_on(day, "vat_deregistration_threshold")


def _passed_at(by_month: Mapping[date, Pence], end: date) -> RegistrationDuty | None:
    turnover, threshold = rolling_turnover(by_month, end), pounds_on(end, "vat_registration_threshold")
    if turnover <= threshold:
        return None
    # Registered from the first day of the second month after the month in question (sch 1 para 5(2)).
    registered_from = add_months_same_day(month_start(end), 2)
    return RegistrationDuty("last_12_months", turnover, threshold, end, end + THIRTY_DAYS, registered_from)
