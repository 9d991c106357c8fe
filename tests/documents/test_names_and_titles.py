from __future__ import annotations

from datetime import date

import pytest
from benchmarks.document_others import others

from accountsos.documents.extract.facts import facts_from_sheet
from accountsos.documents.extract.name_lines import tidy_name
from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.extract.title import type_of
from accountsos.documents.extract.total import total_candidates
from accountsos.documents.facts import NEVER_BOOKED, Box, ReadStatus
from accountsos.documents.read import read_document

TODAY = date(2026, 6, 30)
FOOT = ("Tel: 0113 496 0000", "VAT No 123 4567 89", "12/03/2026 14:05", "Tea 2.40", "Total 2.40", "Cash 5.00")


def roll(*lines: str, heights: dict[int, float] | None = None, by_eye: bool = False) -> Sheet:
    """A narrow roll whose lines stand in the middle, each as wide as its text."""
    pieces = []
    for n, text in enumerate(lines):
        half = min(0.45, 0.012 * len(text))
        box = Box(0.5 - half, n / 30, 0.5 + half, n / 30 + 0.024)
        pieces.append(Piece(text, 1, box, (heights or {}).get(n, 0.04), by_eye))
    return sheet_of(pieces)


def supplier_of(sheet: Sheet) -> str | None:
    name = facts_from_sheet(sheet, today=TODAY).supplier.name
    return name.value if name else None


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("BRIGHTON HARDWARE", "SUPPLIES (HOVE) LTD", "14 Mill Lane"), "BRIGHTON HARDWARE SUPPLIES (HOVE) LTD"),
        (("TAX INVOICE", "Larkhill Stores Ltd", "14 Mill Lane"), "Larkhill Stores Ltd"),
        (("Kestrel Cafe", "Owned by:", "14 Mill Lane"), "Kestrel Cafe"),
        (("Larkhill Stores Ltd (04217755)", "14 Mill Lane"), "Larkhill Stores Ltd"),
    ],
)
def test_a_name_is_whole_without_titles_and_registration_numbers(lines: tuple[str, ...], name: str) -> None:
    assert supplier_of(roll(*lines, "Leeds LS1 4AB", *FOOT)) == name


def test_a_name_read_off_a_picture_is_not_made_sure_by_standing_alone() -> None:
    lines = ("Kendal Coachways", "12 October 2026", "Adult return", "Total 24.00")
    printed, seen = (facts_from_sheet(roll(*lines, by_eye=by_eye), today=TODAY) for by_eye in (False, True))
    assert printed.supplier.name is not None
    assert seen.supplier.name is not None
    assert printed.supplier.name.confidence >= 0.95 > seen.supplier.name.confidence


def test_a_company_below_the_letterhead_is_the_customer() -> None:
    sheet = roll(
        "Larkhill Stores", "14 Mill Lane", "Leeds LS1 4AB", "Tel: 0113 496 0000", "VAT No 123 4567 89", "TAX INVOICE",
        "Sold to", "Pennine Catering Ltd", "12/03/2026", "Tea 2.40", "Total 2.40",
    )  # fmt: skip
    assert supplier_of(sheet) == "Larkhill Stores"


def test_a_registration_number_is_cut_from_a_name_and_a_year_is_not() -> None:
    assert tidy_name("BREAD LTD (139386 X)") == "BREAD LTD"
    assert tidy_name("#000002 BREAD LTD") == "BREAD LTD"
    assert tidy_name("Cafe 1847") == "Cafe 1847"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("PRO-FORMA INVOICE", "other"),
        ("Quotation No. Q-1204", "other"),
        ("Order acknowledgement", "other"),
        ("DELIVERY NOTE 77812", "other"),
        ("Statement", "statement"),
        ("Credit note CN-12", "credit_note"),
        ("VAT INVOICE", "invoice"),
    ],
)
def test_the_title_tells_what_a_paper_is_though_it_speaks_of_invoices(title: str, kind: str) -> None:
    lines = ("Larkhill Timber Ltd", title, "Your invoice follows", "Oak boards 120.00", "Total 120.00")
    assert type_of(roll(*lines, heights={1: 0.08})).value == kind


def test_an_invoice_that_cites_a_delivery_note_and_an_order_stays_an_invoice() -> None:
    lines = ("Larkhill Timber Ltd", "INVOICE", "Delivery note", "77812", "Purchase order no", "P-12", "Total 120.00")
    assert type_of(roll(*lines, heights={1: 0.06})).value == "invoice"


def test_no_made_up_proforma_quote_confirmation_delivery_note_or_statement_passes_for_an_invoice() -> None:
    for name, content, truth in others(4, seed=5):
        outcome = read_document(content, today=TODAY)
        assert outcome.facts is not None
        assert outcome.facts.type.value == truth["type"], name
        assert outcome.facts.type.value in NEVER_BOOKED
        if outcome.status is ReadStatus.PROCESSED:
            assert any("nothing is booked from it" in warning for warning in outcome.warnings), name


def total_of(*lines: str) -> int | None:
    gross = facts_from_sheet(roll("Larkhill Stores Ltd", "12/03/2026", *lines), today=TODAY).gross
    return gross.value if gross else None


def test_the_money_put_into_a_machine_is_not_the_total() -> None:
    assert total_of("Parking ticket £5.00", "Amount incl. VAT £5.00", "Accepted total £10.00", "Change £5.00") == 500


def test_a_total_with_service_charge_and_tax_is_the_sum_of_all_three() -> None:
    lines = ("Lunch £40.00", "Subtotal £40.00", "Service tax 10% £4.00", "VAT 20% £8.80", "Total £52.80")
    assert total_of(*lines) == 5280
    _, features = total_candidates(roll(*lines))
    assert features.shape[1] == total_candidates(roll("No amounts here"))[1].shape[1]


def test_returns_make_the_total_less_than_the_goods() -> None:
    lines = ("Boards £46.82", "Total goods £46.82", "Returned pallet -£0.76", "Total returns -£0.76")
    assert total_of(*lines, "Total payable £46.06") == 4606
