"""Whom a paper is from: its head, what else on it agrees, and what is nobody's name."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.documents.extract.facts import facts_from_sheet
from accountsos.documents.extract.letterhead import are_kin
from accountsos.documents.extract.name_lines import tidy_name
from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.facts import Box, Direction, DocumentFacts, Fact, ReadOutcome
from accountsos.documents.judge_sheet import outcome_of_sheet
from accountsos.documents.names import KnownSuppliers, is_ours, with_initial
from accountsos.documents.outcome import SURE
from accountsos.documents.pdf_text import _in_words, _Letter

TODAY = date(2026, 11, 22)
US = KnownSuppliers(
    own_names=("Marsh & Lyle Upholstery Ltd",), own_people=("Edith Marsh",), own_vat_numbers=("GB412738660",)
)
Cell = tuple[str, float, float]
"""Its text, where it begins, and how high its letters are in hundredths of the page's width."""


def sheet(*rows: str | tuple[Cell, ...], by_eye: bool = False) -> Sheet:
    """A page of rows; what is only words begins at the left in usual letters."""
    pieces = []
    for n, row in enumerate(rows):
        for text, left, size in ((row, 0.1, 2.0),) if isinstance(row, str) else row:
            top, height = 0.05 + n * 0.03, size / 100
            right = min(0.99, left + 0.45 * height * len(text))
            pieces.append(Piece(text, 1, Box(left, top, right, top + min(height, 0.025)), height, by_eye))
    return sheet_of(pieces)


def judged(*rows: str | tuple[Cell, ...], by_eye: bool = False, us: KnownSuppliers = US) -> ReadOutcome:
    kind = "picture" if by_eye else "text"
    return outcome_of_sheet(sheet(*rows, by_eye=by_eye), kind, known=us, templates=(), today=TODAY)


def read(*rows: str | tuple[Cell, ...], by_eye: bool = False) -> DocumentFacts:
    facts = judged(*rows, by_eye=by_eye).facts
    assert facts is not None
    return facts


def supplier(*rows: str | tuple[Cell, ...], by_eye: bool = False) -> Fact[str]:
    name = read(*rows, by_eye=by_eye).supplier.name
    assert name is not None
    return name


def sums(total: str = "120.00") -> tuple[tuple[Cell, ...], ...]:
    labelled = (("Net", "100.00"), ("VAT 20%", "20.00"), ("Total", f"£{total}"))
    return tuple(((label, 0.1, 2.0), (amount, 0.8, 2.0)) for label, amount in labelled)


def slip(*head: str | tuple[Cell, ...]) -> Fact[str]:
    """The supplier of a till's slip that was photographed."""
    return supplier(
        *head,
        "14 Oct 2026 11:02",
        (("GOODS", 0.1, 4.0), ("24.00", 0.8, 4.0)),
        (("TOTAL", 0.1, 4.0), ("£24.00", 0.8, 4.0)),
        by_eye=True,
    )


# What is a name, and how much of a line is.


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("The landlord, Harle & Fen Estates LLP", "Harle & Fen Estates LLP"),
        ("Prop: T. Oake Ltd", "T. Oake Ltd"),
        ("Operated under licence by Birk Motors Ltd", "Birk Motors Ltd"),
        ("Pennod Retail Ltd trading as Pennod Water", "Pennod Retail Ltd"),
        ("Clover deli - T4", "Clover deli"),
        ("Wharf-7 Studios", "Wharf-7 Studios"),
        ("Landlord Action Ltd", "Landlord Action Ltd"),
    ],
)
def test_a_role_before_a_name_and_the_code_of_a_shop_after_it_are_no_part_of_it(line: str, name: str) -> None:
    assert tidy_name(line) == name


def test_a_heading_in_spaced_letters_is_read_in_words() -> None:
    run, left = [], 0.1
    for n, word in enumerate(("OAK", "&", "ELM")):
        for letter in word:
            run.append(_Letter(letter, left, 0.1, left + 0.01, 0.12))
            run.append(_Letter(" ", left + 0.01, 0.1, left + 0.015, 0.12))
            left += 0.015
        left += 0.012 if n < 2 else 0
    assert "".join(letter.text for letter in _in_words(run[:-1])) == "OAK & ELM"


@pytest.mark.parametrize("line", ["A B Roe Ltd", "J & P of 5"])
def test_a_line_of_which_a_few_letters_stand_alone_is_not_in_spaced_letters(line: str) -> None:
    run = [_Letter(c, 0.1 + n * 0.01, 0.1, 0.11 + n * 0.01, 0.12) for n, c in enumerate(line)]
    assert "".join(letter.text for letter in _in_words(run)) == line


@pytest.mark.parametrize(
    "phrase", ["Exempt from value added tax.", "KEEP AS RECEIPT", "Carriage services are VAT exempt.", "VAT INC £4.00"]
)
def test_a_phrase_of_the_paper_is_no_supplier(phrase: str) -> None:
    assert slip("TARN JETWASH", "BAY 3", phrase, "VAT# 700298166").value == "TARN JETWASH"


