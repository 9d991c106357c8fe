"""Sums that trades print in ways of their own: rents, merchants, printers, and pages that were read off a picture."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accountsos.documents.extract.amounts import amounts_in
from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.extract.vat import vat_of
from accountsos.documents.facts import Box, DocumentFacts, ReadOutcome, ReadStatus
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


def sums(facts: DocumentFacts) -> tuple[int | None, int | None, dict[Decimal | None, tuple[int | None, int | None]]]:
    gross, vat = facts.gross and facts.gross.value, facts.vat and facts.vat.value
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
