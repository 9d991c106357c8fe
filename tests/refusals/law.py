"""What the rules of tax law refuse: what a rule is not made for, rather than a guess."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accountsos.dates import Period
from accountsos.uk_rules import (
    capital_allowances,
    corporation_tax,
    ct_losses,
    directors_loan,
    dividends,
    income_tax,
    mileage,
    national_insurance,
    obligation,
    parameters,
    periods,
    plant_allowances,
    simplified_expenses,
    size,
    vat_boxes,
    vat_periods,
)
from accountsos.uk_rules.vat_codes import vat_code
from accountsos.uk_rules.vat_payload import vat_payload
from tests.refusals.desk import Cases

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
LONG = Period(date(2025, 4, 1), date(2026, 6, 30))
STAGGER = vat_periods.Stagger.QUARTERS_MAR
COMPANY = obligation.EntityType.LTD


def _plant_of_next_year() -> object:
    bought = plant_allowances.Purchase(1000, date(2026, 4, 1))
    before = plant_allowances.Written()
    return plant_allowances.plant_allowances(YEAR, capital_allowances.Tax.COMPANY, before, [bought])


CASES: Cases = {
    "plant of another period": lambda _: _plant_of_next_year(),
    "a share over the whole": lambda _: capital_allowances.private_use(1000, Decimal("1.5")),
    "National Insurance of a year before it is known": lambda _: national_insurance.directors_ni(
        Period(date(2023, 4, 6), date(2024, 4, 5)), 1_000_000
    ),
    "negative earnings of a director": lambda _: national_insurance.directors_ni(
        Period(date(2025, 4, 6), date(2026, 4, 5)), -1
    ),
    "negative associated companies": lambda _: corporation_tax.Profits(1000, associated=-1),
    "corporation tax of fifteen months": lambda _: corporation_tax.corporation_tax(LONG, corporation_tax.Profits(1000)),
    "losses before the reform": lambda _: ct_losses.most_losses(1000, Period(date(2016, 1, 1), date(2016, 12, 31))),
    "a negative loan": lambda _: directors_loan.section_455(YEAR, [directors_loan.Loan(date(2025, 5, 1), -1)]),
    "profits of no tax year": lambda _: income_tax.profit_tax(YEAR, 0),
    "dividends of no tax year": lambda _: dividends.dividend_tax(YEAR, 0, 0),
    "negative dividends": lambda _: dividends.dividend_tax(periods.tax_year_named("2025-26"), 0, -1),
    "negative miles": lambda _: mileage.Trip(date(2026, 3, 2), mileage.Vehicle.CAR, Decimal(-1)),
    "a registration without periods": lambda _: obligation.VatRegistration(date(2024, 4, 1), ()),
    "periods after the registration": lambda _: obligation.VatRegistration(
        date(2024, 4, 1), (obligation.StaggerFrom(date(2024, 5, 1), STAGGER),)
    ),
    "deadlines of a company without its day": lambda _: obligation.Profile(COMPANY, date(2024, 4, 1)),
    "accounting periods that overlap": lambda _: obligation.Profile(
        COMPANY, date(2024, 4, 1), date(2023, 4, 1), accounting_periods=(YEAR, YEAR)
    ),
    "a day before any value": lambda _: parameters.in_force_on(date(1900, 1, 1), "ct_main_rate"),
    "no tax year": lambda _: periods.tax_year_named("2025-27"),
    "negative hours": lambda _: simplified_expenses.home_use([Decimal(-1)]),
    "a negative number of people": lambda _: simplified_expenses.premises_private_use([-1]),
    "a year of no months": lambda _: size.YearFigures(1, 1, 1, Decimal(0)),
    "no VAT code": lambda _: vat_code("XX"),
    "a payload that HMRC would refuse": lambda _: vat_payload("26Q1!", vat_boxes.VatBoxes(), finalised=True),
    "no VAT period": lambda _: vat_periods.VatCalendar(STAGGER, date(2024, 4, 1)).period_named("summer"),
    "no month for the end of the VAT year": lambda _: vat_periods.VatCalendar(
        STAGGER, date(2024, 4, 1), annual_year_end_month=13
    ),
    "a registration that ends before it begins": lambda _: vat_periods.VatCalendar(
        STAGGER, date(2024, 4, 1), date(2024, 3, 31)
    ),
    "no VAT stagger": lambda _: vat_periods.stagger_named("4"),
}
