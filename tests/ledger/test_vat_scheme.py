"""A business's VAT through time: which scheme on which day, and whose periods follow on one another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from accountsos.dates import Period
from accountsos.ledger.vat_scheme import NOT_REGISTERED, VatRegime, VatScheme
from accountsos.uk_rules.vat_periods import Stagger

JOINED = date(2025, 2, 1)
STANDARD = VatScheme(JOINED, "standard", JOINED)
FLAT = VatScheme(date(2025, 10, 1), "flat_rate", JOINED, sector="computer_repair")
MONTHLY = VatScheme(date(2026, 1, 1), "standard", JOINED, stagger=Stagger.MONTHLY)
LEFT = VatScheme(date(2026, 3, 15), "none", JOINED)
REGIME = VatRegime((STANDARD, FLAT, MONTHLY, LEFT))
ONE_DAY = timedelta(days=1)


def test_a_scheme_that_cannot_be_is_not_built() -> None:
    with pytest.raises(ValueError, match="unknown VAT scheme 'retail'"):
        VatScheme(JOINED, "retail", JOINED)
    with pytest.raises(ValueError, match="before the registration"):
        VatScheme(JOINED - ONE_DAY, "standard", JOINED)
    with pytest.raises(ValueError, match="needs its sector"):
        VatScheme(JOINED, "flat_rate", JOINED)


def test_a_scheme_holds_from_its_first_day_until_the_next() -> None:
    days = [JOINED - ONE_DAY, JOINED, FLAT.in_force_from - ONE_DAY, FLAT.in_force_from, MONTHLY.in_force_from]
    assert [REGIME.on(day) for day in days] == [None, STANDARD, STANDARD, FLAT, MONTHLY]
    assert REGIME.on(LEFT.in_force_from - ONE_DAY) == MONTHLY
    assert REGIME.on(LEFT.in_force_from) is None


@pytest.mark.parametrize(
    ("scheme", "by_payment"),
    [
        (VatScheme(JOINED, "standard", JOINED), False),
        (VatScheme(JOINED, "standard", JOINED, cash_turnover=True), False),
        (VatScheme(JOINED, "cash", JOINED), True),
        (VatScheme(JOINED, "annual", JOINED), False),
        (FLAT, False),
        (replace(FLAT, cash_turnover=True), True),
    ],
)
def test_vat_counts_when_paid_under_cash_accounting_and_flat_rate_on_cash_turnover(
    scheme: VatScheme, *, by_payment: bool
) -> None:
    assert scheme.by_payment is by_payment


def test_flat_rate_with_few_goods_has_the_one_percentage_and_the_first_year_is_a_point_less() -> None:
    """16.5 % for all sectors, 10.5 % for repairing computers; 1 % less until the day before the anniversary."""
    limited = replace(FLAT, limited_cost=True)
    last, first = date(2026, 1, 31), date(2026, 2, 1)
    assert [FLAT.flat_percentage(day) for day in (last, first)] == [Decimal("0.095"), Decimal("0.105")]
    assert [limited.flat_percentage(day) for day in (last, first)] == [Decimal("0.155"), Decimal("0.165")]


def test_schemes_of_one_rhythm_share_their_periods_and_another_rhythm_begins_a_new_one() -> None:
    found = list(REGIME.periods(date(2025, 1, 1), date(2026, 12, 31)))
    assert found == [
        Period(date(2025, 2, 1), date(2025, 3, 31)),
        Period(date(2025, 4, 1), date(2025, 6, 30)),
        Period(date(2025, 7, 1), date(2025, 9, 30)),
        Period(date(2025, 10, 1), date(2025, 12, 31)),
        Period(date(2026, 1, 1), date(2026, 1, 31)),
        Period(date(2026, 2, 1), date(2026, 2, 28)),
        Period(date(2026, 3, 1), date(2026, 3, 14)),
    ]
    assert [REGIME.name_of(period) for period in found] == [
        "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-01", "2026-02", "2026-03",
    ]  # fmt: skip
    for earlier, later in pairwise(found):
        assert REGIME.period_before(later) == earlier
    assert REGIME.period_before(found[0]) is None


def test_periods_between_two_days_are_those_with_a_day_between_them() -> None:
    of_days = [(p.start, p.end) for p in REGIME.periods(date(2025, 3, 31), date(2025, 4, 1))]
    assert of_days == [(date(2025, 2, 1), date(2025, 3, 31)), (date(2025, 4, 1), date(2025, 6, 30))]
    assert [p.end for p in REGIME.periods(date(2025, 3, 31), date(2025, 3, 31))] == [date(2025, 3, 31)]
    assert list(REGIME.periods(LEFT.in_force_from, date(2027, 1, 1))) == []


def test_every_day_is_in_the_period_that_has_it_and_outside_the_registration_in_none() -> None:
    fresh = VatRegime(REGIME.schemes)
    day = date(2025, 1, 1)
    while day < date(2026, 6, 1):
        period = fresh.period_of(day)
        registered = JOINED <= day < LEFT.in_force_from
        assert (period is not None) is registered
        assert period is None or period.start <= day <= period.end
        assert fresh.period_of(day) == period
        day += ONE_DAY


def test_who_is_not_registered_has_no_period_and_a_period_of_nobody_is_called_by_its_days() -> None:
    quarter = Period(date(2026, 4, 1), date(2026, 6, 30))
    assert not NOT_REGISTERED
    assert NOT_REGISTERED.period_of(JOINED) is None
    assert NOT_REGISTERED.period_before(quarter) is None
    assert NOT_REGISTERED.registered_on() is None
    assert list(NOT_REGISTERED.periods(JOINED, LEFT.in_force_from)) == []
    assert REGIME.name_of(quarter) == "2026-04-01..2026-06-30"
    assert REGIME
    assert REGIME.registered_on() == JOINED


def test_who_joins_again_begins_a_new_stretch() -> None:
    again = VatScheme(date(2026, 9, 1), "standard", date(2026, 9, 1))
    regime = VatRegime((STANDARD, VatScheme(date(2025, 6, 1), "none", JOINED), again))
    ends = [(p.start, p.end) for p in regime.periods(JOINED, date(2026, 12, 31))]
    assert ends == [
        (date(2025, 2, 1), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2025, 5, 31)),
        (date(2026, 9, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]
    later = [(p.start, p.end) for p in regime.periods(date(2026, 1, 1), date(2026, 12, 31))]
    assert later == ends[2:], "what ended before does not hide what began again"


def test_what_is_remembered_of_days_is_forgotten_when_it_is_too_much() -> None:
    """More than two generations of days; the answer stays the same."""
    regime = VatRegime((STANDARD,))
    for number in range(20_005):
        regime.period_of(date(1960, 1, 1) + timedelta(days=number))
    assert regime.period_of(date(2025, 2, 3)) == Period(date(2025, 2, 1), date(2025, 3, 31))
    assert len(regime._periods) < 20_000
