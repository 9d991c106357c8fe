"""How a payment of each kind of debt is known: what the line must say, whose it is, and whether it may be a part."""

from __future__ import annotations

import pytest

from accountsos.bookkeeping.what_is_owed import CONTROLS, PAYABLES, SUFFERED, OwedKind

EVERY = (*PAYABLES, SUFFERED, *CONTROLS)
TO_HMRC = {"paye", "cis", "vat", "corporation_tax"}


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        # A tax, a loan and what was guessed at a year end look like much else: only their own words tell.
        ("needs_word", {*TO_HMRC, "accrual", "loan"}),
        # One party's debt is not paid by another's money.
        ("by_party", {"directors_claim", "opening_debtor", "opening_creditor"}),
        # People and customers pay and are paid in parts, and a part filed elsewhere would be counted twice.
        ("asks_parts", {"net_wages", "pension", "dividend", "opening_debtor", "opening_creditor"}),
        ("by_bank", {"loan", "directors_claim"}),
        ("set_off", {"cis_suffered"}),
        ("office", {"paye", "cis", "cis_suffered"}),
    ],
)
def test_what_tells_a_payment_is_that_of_its_kind_of_debt(said: str, kinds: set[str]) -> None:
    assert {kind.kind for kind in EVERY if getattr(kind, said)} == kinds


def test_a_kind_of_which_nothing_more_is_said_is_told_by_its_amount_alone() -> None:
    plain = OwedKind("deposit", "cat_deposits", "the deposit of {day}")
    flags = (plain.by_party, plain.needs_word, plain.asks_parts, plain.by_bank, plain.set_off)
    assert flags == (False, False, False, False, False)
    assert (plain.category, plain.asks_from, plain.office, plain.kin) == ("cat_deposits", 0, "", frozenset())
