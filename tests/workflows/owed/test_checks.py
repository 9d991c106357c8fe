"""Nothing is counted twice without a word: each kind of finding, the reports that carry it, the return that waits."""

from __future__ import annotations

from typing import Any

from tests.workflows.owed.desk import Desk
from tests.workflows.owed.test_worked_cases import PAYROLL

GARNET = "Garnet Interiors Ltd"


def findings(desk: Desk, kind: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.api.get(f"/api/checks{f'?kind={kind}' if kind else ''}")["findings"]
    return found


def one(desk: Desk, kind: str) -> dict[str, Any]:
    (found,) = findings(desk)
    assert found["kind"] == kind
    return found


def sale_beside_receipt(desk: Desk) -> tuple[str, str]:
    """An invoice of 6,000.00 with 1,000.00 of VAT, and a receipt of 6,000.00 that a person filed under sales."""
    desk.vat()
    document = desk.sale("INV-7001", "5000.00", "1000.00", "6000.00", to=GARNET, day="2026-05-04")
    line = desk.enter("2026-05-29", 6000, "SOMEBODY ELSE", category_id="cat_sales")
    contact = desk.api.get("/api/contacts?search=Garnet")["contacts"][0]["id"]
    desk.api.patch(f"/api/transactions/{line['id']}", {"contact_id": contact})
    return document, line["id"]


def test_books_in_which_nothing_stands_twice_have_no_findings(desk: Desk) -> None:
    desk.vat()
    desk.sale("INV-7001", "5000.00", "1000.00", "6000.00", to=GARNET, day="2026-05-04")
    desk.bank(("2026-05-29", 600_000, GARNET.upper()))
    desk.template("2026-04-30", "payroll", **PAYROLL)
    desk.bank(("2026-04-28", -166_000, "J PATEL SALARY"))
    assert findings(desk) == []


def test_a_receipt_of_an_open_invoice_is_found_with_its_boxes(desk: Desk) -> None:
    """The receipt as a sale of its own: box 1 has 1,000.00 and box 6 5,000.00 too much, profit 5,000.00."""
    document, line = sale_beside_receipt(desk)
    found = one(desk, "payment_of_invoice")
    assert (found["amount"], found["date"], found["vat_period_end"]) == (6000, "2026-05-29", "2026-06-30")
    assert found["boxes"] == [{"box": 1, "amount": 1000}, {"box": 6, "amount": 5000}]
    assert (found["transaction_ids"], found["document_ids"]) == ([line], [document])
    assert "INV-7001" in found["message"]
    assert found["action"]
    assert desk.boxes("2026-Q2") == {1: 2000, 3: 2000, 5: 2000, 6: 10_000}
    desk.api.patch(f"/api/documents/{document}", {"transaction_ids": [line]})
    assert findings(desk) == []
    assert desk.boxes("2026-Q2") == {1: 1000, 3: 1000, 5: 1000, 6: 5000}


def test_a_receipt_that_comes_months_late_is_told_too(desk: Desk) -> None:
    """110 days after the invoice, too late to be matched by its amount: it must not be a second sale in silence."""
    desk.vat()
    desk.sale("INV-7001", "5000.00", "1000.00", "6000.00", to=GARNET, day="2026-05-04")
    desk.bank(("2026-08-22", 600_000, GARNET.upper()))
    assert desk.boxes("2026-Q3") == {1: 1000, 3: 1000, 5: 1000, 6: 5000}
    assert one(desk, "payment_of_invoice")["boxes"] == [{"box": 1, "amount": 1000}, {"box": 6, "amount": 5000}]


def test_a_part_paid_in_another_name_is_found_by_the_number_or_the_party_in_its_text(desk: Desk) -> None:
    """2,500.00 of 6,000.00 from a partner's own account, with the invoice's number; 1,200.00 of a bill by its name."""
    desk.vat()
    document = desk.sale("INV-7001", "5000.00", "1000.00", "6000.00", to=GARNET, day="2026-05-04")
    bill = desk.bill("HS-88", "2000.00", "400.00", "2400.00", of="Harbour Stationers Ltd", day="2026-05-06")
    line = desk.enter("2026-05-29", 2500, "MRS P QUILL INV 7001 PART", category_id="cat_sales")
    other = desk.enter("2026-06-02", -1200, "FACTORS PLC RE HARBOUR STATIONERS", category_id="cat_office")
    desk.enter("2026-06-03", 2500, "MRS P QUILL", category_id="cat_sales")
    found = {f["kind"] + f["transaction_ids"][0]: f for f in findings(desk)}
    assert {(f["amount"], *f["document_ids"]) for f in found.values()} == {(2500, document), (1200, bill)}
    assert set(found) == {f"invoice_beside_payment{line['id']}", f"invoice_beside_payment{other['id']}"}
    desk.api.patch(f"/api/documents/{document}", {"transaction_ids": [line["id"]]})
    desk.api.patch(f"/api/documents/{bill}", {"transaction_ids": [other["id"]]})
    assert findings(desk) == []


def test_a_line_that_was_taken_away_from_the_invoice_is_no_finding(desk: Desk) -> None:
    document, line = sale_beside_receipt(desk)
    desk.api.patch(f"/api/documents/{document}", {"transaction_ids": [line]})
    desk.api.patch(f"/api/documents/{document}", {"transaction_ids": []})
    assert findings(desk) == []


def test_the_reports_that_it_touches_carry_it_and_no_others(desk: Desk) -> None:
    sale_beside_receipt(desk)
    (found,) = findings(desk)
    profit = desk.api.get("/api/reports/profit-loss?from=2026-05-01&to=2026-05-31")["report"]
    assert [f["id"] for f in profit["findings"]] == [found["id"]]
    assert desk.api.get("/api/reports/profit-loss?from=2026-06-01&to=2026-06-30")["report"]["findings"] == []
    sheet = desk.api.get("/api/reports/balance-sheet?as_of=2026-05-29")["report"]
    assert [f["amount"] for f in sheet["findings"]] == [6000]
    assert desk.api.get("/api/reports/balance-sheet?as_of=2026-05-28")["report"]["findings"] == []
    assert [f["id"] for f in desk.api.get("/api/reports/vat?period=2026-Q2")["report"]["findings"]] == [found["id"]]
    assert desk.api.get("/api/reports/vat?period=2026-Q3")["report"]["findings"] == []


def test_a_return_with_a_finding_is_filed_only_with_it_acknowledged(desk: Desk) -> None:
    sale_beside_receipt(desk)
    (found,) = findings(desk)
    refused = desk.api.refused("POST", "/api/vat-returns/file", {"period": "2026-Q2"})
    assert refused["code"] == "conflict"
    assert found["id"] in refused["message"]
    assert "acknowledge" in refused["message"]
    strange = {"period": "2026-Q2", "acknowledge": [found["id"], "fnd_0000000000000000"]}
    refused = desk.api.refused("POST", "/api/vat-returns/file", strange)
    assert (refused["code"], refused["param"]) == ("bad_request", "acknowledge")
    assert "fnd_0000000000000000" in refused["message"]
    body = {"period": "2026-Q2", "acknowledge": [found["id"]]}
    filed = desk.api.post("/api/vat-returns/file", body, status=200)["report"]["filed"]
    kept = {"id": found["id"], "kind": "payment_of_invoice", "amount": 6000, "message": found["message"]}
    assert filed["acknowledged"] == [kept]
    assert findings(desk)[0]["acknowledged_with"] == "2026-06-30"
    again = desk.api.get("/api/reports/vat?period=2026-Q2")["report"]["filed"]
    assert again["acknowledged"] == [kept]


def test_a_return_that_no_finding_touches_needs_no_word(desk: Desk) -> None:
    desk.vat()
    desk.enter("2026-02-10", 1200, "A CUSTOMER", category_id="cat_sales")
    desk.template("2026-02-28", "payroll", **PAYROLL)
    desk.enter("2026-02-27", -1660, "J PATEL", category_id="cat_wages")
    assert one(desk, "payable_beside_cost")["boxes"] == []
    assert desk.api.post("/api/vat-returns/file", {"period": "2026-Q1"}, status=200)["report"]["filed"]


def test_a_payment_of_the_party_that_does_not_fit_is_told_with_what_is_open(desk: Desk) -> None:
    """A bill of 120.00, and 90.00 paid to the same supplier under another cost."""
    desk.vat()
    bill = desk.bill("HS-1041", "100.00", "20.00", "120.00", of="Harbour Stationers Ltd", day="2026-05-04")
    line = desk.enter("2026-05-20", -90, "HARBOUR STATIONERS", category_id="cat_office")
    found = one(desk, "invoice_beside_payment")
    assert (found["amount"], found["document_ids"], found["transaction_ids"]) == (90, [bill], [line["id"]])
    assert found["boxes"] == [{"box": 4, "amount": 15}, {"box": 7, "amount": 75}]


def test_wages_that_a_person_filed_beside_a_payroll_are_told(desk: Desk) -> None:
    line = desk.enter("2026-04-28", -1660, "J PATEL", category_id="cat_wages")
    journal = desk.template("2026-04-30", "payroll", **PAYROLL)
    found = one(desk, "payable_beside_cost")
    assert (found["amount"], found["transaction_ids"], found["entry_ids"]) == (1660, [line["id"]], [journal])
    assert desk.balances()["cat_wages"] == 366_000
    desk.api.patch(f"/api/transactions/{line['id']}", {"category_id": "cat_wages_payable"})
    assert findings(desk) == []
    assert desk.balances()["cat_wages"] == 200_000


def opening_debtor(desk: Desk) -> str:
    """Garnet owed 1,800.00 when the books were taken over; the contact's id."""
    who = desk.contact(GARNET)
    lines = [
        {"category_id": "cat_debtors", "contact_id": who, "debit": 1800},
        {"category_id": "cat_retained", "credit": 1800},
    ]
    desk.api.post("/api/opening-balances", {"conversion_date": "2026-04-01", "lines": lines})
    return who


def test_a_sale_to_an_opening_debtor_is_told(desk: Desk) -> None:
    desk.vat()
    who = opening_debtor(desk)
    desk.enter("2026-04-20", 1800, "GARNET INTERIORS LTD", category_id="cat_sales", contact_id=who)
    found = one(desk, "opening_beside_payment")
    assert (found["amount"], found["boxes"]) == (1800, [{"box": 1, "amount": 300}, {"box": 6, "amount": 1500}])


def test_the_same_bill_twice_is_told(desk: Desk) -> None:
    """The second copy came as another file: 120.00 with 20.00 of VAT stand once too often."""
    desk.vat()
    first = desk.bill("HS-1041", "100.00", "20.00", "120.00", of="Harbour Stationers Ltd", day="2026-05-04")
    second = desk.bill("hs-1041", "100.00", "20.00", "120.00", of="Harbour Stationers Ltd", day="2026-05-05")
    found = one(desk, "bill_twice")
    assert sorted(found["document_ids"]) == sorted([first, second])
    assert (found["amount"], found["boxes"]) == (120, [{"box": 4, "amount": 20}, {"box": 7, "amount": 100}])
    desk.api.patch(f"/api/documents/{second}", {"type": "other"})
    assert findings(desk) == []


def test_two_bills_of_one_day_with_numbers_of_their_own_are_two(desk: Desk) -> None:
    for number in ("HS-1041", "HS-1042"):
        desk.bill(number, "100.00", "20.00", "120.00", of="Harbour Stationers Ltd", day="2026-05-04")
    assert findings(desk) == []


def deposit_and_final(desk: Desk, words: str) -> tuple[str, str]:
    """A deposit of 1,800.00, then the final invoice of 6,000.00 as if nothing had been asked for before."""
    desk.vat()
    deposit = desk.sale("D-1", "1500.00", "300.00", "1800.00", to=GARNET, day="2026-04-10", goods=words)
    final = desk.sale("F-2", "5000.00", "1000.00", "6000.00", to=GARNET, day="2026-06-20")
    return deposit, final


def test_a_deposit_and_a_final_invoice_of_the_whole_are_told(desk: Desk) -> None:
    deposit, final = deposit_and_final(desk, "30% deposit for the fit-out")
    found = one(desk, "deposit_in_full")
    assert sorted(found["document_ids"]) == sorted([deposit, final])
    assert (found["amount"], found["boxes"]) == (1800, [{"box": 1, "amount": 300}, {"box": 6, "amount": 1500}])


def test_two_invoices_of_one_customer_are_no_deposit_and_final(desk: Desk) -> None:
    deposit_and_final(desk, "Shelves")
    assert findings(desk) == []


def test_an_id_stays_while_the_things_are_the_same(desk: Desk) -> None:
    sale_beside_receipt(desk)
    (before,) = findings(desk)
    desk.journal("2026-06-01", depreciation=12, dep_plant=-12)
    (after,) = findings(desk)
    assert after == before


def typed_final(desk: Desk, *lines: tuple[str, float]) -> tuple[str, str]:
    """A deposit of 1,800.00 that says so, then a final invoice typed in with these lines."""
    desk.vat()
    who = desk.contact(GARNET)
    common = {"direction": "sale", "contact_id": who, "amounts": "net"}
    deposit = {"description": "30% deposit for the fit-out", "category_id": "cat_sales", "amount": 1500}
    whole = [{"description": words, "category_id": "cat_sales", "amount": amount} for words, amount in lines]
    first = desk.api.post("/api/invoices", {**common, "date": "2026-04-10", "lines": [deposit]})["invoice"]["id"]
    return first, desk.api.post("/api/invoices", {**common, "date": "2026-06-20", "lines": whole})["invoice"]["id"]


def test_a_typed_final_invoice_for_the_whole_is_told(desk: Desk) -> None:
    typed_final(desk, ("Fit-out", 5000))
    assert one(desk, "deposit_in_full")["amount"] == 1800


def test_a_deposit_that_was_taken_off_is_no_longer_told(desk: Desk) -> None:
    deposit, final = typed_final(desk, ("Fit-out", 5000))
    desk.api.post(f"/api/documents/{final}/settlements", {"kind": "deposit", "invoice_id": deposit})
    assert findings(desk) == []
    desk.sale("F-3", "7000.00", "1400.00", "8400.00", to=GARNET, day="2026-09-20")
    assert findings(desk) == [], "nor by the next invoice of that customer"


def test_a_final_invoice_that_takes_its_deposit_off_is_right(desk: Desk) -> None:
    typed_final(desk, ("Fit-out", 5000), ("Less deposit", -1500))
    assert findings(desk) == []


def test_what_is_left_of_an_opening_debtor_stays_open_beside_what_he_paid(desk: Desk) -> None:
    """1,800.00 of before, 800.00 received under debtors: a sale of 1,000.00 to him stands beside the rest."""
    desk.vat()
    who = opening_debtor(desk)
    desk.enter("2026-04-20", 800, "GARNET INTERIORS LTD", category_id="cat_debtors", contact_id=who)
    assert findings(desk) == []
    desk.enter("2026-05-20", 1000, "GARNET INTERIORS LTD", category_id="cat_sales", contact_id=who)
    found = one(desk, "opening_beside_payment")
    assert (found["amount"], "£1,000.00" in found["message"]) == (1000, True)
