"""What settles an invoice beside a bank line: it is closed everywhere, its VAT follows, and each can be taken back."""

from __future__ import annotations

from typing import Any

from tests.workflows.invoices.counter import Counter


def line(category: str, amount: float, **more: Any) -> dict[str, Any]:
    return {"category_id": category, "amount": amount, **more}


def sale(counter: Counter, net: float = 1000, **more: Any) -> dict[str, Any]:
    return counter.invoice("sale", line("cat_sales", net), **more)


def bill(counter: Counter, net: float = 1000, **more: Any) -> dict[str, Any]:
    return counter.invoice("purchase", line("cat_office", net), **more)


def journal(counter: Counter, day: str, *sides: dict[str, Any], **more: Any) -> str:
    body = {"date": day, "narration": "A journal", "lines": list(sides), **more}
    return str(counter.client.post("/api/journals", body)["journal"]["id"])


def test_1195_received_less_a_bank_fee_of_5_closes_1200(counter: Counter) -> None:
    owed = sale(counter)
    counter.paid_by(owed, counter.line(1195))
    done = counter.settle(owed, "fee", date="2026-04-20")
    assert (done["open_amount"], done["settlements"][0]["amount"]) == (0, 5)
    assert counter.balances() == {"cat_sales": -1000, "cat_vat": -200, "cat_bank_charges": 5, "ba_main": 1195}
    assert counter.boxes("2026-Q1")[1] == 200
    assert (counter.aged("debtors"), counter.profit()) == ((0, 0, 0), 995)
    counter.clean()
    assert counter.undo(owed)["open_amount"] == 5
    assert "cat_bank_charges" not in counter.balances()
    counter.clean()


def test_a_penny_that_nobody_asks_for_of_a_bill_is_other_income(counter: Counter) -> None:
    owed = bill(counter)
    counter.paid_by(owed, counter.line(-1199.99))
    counter.settle(owed, "fee", date="2026-04-20")
    assert counter.balances()["cat_other_income"] == -0.01
    assert counter.boxes("2026-Q2") == {}
    assert counter.aged("creditors") == (0, 0, 0)
    counter.clean()


def test_a_discount_takes_its_share_of_price_and_vat(counter: Counter) -> None:
    """3 % of 1,200.00 = 36.00, of which 6.00 VAT, in the quarter of the discount."""
    owed = sale(counter)
    counter.paid_by(owed, counter.line(1164))
    done = counter.settle(owed, "discount", amount=36, date="2026-04-20")
    assert done["open_amount"] == 0
    assert counter.balances() == {"cat_sales": -970, "cat_vat": -194, "ba_main": 1164}
    assert (counter.boxes("2026-Q1")[1], counter.boxes("2026-Q2")) == (200, {1: -6, 3: -6, 5: 6, 6: -30})
    counter.clean()
    counter.undo(owed)
    assert counter.boxes("2026-Q2") == {}
    counter.clean()


def test_a_discount_under_cash_accounting_is_never_in_a_box(on_cash: Counter) -> None:
    """1,200.00 less 36.00: what is received holds 194.00 of VAT on 970.00."""
    owed = sale(on_cash)
    on_cash.settle(owed, "discount", amount=36, date="2026-03-10")
    assert on_cash.boxes("2026-Q1") == {}
    on_cash.paid_by(owed, on_cash.line(1164))
    assert on_cash.boxes("2026-Q2") == {1: 194, 3: 194, 5: 194, 6: 970}
    assert on_cash.balances() == {"cat_sales": -970, "cat_vat": -194, "ba_main": 1164}
    on_cash.clean()


def test_a_bill_that_a_journal_paid_is_closed_and_no_vat_goes_back(counter: Counter) -> None:
    """A bill of March 2026, due in April: on 22 November its six months are long over."""
    owed = bill(counter)
    contact = owed["contact"]["id"]
    paid = journal(
        counter,
        "2026-05-10",
        {"category_id": "cat_creditors", "debit": 1200, "contact_id": contact},
        {"category_id": "cat_directors_loan", "credit": 1200},
    )
    assert counter.aged("creditors") == (1200, -1200, 0)
    done = counter.settle(owed, "journal", journal_id=paid)
    assert (done["open_amount"], done["settled_on"]) == (0, "2026-05-10")
    assert counter.aged("creditors") == (0, 0, 0)
    refused = counter.client.refused("POST", f"/api/documents/{owed['id']}/settlements", {"kind": "vat_adjustment"})
    assert "nothing to adjust" in refused["message"]
    taken = counter.client.refused("DELETE", f"/api/journals/{paid}")
    assert "the journal pays invoices" in taken["message"]
    counter.clean()
    assert counter.undo(owed)["open_amount"] == 1200
    assert counter.client.ask("DELETE", f"/api/journals/{paid}").status == 204
    counter.clean()


