"""Trading losses brought forward against the profits of an accounting period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up, share
from accountsos.uk_rules.parameters import pounds_on, rate_on
from accountsos.uk_rules.periods import last_day_of_months

REFORM = date(2017, 4, 1)
"""Losses made before that day go against profits of the same trade only, and others' rules hold for them."""


def deductions_allowance(period: Period) -> Pence:
    """What losses brought forward may cover without restriction; in proportion for a period under 12 months.

    Source: CTA 2010 s269ZW(1) and (4), for a company that is in no group; HMRC CTM05130.
    """
    yearly = pounds_on(period.end, "ct_loss_deductions_allowance")
    if period.end >= last_day_of_months(period.start, 12):
        return yearly
    return rounded_half_up(Decimal(yearly) * period.days / 365)


def most_losses(profits: Pence, period: Period) -> Pence:
    """The most that losses brought forward may take off the profits of a period: the allowance and half of the rest.

    Source: CTA 2010 s269ZD; HMRC CTM05120.
    """
    if period.start < REFORM:
        raise BadRequest(
            f"losses brought forward are worked out for periods from {REFORM} on, not for one that starts on "
            f"{period.start}",
            param="losses_claimed",
        )
    whole = min(max(profits, 0), deductions_allowance(period))
    return whole + share(max(profits, 0) - whole, rate_on(period.end, "ct_loss_restricted_share"))
