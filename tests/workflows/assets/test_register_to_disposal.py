"""From the bank line that bought an asset to the one that sold it, to the penny. Worked by hand; years to 31 March.

Depreciation is by whole months from the month of first use to the month before the disposal.
"""

from __future__ import annotations

from datetime import date

import pytest

from accountsos import ids
from accountsos.bookkeeping.asset_register import years_since
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.typed_lines import GivenLine
from accountsos.dates import Period
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.reports.fixed_assets import AssetFigures
from accountsos.store.engine.sql import Reader
from accountsos.workflows.invoices import enter_invoice
from accountsos.workflows.invoices.enter_invoice import EnterInvoice
from accountsos.workflows.journals import post_journal
from accountsos.workflows.tax import list_checks
from accountsos.workflows.tax.list_checks import ChecksQuestion
from accountsos.workflows.unit_of_work import Books, ReadWorkflow
from tests.support.bookkeeper import TODAY
from tests.support.engines import Clock
from tests.workflows.assets.clerk_of_assets import AssetClerk, clerk
from tests.workflows.documents.clerk_of_invoices import file_under
from tests.workflows.documents.papers import Clerk, einvoice
from tests.workflows.vat.keeping import VatKeeper

MARCH_25, MARCH_26, MARCH_27 = date(2025, 3, 31), date(2026, 3, 31), date(2027, 3, 31)
LINES = {"category_id": "cat_fa_computers", "method": "straight_line", "years": 3, "new": True}


def laptop(desk: AssetClerk) -> str:
    """1,440.00 on 1 October 2024 over 36 months: 40.00 a month."""
    line = desk.paid(date(2024, 10, 1), -1_440_00)
    return desk.register(transaction_id=line, **LINES)


def test_a_laptop_is_bought_depreciated_and_sold_to_the_penny(books: Books) -> None:
    """Six months of the first year 240.00, the second 480.00, April to June 120.00: 600.00 is left, sold for 500.00."""
    desk = clerk(books)
    asset = laptop(desk)
    assert (desk.post(MARCH_25).total, desk.post(MARCH_26).total) == (240_00, 480_00)
    money = desk.paid(date(2026, 7, 15), 500_00, text="Sold the laptop")
    desk.dispose(asset, transaction_id=money)
    assert desk.keeper.balances(TODAY) == {
        "ba_main": -1_440_00 + 500_00,
        "cat_depreciation": 240_00 + 480_00 + 120_00,
        "cat_disposal": 100_00,
    }
    of_year = desk.keeper.balances(TODAY, date(2026, 4, 1))
    assert (of_year["cat_depreciation"], of_year["cat_disposal"]) == (120_00, 100_00)
    gone = desk.known(asset).disposal
    assert gone is not None
    assert (gone.disposed_on, gone.proceeds) == (date(2026, 7, 15), 500_00)
    assert desk.keeper.faults() == []


def test_a_disposal_taken_back_leaves_the_books_as_they_were(books: Books) -> None:
    desk = clerk(books)
    asset = laptop(desk)
    desk.post(MARCH_25)
    desk.post(MARCH_26)
    money = desk.paid(date(2026, 7, 15), 500_00)
    before, known = desk.keeper.balances(TODAY), desk.known(asset)
    desk.dispose(asset, transaction_id=money)
    desk.undo_disposal(asset)
    assert (desk.keeper.balances(TODAY), desk.known(asset)) == (before, known)
    desk.dispose(asset, date(2026, 7, 15))
    assert desk.keeper.balances(TODAY)["cat_disposal"] == 600_00
    desk.undo_disposal(asset)
    assert desk.keeper.faults() == []


def test_posting_a_year_twice_changes_nothing_and_taking_it_back_leaves_nothing(books: Books) -> None:
    desk = clerk(books)
    laptop(desk)
    before = desk.keeper.balances(TODAY)
    first = desk.post(MARCH_25)
    again = desk.post(MARCH_25)
    assert (again.entry_no, again.total, again.posted) == (first.entry_no, 240_00, 240_00)
    assert desk.look(MARCH_25) == again
    assert desk.undo(MARCH_25).posted == 0
    assert desk.keeper.balances(TODAY) == before
    assert desk.keeper.faults() == []


def test_an_asset_registered_late_is_added_to_the_years_depreciation_when_it_is_posted_again(books: Books) -> None:
    """A second laptop of 720.00 from 1 January 2025: 20.00 a month, 60.00 beside the 240.00."""
    desk = clerk(books)
    laptop(desk)
    desk.post(MARCH_25)
    desk.register(transaction_id=desk.paid(date(2025, 1, 1), -720_00), **LINES)
    assert (desk.look(MARCH_25).total, desk.look(MARCH_25).posted) == (300_00, 240_00)
    assert desk.post(MARCH_25).posted == 300_00
    assert desk.keeper.balances(MARCH_25)["cat_dep_computers"] == -300_00
    assert desk.keeper.faults() == []


