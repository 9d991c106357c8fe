"""The coding conventions of the generator's truth: which categories make the profit, and what VAT is in a line."""

from __future__ import annotations

from accountsos.money import Pence

INCOME = frozenset("cat_sales cat_sales_zero cat_sales_overseas cat_interest_income cat_grants".split())
EXPENSES = frozenset(
    (
        "cat_purchases cat_subcontractors cat_import_duty cat_wages cat_directors_salary cat_pension cat_staff_training"
        " cat_staff_welfare cat_rent cat_business_rates cat_utilities cat_insurance cat_repairs cat_cleaning cat_travel"
        " cat_accommodation cat_subsistence cat_vehicle_running cat_vehicle_lease cat_software cat_it_hardware"
        " cat_phone_internet cat_office cat_advertising cat_entertaining cat_accountancy cat_legal cat_bank_charges"
        " cat_fines cat_donations"
    ).split()
)
PROFIT_AND_LOSS = INCOME | EXPENSES
"""Every profit and loss category that the generator uses; all others stand in the balance sheet."""

_CODES = {
    **dict.fromkeys(
        (
            "cat_sales cat_purchases cat_subcontractors cat_staff_training cat_staff_welfare cat_utilities cat_repairs"
            " cat_cleaning cat_accommodation cat_subsistence cat_software cat_it_hardware cat_phone_internet cat_office"
            " cat_advertising cat_accountancy cat_legal cat_fa_computers cat_fa_plant"
        ).split(),
        "standard",
    ),
    "cat_vehicle_lease": "half",
    "cat_entertaining": "blocked",
    "cat_vehicle_running": "blocked",
    "cat_sales_zero": "zero",
    "cat_travel": "zero",
    "cat_import_duty": "zero",
    **dict.fromkeys("cat_rent cat_insurance cat_bank_charges cat_interest_income cat_rental_income".split(), "exempt"),
}


def vat_code(category_id: str, *, overseas: bool) -> str:
    """The VAT treatment of a line without a document, by its category; an overseas supplier's is a reverse charge.

    `half`: half of the VAT is reclaimed. `blocked`: there is VAT in it and none is reclaimed.
    """
    code = _CODES.get(category_id, "outside_scope")
    return "reverse_charge" if overseas and code == "standard" else code


def vat_within(gross: Pence, code: str | None) -> Pence:
    """The VAT of a gross amount that goes to VAT control, with the amount's sign, a half penny upwards.

    The fraction of 20 % is 1/6 (VAT Notice 700 s.2); a reverse charge is in boxes 1 and 4 and so comes to nothing.
    """
    parts = {"standard": 6, "half": 12}.get(code or "")
    if parts is None:
        return 0
    vat = (2 * abs(gross) + parts) // (2 * parts)
    return vat if gross >= 0 else -vat
