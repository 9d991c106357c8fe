"""VAT that waits for the money: it ends at nothing, whatever settles the invoice and whichever scheme comes next."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY
from tests.workflows.documents.clerk_of_invoices import (
    LATER,
    PAID_ON,
    ages,
    boxes,
    correct,
    credit_note,
    lines_of,
    pay,
    purchase,
    sale,
    settle,
    standing,
    vat_clerk,
)
from tests.workflows.vat.keeping import VatKeeper

MAY, JUNE, JULY, NOVEMBER = date(2026, 5, 4), date(2026, 6, 1), date(2026, 7, 1), date(2026, 11, 2)
APRIL, AUGUST = date(2026, 4, 1), date(2026, 8, 3)


def test_part_payments_and_write_offs_leave_no_penny_waiting(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state = sale(clerk, net="0.50", vat="0.10", gross="0.60")
    first = pay(clerk, 15)
    correct(clerk, state, transactions=lines_of(clerk, first))
    settle(clerk, state, "write_off", MAY, reason="disputed", amount=15)
    second = pay(clerk, 15, JUNE)
    correct(clerk, state, transactions=lines_of(clerk, first, second))
    settle(clerk, state, "write_off", JULY, reason="disputed")
    # A quarter each of 10p, counted from the running total: 3, 2, 3 and 2; the second and the fourth are given up.
    assert clerk.keeper.balances(TODAY) == {"ba_main": 30, "cat_sales": -50, "cat_vat": -6, "cat_bad_debts": 26}
    assert boxes(clerk, "2026-Q2")[1] == 6
    assert clerk.keeper.faults() == []


def test_a_payment_found_later_moves_the_shares_and_not_their_sum(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state = sale(clerk, net="0.50", vat="0.10", gross="0.60")
    settle(clerk, state, "write_off", JUNE, reason="disputed", amount=45)
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, 15, MAY)))
    # The payment came first: 3p of VAT; what was given up after it is the rest, 7p, and not the 8p that it was alone.
    assert clerk.keeper.balances(TODAY) == {"ba_main": 15, "cat_sales": -50, "cat_vat": -3, "cat_bad_debts": 38}


def test_setting_off_is_paying_both_under_cash_accounting(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state, note = purchase(clerk), credit_note(clerk, net="24.00", vat="0.00", gross="24.00")
    settle(clerk, state, "credit_note", PAID_ON, credit_note_id=clerk.id_of(note))
    # A fifth of the bill's VAT counts; the credit note has none: 20.00 of net bought, 24.00 taken back.
    assert boxes(clerk, "2026-Q2") == {4: 400, 5: 400, 7: -400}
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, -9600, JULY)))
    assert boxes(clerk, "2026-Q3") == {4: 1600, 5: 1600, 7: 8000}
    assert clerk.keeper.balances(TODAY) == {"cat_office": 7600, "cat_vat": 2000, "ba_main": -9600}
    assert clerk.keeper.faults() == []


def test_what_was_released_when_cash_accounting_ended_is_not_released_again(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state = sale(clerk)
    VatKeeper(clerk.keeper).scheme("standard", APRIL)
    VatKeeper(clerk.keeper).scheme("cash", JULY)
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, 12000, AUGUST)))
    assert boxes(clerk, "2026-Q1") == {1: 2000, 3: 2000, 5: 2000, 6: 10000}
    assert boxes(clerk, "2026-Q3") == {}
    assert clerk.keeper.balances(TODAY) == {"ba_main": 12000, "cat_sales": -10000, "cat_vat": -2000}


def test_a_debt_is_relieved_like_any_other_once_its_vat_was_released(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state = sale(clerk)
    VatKeeper(clerk.keeper).scheme("standard", APRIL)
    settle(clerk, state, "write_off", NOVEMBER, reason="insolvent")
    assert boxes(clerk, "2026-Q1")[1] == 2000
    assert boxes(clerk, "2026-Q4") == {4: 2000, 5: 2000}
    assert clerk.keeper.balances(TODAY) == {"cat_sales": -10000, "cat_bad_debts": 10000}


def test_money_from_before_cash_accounting_counts_on_its_own_day(books: Books) -> None:
    clerk = vat_clerk(books)
    VatKeeper(clerk.keeper).scheme("cash", APRIL)
    number = pay(clerk, 12000, date(2026, 3, 20), category="cat_sales")
    state = sale(clerk, day=date(2026, 4, 10))
    correct(clerk, state, transactions=lines_of(clerk, number))
    assert boxes(clerk, "2026-Q1") == {1: 2000, 3: 2000, 5: 2000, 6: 10000}
    assert boxes(clerk, "2026-Q2") == {}
    assert "cat_vat_deferred" not in clerk.keeper.balances(TODAY)


def test_no_more_vat_is_released_than_the_invoice_has(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state = purchase(clerk)
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, category="cat_bank_charges")))
    correct(clerk, state, amounts={"net": Decimal(80), "vat": Decimal(16), "gross": Decimal(96)})
    # Of the payment, 96.00 are the bill's; the rest is as the line says, exempt bank charges of 24.00.
    assert boxes(clerk, "2026-Q2") == {4: 1600, 5: 1600, 7: 10400}
    assert clerk.keeper.balances(LATER) == {
        "cat_bank_charges": 2400,
        "cat_office": 8000,
        "cat_vat": 1600,
        "ba_main": -12000,
    }
    assert standing(clerk.keeper, state).open_amount == 0


def test_the_end_of_the_registration_brings_all_that_waits_and_the_rest_of_its_period(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state, vat = sale(clerk), VatKeeper(clerk.keeper)
    first = pay(clerk, 6000)
    correct(clerk, state, transactions=lines_of(clerk, first))
    vat.line(date(2026, 4, 5), 12000, "cat_sales")
    vat.line(date(2026, 6, 5), 12000, "cat_sales")
    assert boxes(clerk, "2026-Q2")[1] == 5000
    vat.scheme("none", date(2026, 5, 15))
    # To 14 May: 20.00 of April's sale, 10.00 of what was paid and 10.00 of what was not; June's sale bears none.
    assert (vat.report("2026-Q2").period.end, boxes(clerk, "2026-Q2")[1]) == (date(2026, 5, 14), 4000)
    correct(clerk, state, transactions=lines_of(clerk, first, pay(clerk, 6000, date(2026, 6, 20))))
    assert boxes(clerk, "2026-Q2")[1] == 4000
    assert clerk.keeper.balances(TODAY) == {"ba_main": 36000, "cat_sales": -32000, "cat_vat": -4000}
    assert clerk.keeper.faults() == []
    vat.scheme("cash", date(2026, 5, 15))
    assert (vat.report("2026-Q2").period.end, boxes(clerk, "2026-Q2")[1]) == (date(2026, 6, 30), 6000)
    assert clerk.keeper.faults() == []


@pytest.mark.parametrize("scheme", ["standard", "cash"])
def test_an_older_bill_put_beside_a_line_opens_the_one_that_it_paid(books: Books, scheme: str) -> None:
    clerk = vat_clerk(books, scheme)
    older, newer = purchase(clerk, number="HS-1"), purchase(clerk, number="HS-2")
    number = pay(clerk)
    correct(clerk, newer, transactions=lines_of(clerk, number))
    correct(clerk, older, transactions=lines_of(clerk, number))
    opened = [standing(clerk.keeper, state).open_amount for state in (older, newer)]
    assert opened == [0, -12000]
    assert ages(clerk, "aged-creditors", TODAY)[1:] == (0, 12000)
    correct(clerk, older, transactions=())
    opened = [standing(clerk.keeper, state).open_amount for state in (older, newer)]
    assert opened == [-12000, 0]
    assert ages(clerk, "aged-creditors", TODAY)[1:] == (0, 12000)
    assert clerk.keeper.faults() == []


def test_rates_that_are_mixed_are_released_in_proportion(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    rates = [("50.00", "10.00", "20"), ("50.00", "0.00", "0")]
    state = purchase(clerk, net="100.00", vat="10.00", gross="110.00", rates=rates)
    first, rest = pay(clerk, -3667), pay(clerk, -7333, JULY)
    correct(clerk, state, transactions=lines_of(clerk, first, rest))
    # A third of 50.00 + 10.00 and of 50.00: 16.67 + 3.33 and 16.67.
    assert boxes(clerk, "2026-Q2") == {4: 333, 5: 333, 7: 3300}
    assert boxes(clerk, "2026-Q3") == {4: 667, 5: 667, 7: 6600}
    assert clerk.keeper.balances(TODAY) == {"cat_office": 10000, "cat_vat": 1000, "ba_main": -11000}


def test_what_a_debtor_pays_after_all_brings_the_relief_back(books: Books) -> None:
    clerk = vat_clerk(books)
    state = sale(clerk)
    settle(clerk, state, "write_off", NOVEMBER, reason="insolvent")
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, 6000, date(2026, 11, 20))))
    settle(clerk, state, "write_off", date(2026, 11, 20), reason="paid in part after all")
    # Relief of 20.00 in box 4; half of it is VAT due again, in box 1 (SI 1995/2518 reg 171).
    assert boxes(clerk, "2026-Q4") == {1: 1000, 3: 1000, 4: 2000, 5: 1000}
    assert clerk.keeper.balances(TODAY) == {
        "ba_main": 6000,
        "cat_sales": -10000,
        "cat_vat": -1000,
        "cat_bad_debts": 5000,
    }
    assert standing(clerk.keeper, state).open_amount == 0


@pytest.mark.parametrize("scheme", ["cash", "none"])
def test_relief_goes_where_a_later_scheme_leaves_no_vat_to_relieve(books: Books, scheme: str) -> None:
    clerk = vat_clerk(books)
    state = sale(clerk, day=date(2026, 4, 10))
    settle(clerk, state, "write_off", date(2026, 11, 20), reason="insolvent")
    assert boxes(clerk, "2026-Q4") == {4: 2000, 5: 2000}
    VatKeeper(clerk.keeper).scheme(scheme, APRIL)
    # Under cash accounting the VAT of the sale never counted; not registered, there was none.
    wanted = 10000 if scheme == "cash" else 12000
    assert clerk.keeper.balances(TODAY) == {"cat_sales": -wanted, "cat_bad_debts": wanted}
    assert clerk.keeper.faults() == []
