"""What a VAT return tells beside its boxes: the rates behind them, and turnover that has fallen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from accountsos.dates import FIRST_DAY, ONE_DAY, Period
from accountsos.ledger.vat_postings import read_code
from accountsos.ledger.vat_scheme import FLAT_RATE
from accountsos.money import Pence
from accountsos.reports.vat_turnover import turnover_of
from accountsos.reports.vat_warnings import (
    FallenTurnover,
)
from accountsos.store.engine.sql import day_from
from accountsos.store.vat import vat_postings
from accountsos.uk_rules.periods import add_months_month_end
from accountsos.uk_rules.vat_rates import VatRate
from accountsos.workflows.vat.state_outlook import outlook_of
from accountsos.workflows.vat.vat_books import VatBooks

POSTINGS_LOOKED_AT = 200


def days_of_codes(books: VatBooks, period: Period, sums: Mapping[tuple[str, bool], int]) -> dict[str, set[date]]:
    """The days whose rate each code took: the period's last, of a rate that came and went those of its postings."""
    found: dict[str, set[date]] = {}
    for code, control in sums:
        law = read_code(code).law
        if law is None:
            continue
        days = found.setdefault(code, set())
        if law.liability is not VatRate.HOSPITALITY:
            days.add(period.end)
            continue
        key = (period.end, code, control)
        rows, _ = vat_postings(
            books.db, books.company, books.names, key, last_entry=books.last_entry, limit=POSTINGS_LOOKED_AT, offset=0
        )
        days |= {day_from(row.tax_point) for row in rows if row.tax_point is not None}
    return found


def claimed_under_flat_rate(books: VatBooks, period: Period) -> Pence:
    """Input VAT of capital goods that was claimed under the flat rate, in the first period after it; else nothing."""
    before, now = books.regime.on(period.start - ONE_DAY), books.regime.on(period.start)
    if before is None or before.scheme != FLAT_RATE or now is None or now.scheme == FLAT_RATE:
        return 0
    claimed = 0
    for end, found in books.sums(FIRST_DAY, period.start - ONE_DAY).items():
        scheme = books.regime.on(end)
        if scheme is not None and scheme.scheme == FLAT_RATE:
            claimed += sum(amount for (code, control), amount in found.items() if control and _is_input(code))
    return max(claimed, 0)


def _is_input(code: str) -> bool:
    law = read_code(code).law
    return law is not None and law.sales is False and not law.self_assessed


def fallen_turnover(
    books: VatBooks, period: Period, sums: Mapping[date, Mapping[tuple[str, bool], int]]
) -> FallenTurnover | None:
    """The turnover of two years, once it was registered for as long; or what is expected, at any time."""
    expected = outlook_of(books.db, books.company, seq=books.seq).next_12_months
    years = [add_months_month_end(period.end, -12 * n) for n in range(3)]
    registered = books.regime.on(years[2] + ONE_DAY)
    if expected is None and (registered is None or books.regime.on(period.end) is None):
        return None
    last, before = (
        sum(turnover_of(found).taxable for end, found in sums.items() if first < end <= until)
        for until, first in pairwise(years)
    )
    return FallenTurnover(last, before, expected)
