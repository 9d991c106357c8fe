"""Somebody corrects an opening balance, registers a laptop, depreciates and sells it, and takes the figures away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from accountsos import ids
from accountsos.store.engine.opening import Place
from accountsos.workflows.access import log_in as people
from accountsos.workflows.access import manage_people
from accountsos.workflows.journals.post_journal import POST_OPENING, PostOpeningBalances
from tests.dashboard.browser import Seen, Served, a_browser, a_server, log_in, seen_in
from tests.dashboard.world import DIGEST, PASSWORD
from tests.support.bookkeeper import found, journal_lines
from tests.support.engines import opened

OWNER = "verity@example.org"
BEGAN = date(2025, 4, 1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """Books with opening balances, a laptop bought for 1,200.00 and 800.00 that came in for it."""
    data = tmp_path_factory.mktemp("assets") / "books"
    data.mkdir(mode=0o700)
    (data / "books.db").write_bytes((sqlite_template / "books.db").read_bytes())
    with opened(Place(data)) as whole:
        keeper = found(whole.books, "Harbour Lane Ltd")
        lines = journal_lines({"cat_prepayments": 50_000, "cat_share_capital": -10_000, "cat_retained": -40_000})
        keeper.do(POST_OPENING, PostOpeningBalances(BEGAN, lines))
        keeper.enter(date(2025, 10, 1), -120_000, "ORCHARD LAPTOPS", category="cat_fa_computers")
        keeper.enter(date(2026, 7, 15), 80_000, "EBAY LAPTOP", category="cat_fa_computers")
        member = keeper.do(manage_people.ADD, manage_people.AddPerson(OWNER, "Verity", "owner"))
        whole.books.keep(people.SET_PASSWORD, people.SetPassword(member.user_id, DIGEST)).result()
        company = ids.company_id(keeper.company)
    with a_server(data) as server:
        yield server, company


def test_an_opening_balance_is_corrected_an_asset_comes_and_goes_and_the_files_say_what_the_page_says(
    browser: Browser, served: tuple[Served, str]
) -> None:
    server, company = served
    seen, complaints = Seen(), {}
    context = browser.new_context()
    page = log_in(context, server.url, OWNER, PASSWORD)
    seen.watch(page)
    start = f"{server.url}/{company}"
    correct_an_opening_balance(page, start)
    complaints["balances"] = seen_in(page)
    register_the_laptop(page, start)
    complaints["asset"] = seen_in(page)
    depreciate(page, start)
    complaints["register"] = seen_in(page)
    sell_it(page)
    complaints["sold"] = seen_in(page)
    files_say_what_the_page_says(page, start)
    assert {name: each for name, each in complaints.items() if each} == {}
    assert [each for each in seen.complaints if "status of 422" not in each] == []
    context.close()


def correct_an_opening_balance(page: Page, start: str) -> None:
    """Prepayments were 450.00, and what was kept of earlier years 350.00."""
    page.goto(f"{start}/reports")
    page.click("main >> text=Opening balances")
    expect(page.locator("tfoot")).to_contain_text("500.00")
    page.click("text=Correct them")
    for n in range(3):
        account = page.locator(f"#account-{n}").input_value()
        if "Prepayments" in account:
            page.fill(f"#debit-{n}", "450.00")
        elif "Retained" in account:
            page.fill(f"#credit-{n}", "400.00")
    page.click("text=Correct the opening balances")
    expect(page.locator(".problem")).to_contain_text("The credits are £50.00 more than the debits")
    for n in range(3):
        if "Retained" in page.locator(f"#account-{n}").input_value():
            page.fill(f"#credit-{n}", "350.00")
    page.click("text=Correct the opening balances")
    expect(page.locator("[role=status]")).to_contain_text("The opening balances are as you entered them")
    expect(page.locator("tfoot")).to_contain_text("450.00")


def register_the_laptop(page: Page, start: str) -> None:
    """From the payment that waits."""
    page.goto(f"{start}/assets")
    page.click("text=Register it")
    expect(page.locator("#f-cost")).to_have_value("1200.00")
    page.fill("#f-description", "Laptop")
    page.select_option("#f-kind", "computer")
    page.fill("#f-years", "3")
    page.click("button >> text=Register it")
    expect(page.locator("h1 + p")).to_have_text("In the books at £1,200.00")


def depreciate(page: Page, start: str) -> None:
    """Six months of 36."""
    page.goto(f"{start}/assets")
    page.click("text=Post £200.00 of depreciation")
    expect(page.locator("[role=status]")).to_contain_text("The depreciation is posted.")
    page.click("text=Take it back")
    expect(page.locator("[role=status]")).to_contain_text("The depreciation is taken back.")
    page.click("text=Post £200.00 of depreciation")
    expect(page.locator("[role=status]")).to_contain_text("The depreciation is posted.")


def sell_it(page: Page) -> None:
    """For the 800.00 that came in, nine months depreciated: a loss of 100.00."""
    page.get_by_role("link", name="Laptop", exact=True).first.click()
    page.select_option("#f-money", index=1)
    page.click("text=Take it out of the books")
    expect(page.locator("h1 + p")).to_have_text("Sold on 15 July 2026")
    expect(page.locator("dl.lines")).to_contain_text("\u2212100.00")


def files_say_what_the_page_says(page: Page, start: str) -> None:
    """PDF and workbook of the balance sheet, opened by other programs, have every figure of the page."""
    page.goto(f"{start}/reports/balance-sheet")
    shown = [each.inner_text().rpartition("\n")[2] for each in page.locator(".statement [aria-expanded]").all()]
    assert len(shown) > 4
    assert "450.00" in shown
    page.click(".actions summary")
    content = {kind: got(page, kind) for kind in ("PDF", "Excel")}
    paper = pypdfium2.PdfDocument(content["PDF"])
    said = " ".join(" ".join(each.get_textpage().get_text_range() for each in paper).split())
    assert "Harbour Lane Ltd" in said
    assert "by Verity" in said
    assert [figure for figure in shown if figure not in said] == []
    rows = openpyxl.load_workbook(io.BytesIO(content["Excel"])).active.iter_rows(values_only=True)
    amounts = {f"{cell:,.2f}".replace("-", "\u2212") for row in rows for cell in row if isinstance(cell, int | float)}
    assert [figure for figure in shown if figure not in amounts] == []


def got(page: Page, kind: str) -> bytes:
    """The file behind that link."""
    address = page.locator(f".choices >> text={kind}").get_attribute("href") or ""
    return page.request.get(page.url.partition("/co_")[0] + address).body()