def test_straight_line_leaves_no_penny_over(books: Books) -> None:
    """1,000.00 over three years: 333.33, then half of the 666.67 left, 333.34 rounded up, then 333.33."""
    desk = clerk(books)
    line = desk.paid(date(2023, 4, 5), -1_000_00)
    asset = desk.register(transaction_id=line, **LINES)
    shares = [desk.post(date(year, 3, 31)).total for year in (2024, 2025, 2026)]
    assert shares == [333_33, 333_34, 333_33]
    assert desk.known(asset).accumulated(TODAY) == 1_000_00


def test_a_reducing_balance_takes_its_rate_of_what_is_left_and_part_of_it_in_a_part_of_a_year(books: Books) -> None:
    """10,000.00 at 25 %: nine months 1,875.00; of 8,125.00 left 2,031.25; of 6,093.75 three months 380.859, 380.86."""
    desk = clerk(books)
    line = desk.paid(date(2024, 7, 1), -10_000_00, "cat_fa_plant")
    fields = {"kind": "plant", "category_id": "cat_fa_plant", "method": "reducing_balance", "rate": 25}
    asset = desk.register(transaction_id=line, **fields)
    assert (desk.post(MARCH_25).total, desk.post(MARCH_26).total) == (1_875_00, 2_031_25)
    desk.dispose(asset, date(2026, 7, 31))
    of_year = desk.keeper.balances(TODAY, date(2026, 4, 1))
    assert (of_year["cat_depreciation"], of_year["cat_disposal"]) == (380_86, 10_000_00 - 1_875_00 - 2_031_25 - 380_86)


def test_a_residual_value_is_never_depreciated(books: Books) -> None:
    """6,000.00 less 1,200.00 over four years: 1,200.00 a year. At 90 % of a balance: 4,800.00 and no more."""
    desk = clerk(books)
    line = desk.paid(date(2023, 4, 3), -12_000_00, "cat_fa_plant")
    common = {"kind": "plant", "category_id": "cat_fa_plant", "transaction_id": line, "cost": 6_000_00}
    desk.register(**common, residual=1_200_00, method="straight_line", years=4)
    desk.register(**common, residual=1_200_00, method="reducing_balance", rate=90)
    by_asset = [charge.amount for charge in desk.post(date(2024, 3, 31)).charges]
    assert by_asset == [1_200_00, 4_800_00]
    assert [charge.amount for charge in desk.post(MARCH_25).charges] == [1_200_00]


def test_another_rule_holds_from_the_next_year_on(books: Books) -> None:
    """After 240.00 of 1,440.00 the life is five years: 1,200.00 over the 54 months left, 12 of them 266.67."""
    desk = clerk(books)
    asset = laptop(desk)
    desk.post(MARCH_25)
    desk.change(asset, years=5)
    assert desk.post(MARCH_26).total == 266_67
    assert desk.look(MARCH_25).total == 240_00


def test_the_vat_of_what_is_sold_is_output_tax_and_no_proceeds(books: Books) -> None:
    """Bought for 1,200.00 with 200.00 VAT, sold in the same month for 600.00 with 100.00: a loss of 500.00."""
    vat = VatKeeper(clerk(books).keeper)
    vat.scheme("standard")
    desk = AssetClerk(vat.keeper)
    line = desk.paid(date(2026, 5, 4), -1_200_00)
    asset = desk.register(transaction_id=line, **LINES)
    assert desk.known(asset).asset.cost == 1_000_00
    desk.dispose(asset, transaction_id=desk.paid(date(2026, 5, 20), 600_00))
    assert desk.keeper.balances(TODAY)["cat_disposal"] == 500_00
    assert vat.boxes("2026-Q2") == {1: 100_00, 3: 100_00, 4: 200_00, 5: 100_00, 6: 500_00, 7: 1_000_00}
    assert desk.keeper.faults() == []


def test_money_on_no_bank_line_is_posted_to_the_account_that_is_named(books: Books) -> None:
    desk = clerk(books)
    asset = laptop(desk)
    desk.post(MARCH_25)
    desk.dispose(asset, date(2025, 4, 10), 1_300_00, proceeds_category_id="cat_loans")
    balances = desk.keeper.balances(TODAY)
    assert (balances["cat_loans"], balances["cat_disposal"]) == (1_300_00, -100_00)
    assert "cat_fa_computers" not in balances
    assert desk.keeper.faults() == []


