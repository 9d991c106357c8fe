"""Series of figures: worked by hand, from what moved and from the statements."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.ledger.entry import Posting
from accountsos.reports.profit_and_loss import profit_and_loss
from accountsos.reports.series import (
    MEASURES,
    balance_points,
    flow_points,
    profit_points,
    span_name,
    spans_of,
    spending_points,
    step_of,
)
from tests.reports.books import CHART, movements_of


def test_a_balance_is_everything_that_moved_up_to_the_end_of_its_span() -> None:
    moved = {date(2026, 1, 31): 5_000, date(2026, 3, 2): -1_200, date(2026, 3, 31): 700}
    spans = spans_of(Period(date(2026, 2, 1), date(2026, 3, 31)), "month")
    assert [point.figures for point in balance_points(spans, moved)] == [(5_000,), (4_500,)]
    days = spans_of(Period(date(2026, 3, 1), date(2026, 3, 3)), "day")
    assert [(point.name, point.figures[0]) for point in balance_points(days, moved)] == [
        ("2026-03-01", 5_000),
        ("2026-03-02", 3_800),
        ("2026-03-03", 3_800),
    ]


def test_a_quarter_takes_the_months_that_begin_in_it_and_money_out_is_positive() -> None:
    flow = {date(2026, 1, 1): (900, -400), date(2026, 3, 1): (0, -100), date(2026, 4, 1): (50, 0)}
    spans = spans_of(Period(date(2026, 1, 1), date(2026, 6, 30)), "quarter")
    assert [point.figures for point in flow_points(spans, flow)] == [(900, 500), (50, 0)]


def test_a_span_is_named_as_short_as_it_can_be() -> None:
    assert span_name(Period(date(2026, 2, 1), date(2026, 2, 28))) == "2026-02"
    assert span_name(Period(date(2026, 2, 6), date(2026, 3, 5))) == "2026-02-06..2026-03-05"
    assert span_name(Period(date(2026, 2, 1), date(2026, 2, 1))) == "2026-02-01"
    assert span_name(Period(date(2026, 1, 1), date(2026, 3, 31))) == "2026-01-01..2026-03-31"


def test_spending_goes_from_the_most_down_and_leaves_out_what_came_back_in_full() -> None:
    period = Period(date(2026, 4, 1), date(2026, 4, 30))
    amounts = [("travel", 60_00), ("rent", 400_00), ("software", 45_99), ("software", -45_99), ("office", -5_00)]
    movements = movements_of(Posting(f"cat_{name}", amount) for name, amount in amounts)
    points = spending_points(profit_and_loss(CHART, movements, period, basis="accruals"))
    assert [(point.category_id, point.figures) for point in points] == [
        ("cat_rent", (400_00,)),
        ("cat_travel", (60_00,)),
    ]


def test_each_series_tells_as_many_figures_as_it_names() -> None:
    """The names of the figures are what the report's columns are called."""
    month = Period(date(2026, 4, 1), date(2026, 4, 30))
    statement = profit_and_loss(CHART, movements_of([Posting("cat_rent", 400_00)]), month, basis="accruals")
    assert dict(MEASURES) == {
        "cash": ("balance",),
        "in_and_out": ("money_in", "money_out"),
        "profit": ("earned", "spent", "profit_before_tax"),
        "spending": ("spent",),
        "vat": ("net_vat",),
    }
    points = {
        "cash": balance_points([month], {}),
        "in_and_out": flow_points([month], {}),
        "profit": profit_points([statement]),
        "spending": spending_points(statement),
    }
    assert {series: len(found[0].figures) for series, found in points.items()} == {
        series: len(MEASURES[series]) for series in points
    }


WRONG_STEPS = (("in_and_out", "day"), ("profit", "day"), ("spending", "month"), ("vat", "quarter"))


@pytest.mark.parametrize(("series", "by"), WRONG_STEPS)
def test_a_step_that_the_series_has_not_is_refused(series: str, by: str) -> None:
    with pytest.raises(BadRequest) as refused:
        step_of(series, by)
    assert refused.value.param == "by"


def test_the_usual_step_is_a_month_of_spending_a_category_and_of_vat_a_return() -> None:
    steps = {series: step_of(series, None) for series in ("cash", "in_and_out", "profit", "spending", "vat")}
    assert steps == {
        "cash": "month",
        "in_and_out": "month",
        "profit": "month",
        "spending": "category",
        "vat": "return",
    }
    assert step_of("cash", "day") == "day"


def test_more_than_four_hundred_days_are_refused() -> None:
    assert len(spans_of(Period(date(2025, 1, 1), date(2026, 2, 4)), "day")) == 400
    with pytest.raises(BadRequest):
        spans_of(Period(date(2025, 1, 1), date(2026, 2, 5)), "day")
