"""Deposits at their own tax points, invoices below zero, notes that concern one rate, and money on account."""

from __future__ import annotations

from typing import Any

from tests.workflows.documents.papers import Clerk, einvoice
from tests.workflows.invoices.counter import Counter


def line(category: str, amount: float, **more: Any) -> dict[str, Any]:
    return {"category_id": category, "amount": amount, **more}


def test_a_final_invoice_less_its_deposit_books_the_rest(counter: Counter) -> None:
    """Deposit of 300.00 + 60.00 in February; 1,000.00 less it in April: 700.00 + 140.00."""
    counter.invoice("sale", line("cat_sales", 300), date="2026-02-10", number="D-1")
    final = counter.invoice(
        "sale", line("cat_sales", 1000), line("cat_sales", -300, description="less deposit"), date="2026-04-10"
    )
    assert (final["net"], final["vat"], final["gross"]) == (700, 140, 840)
    assert counter.boxes("2026-Q1") == {1: 60, 3: 60, 5: 60, 6: 300}
    assert counter.boxes("2026-Q2") == {1: 140, 3: 140, 5: 140, 6: 700}
    assert (counter.aged("debtors"), counter.profit()) == ((1200, 0, 1200), 1000)
    counter.clean()


def test_a_final_invoice_for_the_whole_has_its_deposit_taken_off(counter: Counter) -> None:
    """The deposit of 360.00 is paid; the final invoice asks for 1,200.00, of which 840.00 are left."""
    deposit = counter.invoice("sale", line("cat_sales", 300), date="2026-02-10")
    counter.paid_by(deposit, counter.line(360, "2026-02-12"))
    final = counter.invoice("sale", line("cat_sales", 1000), date="2026-04-10")
    done = counter.settle(final, "deposit", invoice_id=deposit["id"])
    assert (done["open_amount"], done["settlements"][0]["date"]) == (840, "2026-04-10")
    assert counter.boxes("2026-Q1") == {1: 60, 3: 60, 5: 60, 6: 300}
    assert counter.boxes("2026-Q2") == {1: 140, 3: 140, 5: 140, 6: 700}
    assert (counter.aged("debtors"), counter.profit()) == ((840, 0, 840), 1000)
    counter.clean()
    refused = counter.client.refused(
        "POST", f"/api/documents/{final['id']}/settlements", {"kind": "deposit", "invoice_id": deposit["id"]}
    )
    assert "is taken off an invoice already" in refused["message"]
    assert counter.client.ask("DELETE", f"/api/invoices/{deposit['id']}").status == 409
    assert counter.undo(final)["open_amount"] == 1200
    assert counter.boxes("2026-Q2") == {1: 200, 3: 200, 5: 200, 6: 1000}
    counter.clean()


def test_a_read_final_bill_has_its_deposit_taken_off(counter: Counter) -> None:
    """A bill of 120.00 that was read, less a deposit of 60.00 that was typed in."""
    deposit = counter.invoice("purchase", line("cat_office", 50), contact_name="Harbour Stationers Ltd")
    clerk = Clerk(counter.keeper)
    final = {"id": clerk.id_of(clerk.uploaded_and_read(einvoice(vat_number="GB980780684")))}
    body = {"direction": "purchase", "category_id": "cat_office", "contact_id": deposit["contact"]["id"]}
    counter.client.patch(f"/api/documents/{final['id']}", body)
    counter.settle(final, "deposit", invoice_id=deposit["id"])
    assert counter.balances() == {"cat_office": 100, "cat_vat": 20, "cat_creditors": -120}
    assert counter.boxes("2026-Q1") == {4: 20, 5: 20, 7: 100}
    counter.clean()


