"""Turnover from the sums of VAT periods, and how a scheme's limits stand to it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from accountsos.dates import Period
from accountsos.ledger.vat_postings import INCIDENTAL, read_code
from accountsos.ledger.vat_scheme import ANNUAL, CASH, FLAT_RATE, VatRegime, VatScheme
from accountsos.money import Pence
from accountsos.reports.vat_return import SumKey
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.uk_rules import annual_accounting, cash_accounting, flat_rate
from accountsos.uk_rules.parameters import pounds_on
from accountsos.uk_rules.periods import add_months_same_day
from accountsos.uk_rules.vat_boxes import VatKind
from accountsos.uk_rules.vat_rates import VatRate

NEAR = 90
"""Per cent of a limit from which it is said to be near."""


@dataclass(frozen=True, slots=True)
class Turnover:
    """What was sold, in three measures. Bank interest and reverse-charge purchases are in none of them."""

    taxable: Pence = 0
    """Without VAT: standard, reduced and zero rate, exports; not exempt sales, not services supplied abroad."""
    income: Pence = 0
    """With VAT, exempt sales and services supplied abroad: the measure of the flat rate's upper limit."""
    flat: Pence = 0
    """With VAT, what bears the flat rate."""

    def __add__(self, other: Turnover) -> Turnover:
        return Turnover(self.taxable + other.taxable, self.income + other.income, self.flat + other.flat)


NO_TURNOVER = Turnover()


def turnover_of(sums: Mapping[SumKey, Pence]) -> Turnover:
    """The turnover of one VAT period; corrections of filed returns are left out."""
    taxable = income = flat = 0
    for (text, control), amount in sums.items():
        counts = _counts(text)
        if counts is None:
            continue
        income -= amount
        if counts.taxable and not control:
            taxable -= amount
        if counts.flat:
            flat -= amount
    return Turnover(taxable, income, flat)


class _Counts(NamedTuple):
    """In which measures beside income a code counts."""

    taxable: bool
    """By its net value."""
    flat: bool


@lru_cache(maxsize=2_000)
def _counts(text: str) -> _Counts | None:
    """None of a code that is no turnover."""
    code = read_code(text)
    if code.corrects is not None or code.role == INCIDENTAL:
        return None
    if code.flat_percentage is not None:
        # Under the flat rate the taxable value is what the sale holds without the VAT that is paid on it.
        return _Counts(taxable=True, flat=True)
    law = code.law
    if law is None or not law.sales or law.vat_by_hand:
        return None
    taxable = law.kind is not VatKind.OVERSEAS_SERVICE_SALE and law.liability is not VatRate.EXEMPT
    return _Counts(taxable=taxable, flat=False)


def vat_at_full_rate(sums: Mapping[SumKey, Pence]) -> Pence:
    """What a period owes on sales at their own rates, beside any flat rate; corrections of filed returns left out."""
    codes = ((read_code(text), control, amount) for (text, control), amount in sums.items())
    return -sum(
        amount
        for code, control, amount in codes
        if control and code.corrects is None and code.law is not None and code.law.kind is VatKind.SALE
    )


def joined_on(regime: VatRegime, scheme: VatScheme) -> date:
    """The day on which the business joined that scheme: a changed stagger or sector is no new joining."""
    day = scheme.in_force_from
    for earlier in reversed([s for s in regime.schemes if s.in_force_from < day]):
        if (earlier.scheme, earlier.registered_on) != (scheme.scheme, scheme.registered_on):
            break
        day = earlier.in_force_from
    return day


def part_on_flat_rate(regime: VatRegime, scheme: VatScheme, period: Period) -> Period | None:
    """The days of the period on the flat rate, which may have been joined within it."""
    if scheme.scheme != FLAT_RATE:
        return None
    return Period(max(period.start, joined_on(regime, scheme)), period.end)


@dataclass(frozen=True, slots=True)
class SchemeWatch:
    """What the limits of a scheme are held against."""

    scheme: VatScheme
    period: Period
    last_year: Turnover
    """Of the VAT periods that ended in the 12 months to the period's end."""
    joined_on: date
    before_joining: Pence | None = None
    """Taxable turnover of the 12 months before; None where joining lies in another period."""


def limit_warnings(watched: SchemeWatch) -> Iterator[ReportWarning]:
    """Whether the scheme must be left, or could not have been joined."""
    kind, end, turnover = watched.scheme.scheme, watched.period.end, watched.last_year
    if kind == CASH:
        limit = pounds_on(end, "vat_cash_leave_limit")
        over = cash_accounting.must_leave(turnover.taxable, end)
        what = "Cash accounting is left at the end of the VAT period (SI 1995/2518 reg 60)"
        yield from _leaving(turnover.taxable, limit, f"Taxable turnover of the 12 months to {end}", what, over=over)
    elif kind == ANNUAL:
        limit = pounds_on(end, "vat_annual_leave_limit")
        over = annual_accounting.must_leave(turnover.taxable, end)
        what = "Annual accounting is left at the end of the accounting year (SI 1995/2518 reg 53)"
        yield from _leaving(turnover.taxable, limit, f"Taxable turnover of the year to {end}", what, over=over)
    elif kind == FLAT_RATE:
        limit = pounds_on(end, "flat_rate_leave_limit")
        over = flat_rate.must_leave(turnover.income, end)
        test = next_anniversary(watched.joined_on, watched.period.start)
        what = f"The flat rate scheme is left after the anniversary of joining, {test} (SI 1995/2518 reg 55M)"
        yield from _leaving(turnover.income, limit, f"Income of the 12 months to {end}, VAT included", what, over=over)
    yield from _joining(watched)


def next_anniversary(joined: date, day: date) -> date:
    """The first anniversary of joining on that day or after it."""
    years = 1
    while (found := add_months_same_day(joined, 12 * years)) < day:
        years += 1
    return found


def _leaving(turnover: Pence, limit: Pence, measured: str, what: str, *, over: bool) -> Iterator[ReportWarning]:
    if over:
        text = f"{measured} is {pounds(turnover)}, over {pounds(limit)}. {what}: change the scheme"
        yield ReportWarning("scheme_leave", text, turnover)
    elif turnover * 100 >= limit * NEAR:
        text = f"{measured} is {pounds(turnover)}, close to {pounds(limit)}. {what} once it is above"
        yield ReportWarning("scheme_limit_near", text, turnover)


def _joining(watched: SchemeWatch) -> Iterator[ReportWarning]:
    before, day = watched.before_joining, watched.joined_on
    rule = {
        CASH: ("vat_cash_join_limit", "cash accounting", cash_accounting.may_join),
        ANNUAL: ("vat_annual_join_limit", "annual accounting", annual_accounting.may_join),
        FLAT_RATE: ("flat_rate_join_limit", "the flat rate scheme", flat_rate.may_join),
    }.get(watched.scheme.scheme)
    if before is None or rule is None or rule[2](before, day):
        return
    limit = pounds_on(day, rule[0])
    text = (
        f"Taxable turnover of the 12 months before {day} was {pounds(before)}, and {rule[1]} is open to those who "
        f"expect no more than {pounds(limit)} in the 12 months to come: check that it was expected to fall"
    )
    yield ReportWarning("scheme_join", text, before)
