"""Made-up UK receipts, invoices and credit notes in twelve layouts, as PDF and as photographed pages, truth beside."""

from __future__ import annotations

import argparse
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from benchmarks.document_others import others
from benchmarks.document_papers import STREETS, Paper, Setter, paper, pounds


@dataclass(frozen=True)
class InvoiceLook:
    """What tells one invoice layout from another."""

    name_x: float
    name_align: str
    title: str
    number: tuple[str, ...]
    dates: tuple[str, ...]
    stacked: bool
    heads: tuple[str, str, str, str]
    sums: tuple[str, str, str]
    sender_line: bool = False
    paid: bool = False


def _set_invoice(made: Paper, look: InvoiceLook) -> bytes:
    rng, page = made.rng, Setter(210, 297)
    sign = rng.choice(["£", "£", "", "GBP "])
    title = {"invoice": look.title, "credit_note": "CREDIT NOTE"}[made.kind]
    page.text(look.name_x, 20, made.supplier, size=rng.choice([11, 14, 18]), bold=True, align=look.name_align)
    address = [
        made.street,
        made.town,
        made.postcode,
        f"Tel: 0{rng.randrange(1000, 9999)} {rng.randrange(100000, 999999)}",
    ]
    for n, text in enumerate(address):
        page.text(look.name_x, 26 + 4.5 * n, text, size=8, align=look.name_align)
    other = 120 if look.name_x < 100 else 20
    page.text(other, 30 if look.sender_line else 60, title, size=20 if rng.random() < 0.5 else 13, bold=True)
    if look.sender_line:
        page.text(20, 52, f"{made.supplier} - {made.street} - {made.town} {made.postcode}", size=6)
    page.text(
        20,
        62 if look.sender_line or other == 120 else 72,
        rng.choice(["Bill to:", "Invoice to", "Customer", "To:"]),
        size=8,
        bold=True,
    )
    for n, text in enumerate([made.customer, f"{rng.randrange(1, 90)} {rng.choice(STREETS)}", "Reading", "RG1 2AB"]):
        page.text(20, (67 if look.sender_line or other == 120 else 77) + 4.5 * n, text)
    facts = [(rng.choice(look.number), made.number), (rng.choice(look.dates), made.day_text)]
    if made.kind == "credit_note":
        facts = [
            (facts[0][0].replace("Invoice", "Credit note"), made.number),
            (facts[1][0].replace("Invoice", "Credit note"), made.day_text),
        ]
        facts.append(("Original invoice", f"INV-{rng.randrange(100, 9999)}"))
    else:
        facts.append((rng.choice(["Due date", "Payment due", "Pay by", "Due"]), made.due_text))
    facts.append(
        (rng.choice(["Your order", "PO number", "Account no", "Customer ref"]), f"P{rng.randrange(1000, 99999)}")
    )
    if rng.random() < 0.4:
        # Another day than the document's: of the order or the delivery.
        label = rng.choice(["Order date", "Date of order", "Delivery date", "Delivered on", "Quote dated"])
        facts.append((label, made.earlier_text))
    if rng.random() < 0.5:
        facts[0], facts[1] = facts[1], facts[0]
    step = 36 if len(facts) > 4 else 45
    for n, (label, value) in enumerate(facts):
        if look.stacked:
            page.text(18 + step * n, 104, label, size=8, bold=True)
            page.text(18 + step * n, 109, value, size=8 if len(facts) > 4 else 9)
        else:
            page.text(120, 67 + 5 * n, f"{label}:" if rng.random() < 0.6 else label, size=9, bold=True)
            page.text(160, 67 + 5 * n, value)
    return _set_table(made, look, page, sign)


def _set_table(made: Paper, look: InvoiceLook, page: Setter, sign: str) -> bytes:
    rng, y = made.rng, 122.0
    for x, head, align in (
        (20, look.heads[0], "left"),
        (110, look.heads[1], "right"),
        (140, look.heads[2], "right"),
        (190, look.heads[3], "right"),
    ):
        page.text(x, y, head, bold=True, align=align)
    page.line(20, y + 2, 190)
    for item in made.items:
        y += 7
        page.text(20, y, item.name)
        page.text(110, y, str(item.quantity), align="right")
        page.text(140, y, sign.strip() + pounds(item.price), align="right")
        page.text(160, y, f"{item.rate}%", align="right")
        page.text(190, y, sign + pounds(item.amount), align="right")
    y += 6
    page.line(120, y, 190)
    lines = [(look.sums[0], made.net)]
    if len(made.rates) > 1 and rng.random() < 0.5:
        lines += [(f"VAT @ {rate}% on {pounds(net)}", vat) for rate, (net, vat) in made.rates.items() if rate]
        lines += [("Total VAT", made.vat)]
    else:
        only = next(iter(made.rates)) if len(made.rates) == 1 else None
        lines.append((f"{look.sums[1]} ({only}%)" if only and rng.random() < 0.5 else look.sums[1], made.vat))
    lines.append(
        (look.sums[2] if made.kind == "invoice" else rng.choice(["Total credit", "Total", "Credit total"]), made.gross)
    )
    if look.paid and made.kind == "invoice":
        part = made.gross // 3
        lines += [("Paid to date", part), ("Balance due", made.gross - part)]
    for n, (label, amount) in enumerate(lines):
        y += 6
        page.text(150, y, label, bold=n == len(lines) - 1, align="right")
        page.text(190, y, sign + pounds(amount), bold=n == len(lines) - 1, align="right")
    if rng.random() < 0.25:
        page.text(20, 255, f"{rng.choice(['Period', 'For work'])} from {made.earlier_text} to {made.day_text}", size=8)
    label = rng.choice(["No", "Reg No", "Registration Number", "number"])
    company = rng.randrange(10**7, 10**8)
    page.text(20, 262, f"VAT {label}: {made.vat_number}   Company No: {company}", size=8)
    sort_code = "-".join(str(rng.randrange(10, 99)) for _ in range(3))
    account = rng.randrange(10**7, 10**8)
    page.text(20, 267, f"Bank: Sort code {sort_code}  Account {account}  Please quote {made.number}", size=8)
    page.text(20, 272, f"Registered in England. Registered office {made.street}, {made.town} {made.postcode}", size=7)
    return page.done()


