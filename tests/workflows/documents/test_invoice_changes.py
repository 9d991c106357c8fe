"""What a person changes after the event: the invoice, its payments, its settlements and its VAT stay in step."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accountsos import ids
from accountsos.bookkeeping.file_line import SplitPart
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.journals import JournalLine
from accountsos.workflows.companies.chart import CHANGE_CATEGORY, CategoryChange
from accountsos.workflows.documents import list_documents
from accountsos.workflows.documents.list_documents import DocumentQuestion
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import PostOpeningBalances
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY
from tests.workflows.documents.clerk_of_invoices import (
    BRITISH,
    PAID_ON,
    ages,
    bill,
    boxes,
    correct,
    credit_note,
    file_under,
    lines_of,
    pay,
    purchase,
    sale,
    settle,
    standing,
    vat_clerk,
)
from tests.workflows.vat.keeping import VatKeeper

MAY, JUNE, NOVEMBER = date(2026, 5, 4), date(2026, 6, 1), date(2026, 11, 2)
HALF = {"net": Decimal(110), "vat": Decimal(10), "gross": Decimal(120)}
MIXED = {
    "net": "100.00",
    "vat": "10.00",
    "gross": "110.00",
    "rates": [("50.00", "10.00", "20"), ("50.00", "0.00", "0")],
}


def test_a_higher_total_takes_more_of_its_payment(books: Books) -> None:
    clerk = vat_clerk(books)
    state = purchase(clerk)
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, -18000)))
    correct(clerk, state, amounts={"net": Decimal(150), "vat": Decimal(30), "gross": Decimal(180)})
    assert standing(clerk.keeper, state).open_amount == 0
    assert clerk.keeper.balances(TODAY) == {"cat_office": 15000, "cat_vat": 3000, "ba_main": -18000}
    assert boxes(clerk, "2026-Q2") == {}


def test_an_invoice_that_does_not_say_whose_it_is_is_told_by_money_that_came_in(books: Books) -> None:
    clerk = vat_clerk(books)
    state = correct(clerk, clerk.uploaded_and_read(bill()), changes={"direction": None})
    file_under(clerk, state, "cat_sales")
    assert standing(clerk.keeper, state).state == "waiting"
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, 15000, category="cat_sales")))
    invoice = standing(clerk.keeper, state)
    assert (invoice.side, invoice.amount, invoice.open_amount) == ("sale", 12000, 0)
    assert clerk.keeper.balances(TODAY) == {"cat_sales": -12500, "cat_vat": -2500, "ba_main": 15000}


@pytest.mark.parametrize("scheme", ["standard", "cash"])
def test_a_bill_that_turns_out_to_be_a_sale_is_not_paid_by_money_that_went_out(books: Books, scheme: str) -> None:
    clerk = vat_clerk(books, scheme)
    state = purchase(clerk)
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, category="cat_office")))
    correct(clerk, state, changes={"direction": "sale"}, filing={"category_id": "cat_sales"})
    assert standing(clerk.keeper, state).open_amount == 12000
    assert ages(clerk, "aged-debtors", TODAY)[1:] == (0, 12000)
    assert clerk.keeper.balances(TODAY)["cat_office"] == 10000
    assert clerk.keeper.faults() == []


def test_a_refund_beside_a_bill_opens_it_again(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state = purchase(clerk)
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk), pay(clerk, 12000, MAY)))
    assert standing(clerk.keeper, state).open_amount == -12000
    assert boxes(clerk, "2026-Q2") == {}
    assert clerk.keeper.balances(TODAY) == {"cat_office": 10000, "cat_vat_deferred": 2000, "cat_creditors": -12000}


def test_creditors_move_to_the_new_party(books: Books) -> None:
    clerk = vat_clerk(books)
    state = purchase(clerk)
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, -4000)))
    correct(clerk, state, changes={"supplier": "Another Party Ltd"})
    assert ages(clerk, "aged-creditors", TODAY) == ((0, 0, 0, 0, 8000), 0, 8000)


@pytest.mark.parametrize(
    "changes", [{"supplier": "Another Party Ltd"}, {"type": "other"}, {"direction": "purchase"}, {"type": "receipt"}]
)
def test_what_was_written_off_stays_what_it_was(books: Books, changes: dict[str, Any]) -> None:
    clerk = vat_clerk(books)
    state = settle(clerk, sale(clerk), "write_off", NOVEMBER, reason="insolvent", amount=5000)
    before = clerk.keeper.balances(TODAY)
    settlement = ids.public_id("stl_", clerk.keeper.company, state.settlements[0].number)
    with pytest.raises(Conflict, match=settlement):
        correct(clerk, state, changes=changes)
    assert clerk.keeper.balances(TODAY) == before


def test_what_was_written_off_follows_the_vat_of_the_paper(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state = settle(clerk, sale(clerk), "write_off", JUNE, reason="disputed", amount=6000)
    file_under(clerk, state, "cat_sales", vat_code="S0")
    # Nothing of it waits any more: half of 120.00 is lost.
    assert clerk.keeper.balances(TODAY) == {"cat_sales": -12000, "cat_debtors": 6000, "cat_bad_debts": 6000}


def test_a_credit_note_brings_no_vat_when_it_is_given_up(books: Books) -> None:
    clerk = vat_clerk(books)
    note = credit_note(clerk)
    with pytest.raises(Conflict, match="credit note"):
        settle(clerk, note, "vat_adjustment", NOVEMBER)
    settle(clerk, note, "write_off", NOVEMBER, reason="supplier went bust")
    assert clerk.keeper.balances(TODAY) == {"cat_office": -2000, "cat_vat": -400, "cat_bad_debts": 2400}
    assert boxes(clerk, "2026-Q4") == {}


def test_nothing_is_settled_in_the_future(books: Books) -> None:
    clerk = vat_clerk(books)
    with pytest.raises(BadRequest, match="future"):
        settle(clerk, sale(clerk), "write_off", date(2026, 11, 23), reason="insolvent")


def test_the_corrected_vat_of_a_receipt_is_its_payments(books: Books) -> None:
    clerk = vat_clerk(books)
    clerk.keeper.enter(date(2026, 3, 5), -12000, "HARBOUR STATIONERS HS-1041", category="cat_office")
    clerk.upload(bill(), type_="receipt")
    clerk.read_all()
    state = clerk.keeper.ask(list_documents.LIST, DocumentQuestion(limit=1)).rows[0]
    assert boxes(clerk, "2026-Q1") == {4: 2000, 5: 2000, 7: 10000}
    correct(clerk, state, amounts=HALF)
    assert boxes(clerk, "2026-Q1") == {4: 1000, 5: 1000, 7: 11000}
    correct(clerk, state, changes={"type": "invoice"})
    assert boxes(clerk, "2026-Q1") == {4: 1000, 5: 1000, 7: 11000}
    correct(clerk, state, amounts={"net": Decimal(105), "vat": Decimal(15), "gross": Decimal(120)})
    assert boxes(clerk, "2026-Q1") == {4: 1500, 5: 1500, 7: 10500}
    correct(clerk, state, changes={"type": "receipt"})
    assert boxes(clerk, "2026-Q1") == {4: 1500, 5: 1500, 7: 10500}
    assert clerk.keeper.faults() == []


def test_a_line_that_was_withdrawn_stays_out_of_the_books(books: Books) -> None:
    clerk = vat_clerk(books)
    state = purchase(clerk)
    statement = b"Date,Description,Amount,Balance\n2026-04-20,HARBOUR STATIONERS HS-1041,-120.00,380.00\n"
    done = clerk.keeper.load(statement)
    correct(clerk, state, transactions=lines_of(clerk, *clerk.keeper.numbers()))
    clerk.keeper.undo(done)
    clerk.keeper.load(statement)
    correct(clerk, state, transactions=lines_of(clerk, *clerk.keeper.numbers()))
    assert clerk.keeper.balances(TODAY)["ba_main"] == 38000
    assert standing(clerk.keeper, state).open_amount == 0
    assert clerk.keeper.faults() == []


def test_a_bill_found_after_its_payment_was_filed_without_vat_is_a_first_claim(books: Books) -> None:
    """Rent of 120.00, exempt in box 7 of June, stays as filed; its bill's 20.00 are claimed where it is held."""
    clerk = vat_clerk(books)
    pay(clerk, category="cat_rent")
    VatKeeper(clerk.keeper).file("2026-Q2")
    assert boxes(clerk, "2026-Q2") == {7: 12000}
    assert len(clerk.uploaded_and_read(bill()).links) == 1
    assert boxes(clerk, "2026-Q4") == {4: 2000, 5: 2000, 7: 10000}
    assert "errors_included" not in VatKeeper(clerk.keeper).codes("2026-Q4")
    assert clerk.keeper.faults() == []


