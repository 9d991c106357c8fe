"""Sums that trades print in ways of their own: rents, merchants, printers, and pages that were read off a picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accountsos.documents.extract.amounts import amounts_in, is_misread
from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.facts import facts_from_sheet
from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.extract.vat import vat_of
from accountsos.documents.facts import Box, DocumentFacts, DocumentType, ReadOutcome, ReadStatus
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.outcome import SURE
from accountsos.documents.read import read_document
from tests.workflows.documents.papers import page

US = KnownSuppliers(own_names=("Marsh & Lyle Upholstery Ltd",), own_people=("Edith Marsh",))
HEAD = (
    ("Pellow Estates Ltd",),
    ("3 Quay Street, Truro TR1 2HE",),
    ("VAT No. 412 7386 60",),
    ("Invoice 8812",),
    ("Invoice date: 12 March 2026",),
    ("Marsh & Lyle Upholstery Ltd",),
)


def outcome(*rows: tuple[str, ...]) -> ReadOutcome:
    return read_document(page(*HEAD, *rows), known_suppliers=US, today=date(2026, 4, 1))


def read(*rows: tuple[str, ...]) -> DocumentFacts:
    facts = outcome(*rows).facts
    assert facts is not None
    return facts


def table(*rows: tuple[str, ...]) -> Sheet:
    """Rows of cells whose columns stand at the same places."""
    return sheet_of(
        Piece(text, 1, Box(0.1 + 0.2 * at, 0.1 + 0.03 * row, 0.25 + 0.2 * at, 0.12 + 0.03 * row), 0.02)
        for row, cells in enumerate(rows)
        for at, text in enumerate(cells)
    )


def by_eye(sheet: Sheet) -> Sheet:
    """The same, read off a picture."""
    return sheet_of(replace(piece, by_eye=True) for row in sheet.rows for piece in row.pieces if piece.text)


def sums(facts: DocumentFacts) -> tuple[int | None, int | None, dict[Decimal | None, tuple[int | None, int | None]]]:
    gross = facts.gross.value if facts.gross is not None else None
    vat = facts.vat.value if facts.vat is not None else None
    return gross, vat, {part.rate: (part.net, part.vat) for part in facts.vat_by_rate}


@pytest.mark.parametrize("words", ["Total now due", "Total payable", "TOTALS £"])
def test_a_row_of_totals_has_net_vat_and_gross_and_a_line_with_a_dash_bears_none(words: str) -> None:
    sheet = table(
        ("Particulars", "Net £", "VAT £", "Gross £"),
        ("Rent of unit 4 to midsummer", "1,200.00", "240.00", "1,440.00"),
        ("Cleaning of the yard", "150.00", "30.00", "180.00"),
        ("Buildings cover", "91.30", "–", "91.30"),
        (words, "1,441.30", "270.00", "1,711.30"),
    )
    found = vat_of(sheet, 171130, None)
    assert found.vat is not None
    assert (found.vat.value, found.vat.confidence >= SURE) == (27000, True)
    assert {part.rate: (part.net, part.vat) for part in found.by_rate} == {20: (135000, 27000), 0: (9130, 0)}


@pytest.mark.parametrize("why", ["exemption waived", "waive exemption", "waiver of exemption"])
def test_vat_that_a_landlord_chose_to_charge_is_vat(why: str) -> None:
    facts = read(
        ("Rent of the store in advance", "800.00"),
        ("Recharge of cover", "90.00"),
        (f"VAT at 20% ({why})", "178.00"),
        ("Total due", "£1,068.00"),
    )
    assert sums(facts) == (106800, 17800, {Decimal(20): (89000, 17800)})


@pytest.mark.parametrize("text", ["VAT @ 20.0 129.20", "VAT 17.5 129.20", "1.5 129.20"])
def test_the_end_of_a_rate_is_no_thousands_of_the_sum_behind_it(text: str) -> None:
    assert [a.pence for a in amounts_in(text) if a.has_decimals] == [12920]


def test_a_time_behind_the_year_is_still_no_sum() -> None:
    assert [a.pence for a in amounts_in("13 Nov 2026, 10.05") if a.has_decimals] == []


@pytest.mark.parametrize(("text", "pence"), [("£24-00", 2400), ("6 - 00", 600), ("£ 118 - 50", 11850)])
def test_pounds_and_pence_may_be_parted_by_a_dash_in_a_cell_of_their_own(text: str, pence: int) -> None:
    assert [a.pence for a in amounts_in(text)] == [pence]


def test_goods_summed_up_by_rate_show_what_the_vat_is_on() -> None:
    facts = read(
        ("1. Two thousand booklets, £210.00 zero-rated",),
        ("2. Posters, £80.00 plus VAT",),
        ("Printing at 0%", "210.00"),
        ("Printing at 20%", "80.00"),
        ("VAT on that", "16.00"),
        ("Total", "£306.00"),
    )
    assert sums(facts)[2] == {Decimal(20): (8000, 1600), Decimal(0): (21000, 0)}


def test_a_sum_that_is_just_the_usual_rate_on_another_is_looked_at_whatever_it_is_called() -> None:
    done = outcome(("Hire of scaffold", "500.00"), ("Stat. levy", "100.00"), ("Total", "£600.00"))
    assert done.status is ReadStatus.NEEDS_REVIEW


@pytest.mark.parametrize(("text", "pence"), [("27.5C", 2750), ("£6C.00", 6000), ("£ 1O.5O", 1050)])
def test_a_nought_read_as_a_letter_is_a_nought_in_a_cell_that_holds_but_the_amount(text: str, pence: int) -> None:
    assert is_misread(text)
    assert [a.pence for a in amounts_in(text)] == [pence]


@pytest.mark.parametrize("text", ["CO.OC", "27.50", "Co. 50", "DOC.20"])
def test_letters_alone_and_amounts_alone_are_not_misread(text: str) -> None:
    assert not is_misread(text)


def test_a_total_with_a_letter_in_it_is_looked_at() -> None:
    done = outcome(("Hall, two evenings",), ("Total", "£6O.00"))
    assert done.facts is not None
    assert done.facts.gross is not None
    assert (done.facts.gross.value, done.facts.gross.confidence < SURE) == (6000, True)


@pytest.mark.parametrize("text", ["Unit 5, 22 Sandbed Lane", "Flat 12, 18 Mill Road"])
def test_two_numbers_of_an_address_are_no_amount(text: str) -> None:
    assert [a for a in amounts_in(text) if a.has_decimals] == []


def test_the_number_of_a_cab_under_what_was_received_is_no_total() -> None:
    facts = read(("Received the sum of", "£ 31.50"), ("Driver T. Lowe cab No 2214",))
    assert facts.gross is not None
    assert facts.gross.value == 3150


@pytest.mark.parametrize("text", ["Tue 8 Sep 14:05", "8 Sept 09:41", "8 septembre 14h05"])
def test_the_hour_behind_day_and_month_is_no_year(text: str) -> None:
    assert list(days_in(text)) == []


@pytest.mark.parametrize("text", ["8 Sep 26 14:05", "8 Sep 2026 14:05", "8 Sep 2614:05"])
def test_a_year_before_the_hour_is_still_one(text: str) -> None:
    assert [found.day for found in days_in(text)] == [date(2026, 9, 8)]


@pytest.mark.parametrize("days", ["Tues 3 + Wed 4 March 2026", "3 & 4 March 2026", "3 and 4 March 2026"])
def test_the_days_that_somebody_worked_are_not_surely_the_date_of_the_bill(days: str) -> None:
    rows = (("Pellow Estates Ltd",), ("Invoice 8812",), ("Marsh & Lyle Upholstery Ltd",), (days,), ("Total", "£240.00"))
    facts = read_document(page(*rows), known_suppliers=US, today=date(2026, 4, 1)).facts
    assert facts is not None
    assert facts.date is None or facts.date.confidence < SURE


@pytest.mark.parametrize(
    "said", ["Your card will be charged on dispatch", "The card will not be debited until we ship"]
)
def test_an_order_whose_invoice_and_payment_are_to_come_is_none_to_book(said: str) -> None:
    rows = (
        ("Tallow & Reed",),
        ("Thanks for your order, Edith!",),
        ("Order TR-5512, 3 March 2026",),
        ("We will email your invoice when the parcel leaves us.",),
        ("Oak stool", "£210.00"),
        ("Order total", "£210.00"),
        ("Payment", "Card"),
        (said,),
    )
    facts = read_document(page(*rows), known_suppliers=US, today=date(2026, 4, 1)).facts
    assert facts is not None
    assert facts.type.value is DocumentType.OTHER


@pytest.mark.parametrize("line", [("OFFER: 3 FOR £10", "-2.00"), ("Special offer", "4.00")])
def test_what_a_till_sold_on_offer_is_no_offer_that_goes_by_unseen(line: tuple[str, str]) -> None:
    other = "22.00" if line[1] == "-2.00" else "16.00"
    rows = (
        ("Corvane Nurseries",),
        ("VAT 412 7386 60",),
        ("Pots and soil", other),
        line,
        ("BALANCE DUE", "20.00"),
        ("CHIP & PIN", "20.00"),
        ("VAT CONTENT 20%", "3.33"),
        ("GOODS EX-VAT", "16.67"),
        ("03-MAR-26 10:19",),
    )
    facts = read_document(page(*rows), known_suppliers=US, today=date(2026, 4, 1)).facts
    assert facts is not None
    assert facts.type.value is DocumentType.RECEIPT


@pytest.mark.parametrize(
    ("day", "is_sure"), [("5 March 2026 16:02", True), ("5 March 2026", False), ("5 March 2016 16:02", False)]
)
def test_the_only_day_is_a_tills_where_its_time_stands_behind_it(day: str, is_sure: bool) -> None:
    rows = (
        ("Session 7715-2 " + day, "", ""),
        ("Padded bag", "S", "6.00"),
        ("Total due to counter", "", "6.00"),
        ("Cash from customer", "", "10.00"),
        ("Cash to customer", "", "4.00"),
    )
    found = facts_from_sheet(by_eye(table(("Penhale Stores",), ("High Street",), *rows)), today=date(2026, 4, 1)).date
    assert found is not None
    assert (found.confidence >= SURE) is is_sure
