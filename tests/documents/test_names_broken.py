"""Names as strangers' papers print them: set apart, broken over lines, with an address or a remark behind or before."""

from __future__ import annotations

import pytest

from accountsos.documents.extract.name_doubts import is_no_name
from accountsos.documents.extract.name_lines import fits, tidy_name
from accountsos.documents.facts import Direction
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.outcome import SURE
from tests.documents.test_who_sends import Cell, judged, read, sheet, slip, sums, supplier

VAT = "VAT No 512 8841 06"
GOODS: tuple[str | tuple[Cell, ...], ...] = ("Invoice 4417", "Date 14 October 2026", *sums())


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("TARN COURIERS LTD Dock 3, Norbeck NB16 7QT VAT 512 8841 06", "TARN COURIERS LTD"),
        ("Tarn Couriers Ltd Norbeck NB16 7QT", "Tarn Couriers Ltd"),
        ("(Replacement keys.) Tarn Couriers UK Ltd", "Tarn Couriers UK Ltd"),
        ("A N N A MARLOW", "ANNA MARLOW"),
        ("▣ tarnhost", "tarnhost"),
        ("＃＃＃ TARN TOOLS ＃＃＃", "TARN TOOLS"),
        ("TARN »»", "TARN"),
        ("(UK) Tarn Ltd", "(UK) Tarn Ltd"),
        ("R J K Marlow", "R J K Marlow"),
        ("Tarn (Norbeck) Ltd", "Tarn (Norbeck) Ltd"),
        ("T H E T A R N I N N", "T H E T A R N I N N"),
    ],
)
def test_a_name_is_freed_of_marks_address_and_remark(line: str, name: str) -> None:
    assert tidy_name(line) == name


@pytest.mark.parametrize("text", ["Evening class invoice", "Scan & post receipt", "Window cleaning for March"])
def test_what_a_paper_is_or_what_was_done_is_nobodys_name(text: str) -> None:
    assert is_no_name(text, sheet(text))


def test_an_address_labels_words_are_no_name() -> None:
    assert not fits("Billing address")


def test_the_stations_of_a_ticket_are_not_who_sold_it() -> None:
    name = supplier(
        (("NORBECK & TARN RAIL", 0.1, 2.8), ("TICKET", 0.7, 2.8)),
        (("Class", 0.1, 2.3), ("Ticket type", 0.38, 2.3)),
        (("STD", 0.1, 2.8), ("ANYTIME DAY R", 0.38, 2.8)),
        (("Date", 0.1, 2.3), ("From", 0.38, 2.3)),
        (("09 OCT 26", 0.1, 2.8), ("COLNE CENTRAL", 0.38, 2.8)),
        (("Route", 0.1, 2.3), ("To", 0.38, 2.3), ("Price", 0.7, 2.3)),
        (("ANY", 0.1, 2.8), ("MARLOW MEADS", 0.38, 2.8), ("£21.40", 0.7, 2.8)),
        by_eye=True,
    )
    assert name.value == "NORBECK & TARN RAIL"


def test_who_is_paid_ends_before_another_way_to_pay() -> None:
    name = supplier("Tarn Tents", *GOODS, "Cheques payable to Tarn Tents & Events or BACS. Strictly 14 days.")
    assert "BACS" not in name.value


OUR_ADDRESS = ("9 Weir Street, Alston CA9 3XX", 0.6, 2.0)
THEIRS = ("Calder Homes Limited", "7 Park Row", "Morpeth NE61 3AA")