def test_what_is_sold_for_exactly_its_cost_before_any_depreciation_needs_no_journal(books: Books) -> None:
    desk = clerk(books)
    asset = laptop(desk)
    desk.dispose(asset, transaction_id=desk.paid(date(2024, 10, 20), 1_440_00))
    assert desk.keeper.balances(TODAY) == {}
    assert desk.keeper.faults() == []
    desk.undo_disposal(asset)
    assert desk.known(asset).disposal is None
    assert desk.keeper.faults() == []


def test_what_closed_years_say_stands(books: Books) -> None:
    desk = clerk(books)
    asset = laptop(desk)
    desk.keeper.close_through(MARCH_25)
    with pytest.raises(Conflict, match=r"closed through 2025-03-31\); reopen the books first"):
        desk.post(MARCH_25)
    with pytest.raises(Conflict, match="reopen the books first"):
        desk.dispose(asset, date(2025, 3, 1))
    # What the closed year was not charged is caught up: 18 months of 40.00.
    assert desk.post(MARCH_26).total == 720_00
    desk.keeper.reopen()
    with pytest.raises(Conflict, match="take that back first"):
        desk.dispose(asset, date(2025, 3, 1))


def test_years_are_posted_in_their_order_and_taken_back_in_the_other(books: Books) -> None:
    desk = clerk(books)
    asset = laptop(desk)
    with pytest.raises(Conflict, match="the year to 2025-03-31 is not posted; post that first"):
        desk.post(MARCH_26)
    with pytest.raises(Conflict, match="the year to 2025-03-31 is not posted; post that first"):
        desk.dispose(asset, date(2026, 7, 1))
    desk.post(MARCH_25)
    desk.post(MARCH_26)
    with pytest.raises(Conflict, match="the year to 2026-03-31 follows from it"):
        desk.undo(MARCH_25)
    desk.dispose(asset, date(2026, 7, 1))
    with pytest.raises(Conflict, match="take its disposal back first"):
        desk.undo(MARCH_26)
    with pytest.raises(Conflict, match="is not over"):
        desk.post(MARCH_27)


def test_a_journal_of_the_register_is_taken_back_there_and_not_as_a_journal(books: Books) -> None:
    desk = clerk(books)
    asset = laptop(desk)
    posted = desk.post(MARCH_25)
    assert posted.entry_no is not None
    journal = f"je_{desk.line_id(posted.entry_no).removeprefix('txn_')}"
    with pytest.raises(Conflict, match="take its depreciation back there"):
        desk.keeper.do(post_journal.UNDO, journal)
    with pytest.raises(Conflict, match="take it back first"):
        desk.change(asset, in_use_on=date(2024, 12, 1))


def test_the_report_goes_from_start_to_end_and_equals_the_balance_sheet(books: Books) -> None:
    """In the year to March 2026: 1,440.00 and 240.00 brought forward, a printer of 600.00 added, the laptop sold."""
    desk = clerk(books)
    asset = laptop(desk)
    desk.post(MARCH_25)
    desk.register(description="Printer", transaction_id=desk.paid(date(2025, 6, 1), -600_00), **LINES)
    desk.dispose(asset, transaction_id=desk.paid(date(2025, 12, 8), 700_00))
    desk.post(MARCH_26)
    # April to November 8 x 40.00 = 320.00; the printer June to March 10 x 16.666 = 166.67.
    report = desk.report(date(2025, 4, 1), MARCH_26)
    assert report.totals == AssetFigures(1_440_00, 600_00, -1_440_00, 240_00, 320_00 + 166_67, -560_00)
    assert (report.totals.cost_after, report.totals.depreciation_after) == (600_00, 166_67)
    assert report.totals.net_after == 433_33
    sheet = {line.category_id: line.amount for line in desk.keeper.balance_sheet(MARCH_26).fixed_assets.lines}
    assert sheet == {"cat_fa_computers": 600_00, "cat_dep_computers": -166_67}
    assert {one.category_id: one.registered for one in report.accounts} == sheet
    assert [one.difference for one in report.accounts] == [0, 0]
    assert report.warnings == ()


def test_the_years_looked_at_end_with_the_one_asked_for(books: Books) -> None:
    desk = clerk(books)
    last = Period(date(2025, 4, 1), MARCH_26)

    def years(db: Reader, company: int, first: date) -> list[date]:
        return [year.end for year in years_since(books_of(db, company), first, last)]

    asked = ReadWorkflow("test.years", years)
    assert desk.keeper.ask(asked, date(2024, 10, 1)) == [MARCH_25, MARCH_26]
    assert desk.keeper.ask(asked, date(2026, 10, 1)) == [MARCH_26]


