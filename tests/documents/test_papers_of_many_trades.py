"""Kinds of fault that papers of many trades showed: another's number, another day, another sum, another kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accountsos.documents.extract.amounts import amounts_in
from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.facts import facts_from_sheet
from accountsos.documents.extract.number_choice import number_of
from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.extract.still_to_pay import still_to_pay
from accountsos.documents.extract.vat import vat_of
from accountsos.documents.facts import Box, Direction, DocumentFacts, DocumentType, Fact, ReadOutcome
from accountsos.documents.judge_sheet import outcome_of_sheet
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.outcome import SURE

TODAY = date(2026, 12, 1)
US = KnownSuppliers(own_names=("Larch Row Framing Ltd",), own_people=("Ida Larch",))
SUMS = (("Net", "100.00"), ("VAT 20%", "20.00"), ("Total", "£120.00"))
BILLED = (("Osprey & Dunn Ltd",), ("14 Sheep Row, Ludlow SY8 1ZZ",), ("INVOICE",))
TO_US = (("Larch Row Framing Ltd",),)
SHOP = (("OSPREY & DUNN LTD",), ("14 Sheep Row, Ludlow SY8 1ZZ",))
SOLD = (("Lamp oil", "12.00"), ("Wick", "3.00"), ("TOTAL", "£15.00"), ("Card", "£15.00"), ("Thank you",))
LETTER = (("Dear Ms Larch",), ("Thank you for your enquiry.",))


def table(*rows: tuple[str, ...], by_eye: bool = False) -> Sheet:
    """A page of rows whose cells stand in columns a quarter of it wide."""
    pieces = []
    for n, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                left, top = 0.05 + 0.25 * column, 0.04 + 0.028 * n
                box = Box(left, top, left + 0.012 * len(text), top + 0.016)
                pieces.append(Piece(text, 1, box, 0.016, by_eye))
    return sheet_of(pieces)


def outcome(*rows: tuple[str, ...], by_eye: bool = False) -> ReadOutcome:
    sheet = table(*rows, by_eye=by_eye)
    return outcome_of_sheet(sheet, "picture" if by_eye else "text", known=US, templates=(), today=TODAY)


def read(*rows: tuple[str, ...], by_eye: bool = False) -> DocumentFacts:
    facts = outcome(*rows, by_eye=by_eye).facts
    assert facts is not None
    return facts


def number(kind: DocumentType, *rows: tuple[str, ...], by_eye: bool = False) -> str | None:
    found = number_of(table(*rows, by_eye=by_eye), kind)
    return found.value if found is not None else None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Rhif TAW 512 3308 19", None),
        ("512 3308 19", None),
        ("Nr of scale 7 Nr 0418", "0418"),
        ("Tx 61184", "61184"),
        ("REC 61184", "61184"),
        ("Tkt 6118 Drv 20417", "6118"),
        ("Job 6118", "6118"),
        ("Cash sale ticket QD 61184", "QD 61184"),
        ("Derbynneb 61184", "61184"),
        ("Penwel1s Store", None),
        ("INV0ICE 0061 118433", "0061 118433"),
    ],
)
def test_the_number_of_a_receipt_is_its_own_or_none(line: str, expected: str | None) -> None:
    assert number(DocumentType.RECEIPT, *SHOP, (line,), ("21/11/26 10:04",), *SOLD, by_eye=True) == expected


def test_how_many_were_bought_under_a_heading_is_no_number_and_that_of_the_pad_is() -> None:
    rows = (("Jos. Dunn", "0522"), ("Keys and Locks",), ("Date 21 Sept 26",), ("No.", "Description", "£"),
            ("2", "keys cut", "14.00"), ("TOTAL", "", "14.00"), ("Paid cash",))  # fmt: skip
    assert number(DocumentType.RECEIPT, *rows, by_eye=True) == "0522"


def test_where_it_is_delivered_is_no_number() -> None:
    rows = (*SHOP, ("Order 3306 · Fri 27-11-26",), ("Delivery LD7", "6.00"), *SOLD)
    assert number(DocumentType.RECEIPT, *rows, by_eye=True) == "3306"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("invoice: KQ 5510 / terms: 30 days", "KQ 5510"),
        ("Debit note: DN 881204. No VAT is charged.", "DN 881204"),
        ("Bill no: BILL 071188", "BILL 071188"),
        ("Folio 7730418 / INV 51007", "51007"),
        ("Customer 310 44 | Bill KQR 40091 | 14 Nov 2026", "KQR 40091"),
        ("Invoice No 5510", "5510"),
    ],
)
def test_the_letters_before_a_number_belong_to_it(line: str, expected: str) -> None:
    assert number(DocumentType.INVOICE, *BILLED, (line,), *TO_US, *SUMS) == expected


def test_a_reference_beside_the_invoices_own_number_is_not_it() -> None:
    heads = (("Our reference", "Invoice", "Date of issue"), ("PRM/2026/0551", "8004417", "16/11/2026"))
    assert number(DocumentType.INVOICE, *BILLED, *heads, *TO_US, *SUMS) == "8004417"


def test_a_telephone_whose_use_is_billed_is_no_number() -> None:
    rows = (*BILLED, ("By phone number",), ("07700 900318 Ida", "18.00", "24.00"), *TO_US, *SUMS)
    assert number(DocumentType.INVOICE, *rows) is None


def test_two_days_of_one_month_are_no_year() -> None:
    assert [found.day for found in days_in("Hire 11 Sept - 14 Sept 2026")] == [date(2026, 9, 14)]
    assert [found.day for found in days_in("11 Sept - 26")] == [date(2026, 9, 11)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Account number 3300 1188 Customer 4 Bill number WK-4011 Bill date 20 Sep 2026", date(2026, 9, 20)),
        ("Invoice 0926-11 raised 20/9/26. Cheques payable to Osprey & Dunn or by BACS.", date(2026, 9, 20)),
        ("Jo Dunn, The Old Chapel, Clun. Issued 20/9/2026. BACS 00-12-34 to Osprey", date(2026, 9, 20)),
        ("Raised 20 September 2026", date(2026, 9, 20)),
    ],
)
def test_a_day_said_to_be_the_bills_own_in_a_long_line_is_surely_it(line: str, expected: date) -> None:
    found = read(*BILLED, ("For 18 Aug 2026 to 17 Sep 2026",), (line,), *TO_US, *SUMS).date
    assert found is not None
    assert found.value == expected
    assert found.confidence >= SURE


def test_the_day_of_the_invoice_that_a_credit_note_stands_against_is_not_its_own() -> None:
    rows = (("Osprey & Dunn Ltd", "", "CREDIT NOTE"), ("Account", ": 30771", "Date", ": 13-10-2026"),
            ("Against", ": Invoice OD7712 of 29-09-2026"), *SUMS)  # fmt: skip
    found = read(*rows).date
    assert found is not None
    assert found.value == date(2026, 10, 13)
    assert found.confidence >= SURE


def test_a_time_is_no_sum_and_a_long_dash_may_be_its_point() -> None:
    assert list(amounts_in("traffic lights from 7.30am and 5 p.m")) == []
    assert [found.pence for found in amounts_in("£126—00")] == [12600]
    assert 1012 not in [found.pence for found in amounts_in("10–12")]


def test_what_a_letter_thanks_for_makes_no_receipt_of_it() -> None:
    works = ("We shall close the lane from 7.30am on 9 November. Our engineer will call.",)
    assert read(("Marches Gas",), ("The Occupier",), ("15 October 2026",), ("Dear customer",), works,
                ("Thank you for your patience",)).type.value is DocumentType.OTHER  # fmt: skip


def test_a_proposal_of_a_fee_is_none_to_book() -> None:
    done = outcome(("Wrekin Acoustics",), ("15 September 2026",), ("Fee proposal Q26-31: Village hall",), *LETTER,
                   ("Survey", "£100.00"), ("VAT", "£20.00"), ("Total", "£120.00"),
                   ("The proposal is open for 60 days.",), ("Yours sincerely",))  # fmt: skip
    assert done.facts is not None
    assert done.facts.type.value is DocumentType.OTHER


@pytest.mark.parametrize(
    "said",
    [
        "This letter is not a demand for payment. You can view your account online.",
        "There is nothing for you to pay.",
    ],
)
def test_a_letter_that_asks_for_nothing_is_none_to_book(said: str) -> None:
    rows = (("Marches Revenue",), ("Date 23 November 2026",), ("Your payments on account",),
            ("First payment, due 31 January 2027: £611.40",), (said,))  # fmt: skip
    assert read(*rows).type.value is DocumentType.OTHER


@pytest.mark.parametrize(
    "said",
    [
        "Your order is confirmed. We'll send an invoice when it leaves our workshop.",
        "Your card will be charged, and a VAT invoice sent, when the frames leave us.",
        "We will invoice you when your goods leave our workshop. Nothing has been charged yet.",
    ],
)
@pytest.mark.parametrize("paid", ["", "Paid with PayHero."])
def test_an_order_whose_invoice_comes_with_the_goods_is_none_to_book(said: str, paid: str) -> None:
    rows = (("Form & Frame",), ("Order FF-3093, placed 3 Nov 2026",), (said,), ("Items", "£100.00"),
            ("VAT", "£20.00"), ("Order total", "£120.00"), (paid,))  # fmt: skip
    assert read(*rows).type.value is DocumentType.OTHER


def test_a_notice_without_any_sum_is_none_to_book() -> None:
    rows = (("Revenue of the Marches",), ("The Directors",), ("Notice to deliver a return",),
            ("You must send a return for the period 1 September 2025 to 31 August 2026.",),
            ("Any tax is normally payable by 1 June 2027. Tax reference 33102 88173 A001",))  # fmt: skip
    assert read(*rows).type.value is DocumentType.OTHER


REFUND = (("-2", "@", "18.00", "-36.00"), ("VAT 20%", "-6.00"), ("Net", "-30.00"), ("REFUND DUE", "£-36.00"),
          ("To card ****5516", "-36.00"))  # fmt: skip


@pytest.mark.parametrize("heading", ["REFUND", "REFUND / CREDIT"])
def test_a_tills_refund_is_a_credit_note(heading: str) -> None:
    facts = read(*SHOP, ("VAT 512 3308 19",), (heading,), ("30-10-26 10:20",), *REFUND, by_eye=True)
    assert facts.type.value is DocumentType.CREDIT_NOTE
    assert facts.gross is not None
    assert abs(facts.gross.value) == 3600
    assert facts.vat is not None
    assert abs(facts.vat.value) == 600


def test_a_weighbridge_that_was_paid_in_cash_gives_a_receipt() -> None:
    rows = (("CLEE QUARRIES LTD",), ("WEIGHBRIDGE TICKET 30118",), ("18/11/2026 09:33",), ("NETT", "0.320 t"),
            ("MIN CHARGE", "15.00"), ("VAT 20%", "3.00"), ("TO PAY", "18.00"), ("CASH",),
            ("VAT REG 512 3308 19",))  # fmt: skip
    assert read(*rows, by_eye=True).type.value is DocumentType.RECEIPT


def asked(*rows: tuple[str, ...]) -> tuple[int | None, int | None]:
    facts = read(*BILLED, ("Invoice 71",), ("Date: 3 November 2026",), *TO_US, *rows)
    return (facts.gross.value if facts.gross else None, facts.payable.value if facts.payable else None)


def test_what_is_kept_back_is_in_the_total_though_no_pence_are_printed() -> None:
    rows = (("Skim two ceilings", "£480"), ("Beads", "£95"), ("Total £575",), ("Less CIS 20% on labour -£96",),
            ("To be paid to me £479",))  # fmt: skip
    assert asked(*rows) == (57500, 47900)


def test_half_the_price_as_a_deposit_is_in_the_total_that_the_goods_make() -> None:
    rows = (("Frames", "60", "8.20", "492.00"), ("Mounts", "30", "11.00", "330.00"),
            ("Less 50% deposit paid 21/09/2026", "", "", "-411.00"), ("Balance to pay", "", "", "£411.00"))  # fmt: skip
    assert asked(*rows) == (82200, 41100)


@pytest.mark.parametrize(
    "goods", [("Throwing clay", "4", "17.40", "69.60"), ("Lead free solder", "4", "17.40", "69.60")]
)
def test_goods_whose_names_hold_a_word_for_a_debt_are_not_what_is_asked(goods: tuple[str, ...]) -> None:
    rows = (goods, ("Kiln", "1", "30.40", "30.40"), ("Net", "", "", "100.00"), ("VAT 20%", "", "", "20.00"),
            ("Total", "", "", "£120.00"))  # fmt: skip
    assert asked(*rows) == (12000, None)


def waits(*rows: tuple[str, ...]) -> bool:
    return still_to_pay(table(*rows), Fact(10378, 0.97)).waits


def test_an_old_balance_that_was_paid_in_full_is_nothing_to_ask_about() -> None:
    new = (("Total for this period", "£103.78"),)
    brought, due = ("Brought forward", "£98.15"), ("AMOUNT NOW DUE", "£103.78")
    assert not waits(*new, brought, ("Payments received", "£98.15 CR"), due)
    assert waits(*new, brought, ("Payments received", "£90.00 CR"), due)


def test_what_a_marketplace_paid_out_is_no_deposit() -> None:
    assert not waits(("Fees", "£103.78"), ("Total", "£103.78"), ("Deposits to bank ••3311", "-£900.00"))
    assert waits(("Fees", "£103.78"), ("Total", "£103.78"), ("Less deposit", "-£50.00"))


def test_cash_less_change_is_the_total_of_a_roll_that_names_none() -> None:
    rows = (*SHOP, ("17-09-26",), ("DEPT 02", "6.99"), ("DEPT 02", "3.49"), ("DEPT 05", "11.24"),
            ("SUBTL", "21.72"), ("CASH", "25.00"), ("CHANGE", "3.28"))  # fmt: skip
    gross = read(*rows, by_eye=True).gross
    assert gross is not None
    assert gross.value == 2172
    assert gross.confidence >= SURE


def test_a_sum_without_its_point_in_a_picture_is_unsure_and_an_account_is_no_sum() -> None:
    sheet = table(("R. Dunn",), ("Butcher",), ("Date 25/9/26",), ("TOTAL", "17550"), ("Paid cash",), by_eye=True)
    gross = facts_from_sheet(sheet, today=TODAY).gross
    assert gross is None or gross.confidence < SURE
    bill = read(*BILLED, ("1) Model £640",), ("2) Trees £45",), ("To pay: £685",),
                ("Please pay into M Dunn, sort 04-00-04, a/c 33312398. Within 14 days please.",))  # fmt: skip
    assert bill.gross is not None
    assert bill.gross.value == 68500


def test_what_was_due_and_then_paid_by_card_with_its_vat_proved_is_surely_the_total() -> None:
    rows = (*SHOP, ("VAT no. 512 3308 19",), ("03/11/2026 11:48",), ("Moss", "9.96"), ("Wire", "13.49"),
            ("Total", "23.45"), ("Loyalty voucher", "-2.00"), ("Amount due", "21.45"), ("VISA", "21.45"),
            ("VAT 20% on 17.88", "3.57"))  # fmt: skip
    gross = read(*rows, by_eye=True).gross
    assert gross is not None
    assert gross.value == 2145
    assert gross.confidence >= SURE


def test_the_thanks_for_a_gift_are_its_receipt() -> None:
    done = outcome(("From: Long Mynd Hospice",), ("Date", "2026-10-24"), ("Dear Ida,",),
                   ("Thank you so much for your kind donation of £50.00.",), ("Donation ref: DON-311.",),
                   ("Long Mynd Hospice, registered charity 1098811",))  # fmt: skip
    assert done.facts is not None
    assert done.facts.type.value is DocumentType.RECEIPT
    assert "kind of document" not in (done.reason or "")


def test_vat_on_a_service_beside_a_fee_outside_the_scope_is_read() -> None:
    facts = read(("LEAVE TO BUILD",), ("Payment confirmation",), ("Paid on 6 October 2026 at 15:12",),
                 ("Fee (outside the scope of VAT)", "", "£300.00"), ("Our service charge", "", "£40.00"),
                 ("VAT on service charge (20%)", "", "£8.00"), ("Total paid", "", "£348.00"),
                 ("This is a VAT receipt for the service charge only. VAT registration 512 3308 19",))  # fmt: skip
    assert facts.vat is not None
    assert facts.vat.value == 800


@pytest.mark.parametrize(("day", "told"), [("Sat 3/10/26", True), ("Sun 3/10/26", False), ("3/10/26", False)])
def test_the_only_day_of_a_picture_is_sure_where_its_weekday_agrees(day: str, told: bool) -> None:
    found = read(*SHOP, (f"Order 4117 - {day}",), *SOLD, by_eye=True).date
    assert found is not None
    assert (found.confidence >= SURE) is told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((("Invoice 7204 W/E 25-OCT-26 Customer LRF Larch Row Framing Ltd, Ludlow",),), True),
        ((("Invoice 7204 W/E 25-OCT-26 Customer LRF Larch Row Framing Ltd, Ludlow",), ("Sent 2 Nov 2026",)), False),
    ],
)
def test_the_end_of_the_week_that_is_billed_dates_a_bill_without_another_day(
    rows: tuple[tuple[str, ...], ...], told: bool
) -> None:
    found = read(*BILLED, *rows, *SUMS, ("Payable by 8 Nov 2026",)).date
    assert found is not None
    assert (found.confidence >= SURE) is told


def test_a_supermarkets_till_prints_its_transaction_among_its_codes() -> None:
    rows = (*SHOP, *SOLD, ("09SEP26 17:44 S0221 R06 T3381",), ("0221 0609 3381 0926",))
    assert number(DocumentType.RECEIPT, *rows, by_eye=True) == "3381"


@pytest.mark.parametrize("paid", ["Total £50.00", "VAT £10.00", "Paid by card on 3 November 2026"])
def test_what_sums_up_or_was_paid_is_booked_though_nothing_is_left_to_pay(paid: str) -> None:
    rows = (("Marches Water",), ("Date 23 November 2026",), ("Water used", "£50.00"), (paid,), ("Nothing to pay",))
    assert read(*rows).type.value is not DocumentType.OTHER


def test_the_vat_of_each_rate_is_read_from_a_sentence_over_two_lines() -> None:
    facts = read(
        *BILLED, *TO_US, ("Invoice no 7311", "3 November 2026"), ("Frames", "120.00"), ("Books", "15.00"),
        ("Total to pay", "£135.00"),
        ("Prices include VAT. Standard rate: net 100.00, VAT 20.00. Zero rate: net",), ("15.00, VAT 0.00.",),
        ("VAT No 512 3308 19",),
    )  # fmt: skip
    assert facts.vat is not None
    assert facts.vat.value == 2000
    assert {part.rate: (part.net, part.vat) for part in facts.vat_by_rate} == {
        Decimal(20): (10000, 2000),
        Decimal(0): (1500, 0),
    }


def test_a_nought_behind_a_sentence_that_charges_vat_and_does_not_add_up_is_not_the_vat_of_all() -> None:
    page = table(
        ("Larch bench", "1,799.00"), ("Lock", "54.99"), ("Helmet *", "49.99"), ("Total to pay", "£1,803.98"),
        ("Prices include VAT. Standard rate: net 1,461.06, VAT 292.33. Zero rate (*): net",), ("49.99, VAT 0.00.",),
    )  # fmt: skip
    found = vat_of(page, 180398, None).vat
    assert found is None or found.value != 0


@pytest.mark.parametrize("terms", [("Terms", "Pro-forma paid"), ("Terms: pro-forma account",)])
def test_an_invoice_on_pro_forma_terms_is_an_invoice(terms: tuple[str, ...]) -> None:
    rows = (*SHOP, ("Invoice OD-7311", "3 November 2026"), terms, *TO_US, *SUMS, ("VAT No 512 3308 19",))
    assert read(*rows).type.value is DocumentType.INVOICE


def test_a_weighbridge_ticket_that_says_so_beside_the_firms_name_is_the_receipt_of_what_was_paid() -> None:
    rows = (
        ("OSPREY SKIPS LTD - WEIGHBRIDGE TICKET",), ("VAT Reg 512 3308 19",), ("Ticket", "WB-20117", "3 Nov 2026"),
        ("Net", "300 kg", "Rate", "£150.00/t"), ("Charge 45.00", "VAT 20% 9.00", "Total £54.00"), ("Paid: card",),
    )  # fmt: skip
    assert read(*rows, by_eye=True).type.value is DocumentType.RECEIPT


def test_our_invoice_to_a_contractor_whose_vat_number_stands_beside_its_name_is_our_sale() -> None:
    us = KnownSuppliers(own_names=("Larch Row Framing Ltd",), own_vat_numbers=("GB412738660",))
    rows = (
        ("LARCH ROW FRAMING LTD", "", "", "SUBCONTRACT INVOICE"), ("VAT 412 7386 60", "", "", "No: LR-1202"),
        ("3 Row Yard, Ludlow SY8 4QQ", "", "", "Date: 30/10/2026"),
        ("Contractor", "Osprey Homes Ltd, Kiln Road, SY8 1ZZ (VAT 512 3308 19)"), ("Labour", "", "", "900.00"),
        ("Value this invoice (excl. VAT)", "", "", "900.00"),
        ("VAT - reverse charge, contractor accounts for £180.00 at 20%", "", "", "0.00"),
        ("Invoice total", "", "", "900.00"),
    )  # fmt: skip
    facts = outcome_of_sheet(table(*rows), "text", known=us, templates=(), today=TODAY).facts
    assert facts is not None
    assert facts.direction is not None
    assert facts.direction.value is Direction.SALE
    assert facts.customer.name is not None
    assert facts.customer.name.value == "Osprey Homes Ltd"


def test_the_vat_of_a_tills_refund_is_read_where_only_the_card_has_its_sum_without_a_minus() -> None:
    facts = read(
        *SHOP, ("VAT 512 3308 19",), ("REFUND / CREDIT", "***"), ("No: R-0077", "04-NOV-2026 09:15"),
        ("CHROME VALVE", "", "-10.00"), ("NETT", "", "-10.00"), ("VAT 20%", "", "-2.00"), ("REFUND DUE", "", "-12.00"),
        ("Refunded to card", "****4471", "12.00"), by_eye=True,
    )  # fmt: skip
    assert facts.type.value is DocumentType.CREDIT_NOTE
    assert facts.vat is not None
    assert max(facts.vat.value, -facts.vat.value) == 200
