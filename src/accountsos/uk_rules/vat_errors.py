"""Errors on filed VAT returns: what may be put right on the next return, and what is not an error at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accountsos.money import Pence, rounded_towards_zero
from accountsos.uk_rules.parameters import count_on, pounds_on, rate_on
from accountsos.uk_rules.periods import add_months_month_end, add_months_same_day


class Route(StrEnum):
    """How a net error is put right."""

    NOTHING = "nothing"
    ON_RETURN = "on_return"
    SEPARATE_NOTICE = "separate_notice"
    OUT_OF_TIME = "out_of_time"


@dataclass(frozen=True, slots=True)
class Correction:
    """One net figure: its route, and its box when it goes on the return (1 owed to HMRC, 4 owed by HMRC)."""

    route: Route
    net_owed: Pence
    box: int | None
    limit: Pence
    reason: str

    @property
    def amount(self) -> Pence:
        """What goes into the box: never negative."""
        return abs(self.net_owed)


def error_limit(box6: Pence, period_end: date) -> Pence:
    """The greater of 10,000 pounds and 1 per cent of box 6 of the period of discovery, the latter capped at 50,000.

    Source: SI 1995/2518 reg 34(3); VAT Notice 700/45 s4.
    """
    one_percent = rounded_towards_zero(abs(box6) * rate_on(period_end, "vat_error_share_of_box6"))
    capped = min(one_percent, pounds_on(period_end, "vat_error_cap"))
    return max(pounds_on(period_end, "vat_error_floor"), capped)


def correction(
    net_owed: Pence, *, box6: Pence, discovered_in: date, oldest_period_end: date, deliberate: bool = False
) -> Correction:
    """Where a net error goes. Positive is owed to HMRC; `discovered_in` is the end of the period of discovery.

    Since September 2025 HMRC asks to be told of a careless error as well (to reduce its penalty).
    Source: SI 1995/2518 reg 34 and 35; VATA 1994 s80; VAT Notice 700/45 s4. The effect on boxes 6 to 9 is unverified.
    """
    limit = error_limit(box6, discovered_in)
    if net_owed == 0:
        return Correction(Route.NOTHING, 0, None, limit, "the errors cancel out")
    years = count_on(discovered_in, "vat_error_years")
    # A careless or innocent error is out of time four years after its period; a deliberate one owed is not.
    if discovered_in > add_months_month_end(oldest_period_end, 12 * years) and not (deliberate and net_owed > 0):
        return Correction(Route.OUT_OF_TIME, net_owed, None, limit, f"found more than {years} years after its period")
    if deliberate:
        return Correction(Route.SEPARATE_NOTICE, net_owed, None, limit, "deliberate errors are never put on a return")
    if abs(net_owed) > limit:
        return Correction(Route.SEPARATE_NOTICE, net_owed, None, limit, "the net error is above the limit")
    reason = "within the limit; a careless error is also notified to HMRC separately"
    return Correction(Route.ON_RETURN, net_owed, 1 if net_owed > 0 else 4, limit, reason)


def bad_debt_claimable_from(*, due_on: date, supplied_on: date) -> date:
    """The first day for bad debt relief: six months after the later of supply and the day payment was due.

    The debt must also be written off in the books and the VAT have been paid. Source: VATA 1994 s36(1);
    SI 1995/2518 reg 172; VAT Notice 700/18.
    """
    return add_months_same_day(max(due_on, supplied_on), count_on(supplied_on, "vat_bad_debt_months"))


def unpaid_input_repayable_on(*, due_on: date, supplied_on: date) -> date:
    """The day from which input VAT on an unpaid bill is repaid: in the period in which six months end.

    Six months after the later of supply and the day payment was due; not under cash accounting.
    Source: VATA 1994 s26A; SI 1995/2518 reg 172H.
    """
    return add_months_same_day(max(due_on, supplied_on), count_on(supplied_on, "vat_unpaid_input_months"))
