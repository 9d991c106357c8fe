"""Papers in a real browser: receipts dropped and accepted by key, a bill typed in and paid by two bank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.browser import Seen, a_browser, a_server, log_in
from tests.workflows.documents.papers import page as pdf

OWNER, PASSWORD = "verity@example.org", "three plain words"
STATEMENT = """09/10/2026,FIGMA SAN FRANCISCO,-72.63
12/10/2026,GARNET CORNER INN ON 11 OCT BCC,-107.74
14/10/2026,QUILL STATIONERS CHESTER,-9.99
16/10/2026,VODAFONE LTD 31361477 DDR,-73.50
20/10/2026,BT GROUP PLC 31466206 DDR,-44.94
"""
RECEIPTS = (
    ("Cheshire Dining Ltd", "12 October 2026", "107.74"),
    ("Mobile World Ltd", "16 October 2026", "73.50"),
    ("Exchange Lines Ltd", "20 October 2026", "44.94"),
)
"""Of other names than the bank prints: a person has to say yes."""


@dataclass
class Desk:
    url: str
    company: str
    page: Page
    seen: Seen


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as found:
        yield found


@pytest.fixture
def desk(browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    """A company with a statement, and its owner logged in."""
    with a_server(tmp_path / "books") as served:
        made = served.command("company", "add", "--name", "Bramble Ltd", "--incorporated", "2025-03-27")
        company = str(re.findall(r"co_\w+", made)[0])
        served.command("people", "add", OWNER, "--role", "owner", "--company", company, typed=PASSWORD + "\n")
        file = tmp_path / "october.csv"
        file.write_text(STATEMENT)
        served.command("import", str(file), "--company", company, "--account", "ba_main")
        seen, context = Seen(), browser.new_context()
        page = log_in(context, served.url, OWNER, PASSWORD)
        seen.watch(page)
        yield Desk(served.url, company, page, seen)
        context.close()


def receipts(folder: Path) -> list[Path]:
    files = []
    for shop, day, amount in RECEIPTS:
        file = folder / f"{shop}.pdf"
        file.write_bytes(pdf((shop,), ("Receipt",), (day,), ("Goods", f"£{amount}"), ("Total", f"£{amount}")))
        files.append(file)
    return files


def test_three_receipts_are_dropped_and_their_payments_accepted_by_key(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.locator("h1")).to_have_text("Inbox")
    page.set_input_files("#f-file", receipts(tmp_path))
    expect(page.locator("[role=status]").first).to_contain_text("3 files kept")
    expect(page.locator("#papers .queue a", has_text="which payment?")).to_have_count(3, timeout=90_000)
    page.locator("#papers .queue a").first.click()
    for left in (3, 2, 1):
        expect(page.locator(".queue-panel .queue a")).to_have_count(left)
        expect(page.locator(".match.first")).to_be_visible()
        assert page.locator(".mark").count() >= 3
        natural = page.locator(".sheet img").first.evaluate("e => e.decode().then(() => e.naturalWidth)")
        assert natural > 500
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    expect(page.locator("h1")).to_have_text("Inbox")
    expect(page.locator("#papers")).to_contain_text("Nothing to check")
    page.goto(f"{desk.url}/{desk.company}/transactions?search=vodafone")
    expect(page.locator("tbody tr")).to_contain_text("has a receipt")
    assert desk.seen.complaints == []


def test_a_bill_is_typed_in_and_settled_by_two_bank_lines(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.url}/{desk.company}/invoices")
    page.keyboard.press("c")
    page.fill("#f-contact", "Studio Supplies Ltd")
    page.fill("#f-number", "SS-12")
    page.fill("#f-day", "5 Oct 2026")
    for n, (text, category, amount) in enumerate((("Licence", "cat_software", "72.63"), ("Ink", "cat_office", "9.99"))):
        page.fill(f"#text-{n}", text)
        page.select_option(f"#category-{n}", category)
        page.fill(f"#amount-{n}", amount)
    page.fill("#f-total", "82.62")
    page.click("text=Keep it")
    expect(page.locator("h1")).to_have_text("Studio Supplies Ltd")
    for amount, left in (("72.63", "£9.99"), ("9.99", "")):
        if not page.locator("[name=find]").is_visible():
            page.click("text=Another payment")
        page.fill("[name=find]", amount)
        page.click("text=Find >> nth=-1")
        page.locator(".match", has_text=f"−{amount}").get_by_role("button", name="this one").first.click()
        if left:
            expect(page.locator("main .two .figure")).to_have_text(left)
    expect(page.locator("main .tag.good").first).to_have_text("settled")
    expect(page.locator(".match")).to_have_count(2)
    page.goto(f"{desk.url}/{desk.company}/contacts?search=studio")
    page.click("tbody .what")
    expect(page.locator("#papers ~ table, table", has_text="SS-12").first).to_contain_text("settled")
    assert desk.seen.complaints == []
