"""Kinds of fault that another stranger's papers showed: a tax letter booked, a line of goods read as the total."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.documents.extract.cells import NOWHERE
from accountsos.documents.extract.days import days_in, puts_month_first
from accountsos.documents.extract.goods import goods_of
from accountsos.documents.extract.issue_day import day_candidates
from accountsos.documents.extract.number_choice import number_of
from accountsos.documents.extract.still_to_pay import still_to_pay
from accountsos.documents.extract.summed import is_the_most, total_of_lines
from accountsos.documents.facts import NEVER_BOOKED, DocumentType, Fact
from accountsos.documents.outcome import SURE
from tests.documents.test_papers_of_many_trades import SHOP, TODAY, outcome, read, table

BILLED = (*SHOP, ("INVOICE 7204", "", "3 November 2026"), ("Larch Row Framing Ltd",))
SUMS = (("Net", "", "", "100.00"), ("VAT 20%", "", "", "20.00"), ("Total", "", "", "£120.00"))


@pytest.mark.parametrize(
    "rows",
    [
        (("Corporation Tax",), ("UTR 81120 33417",), ("On account", "", "1,204.10"), ("Amount due", "", "£1,204.10")),
        (("Penalty notice",), ("Your VAT return was late",), ("Penalty", "", "£200.00"), ("Pay by 4 December 2026",)),
        (("PAYE Statement",), ("Paid on 3 November 2026", "", "£310.00"), ("Total", "", "£310.00")),
    ],
)  # fmt: skip
def test_what_the_tax_office_writes_is_a_letter_and_not_booked(rows: tuple[tuple[str, ...], ...]) -> None:
    facts = read(("HM Revenue & Customs",), ("Larch Row Framing Ltd",), ("Date 9 November 2026",), *rows)
    assert facts.type.value in NEVER_BOOKED
    assert facts.kind is not None
    assert facts.kind.value == "letter"


def test_a_carriers_invoice_that_names_the_tax_office_is_booked() -> None:
    rows = (*BILLED, ("Import VAT paid to HM Revenue & Customs", "", "", "120.00"), ("Total", "", "", "£120.00"))
    assert read(*rows).type.value is DocumentType.INVOICE


def total_for(*rows: tuple[str, ...], instead_of: int, by_eye: bool = False) -> Fact[int] | None:
    """What the lines come to, where another sum of theirs was read as the total."""
    sheet = table(*rows, by_eye=by_eye)
    return total_of_lines(sheet, next(found for found in sheet.amounts if found.pence == instead_of))


GOODS = (("Van up to 6m", "", "£41.30"), ("Driver", "", "£6.40"), ("Passenger", "", "£6.40"))


@pytest.mark.parametrize(
    ("foot", "total"),
    [
        ((("FARE PAID (VAT zero rated)", "", "£54.10"),), 5410),
        ((("Total", "", "£54.10"),), 5410),
        ((("£54.10", "-", "£54.10"),), 5410),
        ((("Subtotal", "", "£54.10"), ("VAT 20%", "", "£10.82"), ("Total due", "", "£64.92")), 6492),
        ((("Total", "", "£60.00"),), None),
        ((("Deposit", "", "£54.10"),), None),
    ],
)
def test_a_line_of_goods_is_not_the_total_where_the_lines_come_to_one(
    foot: tuple[tuple[str, ...], ...], total: int | None
) -> None:
    found = total_for(*SHOP, *GOODS, *foot, instead_of=4130)
    assert (found.value if found else None) == total


@pytest.mark.parametrize(("by_eye", "sure"), [(False, True), (True, False)])
def test_lines_that_come_to_the_total_are_sure_only_where_no_figure_can_be_misread(by_eye: bool, sure: bool) -> None:
    found = total_for(*SHOP, *GOODS, ("Total", "", "£54.10"), instead_of=4130, by_eye=by_eye)
    assert found is not None
    assert (found.confidence >= SURE) is sure


def test_the_value_declared_to_the_customs_is_no_total() -> None:
    rows = (*SHOP, ("Duty & Tax Invoice",), ("Invoice number", "Invoice date", "Due"),
            ("DX 5512094", "03/11/2026", "On receipt"), ("Waybill", "Contents", "Declared value"),
            ("881 204 117", "GLASS", "EUR 940.00 (GBP 811.20)"), ("Import VAT 20% of 850.00", "", "170.00"),
            ("Customs duty", "", "12.00"), ("Handling fee", "", "20.00"), ("Subtotal outside scope", "", "182.00"),
            ("Subtotal standard rate", "", "20.00"), ("UK VAT 20%", "", "4.00"),
            ("TOTAL DUE", "", "206.00"))  # fmt: skip
    facts = read(*rows)
    assert facts.gross is not None
    assert facts.gross.value == 20600
    assert facts.type.value is DocumentType.INVOICE


def test_the_only_sum_of_a_page_is_offered_as_its_total() -> None:
    rows = (("oak & ash courses",), ("by Ned Ashby",), ("", "", "", "Invoice OA/2026/4"),
            ("To Ida Larch", "", "", "Tuesday 3rd November 2026"), ("One-day course in gilding",),
            ("Ludlow, Friday 6th November, lunch included",),
            ("Early place: £185, paid with thanks by bank transfer 2/11.",))  # fmt: skip
    gross = read(*rows).gross
    assert gross is not None
    assert gross.value == 18500
    assert gross.confidence < SURE


def test_a_wheels_balance_is_goods_and_nothing_left_to_pay() -> None:
    rows = (*BILLED, ("Tyre 195/65 R15", "2", "44.00", "88.00"), ("Wheel balance", "2", "6.00", "12.00"), *SUMS)
    done = outcome(*rows)
    assert "asks for" not in (done.reason or "")


def test_a_balance_left_after_a_deposit_is_still_asked_about() -> None:
    rows = (
        *BILLED,
        ("Frame", "1", "100.00", "100.00"),
        *SUMS,
        ("Deposit", "", "", "-50.00"),
        ("Balance", "", "", "70.00"),
    )
    assert "asks for" in (outcome(*rows).reason or "")


@pytest.mark.parametrize(("said", "waits"), [("£300.00 (pre-authorised, not charged)", False), ("£30.00", True)])
def test_a_deposit_that_the_card_only_vouches_for_is_no_money_of_another_paper(said: str, waits: bool) -> None:
    sheet = table(*BILLED, ("Deposit", "", "", said), ("Saw, 2 days", "", "", "100.00"), ("Total", "", "", "£100.00"))
    assert still_to_pay(sheet, Fact(10000, 0.97)).waits is waits


def test_goods_and_vat_that_both_come_out_right_prove_a_total() -> None:
    rows = (
        *SHOP,
        ("HIRE INVOICE R-2217", "", "3 Nov 2026"),
        ("Saw", "2", "£30.00", "£60.00"),
        ("Blade", "1", "£40.00", "£40.00"),
    )
    lines, _ = goods_of(sheet := table(*rows, ("Net £100.00 | VAT £20.00 | Charged £120.00",)), 10000)
    assert is_the_most(sheet, 12000, lines)
    assert not is_the_most(sheet, 10000, lines)


def test_a_day_may_have_raised_points_between_its_parts() -> None:
    assert [found.day for found in days_in("11·JUN·26")] == [date(2026, 6, 11)]


@pytest.mark.parametrize(
    ("text", "first"), [("11/03/2026 (MM/DD/YYYY)", True), ("Dates: dd/mm/yy", False), ("n/a", None)]
)
def test_a_page_may_say_how_its_days_are_written(text: str, first: bool | None) -> None:
    assert puts_month_first((text,)) is first


def test_the_day_of_booking_dates_a_journeys_receipt() -> None:
    rows = (("tern air",), ("Booking receipt",), ("Booked on Tue 13 October 2026 by IDA ROWENA LARCH",),
            ("BHX 06:40 → CDG 08:55", "", "Fri 06 Nov 26 · TA 41"),
            ("CDG 19:05 → BHX 19:15", "", "Mon 09 Nov 26 · TA 48"),
            ("Fare", "", "64.00"), ("Airport charges", "", "16.00"), ("Total paid - Visa", "", "£80.00"))  # fmt: skip
    issued = read(*rows).date
    assert issued is not None
    assert issued.value == date(2026, 10, 13)


def test_the_day_under_the_name_that_heads_a_letter_is_its_own() -> None:
    rows = (("dunlin craft cover",), ("3 November 2026",), ("Ida Larch",), ("Larch Row Framing Ltd",),
            ("Your renewal - premium invoice",), ("Your cover runs from 00:01 on 20 November 2026 for a year.",),
            ("Tools", "", "£200.00"), ("Insurance Premium Tax at 12%", "", "£24.00"),
            ("Total payable", "", "£224.00"))  # fmt: skip
    issued = read(*rows).date
    assert issued is not None
    assert issued.value == date(2026, 11, 3)
    assert issued.confidence >= SURE


def test_the_name_over_the_day_of_a_letter_is_no_label_of_it() -> None:
    found, _ = day_candidates(table(("dunlin craft cover",), ("3 November 2026",), ("Ida Larch",)), TODAY)
    assert [candidate.label.side for candidate in found] == [NOWHERE]


def test_the_end_of_a_tickets_validity_is_not_its_day() -> None:
    rows = (("Class", "Ticket"), ("STD", "OFF-PEAK RETURN"), ("Start date", "Number"), ("10·SEP·26", "51220-8814"),
            ("From", "Valid until"), ("LUDLOW", "09-OCT·26"), ("To", "Price"), ("HEREFORD", "£14.30 X"))  # fmt: skip
    found, _ = day_candidates(table(*rows, by_eye=True), TODAY)
    assert {candidate.day for candidate in found} == {date(2026, 9, 10)}


def test_a_foreign_invoices_number_and_day_stand_in_one_line_with_its_terms() -> None:
    rows = (("Cornici Verdi S.r.l.",), ("P.IVA IT09911120481",),
            ("FATTURA / INVOICE N. 311/E del 03/11/2026 Pagamento: bonifico 30 gg Resa: DAP Ludlow",),
            ("Cornice", "", "€ 80,00"), ("Totale", "", "€ 80,00"))  # fmt: skip
    issued = read(*rows).date
    assert issued is not None
    assert issued.value == date(2026, 11, 3)
    assert issued.confidence >= SURE


@pytest.mark.parametrize("size", ["150cm", "180mm", "30x40cm"])
def test_a_size_is_no_number_of_a_paper(size: str) -> None:
    rows = (*SHOP, ("03.11.2026 14:55:08·TillA·K0083316",), (f"Linen natural {size}",), ("4.00 m x 5.50", "", "22.00"),
            ("Thread", "", "3.00"), ("AMOUNT DUE", "", "25.00"), ("VISA", "", "25.00"))  # fmt: skip
    found = number_of(table(*rows, by_eye=True), DocumentType.RECEIPT)
    assert found is None or found.value != size


def test_a_prefix_of_two_parts_belongs_to_the_number() -> None:
    found = number_of(table(*SHOP, ("Tax Invoice INV-K 20417",), ("Ida Larch",), *SUMS), DocumentType.INVOICE)
    assert found is not None
    assert found.value == "INV-K 20417"


def test_a_slip_marked_paid_with_its_sum_is_a_receipt() -> None:
    rows = (("Tern Dry Cleaners",), ("Mill St Tel 01584 496 221",), ("C 2217",), ("LARCH 03/11/26 Ready Fri 4pm",),
            ("1 Backdrop 4m", "", "14.05"), ("1 Apron", "", "6.95"), ("PAID £21.00 inc VAT 3.50 (20%)",))  # fmt: skip
    done = outcome(*rows, by_eye=True)
    assert done.facts is not None
    assert done.facts.type.value is DocumentType.RECEIPT
    assert "kind of document" not in (done.reason or "")
