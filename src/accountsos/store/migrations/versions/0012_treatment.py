"""Treatment stands in the chart: what rules knew by an account's id becomes a property of every chart there is."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from accountsos.store.migrations.dialect import append_only, is_sqlite

revision = "0012"
down_revision = "0011"

TREATMENT: dict[str, dict[str, str | bool]] = {
    "cat_accommodation": {"vat_behaviour": "hospitality"},
    "cat_advertising": {"supply": "services"},
    "cat_amortisation": {"added_back": True},
    "cat_bank": {"only_one": True},
    "cat_capital_account": {"role": "owners_capital", "only_one": True},
    "cat_capital_introduced": {"role": "capital_introduced", "never_refunded": True},
    "cat_cash": {"only_one": True, "never_refunded": True},
    "cat_cis_payable": {"role": "cis_payable"},
    "cat_cleaning": {"supply": "mixed"},
    "cat_consultancy": {"supply": "services"},
    "cat_corporation_tax": {"role": "corporation_tax"},
    "cat_credit_cards": {"only_one": True},
    "cat_creditors": {"per_contact": True, "only_one": True},
    "cat_ct_payable": {"role": "corporation_tax_payable", "never_refunded": True},
    "cat_debtors": {"per_contact": True, "only_one": True},
    "cat_directors_loan": {"role": "directors_loan", "per_contact": True, "never_refunded": True},
    "cat_directors_salary": {"never_refunded": True},
    "cat_disposal": {"both_ways": True},
    "cat_dividends": {"role": "dividends", "never_refunded": True},
    "cat_drawings": {"role": "drawings", "never_refunded": True},
    "cat_fa_computers": {"allowance_class": "plant"},
    "cat_fa_plant": {"allowance_class": "plant"},
    "cat_fa_vehicles": {"allowance_class": "car"},
    "cat_fx": {"both_ways": True},
    "cat_hire_purchase": {"never_refunded": True},
    "cat_interest_income": {"vat_behaviour": "incidental"},
    "cat_interest_paid": {"never_refunded": True},
    "cat_it_hardware": {"supply": "mixed"},
    "cat_loans": {"never_refunded": True},
    "cat_office": {"supply": "mixed"},
    "cat_opening_balances": {"role": "opening_balances", "only_one": True},
    "cat_paye": {"role": "paye_payable", "never_refunded": True},
    "cat_pension_payable": {"role": "pension_payable"},
    "cat_processor": {"only_one": True},
    "cat_purchases": {"supply": "goods"},
    "cat_rental_income": {"role": "rent_received"},
    "cat_retained": {"role": "retained", "only_one": True},
    "cat_sales_overseas": {"place_of_supply": "abroad"},
    "cat_share_capital": {"role": "shares", "never_refunded": True},
    "cat_share_premium": {"role": "shares"},
    "cat_software": {"supply": "services"},
    "cat_staff_training": {"supply": "services"},
    "cat_subcontractors": {"supply": "services"},
    "cat_subsistence": {"vat_behaviour": "hospitality"},
    "cat_transfer": {"role": "transfers", "only_one": True, "never_refunded": True},
    "cat_uncategorised": {"role": "uncategorised", "only_one": True, "never_refunded": True},
    "cat_utilities": {"supply": "mixed"},
    "cat_vat": {"only_one": True, "never_refunded": True},
    "cat_vat_deferred": {"only_one": True},
    "cat_vat_filed": {"only_one": True},
    "cat_wages": {"never_refunded": True},
    "cat_wages_payable": {"role": "wages_payable"},
}
"""What the rules took each account of the standard chart for, under the ids as they were."""
OF_THE_STANDARD_ONE = ("per_contact", "only_one")
"""A copy's balance was not kept per contact, and what there is more than once is not the only one."""
TOLD = sa.text(
    """UPDATE category SET details = :details
       WHERE company_id = :company AND category_no = :number AND recorded_seq = :seq"""
)
COPIES = sa.text(
    "SELECT company_id, category_no, recorded_seq, category_id, details FROM category WHERE details LIKE :like"
)
STANDARD = sa.text(
    """UPDATE category SET details = SUBSTR(details, 1, LENGTH(details) - 1) || :more
       WHERE category_id = :category_id"""
)


def upgrade() -> None:
    """Every version of every account, so that reports as known before say what they said.

    An account that was added like another one takes over what that one is taken for: the rules forgot it.
    """
    if is_sqlite():
        for what in ("update", "delete", "replace"):
            op.execute(f"DROP TRIGGER category_no_{what}")
    connection = op.get_bind()
    for category_id, treatment in TREATMENT.items():
        more = "," + json.dumps(treatment, separators=(",", ":"))[1:]
        connection.execute(STANDARD, {"category_id": category_id, "more": more})
    _tell_copies(connection)
    if is_sqlite():
        append_only("category")


def _tell_copies(connection: sa.Connection) -> None:
    rows = connection.execute(COPIES, {"like": '%"note":"like cat_%'}).fetchall()
    patterns = {(company, id_): _pattern(details) for company, _, _, id_, details in rows}
    for company, number, seq, id_, details in rows:
        pattern = patterns[company, id_]
        while (company, pattern) in patterns:
            pattern = patterns[company, pattern]
        treatment = {k: v for k, v in TREATMENT.get(pattern, {}).items() if k not in OF_THE_STANDARD_ONE}
        if id_ not in TREATMENT and treatment:
            told = json.dumps({**json.loads(details), **treatment}, ensure_ascii=False, separators=(",", ":"))
            connection.execute(TOLD, {"details": told, "company": company, "number": number, "seq": seq})


def _pattern(details: str) -> str:
    return str(json.loads(details)["note"]).removeprefix("like ")
