"""VAT as tills, hotels, lawyers and letters print it, and totals that need more than a label."""

from __future__ import annotations

import pytest

from accountsos.documents.facts import DocumentFacts, DocumentType, ReadStatus
from tests.documents.hardware import INVOICE, TILL, Rows, outcome, read

ABROAD: Rows = (("De Gouden Haan BV",), ("Kade 4, 3011 AB Rotterdam",), ("12-03-2026 12:14",))
MIXED: Rows = (("Screws", "4.80 A"), ("Birdseed", "6.00 B"), ("Total", "£10.80"), ("Card", "10.80"))


def charged(facts: DocumentFacts) -> dict[str, tuple[int | None, int | None]]:
    """Net and VAT of the rates that are charged."""
    return {f"{part.rate.normalize():f}": (part.net, part.vat) for part in facts.vat_by_rate if part.rate and part.vat}


@pytest.mark.parametrize(
    ("rows", "vat", "by_rate"),
    [
        (  # bare rates in a table by code
            (
                *TILL,
                *MIXED,
                ("Code", "Rate", "Goods", "VAT"),
                ("A", "20.0", "4.00", "0.80"),
                ("B", "0.0", "6.00", "0.00"),
            ),
            80,
            {"20": (400, 80)},
        ),
        (  # with its VAT, not without
            (*TILL, *MIXED, ("VAT", "Gross", "VAT amount"), ("A 20%", "4.80", "0.80"), ("B 0%", "6.00", "0.00")),
            80,
            {"20": (400, 80)},
        ),
        (  # a roll too narrow for the line
            (*TILL, *MIXED, ("A - items at standard rate 4.80 incl. VAT",), ("0.80",), ("B - plants, zero rate 6.00",)),
            80,
            {"20": (400, 80)},
        ),
        (
            (*TILL, ("Lamp", "27.00"), ("£27.00 total, inc. £4.50 VAT at 20%",), ("Paid: Visa", "27.00")),
            450,
            {"20": (2250, 450)},
        ),
        (
            (*TILL, ("Lamp", "27.00"), ("4 ITEMS", "27.00"), ("CONTACTLESS", "27.00"), ("PRICES INCLUDE VAT", "4.50")),
            450,
            {"20": (2250, 450)},
        ),
        (
            (*TILL, ("Lamp", "4.80"), ("Total", "£4.80"), ("Card", "4.80"), ("Total includes VAT of",), ("0.80",)),
            80,
            {"20": (400, 80)},
        ),
        (  # service on top bears none
            (
                *TILL,
                ("Supper", "60.00"),
                ("Subtotal", "60.00"),
                ("Service 10%", "6.00"),
                ("To pay", "£66.00"),
                ("VAT @20% included in subtotal:", "10.00"),
                ("Visa", "66.00"),
            ),
            1000,
            {"20": (5000, 1000)},
        ),
        (  # the same without a word about what it is on
            (
                *TILL,
                ("Food", "20.00"),
                ("Drinks", "10.00"),
                ("Service 10%", "3.00"),
                ("Total", "£33.00"),
                ("Visa", "33.00"),
                ("VAT", "5.00"),
            ),
            500,
            {"20": (2500, 500)},
        ),
        (
            (
                *ABROAD,
                ("Wijn", "€ 12,10"),
                ("Totaal", "€ 12,10"),
                ("Pin", "12,10"),
                ("BTW%", "Excl.", "BTW", "Incl."),
                ("21", "10,00", "2,10", "12,10"),
            ),
            210,
            {"21": (1000, 210)},
        ),
        (
            (
                *ABROAD,
                ("Broodje", "10,90"),
                ("Wijn", "12,10"),
                ("Totaal", "€ 23,00"),
                ("PIN", "23,00"),
                ("BTW laag 9%", "0,90"),
                ("BTW hoog 21%", "2,10"),
            ),
            300,
            {"9": (1000, 90), "21": (1000, 210)},
        ),
        (
            (
                ("Le Petit Quai SARL",),
                ("3 rue du Port, 14000 Caen",),
                ("12/03/2026 12:14",),
                ("Menu", "22,00"),
                ("Vin", "12,00"),
                ("TOTAL TTC", "34,00 €"),
                ("CB", "34,00"),
                ("dont TVA 10%", "2,00"),
                ("dont TVA 20%", "2,00"),
            ),
            400,
            {"10": (2000, 200), "20": (1000, 200)},
        ),
        (  # a tourist tax is no VAT
            (
                ("Hotel Ohlsen GmbH",),
                ("Lange Str. 4, 28195 Bremen",),
                ("Rechnung 4471",),
                ("12.03.2026",),
                ("Zimmer", "214,00"),
                ("Kurtaxe 2 x 3,00", "6,00"),
                ("Netto", "200,00"),
                ("MwSt 7 %", "14,00"),
                ("Kurtaxe", "6,00"),
                ("Gesamt EUR", "220,00"),
            ),
            1400,
            {"7": (20000, 1400)},
        ),
        (
            (("Strassenbahn Weserau",), ("Einzelfahrt", "12.03.2026 09:11"), ("5,35 €", "inkl. 7 % USt 0,35 €")),
            35,
            {"7": (500, 35)},
        ),
    ],
)
def test_vat_is_read_from_tills_and_tables_however_they_print_it(
    rows: Rows, vat: int, by_rate: dict[str, tuple[int, int]]
) -> None:
    facts = read(rows)
    assert facts.vat is not None
    assert (facts.vat.value, charged(facts)) == (vat, by_rate)