@pytest.mark.parametrize("street", ["18 Priory Bank, Ludlow", "Dock Terrace Row, Barry"])
def test_the_street_under_the_name_is_no_supplier(street: str) -> None:
    head = ((("Ivor Tudge-Lane & Co", 0.3, 4.0),), ((f"{street} · VAT no. 233 0917 64", 0.2, 1.8),))
    name = supplier(*head, "Marsh & Lyle Upholstery Ltd", "BILL No. 88", "Date: 29 October 2026", *sums())
    assert name.value == "Ivor Tudge-Lane & Co"


def test_a_title_or_what_a_ticket_is_names_nobody() -> None:
    assert slip("TAXI RECEIPT", "Harbour Hackney Circle · Barry").value == "Harbour Hackney Circle"
    row = (("gleamrail", 0.1, 4.0), ("Standard OFF-PEAK RETURN", 0.5, 3.5))
    assert slip(row, "Valid until 07 NOV 26").value == "gleamrail"


def test_what_they_sell_after_a_dash_is_no_name() -> None:
    assert slip("CASH RECEIPT", "Wren's Loft - toys & curios", "Otley").value == "Wren's Loft"


# What was run together.


def test_words_beside_a_name_in_capitals_are_where_it_is() -> None:
    name = slip((("TARNSIDE SERVICES", 0.1, 5.0), ("Appleby Bypass", 0.5, 4.6)), "VAT no. 509 8842 13")
    assert name.value == "TARNSIDE SERVICES"


@pytest.mark.parametrize(
    ("shop", "company"),
    [
        ("HARBOUR MULTI-STOREY", "PROBITY PARKING LTD"),
        ("DINAS SIR ARLECHWEN", "ARLECHWEN COUNTY COUNCIL"),
        ("P BRAXTON", "Braxton Parking Systems Ltd"),
    ],
)
def test_of_a_shop_and_its_company_run_together_the_company_is_the_supplier(shop: str, company: str) -> None:
    assert slip(((shop, 0.25, 4.0),), ((company, 0.25, 4.0),), "VAT ID GB885031617").value in (company, shop)


def test_a_branch_is_no_part_of_its_shops_name() -> None:
    name = slip(
        (("Larkin's", 0.3, 4.0),), (("Settle Superstore", 0.25, 4.0),), "01729 555 090", "VAT Number 994 4374 71"
    )
    assert name.value == "Larkin's"


def test_a_name_that_breaks_off_goes_on_in_the_next_line() -> None:
    assert slip("COMPAGNIE DES PONTS", "DU PAYS DE MERLE", "TVA FR 41 552 904 117").value == (
        "COMPAGNIE DES PONTS DU PAYS DE MERLE"
    )


def test_the_first_letter_of_a_name_may_be_set_on_its_own() -> None:
    head = (("L", 0.1, 4.0), ("ark Dairies", 0.1185, 4.0), ("MONTHLY INVOICE", 0.7, 2.0))
    name = supplier(
        head, "R. & S. Toft t/a Lark Dairies, Moor Farm, Alston CA9 3ZZ", "Invoice date 30/09/2026", *sums()
    )
    assert name.value == "Lark Dairies"


# Ours.


def test_a_director_who_signs_with_an_initial_sells_nothing() -> None:
    assert list(with_initial("Edith Marsh")) == ["e marsh"]
    name = supplier(
        (("BRACKEN", 0.1, 4.4), ("Waste Transfer Note & Invoice", 0.6, 2.4)),
        "27 Nov 2026",
        *sums(),
        "Carrier: Bracken Recycling Ltd, licence 220417",
        (("VAT Reg 905 7710 33", 0.1, 2.0), ("E Marsh", 0.6, 5.0)),
    )
    assert name.value in ("BRACKEN", "Bracken Recycling Ltd")


def test_our_trading_name_that_the_page_gives_us_is_no_supplier() -> None:
    client = (("Client", 0.1, 2.0), ("Marsh & Lyle Upholstery Ltd t/a Lyle Interiors", 0.3, 2.0))
    name = supplier(
        (("Tern Moss Insurance Brokers", 0.1, 4.6),),
        "Debit Note",
        client,
        "Date 1 October 2026",
        *sums(),
        "Tern Moss Ltd is authorised and regulated.",
    )
    assert name.value in ("Tern Moss Insurance Brokers", "Tern Moss Ltd")


def test_a_paper_under_our_trading_name_with_our_vat_number_is_our_sale() -> None:
    facts = read(
        (("the chair rooms", 0.1, 6.0),),
        "Bill for covers CR-12",
        "3rd October 2026",
        "Alston & Nent Choir",
        "c/o Mrs H. Dale, treasurer",
        *sums(),
        "The chair rooms is run by Marsh & Lyle Upholstery Ltd, Alston · VAT no. 412738660",
    )
    assert facts.direction is not None
    assert facts.direction.value is Direction.SALE
    assert facts.customer.name is not None
    assert facts.customer.name.value == "Alston & Nent Choir"