def test_one_journal_pays_several_invoices_but_no_more_than_it_has(counter: Counter) -> None:
    one, other = bill(counter, 100), bill(counter, 200)
    contact = one["contact"]["id"]
    paid = journal(
        counter,
        "2026-05-10",
        {"category_id": "cat_creditors", "debit": 300, "contact_id": contact},
        {"category_id": "cat_directors_loan", "credit": 300},
    )
    assert counter.settle(one, "journal", journal_id=paid)["open_amount"] == 0
    assert counter.settle(other, "journal", journal_id=paid)["open_amount"] == 60
    refused = counter.client.refused(
        "POST", f"/api/documents/{other['id']}/settlements", {"kind": "journal", "journal_id": paid}
    )
    assert "leaves nothing" in refused["message"]
    assert counter.aged("creditors") == (60, 0, 60)
    counter.clean()


def test_a_journal_under_cash_accounting_releases_the_vat(on_cash: Counter) -> None:
    owed = bill(on_cash)
    paid = journal(
        on_cash,
        "2026-05-10",
        {"category_id": "cat_creditors", "debit": 1200, "contact_id": owed["contact"]["id"]},
        {"category_id": "cat_directors_loan", "credit": 1200},
    )
    on_cash.settle(owed, "journal", journal_id=paid)
    assert on_cash.boxes("2026-Q2") == {4: 200, 5: 200, 7: 1000}
    assert "cat_vat_deferred" not in on_cash.balances()
    on_cash.clean()


def test_what_one_party_owes_and_is_owed_is_set_off(counter: Counter) -> None:
    """It owes 1,200.00 and is owed 480.00: 720.00 remain."""
    owed, owing = sale(counter), bill(counter, 400)
    done = counter.settle(owed, "contra", invoice_id=owing["id"], date="2026-04-20")
    assert (done["open_amount"], counter.show(owing)["open_amount"]) == (720, 0)
    assert (counter.aged("debtors"), counter.aged("creditors")) == ((720, 0, 720), (0, 0, 0))
    counter.clean()
    counter.undo(owed)
    assert (counter.aged("debtors"), counter.aged("creditors")) == ((1200, 0, 1200), (480, 0, 480))
    counter.clean()


def test_setting_off_is_paying_under_cash_accounting(on_cash: Counter) -> None:
    """480.00 of each: 80.00 in box 1 and in box 4."""
    owed, owing = sale(on_cash), bill(on_cash, 400)
    on_cash.settle(owed, "contra", invoice_id=owing["id"], date="2026-04-20")
    assert on_cash.boxes("2026-Q2") == {1: 80, 3: 80, 4: 80, 6: 400, 7: 400}
    on_cash.clean()


def test_a_bill_that_a_director_paid_is_owed_to_the_director(counter: Counter) -> None:
    owed = bill(counter, 100)
    who = counter.client.post("/api/contacts", {"name": "Alex Morgan"})["contact"]["id"]
    done = counter.settle(owed, "director", contact_id=who, date="2026-03-05")
    assert (done["open_amount"], counter.aged("creditors")) == (0, (0, 0, 0))
    assert counter.balances() == {"cat_office": 100, "cat_vat": 20, "cat_directors_loan": -120}
    counter.clean()
    assert counter.undo(owed)["open_amount"] == 120


def test_a_retention_is_due_later_and_stays_owed(counter: Counter) -> None:
    """5 % of 1,200.00, 60.00, is kept back for a year; the rest is paid: nothing is overdue."""
    owed = sale(counter)
    done = counter.settle(owed, "retention", amount=60, due_date="2027-04-20", date="2026-03-10")
    assert (done["open_amount"], done["settlements"][0]["held"]) == (1200, 60)
    counter.paid_by(owed, counter.line(1140))
    report = counter.client.get("/api/reports/aged-debtors?as_of=2026-11-22")["report"]
    assert (report["ages"]["not_due"], report["ages"]["total"], report["control_balance"]) == (60, 60, 60)
    assert report["parties"][0]["invoices"][0]["due_date"] == "2027-04-20"
    counter.clean()
    counter.undo(owed)
    assert counter.client.get("/api/reports/aged-debtors?as_of=2026-11-22")["report"]["ages"]["over_90"] == 60


def test_the_vat_of_what_is_kept_back_of_a_bill_is_not_repaid(counter: Counter) -> None:
    """1,140.00 of 1,200.00 are late by six months: 190.00 of 200.00 go back."""
    owed = bill(counter)
    counter.settle(owed, "retention", amount=60, due_date="2027-04-20", date="2026-03-10")
    counter.settle(owed, "vat_adjustment", date="2026-11-20")
    assert counter.boxes("2026-Q4") == {4: -190, 5: 190}
    counter.clean()


