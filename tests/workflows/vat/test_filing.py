"""A filed return keeps its figures; what is found later is put right in the period in which it is found."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accountsos.errors import BadRequest, Conflict
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import simple_file
from tests.support.engines import Clock
from tests.workflows.vat.keeping import VatKeeper, registered

Q1_DAY, Q2_DAY = date(2026, 2, 10), date(2026, 5, 10)
TODAYS_QUARTER = "2026-Q4"
"""The books' clock stands at 22 November 2026."""


@pytest.fixture
def vat(books: Books) -> VatKeeper:
    return registered(books)


def test_filing_moves_vat_control_to_vat_filed_and_the_payment_clears_it(vat: VatKeeper) -> None:
    vat.line(Q1_DAY, 120_000, "cat_sales")
    vat.line(Q1_DAY, -12_000, "cat_software")
    paid_before = vat.line(date(2026, 5, 6), -18_000, "cat_vat")
    assert vat.postings(paid_before) == [("cat_vat", 18_000, None)]
    filed = vat.file("2026-Q1")
    assert (filed.status, filed.boxes.net_vat) == ("filed", 18_000)
    assert vat.keeper.balances(date(2026, 3, 31))["cat_vat_filed"] == -18_000
    assert "cat_vat" not in vat.keeper.balances(date(2026, 3, 31))
    assert vat.postings(paid_before) == [("cat_vat_filed", 18_000, None)]
    later = vat.keeper.balances(date(2026, 5, 31))
    assert "cat_vat_filed" not in later
    assert "cat_vat" not in later
    assert vat.keeper.faults() == []


def test_an_error_found_later_is_one_net_figure_in_the_period_of_discovery(vat: VatKeeper) -> None:
    """A second sale, of £600 with £100 VAT, had been left uncategorised."""
    vat.line(Q1_DAY, 120_000, "cat_sales")
    forgotten = vat.line(Q1_DAY, 60_000, "cat_uncategorised")
    vat.file("2026-Q1")
    before = vat.boxes("2026-Q1")
    vat.change(forgotten, category_id="cat_sales")
    assert vat.boxes("2026-Q1") == before == {1: 20_000, 3: 20_000, 5: 20_000, 6: 100_000}
    assert vat.boxes(TODAYS_QUARTER) == {1: 10_000, 3: 10_000, 5: 10_000}, "boxes 6 to 9 are left alone"
    assert "errors_included" in vat.codes(TODAYS_QUARTER)
    profit = vat.keeper.profit_and_loss(date(2026, 1, 1), date(2026, 3, 31))
    assert profit.income.total == 150_000, "the books keep the line's own date"
    assert vat.keeper.faults() == []


def test_errors_both_ways_net_off_and_a_refundable_net_goes_to_box_4(vat: VatKeeper) -> None:
    sale, cost = vat.line(Q1_DAY, 12_000, "cat_sales"), vat.line(Q1_DAY, -60_000, "cat_entertaining")
    vat.file("2026-Q1")
    vat.change(cost, category_id="cat_office")
    vat.change(sale, category_id="cat_sales", vat_code="S0")
    assert vat.boxes(TODAYS_QUARTER) == {4: 12_000, 5: 12_000}


def test_the_same_wish_twice_changes_nothing_and_going_back_undoes_the_correction(vat: VatKeeper) -> None:
    sale = vat.line(Q1_DAY, 12_000, "cat_sales")
    vat.file("2026-Q1")
    vat.change(sale, vat_code="S0")
    assert vat.boxes(TODAYS_QUARTER) == {4: 2_000, 5: 2_000}
    entries = len(vat.keeper.state(sale).entries)
    vat.change(sale, notes="asked the customer")
    assert len(vat.keeper.state(sale).entries) == entries
    vat.change(sale, vat_code=None)
    assert vat.boxes(TODAYS_QUARTER) == {}
    assert vat.keeper.faults() == []


def test_a_change_without_vat_effect_is_no_correction(vat: VatKeeper) -> None:
    cost = vat.line(Q1_DAY, -12_000, "cat_software")
    vat.file("2026-Q1")
    vat.change(cost, category_id="cat_office")
    assert vat.boxes(TODAYS_QUARTER) == {}
    assert vat.postings(cost) == [("cat_office", 10_000, "P20"), ("cat_vat", 2_000, "P20")]
    assert vat.boxes("2026-Q1") == {4: 2_000, 5: 2_000, 7: 10_000}