def test_a_deposit_under_cash_accounting_is_taxed_as_it_is_paid(on_cash: Counter) -> None:
    deposit = on_cash.invoice("sale", line("cat_sales", 300), date="2026-02-10")
    on_cash.paid_by(deposit, on_cash.line(360, "2026-02-12"))
    final = on_cash.invoice("sale", line("cat_sales", 1000), date="2026-04-10")
    on_cash.settle(final, "deposit", invoice_id=deposit["id"])
    on_cash.paid_by(final, on_cash.line(840, "2026-07-03"))
    assert on_cash.boxes("2026-Q1") == {1: 60, 3: 60, 5: 60, 6: 300}
    assert on_cash.boxes("2026-Q2") == {}
    assert on_cash.boxes("2026-Q3") == {1: 140, 3: 140, 5: 140, 6: 700}
    assert on_cash.balances("2026-09-30") == {"cat_sales": -1000, "cat_vat": -200, "ba_main": 1200}
    on_cash.clean()


def test_an_invoice_below_zero_is_a_credit_from_the_total_to_the_match(counter: Counter) -> None:
    """Returned goods of 100.00 + 20.00, written as an invoice: box 4 less, creditors less, money comes in for it."""
    back = counter.invoice("purchase", line("cat_office", -100), number="R-9")
    assert (back["gross"], back["amount"], back["open_amount"]) == (-120, -120, -120)
    assert counter.boxes("2026-Q1") == {4: -20, 5: 20, 7: -100}
    assert counter.aged("creditors") == (-120, 0, -120)
    bill = counter.invoice("purchase", line("cat_office", 300))
    assert counter.settle(bill, "credit_note", credit_note_id=back["id"], amount=20)["open_amount"] == 340
    received = counter.line(100, text="HARBOUR STATIONERS R-9")
    assert counter.paid_by(back, received)["open_amount"] == 0
    assert counter.aged("creditors") == (340, 0, 340)
    counter.clean()


def test_a_note_that_concerns_one_rate_moves_no_box_while_nothing_is_paid(on_cash: Counter) -> None:
    """100.00 at 20 % and 100.00 at 5 %, 225.00; a note of 120.00 for the first; 105.00 are paid later."""
    owed = on_cash.invoice("sale", line("cat_sales", 100), line("cat_sales", 100, vat_code="S5"))
    note = on_cash.invoice("sale", line("cat_sales", 100), type="credit_note", date="2026-03-20")
    on_cash.settle(owed, "credit_note", credit_note_id=note["id"], date="2026-03-20")
    assert on_cash.boxes("2026-Q1") == {}
    on_cash.paid_by(owed, on_cash.line(105))
    assert on_cash.boxes("2026-Q2") == {1: 5, 3: 5, 5: 5, 6: 100}
    assert on_cash.balances() == {"cat_sales": -100, "cat_vat": -5, "ba_main": 105}
    on_cash.clean()


def test_a_note_after_a_part_payment_takes_what_its_rate_still_has(on_cash: Counter) -> None:
    """45.00 of 225.00, a fifth, bring 4.00 + 1.00. A note for half of the first rate, 60.00, holds 10.00.

    What then waits is 16.00 - 10.00 and 4.00, on 120.00; paid, it is in box 1 whole.
    """
    owed = on_cash.invoice("sale", line("cat_sales", 100), line("cat_sales", 100, vat_code="S5"))
    first = on_cash.line(45)
    on_cash.paid_by(owed, first)
    assert on_cash.boxes("2026-Q2") == {1: 5, 3: 5, 5: 5, 6: 40}
    note = on_cash.invoice("sale", line("cat_sales", 50), type="credit_note", date="2026-05-20")
    on_cash.settle(owed, "credit_note", credit_note_id=note["id"], date="2026-05-20")
    assert on_cash.boxes("2026-Q2") == {1: 5, 3: 5, 5: 5, 6: 40}
    on_cash.paid_by(owed, first, on_cash.line(120, "2026-07-03"))
    assert on_cash.boxes("2026-Q3") == {1: 10, 3: 10, 5: 10, 6: 110}
    assert "cat_vat_deferred" not in on_cash.balances("2026-09-30")
    on_cash.clean()


