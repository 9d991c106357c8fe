"""Names that a logo sets over lines, and what is glued before a name or is none."""

from __future__ import annotations

import pytest

from accountsos.documents.extract.name_doubts import is_no_name
from accountsos.documents.extract.name_lines import fits, tidy_name
from accountsos.documents.outcome import SURE
from tests.documents.test_who_sends import Cell, sheet, slip, sums, supplier

VAT = "VAT No 512 8841 06"
GOODS: tuple[str | tuple[Cell, ...], ...] = (
    "Invoice 4417",
    "Date 14 October 2026",
    "Bill to Marsh & Lyle Upholstery Ltd",
    *sums(),
)


@pytest.mark.parametrize(
    ("first", "rest", "whole"),
    [
        (("NORBECK", 0.4, 7.0), ("TRAVEL", 0.43, 4.8), "NORBECK TRAVEL"),
        (("COLNE VALLEY", 0.3, 5.5), ("PHARMACY", 0.35, 5.5), "COLNE VALLEY PHARMACY"),
        (("Tarn", 0.1, 7.0), ("Ironmongers", 0.1, 5.0), "Tarn Ironmongers"),
        (("THE MERE SOUND", 0.3, 4.2), ("FERRY TRUST", 0.32, 4.2), "THE MERE SOUND FERRY TRUST"),
    ],
)
def test_the_rest_of_a_logo_below_it_is_asked_with_the_whole(first: Cell, rest: Cell, whole: str) -> None:
    name = slip((first,), (rest,), VAT)
    assert name.value == whole
    assert name.confidence < SURE


def test_the_rest_of_a_logo_in_another_hand_is_asked() -> None:
    assert slip((("inkdash", 0.1, 7.0),), (("RAPID", 0.1, 6.0),), VAT).confidence < SURE


def test_a_whole_that_the_page_says_again_is_the_name() -> None:
    name = supplier((("fenwold", 0.1, 3.6),), (("litho.", 0.1, 3.6),), "www.fenwoldlitho.co.uk", VAT, *GOODS)
    assert name.value.lower() == "fenwold litho"


def test_a_town_in_usual_letters_leaves_the_name_sure() -> None:
    name = slip((("TOLLGATE BAKES", 0.3, 6.0),), (("Norbeck", 0.4, 4.2),), VAT, "www.tollgatebakes.co.uk")
    assert name.value == "TOLLGATE BAKES"
    assert name.confidence >= SURE


def test_the_first_half_of_a_name_stands_larger_over_its_form() -> None:
    name = supplier((("ELM & ASH", 0.1, 3.5), ("INVOICE", 0.7, 3.9)), "Paint Co Ltd", "Norbeck NB30", VAT, *GOODS)
    assert name.value == "ELM & ASH Paint Co Ltd"
    assert name.confidence < SURE


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ropewalk Parade, Norbeck NB16 Tollgate Retail Ltd", "Tollgate Retail Ltd"),
        ("4 Ropewalk, Norbeck, NB16 7QT Tollgate Retail Ltd", "Tollgate Retail Ltd"),
        ("14 days, to Wry Heron Print Ltd", "Wry Heron Print Ltd"),
        ("Terms 7 days nett, cheques to Wry Heron Print Ltd", "Wry Heron Print Ltd"),
        ("All pallets remain the property of Wry Heron Print Ltd", "Wry Heron Print Ltd"),
        ("Roe, Marlow & Lund Ltd", "Roe, Marlow & Lund Ltd"),
    ],
)
def test_an_address_or_terms_before_a_company_are_none_of_its_name(line: str, name: str) -> None:
    assert tidy_name(line) == name


@pytest.mark.parametrize(
    "label",
    "Odbiorca / Buyer,Sprzedawca,Vendeur,Leverancier,Köpare,Køber / Buyer,Fornitore,Dodavatel,Cumpărător,"
    "How many,Servicing,& Post Office".split(","),
)
def test_a_label_in_any_tongue_or_half_a_name_is_nobody(label: str) -> None:
    assert not fits(label)


def test_a_unit_or_a_kind_of_ticket_is_nobody() -> None:
    page = sheet("Anything")
    assert is_no_name("Unit 7 Ropewalk Yard", page)
    assert is_no_name("ANYTIME DAY RETURN (RTN)", page)
    assert not is_no_name("Unit 7 Productions Ltd", page)


def test_a_house_in_its_street_is_not_run_on_to_a_name() -> None:
    assert supplier("B LOCKYER VAN HIRE", "12 Ropewalk Drove", "tel 07700 900217", *GOODS).value == "B LOCKYER VAN HIRE"


def test_the_sign_of_a_car_park_is_no_initial_and_what_it_stands_before_is_asked() -> None:
    name = slip((("P TOLLGATE", 0.3, 8.0),), (("CAR PARK · NORBECK", 0.3, 4.4),), VAT)
    assert name.value == "TOLLGATE"
    assert name.confidence < SURE


def test_a_heading_of_any_counter_gives_way_to_the_one_it_heads() -> None:
    name = slip((("POSTOFFICE COUNTER", 0.2, 6.0),), (("Mere Row Post Office", 0.3, 4.2),), "7 Mere Row", VAT)
    assert name.value == "Mere Row Post Office"
    assert name.confidence < SURE


def test_a_word_that_a_logo_breaks_over_lines_is_the_company_of_these_letters() -> None:
    head = ((("Fracht", 0.1, 3.9),), (("bogen", 0.1, 3.9),), "the freight exchange", "Frachtbogen B.V.")
    assert supplier(*head, "Havenkade 7", *GOODS).value == "Frachtbogen B.V."


@pytest.mark.parametrize("line", ["Payable to Tollgate Travel", "© 2026 Tollgate Travel"])
def test_the_payee_or_the_foot_has_a_short_logo_in_full(line: str) -> None:
    head = ((("Tollgate", 0.1, 4.0),), "7 Mere Row, Norbeck NB16 7QT", VAT)
    assert supplier(*head, *GOODS, line).value == "Tollgate Travel"
