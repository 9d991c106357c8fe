"""A server on which somebody has signed up as a person would, with two companies and a statement of many lines."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from accountsos.dashboard.pages import PAGES
from tests.dashboard.browser import Seen, Served, axe
from tests.dashboard.world import HOSTILE
from tests.workflows.documents.papers import page as pdf

OWNER, PASSWORD = "verity@example.org", "three plain words"
READER = "reader@example.org"
STATEMENT = "".join(
    f"{day:02d}/10/2026,{words},{amount}\n"
    for day, words, amount in (
        (3, "TALLIS DENTAL GROU INV 2403 BGC", "1850.00"),
        (9, "FIGMA SAN FRANCISCO", "-72.63"),
        (12, "GARNET CORNER INN ON 11 OCT BCC", "-107.74"),
        (13, HOSTILE.replace('"', "'").replace(",", " "), "-9.99"),
        (16, "VODAFONE LTD 31361477 DDR", "-73.50"),
        (20, "BT GROUP PLC 31466206 DDR", "-44.94"),
        *((21 + n % 9, f"OLIVE AND RYE DELI {9400 + n} CHESTER", f"-{3 + n % 7}.{10 + n}") for n in range(60)),
    )
)
RECEIPT = pdf(("Garnet Corner Inn",), ("Receipt",), ("11 October 2026",), ("Dinner", "£107.74"), ("Total", "£107.74"))
MANY = 10_000
PAYEES = ("VODAFONE LTD", "BT GROUP PLC", "ACME WIDGETS", "QUILL STATIONERS", "NORTHERN RAIL", "TESCO STORES")


def many_lines() -> str:
    """Ten thousand lines of twenty months."""
    days = (f"{1 + n % 28:02d}/{1 + n // 28 % 12:02d}/{2025 + n // 336 % 2}" for n in range(MANY))
    return "".join(f"{day},{PAYEES[n % 6]} {70_000 + n},-{1 + n % 90}.{n % 100:02d}\n" for n, day in enumerate(days))


@dataclass
class Signed:
    """What a test finds there."""

    served: Served
    company: str
    large: str
    """The same owner's other company, with ten thousand lines."""
    key: str
    statement: str
    document: str
    """A receipt, read and beside its payment."""
    contact: str
    invoice: str
    """A bill of two lines, typed in."""
    reader: str
    """The id of somebody who reads."""
    journal: str
    """A journal that was taken back."""
    token: str
    """What stands in the link of an invitation."""
    asset: str
    """A laptop, registered by hand."""
    state: Path
    """The cookies of the owner."""
    first_walk: dict[str, list[str]]
    """What was found on the pages while there were no lines yet."""

    def tab(self, browser: Browser, seen: Seen | None = None) -> tuple[BrowserContext, Page]:
        """A browser in which the owner is logged in."""
        context = browser.new_context(storage_state=str(self.state))
        page = context.new_page()
        if seen is not None:
            seen.watch(page)
        return context, page

    def at(self, path: str = "", company: str = "") -> str:
        """An address of the company."""
        return f"{self.served.url}/{company or self.company}/{path}"


