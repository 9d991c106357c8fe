"""A director reads the year to the bank line, the VAT return to the paper, files it, and sees where a change landed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from accountsos import ids
from accountsos.bookkeeping.typed_lines import GivenLine
from accountsos.store.engine.opening import Place
from accountsos.workflows.access import log_in as people
from accountsos.workflows.access import manage_people
from accountsos.workflows.invoices.enter_invoice import ENTER, EnterInvoice
from tests.dashboard.browser import Seen, Served, a_browser, a_server, log_in, seen_in
from tests.dashboard.world import DIGEST, PASSWORD
from tests.support.engines import opened
from tests.workflows.documents.clerk_of_invoices import file_under, vat_clerk
from tests.workflows.documents.papers import einvoice
from tests.workflows.vat.keeping import VatKeeper

OWNER = "verity@example.org"
RETURN = "1 April to 30 June 2026"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as found:
        yield found


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """A quarter with a sale of 1,200.00, a bill of 120.00 on paper, and another bill of 600.00 that stands twice."""
    data = tmp_path_factory.mktemp("reports") / "books"
    data.mkdir(mode=0o700)
    (data / "books.db").write_bytes((sqlite_template / "books.db").read_bytes())
    with opened(Place(data)) as whole:
        clerk = vat_clerk(whole.books)
        vat = VatKeeper(clerk.keeper)
        vat.line(date(2026, 5, 3), 120_000, "cat_sales", code="S20", text="TALLIS DENTAL GROUP")
        paper = clerk.uploaded_and_read(einvoice(vat_number="GB980780684", day=date(2026, 4, 10)))
        file_under(clerk, paper, "cat_office")
        line = GivenLine("cat_software", 50_000, vat_code="P20")
        bill = EnterInvoice("purchase", date(2026, 6, 4), (line,), "net", contact_name="Quill Ltd", number="Q-17")
        clerk.keeper.do(ENTER, bill)
        clerk.keeper.do(ENTER, replace(bill, day=date(2026, 6, 5), repeats=True))
        member = clerk.keeper.do(manage_people.ADD, manage_people.AddPerson(OWNER, "Verity", "owner"))
        whole.books.keep(people.SET_PASSWORD, people.SetPassword(member.user_id, DIGEST)).result()
        company = ids.company_id(clerk.keeper.company)
    with a_server(data) as server:
        yield server, company


def test_from_the_year_to_the_bank_line_and_from_the_return_to_the_paper_and_back(
    browser: Browser, served: tuple[Served, str]
) -> None:
    server, company = served
    seen, found = Seen(), {}
    context = browser.new_context()
    page = log_in(context, server.url, OWNER, PASSWORD)
    seen.watch(page)
    page.goto(f"{server.url}/{company}/reports/profit-and-loss")
    expect(page.locator(".note")).to_contain_text("you earned £1,000.00 and it cost you £1,100.00")
    workbook_says_what_the_page_says(page)
    page.click("#open-cat_sales")
    behind = page.locator("#line-cat_sales .behind")
    expect(behind).to_contain_text("TALLIS DENTAL GROUP")
    expect(page.locator("#open-cat_sales")).to_be_focused()
    assert "open=cat_sales" in page.url
    found["opened"] = seen_in(page)
    behind.locator("a.what").click()
    expect(page.locator("h1")).to_have_text("Tallis Dental Group")
    line = page.url

    page.goto(f"{server.url}/{company}/vat")
    page.click(f"text={RETURN}")
    expect(page.locator(".figure")).to_have_text("£20.00")
    expect(page.locator("h2").first).to_have_text("HMRC owes you")
    page.click("#open-box4")
    bill = page.locator("#line-box4 .behind tr", has_text="HS-1041")
    expect(bill.locator(".num")).to_have_text("20.00")
    found["box"] = seen_in(page)
    bill.locator("a.what").click()
    expect(page.locator("footer")).to_contain_text("paper")

    page.go_back()
    page.click("text=Mark as filed >> nth=-1")
    expect(page.locator(".problem")).to_contain_text("Tick that you filed these figures")
    page.check("[name=sure]")
    page.click("text=Mark as filed >> nth=-1")
    expect(page.locator(".problem")).to_contain_text("each finding needs its tick")
    found["refused"] = seen_in(page)
    page.check("[name=acknowledge]")
    page.check("[name=sure]")
    page.click("text=Mark as filed >> nth=-1")
    expect(page.locator("[role=status]")).to_contain_text("It is marked as filed")
    expect(page.locator("#noted")).to_be_visible()
    filed = page.url.partition("?")[0]

    page.goto(line)
    page.select_option("#f-vat", "S0")
    page.click("text=Save")
    page.goto(filed)
    expect(page.locator(".figure")).to_have_text("£20.00")
    landed = page.locator("section", has=page.locator("#later"))
    expect(landed).to_contain_text("£200.00 less to pay")
    expect(landed).to_contain_text("TALLIS DENTAL GROUP")
    found["later"] = seen_in(page)
    landed.locator("a", has_text="in a later return").click()
    expect(page.locator("#line-box4")).to_contain_text("200.00")

    page.goto(f"{server.url}/{company}/deadlines")
    page.check("#f-sure")
    page.click("text=Make an address")
    expect(page.locator("#feed")).to_contain_text("/calendar/")
    assert page.request.get(page.locator("#feed").inner_text()).text().startswith("BEGIN:VCALENDAR")
    found["feed"] = seen_in(page)
    assert {name: complaints for name, complaints in found.items() if complaints} == {}
    assert [each for each in seen.complaints if "status of 4" not in each] == []
    context.close()


def workbook_says_what_the_page_says(page: Page) -> None:
    """Opened by another program, each total is the figure of the page."""
    page.click(".actions summary")
    address = page.locator("text=Excel").get_attribute("href") or ""
    content = page.request.get(page.url.partition("/co_")[0] + address).body()
    table = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    totals = {row[0]: row[3] for row in table if row[2] == "total"}
    assert (totals["income"], totals["expenses"], totals["net_profit"]) == (1000, 1100, -100)
    shown = page.locator("#open-sum-net_profit").inner_text().rpartition("\n")[2]
    assert shown.endswith("\u2212100.00")
    page.keyboard.press("Escape")
