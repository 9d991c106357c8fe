"""A credit note has the VAT of what it takes back, whatever scheme holds when it is issued. Worked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from accountsos.store.engine.opening import Place
from tests.workflows.documents.clerk_of_invoices import BRITISH
from tests.workflows.documents.papers import Clerk, einvoice
from tests.workflows.invoices.counter import Counter, opened_counter
from tests.workflows.invoices.test_flat_rate import line

BUILDING: dict[str, Any] = {"sector": "general_building", "registered_on": "2024-01-01"}
"""9.5 %, and no reduction of a first year."""


@pytest.fixture
def till(place: Place) -> Iterator[Counter]:
    """No scheme yet: each test says its own two."""
    with opened_counter(place, scheme=None) as found:
        yield found
        found.clean()


def two_schemes(till: Counter, first: str, second: str) -> None:
    """The first from January 2024, the second from April 2026."""
    for scheme, start in ((first, "2024-01-01"), (second, "2026-04-01")):
        base, _, cash = scheme.partition("+")
        more = BUILDING if base == "flat_rate" else {"registered_on": "2024-01-01"}
        till.scheme(base, start=start, **more, **({"cash_turnover": True} if cash else {}))


@pytest.mark.parametrize("how", ["said", "set off"])
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # 100.00 and VAT 20.00 less, as it was charged; the flat rate of 9.5 % would be 11.40 of 120.00.
        ("standard", "flat_rate", {1: -20, 3: -20, 5: 20, 6: -100}),
        ("standard", "flat_rate+cash", {1: -20, 3: -20, 5: 20, 6: -100}),
        # All that waited was due when cash accounting ended on 31 March, at its own rate.
        ("cash", "flat_rate", {1: -20, 3: -20, 5: 20, 6: -100}),
        # 9.5 % of 120.00 was due, and is less now.
        ("flat_rate", "standard", {1: -11.4, 3: -11.4, 5: 11.4, 6: -120}),
        ("flat_rate", "cash", {1: -11.4, 3: -11.4, 5: 11.4, 6: -120}),
        ("flat_rate+cash", "standard", {1: -11.4, 3: -11.4, 5: 11.4, 6: -120}),
        # Between the two that have one rate nothing differs.
        ("standard", "cash", {1: -20, 3: -20, 5: 20, 6: -100}),
        ("cash", "standard", {1: -20, 3: -20, 5: 20, 6: -100}),
    ],
)
def test_a_credit_note_for_a_sale_of_the_scheme_before(
    till: Counter, first: str, second: str, expected: dict[int, float], how: str
) -> None:
    two_schemes(till, first, second)
    sale = till.invoice("sale", line("sales", 1000), date="2026-03-10", number="1")
    before = till.boxes("2026-Q1")
    said = {"credits_invoice_id": sale["id"]} if how == "said" else {}
    note = till.invoice("sale", line("sales", 100), date="2026-04-10", number="2", type="credit_note", **said)
    if how == "set off":
        till.settle(sale, "credit_note", credit_note_id=note["id"], date="2026-04-12")
    assert till.boxes("2026-Q2") == expected
    assert till.boxes("2026-Q1") == before


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # VAT of 200.00 was claimed: 20.00 of it goes back, though the flat rate claims none.
        ("standard", "flat_rate", {4: -20, 5: 20, 7: -100}),
        ("cash", "flat_rate", {4: -20, 5: 20, 7: -100}),
        # None was claimed: none goes back.
        ("flat_rate", "standard", {}),
        ("flat_rate", "cash", {}),
        ("flat_rate+cash", "standard", {}),
    ],
)
def test_a_suppliers_credit_note_for_a_bill_of_the_scheme_before(
    till: Counter, first: str, second: str, expected: dict[int, float]
) -> None:
    two_schemes(till, first, second)
    bill = till.invoice("purchase", line("software", 1000), date="2026-03-10", number="1")
    till.invoice(
        "purchase",
        line("software", 100),
        date="2026-04-10",
        number="2",
        type="credit_note",
        credits_invoice_id=bill["id"],
    )
    assert till.boxes("2026-Q2") == expected


def test_a_note_of_the_first_year_takes_back_the_reduced_percentage(till: Counter) -> None:
    """Registered on 1 July 2025: 8.5 % to 30 June 2026, 9.5 % from then on; the note of July takes 8.5 % back."""
    till.scheme("flat_rate", start="2025-07-01", sector="general_building")
    sale = till.invoice("sale", line("sales", 1000), date="2026-06-10", number="1")
    till.invoice(
        "sale", line("sales", 100), date="2026-07-10", number="2", type="credit_note", credits_invoice_id=sale["id"]
    )
    assert till.boxes("2026-Q2") == {1: 102, 3: 102, 5: 102, 6: 1200}
    assert till.boxes("2026-Q3") == {1: -10.2, 3: -10.2, 5: 10.2, 6: -120}


def test_a_note_for_what_was_sold_before_the_registration_has_no_vat(till: Counter) -> None:
    till.scheme("standard", start="2026-04-01")
    sale = till.invoice("sale", line("sales", 1000), date="2026-03-10", number="1")
    note = till.invoice("sale", line("sales", 100, vat_code="S0"), date="2026-04-10", number="2", type="credit_note")
    till.change(note, lines=[line("sales", 100)], amounts="gross", credits_invoice_id=sale["id"])
    assert till.boxes("2026-Q2") == {}
    assert till.balances()["cat_sales"] == -900


def test_a_note_set_against_invoices_of_both_schemes_is_cut_between_them(till: Counter) -> None:
    """360.00 back: 120.00 of the standard sale (20.00 VAT, 100.00 net), 240.00 of turnover at 9.5 % (22.80)."""
    two_schemes(till, "standard", "flat_rate")
    old = till.invoice("sale", line("sales", 100), date="2026-03-10", number="1")
    new = till.invoice("sale", line("sales", 1000), date="2026-04-02", number="2")
    assert till.boxes("2026-Q2") == {1: 114, 3: 114, 5: 114, 6: 1200}
    note = till.invoice("sale", line("sales", 300), date="2026-04-10", number="3", type="credit_note")
    till.settle(old, "credit_note", credit_note_id=note["id"], date="2026-04-12")
    till.settle(new, "credit_note", credit_note_id=note["id"], date="2026-04-12")
    assert till.boxes("2026-Q2") == {1: 71.2, 3: 71.2, 5: 71.2, 6: 860}
    till.undo(old)
    assert till.boxes("2026-Q2") == {1: 79.8, 3: 79.8, 5: 79.8, 6: 840}


def test_a_note_used_against_a_later_invoice_does_not_take_that_back(till: Counter) -> None:
    two_schemes(till, "standard", "flat_rate")
    note = till.invoice("sale", line("sales", 100), date="2026-03-10", number="1", type="credit_note")
    later = till.invoice("sale", line("sales", 1000), date="2026-04-10", number="2")
    till.settle(later, "credit_note", credit_note_id=note["id"], date="2026-04-12")
    assert till.boxes("2026-Q1") == {1: -20, 3: -20, 5: 20, 6: -100}
    assert till.boxes("2026-Q2") == {1: 114, 3: 114, 5: 114, 6: 1200}


def test_the_return_asks_where_a_note_may_be_of_the_scheme_before(till: Counter) -> None:
    two_schemes(till, "standard", "flat_rate")
    sale = till.invoice("sale", line("sales", 1000), date="2026-03-10", number="1")
    note = till.invoice("sale", line("sales", 100), date="2026-04-10", number="2", type="credit_note")
    assert warned(till, "2026-Q2", "credit_note_unplaced").endswith(f"which invoice it credits: {note['id']}")
    till.change(note, credits_invoice_id=sale["id"])
    assert warned(till, "2026-Q2", "credit_note_unplaced") == ""


def test_a_note_follows_its_invoice_to_another_day_and_when_it_is_void(till: Counter) -> None:
    two_schemes(till, "standard", "flat_rate")
    sale = till.invoice("sale", line("sales", 1000), date="2026-03-10", number="1")
    till.invoice(
        "sale", line("sales", 100), date="2026-04-10", number="2", type="credit_note", credits_invoice_id=sale["id"]
    )
    till.change(sale, date="2026-04-01")
    assert till.boxes("2026-Q2") == {1: 102.6, 3: 102.6, 5: 102.6, 6: 1080}
    till.change(sale, date="2026-03-10")
    assert till.boxes("2026-Q2") == {1: -20, 3: -20, 5: 20, 6: -100}
    till.change(sale, void=True)
    assert till.boxes("2026-Q2") == {1: -11.4, 3: -11.4, 5: 11.4, 6: -120}


def test_a_note_that_is_paid_back_by_the_bank_keeps_the_vat_of_its_invoice(till: Counter) -> None:
    two_schemes(till, "standard", "flat_rate")
    sale = till.invoice("sale", line("sales", 1000), date="2026-03-10", number="1")
    till.paid_by(sale, till.line(1200, "2026-03-20"))
    note = till.invoice(
        "sale", line("sales", 100), date="2026-04-10", number="2", type="credit_note", credits_invoice_id=sale["id"]
    )
    assert till.paid_by(note, till.line(-120, "2026-04-20"))["open_amount"] == 0
    assert till.boxes("2026-Q2") == {1: -20, 3: -20, 5: 20, 6: -100}


def warned(till: Counter, period: str, code: str) -> str:
    """What the return of the period says under that code; nothing where it does not."""
    report = till.client.get(f"/api/reports/vat?period={period}")["report"]
    return next((one["message"] for one in report["warnings"] if one["code"] == code), "")


def test_a_note_of_before_the_registration_is_not_asked_about(till: Counter) -> None:
    """The return from 1 April to 30 June begins on the 15th; a note of the 3rd had no VAT to give back."""
    till.scheme("standard", start="2026-04-15", registered_on="2026-04-15")
    till.invoice("sale", line("sales", 1000), date="2026-03-10", number="1")
    till.invoice("sale", line("sales", 100), date="2026-04-16", number="3", type="credit_note")
    till.invoice("sale", line("sales", 100), date="2026-04-03", number="2", type="credit_note")
    assert warned(till, "2026-Q2", "credit_note_unplaced").count("doc_") == 1


def test_a_note_for_a_bill_that_waits_for_its_category_has_its_day(till: Counter) -> None:
    two_schemes(till, "flat_rate", "standard")
    clerk = Clerk(till.keeper)
    state = clerk.uploaded_and_read(einvoice("Zorbil Quandary Ltd", day=date(2026, 3, 10), vat_number=BRITISH))
    waiting = till.show(clerk.id_of(state))
    assert (waiting["state"], waiting["category"]) == ("waiting", None)
    till.invoice(
        "purchase",
        line("office", 10),
        contact_name="Zorbil Quandary Ltd",
        date="2026-04-10",
        number="2",
        type="credit_note",
        credits_invoice_id=waiting["id"],
    )
    assert till.boxes("2026-Q2") == {}  # under the flat rate nothing was claimed
