"""Made-up papers in layouts that the scorers are never trained on: what is measured on them is what strangers get."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from benchmarks.document_papers import FIRST, STREETS, Paper, Setter, paper, pounds


def _customer(made: Paper) -> list[str]:
    return [made.customer, f"{made.rng.randrange(1, 90)} {made.rng.choice(STREETS)}", "Slough SL1 1AA"]


def _down(page: Setter, x: float, y: float, texts: list[str], *, step: float = 5, **look: Any) -> float:
    for text in texts:
        page.text(x, y, text, **look)
        y += step
    return y


def garage(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A garage's job card on half a sheet, its facts in the running head and the sums in one line."""
    rng, page = made.rng, Setter(210, 148)
    made.supplier = f"{rng.choice(FIRST)} {rng.choice(['Autos', 'Tyres & Exhausts', 'Motor Repairs'])}"
    page.text(105, 12, made.supplier, size=15, align="centre", font="Courier-Bold")
    page.text(105, 18, f"{made.street}, {made.town} {made.postcode}  VAT {made.vat_number}", size=7, align="centre")
    plate = f"{rng.choice('ABDE')}{rng.choice('KLMN')}{rng.randrange(10, 74)} {rng.choice('XYZ')}TR"
    page.text(15, 28, f"Invoice: {made.number}     Date: {made.day_text}     Reg: {plate}     Mileage: 48120", size=8)
    _down(page, 15, 36, _customer(made), size=8, step=4)
    y = 55.0
    for item in made.items:
        page.text(15, y, item.name, size=8)
        page.text(195, y, pounds(item.amount), size=8, align="right")
        y += 4.5
    sums = f"Parts & labour {pounds(made.net)}   VAT {pounds(made.vat)}   Total to pay £{pounds(made.gross)}"
    page.text(195, 128, sums, align="right", bold=True)
    return page.done(), made.truth() | {"due": None}


