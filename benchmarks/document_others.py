"""Made-up UK papers that look like invoices and are none: proformas, quotes, delivery notes, statements and so on."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from benchmarks.document_papers import STREETS, Paper, Setter, paper, pounds


@dataclass(frozen=True)
class OtherLook:
    """What tells one kind of paper from another: its titles, what its number is called, and what it shows."""

    kind: str
    titles: tuple[str, ...]
    number: tuple[str, ...]
    priced: bool
    notes: tuple[str, ...]


_LOOKS = (
    OtherLook("other", ("PROFORMA INVOICE", "Pro-forma invoice", "Pro Forma"), ("Invoice No", "Proforma no"), True,
              ("This is not a VAT invoice", "Goods are dispatched on receipt of payment")),
    OtherLook("other", ("QUOTATION", "Quote", "Estimate"), ("Quote no", "Estimate number"), True,
              ("Valid for 30 days. We will invoice on completion", "An invoice follows when the work is done")),
    OtherLook("other", ("ORDER CONFIRMATION", "Sales order acknowledgement", "Order acknowledgement"),
              ("Order no", "Our order"), True, ("Your invoice follows with the goods", "Invoice terms: 30 days net")),
    OtherLook("other", ("DELIVERY NOTE", "Despatch note", "Packing slip"), ("Delivery note no", "Despatch no"), False,
              ("Received in good condition:", "The invoice is sent by post")),
    OtherLook("statement", ("STATEMENT", "Statement of account", "Account statement"), ("Account no", "Statement no"),
              True, ("Please pay the invoices that are overdue", "Remittance to the address above")),
)  # fmt: skip


def others(count_each: int = 10, seed: int = 2026) -> list[tuple[str, bytes, dict[str, Any]]]:
    """Name, PDF and truth of so many papers of each kind."""
    made = []
    for number, look in enumerate(_LOOKS):
        for n in range(count_each):
            rng = random.Random(f"{seed}/other{number}/{n}")
            document = paper(rng, "invoice")
            made.append((f"other{number}-{n:02d}", _set(document, look), {"type": look.kind}))
    return made


def _set(made: Paper, look: OtherLook) -> bytes:
    rng, page = made.rng, Setter(210, 297)
    x, align = rng.choice([(20.0, "left"), (190.0, "right"), (105.0, "centre")])
    page.text(x, 20, made.supplier, size=rng.choice([11, 14, 18]), bold=True, align=align)
    for n, text in enumerate([made.street, made.town, made.postcode]):
        page.text(x, 26 + 4.5 * n, text, size=8, align=align)
    page.text(rng.choice([20, 120]), 58, rng.choice(look.titles), size=rng.choice([13, 16, 20]), bold=True)
    page.text(20, 68, rng.choice(["To:", "Customer", "Invoice address", "Deliver to"]), size=8, bold=True)
    for n, text in enumerate([made.customer, f"{rng.randrange(1, 90)} {rng.choice(STREETS)}", "Reading RG1 2AB"]):
        page.text(20, 73 + 4.5 * n, text)
    facts = [(rng.choice(look.number), made.number), ("Date", made.day_text), ("Your ref", f"P{rng.randrange(9999)}")]
    for n, (label, value) in enumerate(facts):
        page.text(120, 73 + 5 * n, f"{label}:", bold=True)
        page.text(160, 73 + 5 * n, value)
    y = _statement_rows(made, page) if look.kind == "statement" else _rows(made, look, page)
    page.text(20, y + 14, rng.choice(look.notes), size=8)
    page.text(20, 262, f"VAT No: {made.vat_number}   Company No: {rng.randrange(10**7, 10**8)}", size=8)
    return page.done()


def _rows(made: Paper, look: OtherLook, page: Setter) -> float:
    y = 105.0
    for item in made.items:
        page.text(20, y, item.name)
        page.text(120, y, str(item.quantity), align="right")
        if look.priced:
            page.text(150, y, pounds(item.price), align="right")
            page.text(190, y, pounds(item.amount), align="right")
        y += 7
    if look.priced:
        for label, amount in (("Net", made.net), ("VAT", made.vat), ("Total", made.gross)):
            page.text(150, y, label, align="right", bold=True)
            page.text(190, y, "£" + pounds(amount), align="right")
            y += 6
    return y


def _statement_rows(made: Paper, page: Setter) -> float:
    y = 105.0
    for n, item in enumerate(made.items):
        page.text(20, y, made.day_text if n == 0 else made.earlier_text)
        page.text(60, y, f"Invoice INV-{made.rng.randrange(100, 9999)}")
        page.text(190, y, "£" + pounds(item.amount), align="right")
        y += 7
    page.text(150, y, "Balance due", align="right", bold=True)
    page.text(190, y, "£" + pounds(sum(item.amount for item in made.items)), align="right")
    return y
