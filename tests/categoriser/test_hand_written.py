"""The companies written by hand: their banks' readers read every line, with the truth beside it."""

from __future__ import annotations

import pytest
from benchmarks.by_hand.printing import LINES, HandWritten, companies
from benchmarks.by_hand.reading import lines_of

from tests.categoriser.support import CHART


@pytest.mark.parametrize("company", companies(), ids=lambda company: company.name)
def test_a_statement_is_read_whole_by_its_banks_reader(company: HandWritten) -> None:
    lines = lines_of(company)
    assert 300 <= len(lines) <= LINES
    assert len(lines) == len(company.truth)
    assert {truth for _, truth in lines} <= CHART
    days = [line.booked_on for line, _ in lines]
    assert days == sorted(days)


def test_the_companies_are_of_several_trades_banks_and_groups() -> None:
    assert len({company.trade for company in companies()}) == len(companies())
    assert len({company.bank for company in companies()}) >= 8
    assert {company.group for company in companies()} == {"a", "b", "c"}


def test_a_statement_is_the_same_each_time() -> None:
    first = {company.name: company.statement for company in companies()}
    companies.cache_clear()
    assert {company.name: company.statement for company in companies()} == first
