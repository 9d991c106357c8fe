from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.documents.extract.amounts import amounts_in
from accountsos.documents.extract.days import days_in, puts_month_first
from accountsos.documents.extract.facts import facts_from_sheet
from accountsos.documents.extract.rows import Piece, rows_of
from accountsos.documents.extract.sheet import Sheet, sheet_of
from accountsos.documents.facts import Box

TODAY = date(2026, 6, 30)


def sheet_from(*lines: str) -> Sheet:
    """A till roll: a column of labels, and after a tab a column of amounts."""
    pieces = []
    height = 1 / max(20, len(lines))
    for n, line in enumerate(lines):
        top = n * height
        for column, text in enumerate(line.split("\t")):
            box = Box(0.05 + 0.6 * column, top, 0.4 + 0.5 * column, top + 0.7 * height)
            pieces.append(Piece(text, 1, box, 0.03))
    return sheet_of(pieces)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£1,234.56", [123456]),
        ("1.234,56 €", [123456]),
        ("1 234,56", [123456]),
        ("CHF 1'234.50", [123450]),
        ("RM13.30", [1330]),
        ("(12.00)", [-1200]),
        ("12.00-", [-1200]),
        ("-3.57", [-357]),
        (".05", [5]),
        ("500,-", [50000]),
        ("52-00", [5200]),
        ("20% 12.00", [1200]),
        ("16/11/2017", []),
        ("INV-12.50", []),
        ("01234/987654", []),
    ],
)
def test_amounts_are_read_as_each_country_writes_them(text: str, pence: list[int]) -> None:
    assert [amount.pence for amount in amounts_in(text)] == pence


@given(st.integers(0, 10**9))
def test_a_printed_amount_reads_back_in_british_and_in_german(pence: int) -> None:
    british = f"{pence // 100:,}.{pence % 100:02d}"
    german = british.replace(",", " ").replace(".", ",").replace(" ", ".")
    assert [a.pence for a in amounts_in(british)] == [pence]
    assert [a.pence for a in amounts_in(german)] == [pence]


@given(st.text(max_size=200))
def test_no_text_breaks_the_readers_of_amounts_and_days(text: str) -> None:
    for amount in amounts_in(text):
        assert 0 <= amount.start < amount.end <= len(text)
    for day in days_in(text):
        assert 0 <= day.start < day.end <= len(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5th March 2026", date(2026, 3, 5)),
        ("05/03/2026", date(2026, 3, 5)),
        ("05.03.26", date(2026, 3, 5)),
        ("5 Mar '26", date(2026, 3, 5)),
        ("05MAR26", date(2026, 3, 5)),
        ("March 5, 2026", date(2026, 3, 5)),
        ("1. März 2019", date(2019, 3, 1)),
        ("2018-01-0522:55:25", date(2018, 1, 5)),
        ("16 décembre 2019", date(2019, 12, 16)),
    ],
)
def test_days_are_read_day_first_and_in_several_languages(text: str, day: date) -> None:
    assert [found.day for found in days_in(text)] == [day]


def test_both_readings_of_a_day_are_kept_and_a_proof_on_the_page_decides() -> None:
    (found,) = days_in("03/11/2017")
    assert (found.day, found.other) == (date(2017, 11, 3), date(2017, 3, 11))
    assert puts_month_first(["11/17/2017", "03/11/2017"])
    assert not puts_month_first(["11/17/2017", "17/11/2017"])
    (american,) = days_in("03/11/2017", month_first=True)
    assert american.day == date(2017, 3, 11)


def test_a_day_with_two_readings_and_no_country_on_the_page_is_less_sure() -> None:
    plain = ("Corner Goods", "Invoice 12", "Date: 03/04/2026", "Total\t12.00")
    unsure = facts_from_sheet(sheet_from(*plain), today=TODAY).date
    british = facts_from_sheet(sheet_from(*plain, "Leeds LS1 4AB", "Paid £12.00"), today=TODAY).date
    assert unsure is not None
    assert british is not None
    assert unsure.value == british.value == date(2026, 4, 3)
    assert unsure.confidence <= 0.9 < british.confidence


def test_pieces_side_by_side_make_a_row_and_a_slope_is_followed() -> None:
    left = Piece("Total", 1, Box(0.1, 0.50, 0.3, 0.52), 0.02)
    right = Piece("9.99", 1, Box(0.7, 0.505, 0.8, 0.525), 0.02)
    below = Piece("Cash", 1, Box(0.1, 0.53, 0.3, 0.55), 0.02)
    assert [row.text for row in rows_of([below, right, left])] == ["Total 9.99", "Cash"]


def test_cash_less_change_shows_the_total_of_a_receipt() -> None:
    sheet = sheet_from(
        "Mill Stores", "Leeds LS1 4AB", "12/03/2026 10:22", "Bread\t1.40", "Milk\t1.60", "TOTAL\t3.00", "Cash\t5.00",
        "Change\t2.00", "Thank you",
    )  # fmt: skip
    facts = facts_from_sheet(sheet, today=TODAY)
    assert facts.gross is not None
    assert facts.gross.value == 300
    assert [line.gross for line in facts.lines] == [140, 160]
    assert facts.type.value.value == "receipt"


def test_what_is_prepaid_is_no_part_of_the_total_that_is_read() -> None:
    sheet = sheet_from(
        "Blue Door Ltd", "Invoice no: 77", "Invoice date: 1 May 2026", "Net total\t£100.00", "VAT 20%\t£20.00",
        "Total inc VAT\t£120.00", "Paid to date\t£40.00", "Balance due\t£80.00",
    )  # fmt: skip
    facts = facts_from_sheet(sheet, today=TODAY)
    assert facts.gross is not None
    assert facts.net is not None
    assert facts.vat is not None
    assert (facts.net.value, facts.vat.value, facts.gross.value) == (10000, 2000, 12000)
    assert [(str(r.rate), r.net, r.vat) for r in facts.vat_by_rate] == [("20", 10000, 2000)]


def test_a_page_without_amounts_has_no_total() -> None:
    facts = facts_from_sheet(sheet_from("Dear neighbour", "thank you for the loan of the ladder"), today=TODAY)
    assert facts.gross is None
    assert facts.type.value.value == "other"