def signed_up(browser: Browser, served: Served, folder: Path) -> Signed:
    """Sign up on an empty data directory, look at the empty books, add a statement and take another one back."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.url)
    expect(page).to_have_url(f"{served.url}/sign-up")
    page.fill("#f-name", "Verity Vellacourt")
    page.fill("#f-email", OWNER)
    page.fill("#f-password", PASSWORD)
    page.fill("#f-company", "Bramble & Finch Studio Ltd")
    page.fill("#f-number", "987654")
    page.click("text=Start >> nth=-1")
    expect(page.locator(".problem")).to_be_focused()
    expect(page.locator(".problem li")).to_have_count(2)
    page.click(".problem a >> nth=0")
    expect(page.locator("#f-number")).to_be_focused()
    expect(page.locator("#f-company")).to_have_value("Bramble & Finch Studio Ltd")
    page.fill("#f-password", PASSWORD)
    page.fill("#f-number", "9876543")
    for part, value in (("day", "27"), ("month", "3"), ("year", "2025")):
        page.fill(f"#f-incorporated-{part}", value)
    page.check("#f-vat-yes")
    page.click("text=Start >> nth=-1")
    page.wait_for_url("**/settings/vat?first=1")
    for part, value in (("day", "1"), ("month", "4"), ("year", "2025")):
        page.fill(f"#f-since-{part}", value)
    page.click("text=Keep books with VAT")
    expect(page.locator("h1 + p")).to_contain_text("Registered since 1 April 2025")
    company = page.url.split("/")[3]
    page.goto(f"{served.url}/{company}/welcome")
    expect(page.locator("main")).to_contain_text("Its first year ends on 31 March 2026")
    empty = empty_walk(page, served.url, company)
    statement = added(page, f"{served.url}/{company}", folder)
    document = brought(page, f"{served.url}/{company}", folder)
    page.goto(f"{served.url}/{company}/contacts?search=garnet")
    contact = (page.locator("tbody .what").first.get_attribute("href") or "").rpartition("/")[2]
    invoice = typed_in(page, f"{served.url}/{company}")
    asset = entered(page, f"{served.url}/{company}")
    made = served.command("key", "add", "--company", company, "--name", "Shop")
    added_person = ("people", "add", READER, "--role", "reader", "--company", company)
    reader = served.command(*added_person, typed=PASSWORD + "\n").split()[1]
    of_travel = ("--line", "cat_travel=5.00", "--line", "cat_directors_loan=-5.00", "--company", company)
    journal = served.command("journal", "post", "--date", "2026-10-31", "--narration", "Parking", *of_travel).split()[0]
    served.command("journal", "undo", journal, "--company", company)
    token = asked_in(page, f"{served.url}/{company}")
    state = folder / "state.json"
    context.storage_state(path=str(state))
    context.close()
    return Signed(
        served,
        company,
        another_company(served, folder),
        made.split()[1],
        statement,
        document,
        contact,
        invoice,
        reader,
        journal,
        token,
        asset,
        state,
        empty,
    )


def brought(page: Page, company: str, folder: Path) -> str:
    """Bring a receipt as a person would, and wait until it is read; its id."""
    file = folder / "garnet.pdf"
    file.write_bytes(RECEIPT)
    page.goto(f"{company}/inbox")
    page.set_input_files("#f-file", file)
    page.wait_for_url("**/inbox?added=1")
    expect(page.locator("#reading")).to_have_count(0, timeout=60_000)
    page.goto(f"{company}/inbox?state=done")
    address = page.locator("#papers .queue a", has_text="Garnet Corner Inn").get_attribute("href") or ""
    return address.rpartition("/")[2]


def typed_in(page: Page, company: str) -> str:
    """Type in a bill of two lines as a person would; its id."""
    page.goto(f"{company}/invoices")
    page.click("text=A bill")
    page.fill("#f-contact", "Wharf Hardware Ltd")
    page.fill("#f-number", "W-77")
    page.fill("#f-day", "5 Oct 2026")
    for n, (text, category, amount) in enumerate(
        (("Paint", "cat_office", "120.00"), ("Brushes", "cat_repairs", "45.00"))
    ):
        page.fill(f"#text-{n}", text)
        page.select_option(f"#category-{n}", category)
        page.fill(f"#amount-{n}", amount)
    page.click("text=Work out the totals")
    expect(page.locator("#worked")).to_have_text("It would come to £165.00")
    page.click("text=Keep it")
    expect(page.locator("h1")).to_have_text("Wharf Hardware Ltd")
    return page.url.rpartition("/")[2]


def asked_in(page: Page, company: str) -> str:
    """Ask somebody in as an owner would; what stands in the link."""
    page.goto(f"{company}/settings/people")
    page.fill("#f-email", "asked@example.org")
    page.click("text=Make an invitation")
    return page.locator("#link").inner_text().rpartition("/")[2]


def entered(page: Page, company: str) -> str:
    """Register a laptop as a person would; its id."""
    page.goto(f"{company}/reports")
    page.click("text=Register of fixed assets")
    page.click("text=New asset")
    page.fill("#f-description", "Laptop of the studio")
    page.select_option("#f-kind", "computer")
    page.select_option("#f-category", "cat_fa_computers")
    page.fill("#f-cost", "1,200.00")
    page.fill("#f-bought", "1 Oct 2025")
    page.fill("#f-years", "3")
    page.click("text=Register it")
    expect(page.locator("h1")).to_have_text("Laptop of the studio")
    return page.url.rpartition("/")[2].partition("?")[0]


def another_company(served: Served, folder: Path) -> str:
    """The same owner's second company, with many lines."""
    made = served.command("company", "add", "--name", "Tide and Rope Ltd", "--incorporated", "2024-12-01")
    company = str(re.findall(r"co_\w+", made)[0])
    served.command("people", "add", OWNER, "--role", "owner", "--company", company)
    file = folder / "many.csv"
    file.write_text(many_lines())
    served.command("import", str(file), "--company", company, "--account", "ba_main")
    return company


def empty_walk(page: Page, url: str, company: str) -> dict[str, list[str]]:
    """Every page that has an address of its own without any line."""
    found = {}
    for each in PAGES:
        if each.of_company and each.holes == ("company",):
            page.goto(url + each.path.replace("{company}", company))
            found[each.name] = [] if page.locator("h1").is_visible() else ["no heading"]
            if each.name in ("transactions", "home"):
                found[each.name] += axe(page)
    return found


def added(page: Page, company: str, folder: Path) -> str:
    """Add the statement of October as a person would, and take back another one; the id of the first."""
    october = folder / "october.csv"
    october.write_text(STATEMENT)
    wrong = folder / "wrong.csv"
    wrong.write_text("01/09/2026,SOMETHING ELSE,-1.11\n")
    first = ""
    for file, lines in ((october, 66), (wrong, 1)):
        page.goto(company)
        page.click("text=Add a statement >> nth=0")
        page.set_input_files("#f-file", file)
        page.wait_for_url("**/statements/new/*")
        expect(page.locator("h1")).to_have_text("Check the statement")
        page.keyboard.press("Enter")
        expect(page.locator("[role=status]")).to_contain_text(f"{lines} line{'s' if lines > 1 else ''} added.")
        first = first or page.url.rpartition("/")[2].partition("?")[0]
    page.click("text=Undo the whole file")
    expect(page.locator("[role=status]")).to_contain_text("taken back")
    return first


def ran(command: str) -> str:
    """What a shell makes of the command on the page."""
    return subprocess.run(["sh", "-c", f"{command} -s"], capture_output=True, text=True, check=True, timeout=30).stdout
