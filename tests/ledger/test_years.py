"""Years are rows: a long first period, a changed year end, 5 April."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.ledger.years import check_years, next_year, year_containing, year_ending_on

ROWS = [
    Period(date(2023, 1, 15), date(2024, 1, 31)),
    Period(date(2024, 2, 1), date(2025, 1, 31)),
    Period(date(2025, 2, 1), date(2025, 6, 30)),
]


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        ("2023-01-15", "2023-01-15", "2024-01-31"),
        ("2025-06-30", "2025-02-01", "2025-06-30"),
        ("2025-07-01", "2025-07-01", "2026-06-30"),
        ("2027-12-31", "2027-07-01", "2028-06-30"),
        ("2023-01-14", "2022-01-15", "2023-01-14"),
    ],
)
def test_a_day_is_in_its_row_or_in_what_the_rows_imply(day: str, start: str, end: str) -> None:
    expected = Period(date.fromisoformat(start), date.fromisoformat(end))
    assert year_containing(ROWS, date.fromisoformat(day)) == expected


@pytest.mark.parametrize(
    ("end", "start", "next_end"),
    [
        ("2026-03-31", "2025-04-01", "2027-03-31"),
        ("2026-04-05", "2025-04-06", "2027-04-05"),
        ("2024-02-29", "2023-03-01", "2025-02-28"),
        ("2023-02-28", "2022-03-01", "2024-02-29"),
    ],
)
def test_a_month_end_stays_a_month_end(end: str, start: str, next_end: str) -> None:
    year = year_ending_on(date.fromisoformat(end))
    assert year == Period(date.fromisoformat(start), date.fromisoformat(end))
    assert next_year(year).end == date.fromisoformat(next_end)


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_implied_years_follow_one_another_without_gap(end: date, day: date) -> None:
    rows = [year_ending_on(end)]
    year = year_containing(rows, day)
    assert day in year
    assert 365 <= year.days <= 366
    before = year_containing(rows, year.start - timedelta(days=1))
    after = year_containing(rows, year.end + timedelta(days=1))
    assert (before.end, after.start) == (year.start - timedelta(days=1), year.end + timedelta(days=1))
    check_years([after, before, year], company=True)


@pytest.mark.parametrize("start", ["2024-02-02", "2024-01-31"])
def test_a_gap_or_an_overlap_between_years_is_refused(start: str) -> None:
    with pytest.raises(BadRequest, match="the later one must start on 2024-02-01"):
        check_years([ROWS[0], Period(date.fromisoformat(start), date(2025, 1, 31))], company=True)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2023-01-01", "2024-06-30"),
        ("2023-01-15", "2024-07-14"),
        ("2023-07-01", "2024-12-31"),
        ("2023-08-31", "2025-02-28"),
    ],
)
def test_a_company_year_may_have_eighteen_months_and_not_a_day_more(start: str, last: str) -> None:
    first, end = date.fromisoformat(start), date.fromisoformat(last)
    check_years([Period(first, end)], company=True)
    longer = Period(first, end + timedelta(days=1))
    with pytest.raises(BadRequest, match="18 months"):
        check_years([longer], company=True)
    check_years([longer], company=False)


def test_years_that_do_not_follow_one_another_name_the_start_and_a_long_one_its_end() -> None:
    with pytest.raises(BadRequest) as gap:
        check_years([ROWS[0], ROWS[2]], company=True)
    with pytest.raises(BadRequest) as long:
        check_years([Period(date(2023, 1, 1), date(2024, 7, 1))], company=True)
    assert (gap.value.param, long.value.param) == ("starts_on", "ends_on")
