"""Named amounts in, balanced lines out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.errors import BadRequest
from accountsos.ledger.chart import standard_chart
from accountsos.ledger.journal_template import FieldValue
from accountsos.ledger.journal_templates import TEMPLATES, fields, journal_from_template, next_period_start
from accountsos.ledger.journals import Journal, journal_entry
from accountsos.ledger.vat_scheme import VatRegime, VatScheme

CHART = standard_chart()
DAY = date(2026, 3, 31)
REGISTERED = VatRegime((VatScheme(date(2025, 1, 1), "standard", date(2025, 1, 1)),))


def journal(template: str, **values: FieldValue) -> Journal:
    return journal_from_template(CHART, template, DAY, values)


def lines(made: Journal) -> list[tuple[str, int]]:
    return [(line.category_id, line.debit - line.credit) for line in made.lines]


def refusal(template: str, **values: FieldValue) -> BadRequest:
    with pytest.raises(BadRequest) as refused:
        journal(template, **values)
    return refused.value


def test_payroll_is_cost_against_what_is_owed_to_hmrc_fund_and_staff() -> None:
    """Gross 2,500 staff and 1,047.50 director. Held back: tax 290, NI 116, student loan 40, pension 125: net 2,976.50.
    Employer's NI 312.50 less 312.50 allowance used of it 200.00 = 112.50, pension 75.
    PAYE 290 + 116 + 40 + 112.50 = 558.50; pension payable 125 + 75 = 200. Costs 3,735.00 = 558.50 + 200 + 2,976.50.
    """
    made = journal(
        "payroll",
        staff_pay=2_500_00,
        directors_pay=1_047_50,
        income_tax=290_00,
        employee_ni=116_00,
        student_loan=40_00,
        employee_pension=125_00,
        employer_ni=312_50,
        employment_allowance=200_00,
        employer_pension=75_00,
        net_pay=2_976_50,
    )
    assert lines(made) == [
        ("cat_wages", 2_500_00),
        ("cat_directors_salary", 1_047_50),
        ("cat_employer_ni", 112_50),
        ("cat_pension", 75_00),
        ("cat_paye", -558_50),
        ("cat_pension_payable", -200_00),
        ("cat_wages_payable", -2_976_50),
    ]
    assert made.narration == "Payroll for March 2026"
    assert made.auto_reverse_on is None


def test_a_directors_salary_below_every_threshold_is_two_lines() -> None:
    made = journal("payroll", directors_pay=416_00)
    assert lines(made) == [("cat_directors_salary", 416_00), ("cat_wages_payable", -416_00)]


def test_payroll_whose_net_pay_is_not_the_payslips_is_refused() -> None:
    refused = refusal("payroll", staff_pay=1_000_00, income_tax=100_00, net_pay=910_00)
    assert refused.param == "net_pay"
    assert "net_pay is 910.00, but pay less tax, NI, student loan and pension is 900.00" in refused.message


def test_no_more_can_be_held_back_than_was_earned() -> None:
    assert "1.00 more than the pay itself" in refusal("payroll", staff_pay=99_00, income_tax=100_00).message


def test_the_employment_allowance_cannot_exceed_employers_ni() -> None:
    refused = refusal("payroll", staff_pay=100_00, employer_ni=10_00, employment_allowance=10_01)
    assert refused.param == "employment_allowance"


@pytest.mark.parametrize(
    ("asset", "expected"),
    [
        ("plant", [("cat_depreciation", 600_00), ("cat_dep_plant", -600_00)]),
        ("computers", [("cat_depreciation", 600_00), ("cat_dep_computers", -600_00)]),
        ("vehicles", [("cat_depreciation", 600_00), ("cat_dep_vehicles", -600_00)]),
        ("intangible", [("cat_amortisation", 600_00), ("cat_amort_intangible", -600_00)]),
    ],
)
def test_depreciation_stands_against_its_asset(asset: str, expected: list[tuple[str, int]]) -> None:
    assert lines(journal("depreciation", amount=600_00, asset=asset)) == expected


def test_more_stock_lowers_the_cost_of_sales_and_less_raises_it() -> None:
    more = journal("stock", opening_stock=1_500_00, closing_stock=2_000_00)
    assert lines(more) == [("cat_stock", 500_00), ("cat_stock_movement", -500_00)]
    less = journal("stock", opening_stock=2_000_00, closing_stock=0)
    assert lines(less) == [("cat_stock", -2_000_00), ("cat_stock_movement", 2_000_00)]


@pytest.mark.parametrize(
    ("template", "category_id", "expected"),
    [
        ("accrual", "cat_accountancy", [("cat_accountancy", 900_00), ("cat_accruals", -900_00)]),
        ("accrual", "cat_sales", [("cat_prepayments", 900_00), ("cat_sales", -900_00)]),
        ("prepayment", "cat_insurance", [("cat_prepayments", 900_00), ("cat_insurance", -900_00)]),
        ("prepayment", "cat_sales", [("cat_sales", 900_00), ("cat_accruals", -900_00)]),
    ],
)
def test_accruals_and_prepayments_move_a_cost_or_an_income_between_periods(
    template: str, category_id: str, expected: list[tuple[str, int]]
) -> None:
    made = journal(template, amount=900_00, category_id=category_id)
    assert lines(made) == expected
    assert made.auto_reverse_on == date(2026, 4, 1)


def test_a_reversal_has_the_day_that_was_asked_for() -> None:
    asked = date(2026, 6, 30)
    assert journal("accrual", amount=1, category_id="cat_rent", auto_reverse_on=asked).auto_reverse_on == asked
    refused = refusal("accrual", amount=1, category_id="cat_rent", auto_reverse_on=DAY)
    assert refused.param == "auto_reverse_on"


@pytest.mark.parametrize(
    ("day", "back"),
    [
        ("2026-03-31", "2026-04-01"),
        ("2026-12-31", "2027-01-01"),
        ("2026-04-05", "2026-04-06"),
        ("2026-07-05", "2026-07-06"),
        ("2026-03-05", "2026-04-01"),
        ("2026-02-10", "2026-03-01"),
    ],
)
def test_an_accrual_is_taken_back_where_the_next_period_begins(day: str, back: str) -> None:
    assert next_period_start(date.fromisoformat(day)) == date.fromisoformat(back)


def test_an_accrual_needs_a_category_of_income_or_cost() -> None:
    for category_id in ("cat_bank", "cat_none"):
        assert refusal("accrual", amount=1, category_id=category_id).param == "category_id"


def test_a_dividend_is_owed_until_it_is_paid() -> None:
    made = journal("dividend", amount=5_000_00, contact=7)
    assert lines(made) == [("cat_dividends", 5_000_00), ("cat_dividends_payable", -5_000_00)]
    assert {line.contact for line in made.lines} == {7}


def test_a_dividend_can_go_to_the_directors_loan_of_a_named_director() -> None:
    made = journal("dividend", amount=5_000_00, credit_to="directors_loan", contact=7)
    assert lines(made) == [("cat_dividends", 5_000_00), ("cat_directors_loan", -5_000_00)]
    assert refusal("dividend", amount=1, credit_to="directors_loan").param == "contact"


def test_corporation_tax_is_charged_or_released() -> None:
    charge = [("cat_corporation_tax", 4_260_86), ("cat_ct_payable", -4_260_86)]
    assert lines(journal("corporation_tax", amount=4_260_86)) == charge
    release = [("cat_corporation_tax", -10_00), ("cat_ct_payable", 10_00)]
    assert lines(journal("corporation_tax", amount=10_00, effect="release")) == release


@pytest.mark.parametrize(
    ("template", "values", "param"),
    [
        ("bonus", {}, "template"),
        ("payroll", {"gross": 1}, "gross"),
        ("depreciation", {"asset": "plant"}, "amount"),
        ("depreciation", {"amount": 1, "asset": "house"}, "asset"),
        ("depreciation", {"amount": -1, "asset": "plant"}, "amount"),
        ("depreciation", {"amount": "1.00", "asset": "plant"}, "amount"),
        ("depreciation", {"amount": True, "asset": "plant"}, "amount"),
        ("depreciation", {"amount": 10**15 + 1, "asset": "plant"}, "amount"),
        ("dividend", {"amount": 1, "contact": "Anna"}, "contact"),
        ("accrual", {"amount": 1, "category_id": "cat_rent", "auto_reverse_on": "2026-04-01"}, "auto_reverse_on"),
        ("corporation_tax", {"amount": 0}, "amount"),
        ("payroll", {}, "staff_pay"),
        ("dividend", {"amount": 0}, "amount"),
        ("stock", {"opening_stock": 5, "closing_stock": 5}, "closing_stock"),
    ],
)
def test_a_wrong_input_is_refused_by_its_name(template: str, values: dict[str, FieldValue], param: str) -> None:
    assert refusal(template, **values).param == param


def test_every_field_has_a_description_and_a_known_kind() -> None:
    assert list(TEMPLATES) == [
        "payroll",
        "depreciation",
        "stock",
        "accrual",
        "prepayment",
        "dividend",
        "corporation_tax",
        "mileage",
        "fuel_scale",
    ]
    for key in TEMPLATES:
        names = [f.name for f in fields(key)]
        assert len(set(names)) == len(names)
        for field in fields(key):
            assert field.kind in ("amount", "count", "date", "contact", "category", "choice", "text")
            assert field.description
            assert (field.kind == "choice") == bool(field.accepted)


@given(st.sampled_from(sorted(TEMPLATES)), st.data())
def test_whatever_the_amounts_a_template_makes_a_journal_that_can_be_posted(key: str, data: st.DataObject) -> None:
    amounts = st.integers(1, 10**9)
    values: dict[str, FieldValue] = {}
    for field in fields(key):
        if field.kind == "amount" and field.name not in ("net_pay", "employment_allowance"):
            values[field.name] = data.draw(amounts, field.name)
        elif field.kind == "choice":
            values[field.name] = data.draw(st.sampled_from(field.accepted), field.name)
        elif field.kind == "contact":
            values[field.name] = 9
        elif field.kind == "category":
            values[field.name] = data.draw(st.sampled_from(["cat_rent", "cat_sales"]), field.name)
    if key == "payroll":
        values["staff_pay"] = 5 * 10**9
    if key == "fuel_scale":
        values["co2"] = data.draw(st.integers(0, 400), "co2")
    if key == "stock" and values["opening_stock"] == values["closing_stock"]:
        values["closing_stock"] = 0
    made = journal_from_template(CHART, key, DAY, values, REGISTERED)
    entry = journal_entry(CHART, made.day, made.narration, made.lines, number=1)
    assert sum(p.amount for p in entry.postings) == 0
    assert len(entry.postings) == len(made.lines)