def test_the_report_tells_what_the_register_lacks(books: Books) -> None:
    desk = clerk(books)
    desk.paid(date(2025, 6, 1), -600_00)
    report = desk.report(date(2025, 4, 1), MARCH_26)
    assert [(w.code, w.amount) for w in report.warnings] == [("register_differs", 600_00)]
    assert "the books have £600.00, the register £0.00" in report.warnings[0].message


def test_the_register_as_it_was_known(books: Books, clock: Clock) -> None:
    desk = clerk(books)
    asset = laptop(desk)
    desk.post(MARCH_25)
    with_it = desk.report(date(2024, 4, 1), MARCH_25)
    moment = clock.now
    desk.undo(MARCH_25)
    desk.change(asset, description="Another laptop", years=4)
    assert desk.report(date(2024, 4, 1), MARCH_25).totals.charge == 0
    assert desk.report(date(2024, 4, 1), MARCH_25, moment).totals == with_it.totals


def test_a_line_is_not_registered_twice_over(books: Books) -> None:
    desk = clerk(books)
    line = desk.paid(date(2025, 6, 1), -600_00)
    desk.register(transaction_id=line, cost=400_00)
    with pytest.raises(BadRequest, match=r"only 200\.00 of the bank line stands there"):
        desk.register(transaction_id=line, cost=300_00)
    desk.register(transaction_id=line)
    with pytest.raises(BadRequest, match="all of the bank line is registered already"):
        desk.register(transaction_id=line, cost=1)


def test_a_line_on_an_account_of_fixed_assets_is_a_finding_until_it_is_registered(books: Books) -> None:
    desk = clerk(books)

    def findings() -> list[tuple[str, int]]:
        return [(one.kind, one.amount) for one in desk.keeper.ask(list_checks.LIST, ChecksQuestion(TODAY)).findings]

    line = desk.paid(date(2025, 6, 1), -600_00)
    assert findings() == [("asset_not_registered", 600_00)]
    asset = desk.register(transaction_id=line, cost=400_00)
    assert findings() == [("asset_not_registered", 200_00)]
    desk.register(cost=200_00, bought_on=date(2025, 6, 1))
    assert findings() == []
    money = desk.paid(date(2026, 7, 15), 150_00)
    assert findings() == [("asset_not_registered", 150_00)]
    desk.dispose(asset, transaction_id=money)
    assert findings() == []


def test_a_bill_on_an_account_of_fixed_assets_is_a_finding_until_it_is_registered(books: Books) -> None:
    """Two computers on one bill of 900.00, one of them registered by it; the payment of the bill adds nothing."""
    desk = clerk(books)
    lines = (GivenLine("cat_fa_computers", 600_00), GivenLine("cat_fa_computers", 300_00))
    command = EnterInvoice("purchase", date(2025, 6, 1), lines, "gross", contact_name="Harbour Computers")
    bill = ids.public_id(
        "doc_", desk.keeper.company, desk.keeper.do(enter_invoice.ENTER, command).state.document.number
    )

    def findings() -> list[tuple[str, int, int]]:
        found = desk.keeper.ask(list_checks.LIST, ChecksQuestion(TODAY)).findings
        return [(one.kind, one.amount, len(one.documents)) for one in found]

    assert findings() == [("asset_not_registered", 900_00, 1)]
    desk.register(document_id=bill, cost=600_00)
    assert findings() == [("asset_not_registered", 300_00, 1)]
    desk.register(document_id=bill)
    assert findings() == []


def test_an_asset_comes_from_an_invoice_or_a_journal_as_well(books: Books) -> None:
    desk = clerk(books)
    papers = Clerk(desk.keeper)
    bill = file_under(papers, papers.uploaded_and_read(einvoice()), "cat_fa_computers")
    asset = desk.register(document_id=papers.id_of(bill), **LINES)
    assert (desk.known(asset).asset.source.kind, desk.known(asset).asset.in_use_on) == ("document", date(2026, 3, 2))
    posted = desk.keeper.journal(date(2026, 3, 5), {"cat_fa_computers": 600_00, "cat_directors_loan": -600_00})
    entry = ids.public_id("je_", desk.keeper.company, posted.entry.number)
    other = desk.register(journal_id=entry, **LINES)
    assert (desk.known(other).asset.source.kind, desk.known(other).asset.in_use_on) == ("journal", date(2026, 3, 5))
    assert desk.keeper.faults() == []


@pytest.mark.parametrize(("field", "kind"), [("document_id", "doc_"), ("journal_id", "je_")])
def test_an_asset_does_not_come_from_what_is_not_there(books: Books, field: str, kind: str) -> None:
    desk = clerk(books)
    with pytest.raises(NotFound, match="there is no"):
        desk.register(**{field: ids.public_id(kind, desk.keeper.company, 99)}, **LINES)
