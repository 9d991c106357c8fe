"""Which side of the books a category stands on, and what a sole trader calls what a company has."""

from __future__ import annotations

from collections.abc import Iterable

INCOME = frozenset(
    "cat_sales cat_sales_zero cat_sales_exempt cat_sales_overseas cat_other_income cat_interest_income "
    "cat_rental_income cat_dividend_income cat_grants".split()
)
COSTS = frozenset(
    "cat_purchases cat_stock_movement cat_subcontractors cat_import_duty cat_wages cat_directors_salary "
    "cat_employer_ni cat_pension cat_staff_training cat_staff_welfare cat_rent cat_business_rates "
    "cat_utilities cat_home_office cat_insurance cat_repairs cat_cleaning cat_travel cat_accommodation "
    "cat_subsistence cat_mileage cat_vehicle_running cat_vehicle_lease cat_software cat_it_hardware "
    "cat_phone_internet cat_office cat_advertising cat_entertaining cat_accountancy cat_legal "
    "cat_consultancy cat_bank_charges cat_interest_paid cat_hmrc_interest cat_fines cat_donations "
    "cat_bad_debts cat_depreciation cat_general cat_corporation_tax cat_amortisation".split()
)
_OF_A_SOLE_TRADER = {
    "cat_directors_loan": "cat_drawings", "cat_dividends": "cat_drawings", "cat_directors_salary": "cat_drawings",
    "cat_ct_payable": "cat_drawings", "cat_share_capital": "cat_capital_introduced",
}  # fmt: skip
_OF_A_COMPANY = {"cat_drawings": "cat_directors_loan", "cat_capital_introduced": "cat_directors_loan"}


def on_the_other_side(category_id: str, *, money_in: bool) -> bool:
    """Whether the line would be a negative one of its category: money in as a cost, money out as income."""
    return category_id in (COSTS if money_in else INCOME)


def for_entity(category_id: str, entity_type: str, *, money_in: bool) -> str:
    """The category as this kind of business has it: a sole trader has drawings, a company a director's loan."""
    if entity_type == "sole_trader":
        category_id = _OF_A_SOLE_TRADER.get(category_id, category_id)
        return "cat_capital_introduced" if money_in and category_id == "cat_drawings" else category_id
    return _OF_A_COMPANY.get(category_id, category_id)


def merged(ranked: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """One row per category, the shares of equal ones added, the likeliest first."""
    shares: dict[str, float] = {}
    for category_id, share in ranked:
        shares[category_id] = shares.get(category_id, 0.0) + share
    return sorted(shares.items(), key=lambda row: -row[1])
