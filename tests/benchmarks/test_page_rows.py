"""The bench asks every page of the dashboard, so that none is slow because nobody thought of it."""

from __future__ import annotations

from benchmarks.busy_books import HOLES
from benchmarks.page_rows import NOT_OF_THE_BOOKS, STATES, addresses, pages_opened

from accountsos.api.operations.registry import REPORTS
from accountsos.dashboard.pages import PAGES
from accountsos.dashboard.pages.reports.any_report import reports_of
from accountsos.dashboard.pages.reports.hub import NOT_OF_A_COMPANY, WITH_A_PAGE
from tests.dashboard.all_pages import page_at

ADDRESSES = addresses(dict.fromkeys(HOLES, "x"))


def test_each_page_that_somebody_opens_is_asked_at_its_own_address() -> None:
    assert {page.name for page in pages_opened()} == {page.name for page in PAGES if page.right and not page.file}
    found = {name: page_at(address) for name, address in ADDRESSES.items()}
    asked = {page.name for page in found.values() if page is not None}
    assert asked == {page.name for page in pages_opened()} - NOT_OF_THE_BOOKS.keys()
    assert all(NOT_OF_THE_BOOKS.values()), "each with its reason"
    own = {name: page.name for name, page in found.items() if page is not None and name in {p.name for p in PAGES}}
    assert all(name == page for name, page in own.items())


def test_each_report_of_a_company_is_asked() -> None:
    asked = {address.rpartition("/reports/")[2] for name, address in ADDRESSES.items() if name.startswith("report ")}
    named = {path for _, path in reports_of([each for each in REPORTS if each.name not in WITH_A_PAGE])}
    assert {path for path in named if path.partition("=")[2] not in NOT_OF_A_COMPANY} == asked
    assert len(asked) > 10


def test_a_page_in_another_state_is_asked_beside_the_page() -> None:
    assert {page for page, _ in STATES.values()} <= ADDRESSES.keys()
    assert len(set(ADDRESSES.values())) == len(ADDRESSES)
