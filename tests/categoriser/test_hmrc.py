"""HMRC's payments are told apart by their references."""

from __future__ import annotations

import pytest

from accountsos.categoriser.suggestion import CompanyProfile
from tests.categoriser.support import bank_line, categoriser

SOLE = CompanyProfile(entity_type="sole_trader", trade="plumber")


@pytest.mark.parametrize(
    ("description", "amount", "category"),
    [
        ("HMRC VAT", -120000, "cat_vat"),
        ("DIRECT DEBIT PAYMENT TO HMRC E VAT REF 268114390", -120000, "cat_vat"),
        ("HMRC VAT REPAYMENT", 50000, "cat_vat"),
        ("HMRC PAYE NIC", -80000, "cat_paye"),
        ("FPO HMRC CUMBERNAULD REF 581PB00223344", -80000, "cat_paye"),
        ("120PZ01234567 2403", -80000, "cat_paye"),
        ("HMRC CIS", -64000, "cat_paye"),
        ("HMRC CORPORATION TAX", -724500, "cat_ct_payable"),
        ("HMRC 4412345678A00101A", -724500, "cat_ct_payable"),
        ("HMRC CT INTEREST", -2218, "cat_hmrc_interest"),
        ("HMRC VAT LATE PAYMENT INTEREST", -1200, "cat_hmrc_interest"),
        ("HMRC PAYE PENALTY", -10000, "cat_fines"),
        ("HMRC CUSTOMS DUTY CDS", -31840, "cat_import_duty"),
        ("HMRC JRS GRANT", 90000, "cat_grants"),
        ("HMRC SELF ASSESSMENT", -241000, "cat_directors_loan"),
    ],
)
def test_a_company_owes_and_is_owed_by_tax(description: str, amount: int, category: str) -> None:
    suggestion = categoriser().suggest(bank_line(description, amount))
    assert (suggestion.category_id, suggestion.source) == (category, "hmrc")


@pytest.mark.parametrize(
    ("description", "amount", "category"),
    [
        ("HMRC SELF ASSESSMENT", -241000, "cat_drawings"),
        ("HMRC 2234567890K", -241000, "cat_drawings"),
        ("HMRC INCOME TAX REPAYMENT", 30000, "cat_drawings"),
        ("HMRC VAT", -120000, "cat_vat"),
    ],
)
def test_a_sole_traders_own_tax_is_drawings(description: str, amount: int, category: str) -> None:
    assert categoriser(SOLE).suggest(bank_line(description, amount)).category_id == category


def test_hmrc_without_a_reference_is_not_guessed() -> None:
    suggestion = categoriser().suggest(bank_line("HMRC", -80000))
    assert suggestion.category_id == "cat_uncategorised"
    assert [category for category, _ in suggestion.alternatives] == ["cat_vat", "cat_paye", "cat_ct_payable"]


def test_a_late_filing_at_companies_house_is_a_fine_and_a_filing_a_legal_cost() -> None:
    suggest = categoriser().suggest
    assert suggest(bank_line("COMPANIES HOUSE CARDIFF", -3400)).category_id == "cat_legal"
    assert suggest(bank_line("COMPANIES HOUSE LATE FILING PENALTY", -15000)).category_id == "cat_fines"
