"""An invoice that was typed in is what a read one is: posted, aged, paid, in its VAT return, changed, void."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.workflows.documents.papers import Clerk, einvoice
from tests.workflows.invoices.counter import Counter

SALES, OFFICE = {"category_id": "cat_sales"}, {"category_id": "cat_office"}


def line(category: str, amount: float, **more: Any) -> dict[str, Any]:
    return {"category_id": category, "amount": amount, **more}


def test_a_sale_of_three_rates_posts_each_and_is_paid_by_two_lines(counter: Counter) -> None:
    """400.00 at 20 % + 100.00 at 5 % + 50.00 at nothing: 550.00 net, 80.00 + 5.00 of VAT, 635.00."""
    sale = counter.invoice(
        "sale",
        line("cat_sales", 400, description="Joinery"),
        line("cat_sales", 100, vat_code="S5"),
        line("cat_sales", 50, vat_code="S0"),
        number="17",
        total=635.00,
    )
    assert (sale["state"], sale["net"], sale["vat"], sale["gross"], sale["typed"]) == ("posted", 550, 85, 635, True)
    assert [(one["vat_code"], one["net"], one["vat"]) for one in sale["lines"]] == [
        ("S20", 400, 80),
        ("S5", 100, 5),
        ("S0", 50, 0),
    ]
    assert counter.boxes("2026-Q1") == {1: 85, 3: 85, 5: 85, 6: 550}
    assert counter.aged("debtors") == (635, 0, 635)
    part = counter.paid_by(sale, first := counter.line(300))
    assert (part["open_amount"], counter.aged("debtors")) == (335, (335, 0, 335))
    done = counter.paid_by(sale, first, counter.line(335, "2026-05-01"))
    assert (done["open_amount"], done["settled_on"], len(done["transactions"])) == (0, "2026-05-01", 2)
    assert counter.boxes("2026-Q2") == {}
    assert counter.balances() == {"cat_sales": -550, "cat_vat": -85, "ba_main": 635}
    assert counter.profit() == 550
    counter.clean()


def test_a_bill_with_gross_amounts_finds_the_vat_in_them(counter: Counter) -> None:
    """84.00 holds 14.00; 36.00 holds 6.00; insurance of 50.00 is exempt: 150.00 net of 170.00."""
    bill = counter.invoice(
        "purchase",
        line("cat_office", 84),
        line("cat_software", 36),
        line("cat_insurance", 50, vat_code="PE"),
        amounts="gross",
    )
    assert (bill["net"], bill["vat"], bill["gross"], bill["amount"]) == (150, 20, 170, 170)
    assert counter.boxes("2026-Q1") == {4: 20, 5: 20, 7: 150}
    assert counter.balances() == {
        "cat_office": 70,
        "cat_software": 30,
        "cat_insurance": 50,
        "cat_vat": 20,
        "cat_creditors": -170,
    }
    assert counter.aged("creditors") == (170, 0, 170)
    counter.clean()


def test_under_cash_accounting_its_vat_waits_for_the_money(on_cash: Counter) -> None:
    """1,000.00 + 200.00: half is paid in the second quarter, the rest in the third."""
    sale = on_cash.invoice("sale", line("cat_sales", 1000))
    assert on_cash.boxes("2026-Q1") == {}
    first = on_cash.line(600)
    on_cash.paid_by(sale, first)
    assert on_cash.boxes("2026-Q2") == {1: 100, 3: 100, 5: 100, 6: 500}
    on_cash.paid_by(sale, first, on_cash.line(600, "2026-07-03"))
    assert on_cash.boxes("2026-Q3") == {1: 100, 3: 100, 5: 100, 6: 500}
    assert "cat_vat_deferred" not in on_cash.balances("2026-09-30")
    on_cash.clean()


def test_without_a_registration_a_bill_is_cost_whole(unregistered: Counter) -> None:
    unregistered.invoice("purchase", line("cat_office", 120), amounts="gross")
    assert unregistered.balances() == {"cat_office": 120, "cat_creditors": -120}
    refused = unregistered.refused("purchase", line("cat_office", 120, vat_code="P20"))
    assert (refused["param"], "not registered" in refused["message"]) == ("lines[0].vat_code", True)
    unregistered.clean()


def test_a_credit_note_is_typed_in_and_set_against_its_bill(counter: Counter) -> None:
    """1,200.00 less a note of 240.00: 960.00 is open, and box 4 holds 160.00."""
    bill = counter.invoice("purchase", line("cat_office", 1000))
    note = counter.invoice("purchase", line("cat_office", 200), type="credit_note", date="2026-03-20")
    assert (note["amount"], counter.boxes("2026-Q1")[4]) == (-240, 160)
    bill = counter.settle(bill, "credit_note", credit_note_id=note["id"], date="2026-04-01")
    assert (bill["open_amount"], counter.show(note)["open_amount"]) == (960, 0)
    assert counter.aged("creditors") == (960, 0, 960)
    assert counter.undo(bill)["open_amount"] == 1200
    counter.clean()


def test_a_change_reposts_and_changing_back_leaves_the_same_figures(counter: Counter) -> None:
    bill = counter.invoice("purchase", line("cat_office", 100), number="A-1")
    before = counter.balances(), counter.boxes("2026-Q1")
    changed = counter.change(
        bill,
        date="2026-04-02",
        amounts="gross",
        lines=[line("cat_software", 60), line("cat_travel", 40, vat_code="P0")],
    )
    assert (changed["net"], changed["vat"], changed["date"], changed["number"]) == (90, 10, "2026-04-02", "A-1")
    assert (counter.boxes("2026-Q1"), counter.boxes("2026-Q2")[4]) == ({}, 10)
    counter.change(bill, date="2026-03-02", amounts="net", lines=[line("cat_office", 100)])
    assert (counter.balances(), counter.boxes("2026-Q1")) == before
    counter.clean()


def test_a_void_invoice_leaves_the_books_is_listed_and_comes_back(counter: Counter) -> None:
    sale = counter.invoice("sale", line("cat_sales", 100), number="18")
    assert counter.client.ask("DELETE", f"/api/invoices/{sale['id']}").status == 204
    assert (counter.balances(), counter.aged("debtors")) == ({}, (0, 0, 0))
    (listed,) = counter.client.get("/api/invoices?state=void")["invoices"]
    assert listed["id"] == sale["id"]
    assert counter.client.ask("DELETE", f"/api/invoices/{sale['id']}").status == 409
    assert counter.client.ask("PATCH", f"/api/invoices/{sale['id']}", {"number": "19"}).status == 409
    counter.clean()
    back = counter.change(sale, void=False)
    assert (back["state"], counter.aged("debtors")) == ("posted", (120, 0, 120))
    counter.clean()


def test_what_is_paid_or_filed_is_not_made_void(counter: Counter) -> None:
    sale = counter.invoice("sale", line("cat_sales", 100))
    counter.paid_by(sale, counter.line(120))
    assert "paid by bank lines" in counter.client.refused("DELETE", f"/api/invoices/{sale['id']}")["message"]
    other = counter.invoice("sale", line("cat_sales", 50))
    counter.file("2026-Q1")
    assert "filed VAT return" in counter.client.refused("DELETE", f"/api/invoices/{other['id']}")["message"]
    counter.clean()


def test_a_bill_of_a_filed_period_is_claimed_in_the_open_one_and_a_closed_year_stays(counter: Counter) -> None:
    """The return to March is filed and the year closed: cost and VAT of a late bill come in on 1 April."""
    counter.invoice("sale", line("cat_sales", 100))
    counter.file("2026-Q1")
    counter.keeper.close_through(date(2026, 3, 31))
    before = counter.balances("2026-03-31")
    counter.invoice("purchase", line("cat_office", 50))
    assert counter.balances("2026-03-31") == before
    assert counter.balances("2026-04-01")["cat_office"] == 50
    assert counter.aged("creditors") == (60, 0, 60)
    assert counter.boxes("2026-Q4") == {4: 10, 5: 10, 7: 50}
    counter.clean()


@pytest.mark.parametrize(
    ("lines", "more", "param", "words"),
    [
        ([line("cat_sales", 100)], {"total": 120.01}, "total", "the lines come to 120.00"),
        ([line("cat_sales", 100, vat_amount=25)], {}, "lines[0].vat_amount", "is not the VAT of 100.00 net at S20"),
        ([line("cat_office", 100)], {}, "lines[0].category_id", "is a cost, and this is a sale"),
        ([line("cat_sales", 100), line("cat_debtors", 5)], {}, "lines[1].category_id", "says nothing"),
        ([line("cat_nothing", 100)], {}, "lines[0].category_id", "no category"),
        ([line("cat_sales", 100, vat_code="P20")], {}, "lines[0].vat_code", "for purchases"),
        ([line("cat_sales", 100, vat_code="BDR")], {}, "lines[0].vat_code", "no charge of an invoice"),
        ([line("cat_sales", 100, vat_code="S0", vat_amount=1)], {}, "lines[0].vat_amount", "no VAT is charged"),
        ([line("cat_sales", 0)], {}, "lines[0].amount", "says nothing"),
        ([line("cat_sales", 100), line("cat_sales", -100)], {}, "lines", "come to 0.00"),
        ([line("cat_sales", 100), line("cat_sales", -110, vat_code="S0")], {}, "lines", "VAT of 20.00"),
        ([line("cat_sales", 100)], {"due_date": "2026-03-01"}, "due_date", "before the invoice's own day"),
        ([line("cat_sales", 100)], {"date": "2026-11-23"}, "date", "in the future"),
        ([line("cat_sales", 100)], {"date": "2020-01-01"}, "date", "before the first financial year"),
        ([line("cat_sales", 100)], {"contact_name": "!"}, "contact_name", "is no name"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field_and_leaves_nothing(
    counter: Counter, lines: list[dict[str, Any]], more: dict[str, Any], param: str, words: str
) -> None:
    refused = counter.refused("sale", *lines, **more)
    assert (refused["param"], words in refused["message"]) == (param, True), refused["message"]
    assert counter.client.get("/api/invoices")["pagination"]["total"] == 0


def test_one_contact_is_said_by_id_or_by_name(counter: Counter) -> None:
    sale = counter.invoice("sale", line("cat_sales", 100))
    both = counter.refused("sale", line("cat_sales", 1), contact_id=sale["contact"]["id"])
    assert both["param"] == "contact_id"
    again = counter.invoice("sale", line("cat_sales", 100), contact_id=sale["contact"]["id"])
    by_name = counter.invoice("sale", line("cat_sales", 100), contact_name="harbour stationers")
    assert {again["contact"]["id"], by_name["contact"]["id"]} == {sale["contact"]["id"]}


def test_another_companys_contact_and_invoice_do_not_exist(counter: Counter) -> None:
    theirs = counter.world.theirs.post("/api/contacts", {"name": "Their Customer"})["contact"]["id"]
    body = {"direction": "sale", "date": "2026-03-02", "amounts": "net", "lines": [line("cat_sales", 1)]}
    answer = counter.client.ask("POST", "/api/invoices", {**body, "contact_id": theirs})
    assert (answer.status, answer.error["param"]) == (404, "contact_id")
    mine = counter.invoice("sale", line("cat_sales", 100))
    for method, sent in (("GET", None), ("PATCH", {"number": "1"}), ("DELETE", None)):
        assert counter.world.theirs.ask(method, f"/api/invoices/{mine['id']}", sent).status == 404


def test_the_same_number_twice_is_asked_about(counter: Counter) -> None:
    counter.invoice("purchase", line("cat_office", 100), number="A-1")
    refused = counter.refused("purchase", line("cat_office", 100), number="A-1")
    assert (refused["status"], "A-1 is there already" in refused["message"]) == (409, True)
    counter.invoice("purchase", line("cat_office", 100), number="A-1", contact_name="Another Supplier")
    counter.invoice("purchase", line("cat_office", 100), number="A-1", allow_same_number=True)


def test_lines_of_a_read_bill_have_their_own_categories(counter: Counter) -> None:
    """A bill of 120.00 with 20.00 of VAT: 60.00 of it are paper, 40.00 software."""
    clerk = Clerk(counter.keeper)
    document = {"id": clerk.id_of(clerk.uploaded_and_read(einvoice(vat_number="GB980780684")))}
    counter.client.patch(f"/api/documents/{document['id']}", {"direction": "purchase", "category_id": "cat_office"})
    shown = counter.change(document, amounts="net", lines=[line("cat_office", 60), line("cat_software", 40)])
    assert (shown["typed"], shown["category"]["id"]) == (False, "cat_office")
    assert counter.balances() == {"cat_office": 60, "cat_software": 40, "cat_vat": 20, "cat_creditors": -120}
    counter.clean()
    message = counter.client.refused(
        "PATCH", f"/api/invoices/{document['id']}", {"amounts": "net", "lines": [line("cat_office", 99)]}
    )["message"]
    assert "come to 118.80 with their VAT" in message
    assert (
        counter.client.ask("PATCH", f"/api/documents/{document['id']}", {"net": 1, "vat": 0, "gross": 1}).status == 409
    )
    assert counter.client.ask("PATCH", f"/api/invoices/{document['id']}", {"number": "X"}).status == 409
    counter.change(document, lines=[])
    assert counter.balances()["cat_creditors"] == -120
    counter.clean()


def test_what_was_typed_in_has_no_file_and_proves_no_payment(counter: Counter) -> None:
    bill = counter.invoice("purchase", line("cat_office", 100))
    counter.paid_by(bill, counter.line(-120, category="cat_office"))
    assert counter.client.ask("GET", f"/api/documents/{bill['id']}/file").status == 404
    assert counter.client.ask("DELETE", f"/api/documents/{bill['id']}").status == 409
    assert counter.client.ask("PATCH", f"/api/documents/{bill['id']}", {"supplier": "Another"}).status == 409
    assert counter.client.get("/api/evidence/missing")["pagination"]["total"] == 1


def test_a_payment_that_surely_pays_it_is_put_beside_it_at_once(counter: Counter) -> None:
    counter.line(-120, "2026-03-05", text="HARBOUR STATIONERS HS-1041")
    bill = counter.invoice("purchase", line("cat_office", 100), number="HS-1041")
    assert (bill["open_amount"], bill["transactions"][0]["source"]) == (0, "matched")
    counter.clean()


def test_the_books_as_known_before_do_not_know_it(counter: Counter) -> None:
    known = counter.world.clock.pass_(60)
    counter.world.clock.pass_(60)
    counter.invoice("sale", line("cat_sales", 100))
    assert counter.keeper.balances(known.date(), known_at=known) == {}
    assert counter.balances("2026-11-22")["cat_debtors"] == 120
