"""What was sold, by the measure of each rule, and where a scheme's limits stand to it."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.dates import Period
from accountsos.ledger.vat_scheme import VatRegime, VatScheme
from accountsos.reports.vat_turnover import (
    SchemeWatch,
    Turnover,
    joined_on,
    limit_warnings,
    next_anniversary,
    turnover_of,
)

JOINED = date(2025, 1, 1)
QUARTER = Period(date(2026, 4, 1), date(2026, 6, 30))
SOLD = 10_000


@pytest.mark.parametrize(
    ("code", "turnover"),
    [
        ("S20", Turnover(10_000, 12_000, 0)),
        ("S0", Turnover(10_000, 12_000, 0)),
        ("EXP", Turnover(10_000, 12_000, 0)),
        ("SE", Turnover(0, 12_000, 0)),
        ("OSS", Turnover(0, 12_000, 0)),
        ("FR12.5", Turnover(10_000, 12_000, 12_000)),
        ("SE/I", Turnover()),
        ("S20~20260331", Turnover()),
        ("P20", Turnover()),
        ("RC20", Turnover()),
        ("BDR", Turnover()),
        ("NONE", Turnover()),
    ],
)
def test_a_sale_counts_by_its_code_net_of_vat_and_with_it(code: str, turnover: Turnover) -> None:
    assert turnover_of({(code, False): -SOLD, (code, True): -2_000}) == turnover


def test_what_counts_for_nothing_does_not_hide_what_comes_after_it() -> None:
    sums = {
        ("SE/I", False): -1,
        ("P20~20260331", True): -2,
        ("S0", False): -SOLD,
        ("FR8", False): -50,
        ("FR8", True): -4,
    }
    assert turnover_of(sums) == Turnover(SOLD + 50, SOLD + 54, 54)


def warned(scheme: str, turnover: Turnover, before: int | None = None) -> list[tuple[str, int | None]]:
    of = VatScheme(JOINED, scheme, JOINED, sector="computer_repair")
    return [(w.code, w.amount) for w in limit_warnings(SchemeWatch(of, QUARTER, turnover, JOINED, before))]


@pytest.mark.parametrize(
    ("scheme", "limit", "measure"),
    [("cash", 1_600_000_00, "taxable"), ("annual", 1_600_000_00, "taxable"), ("flat_rate", 230_000_00, "income")],
)
def test_a_scheme_is_left_above_its_limit_and_near_it_from_nine_tenths(scheme: str, limit: int, measure: str) -> None:
    def at(amount: int) -> list[tuple[str, int | None]]:
        return warned(scheme, Turnover(**{measure: amount}))

    assert at(limit + 1) == [("scheme_leave", limit + 1)]
    assert at(limit) == [("scheme_limit_near", limit)]
    assert at(limit * 9 // 10) == [("scheme_limit_near", limit * 9 // 10)]
    assert at(limit * 9 // 10 - 1) == []
    other = "income" if measure == "taxable" else "taxable"
    assert warned(scheme, Turnover(**{other: limit * 2})) == []


@pytest.mark.parametrize(
    ("scheme", "limit"), [("cash", 1_350_000_00), ("annual", 1_350_000_00), ("flat_rate", 150_000_00)]
)
def test_who_sold_more_than_the_limit_to_join_is_asked_what_was_expected(scheme: str, limit: int) -> None:
    assert warned(scheme, Turnover(), limit) == []
    assert warned(scheme, Turnover(), limit + 1) == [("scheme_join", limit + 1)]
    assert warned(scheme, Turnover(), None) == []


def test_the_standard_scheme_has_no_limit() -> None:
    assert warned("standard", Turnover(9_999_999_99, 9_999_999_99), 9_999_999_99) == []


def test_a_changed_sector_is_no_new_joining_and_another_scheme_is() -> None:
    first = VatScheme(JOINED, "flat_rate", JOINED, sector="computer_repair")
    changed = VatScheme(date(2025, 7, 1), "flat_rate", JOINED, sector="photography")
    left = VatScheme(date(2025, 10, 1), "standard", JOINED)
    again = VatScheme(date(2026, 1, 1), "flat_rate", JOINED, sector="photography")
    regime = VatRegime((first, changed, left, again))
    assert [joined_on(regime, each) for each in (first, changed, again)] == [JOINED, JOINED, again.in_force_from]


@pytest.mark.parametrize(
    ("day", "anniversary"),
    [(date(2025, 1, 2), date(2026, 1, 1)), (date(2026, 1, 1), date(2026, 1, 1)), (date(2026, 1, 2), date(2027, 1, 1))],
)
def test_the_next_anniversary_of_joining_is_on_that_day_or_after_it(day: date, anniversary: date) -> None:
    assert next_anniversary(JOINED, day) == anniversary
