"""What a company owes Companies House: accounts, their penalties, confirmation statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accountsos.dates import ONE_DAY, Period, month_end
from accountsos.money import Pence
from accountsos.uk_rules.parameters import count_on, pounds_on
from accountsos.uk_rules.periods import add_months_month_end, add_months_same_day, last_day_of_months

IDENTITY_VERIFICATION_FROM = date(2025, 11, 18)
_ACT_IN_FORCE = date(2008, 4, 6)
_LATE_BANDS = ((1, "1_month"), (3, "3_months"), (6, "6_months"))


class CompanyType(StrEnum):
    """Private companies have nine months for their accounts, public ones six."""

    PRIVATE = "private"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class ConfirmationStatement:
    """One review period and the last day to deliver its statement."""

    review_period: Period
    due: date

    @property
    def identity_verification(self) -> bool:
        """Whether directors verify their identity with it: the first one made up after 18 November 2025.

        Source: Economic Crime and Corporate Transparency Act 2023 s65; unverified, check before filing.
        """
        return self.review_period.end >= IDENTITY_VERIFICATION_FROM


def default_reference_date(incorporated: date) -> date:
    """The first accounting reference date: the end of the month of the first anniversary. Source: CA 2006 s391(4)."""
    return month_end(add_months_same_day(incorporated, 12))


def accounts_due(period_end: date, company: CompanyType) -> date:
    """Nine months after the accounting reference period, six for a public company; a month's end stays one.

    It does not move for weekends. Source: CA 2006 s442(2) and s443.
    """
    return add_months_month_end(period_end, count_on(period_end, f"accounts_months_{company}"))


def first_accounts_due(incorporated: date, period_end: date, company: CompanyType) -> date:
    """First accounts. Over 12 months: nine (six) months from the first anniversary, or three from the end if later.

    Source: CA 2006 s442(3) and s443: incorporated 30 June 2025, the anniversary's nine months end on 31 March 2027.
    """
    if period_end <= last_day_of_months(incorporated, 12):
        return accounts_due(period_end, company)
    anniversary = add_months_same_day(incorporated, 12)
    from_anniversary = add_months_month_end(anniversary, count_on(period_end, f"accounts_months_{company}"))
    from_end = add_months_month_end(period_end, count_on(period_end, "first_accounts_months_after_end"))
    return max(from_anniversary, from_end)


def accounts_due_after_shortening(due: date, notice_on: date) -> date:
    """A shortened accounting period gives at least three months from the notice. Source: CA 2006 s442(4)."""
    return max(due, add_months_month_end(notice_on, count_on(notice_on, "shortened_accounts_months")))


def late_accounts_penalty(due: date, delivered_on: date, company: CompanyType, *, late_year_before: bool) -> Pence:
    """The penalty for accounts delivered on that day (pass today while they are not); double in a second year running.

    Source: CA 2006 s453; SI 2008/497 reg 2 to 4. Months are counted as in s443.
    """
    if delivered_on <= due:
        return 0
    band = next(
        (name for months, name in _LATE_BANDS if delivered_on <= add_months_month_end(due, months)), "over_6_months"
    )
    penalty = pounds_on(due, f"late_accounts_{company}_{band}")
    return penalty * 2 if late_year_before else penalty


def first_confirmation_statement(incorporated: date) -> ConfirmationStatement:
    """The review period of 12 months that begins with incorporation. Source: CA 2006 s853A(3)(a)."""
    return _statement_for_review_from(incorporated)


def next_confirmation_statement(made_up_to: date) -> ConfirmationStatement:
    """The review period after a delivered statement: it begins the day after, so an early one restarts the clock.

    Source: CA 2006 s853A(3)(b) and (5).
    """
    return _statement_for_review_from(made_up_to + ONE_DAY)


def is_extended(period: Period, *, first: bool) -> bool:
    """Whether an accounting period is longer than it would be without notice: 12 months, the first to its month's end.

    A few days either side of the reference date need no notice. Source: CA 2006 s390(2) and (3), s391(4), s392.
    """
    usual = default_reference_date(period.start) if first else last_day_of_months(period.start, 12)
    days = count_on(period.end, "year_end_days_either_side") if period.end >= _ACT_IN_FORCE else 0
    return period.end > usual + timedelta(days=days)


def next_extension_from(extended_end: date) -> date:
    """The first day of a notice that may extend another period: five years after the end of the one extended before.

    Not for administration, alignment with a parent or subsidiary, or where the Secretary of State directs otherwise.
    Shortening is free. Source: CA 2006 s392(3).
    """
    return add_months_same_day(extended_end, 12 * count_on(extended_end, "year_extension_years"))


def confirmation_statement_fee(delivered_on: date, *, digital: bool) -> Pence:
    """The fee of the first statement in each payment year (SI 2012/1907 sch 1, as amended)."""
    return pounds_on(delivered_on, f"confirmation_statement_fee_{'digital' if digital else 'paper'}")


def _statement_for_review_from(start: date) -> ConfirmationStatement:
    end = last_day_of_months(start, count_on(max(start, date(2016, 6, 30)), "confirmation_statement_months"))
    days = count_on(max(end, date(2016, 6, 30)), "confirmation_statement_days")
    return ConfirmationStatement(Period(start, end), end + timedelta(days=days))