_INVOICES = [
    InvoiceLook(20, "left", "INVOICE", ("Invoice No", "Invoice number"), ("Invoice date", "Date"), False,
                ("Description", "Qty", "Unit price", "Amount"), ("Subtotal", "VAT", "Total")),
    InvoiceLook(190, "right", "Tax invoice", ("Invoice #", "Number"), ("Date of issue", "Tax point"), True,
                ("Item", "Quantity", "Rate", "Total"), ("Net total", "Total VAT", "Invoice total")),
    InvoiceLook(105, "centre", "VAT INVOICE", ("Invoice ref", "Our invoice"), ("Date", "Dated"), False,
                ("Details", "No.", "Price each", "Net"), ("Total net", "VAT", "Amount due")),
    InvoiceLook(190, "right", "Invoice", ("Document no", "Invoice No."), ("Invoice date", "Issued"), True,
                ("Work carried out", "Hours", "Price", "Net amount"), ("Total ex VAT", "VAT total", "Total inc VAT"),
                sender_line=True),
    InvoiceLook(20, "left", "SALES INVOICE", ("Invoice No", "Invoice ID"), ("Invoice date", "Date/Tax point"), True,
                ("Product", "Qty", "Unit", "Line total"), ("Goods total", "VAT", "Grand total"), paid=True),
]  # fmt: skip
_CREDITS = [_INVOICES[0], _INVOICES[1]]


@dataclass(frozen=True)
class ReceiptLook:
    """What tells one till roll from another."""

    font: str
    total: tuple[str, ...]
    subtotal: bool
    quantities: bool
    cash: bool
    vat_table: bool
    number: tuple[str, ...]
    date_at_end: bool