def test_terms_over_our_own_address_are_no_customer() -> None:
    facts = read(
        (("MARSH & LYLE UPHOLSTERY", 0.1, 3.5),),
        "covers and seats",
        "Invoice M-22",
        "Nenthead Inn Ltd",
        "Nenthead, Alston CA9 3",
        "Date 5 September 2026",
        *sums(),
        "Due 14 days.",
        "Marsh & Lyle Upholstery Ltd, 9 Weir Street, Alston CA9 3XX. VAT GB 412 7386 60.",
    )
    assert facts.customer.name is not None
    assert facts.customer.name.value == "Nenthead Inn Ltd"


def test_our_street_may_be_shortened() -> None:
    assert is_ours("Weir St Bakery", ["Weir Street Bakery Ltd"])
    assert not is_ours("Weir St Bakery", ["Mill Street Bakery Ltd"])


# How sure.


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("tolbert's", "Tolbert Food Stores PLC", True),
        ("pot&quill", "P&Q Cookshops Ltd", True),
        ("D Reeve", "Dorian Reeve Refrigeration", True),
        ("Hôtel des Trois Chênes", "SAS Trois Chênes Presqu'île", True),
        ("Northern Rail", "Northern Bread Ltd", False),
        ("Motors Direct", "Motors & Parts Ltd", False),
        ("D Reeve", "Reeve Dorset Ltd", False),
    ],
)
def test_two_names_are_of_one_party_by_a_word_that_is_nobody_elses(one: str, other: str, kin: bool) -> None:
    assert are_kin(sheet("Invoice"), one, other) is kin


@pytest.mark.parametrize(
    "head",
    [
        (
            (("Tolwright", 0.15, 6.0), ("trade", 0.6, 3.7)),
            "Tolwright Supplies plc · Ross Mill Rd branch",
            "VAT Reg No. GB220491302",
        ),
        ((("BRYN FUELS", 0.3, 4.8),), "A483 Llandre", "prop. G & T Parry Ltd", "VAT REG 392015762"),
        ((("S. T. PRYOR", 0.1, 3.5),), "Free range ducks", "Cefn Du, Llanbister Road", "mob 07700 900 552"),
        ((("C.D. Cabs", 0.1, 5.0), ("TAXI", 0.7, 5.9)), "Hackney & private hire", "07700 900 418"),
    ],
)
def test_a_photos_name_is_sure_where_its_head_agrees_with_it_and_nobody_else_is_named(
    head: tuple[str | tuple[Cell, ...], ...],
) -> None:
    assert slip(*head).confidence >= SURE


@pytest.mark.parametrize(
    "head",
    [
        ("Fresh food, close by", "01729 555 090", "VAT Number 994 4374 71"),
        ("Settle Superstore", "01729 555 090", "VAT Number 994 4374 71"),
        ("COMPAGNIE DES", "01729 555 090"),
        ("FAMILY BUTCHERS", "01729 555 090"),
    ],
)
def test_a_slogan_a_branch_a_trade_or_half_a_name_at_the_head_is_never_sure(head: tuple[str, ...]) -> None:
    assert slip(*head).confidence < SURE


def test_an_agent_beside_the_landlord_whose_vat_it_asks_for_is_asked_about() -> None:
    name = supplier(
        (("Fulmar Estates LLP", 0.35, 3.7),),
        "Managing Agents for Tyne Works (Landlord: QV Nominees No. 3 Ltd)",
        "Keys House, Hexham NE46 9ZZ",
        "Demand No. 418",
        "29 September 2026",
        "Tenant: Marsh & Lyle Upholstery Ltd",
        *sums(),
        "The Landlord has opted to tax; VAT Reg. 770 4416 02.",
    )
    assert name.confidence < SURE


def test_the_largest_letters_name_the_garage_and_not_what_it_does() -> None:
    row = (("K. HOLROYD & SON", 0.08, 4.2), ("MOTOR ENGINEERS · MOT STATION", 0.58, 2.6))
    name = slip(row, (("Mill St Arches, Otley", 0.7, 2.3),), (("VAT 151 3388 20", 0.77, 2.4),))
    assert name.value == "K. HOLROYD & SON"


def test_where_only_one_line_may_be_a_name_a_person_sees_it() -> None:
    facts = facts_from_sheet(
        sheet(
            "RECEIPT",
            "14 March 2026, 18:42",
            (("Fare", 0.1, 2.0), ("£14.50", 0.8, 2.0)),
            (("Paid (card)", 0.1, 2.0), ("£14.50", 0.8, 2.0)),
            "Redwing Taxis Hexham",
        ),
        today=TODAY,
    )
    assert facts.supplier.name is not None
    assert facts.supplier.name.value == "Redwing Taxis Hexham"
    assert facts.supplier.name.confidence < SURE


def test_a_person_in_large_letters_over_a_likely_shop_is_never_sure() -> None:
    head = (("LIM AH SENG", 0.17, 7.7),), (("BUNGA GIFT & HOME DECO", 0.25, 5.2),)
    assert slip(*head, "81100 JOHOR BAHRU", "TEL:07-3507405").confidence < SURE