@pytest.mark.parametrize("linked_first", [True, False])
def test_a_bill_found_after_its_payment_was_claimed_moves_the_claim(books: Books, linked_first: bool) -> None:
    clerk = vat_clerk(books)
    number = pay(clerk, category="cat_office")
    VatKeeper(clerk.keeper).file("2026-Q2")
    if linked_first:
        state = clerk.uploaded_and_read(bill())
        assert len(state.links) == 1
    else:
        state = purchase(clerk, number="Z-9", supplier="Qzx Wvut Ltd")
        assert boxes(clerk, "2026-Q4")[4] == 2000
        correct(clerk, state, transactions=lines_of(clerk, number))
    # Claimed once, in the second quarter; the bill of the first one changes no figure of any return.
    assert boxes(clerk, "2026-Q2") == {4: 2000, 5: 2000, 7: 10000}
    assert boxes(clerk, "2026-Q4") == {}
    correct(clerk, state, amounts=HALF)
    # Half of the claim had no ground: an error of 10.00 owed to HMRC, and nothing else.
    assert boxes(clerk, "2026-Q4") == {1: 1000, 3: 1000, 5: 1000}
    assert clerk.keeper.balances(TODAY)["cat_office"] == 11000
    assert clerk.keeper.faults() == []


@pytest.mark.parametrize(
    ("paper", "claimed", "office"),
    [
        ({"vat_number": None}, 0, 6000),
        (MIXED, 500, 5000),
        ({"vat": "0.00", "gross": "100.00", "rates": [("100.00", "0.00", "0")]}, 0, 5000),
        ({"vat_number": BRITISH}, 1000, 5000),
    ],
)
def test_a_split_that_says_nothing_of_vat_claims_what_the_paper_proves(
    books: Books, paper: dict[str, Any], claimed: int, office: int
) -> None:
    clerk = vat_clerk(books)
    state = purchase(clerk, **paper)
    gross = standing(clerk.keeper, state).amount
    number = pay(clerk, gross)
    halves = tuple(SplitPart(category_id=c, amount=gross // 2) for c in ("cat_office", "cat_entertaining"))
    clerk.keeper.change(number, splits=halves)
    correct(clerk, state, transactions=lines_of(clerk, number))
    balances = clerk.keeper.balances(TODAY)
    assert (balances.get("cat_vat", 0), balances["cat_office"]) == (claimed, office)
    assert "without_evidence" not in VatKeeper(clerk.keeper).codes("2026-Q1")


@pytest.mark.parametrize(
    ("category", "claimed"), [("cat_vehicle_running", 1000), ("cat_vehicle_lease", 500), ("cat_entertaining", 0)]
)
def test_several_rates_are_reclaimed_as_one_rate_is(books: Books, category: str, claimed: int) -> None:
    clerk = vat_clerk(books)
    purchase(clerk, category, **MIXED)
    assert boxes(clerk, "2026-Q1").get(4, 0) == claimed


def test_a_customer_abroad_who_was_charged_no_vat_owes_none(books: Books) -> None:
    clerk = vat_clerk(books)
    shown = {
        "currency": "EUR",
        "vat": "0.00",
        "gross": "100.00",
        "vat_number": None,
        "rates": [("100.00", "0.00", "0")],
    }
    state = sale(clerk, **shown)
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, 8700, category="cat_sales")))
    assert boxes(clerk, "2026-Q1") == {6: 8700}
    assert clerk.keeper.balances(TODAY) == {"cat_sales": -8700, "ba_main": 8700}


