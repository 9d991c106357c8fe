"""A bill that is typed in after its payment tells what the payment was for: the line waits for nobody any more."""

from __future__ import annotations

from tests.workflows.invoices.counter import Counter


def test_a_bill_of_two_categories_files_the_line_that_paid_it_before(counter: Counter) -> None:
    """84.00 of 120.00 are stationery: the line shows that, and no report takes the 120.00 for uncategorised."""
    paid = counter.line(-120, "2026-02-27", text="INKWELL PAPERS")
    lines = (
        {"category_id": "cat_office", "amount": 84.00},
        {"category_id": "cat_software", "amount": 36.00},
    )
    bill = counter.invoice("purchase", *lines, contact_name="Inkwell Papers", number="IP-77", amounts="gross")
    assert (bill["open_amount"], [one["id"] for one in bill["transactions"]]) == (0, [paid])
    shown = counter.client.get(f"/api/transactions/{paid}")["transaction"]
    assert (shown["category"]["id"], shown["category_source"]) == ("cat_office", "document")
    report = counter.client.get("/api/reports/profit-loss?from=2026-02-01&to=2026-03-31")["report"]
    assert [one["code"] for one in report["warnings"] if "categorised" in one["message"]] == []
    assert counter.balances() == {"cat_office": 70, "cat_software": 30, "cat_vat": 20, "ba_main": -120}
    counter.clean()
