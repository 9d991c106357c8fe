"""Kinds of fault in the number and the day of a paper: another's number taken, a day in an unusual hand not read."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.documents.extract.days import days_in
from accountsos.documents.facts import DocumentFacts, ReadOutcome
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.outcome import SURE
from accountsos.documents.read import read_document
from tests.workflows.documents.papers import page

TODAY = date(2026, 11, 22)
US = KnownSuppliers(own_names=("Penny Vale Joinery Ltd",))
SHOP = (("COBNUT & QUILL LTD",), ("14 Sheep Row, Ludlow SY8 1ZZ",))
RECEIPT = (("Lamp oil", "12.00"), ("Wick", "3.00"), ("TOTAL", "£15.00"), ("Card", "£15.00"), ("Thank you",))
SUMS = (("Net", "100.00"), ("VAT 20%", "20.00"), ("Total", "£120.00"))
INVOICED = (("Cobnut & Quill Ltd",), ("14 Sheep Row, Ludlow SY8 1ZZ",), ("INVOICE",))
TO_US = (("Penny Vale Joinery Ltd",),)


def outcome(*rows: tuple[str, ...]) -> ReadOutcome:
    return read_document(page(*rows), known_suppliers=US, today=TODAY)


def read(*rows: tuple[str, ...]) -> DocumentFacts:
    facts = outcome(*rows).facts
    assert facts is not None
    return facts


def number(*rows: tuple[str, ...]) -> str | None:
    found = read(*rows).number
    return found.value if found is not None else None


def day(*rows: tuple[str, ...]) -> date | None:
    found = read(*rows).date
    return found.value if found is not None else None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("invoice..........QB-2207", "QB-2207"),
        ("Invoice no. ____ QB-2207", "QB-2207"),
        ("No.2207", "2207"),
        ("INVOICE NO.2207", "2207"),
    ],
)
def test_leaders_and_words_glued_to_a_number_are_no_part_of_it(line: str, expected: str) -> None:
    assert number(*INVOICED, (line,), ("Date: 3 March 2026",), *TO_US, *SUMS) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Bon 4471", "4471"),
        ("N 0031-52-118840", "0031-52-118840"),
        ("Op 212 Till 3 Trans 6630", "6630"),
        ("Chk 700-31204", "700-31204"),
        ("Receipt 40117 22061 14 May 2026", "40117 22061"),
        ("Tocyn/Ticket No 0061 7784 Machine 9", "0061 7784"),
    ],
)
def test_a_receipts_number_is_read_whole_and_by_its_own_words(line: str, expected: str) -> None:
    points = ("Cobnut points this visit: 38",)
    rows = (*SHOP, ("Branch 207",), ("ORDER 52",), ("12/03/2026 10:41",), *RECEIPT, points, (line,))
    assert number(*rows) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Points this visit: 38",
        "Filiale 118",
        "Est. 1887",
        "LUDLOW 0447",
        "LUDLOW SY8",
        "Parcel AB 4471 0088 2GB",
        "Access code 59214",
        "Covers 14",
        "Meter 22 40317",
        "Site ref 4471",
        "RRN 530112004417",
        "WiFi password 88421",
        "31 @ 0.20",
    ],
)
def test_what_numbers_something_else_is_no_number_of_a_receipt(line: str) -> None:
    assert number(*SHOP, ("12 March 2026 10:41",), *RECEIPT, (line,)) is None


@pytest.mark.parametrize("street", ["Oude Molenplantsoen 418", "Weaversgarten 207"])
def test_a_code_that_needs_no_label_is_an_invoices_number_before_that_of_a_house(street: str) -> None:
    facts = read(
        ("Quillcommerce B.V.",), ("Fee invoice",), ("CQ-EU-2026-06-00318",), ("Issued 2026-06-01",),
        ("Quillcommerce B.V.", "For: Penny Vale Joinery Ltd"), (street,), ("1013 XX Amsterdam",), *SUMS,
    )  # fmt: skip
    assert facts.number is not None
    assert facts.number.value == "CQ-EU-2026-06-00318"


def test_a_code_behind_a_dot_is_no_card() -> None:
    title = ("Fee invoice \u00b7 May 2026 \u00b7 CQ-INV-2605-004471",)
    assert number(("Cobnut & Quill Ltd",), title, ("Issued 1 June 2026",), *TO_US, *SUMS) == "CQ-INV-2605-004471"


def test_a_hire_invoice_is_none_that_another_names() -> None:
    line = ("HIRE INVOICE 31-7702 Contract 5518 Date: 7/9/26",)
    facts = read(("Cobnut Hire Ltd",), line, *TO_US, ("Out 5/9/26 07.00", "Back 6/9/26 18.15"), *SUMS)
    assert facts.number is not None
    assert facts.number.value == "31-7702"
    assert facts.date is not None
    assert facts.date.value == date(2026, 9, 7)


def test_the_letter_after_a_number_that_fills_its_cell_is_part_of_it() -> None:
    rest = (("Date", "3 March 2026"), *TO_US, *SUMS)
    assert number(*INVOICED, ("Invoice number", "LK-40218 B"), *rest) == "LK-40218 B"
    assert number(*INVOICED, ("Folio 40218 B",), *rest) == "40218 B"


def test_an_invoice_with_vat_whose_number_is_a_guess_is_asked_for_it_and_one_that_prints_none_is_not() -> None:
    dated = ("Invoice date: 3 March 2026",)
    guessed = outcome(*INVOICED, dated, *TO_US, ("GRN 55120",), ("Oak boards", "100.00"), *SUMS)
    without = outcome(*INVOICED, dated, *TO_US, ("Oak boards", "100.00"), *SUMS)
    assert (guessed.reason, without.reason) == ("please check: number", None)
    assert without.facts is not None
    assert without.facts.number is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11.ix.26", date(2026, 9, 11)),
        ("5 XI 2026", date(2026, 11, 5)),
        ("MON 14-09-'26", date(2026, 9, 14)),
        ("16 Hydref / October 2026", date(2026, 10, 16)),
        ("12 AWST/AUG 26", date(2026, 8, 12)),
        ("3ydd Medi 2026", date(2026, 9, 3)),
        ("16e oktober 2026", date(2026, 10, 16)),
        ("2026-Oct-16", date(2026, 10, 16)),
        ("16.10. 2026", date(2026, 10, 16)),
        ("115EP26 18:07", date(2026, 9, 11)),
        ("Sth Oct 2026", date(2026, 10, 5)),
        ("2lst May 2026", date(2026, 5, 21)),
    ],
)
def test_days_in_unusual_hands(text: str, expected: date) -> None:
    assert [found.day for found in days_in(text)] == [expected]


@pytest.mark.parametrize("text", ["12 V 2026", "5 x 2026", "No 4-X-19", "1.5. 20 pcs"])
def test_what_looks_like_a_day_with_a_roman_month_is_none(text: str) -> None:
    assert list(days_in(text)) == []


def test_the_day_of_the_invoice_that_a_credit_note_cites_is_not_its_own() -> None:
    facts = read(
        ("Cobnut & Quill Ltd",), ("CREDIT NOTE",), ("Credit note no.", "KCN-0417"),
        ("Against invoice", "KI-22107 of 12-May-26"), ("Dated", "20-May-26"), *TO_US, *SUMS,
    )  # fmt: skip
    assert facts.date is not None
    assert facts.date.value == date(2026, 5, 20)
    assert facts.date.confidence >= SURE


def test_a_title_and_a_number_before_a_day_make_it_the_papers() -> None:
    facts = read(("Cobnut & Quill Ltd",), ("Credit note KCN0417 \u2014 16 May 2026",), *TO_US, *SUMS)
    assert facts.date is not None
    assert facts.date.value == date(2026, 5, 16)
    assert facts.date.confidence >= SURE


@pytest.mark.parametrize(
    "line",
    [
        "Course: rigging refresher, Tuesday 27 October 2026, Ludlow",
        "S\u00e9jour du 06/10/2026 au 07/10/2026",
        "Auto-paid by card on 1 November 2026",
    ],
)
def test_the_day_on_which_it_was_issued_stands_beside_any_other(line: str) -> None:
    title = ("Invoice KT/40/118 issued on 8 October 2026 to Penny Vale Joinery Ltd, card payment received",)
    facts = read(("Cobnut & Quill Ltd",), title, (line,), *SUMS)
    assert facts.date is not None
    assert facts.date.value == date(2026, 10, 8)
    assert facts.date.confidence >= SURE


def test_a_day_and_when_it_is_due_are_no_period() -> None:
    line = ("Bill no 4417 \u2013 issued 3.iii.26 \u2013 due 2.iv.26",)
    facts = read(*INVOICED, line, *TO_US, ("Oak boards", "100.00"), *SUMS)
    assert facts.date is not None
    assert facts.date.value == date(2026, 3, 3)
    assert facts.date.confidence >= SURE


def test_a_line_of_two_days_parts_them_at_its_rule() -> None:
    line = ("Issued 31 October 2026 | Auto-paid by card on 1 November 2026",)
    assert day(*INVOICED, ("Invoice no. 7704",), line, *TO_US, *SUMS) == date(2026, 10, 31)


def test_the_town_and_article_before_a_letters_day_leave_it_the_papers() -> None:
    stay = ("S\u00e9jour du 06/10/2026 au 09/10/2026",)
    rows = (("Cobnut & Quill Ltd",), ("FACTURE N\u00b0 F2026-0882",), ("Lyon, le 9 octobre 2026",), *TO_US, stay, *SUMS)
    assert day(*rows) == date(2026, 10, 9)


def test_a_journeys_days_are_not_that_of_its_booking() -> None:
    facts = read(
        ("Cobnut Ferries Ltd",), ("Receipt",), ("Booked", "28 Sep 2026 21:15"),
        ("Outward", "Dover - Calais, Tue 6 October 2026 02:10"), ("Return", "Calais - Dover, 16 October 2026 19:40"),
        ("Total paid", "£321.60"),
    )  # fmt: skip
    assert facts.date is not None
    assert facts.date.value == date(2026, 9, 28)
    assert facts.date.confidence >= SURE