def telephone(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A telephone bill: a great sum at the top, small facts at the right, days of calls in between."""
    rng, page = made.rng, Setter(210, 297)
    made.supplier = f"{rng.choice(FIRST)} {rng.choice(['Telecom', 'Broadband', 'Mobile'])} {rng.choice(['Ltd', 'plc'])}"
    page.text(20, 20, made.supplier.rpartition(" ")[0], size=24, bold=True)
    _down(page, 20, 50, _customer(made))
    facts = [f"Bill number {made.number}", f"Account 1004 {rng.randrange(1000, 9999)}", f"Date of bill {made.day_text}"]
    _down(page, 150, 40, facts, size=8)
    page.text(20, 85, f"Total to pay £{pounds(made.gross)}", size=16)
    page.text(20, 92, f"by direct debit on {made.due_text}", size=9)
    y = 110.0
    for item in made.items:
        page.text(20, y, f"{made.earlier_text}  Rental and calls", size=8)
        page.text(120, y, pounds(item.amount), size=8, align="right")
        y += 5
    for label, amount in (("Total before VAT", made.net), ("VAT", made.vat), ("Total including VAT", made.gross)):
        page.text(20, y + 4, label)
        page.text(120, y + 4, "£" + pounds(amount), align="right")
        y += 5
    page.text(
        20,
        285,
        f"{made.supplier} Registered in England no {rng.randrange(10**6, 10**7)}. VAT {made.vat_number}",
        size=6,
    )
    return page.done(), made.truth() | {"due": None}


def agency(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A designer's page: all at the right edge, the name beneath the sums, days with the label after them."""
    rng, page = made.rng, Setter(210, 297)
    page.text(195, 30, made.number, size=18, align="right")
    page.text(195, 36, "Invoice no.", size=7, align="right")
    page.text(195, 46, made.day_text, size=10, align="right")
    page.text(195, 51, "Date", size=7, align="right")
    page.text(195, 61, made.customer, size=10, align="right")
    page.text(195, 66, "Client", size=7, align="right")
    y = 95.0
    for item in made.items:
        page.text(60, y, item.name)
        page.text(195, y, pounds(item.amount), align="right")
        y += 7
    for label, amount in (("Net", made.net), ("VAT", made.vat), ("Due", made.gross)):
        page.text(150, y + 5, label)
        page.text(195, y + 5, "£" + pounds(amount), align="right")
        y += 7
    page.text(60, y + 20, made.supplier, bold=True)
    _down(page, 60, y + 25, [made.street, f"{made.town} {made.postcode}", f"VAT no. {made.vat_number}",
                             f"Pay to 60-11-22 {rng.randrange(10**7, 10**8)} within 21 days"], size=8)  # fmt: skip
    return page.done(), made.truth() | {"due": None}


def parking(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A parking app's receipt: a sentence or two, then label and value with a colon."""
    rng, page = made.rng, Setter(120, 160)
    made.supplier = f"{rng.choice(FIRST)} {rng.choice(['Parking', 'Park & Go', 'Car Parks'])}"
    day = made.day.strftime("%d/%m/%Y")
    rows = [f"{made.supplier} receipt", "", "Thank you for parking with us.", f"Location: {made.street}, {made.town}",
            f"Start: {day} 09:{rng.randrange(10, 59)}", f"Receipt date: {day}", f"Receipt number: {made.number}",
            f"Parking fee: £{pounds(made.gross - 20)}", "Service fee: £0.20", f"Total paid: £{pounds(made.gross)}",
            f"Includes VAT at 20%: £{pounds(made.vat)}", f"VAT No. {made.vat_number}"]  # fmt: skip
    _down(page, 10, 15, rows, step=8, size=10)
    made.day_text = day
    return page.done(), made.truth() | {"due": None}


def builder(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A subcontractor's application with CIS taken off: it asks for less than its total, so a person must look."""
    rng, page = made.rng, Setter(210, 297)
    made.supplier = f"{rng.choice(FIRST)} Brickwork {rng.choice(['Ltd', ''])}".strip()
    page.text(20, 20, made.supplier, size=14, bold=True)
    page.text(20, 26, f"{made.street}, {made.town}, {made.postcode}   UTR {rng.randrange(10**9, 10**10)}", size=8)
    _down(page, 20, 40, ["Contractor:", *_customer(made)])
    page.text(120, 40, f"Invoice {made.number}")
    page.text(120, 45, f"Date {made.day_text}")
    cis = made.net // 5
    y = 80.0
    for label, amount in (("Labour", made.net), ("VAT", made.vat), ("Total", made.gross), ("Less CIS at 20%", -cis),
                          ("Net payment due", made.gross - cis)):  # fmt: skip
        page.text(20, y, label)
        page.text(120, y, ("-£" if amount < 0 else "£") + pounds(max(amount, -amount)), align="right")
        y += 7
    page.text(20, 270, f"VAT registration {made.vat_number}", size=8)
    return page.done(), made.truth() | {"due": None, "waits": True}


def final(made: Paper) -> tuple[bytes, dict[str, Any]]:
    """A final invoice less the deposit that was invoiced before: it must wait too."""
    page = Setter(210, 297)
    page.text(190, 20, made.supplier, size=13, bold=True, align="right")
    _down(page, 190, 26, [made.street, made.town, made.postcode, f"VAT {made.vat_number}"], size=8, align="right")
    page.text(20, 40, "FINAL INVOICE", size=14)
    _down(page, 20, 50, _customer(made))
    _down(page, 20, 75, [f"Number {made.number}", f"Date {made.day_text}"])
    deposit = made.gross // 4
    y = 95.0
    for label, amount in (("Agreed price", made.net), ("VAT", made.vat), ("Total", made.gross),
                          ("Deposit invoiced", -deposit), ("Balance now due", made.gross - deposit)):  # fmt: skip
        page.text(20, y, label)
        page.text(150, y, ("-£" if amount < 0 else "£") + pounds(max(amount, -amount)), align="right")
        y += 7
    return page.done(), made.truth() | {"due": None, "waits": True}


STRANGERS: dict[str, tuple[str, Callable[[Paper], tuple[bytes, dict[str, Any]]]]] = {
    "garage": ("invoice", garage), "telephone": ("invoice", telephone), "agency": ("invoice", agency),
    "parking": ("receipt", parking), "builder": ("invoice", builder), "final": ("invoice", final),
}  # fmt: skip


def strangers(count_each: int = 8, seed: int = 2026) -> list[tuple[str, bytes, dict[str, Any]]]:
    """Name, PDF and truth of so many papers of each; `waits` where going through by itself would be wrong."""
    made = []
    for name, (kind, setter) in STRANGERS.items():
        for n in range(count_each):
            content, truth = setter(paper(random.Random(f"{seed}/{name}/{n}"), kind))
            made.append((f"{name}-{n:02d}", content, truth | {"layout": name}))
    return made
