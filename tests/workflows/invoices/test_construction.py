"""The construction industry scheme and its reverse charge, and receipts that came net of a commission."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workflows.documents.papers import Clerk, einvoice
from tests.workflows.invoices.counter import Counter


def line(category: str, amount: float, **more: Any) -> dict[str, Any]:
    return {"category_id": category, "amount": amount, **more}


def subcontractor(counter: Counter, rate: int | None = 20, **more: Any) -> str:
    """Harbour Joinery, since 6 February 2026."""
    contact = str(counter.client.post("/api/contacts", {"name": "Harbour Joinery"})["contact"]["id"])
    body = {"from": "2026-02-06", "utr": "1234567890", "verification_number": "V1234567890", **more}
    if rate is not None:
        body["rate"] = rate
    assert counter.client.ask("PUT", f"/api/contacts/{contact}/cis", body).status == 200
    return contact


def bill(counter: Counter, contact: str) -> dict[str, Any]:
    """Labour of 1,000.00 and materials of 400.00."""
    return counter.invoice(
        "purchase",
        line("cat_subcontractors", 1000, cis="labour"),
        line("cat_subcontractors", 400, cis="materials"),
        contact_id=contact,
        number="HJ-7",
    )


def month(counter: Counter, day: str = "2026-03-05", **more: str) -> dict[str, Any]:
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    found: dict[str, Any] = counter.client.get(f"/api/reports/cis?month={day}{asked}")["report"]
    return found


def test_20_percent_of_labour_is_deducted_and_both_sides_of_the_reverse_charge_are_in_their_boxes(
    counter: Counter,
) -> None:
    """VAT of 280.00 on 1,400.00 in boxes 1, 4 and 7, not in 6; 200.00 to HMRC, 1,200.00 to the subcontractor."""
    contact = subcontractor(counter, reverse_charge=True)
    owed = bill(counter, contact)
    assert ([one["vat_code"] for one in owed["lines"]], owed["gross"]) == (["DRC20", "DRC20"], 1400)
    assert counter.boxes("2026-Q1") == {1: 280, 3: 280, 4: 280, 7: 1400}
    done = counter.settle(owed, "cis", date="2026-03-04")
    assert (done["open_amount"], done["settlements"][0]["amount"]) == (1200, 200)
    assert counter.paid_by(owed, counter.line(-1200, "2026-03-04"))["open_amount"] == 0
    assert counter.balances() == {"cat_subcontractors": 1400, "cat_cis_payable": -200, "ba_main": -1200}
    report = month(counter)
    assert (report["from"], report["to"], report["return_by"]) == ("2026-02-06", "2026-03-05", "2026-03-19")
    assert (report["gross"], report["materials"], report["deducted"], report["suffered"]) == (1400, 400, 200, 0)
    assert (report["labour"], report["subcontractors"][0]["labour"]) == (1000, 1000)
    (party,) = report["subcontractors"]
    assert (party["utr"], party["payments"][0]["labour"], party["payments"][0]["rate"]) == ("1234567890", 1000, 20)
    assert month(counter, "2026-03-06")["subcontractors"] == []
    assert (counter.profit(), counter.aged("creditors")) == (-1400, (0, 0, 0))
    counter.clean()
    assert counter.undo(owed)["open_amount"] == 200
    assert month(counter)["deducted"] == 0


@pytest.mark.parametrize(("rate", "deducted"), [(0, 0), (20, 200), (30, 300)])
def test_the_rate_of_the_day_of_payment_decides(counter: Counter, rate: int, deducted: float) -> None:
    """1,400.00 + 280.00 of VAT; materials and VAT bear no deduction."""
    contact = subcontractor(counter, rate)
    owed = bill(counter, contact)
    done = counter.settle(owed, "cis", date="2026-03-04")
    assert (done["gross"], done["open_amount"]) == (1680, 1680 - deducted)
    report = month(counter, contact=contact)
    assert (report["gross"], report["deducted"]) == (1400, deducted)
    counter.clean()


def test_a_bill_that_is_paid_in_parts_is_in_the_return_of_each_month_with_what_was_paid_in_it(counter: Counter) -> None:
    """Half of 1,000.00 and 400.00, less 100.00; a month later the rest."""
    contact = subcontractor(counter)
    owed = bill(counter, contact)
    counter.settle(owed, "cis", amount=100, date="2026-03-04")
    counter.settle(owed, "cis", date="2026-04-04")
    for day in ("2026-03-05", "2026-04-05"):
        report = month(counter, day)
        assert (report["gross"], report["materials"], report["deducted"]) == (700, 200, 100), day
    counter.clean()


PARTS = (("2026-03-04", 1300, 200), ("2026-04-04", 1300, 200), ("2026-05-04", 2600, 400))
"""Two quarters and a half of 6,000.00: labour 4,000.00, materials 1,000.00, VAT 1,000.00; 20 % of labour off."""


@pytest.mark.parametrize("deducted_first", [False, True])
def test_a_customer_deducts_of_each_part_that_it_pays(on_cash: Counter, deducted_first: bool) -> None:
    """After each part open, aged and control agree, and the month has the labour and materials that were paid in it."""
    contact = subcontractor(on_cash, None)
    lines = (line("cat_sales", 4000, cis="labour"), line("cat_sales", 1000, cis="materials"))
    sale = on_cash.invoice("sale", *lines, contact_id=contact, date="2026-02-10")
    open_, suffered, paid = 6000.0, 0.0, []
    for day, money, deducted in PARTS:
        paid.append(on_cash.line(money, day, text="HARBOUR JOINERY PART"))
        for step in ("deducted", "paid") if deducted_first else ("paid", "deducted"):
            if step == "paid":
                on_cash.paid_by(sale, *paid)
            else:
                on_cash.settle(sale, "cis", amount=deducted, date=day)
        open_, suffered = open_ - money - deducted, suffered + deducted
        assert on_cash.show(sale)["open_amount"] == open_
        assert on_cash.aged("debtors") == (open_, 0, open_)
        assert on_cash.balances()["cat_cis_suffered"] == suffered
        (contractor,) = month(on_cash, day)["contractors"]
        part = deducted / 800
        assert (contractor["gross"], contractor["materials"]) == (5000 * part, 1000 * part)
        assert contractor["deducted"] == deducted
    assert on_cash.show(sale)["settled_on"] == "2026-05-04"
    assert on_cash.boxes("2026-Q1") == {1: 250, 3: 250, 5: 250, 6: 1250}
    assert on_cash.boxes("2026-Q2") == {1: 750, 3: 750, 5: 750, 6: 3750}
    assert on_cash.undo(sale)["open_amount"] == 400
    assert on_cash.aged("debtors") == (400, 0, 400)
    on_cash.clean()


def test_a_contractors_bill_is_paid_in_thirds_to_the_penny(on_cash: Counter) -> None:
    """1,680.00: each third is 333.33 of labour with 66.67 off, and 93.33 of VAT; the pennies are in the last."""
    contact = subcontractor(on_cash)
    owed = bill(on_cash, contact)
    open_, paid = 1680.0, []
    for day, money, deducted in (
        ("2026-03-04", 493.33, 66.67),
        ("2026-04-04", 493.33, 66.67),
        ("2026-05-04", 493.34, 66.66),
    ):
        paid.append(on_cash.line(-money, day, text="HARBOUR JOINERY PART"))
        on_cash.paid_by(owed, *paid)
        on_cash.settle(owed, "cis", amount=deducted, date=day)
        open_ = round(open_ - money - deducted, 2)
        assert on_cash.show(owed)["open_amount"] == open_
        assert on_cash.aged("creditors") == (open_, 0, open_)
    gross = [month(on_cash, day)["gross"] for day in ("2026-03-05", "2026-04-05", "2026-05-05")]
    assert (gross, round(sum(gross), 2)) == ([466.69, 466.69, 466.62], 1400)
    assert on_cash.balances()["cat_cis_payable"] == -200
    assert on_cash.boxes("2026-Q1")[4] + on_cash.boxes("2026-Q2")[4] == 280
    on_cash.clean()


def test_a_later_rate_holds_from_its_day(counter: Counter) -> None:
    contact = subcontractor(counter, 30)
    later = {"from": "2026-04-06", "rate": 20, "utr": "1234567890"}
    stated = counter.client.ask("PUT", f"/api/contacts/{contact}/cis", later).json()["cis"]
    assert [(row["from"], row["rate"]) for row in stated["facts"]] == [("2026-02-06", 30), ("2026-04-06", 20)]
    owed = bill(counter, contact)
    assert counter.settle(owed, "cis", date="2026-04-06")["settlements"][0]["amount"] == 200


def test_a_sale_under_the_reverse_charge_is_in_box_6_alone_and_its_deduction_suffered(counter: Counter) -> None:
    contact = subcontractor(counter, None, reverse_charge=True)
    owed = counter.invoice("sale", line("cat_sales", 1000, cis="labour"), contact_id=contact)
    assert (owed["lines"][0]["vat_code"], owed["gross"]) == ("DRS", 1000)
    assert counter.boxes("2026-Q1") == {6: 1000}
    counter.settle(owed, "cis", amount=200, date="2026-03-04")
    counter.paid_by(owed, counter.line(800, "2026-03-04"))
    assert counter.balances() == {"cat_sales": -1000, "cat_cis_suffered": 200, "ba_main": 800}
    report = month(counter)
    assert (report["suffered"], report["contractors"][0]["deducted"], report["deducted"]) == (200, 200, 0)
    counter.clean()


def test_a_read_bill_of_category_ae_charges_itself(counter: Counter) -> None:
    """100.00 without VAT by a British builder: 20.00 in boxes 1 and 4, 100.00 in 7."""
    clerk = Clerk(counter.keeper)
    content = einvoice(vat_number="GB980780684", vat="0.00", gross="100.00", rates=[("100.00", "0.00", "0")])
    content = content.replace(b"<cbc:ID>Z", b"<cbc:ID>AE")
    content = content.replace(b"<cbc:ID>S</cbc:ID><cbc:Percent>20", b"<cbc:ID>AE</cbc:ID><cbc:Percent>0")
    read = {"id": clerk.id_of(clerk.uploaded_and_read(content))}
    counter.client.patch(f"/api/documents/{read['id']}", {"direction": "purchase", "category_id": "cat_subcontractors"})
    assert counter.show(read)["open_amount"] == 100
    assert counter.boxes("2026-Q1") == {1: 20, 3: 20, 4: 20, 7: 100}
    counter.clean()


def test_what_is_no_reference_or_rate_is_refused(counter: Counter) -> None:
    contact = subcontractor(counter)
    path = f"/api/contacts/{contact}/cis"
    for body, param in (
        ({"rate": 25}, "rate"),
        ({"rate": 20}, "utr"),
        ({"rate": 20, "utr": "123"}, "utr"),
        ({"rate": 30, "verification_number": "1234"}, "verification_number"),
    ):
        assert counter.client.refused("PUT", path, {"from": "2026-04-06", **body})["param"] == param
    theirs = counter.world.theirs.post("/api/contacts", {"name": "Their Builder"})["contact"]["id"]
    assert counter.client.ask("PUT", f"/api/contacts/{theirs}/cis", {"from": "2026-04-06"}).status == 404
    unknown = counter.invoice("purchase", line("cat_subcontractors", 100))
    refused = counter.client.refused("POST", f"/api/documents/{unknown['id']}/settlements", {"kind": "cis"})
    assert "no rate of its contact" in refused["message"]


def test_a_receipt_net_of_10_percent_commission_is_a_sale_of_the_whole(counter: Counter) -> None:
    """1,080.00 received: 1,200.00 sold, of which 200.00 VAT, and 120.00 kept by the agent."""
    receipt = counter.line(1080, "2026-03-04", category="cat_sales")
    counter.client.post(
        f"/api/transactions/{receipt}/gross-up", {"kept_percent": 10, "fee_category_id": "cat_bank_charges"}, status=200
    )
    assert counter.balances() == {"cat_sales": -1000, "cat_vat": -200, "cat_bank_charges": 120, "ba_main": 1080}
    assert counter.boxes("2026-Q1")[6] == 1000
    assert counter.profit() == 880
    counter.clean()
    counter.client.patch(f"/api/transactions/{receipt}", {"category_id": "cat_sales"})
    assert counter.balances() == {"cat_sales": -900, "cat_vat": -180, "ba_main": 1080}


def test_a_commission_may_be_said_as_an_amount(unregistered: Counter) -> None:
    receipt = unregistered.line(1080, "2026-03-04")
    path = f"/api/transactions/{receipt}/gross-up"
    unregistered.client.post(path, {"kept": 120, "fee_category_id": "cat_bank_charges"}, status=200)
    assert unregistered.balances() == {"cat_sales": -1200, "cat_bank_charges": 120, "ba_main": 1080}
    refused = unregistered.client.refused("POST", path, {"fee_category_id": "cat_bank_charges"})
    assert refused["param"] == "kept"
