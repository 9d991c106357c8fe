"""What a report is compared with, and the columns it is split into."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.reports.periods import COLUMNS_MAX, columns_of, comparison_day, comparison_period


def period(text: str) -> Period:
    start, end = text.split("..")
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        ("2026-01-01..2026-03-31", "2025-10-01..2025-12-31"),
        ("2025-04-01..2026-03-31", "2024-04-01..2025-03-31"),
        ("2024-03-01..2024-03-31", "2024-02-01..2024-02-29"),
        ("2024-04-06..2025-04-05", "2023-04-06..2024-04-05"),
        ("2026-04-06..2026-07-05", "2026-01-06..2026-04-05"),
        ("2026-03-01..2026-03-10", "2026-02-19..2026-02-28"),
        ("2026-01-31..2026-02-27", "2026-01-03..2026-01-30"),
        ("2026-03-28..2026-04-27", "2026-02-28..2026-03-27"),
        ("2026-03-29..2026-04-28", "2026-02-26..2026-03-28"),  # not every month has a 29th: as many days
        ("2025-04-01..2025-11-22", "2024-08-08..2025-03-31"),
        ("2026-05-05..2026-05-05", "2026-05-04..2026-05-04"),
    ],
)
def test_the_previous_period_is_as_long_and_ends_the_day_before(asked: str, before: str) -> None:
    assert comparison_period(period(asked), "previous_period") == period(before)


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        ("2026-01-01..2026-03-31", "2025-01-01..2025-03-31"),
        ("2024-03-01..2025-02-28", "2023-03-01..2024-02-29"),
        ("2025-02-01..2025-02-28", "2024-02-01..2024-02-29"),
        ("2024-02-01..2024-02-29", "2023-02-01..2023-02-28"),
        ("2025-04-06..2026-04-05", "2024-04-06..2025-04-05"),
        ("2025-04-01..2025-11-22", "2024-04-01..2024-11-22"),
        ("2024-02-29..2024-03-03", "2023-02-28..2023-03-03"),
    ],
)
def test_the_previous_year_has_the_same_dates_and_a_month_end_stays_one(asked: str, before: str) -> None:
    assert comparison_period(period(asked), "previous_year") == period(before)


days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(days, st.integers(0, 800))
def test_any_previous_period_ends_on_the_eve(start: date, length: int) -> None:
    asked = Period(start, start + timedelta(days=length))
    before = comparison_period(asked, "previous_period")
    assert before.end == start - timedelta(days=1)
    assert abs(before.days - asked.days) <= 4, "months differ in length by at most three days, and there are leap days"


@pytest.mark.parametrize(
    ("as_of", "compare", "expected"),
    [
        ("2026-03-31", "previous_year", "2025-03-31"),
        ("2025-02-28", "previous_year", "2024-02-29"),
        ("2024-02-29", "previous_year", "2023-02-28"),
        ("2025-11-22", "previous_year", "2024-11-22"),
        ("2025-11-22", "previous_period", "2025-03-31"),
    ],
)
def test_a_sheet_is_compared_with_the_day_a_year_ago_or_the_last_close(as_of: str, compare: str, expected: str) -> None:
    year = period("2025-04-01..2026-03-31")
    assert comparison_day(date.fromisoformat(as_of), compare, year) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("asked", "by", "columns"),
    [
        ("2026-01-01..2026-03-31", "month", "2026-01-01..2026-01-31 2026-02-01..2026-02-28 2026-03-01..2026-03-31"),
        ("2026-01-15..2026-03-10", "month", "2026-01-15..2026-01-31 2026-02-01..2026-02-28 2026-03-01..2026-03-10"),
        ("2026-02-01..2026-07-31", "quarter", "2026-02-01..2026-04-30 2026-05-01..2026-07-31"),
        ("2026-02-01..2026-04-30", "quarter", "2026-02-01..2026-04-30"),
        ("2026-02-01..2026-07-15", "quarter", "2026-02-01..2026-03-31 2026-04-01..2026-06-30 2026-07-01..2026-07-15"),
        ("2026-04-06..2026-10-05", "quarter", "2026-04-06..2026-07-05 2026-07-06..2026-10-05"),
        ("2026-04-06..2026-06-05", "month", "2026-04-06..2026-05-05 2026-05-06..2026-06-05"),
        ("2025-12-31..2026-01-01", "month", "2025-12-31..2025-12-31 2026-01-01..2026-01-01"),
        ("2026-01-01..2026-05-31", "quarter", "2026-01-01..2026-03-31 2026-04-01..2026-05-31"),
    ],
)
def test_a_period_is_split_at_its_own_months_or_the_calendars(asked: str, by: str, columns: str) -> None:
    assert columns_of(period(asked), by) == tuple(period(c) for c in columns.split())


@given(days, st.integers(0, 1500), st.sampled_from(["month", "quarter"]))
def test_columns_cover_the_period_without_gap_or_overlap(start: date, length: int, by: str) -> None:
    asked = Period(start, start + timedelta(days=length))
    columns = columns_of(asked, by)
    assert columns[0].start == asked.start
    assert columns[-1].end == asked.end
    assert sum(c.days for c in columns) == asked.days
    for earlier, later in pairwise(columns):
        assert later.start == earlier.end + timedelta(days=1)


def test_more_columns_than_can_be_read_are_refused() -> None:
    assert len(columns_of(period("2020-01-01..2024-12-31"), "month")) == COLUMNS_MAX == 60
    with pytest.raises(BadRequest, match="by=month makes more than 60 columns"):
        columns_of(period("2020-01-01..2025-01-31"), "month")


def test_what_is_not_offered_is_refused_with_what_is() -> None:
    asked = period("2026-01-01..2026-03-31")
    with pytest.raises(BadRequest, match="compare is 'budget'; accepted: previous_period, previous_year"):
        comparison_period(asked, "budget")
    with pytest.raises(BadRequest, match="accepted: previous_period, previous_year"):
        comparison_day(date(2026, 1, 1), "", asked)
    with pytest.raises(BadRequest, match="by is 'week'; accepted: month, quarter") as refused:
        columns_of(asked, "week")
    assert refused.value.param == "by"