def _set_receipt(made: Paper, look: ReceiptLook) -> bytes:
    rng = made.rng
    rows: list[tuple[str, str]] = [("c", made.supplier.upper() if rng.random() < 0.6 else made.supplier)]
    rows += [("c", made.street), ("c", f"{made.town} {made.postcode}"), ("c", f"Tel 0{rng.randrange(10**9, 10**10)}")]
    rows += [("c", f"VAT {rng.choice(['No', 'Reg', 'Number'])} {made.vat_number}"), ("c", "")]
    time = f"{rng.randrange(7, 22):02d}:{rng.randrange(60):02d}"
    label = rng.choice(["Date: ", "", "DATE "])
    head = [("l", f"{label}{made.day_text} {time}"), ("l", f"{rng.choice(look.number)} {made.number}")]
    if not look.date_at_end:
        rows += [*head, ("c", "")]
    sign = rng.choice(["", "£", "£"])
    for item in made.items:
        if look.quantities and item.quantity > 1:
            rows += [("l", item.name), ("s", f"  {item.quantity} x {pounds(item.price)}\t{sign}{pounds(item.amount)}")]
        else:
            rows.append(("s", f"{item.name}\t{sign}{pounds(item.amount)}"))
    rows.append(("c", "-" * 30))
    if look.subtotal:
        rows.append(("s", f"Sub-total\t{sign}{pounds(made.gross)}"))
    rows.append(("b", f"{rng.choice(look.total)}\t£{pounds(made.gross)}"))
    if look.cash and rng.random() < 0.7:
        given = (made.gross // 500 + 1) * 500
        rows += [("s", f"Cash\t{sign}{pounds(given)}"), ("s", f"Change\t{sign}{pounds(given - made.gross)}")]
    else:
        rows += [
            ("s", f"{rng.choice(['Visa Debit', 'Mastercard', 'Card', 'Contactless'])}\t{sign}{pounds(made.gross)}")
        ]
        rows += [("l", f"**** **** **** {rng.randrange(1000, 9999)}  Auth {rng.randrange(100000, 999999)}")]
    rows.append(("c", ""))
    if look.vat_table:
        rows.append(("s", "VAT rate   Net\tVAT"))
        rows += [("s", f"{rate}%   {pounds(net)}\t{pounds(vat)}") for rate, (net, vat) in made.rates.items()]
    else:
        rows.append(("l", f"Includes VAT of £{pounds(made.vat)}"))
    if look.date_at_end:
        rows += [("c", ""), *head]
    rows += [
        ("c", ""),
        ("c", rng.choice(["Thank you for your custom", "Please keep your receipt", "See you again soon"])),
    ]
    page = Setter(76, 14 + 4.4 * len(rows))
    for n, (style, text) in enumerate(rows):
        y = 9 + 4.4 * n
        size = (12 if n == 0 else 8) + (2 if style == "b" else 0)
        bold = look.font + ("-Bold" if style == "b" or n == 0 else "")
        if style == "c":
            page.text(38, y, text, size=min(size, 12), align="centre", font=bold)
        else:
            left, _, right = text.partition("\t")
            page.text(5, y, left, size=size, font=bold)
            page.text(71, y, right, size=size, align="right", font=bold)
    return page.done()


_RECEIPTS = [
    ReceiptLook("Courier", ("TOTAL", "TOTAL TO PAY"), True, True, True, True, ("Receipt No", "Receipt:"), False),
    ReceiptLook("Helvetica", ("Total", "Total due"), False, False, True, False, ("Order", "Check"), False),
    ReceiptLook("Courier", ("BALANCE DUE", "TOTAL"), False, True, False, True, ("Transaction", "Trans No"), True),
    ReceiptLook("Helvetica", ("Amount due", "TOTAL GBP"), True, False, True, True, ("Receipt #", "Bill No"), True),
    ReceiptLook("Courier", ("Total (inc VAT)", "TOTAL"), True, True, True, False, ("Inv No", "Receipt no."), True),
]  # fmt: skip


def documents(count_each: int = 10, seed: int = 2026) -> list[tuple[str, bytes, dict[str, Any]]]:
    """Name, PDF and truth of each document: twelve layouts, so many of each."""
    layouts: list[tuple[str, str, Callable[[Paper], bytes]]] = []
    layouts += [(f"invoice{n}", "invoice", lambda p, k=look: _set_invoice(p, k)) for n, look in enumerate(_INVOICES)]  # type: ignore[misc] # the default binds the layout
    layouts += [(f"credit{n}", "credit_note", lambda p, k=look: _set_invoice(p, k)) for n, look in enumerate(_CREDITS)]  # type: ignore[misc] # as above
    layouts += [(f"receipt{n}", "receipt", lambda p, k=look: _set_receipt(p, k)) for n, look in enumerate(_RECEIPTS)]  # type: ignore[misc] # as above
    made = []
    for layout, kind, setter in layouts:
        for n in range(count_each):
            rng = random.Random(f"{seed}/{layout}/{n}")
            document = paper(rng, kind, whole_pounds=rng.random() < 0.2)
            content = setter(document)
            made.append((f"{layout}-{n:02d}", content, document.truth() | {"layout": layout}))
    return made


def photographed(pdf: bytes, rng: random.Random, *, longest: int = 1500) -> bytes:
    """The first page as a photo would show it: a table around it, a slight turn, uneven light, noise, JPEG."""
    page = pypdfium2.PdfDocument(pdf)[0]
    sheet = page.render(scale=longest / max(page.get_size())).to_pil().convert("L")
    margin = int(0.04 * longest)
    table = Image.new("L", (sheet.width + 2 * margin, sheet.height + 2 * margin), rng.randrange(60, 130))
    table.paste(sheet, (margin, margin))
    turned = table.rotate(rng.uniform(-3.0, 3.0), resample=Image.Resampling.BICUBIC, expand=True, fillcolor=90)
    soft = turned.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.9)))
    pixels = np.asarray(soft, dtype=np.float32)
    light = np.linspace(rng.uniform(0.75, 1.0), rng.uniform(0.8, 1.0), pixels.shape[1])[None, :]
    noise = np.random.default_rng(rng.randrange(2**31)).normal(0, rng.uniform(2, 7), pixels.shape)
    photo = Image.fromarray(np.clip(pixels * light + noise, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=rng.randrange(60, 90))
    return out.getvalue()


def main() -> None:
    """Write the documents, their photos and the truth into a folder."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--out", type=Path, required=True)
    reader.add_argument("--each", type=int, default=10, help="documents of each of the twelve layouts")
    reader.add_argument("--seed", type=int, default=2026)
    choice = reader.parse_args()
    choice.out.mkdir(parents=True, exist_ok=True)
    truth: dict[str, dict[str, Any]] = {}
    for name, content, facts in documents(choice.each, choice.seed):
        (choice.out / f"{name}.pdf").write_bytes(content)
        (choice.out / f"{name}.jpg").write_bytes(photographed(content, random.Random(name)))
        truth[f"{name}.pdf"] = truth[f"{name}.jpg"] = facts
    for name, content, facts in others(choice.each, choice.seed):
        (choice.out / f"{name}.pdf").write_bytes(content)
        truth[f"{name}.pdf"] = facts
    (choice.out / "truth.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")
    print(f"{len(truth)} PDFs and photos in {choice.out}")


if __name__ == "__main__":
    main()
