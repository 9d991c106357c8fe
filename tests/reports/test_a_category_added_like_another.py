"""A category that is added like another one is the same to every rule and report; only its name is its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accountsos.dates import Period
from accountsos.ledger.chart import Category, Chart, standard_chart
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.treatment import pattern_copied
from accountsos.ledger.vat_scheme import VatRegime, VatScheme
from accountsos.ledger.vat_treatment import LineFacts, default_code, treated
from accountsos.reports.balance_sheet import balance_sheet
from accountsos.reports.ct_estimate import CtFacts, ct_estimate
from accountsos.reports.flat_rate_goods import relevant_goods
from accountsos.reports.profit_and_loss import profit_and_loss
from accountsos.reports.statutory import sa103_boxes, statutory_accounts
from accountsos.reports.trial_balance import Movement, trial_balance
from accountsos.reports.warnings import NOTHING_WAITING, books_warnings, watched

STANDARD = standard_chart()
YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
COPIED = [c for c in STANDARD.categories.values() if not c.only_one]
DAYS = (date(2021, 8, 2), date(2025, 6, 2))


def with_copy(category: Category) -> tuple[Chart, Category]:
    copy = pattern_copied(category, category_id="cat_copy_of_it", name="A copy")
    return Chart.of([*STANDARD.categories.values(), copy]), copy


def all_figures(chart: Chart, of: str, *, income: str, entity_type: str, amount: int) -> dict[str, Any]:
    """Every report of a year with sales of 1,000.00, 500.00 the year before, and an amount on that account in both."""

    def moved(sales: int, on_it: int) -> tuple[Movement, ...]:
        bank = sales - on_it
        return (
            Movement("cat_bank", "ba_main", None, bank, 0, 1),
            Movement(income, None, None, 0, sales, 1),
            Movement(of, None, None, max(on_it, 0), max(-on_it, 0), 1),
        )

    before, year = moved(50_000, amount // 2), moved(100_000, amount)
    facts: dict[str, Any] = {"year_start": YEAR.start, "entity_type": entity_type, "basis": "accruals"}
    sheet = balance_sheet(chart, before, year, YEAR.end, waiting=NOTHING_WAITING, **facts)
    profit = profit_and_loss(chart, year, YEAR, basis="accruals")
    tax = ct_estimate(chart, year, YEAR, CtFacts())
    return {
        "profit": (profit.gross_profit, profit.operating_profit, profit.net_profit),
        "sheet": (sheet.total_assets, sheet.total_liabilities, sheet.net_assets, sheet.balanced),
        "sides": [
            [line.amount for line in block.lines]
            for block in (
                sheet.fixed_assets,
                sheet.current_assets,
                sheet.creditors_due_within_one_year,
                sheet.creditors_due_after_one_year,
                sheet.capital_and_reserves,
            )
        ],
        "told": [(w.code, w.amount) for w in (*sheet.warnings, *tax.warnings)],
        "trial": sorted(line.balance for line in trial_balance(chart, before, year, YEAR.end, **facts).lines),
        "statutory": statutory_accounts(chart, year, sheet, YEAR),
        "self_employment": sa103_boxes(chart, year),
        "tax": [line.amount for line in tax.workings],
        "goods": relevant_goods(chart, year),
        "unfinished": [
            (w.code, w.amount)
            for w in books_warnings(
                chart,
                [m for m in (*before, *year) if m.category_id in watched(chart)],
                waiting=NOTHING_WAITING,
                entity_type=entity_type,
            )
        ],
    }


def without_names(figures: dict[str, Any]) -> dict[str, Any]:
    statutory = figures["statutory"]
    return {**figures, "statutory": (statutory.profit_and_loss, statutory.balance_sheet)}


@pytest.mark.parametrize("entity_type", ["ltd", "sole_trader"])
def test_a_copy_of_any_category_gives_the_same_figures_in_every_report(entity_type: str) -> None:
    for category in COPIED:
        chart, copy = with_copy(category)
        beside: dict[str, Any] = {"entity_type": entity_type}
        beside["income"] = "cat_grants" if category.category_id == "cat_sales" else "cat_sales"
        for amount in (24_000, -24_000):
            expected = all_figures(STANDARD, category.category_id, amount=amount, **beside)
            shown = all_figures(chart, copy.category_id, amount=amount, **beside)
            assert without_names(shown) == without_names(expected), (category.category_id, amount)


def test_a_copy_of_any_category_has_the_same_vat_under_every_scheme() -> None:
    for category in COPIED:
        chart, copy = with_copy(category)
        for day in DAYS:
            line = LineFacts(day, payee_key="GITHUB")
            for scheme in (
                VatScheme(date(2020, 1, 1), "standard", date(2020, 1, 1)),
                VatScheme(date(2020, 1, 1), "flat_rate", date(2020, 1, 1), sector="computer_repair"),
            ):
                for amount in (12_000, -12_000):
                    part = CategorisationLine(category.category_id, amount)
                    same = replace(part, category_id=copy.category_id)
                    regime = VatRegime((scheme,))
                    (expected,) = treated(regime, STANDARD, (part,), line)
                    (shown,) = treated(regime, chart, (same,), line)
                    assert shown.vat == expected.vat, (category.category_id, scheme.scheme, amount)


def test_what_the_law_asks_of_a_category_stands_in_the_chart() -> None:
    """Hand-picked: one account for each thing that rules ask."""
    assert STANDARD["cat_sales_overseas"].place_of_supply == "abroad"
    assert default_code(STANDARD["cat_sales_overseas"], 100, DAYS[1], overseas=False) == "OSS"
    assert default_code(STANDARD["cat_interest_income"], 100, DAYS[1], overseas=False) == "SE/I"
    assert default_code(STANDARD["cat_subsistence"], -100, DAYS[0], overseas=False) == "PH"
    assert default_code(STANDARD["cat_subsistence"], -100, DAYS[1], overseas=False) == "P20"
    assert STANDARD.in_role("dividends") == {"cat_dividends"}
    assert {c.category_id for c in STANDARD.categories.values() if c.allowance_class == "plant"} == {
        "cat_fa_plant",
        "cat_fa_computers",
    }
    assert STANDARD.per_contact == {"cat_debtors", "cat_creditors", "cat_directors_loan"}


@pytest.mark.parametrize("field", ["place_of_supply", "supply", "vat_behaviour", "allowance_class", "role"])
def test_a_category_with_a_treatment_that_nothing_knows_cannot_be_built(field: str) -> None:
    with pytest.raises(ValueError, match=f"{field} is 'odd', not one of"):
        replace(STANDARD["cat_rent"], **{field: "odd"})  # type: ignore[arg-type]  # the fields are texts