@pytest.mark.parametrize(
    "head",
    [
        (
            (("Marsh & Lyle", 0.1, 3.5), OUR_ADDRESS),
            (("Upholstery Ltd", 0.1, 2.0), ("VAT No. GB 412 7386 60", 0.6, 2.0)),
        ),
        (
            (("MARSH", 0.1, 3.0), OUR_ADDRESS),
            (("& LYLE", 0.1, 3.0),),
            (("UPHOLSTERY", 0.1, 3.0),),
            (("LTD", 0.1, 3.0),),
        ),
        ((("m a r s h & lyle up h o lstery", 0.1, 4.0), OUR_ADDRESS),),
    ],
)
def test_our_letterhead_in_pieces_makes_a_sale(head: tuple[tuple[Cell, ...], ...]) -> None:
    facts = read(*head, *THEIRS, *GOODS, "Please pay Marsh & Lyle Upholstery Ltd 00-11-22 10203040")
    assert facts.direction is not None
    assert facts.direction.value is Direction.SALE
    assert facts.customer.name is not None
    assert facts.customer.name.value == "Calder Homes Limited"


def test_a_number_over_our_name_is_no_part_of_it() -> None:
    facts = read((("Invoice", 0.1, 2.0), ("#33", 0.6, 2.0)),
                 (("For", 0.1, 2.0), ("Marsh & Lyle Upholstery Ltd", 0.6, 2.0)),
                 (("Repairs", 0.1, 2.0), ("£85.00", 0.6, 2.0)), (("Total", 0.1, 2.0), ("£85.00", 0.6, 2.0)),
                 "Please pay Tarn Weir Cleaning", "Sort code 20-10-53", "Account 49508148")  # fmt: skip
    assert facts.number is not None
    assert facts.supplier.name is not None
    assert facts.supplier.name.value == "Tarn Weir Cleaning"


def test_our_director_who_is_paid_is_nobody_else() -> None:
    us = KnownSuppliers(own_names=("Marsh & Lyle",), own_people=("Edith Jane Marsh",))
    foot = "Edith Marsh trading as Marsh & Lyle, 9 Weir Street"
    facts = judged("Marsh & Lyle", *THEIRS, *GOODS, "Pay to E J Marsh, sort code 00-11-22", foot, us=us).facts
    assert facts is not None
    assert facts.direction is not None
    assert facts.direction.value is Direction.SALE


def test_for_with_an_address_under_it_names_the_customer_of_our_sale() -> None:
    head = (("Marsh & Lyle Upholstery Ltd", 0.1, 3.0), ("VAT No. GB 412 7386 60", 0.6, 2.0))
    facts = read(head, "For: Calder Angling Club", "c/o A. Pool, The Old Mill, Morpeth", *GOODS)
    assert facts.customer.name is not None
    assert facts.customer.name.value == "Calder Angling Club"


def test_a_customer_named_without_a_heading_is_no_registered_seller() -> None:
    facts = read(
        "Tarnlocker",
        "Supplier Tarnlocker International ULC, One Quay, Dublin 2 · VAT IE9814402K",
        "Customer Marsh & Lyle Upholstery Ltd, 9 Weir Street, Alston, GB · VAT GB412738660",
        *GOODS,
    )
    assert facts.supplier.name is not None
    assert facts.supplier.name.value == "Tarnlocker International ULC"


@pytest.mark.parametrize(
    ("first", "rest", "whole"),
    [
        (("MERE SOUND JOINT", 0.1, 4.2), ("COMMITTEE", 0.1, 4.2), "MERE SOUND JOINT COMMITTEE"),
        (("NORBECK COMMUNITY", 0.1, 4.2), ("LIBRARY", 0.1, 4.2), "NORBECK COMMUNITY LIBRARY"),
    ],
)
def test_a_name_that_cannot_end_so_goes_on_below_and_is_sure(first: Cell, rest: Cell, whole: str) -> None:
    assert slip((first,), (rest,), "Kiosk 7", VAT).value == whole


def test_a_name_that_cannot_end_so_is_asked_where_nothing_goes_on() -> None:
    assert slip((("NORBECK COUNTY", 0.1, 4.2),), "14 Mere Row", VAT).confidence < SURE


