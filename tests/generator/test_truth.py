"""The truth of a generated company is double entry."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from accountsos.generator import ARCHETYPES, GeneratedCompany, generate
from accountsos.generator.coding import EXPENSES, INCOME, vat_code, vat_within
from accountsos.ledger.chart import standard_chart

DAYS = (date(2024, 3, 31), date(2025, 7, 14), date(2026, 10, 31))


@pytest.fixture(scope="module", params=[(a, v) for a in ARCHETYPES for v in (False, True)], ids=str)
def company(request: pytest.FixtureRequest) -> GeneratedCompany:
    archetype, registered = request.param
    return generate(6, archetype=archetype, transactions=1_500, vat_registered=registered)


def test_debits_equal_credits_on_any_day(company: GeneratedCompany) -> None:
    for day in DAYS:
        assert sum(company.truth.trial_balance(day).values()) == 0


def test_the_balance_sheet_balances_and_holds_the_profits(company: GeneratedCompany) -> None:
    for day in DAYS:
        sheet = company.truth.balance_sheet(day)
        assert sum(sheet.values()) == 0
        assert sheet["cat_retained"] == -company.truth.profit(company.start, day)
        assert not (INCOME | EXPENSES) & set(sheet)


def test_a_bank_account_stands_at_the_sum_of_its_lines(company: GeneratedCompany) -> None:
    for account in company.accounts:
        for day in DAYS:
            total = sum(n.amount for n in company.lines(company.start, day) if n.account == account.ref)
            assert company.truth.bank_balance(account.ref, day) == total
            assert company.truth.balance_sheet(day).get(account.ref, 0) == total


def test_the_profits_of_two_periods_are_those_of_both_together(company: GeneratedCompany) -> None:
    whole = company.truth.profit_and_loss(date(2024, 5, 6), date(2025, 9, 30))
    first = company.truth.profit_and_loss(date(2024, 5, 6), date(2025, 1, 17))
    second = company.truth.profit_and_loss(date(2025, 1, 18), date(2025, 9, 30))
    for category in {*first, *second, *whole}:
        assert first.get(category, 0) + second.get(category, 0) == whole.get(category, 0)


def test_transfers_come_to_nothing_and_opening_balances_are_not_needed(company: GeneratedCompany) -> None:
    balance = company.truth.trial_balance(company.end)
    assert "cat_transfer" not in balance
    assert "cat_opening_balances" not in balance
    assert company.truth.trial_balance(date(2023, 10, 31)) == {}


def test_without_vat_the_profit_and_loss_is_the_sum_of_the_lines_by_category() -> None:
    company = generate(6, archetype="cafe", transactions=1_500)
    start, end = date(2025, 1, 1), date(2025, 12, 31)
    expected: dict[str, int] = defaultdict(int)
    for line in company.lines(start, end):
        assert line.vat_code is None
        if line.category_id in INCOME | EXPENSES:
            expected[line.category_id] += line.amount
    assert company.truth.profit_and_loss(start, end) == {k: v for k, v in expected.items() if v}


def test_a_registered_company_keeps_the_vat_out_of_its_profit() -> None:
    company = generate(6, archetype="cafe", transactions=1_500, vat_registered=True)
    start, end = date(2025, 1, 1), date(2025, 12, 31)
    gross = vat = 0
    for line in company.lines(start, end):
        if line.category_id == "cat_sales":
            assert line.vat_code == "standard"
            gross += line.amount
            vat += (line.amount + 3) // 6 if line.amount >= 0 else -((-line.amount + 3) // 6)
    assert company.truth.profit_and_loss(start, end)["cat_sales"] == gross - vat


def test_every_vat_quarter_is_paid_to_the_penny() -> None:
    """Six months after the last sale nothing of a closed quarter is left: what stands are the months not yet due."""
    company = generate(6, archetype="agency", transactions=1_500, vat_registered=True)
    lines = list(company.lines())
    paid = [line for line in lines if line.category_id == "cat_vat"]
    assert len(paid) == 11
    ends = {1: (3, 6, 9, 12), 2: (1, 4, 7, 10), 3: (2, 5, 8, 11)}[company.profile.vat_stagger]
    for payment in paid[1:]:
        quarter_end = payment.booked_on.year * 12 + payment.booked_on.month - 3
        assert quarter_end % 12 + 1 in ends
        months = range(quarter_end - 2, quarter_end + 1)
        owed = sum(
            vat_within(n.amount, n.vat_code) for n in lines if n.booked_on.year * 12 + n.booked_on.month - 1 in months
        )
        assert payment.amount == -owed


@pytest.mark.parametrize(
    ("gross", "code", "vat"),
    [
        (120_000, "standard", 20_000),
        (-1_000, "standard", -167),
        (100, "standard", 17),
        (3, "standard", 1),
        (2, "standard", 0),
        (-41_280, "half", -3_440),
        (50_000, "exempt", 0),
        (50_000, "blocked", 0),
        (50_000, "reverse_charge", 0),
        (50_000, None, 0),
    ],
)
def test_vat_is_a_sixth_of_the_gross_to_the_nearest_penny(gross: int, code: str | None, vat: int) -> None:
    assert vat_within(gross, code) == vat


def test_overseas_suppliers_are_a_reverse_charge() -> None:
    assert vat_code("cat_software", overseas=True) == "reverse_charge"
    assert vat_code("cat_software", overseas=False) == "standard"
    assert vat_code("cat_wages", overseas=False) == "outside_scope"


def test_income_and_expenses_are_of_that_type_in_the_chart() -> None:
    types = {name: category.type for name, category in standard_chart().categories.items()}
    assert {types[c] for c in INCOME} == {"income"}
    assert {types[c] for c in EXPENSES} == {"expense"}


def test_the_years_follow_one_another_from_the_first_day() -> None:
    company = generate(1, archetype="agency", transactions=100)
    assert company.truth.years() == [
        (date(2023, 11, 1), date(2024, 3, 31)),
        (date(2024, 4, 1), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2027, 3, 31)),
    ]


def test_corporation_tax_is_nineteen_hundredths_of_the_years_profit_paid_in_time() -> None:
    company = generate(1, archetype="agency", transactions=1_800)
    paid = [line for line in company.lines() if line.category_id == "cat_ct_payable"]
    assert [line.booked_on for line in paid] == [date(2024, 12, 31), date(2025, 12, 31)]
    profit = company.truth.profit(date(2024, 4, 1), date(2025, 3, 31))
    fallbacks = sum(
        n.amount for n in company.lines(date(2024, 4, 1), date(2025, 3, 31)) if n.description.startswith("SERVICE")
    )
    payroll = [n.amount for n in company.lines(date(2024, 4, 1), date(2025, 3, 31)) if n.category_id == "cat_paye"]
    assert -paid[1].amount == (profit - fallbacks + sum(payroll)) * 19 // 100, "what HMRC had of pay is a cost"
