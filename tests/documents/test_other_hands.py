"""Kinds of page that hands wrote who had not read the reader: each kind on two pages."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.documents.facts import Direction, DocumentFacts, DocumentType, ReadOutcome, ReadStatus
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.read import read_document
from tests.documents.columns import column
from tests.workflows.documents.papers import page

TODAY = date(2026, 11, 22)
US = KnownSuppliers(own_names=("Teasel & Co Ltd",), own_vat_numbers=("GB999999973",))
Rows = tuple[tuple[str, ...], ...]


def outcome(*rows: tuple[str, ...]) -> ReadOutcome:
    return read_document(page(*rows), known_suppliers=US, today=TODAY)


def read(*rows: tuple[str, ...]) -> DocumentFacts:
    facts = outcome(*rows).facts
    assert facts is not None
    return facts


def supplier(facts: DocumentFacts) -> str:
    assert facts.supplier.name is not None
    return facts.supplier.name.value


DEPOSIT = ("Less deposit invoice AK/1190/D dated 1 September 2026", "-2,400.00")
EARLIER = ("Less our deposit invoice 4390 of 3 September 2026", "-1,200.00")


@pytest.mark.parametrize("line", [DEPOSIT, EARLIER])
def test_the_day_of_the_deposit_invoice_is_not_the_final_invoices(line: tuple[str, str]) -> None:
    facts = read(
        ("Arkholme Kitchens Ltd",), ("FINAL INVOICE AK/1190/F",), ("Date 30 October 2026",), ("Teasel & Co Ltd",),
        ("Staff kitchen", "6,000.00"), ("VAT 20%", "1,200.00"), ("Contract total", "7,200.00"), line,
    )  # fmt: skip
    assert facts.date is not None
    assert facts.date.value == date(2026, 10, 30)


@pytest.mark.parametrize("named", ["Original invoice PH-448 of 02/10/2026", "Credits invoice 7719 dated 21/09/2026"])
def test_the_day_of_the_invoice_that_is_credited_is_not_the_credit_notes(named: str) -> None:
    facts = read(
        ("Paperhouse Wholesale Ltd",), ("CREDIT NOTE CN-301",), ("Credit date 19/10/2026",), (named,),
        ("Goods", "126.00"), ("VAT 20%", "25.20"), ("Total credit", "151.20"),
    )  # fmt: skip
    assert facts.date is not None
    assert facts.date.value == date(2026, 10, 19)
    assert facts.type.value is DocumentType.CREDIT_NOTE


@pytest.mark.parametrize("title", ["SALES CREDIT", "VAT CREDIT"])
def test_a_sales_credit_is_a_credit_note(title: str) -> None:
    facts = read(("Bramley Tool Hire Ltd",), (title,), ("Date 26/10/2026",), ("NET", "128.00"), ("VAT 20%", "25.60"))
    assert facts.type.value is DocumentType.CREDIT_NOTE


@pytest.mark.parametrize("bank", ["pay d hollis  11-03-22  00412287", "sort code 05-11-24, account 30041127"])
def test_a_sort_code_is_no_day(bank: str) -> None:
    facts = read(("hollis plumbing",), ("inv 217",), ("3/10/26",), ("call out", "95.00"), ("total", "95.00"), (bank,))
    assert facts.date is not None
    assert facts.date.value == date(2026, 10, 3)


AMERICAN: list[tuple[Rows, date, bool]] = [
    ((("Invoice date: 11/04/2026",), ("Seats 11/04/2026 - 12/03/2026", "$72.00")), date(2026, 11, 4), True),
    ((("Invoice date: 09/05/2026",), ("Labels", "$72.00")), date(2026, 9, 5), False),
]


@pytest.mark.parametrize(("rows", "day", "sure"), AMERICAN)
def test_an_american_seller_writes_the_month_first_and_only_its_own_days_make_that_sure(
    rows: Rows, day: date, sure: bool
) -> None:
    facts = read(
        ("QuillForge LLC",), ("1209 Orange St, Wilmington, DE 19801, USA",), ("Invoice #: QF-2026-118",),
        *rows[:1], ("Billed to Teasel & Co Ltd, Hexham NE46 1AB",), *rows[1:], ("Total", "$72.00"),
    )  # fmt: skip
    assert facts.date is not None
    assert facts.date.value == day
    assert (facts.date.confidence >= 0.95) is sure


@pytest.mark.parametrize("sign", ["Pay to 20-45-11 40312298", "Registered in England 7719022"])
def test_pounds_without_a_sign_where_the_page_tells_that_its_seller_is_here(sign: str) -> None:
    facts = read(
        ("Netherfield Engraving Ltd",), ("Invoice 771",), ("Date 6 October 2026",), ("Teasel & Co Ltd",),
        ("12 brass plates", "144.00"), ("Total", "144.00"), (sign,),
    )  # fmt: skip
    assert facts.currency is not None
    assert (facts.currency.value, facts.currency.confidence) == ("GBP", 0.95)


def test_vat_in_words_only_says_nothing_of_a_seller_in_dublin() -> None:
    facts = read(("Liffey Cafe",), ("Dublin 2, Ireland",), ("Lunch", "24.00"), ("Total", "24.00"), ("VAT 20%", "4.00"))
    assert facts.currency is None or facts.currency.confidence < 0.95


@pytest.mark.parametrize("rate", ["VAT", "20%"])
def test_a_column_of_net_vat_and_total_needs_no_labels(rate: str) -> None:
    content = column("Silverdale Upholstery Ltd", "No 1182", "17 November 2026", rate, ("384.00", "76.80", "460.80"))
    facts = read_document(content, known_suppliers=US, today=TODAY).facts
    assert facts is not None
    assert facts.gross is not None
    assert facts.vat is not None
    assert (facts.gross.value, facts.vat.value) == (46080, 7680)
    assert [(str(p.rate), p.net, p.vat) for p in facts.vat_by_rate] == [("20", 38400, 7680)]


def test_words_of_another_column_are_not_the_label_of_the_vat() -> None:
    facts = read(
        ("Ravenglass Design Ltd",), ("INVOICE 26/0417",), ("28 September 2026",),
        ("Artwork, two rounds of", "                    £640.00"), ("amendments and files.", "VAT @ 20%  £128.00"),
        ("", "                    £768.00"),
    )  # fmt: skip
    assert facts.vat is not None
    assert facts.vat.value == 12800


@pytest.mark.parametrize("contained", ["VAT included at 20%", "inc VAT 20%", "VAT @ 20% INC"])
def test_vat_that_a_receipt_contains(contained: str) -> None:
    facts = read(
        ("The Bower Cafe Ltd",), ("Receipt 1108",), ("3 Nov 2026 10:44",), ("Total", "£24.00"), (contained, "£4.00"),
        ("Paid by card", "£24.00"),
    )  # fmt: skip
    assert facts.vat is not None
    assert facts.vat.value == 400


@pytest.mark.parametrize("line", ["Total inc VAT", "inc VAT"])
def test_a_price_with_its_vat_is_not_the_vat(line: str) -> None:
    facts = read(("The Bower Cafe Ltd",), ("3 Nov 2026 10:44",), (line, "£3.00"), ("Total", "£24.00"))
    assert facts.vat is None


@pytest.mark.parametrize("kept_by", ["Operated by Lune Fuels Ltd", "Managed by Westfell Retail Ltd"])
def test_who_keeps_a_shop_is_not_run_together_with_its_name(kept_by: str) -> None:
    facts = read(("MERIDIAN FORTON",), (kept_by,), ("Receipt 7718",), ("06/11/2026 12:01",), ("TOTAL", "£24.00"))
    assert supplier(facts) in ("MERIDIAN FORTON", kept_by.partition(" by ")[2])


@pytest.mark.parametrize(
    "line",
    [
        "Services subject to the reverse charge - VAT to be accounted for by the recipient",
        "Your Thursday evening trip with us",
        "Hang two fire doors and make good",
        "Mastercard",
        "Delivered to:",
    ],
)
def test_a_sentence_a_card_or_a_label_is_no_supplier(line: str) -> None:
    facts = read((line,), ("Invoice 12",), ("3 Nov 2026",), ("Total", "£24.00"), ("Findly Ireland Limited",))
    assert supplier(facts) == "Findly Ireland Limited"


@pytest.mark.parametrize("number", ["M881 204 117", "88 4471 2093"])
def test_a_number_in_groups_is_read_whole(number: str) -> None:
    facts = read(("Ringwell plc",), (f"Invoice {number}",), ("Date 1 November 2026",), ("Total to pay", "£59.40"))
    assert facts.number is not None
    assert facts.number.value == number


@pytest.mark.parametrize("label", ["Your PO", "Customer order"])
def test_the_buyers_order_is_not_the_papers_number(label: str) -> None:
    facts = read(
        ("Oakhanger IT Ltd",), ("Number", "OH-7741"), (label, "HU-771"), ("Date", "2 Nov 2026"), ("Total", "£9.00")
    )
    assert facts.number is not None
    assert facts.number.value == "OH-7741"


@pytest.mark.parametrize(
    "said", ["by Direct Debit on or around 26 Oct 2026", "We'll collect this by Direct Debit on 26 October 2026."]
)
def test_the_day_of_the_direct_debit_is_when_it_is_due(said: str) -> None:
    facts = read(("Ringwell plc",), ("Invoice M1",), ("Bill date 1 October 2026",), ("Total", "£59.40"), (said,))
    assert facts.due_date is not None
    assert facts.due_date.value == date(2026, 10, 26)


@pytest.mark.parametrize("over", [("WESTMERE COUNCIL",), ("Crook House, Crook LA8 8LF",)])
def test_our_name_in_the_window_of_an_envelope_makes_no_sale(over: tuple[str, ...]) -> None:
    facts = read(
        over, ("9 March 2026",), ("Teasel & Co Ltd",), ("Hexham NE46 1AB",), ("DEMAND NOTICE 2026/27",),
        ("TOTAL PAYABLE", "£500.00"),
    )  # fmt: skip
    assert facts.direction is None or facts.direction.value is Direction.PURCHASE


@pytest.mark.parametrize("title", ["APPLICATION FOR PAYMENT No. 4", "INTERIM APPLICATION FOR PAYMENT"])
def test_an_application_for_payment_books_nothing(title: str) -> None:
    read_as = outcome(
        ("Skiddaw Scaffolding Ltd",), (title,), ("To: Teasel & Co Ltd",), ("31/10/2026",), ("Retention", "-120.00"),
        ("Amount applied for", "1,940.00"), ("VAT will follow on the authenticated receipt.",),
    )  # fmt: skip
    assert read_as.facts is not None
    assert read_as.facts.type.value is DocumentType.OTHER
    assert read_as.status is ReadStatus.PROCESSED


@pytest.mark.parametrize("paid", ["Payments: Visa 4411", "Charged to Mastercard 7730"])
def test_what_was_paid_is_a_receipt_though_it_is_no_vat_invoice(paid: str) -> None:
    facts = read(
        ("Hopcab Ltd",), ("15 October 2026 20:41",), ("Total", "£14.62"), (paid, "£14.62"),
        ("This is not a VAT invoice.",),
    )  # fmt: skip
    assert facts.type.value is DocumentType.RECEIPT


def test_what_asks_for_money_and_is_no_vat_invoice_is_booked_by_nobody() -> None:
    facts = read(("Hopcab Ltd",), ("This is not a VAT invoice.",), ("15 October 2026",), ("Please pay", "£14.62"))
    assert facts.type.value is DocumentType.OTHER


def test_a_supplier_beside_whom_nobody_is_named_is_sure_and_one_with_a_rival_is_not_made_so() -> None:
    rows = (("12 October 2026",), ("Total", "£24.00"), ("Teasel & Co Ltd",))
    alone = read(("Kendal Coachways",), ("RECEIPT",), *rows)
    assert alone.supplier.name is not None
    assert alone.supplier.name.confidence >= 0.95
    both = read(("Kendal Coachways",), ("Lakes Holdings Ltd",), ("RECEIPT",), *rows)
    assert both.supplier.name is not None
    assert both.supplier.name.confidence < 0.95


@pytest.mark.parametrize("goods", ["Advice on VAT return", "Insurance Premium Tax 20%"])
def test_a_column_in_which_another_tax_or_goods_stand_is_no_proof_of_vat(goods: str) -> None:
    facts = read(
        ("Castle Gate Ltd",), ("INVOICE 7",), ("Date: 12 March 2026",), ("Cover", "£100.00"), (goods, "£20.00"),
        ("Total payable", "£120.00"),
    )  # fmt: skip
    assert facts.vat is None or facts.vat.value == 0


@pytest.mark.parametrize("address", ["Kirkby Lonsdale LA6 2DE - VAT GB 980 7806 84", "Barngates LA22 0NG"])
def test_an_address_is_no_supplier(address: str) -> None:
    facts = read(("Lune Valley Farm Vets",), (address,), ("Invoice 20077",), ("16 October 2026",), ("Total", "£57.60"))
    assert supplier(facts) == "Lune Valley Farm Vets"


@pytest.mark.parametrize("goods", ["Rent in advance", "Prepayment plan"])
def test_goods_that_are_paid_in_advance_are_no_deduction_that_leaves_the_vat(goods: str) -> None:
    read_as = outcome(
        ("Maltings Estates LLP",), ("INVOICE 0442",), ("Date 25 September 2026",), ("Teasel & Co Ltd",),
        (goods, "£2,250.00"), ("VAT @ 20%", "£450.00"), ("Total now due", "£2,700.00"),
    )  # fmt: skip
    assert "asks for" not in (read_as.reason or "")
