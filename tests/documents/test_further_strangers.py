"""Kinds of fault that the papers of one more stranger showed, each on a page made for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.name_lines import fits, tidy_name
from accountsos.documents.facts import Direction, DocumentFacts, DocumentType, ReadOutcome, ReadStatus
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.outcome import SURE
from accountsos.documents.read import read_document
from tests.workflows.documents.papers import page

TODAY = date(2026, 11, 30)
US = KnownSuppliers(own_names=("Teasel & Co Ltd",), own_people=("Ann Roe",), own_vat_numbers=("GB147742689",))
HEAD = (("Calder Packaging Ltd",), ("12 Mill Lane, York YO1 7HH",))
INVOICE = (("INVOICE",), ("Invoice no 4410", "Date 12 March 2026"))
BUYER = (("Teasel & Co Ltd",), ("1 Sawmill Lane",), ("Hexham NE46 3QX",))
SUMS = (("Net", "100.00"), ("VAT 20%", "20.00"), ("Total", "£120.00"))
DATED = ("12 March 2026",)


def outcome(*rows: tuple[str, ...]) -> ReadOutcome:
    return read_document(page(*rows), known_suppliers=US, today=TODAY)


def read(*rows: tuple[str, ...]) -> DocumentFacts:
    facts = outcome(*rows).facts
    assert facts is not None
    return facts


def supplier(facts: DocumentFacts) -> str | None:
    return facts.supplier.name.value if facts.supplier.name else None


def charged(facts: DocumentFacts) -> dict[Decimal | None, tuple[int | None, int | None]]:
    return {part.rate: (part.net, part.vat) for part in facts.vat_by_rate}


NOT_BOOKED = {
    "its title in letters that stand apart": (
        ("R E M I T T A N C E", "A D V I C E"), ("Your invoice INV-201", "£400.00"), ("Total", "£400.00"),
    ),
    "a customer says what it paid": (
        ("We have today paid the following into your bank account",), ("INV-201", "£400.00"), ("Total", "£400.00"),
    ),
    "a reminder over a list": (
        ("PAYMENT REMINDER",), DATED, ("Invoice", "Date", "Amount"), ("4410", "02/02/2026", "£120.00"),
        ("Total overdue", "£120.00"),
    ),
    "a letter about an invoice": (
        DATED, *BUYER, ("Invoice 4410 dated 2 February 2026 for £120.00 is now overdue.",),
        ("Please pay £120.00 within seven days. Sort code 00-11-22",),
    ),
    "an order is acknowledged": (("Acknowledgement of order",), ("Our order no 99123",), *SUMS),
    "a letter that quotes": (
        DATED, *BUYER, ("We are pleased to quote for the works as follows",), ("Fence", "£100.00"), *SUMS,
        ("This price is valid for 30 days.",),
    ),
    "goods came with it": (("DELIVERY TICKET",), ("No D 90417",), ("Gross 31.84 t",), ("This is not an invoice.",)),
    "prices go up": (
        DATED, ("We are updating our prices",),
        ("From 1 May 2026 your plan changes from £29.00 to £33.00 a month. You can see receipts by e-mail.",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("rows", NOT_BOOKED.values(), ids=NOT_BOOKED.keys())
def test_what_only_speaks_of_invoices_is_none(rows: tuple[tuple[str, ...], ...]) -> None:
    kind = read(*HEAD, *rows).type
    assert (kind.value, kind.confidence >= SURE) == (DocumentType.OTHER, True)


def test_fees_taken_off_card_sales_are_an_invoice_of_the_fees_though_refunds_stand_among_the_sales() -> None:
    facts = read(
        ("Payz",), ("Fee invoice - October 2026",), ("Invoice PZ-12", "Issue date 31 October 2026"), *BUYER,
        ("Type", "Volume", "Fee"), ("Debit cards", "£4,000.00", "£60.00"), ("Refunds", "-£60.00", "£0.00"),
        ("Total fees (VAT exempt)", "£60.00"), ("Total card sales", "£4,000.00"), ("Less refunds", "-£60.00"),
        ("Paid to your account", "£3,880.00"), ("Deducted from your payouts. Payz UK Limited, Cotton Exchange.",),
    )  # fmt: skip
    assert facts.type.value is DocumentType.INVOICE
    assert facts.gross is not None
    assert facts.gross.value == 6000
    assert (supplier(facts) or "").startswith("Payz")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Payment strictly 30 days. Bank: Whin Courier Ltd", "Whin Courier Ltd"),
        ("a division of Skillhub CIC", "Skillhub CIC"),
        ("Guild of Weavers, a company limited by guarantee, 5 Lockside", "Guild of Weavers"),
        ("J. Roe & Sons Ltd", "J. Roe & Sons Ltd"),
    ],
)
def test_a_name_is_told_from_what_is_said_around_it(said: str, name: str) -> None:
    assert tidy_name(said) == name


@pytest.mark.parametrize(
    "said", ["PAY & DISPLAY", "TOLL RECEIPT", "October 2026", "Delivered by Fastway Ltd", "Bank: Barclays Bank PLC"]
)
def test_a_ticket_a_month_a_carrier_and_a_bank_are_no_suppliers(said: str) -> None:
    assert not fits(tidy_name(said))


def test_the_trading_name_over_its_parent_is_the_supplier() -> None:
    facts = read(
        ("Northern Saw Training",), ("a division of Skillhub CIC, Kirkley Farm NE20 9ZZ",), ("VAT no 331 0882 28",),
        *INVOICE, *BUYER, *SUMS,
    )  # fmt: skip
    assert supplier(facts) in ("Northern Saw Training", "Skillhub CIC")


def test_a_guild_at_the_foot_is_sure_by_its_vat_number_though_our_name_is_on_top() -> None:
    done = outcome(
        *BUYER, ("Invoice M-11", "12 March 2026"), ("Subscription", "£100.00"), *SUMS,
        ("Guild of Weavers, a company limited by guarantee, 5 Lockside, Skipton. VAT 331 0882 28",),
    )  # fmt: skip
    assert done.facts is not None
    assert (supplier(done.facts), done.status) == ("Guild of Weavers", ReadStatus.PROCESSED)


def test_our_sale_stays_ours_where_the_buyers_vat_number_stands_in_its_block_and_a_sentence_over_our_foot() -> None:
    facts = read(
        ("Teasel & Co Ltd", "INVOICE"), ("1 Sawmill Lane, Hexham NE46 3QX",), ("BILLED TO", "NUMBER"),
        ("Harbour Homes Ltd", "T-12"), ("Fell Road, Alston CA9 9ZZ",), ("VAT GB331088228",), ("Date", "12 March 2026"),
        *SUMS, ("This is a VAT invoice for the deposit. The balance of £900.00 will be invoiced on completion.",),
        ("Teasel & Co Ltd, company no 09844173, VAT GB 147 7426 89",),
    )  # fmt: skip
    assert facts.direction is not None
    assert facts.direction.value is Direction.SALE
    assert facts.customer.name is not None
    assert facts.customer.name.value == "Harbour Homes Ltd"
    assert facts.payable is None


def test_a_discount_for_early_payment_is_no_balance() -> None:
    terms = ("A settlement discount may be taken, in which case the amount payable is £117.00",)
    done = outcome(*HEAD, *INVOICE, *BUYER, *SUMS, terms)
    assert (done.status, done.reason) == (ReadStatus.PROCESSED, None)


PARTS = {
    "each line says its rate": (
        ("Trees", "Zero Rated", "476.00"), ("Mulch", "20%", "135.00"), ("Stakes", "20%", "102.00"),
        ("Subtotal", "", "713.00"), ("VAT 20%", "", "47.40"), ("Total", "", "£760.40"),
    ),
    "totals side by side": (
        ("Net", "VAT"), ("Charges   193.00", "38.60"), ("Expenses   44.00", "8.80"), ("Searches   476.00", "0.00"),
        ("Totals   713.00", "47.40"), ("Total of this bill", "£760.40"),
    ),
    "the tax names its sums": (
        ("Books", "476.00"), ("Plans", "237.00"), ("Net", "713.00"),
        ("VAT (20% on 237.00; 0% on 476.00)", "47.40"), ("Total", "£760.40"),
    ),
    "a row of what bears none": (
        ("Rooms", "284.40"), ("Shuttle", "476.00"), ("Total", "£760.40"), ("VAT 20.00%", "237.00 47.40 284.40"),
        ("Non-vatable", "476.00 0.00 476.00"),
    ),
    "a code after each price": (
        ("Envelopes", "284.40 S"), ("Stamps", "400.00 E"), ("Signed for", "76.00 E"), ("TOTAL", "£760.40"),
        ("S = 20% E = exempt",), ("VAT content", "47.40"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("rows", PARTS.values(), ids=PARTS.keys())
def test_vat_on_a_part_is_read_with_its_part(rows: tuple[tuple[str, ...], ...]) -> None:
    facts = read(*HEAD, *INVOICE, *rows)
    assert facts.vat is not None
    assert facts.vat.value == 4740
    assert charged(facts)[Decimal(20)] == (23700, 4740)


def test_vat_that_the_customer_owes_is_not_in_the_invoice() -> None:
    facts = read(
        *HEAD, *INVOICE, *BUYER, ("Net", "4,247.00"), ("VAT @ 20% reverse charge", "849.40"), ("Total", "£4,247.00"),
        ("Reverse charge: customer to pay the VAT to HMRC",),
    )  # fmt: skip
    assert (facts.vat is not None and facts.vat.value, facts.net is not None and facts.net.value) == (0, 424700)


def test_a_cell_of_another_column_does_not_hide_the_tax() -> None:
    facts = read(
        *HEAD, *INVOICE, ("Number of transactions 12",), ("Nett", "634.61"), ("VAT 20.00%", "126.92"),
        ("Gross", "761.53"), ("Balance on your account after this invoice: £765.13",),
    )  # fmt: skip
    assert charged(facts) == {Decimal(20): (63461, 12692)}


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ((("Ordered 28 Jan 2026",), ("Invoiced & despatched 30 Jan 2026",)), date(2026, 1, 30)),
        ((("Date 24 February 2026",), ("Course date 9-10 March 2026",)), date(2026, 2, 24)),
        ((("Date in 7 January 2026",), ("Date 8 January 2026",)), date(2026, 1, 8)),
        ((("Last bill (issued 4 August 2026)", "£1.00"), ("Bill date 4 September 2026",)), date(2026, 9, 4)),
        ((("Delivered & tax point: 17 NOV",), ("2026",)), date(2026, 11, 17)),
    ],
    ids=["ordered", "course", "in", "last bill", "broken off"],
)
def test_the_day_of_the_paper_is_sure_beside_other_days(rows: tuple[tuple[str, ...], ...], day: date) -> None:
    facts = read(*HEAD, ("INVOICE",), ("Invoice no 4410",), *rows, *SUMS)
    assert facts.date is not None
    assert (facts.date.value, facts.date.confidence >= SURE) == (day, True)


def test_a_number_and_a_day_behind_it_are_two() -> None:
    found = [day.day for day in days_in("Invoice no 2026/03 - 29th March 2026")]
    assert found == [date(2026, 3, 29)]


@pytest.mark.parametrize(
    "row",
    [
        ("Paid Visa ••••4471", "£120.00"), ("TEA BAGS 240", "£120.00"), ("Property reference", "00417002150"),
        ("Telephone", "01434 555 600"), ("Sort code 00-11-22 12345678",), ("Rate demand 2025/2026",),
    ],
)  # fmt: skip
def test_what_belongs_to_a_card_goods_a_house_a_line_or_a_year_is_no_number(row: tuple[str, ...]) -> None:
    facts = read(*HEAD, DATED, row, ("Total paid", "£120.00"))
    assert facts.number is None or facts.number.value not in " ".join(row)


def test_a_till_calls_its_number_by_short_words() -> None:
    facts = read(("Hallbank Tunnel",), ("Lane 04", "Trn 884 1702"), ("06.10.2026 06:51",), ("Total", "£3.80"))
    assert facts.number is not None
    assert facts.number.value == "884 1702"