def test_a_bill_from_before_the_conversion_counts_its_vat_when_it_is_paid_under_cash_accounting(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    state = sale(clerk, day=date(2026, 1, 12))
    customer = standing(clerk.keeper, state).contact_no
    lines = (
        JournalLine("cat_debtors", debit=12000, contact=customer),
        JournalLine("cat_vat_deferred", credit=2000),
        JournalLine("cat_share_capital", credit=10000),
    )
    clerk.keeper.do(post_journal.POST_OPENING, PostOpeningBalances(date(2026, 3, 1), lines))
    assert standing(clerk.keeper, state).state == "opening"
    correct(clerk, state, transactions=lines_of(clerk, pay(clerk, 12000)))
    assert boxes(clerk, "2026-Q2") == {1: 2000, 3: 2000, 5: 2000, 6: 10000}
    assert clerk.keeper.balances(TODAY) == {"ba_main": 12000, "cat_vat": -2000, "cat_share_capital": -10000}
    assert clerk.keeper.faults() == []


def test_a_change_of_a_paying_line_says_that_it_landed_in_the_invoice(books: Books) -> None:
    clerk = vat_clerk(books)
    number = pay(clerk, category="cat_office")
    state = clerk.uploaded_and_read(bill())
    done = clerk.keeper.change(number, category_id="cat_software")
    invoice = standing(clerk.keeper, state)
    assert done.posted_no == invoice.entry_no
    assert done.posted is not None
    assert (done.posted.entry_date, done.posted.source.kind) == (date(2026, 3, 2), "document")
    done = clerk.keeper.change(number, notes="paid late")
    assert done.posted_no == done.state.row.entry_no


def test_under_cash_accounting_the_change_landed_where_the_line_stands_now(books: Books) -> None:
    clerk = vat_clerk(books, "cash")
    number = pay(clerk, category="cat_office")
    clerk.uploaded_and_read(bill())
    done = clerk.keeper.change(number, category_id="cat_software")
    assert done.posted is not None
    assert done.posted_no == done.state.row.entry_no
    assert (done.posted.entry_date, done.posted.source.kind) == (PAID_ON, "transaction")
    assert any(p.category_id == "cat_software" for p in done.posted.postings)


@pytest.mark.parametrize(("successor", "posted"), [("cat_software", 10_000), (None, 0)])
def test_the_next_bill_of_a_party_goes_where_its_archived_category_leads(
    books: Books, successor: str | None, posted: int
) -> None:
    """Without a successor it waits for a person to say what it was for."""
    clerk, party = vat_clerk(books), "Xqzv Holdings Ltd"
    purchase(clerk, supplier=party)
    clerk.keeper.do(CHANGE_CATEGORY, CategoryChange("cat_office", {"archived": True}, replaced_by=successor))
    following = clerk.uploaded_and_read(bill(supplier=party, number="XQ-2"))
    following = correct(clerk, following, changes={"direction": "purchase"})
    assert standing(clerk.keeper, following).state == ("posted" if posted else "waiting")
    assert clerk.keeper.balances(TODAY).get("cat_software", 0) == posted
    assert clerk.keeper.faults() == []