def test_money_on_account_pays_the_oldest_first(on_cash: Counter) -> None:
    """700.00 for invoices of 480.00 (April), 360.00 (March) and 120.00 (May): March whole, 340.00 of April."""
    april = on_cash.invoice("sale", line("cat_sales", 400), date="2026-04-02")
    march = on_cash.invoice("sale", line("cat_sales", 300), date="2026-03-02")
    may = on_cash.invoice("sale", line("cat_sales", 100), date="2026-05-02")
    paid = on_cash.line(700, "2026-05-20")
    body = {"contact_id": march["contact"]["id"]}
    done = on_cash.client.post(f"/api/transactions/{paid}/on-account", body, status=200)
    assert [one["id"] for one in done["invoices"]] == [march["id"], april["id"]]
    assert (done["left"], on_cash.show(april)["open_amount"], on_cash.show(may)["open_amount"]) == (0, 140, 120)
    # 60.00 of March, and 340/480 of 80.00 = 56.67; net 300.00 and 283.33, in whole pounds 583.
    assert on_cash.boxes("2026-Q2") == {1: 116.67, 3: 116.67, 5: 116.67, 6: 583}
    on_cash.clean()
    again = on_cash.client.refused("POST", f"/api/transactions/{paid}/on-account", body)
    assert "nothing left of the line" in again["message"]
    assert on_cash.paid_by(april)["open_amount"] == 480


def test_what_money_on_account_leaves_open_is_paid_by_the_line_of_exactly_that(on_cash: Counter) -> None:
    """480.00: 200.00 on account, and 280.00 in the bank already."""
    owed = on_cash.invoice("sale", line("cat_sales", 400), date="2026-04-02")
    name = owed["contact"]["name"]
    rest = on_cash.line(280, "2026-05-27", text=name)
    paid = on_cash.line(200, "2026-05-20", text=name)
    on_cash.client.post(f"/api/transactions/{paid}/on-account", {"contact_id": owed["contact"]["id"]}, status=200)
    assert on_cash.show(owed)["open_amount"] == 0
    assert rest in [one["id"] for one in on_cash.show(owed)["transactions"]]
    on_cash.clean()


def test_what_a_person_leaves_open_of_an_invoice_is_paid_by_the_line_of_exactly_that(on_cash: Counter) -> None:
    owed = on_cash.invoice("sale", line("cat_sales", 400), date="2026-04-02")
    name = owed["contact"]["name"]
    rest, part = on_cash.line(280, "2026-05-27", text=name), on_cash.line(200, "2026-05-20", text=name)
    assert on_cash.paid_by(owed, part)["open_amount"] == 0
    assert rest in [one["id"] for one in on_cash.show(owed)["transactions"]]
    on_cash.clean()


def test_what_a_note_was_refunded_before_moves_the_penny_that_its_invoice_brings_later(on_cash: Counter) -> None:
    """A note of 600.04 holds 100.01 of VAT: its first half 50.01, its second 50.00.

    Of 200.00 that wait with the invoice, the half that is set off takes 50.01, so that 149.99 come with the money. Once
    the other half is known to have been refunded before, what is set off is the second half: 150.00 come.
    """
    owed = on_cash.invoice("sale", line("cat_sales", 1000))
    on_cash.paid_by(owed, on_cash.line(899.98, "2026-07-03"))
    note = on_cash.invoice("sale", line("cat_sales", 500.03), type="credit_note")
    assert on_cash.settle(owed, "credit_note", credit_note_id=note["id"], date="2026-04-20")["open_amount"] == 0
    assert (on_cash.boxes("2026-Q2"), on_cash.boxes("2026-Q3")[1]) == ({}, 149.99)
    on_cash.paid_by(note, on_cash.line(-300.02, "2026-04-10"))
    assert (on_cash.boxes("2026-Q2")[1], on_cash.boxes("2026-Q3")[1]) == (-50.01, 150)
    assert "cat_vat_deferred" not in on_cash.balances("2026-09-30")
    on_cash.paid_by(note)
    assert on_cash.boxes("2026-Q3")[1] == 149.99
    on_cash.clean()
