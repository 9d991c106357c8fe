"""An invoice typed in after its payment came: the line is filed as its payment, in whole or in parts."""

from __future__ import annotations

from typing import Any

from tests.workflows.owed.desk import Desk


def typed(desk: Desk, number: str, day: str, net: float, to: str = "Northgate plc") -> str:
    body: dict[str, Any] = {"direction": "sale", "date": day, "contact_name": to, "number": number, "amounts": "net"}
    body["lines"] = [{"category_id": "cat_sales", "amount": net}]
    made = desk.api.post("/api/invoices", body)["invoice"]
    desk.work()
    document_id: str = made["id"]
    return document_id


def open_of(desk: Desk, document_id: str) -> float:
    amount: float = desk.api.get(f"/api/invoices/{document_id}")["invoice"]["open_amount"]
    return amount


def test_the_line_that_pays_it_waits_for_no_category_any_more(desk: Desk) -> None:
    """Nothing is known of the payee, so it waited; no report says any more that it is neither income nor cost."""
    desk.bank(("2026-05-20", 1_200_000, "NORTHGATE PLC 1008"))
    assert [category for _, _, category, _ in desk.lines()] == ["cat_uncategorised"]
    invoice = typed(desk, "1008", "2026-04-20", 12_000)
    assert open_of(desk, invoice) == 0
    assert [(category, reason) for _, _, category, reason in desk.lines()] == [("cat_sales", "as the paper beside it")]
    report = desk.api.get("/api/reports/profit-loss?from=2026-04-01&to=2026-06-30")["report"]
    assert (report["net_profit"], report["warnings"]) == (12_000, [])


def test_parts_that_quote_its_short_number_and_add_up_are_its_payment(desk: Desk) -> None:
    """2,400.00 and 3,600.00 of 6,000.00: round amounts that may add up by chance, but both name party and number."""
    desk.bank(("2026-05-15", 240_000, "NORTHGATE PLC PART 1011"), ("2026-06-20", 360_000, "NORTHGATE PLC REST 1011"))
    invoice = typed(desk, "1011", "2026-04-20", 6_000)
    assert open_of(desk, invoice) == 0
    assert desk.balances() == {"cat_sales": -600_000}


def test_parts_that_quote_another_number_are_not(desk: Desk) -> None:
    desk.bank(("2026-05-15", 240_000, "NORTHGATE PLC 1011"), ("2026-06-20", 360_000, "NORTHGATE PLC 1012"))
    assert open_of(desk, typed(desk, "1011", "2026-04-20", 6_000)) == 6_000
    assert [category for _, _, category, _ in desk.lines()] == ["cat_uncategorised", "cat_uncategorised"]


def test_what_is_due_now_and_what_is_kept_back_are_paid_apart(desk: Desk) -> None:
    """10,000.00 less 500.00 kept back for a year: 9,500.00 comes first, the 500.00 a year later, each by itself."""
    desk.bank(("2025-05-20", 950_000, "BEXLEY BUILD LTD"))
    invoice = typed(desk, "R1", "2025-04-21", 10_000, to="Bexley Build Ltd")
    assert open_of(desk, invoice) == 10_000
    body = {"kind": "retention", "amount": 500, "date": "2025-04-21", "due_date": "2026-04-21"}
    desk.api.post(f"/api/documents/{invoice}/settlements", body)
    assert open_of(desk, invoice) == 500
    desk.bank(("2026-04-24", 50_000, "BEXLEY BUILD LTD RETENTION"))
    assert open_of(desk, invoice) == 0
    assert desk.balances() == {"cat_sales": -1_000_000}


def test_what_a_deduction_leaves_is_matched_when_it_is_stated(desk: Desk) -> None:
    """1,000.00 less 200.00 under the construction scheme: the 800.00 had come, and nothing told whose it was."""
    desk.bank(("2026-05-20", 80_000, "BEXLEY BUILD LTD"))
    invoice = typed(desk, "R2", "2026-04-21", 1_000, to="Bexley Build Ltd")
    assert open_of(desk, invoice) == 1_000
    desk.api.post(f"/api/documents/{invoice}/settlements", {"kind": "cis", "amount": 200, "date": "2026-05-20"})
    assert open_of(desk, invoice) == 0
    assert desk.balances() == {"cat_sales": -100_000, "cat_cis_suffered": 20_000}
