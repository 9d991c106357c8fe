"""The demo's books are in order, and stay so as time passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from accountsos import ids
from accountsos.jobs.worker import Worker
from accountsos.store.engine.opening import Place
from accountsos.uk_rules.obligation import Status
from accountsos.workflows.companies import manage_company
from accountsos.workflows.deadlines import list_deadlines
from accountsos.workflows.deadlines.list_deadlines import DeadlineQuestion
from accountsos.workflows.documents import list_documents
from accountsos.workflows.documents.list_documents import DocumentQuestion
from accountsos.workflows.reports import financial_statements
from accountsos.workflows.reports.financial_statements import SheetQuestion
from accountsos.workflows.tax import list_checks
from accountsos.workflows.tax.list_checks import ChecksQuestion
from accountsos.workflows.tax.tax_reports import TAX, TaxQuestion
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.make_demo import make_demo
from tests.support.bookkeeper import Bookkeeper
from tests.support.engines import Clock, migrated_sqlite, opened

MADE_ON = date(2026, 11, 22)
QUIET: list[str] = []


@dataclass(frozen=True)
class Demo:
    books: Books
    place: Path
    keeper: Bookkeeper


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    place = tmp_path_factory.mktemp("demo")
    with opened(Place(migrated_sqlite(place / "data")), Clock()) as installation:
        number = ids.company_number(make_demo(installation.books, place, today=MADE_ON, tell=QUIET.append).company_id)
        assert number is not None
        yield Demo(installation.books, place, Bookkeeper(installation.books, number))


def test_what_payroll_tax_and_vat_owed_is_paid_by_its_payments(demo: Demo) -> None:
    """Only what is due after the last line stands: PAYE and pension of October, and the VAT of the open quarter.

    And the tax of the year to March, which is due on 1 January; that of the years before was paid.
    """
    balances = demo.keeper.balances(MADE_ON)
    assert {"cat_wages_payable", "cat_vat_filed"}.isdisjoint(balances)
    assert balances["cat_ct_payable"] == -726_677
    charged = demo.keeper.balances(date(2026, 3, 31), date(2025, 4, 1))
    assert charged["cat_corporation_tax"] == 726_677
    assert (balances["cat_paye"], balances["cat_pension_payable"]) == (-212_690, -55_511)
    assert demo.keeper.faults() == []


def test_its_receipts_are_read_as_they_were_made_and_stand_beside_their_payments(demo: Demo) -> None:
    worker = Worker(demo.books)
    while worker.run_once():
        pass
    page = demo.keeper.ask(list_documents.LIST, DocumentQuestion(limit=50))
    made = {each.document.file_name: each for each in page.rows}
    assert len(made) == 6
    for each in made.values():
        document = each.document
        assert (document.status, document.type, len(each.links)) == ("processed", "receipt", 1)
        assert document.gross == -each.links[0].line_amount
        assert document.vat is not None
        assert abs(6 * document.vat - document.gross) <= 3, "a sixth, to the penny"
    assert demo.keeper.faults() == []


def test_one_month_is_open_with_its_questions(demo: Demo) -> None:
    sheet, _ = demo.keeper.ask(financial_statements.BALANCE_SHEET, SheetQuestion(MADE_ON, MADE_ON))
    assert {w.code for w in sheet.warnings} == {"uncategorised"}
    assert {demo.keeper.state(n).row.booked_on // 100 for n in demo.keeper.numbers(reviewed=False)} == {202610}


@pytest.mark.parametrize("today", [MADE_ON, date(2026, 12, 22), date(2027, 5, 22), date(2028, 1, 22)])
def test_nothing_is_overdue_or_counted_twice_however_late_it_is_opened(demo: Demo, today: date) -> None:
    """Opened again after 1, 6 and 14 months."""
    make_demo(demo.books, demo.place, today=today, tell=QUIET.append)
    found = demo.keeper.ask(list_deadlines.LIST, DeadlineQuestion(today, days=0))
    assert [each.title for each in found if each.status == Status.OVERDUE] == []
    assert demo.keeper.ask(list_checks.LIST, ChecksQuestion(today)).findings == ()
    sheet, _ = demo.keeper.ask(financial_statements.BALANCE_SHEET, SheetQuestion(today, today))
    assert {w.code for w in sheet.warnings} == {"uncategorised"}


def test_its_dividends_are_lawful_in_every_year(demo: Demo) -> None:
    """Each out of what the books had on its day, and the year out of what it left (CA 2006 s830)."""
    for year in demo.keeper.ask(manage_company.SHOW, None).years:
        if year.start <= MADE_ON:
            asked = TaxQuestion("dividends", MADE_ON, min(year.end, MADE_ON))
            shown = demo.keeper.ask(TAX, asked)
            assert [w.code for w in shown.warnings if "reserves" in w.code] == []
