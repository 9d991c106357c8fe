"""Payees kept by hand, and the words of a name that a bank shortened, cut or ran together."""

from __future__ import annotations

import pytest

from accountsos.categoriser.knowledge.brand_names import find_name
from accountsos.categoriser.knowledge.payees import VAT_TREATMENTS, known_payees
from accountsos.categoriser.suggestion import READY, CompanyProfile
from tests.categoriser.support import bank_line, categoriser


def test_at_least_four_hundred_payees_are_kept_each_with_its_vat() -> None:
    payees = known_payees().values()
    assert len(payees) >= 400
    assert {payee.vat for payee in payees} <= VAT_TREATMENTS
    assert {"standard", "zero", "exempt", "outside", "abroad"} <= {payee.vat for payee in payees}


def test_a_name_that_sells_several_things_never_settles_a_line_alone() -> None:
    unclear = [payee for payee in known_payees().values() if payee.is_ambiguous]
    assert len(unclear) >= 20
    for payee in unclear:
        line = bank_line(f"CARD PAYMENT TO {payee.name.upper()} ON 02-03-2026", -4200)
        assert categoriser(CompanyProfile(trade="cafe")).suggest(line).confidence < READY, payee.name


@pytest.mark.parametrize(
    ("name", "concept"),
    [("FACEBK ADS", "advertising"), ("WATER PLUS", "utilities"), ("XERO UK", "software"), ("DVSA CPC", "training")],
)
def test_a_kept_payee_is_known_by_the_name_that_statements_print(name: str, concept: str) -> None:
    known = find_name(name)
    assert known is not None
    assert known.concept == concept


@pytest.mark.parametrize(
    ("description", "trade", "category"),
    [
        ("BP Pembrey Plumb Supp INV 12", "builder", "cat_purchases"),  # shortened
        ("))) PEMBREYSHAWCHIPPY", "builder", "cat_subsistence"),  # run together
        ("VIS Pembreyshaw Car Pa", "consultant", "cat_travel"),  # cut at eighteen letters
        ("DD Pembreyton Insuran", "builder", "cat_insurance"),
    ],
)
def test_shortened_cut_and_run_together_words_are_understood(description: str, trade: str, category: str) -> None:
    found = categoriser(CompanyProfile(trade=trade)).suggest(bank_line(description, -1250))
    best = found.category_id if found.category_id != "cat_uncategorised" else found.alternatives[0][0]
    assert best == category
