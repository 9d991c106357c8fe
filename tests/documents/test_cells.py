"""A label is a cell near its value, in any of four directions, by its own words; a paper has two parties."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.documents.extract.cells import Cells
from accountsos.documents.extract.customer import customer_of
from accountsos.documents.extract.facts import facts_from_sheet
from accountsos.documents.extract.name_witnesses import witnesses_of
from accountsos.documents.extract.payment import due_date_of
from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.extract.vat import vat_of
from accountsos.documents.extract.vat_numbers import vat_numbers
from accountsos.documents.facts import Box, Direction
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.parties import facts_told_apart

TODAY = date(2026, 6, 30)
Put = tuple[float, float, str]


def laid_out(*put: Put) -> Sheet:
    """Texts at their places, in hundredths of the page from the left and in lines from the top."""
    pieces = []
    for x, line, text in put:
        left, top = x / 100, line / 60
        pieces.append(Piece(text, 1, Box(left, top, min(0.99, left + 0.009 * len(text)), top + 0.012), 0.012))
    return sheet_of(pieces)


GOODS: tuple[Put, ...] = (
    (10, 30, "Oak boards"), (80, 30, "100.00"), (60, 32, "Subtotal"), (80, 32, "100.00"), (60, 33, "VAT 20%"),
    (80, 33, "20.00"), (60, 34, "Total"), (80, 34, "£120.00"),
)  # fmt: skip
HEAD: tuple[Put, ...] = ((10, 1, "Quay Timber Ltd"), (10, 2, "2 Quay Street"), (10, 3, "Falmouth TR11 3LG"))
TITLE: Put = (10, 6, "INVOICE")


def label_of(sheet: Sheet, value: str) -> str:
    (piece,) = [p for row in sheet.rows for p in row.pieces if p.text == value]
    return Cells(sheet).label_of(piece, "").text


@pytest.mark.parametrize(
    "put",
    [
        [(10, 10, "Invoice date"), (25, 10, "4 March 2026")],
        [(10, 10, "Invoice date"), (10, 11, "4 March 2026")],
        [(10, 10, "4 March 2026"), (26, 10, "Invoice date")],
        [(10, 10, "4 March 2026"), (10, 11, "Invoice date")],
    ],
    ids=["left", "above", "right", "below"],
)
def test_a_label_is_found_in_each_of_four_directions(put: list[Put]) -> None:
    assert label_of(laid_out(*put), "4 March 2026") == "Invoice date"


def test_another_cell_of_the_row_is_no_label() -> None:
    strip = laid_out(
        (10, 10, "Account"), (30, 10, "Invoice date"), (60, 10, "Despatched"),
        (10, 11, "HOL12"), (30, 11, "4 March 2026"), (60, 11, "1 March 2026"),
    )  # fmt: skip
    assert (label_of(strip, "4 March 2026"), label_of(strip, "1 March 2026")) == ("Invoice date", "Despatched")


def test_a_label_that_announces_another_value_is_not_that_of_the_value_before_it() -> None:
    assert label_of(laid_out((10, 10, "4 March 2026"), (28, 10, "Invoice no:"), (42, 10, "Q-17")), "4 March 2026") == ""


@pytest.mark.parametrize(
    "other", ["Order date", "Delivery date", "Payment due", "Arrival", "Travel date", "Despatched", "Pay before"]
)
@pytest.mark.parametrize("first", [True, False])
def test_the_day_of_issue_is_told_from_other_days(other: str, *, first: bool) -> None:
    days = [(other, "20 March 2026"), ("Invoice date", "4 March 2026")]
    put = [(55, 10 + n, text) for n, (text, _) in enumerate(days[:: 1 if first else -1])]
    put += [(75, 10 + n, text) for n, (_, text) in enumerate(days[:: 1 if first else -1])]
    read = facts_from_sheet(laid_out(*HEAD, TITLE, *put, *GOODS), today=TODAY).date
    assert read is not None
    assert read.value == date(2026, 3, 4)


def test_a_letters_date_needs_no_label_and_a_day_in_a_sentence_is_none() -> None:
    letter = laid_out(
        *HEAD, (60, 8, "4 March 2026"), (10, 10, "Dear Sirs"),
        (10, 12, "We refer to our letter dated 11 February 2026 and enclose our invoice number 4471 for the boards."),
        *GOODS,
    )  # fmt: skip
    read = facts_from_sheet(letter, today=TODAY)
    assert read.date is not None
    assert read.number is not None
    assert (read.date.value, read.number.value) == (date(2026, 3, 4), "4471")


@pytest.mark.parametrize("number", ["2026 / 118", "SI 004 117", "QT/26/0042"])
def test_a_number_with_blanks_and_slashes_is_whole(number: str) -> None:
    put = [(55, 10, "Invoice number"), (75, 10, number), (55, 11, "Invoice date"), (75, 11, "4 March 2026")]
    read = facts_from_sheet(laid_out(*HEAD, TITLE, *put, *GOODS), today=TODAY).number
    assert read is not None
    assert read.value == number


@pytest.mark.parametrize("label", ["Your order", "Account number", "PO number", "Customer ref"])
def test_an_order_or_account_number_is_not_the_invoices(label: str) -> None:
    put = [(55, 10, label), (75, 10, "450017788"), (55, 11, "Invoice number"), (75, 11, "Q-1041")]
    read = facts_from_sheet(laid_out(*HEAD, TITLE, *put, (55, 12, "Date 4 March 2026"), *GOODS), today=TODAY).number
    assert read is not None
    assert read.value == "Q-1041"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("VAT No 980 7806 84", ["GB980780684"]),
        ("Tax invoice 450017788", []),
        ("VAT invoice, your PO 4500177881", []),
        ("VAT 12345678901", []),
        ("Tax invoice 450017788   VAT registration 980 7806 84", ["GB980780684"]),
    ],
)
def test_an_order_or_invoice_number_is_no_vat_number(text: str, numbers: list[str]) -> None:
    assert [number for number, *_ in vat_numbers(laid_out((10, 4, text)))] == numbers


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Please pay Quay Timber Ltd, sort code 20-41-18", "Quay Timber Ltd"),
        ("Cheques payable to Quay Timber Ltd", "Quay Timber Ltd"),
        ("Account name: Quay Timber (UK) Ltd", "Quay Timber (UK) Ltd"),
        ("Sold by Quay Timber & Sons", "Quay Timber & Sons"),
        ("Quay Timber Ltd is a company registered in England 01234567", "Quay Timber Ltd"),
        ("Quay Timber is a trading name of Harbour Wood Ltd.", "Harbour Wood Ltd"),
        ("Quay Timber Ltd. Registered office 2 Quay Street", "Quay Timber Ltd"),
    ],
)
def test_a_witness_names_the_supplier(text: str, name: str) -> None:
    assert name in [witness.name for witness in witnesses_of(laid_out((10, 40, text)))]


@pytest.mark.parametrize(("goods", "vat"), [("Advice on VAT return", None), ("VAT", 11700)])
def test_goods_that_speak_of_vat_are_no_vat(goods: str, vat: int | None) -> None:
    rows = laid_out((10, 30, "Hosting"), (80, 30, "£734.00"), (10, 31, goods), (80, 31, "£117.00"),
                    (60, 34, "Total"), (80, 34, "£851.00"))  # fmt: skip
    read = vat_of(rows, 85100, None).vat
    assert (read.value if read is not None and read.confidence >= 0.75 else None) == vat


US = KnownSuppliers(own_names=("Teasel & Co Ltd",))
DAYS: tuple[Put, ...] = ((55, 14, "Invoice number Q-1041"), (55, 15, "Invoice date 4 March 2026"))


def test_our_own_name_is_never_the_supplier_and_the_next_is_taken() -> None:
    bill = laid_out(
        (10, 2, "Teasel & Co Ltd"), (10, 3, "1 Mill Lane"), (10, 4, "Truro TR1 2AB"), (55, 6, "INVOICE"), *DAYS, *GOODS,
        (10, 50, "Please pay Quay Timber Ltd, sort code 20-41-18, account 12345678"),
        (10, 51, "Quay Timber Ltd. Registered in England 01234567. VAT No 980 7806 84"),
    )  # fmt: skip
    read = facts_told_apart(bill, US, TODAY)
    assert read.supplier.name is not None
    assert read.supplier.name.value == "Quay Timber Ltd"
    assert read.direction is None or read.direction.value is Direction.PURCHASE


@pytest.mark.parametrize("heading", ["Bill to", "Invoice to", "To", "Customer"])
def test_a_sale_names_its_customer(heading: str) -> None:
    sale = laid_out(
        (10, 1, "Teasel & Co Ltd"), (10, 2, "1 Mill Lane"), (10, 3, "Truro TR1 2AB"), (60, 6, "INVOICE"),
        (10, 8, heading), (10, 9, "Penrose Holdings Ltd"), (10, 10, "4 Fore Street"), *DAYS, *GOODS,
    )  # fmt: skip
    read = facts_told_apart(sale, US, TODAY)
    assert read.direction is not None
    assert read.customer.name is not None
    assert (read.direction.value, read.customer.name.value) == (Direction.SALE, "Penrose Holdings Ltd")
    named = customer_of(sale)
    assert named is not None
    assert named.confidence >= 0.95


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        ("Terms: strictly 14 days net", date(2026, 3, 18)),
        ("Payment within 30 days", date(2026, 4, 3)),
        ("30 days end of month", date(2026, 4, 30)),
        ("Goods may be returned within 28 days", None),
    ],
)
def test_terms_give_the_due_date_and_a_right_to_return_does_not(terms: str, due: date | None) -> None:
    read = due_date_of(laid_out(*HEAD, (10, 40, terms)), date(2026, 3, 4))
    assert (read.value if read else None) == due