def test_input_vat_whose_document_comes_later_is_no_error(vat: VatKeeper) -> None:
    """Rent with VAT, filed as £1,200 without: reg 29(1), the return in which the invoice is held. Box 7 falls by it."""
    rent = vat.line(Q1_DAY, -120_000, "cat_rent")
    vat.file("2026-Q1")
    vat.change(rent, vat_amount=20_000)
    assert vat.boxes(TODAYS_QUARTER) == {4: 20_000, 5: 20_000, 7: -20_000}
    assert "errors_included" not in vat.codes(TODAYS_QUARTER)
    vat.change(rent, notes="invoice 12")
    vat.change(rent, contact_id=None)
    assert vat.boxes(TODAYS_QUARTER)[4] == 20_000
    assert vat.keeper.faults() == []


def test_a_line_found_after_filing_keeps_its_date_and_its_vat_is_a_correction(vat: VatKeeper) -> None:
    vat.line(Q1_DAY, 12_000, "cat_sales")
    vat.file("2026-Q1")
    found = vat.line(Q1_DAY, 24_000, "cat_sales")
    assert vat.postings(found) == [("cat_sales", -20_000, "S20~20260331"), ("cat_vat", -4_000, "S20~20260331")]
    assert vat.boxes(TODAYS_QUARTER) == {1: 4_000, 3: 4_000, 5: 4_000}
    assert vat.keeper.balances(date(2026, 3, 31))["cat_sales"] == -30_000


def test_a_statement_imported_after_filing_does_the_same(vat: VatKeeper) -> None:
    vat.line(Q1_DAY, 12_000, "cat_sales")
    vat.file("2026-Q1")
    vat.keeper.load(simple_file([(Q1_DAY, -1_200, "ADOBE")]))
    assert vat.boxes("2026-Q1") == {1: 2_000, 3: 2_000, 5: 2_000, 6: 10_000}
    assert vat.keeper.faults() == []


def test_an_error_above_the_limit_leaves_the_boxes_and_vat_control_with_the_return(vat: VatKeeper) -> None:
    """£120,000 of forgotten sales hold £20,000 VAT: over £10,000, so a separate notice; box 1 stays as it is."""
    vat.line(Q1_DAY, 12_000, "cat_sales")
    vat.file("2026-Q1")
    vat.line(Q1_DAY, 12_000_000, "cat_sales")
    vat.line(Q2_DAY, 12_000, "cat_sales")
    report = vat.report(TODAYS_QUARTER)
    assert report.boxes.box1 == 0
    assert report.figures.outside_boxes == 2_000_000
    assert "errors_notice" in vat.codes(TODAYS_QUARTER)


def test_vat_control_reconciles_to_the_filed_returns(vat: VatKeeper) -> None:
    vat.line(Q1_DAY, 120_000, "cat_sales")
    vat.line(Q2_DAY, 60_000, "cat_sales")
    vat.line(Q2_DAY, -6_000, "cat_office")
    first, second = vat.file("2026-Q1"), vat.file("2026-Q2")
    vat.line(Q1_DAY, 1_200, "cat_sales")
    open_return = vat.report(TODAYS_QUARTER)
    balances = vat.keeper.balances(date(2026, 12, 31))
    assert -balances["cat_vat_filed"] == first.boxes.net_vat + second.boxes.net_vat == 29_000
    assert -balances["cat_vat"] == open_return.boxes.net_vat == 200
    assert "control_differs" not in vat.codes(TODAYS_QUARTER)


def test_a_filed_return_reproduces_to_the_penny_after_any_later_edits(vat: VatKeeper, clock: Clock) -> None:
    lines = [vat.line(Q1_DAY, 12_000 + n, "cat_sales") for n in range(5)]
    clock.now += timedelta(hours=1)
    eve = clock.now
    clock.now += timedelta(hours=1)
    filed = vat.file("2026-Q1")
    at_filing = clock.now
    clock.now += timedelta(days=1)
    for number in lines:
        vat.change(number, category_id="cat_sales_zero")
    vat.unfile("2026-Q1")
    vat.change(lines[0], category_id="cat_sales_exempt")
    now = vat.report("2026-Q1")
    assert (now.status, now.boxes == filed.boxes) == ("due", False)
    again = vat.report("2026-Q1", known_at=at_filing)
    assert (again.status, again.boxes) == ("filed", filed.boxes)
    assert again.figures.boxes.in_whole_pounds() == filed.boxes
    before = vat.report("2026-Q1", known_at=eve)
    assert (before.status, before.boxes) == ("due", filed.boxes)
    assert vat.report("2026-Q1", known_at=datetime(2026, 1, 1, tzinfo=UTC)).registered is False