@pytest.mark.parametrize(
    ("first", "rest", "whole"),
    [
        (("GREEN HERON", 0.3, 5.7), ("TAXIS — 24 HRS — 01632 960 0000", 0.15, 3.9), "GREEN HERON TAXIS"),
        (("Tarn Weir", 0.4, 6.8), ("Hand Car Wash", 0.35, 5.8), "Tarn Weir Hand Car Wash"),
        (("Nan's", 0.4, 7.8), ("Tea Room at the Weir", 0.25, 5.4), "Nan's Tea Room at the Weir"),
        (("NORDALE", 0.4, 5.4), ("CASH & CARRY", 0.38, 3.7), "NORDALE CASH & CARRY"),
        (("TarnFix", 0.3, 8.0), ("Repairs * Vapes * Cases", 0.2, 4.8), "TarnFix"),
        (("THE MERE COD", 0.1, 6.8), ("Takeaway", 0.1, 5.5), "THE MERE COD"),
    ],
)
def test_the_trade_under_a_short_logo_is_its_rest_and_a_list_of_trades_is_none(
    first: Cell, rest: Cell, whole: str
) -> None:
    assert slip((first,), (rest,), "Card ending 4471", VAT).value == whole


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Tarnbean Coffee Co Ltd", "Tarnbean Coffee Co Ltd"),
        ("Tarnbean Books, 31 Mere Arcade, Norbeck", "Tarnbean Books"),
        ("Tarnbean Stores plc, 31 Mere Arcade, Norbeck", "Tarnbean Stores plc"),
        ("Tarnbean Hill, Norbeck", "Tarnbean"),
    ],
)
def test_a_short_logo_is_said_in_full_in_its_head(line: str, whole: str) -> None:
    assert slip((("Tarnbean", 0.3, 9.0),), line, VAT).value == whole


def test_a_dutch_companys_name_begins_in_larger_letters_over_its_form() -> None:
    head = ((("Van der Meer", 0.1, 3.5),), "Schroefhandel B.V.", "Havenkade 7", "FACTUUR / INVOICE")
    assert supplier(*head, *GOODS).value == "Van der Meer Schroefhandel B.V."


def test_of_a_council_the_line_over_it_says_which() -> None:
    head = ((("TARN • MERE VALE", 0.1, 2.0), ("Rates demand 2026/27", 0.6, 2.0)), "County Borough Council — Revenues")
    name = supplier(*head, "Account 500441829", *GOODS)
    assert name.value.endswith("MERE VALE County Borough Council")
    assert name.confidence < SURE


def test_a_name_that_a_text_breaks_over_lines_is_whole() -> None:
    name = supplier(
        (("Marlow Pellow", 0.1, 4.8),),
        "Chartered Certified Accountants",
        *GOODS,
        "Payment within 14 days. 9 Lemon Row, Norbeck. VAT Registration No. 512 8841 06. Marlow",
        "Pellow LLP is a limited liability partnership.",
    )
    assert name.value in ("Marlow Pellow", "Marlow Pellow LLP")


def test_a_trading_style_whose_company_breaks_over_two_lines_is_not_half_of_it() -> None:
    name = supplier(
        (("Tarn Lane Gas", 0.1, 3.0), ("Invoice 4417", 0.6, 2.0)),
        "Date 14 October 2026",
        *sums(),
        "You pay by monthly direct debit and need do nothing more. Tarn Lane Gas is a trading style of TLG",
        "Utilities Limited, VAT 512 8841 06.",
    )
    assert name.value in ("Tarn Lane Gas", "TLG Utilities Limited")


def test_a_list_of_trades_beside_a_name_is_no_part_of_it() -> None:
    head = ((("TARNDALE MOTORS", 0.1, 3.0), ("MOT - SERVICE - TYRES", 0.1 + 0.45 * 0.03 * 15 + 0.02, 3.0)),)
    assert supplier(*head, "Proprietor J. Roe. VAT No 512 8841 06", *GOODS).value == "TARNDALE MOTORS"


def test_a_pharmacys_cross_is_no_part_of_its_name_and_the_pharmacist_is_not_the_shop() -> None:
    assert slip("+ Tarnham Pharmacy", "Dr J. K. Roe MRPharmS — 6 The Parade", VAT).value == "Tarnham Pharmacy"
