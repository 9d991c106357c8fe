"""Names as strangers' papers print them: set apart, broken over lines, with an address or a remark behind or before."""

from __future__ import annotations

import pytest

from accountsos.documents.extract.name_doubts import is_no_name
from accountsos.documents.extract.name_lines import fits, tidy_name
from accountsos.documents.facts import Direction
from accountsos.documents.names import KnownSuppliers
from tests.documents.test_who_sends import Cell, judged, read, sheet, sums, supplier

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