def test_what_was_paid_too_much_stands_for_the_contact_and_pays_the_next_invoice(counter: Counter) -> None:
    """1,300.00 for 1,200.00; the next invoice is 60.00, of which all is set off, and 40.00 go back by the bank."""
    owed = sale(counter)
    paid = counter.line(1300, category="cat_sales")
    counter.paid_by(owed, paid)
    assert counter.balances()["cat_sales"] < -1000, "what no invoice takes goes by the line's own reading"
    done = counter.settle(owed, "overpayment", transaction_id=paid, date="2026-04-20")
    assert done["open_amount"] == -100
    assert counter.balances() == {"cat_sales": -1000, "cat_vat": -200, "cat_debtors": -100, "ba_main": 1300}
    assert counter.aged("debtors") == (-100, 0, -100)
    assert counter.boxes("2026-Q2") == {}
    counter.clean()
    later = sale(counter, 50, date="2026-05-02")
    assert counter.settle(later, "credit_note", credit_note_id=owed["id"], date="2026-05-03")["open_amount"] == 0
    assert counter.aged("debtors") == (-40, 0, -40)
    refund = counter.line(-40, "2026-06-01")
    assert counter.paid_by(owed, paid, refund)["open_amount"] == 0
    assert counter.balances() == {"cat_sales": -1050, "cat_vat": -210, "ba_main": 1260}
    counter.clean()


def test_an_overpayment_is_taken_back_unless_it_was_used(counter: Counter) -> None:
    owed = sale(counter)
    paid = counter.line(1300, category="cat_sales")
    counter.paid_by(owed, paid)
    before = counter.balances()
    counter.settle(owed, "overpayment", transaction_id=paid)
    assert counter.undo(owed)["open_amount"] == 0
    assert counter.balances() == before
    counter.clean()


def test_an_overpayment_under_cash_accounting_has_vat_when_it_is_used(on_cash: Counter) -> None:
    owed = sale(on_cash)
    paid = on_cash.line(1300, category="cat_sales")
    on_cash.paid_by(owed, paid)
    on_cash.settle(owed, "overpayment", transaction_id=paid)
    assert on_cash.boxes("2026-Q2") == {1: 200, 3: 200, 5: 200, 6: 1000}
    later = sale(on_cash, 50, date="2026-07-02")
    on_cash.settle(later, "credit_note", credit_note_id=owed["id"], date="2026-07-03")
    assert on_cash.boxes("2026-Q3") == {1: 10, 3: 10, 5: 10, 6: 50}
    on_cash.clean()


def test_a_deduction_suffered_and_one_made_stand_in_their_accounts(counter: Counter) -> None:
    """Labour of 1,000.00: 200.00 are kept back of a sale, 300.00 of a bill at 30 %."""
    owed, owing = sale(counter), bill(counter)
    counter.settle(owed, "cis", amount=200, date="2026-04-20")
    counter.settle(owing, "cis", amount=300, date="2026-04-20")
    balances = counter.balances()
    assert (balances["cat_cis_suffered"], balances["cat_cis_payable"]) == (200, -300)
    assert (counter.aged("debtors"), counter.aged("creditors")) == ((1000, 0, 1000), (900, 0, 900))
    counter.clean()


def test_an_invoice_settled_otherwise_keeps_its_total_until_that_is_taken_back(counter: Counter) -> None:
    owed = sale(counter)
    counter.settle(owed, "fee", amount=5)
    refused = counter.client.refused(
        "PATCH", f"/api/invoices/{owed['id']}", {"amounts": "net", "lines": [line("cat_sales", 1)]}
    )
    assert "was settled beside the bank" in refused["message"]
    counter.change(owed, number="B-7")
    counter.clean()


def test_the_books_as_known_before_a_settlement_hold_the_debt(counter: Counter) -> None:
    owed = sale(counter)
    known = counter.world.clock.pass_(60)
    counter.world.clock.pass_(60)
    counter.settle(owed, "fee", amount=5, date="2026-04-20")
    assert counter.keeper.balances(known.date(), known_at=known)["cat_debtors"] == 120_000
    assert counter.balances("2026-11-22")["cat_debtors"] == 1195


def test_a_finding_keeps_its_name_when_what_is_owed_is_posted_anew(counter: Counter) -> None:
    """Under cash accounting the deduction brings its share of the VAT too: its entry is another one, and back again."""
    owed = bill(counter)
    counter.settle(owed, "cis", amount=120, date="2026-05-12")
    counter.line(-150, "2026-05-20", "cat_paye", "HMRC PAYE NI")

    def finding() -> dict[str, Any]:
        (found,) = counter.client.get("/api/checks")["findings"]
        return dict(found)

    first = finding()
    assert (first["kind"], first["amount"]) == ("payable_beside_cost", 120)
    for scheme in ("cash", "standard"):
        history = {"schemes": [{"scheme": scheme, "from": "2025-04-01", "stagger": "1"}]}
        assert counter.client.ask("PUT", "/api/vat-schemes", history, scope="admin").status == 200
        assert finding()["id"] == first["id"]
    assert finding()["entry_ids"] != first["entry_ids"]
