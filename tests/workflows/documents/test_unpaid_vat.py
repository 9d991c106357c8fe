"""Before a return is filed, it names the unpaid invoices whose VAT has to come back."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.reports.warnings import ReportWarning
from accountsos.store import documents, evidence, invoices, vat
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sql import Sql
from accountsos.store.engine.sqlite import SqliteEngine
from accountsos.workflows.unit_of_work import Books
from tests.workflows.documents.clerk_of_invoices import (
    bill,
    correct,
    credit_note,
    file_under,
    lines_of,
    pay,
    purchase,
    sale,
    settle,
    vat_clerk,
)
from tests.workflows.documents.papers import Clerk
from tests.workflows.vat.keeping import VatKeeper

# Dated 2 March 2026: due on 1 April, six months over on 1 October. Today is 22 November.
MAY, SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 5, 4), date(2026, 9, 30), date(2026, 10, 1), date(2026, 11, 2)
BILLS, DEBTS = "unpaid_bills", "relief_claimable"


def warned(clerk: Clerk, code: str, period: str = "2026-Q4", today: date | None = None) -> ReportWarning | None:
    vat = VatKeeper(clerk.keeper)
    report = vat.report(period) if today is None else vat.report(period, today=today)
    return next((w for w in report.warnings if w.code == code), None)


@pytest.mark.parametrize("scheme", ["standard", "annual"])
def test_a_bill_unpaid_for_six_months_is_named_with_its_vat_and_what_mends_it(books: Books, scheme: str) -> None:
    clerk = vat_clerk(books, scheme)
    state = purchase(clerk)
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, -3000)))
    period = "2027" if scheme == "annual" else "2026-Q4"
    found = warned(clerk, BILLS, period)
    # Three quarters of 20.00.
    assert found is not None
    assert found.amount == 1500
    assert "vat_adjustment" in found.message
    assert clerk.id_of(state) in found.message
    assert warned(clerk, BILLS, period, SEPTEMBER) is None
    settle(clerk, state, "vat_adjustment", NOVEMBER)
    assert warned(clerk, BILLS, period) is None


def test_several_bills_are_counted(books: Books) -> None:
    clerk = vat_clerk(books)
    for n in range(7):
        purchase(clerk, number=f"HS-{n}", supplier=f"Supplier {n} Ltd")
    found = warned(clerk, BILLS)
    assert found is not None
    assert found.message.startswith("7 bills were")
    assert found.message.endswith("and 2 more")
    assert found.amount == 7 * 2000


def test_what_has_no_vat_to_repay_is_not_named(books: Books) -> None:
    clerk = vat_clerk(books)
    purchase(clerk, "cat_entertaining", number="BLOCKED")
    purchase(clerk, number="NO-VAT-NUMBER", vat_number=None)
    purchase(clerk, number="LATE", day=date(2026, 6, 2))
    file_under(clerk, purchase(clerk, number="REVERSE", vat="0.00", gross="100.00"), "cat_office", vat_code="DRC20")
    credit_note(clerk)
    paid = purchase(clerk, number="PAID")
    correct(clerk, paid, transactions=lines_of(clerk, pay(clerk)))
    assert warned(clerk, BILLS) is None


def test_under_cash_accounting_nothing_was_claimed_that_could_be_repaid(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    purchase(clerk)
    settle(clerk, sale(clerk, number="S-1"), "write_off", MAY, reason="insolvent")
    assert (warned(clerk, BILLS), warned(clerk, DEBTS)) == (None, None)
    VatKeeper(clerk.keeper).scheme("standard", date(2026, 7, 1))
    # What still waited was claimed with the end of the scheme, so it is repaid like any other.
    found = warned(clerk, BILLS)
    assert found is not None
    assert found.amount == 2000


def test_a_debt_that_was_given_up_early_is_named_when_its_relief_can_be_claimed(books: Books) -> None:
    clerk = vat_clerk(books)
    state = sale(clerk)
    settle(clerk, state, "write_off", MAY, reason="insolvent", amount=9000)
    assert warned(clerk, DEBTS, today=SEPTEMBER) is None
    found = warned(clerk, DEBTS, today=OCTOBER)
    assert found is not None
    assert found.amount == 1500
    assert clerk.id_of(state) in found.message
    settle(clerk, state, "vat_adjustment", NOVEMBER)
    assert warned(clerk, DEBTS) is None


def test_a_flat_rate_trader_is_told_to_claim_the_vat_that_was_charged(books: Books) -> None:
    """20.00 of 120.00, whatever percentage of it was due (VAT Notice 733 s14)."""
    clerk = vat_clerk(books, "flat_rate", sector="computer_it")
    settle(clerk, sale(clerk), "write_off", MAY, reason="insolvent")
    found = warned(clerk, DEBTS)
    assert found is not None
    assert found.amount == 2_000


def test_a_filed_return_is_not_warned_about(books: Books) -> None:
    clerk = vat_clerk(books)
    file_under(clerk, clerk.uploaded_and_read(bill(day=date(2025, 12, 1))), "cat_office")
    assert warned(clerk, BILLS, "2026-Q3") is not None
    for period in ("2025-Q4", "2026-Q3"):
        VatKeeper(clerk.keeper).file(period)
    assert warned(clerk, BILLS, "2026-Q3") is None
    assert warned(clerk, BILLS) is not None


def steps_of(place: Place, statement: Sql) -> list[str]:
    engine = SqliteEngine(place.data / BOOKS_FILE)
    try:
        text = "EXPLAIN QUERY PLAN " + statement.sqlite
        return [str(step[3]) for step in engine.connect().execute(text, (1,) * len(statement.names))]
    finally:
        engine.close()


@pytest.mark.parametrize(
    ("statement", "index"),
    [(invoices.UNPAID_BILLS, "invoice_unsettled"), (invoices.UNRELIEVED_DEBTS, "settlement_unrelieved")],
)
def test_settled_invoices_are_not_walked_to_find_the_others(sqlite_place: Place, statement: Sql, index: str) -> None:
    steps = steps_of(sqlite_place, statement)
    assert any(f"INDEX {index} (company_id=?" in step for step in steps), steps


@pytest.mark.parametrize(
    "statement",
    [
        invoices.UNPAID_BILLS,
        invoices.UNRELIEVED_DEBTS,
        invoices.OF_TRANSACTION,
        invoices.UNSETTLED,
        invoices.SETTLEMENTS,
        invoices.SETTLED_BY,
        documents.LINKS_OF_TRANSACTION,
        evidence.SAYS_OF_PAYMENT,
        evidence.OF_LINE,
        vat.BEHIND,
    ],
)
def test_nothing_walks_all_that_a_company_has_to_find_what_belongs_to_one_thing(
    sqlite_place: Place, statement: Sql
) -> None:
    steps = steps_of(sqlite_place, statement)
    assert not any(step.endswith("(company_id=?)") or step.startswith("SCAN") for step in steps), steps