@pytest.mark.parametrize(
    ("lines", "vat", "by_rate"),
    [
        (
            (
                ("Item", "VAT rate", "Net", "VAT", "Gross"),
                ("Logs, house", "5.0%", "60.00", "3.00", "63.00"),
                ("Logs, kiln", "20.0%", "200.00", "40.00", "240.00"),
                ("Crate hire", "20.0%", "15.00", "3.00", "18.00"),
                ("TOTAL", "275.00", "46.00", "£321.00"),
            ),
            4600,
            {"20": (21500, 4300), "5": (6000, 300)},
        ),
        (
            (
                ("", "Net", "VAT", "Total"),
                ("Our charges", "200.00", "40.00", "240.00"),
                ("Searches", "30.00", "6.00", "36.00"),
                ("Register fee (no VAT)", "45.00", "-", "45.00"),
                ("Total of this bill", "275.00", "46.00", "321.00"),
            ),
            4600,
            {"20": (23000, 4600)},
        ),
        (
            (
                ("Card sales, 4,000.00 at 1.5% (exempt)", "60.00", "exempt", "60.00"),
                ("Reader hire (20%)", "10.00", "2.00", "12.00"),
                ("Safety scheme (20%)", "5.00", "1.00", "6.00"),
                ("Total", "75.00", "3.00", "£78.00"),
            ),
            300,
            {"20": (1500, 300)},
        ),
        (
            (("Gas", "300.00"), ("VAT 5%", "5.00"), ("VAT 20%", "40.00"), ("Net", "300.00"), ("Total due", "£345.00")),
            4500,
            {"5": (10000, 500), "20": (20000, 4000)},
        ),
        (
            (("We have charged £200.00, with £40.00 VAT at the standard rate, and collect £240.00.",),),
            4000,
            {"20": (20000, 4000)},
        ),
    ],
)
def test_vat_of_an_invoice_is_what_all_of_its_lines_come_to(
    lines: Rows, vat: int, by_rate: dict[str, tuple[int, int]]
) -> None:
    facts = read((*INVOICE, *lines))
    assert facts.vat is not None
    assert (facts.vat.value, charged(facts)) == (vat, by_rate)


@pytest.mark.parametrize(
    "said",
    [
        ("Incl. VAT 20%", "0.30"),  # does not come out
        ("* VATable items total 2.40", "0.40"),
        ("V.A.T. content of the above", "0.61"),
    ],
)
def test_vat_that_is_printed_and_not_surely_read_is_asked_about(said: tuple[str, ...]) -> None:
    done = outcome((*TILL, ("Screws", "4.80"), ("Total", "£4.80"), ("Card", "4.80"), said))
    assert done.status is ReadStatus.NEEDS_REVIEW
    assert "VAT" in (done.reason or "")


def test_a_standing_charge_is_no_tax_because_two_words_meet_in_gst() -> None:
    facts = read(
        (
            *INVOICE,
            ("Ffi sefydlog / Standing charge", "31.05"),
            ("TAW / VAT 0%", "£0.00"),
            ("Water", "£218.10"),
            ("Total to pay", "£249.15"),
        )
    )
    assert facts.vat is None or facts.vat.value == 0


@pytest.mark.parametrize("label", ["VAT 20% in total", "Incl VAT at 20.00%"])
def test_vat_of_a_refund_is_below_zero_as_its_total_is(label: str) -> None:
    facts = read(
        (*TILL, ("REFUND",), ("Lamp", "-24.00"), ("Refund total", "-£24.00"), ("To card", "-24.00"), (label, "-4.00"))
    )
    assert (facts.type.value, facts.gross and facts.gross.value) == (DocumentType.CREDIT_NOTE, -2400)
    assert (facts.net and facts.net.value, facts.vat and facts.vat.value) == (-2000, -400)


@pytest.mark.parametrize(("total", "sure"), [("395", True), ("895", False)])
def test_pence_in_a_column_of_their_own_belong_to_their_pounds(total: str, sure: bool) -> None:
    """Only what the lines come to is sure: figures on a pad are written by hand."""
    facts = read(
        (
            ("J. Orme, hedges",),
            ("12 March 2026",),
            ("Hedge", "240", "00"),
            ("Stumps", "65", "50"),
            ("Skip", "90", "00"),
            ("TOTAL", total, "50"),
            ("Paid cash",),
        )
    )
    assert facts.gross is not None
    assert (facts.gross.value, facts.gross.confidence >= 0.95) == (int(total) * 100 + 50, sure)


def test_the_vat_within_tells_which_sum_is_the_total() -> None:
    """Nothing is written beside the sums."""
    facts = read(
        (
            ("Thorne Street Laundry",), ("VAT 412 7386 60",), ("12 March 2026",),
            ("24.00",), ("18.00",), ("6.00",), ("Inc VAT at 20%", "4.00"),
        )
    )  # fmt: skip
    assert (facts.gross and facts.gross.value, facts.vat and facts.vat.value) == (2400, 400)