def test_a_books_lock_and_a_vat_lock_together_keep_both(vat: VatKeeper) -> None:
    """The year to 31 March 2026 is closed: the correction is dated 1 April, its VAT in the period of discovery."""
    sale = vat.line(Q1_DAY, 12_000, "cat_sales")
    vat.file("2026-Q1")
    vat.keeper.close_through(date(2024, 3, 31))
    vat.keeper.close_through(date(2025, 3, 31))
    vat.keeper.close_through(date(2026, 3, 31))
    done = vat.change(sale, category_id="cat_sales_zero")
    assert done.posted is not None
    assert done.posted.entry_date == date(2026, 4, 1)
    assert {p.vat_period for p in done.posted.postings} == {date(2026, 12, 31)}
    assert vat.boxes("2026-Q1") == {1: 2_000, 3: 2_000, 5: 2_000, 6: 10_000}
    assert vat.boxes(TODAYS_QUARTER) == {4: 2_000, 5: 2_000}
    assert vat.keeper.faults() == []


def test_unfiling_needs_a_reason_and_opens_the_return_again(vat: VatKeeper) -> None:
    vat.line(Q1_DAY, 12_000, "cat_sales")
    paid = vat.line(date(2026, 5, 6), -2_000, "cat_vat")
    vat.file("2026-Q1")
    with pytest.raises(BadRequest, match="reason"):
        vat.unfile("2026-Q1", " ")
    opened = vat.unfile("2026-Q1")
    assert opened.status == "due"
    assert vat.postings(paid) == [("cat_vat", 2_000, None)]
    assert "cat_vat_filed" not in vat.keeper.balances(date(2026, 12, 31))
    vat.line(Q1_DAY, 1_200, "cat_sales")
    assert vat.boxes("2026-Q1") == {1: 2_200, 3: 2_200, 5: 2_200, 6: 11_000}
    assert vat.file("2026-Q1").boxes.net_vat == 2_200
    assert vat.keeper.faults() == []


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2026-Q4", "not over"),
        ("2026-Q2", "2026-03-31 is not marked as filed"),
        ("2026-Q1", None),
    ],
)
def test_returns_are_filed_when_over_and_in_order(vat: VatKeeper, period: str, words: str | None) -> None:
    vat.line(Q1_DAY, 12_000, "cat_sales")
    vat.line(Q2_DAY, 12_000, "cat_sales")
    if words is None:
        assert vat.file(period).status == "filed"
        with pytest.raises(Conflict, match="already"):
            vat.file(period)
    else:
        with pytest.raises(Conflict, match=words):
            vat.file(period)


def test_a_return_with_exempt_sales_is_not_called_complete(vat: VatKeeper) -> None:
    vat.line(Q1_DAY, 12_000, "cat_sales_exempt")
    assert not vat.report("2026-Q1").complete
    assert "incomplete" in vat.codes("2026-Q1")
    with pytest.raises(Conflict, match="exempt"):
        vat.file("2026-Q1")
    assert vat.file("2026-Q1", accept_incomplete=True).status == "filed"


def test_interest_received_is_exempt_and_blocks_nothing(vat: VatKeeper) -> None:
    vat.line(Q1_DAY, 500, "cat_interest_income")
    assert vat.report("2026-Q1").complete
    assert vat.boxes("2026-Q1") == {6: 500}


def test_what_came_late_belongs_to_its_own_return_once_that_is_open_again(vat: VatKeeper) -> None:
    """A sale of 60.00 found after the first quarter was filed stands in today's; opened again, in the first."""
    vat.line(Q1_DAY, 12_000, "cat_sales")
    vat.file("2026-Q1")
    vat.line(Q1_DAY, 6_000, "cat_sales")
    assert vat.boxes(TODAYS_QUARTER)[1] == 1_000
    vat.unfile("2026-Q1")
    assert vat.boxes("2026-Q1")[1] == 3_000
    assert vat.boxes(TODAYS_QUARTER) == {}
    assert vat.keeper.faults() == []
