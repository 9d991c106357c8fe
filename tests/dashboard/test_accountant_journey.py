"""An owner asks an accountant in, who sets up a second step, reads, posts a journal and takes it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from accountsos.access.second_step import code_at, step_of
from tests.dashboard.browser import Seen, Served, a_server, axe, log_in, sideways

OWNER, ACCOUNTANT = "verity@example.org", "ann@example.org"
PASSWORD, HERS = "three plain words", "four other plain words"
TODAY = date(2026, 11, 22)
"""As the server has it."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with one owner's company."""
    with a_server(tmp_path_factory.mktemp("journey") / "books") as found:
        founding = ("company", "add", "--name", "Bramble Ltd", "--incorporated", "2025-03-27", "--email", OWNER)
        found.command(*founding, typed=PASSWORD + "\n")
        yield found


def code_of(key: str, later: int = 0) -> str:
    """What the device shows now, or in so many times thirty seconds."""
    now = datetime.combine(TODAY, datetime.now(UTC).timetz())
    return code_at(key.replace(" ", ""), step_of(now) + later)


def looked_at(page: Page, name: str, found: dict[str, list[str]]) -> None:
    """What is wrong with the page that is open, wide and narrow."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        found[f"{name} at {width}"] = [*axe(page), *sideways(page)]
    page.set_viewport_size({"width": 1280, "height": 800})


def invited(browser: Browser, served: Served, found: dict[str, list[str]]) -> tuple[str, str]:
    """The owner asks somebody in; the link, and the company."""
    context = browser.new_context()
    page = log_in(context, served.url, OWNER, PASSWORD)
    company = page.url.split("/")[3]
    page.click("text=Settings")
    page.click("text=Who may see these books")
    page.fill("#f-email", ACCOUNTANT)
    page.check("#f-may_close")
    page.click("text=Make an invitation")
    looked_at(page, "invited", found)
    link = page.locator("#link").inner_text()
    expect(page.locator("[aria-labelledby=asked]")).to_contain_text(ACCOUNTANT)
    context.close()
    return link, company


def test_an_accountant_is_asked_in_sets_up_a_second_step_reads_and_posts(browser: Browser, served: Served) -> None:
    seen, found = Seen(), dict[str, list[str]]()
    link, company = invited(browser, served, found)
    context = browser.new_context()
    page = context.new_page()
    seen.watch(page)
    page.goto(link)
    looked_at(page, "invitation", found)
    page.fill("#f-name", "Ann Teasel")
    page.fill("#f-password", HERS)
    page.click("text=Come in >> nth=-1")
    page.wait_for_url(f"**/{company}/")

    page.goto(f"{served.url}/me")
    page.click("text=Turn it on")
    looked_at(page, "second step", found)
    key = page.locator("#key").inner_text()
    page.fill("#f-code", code_of(key))
    page.click("button:has-text('Turn it on')")
    expect(page.locator("#list")).to_be_visible()
    looked_at(page, "recovery codes", found)
    recovery = page.locator("#list").inner_text().split()
    assert len(recovery) == 10

    for code in (code_of(key, 1), recovery[0]):
        page.click("text=Log out >> visible=true")
        page.wait_for_url("**/log-in")
        page.goto(f"{served.url}/log-in?next=/{company}/accountant/journals")
        page.fill("#f-email", ACCOUNTANT)
        page.fill("#f-password", HERS)
        page.click("button.big")
        expect(page.locator("h1")).to_have_text("Second step")
        looked_at(page, "the code", found)
        page.fill("#f-code", code)
        page.click("button.big")
        page.wait_for_url(f"**/{company}/accountant/journals")

    page.click("text=Reports >> visible=true >> nth=0")
    page.click("text=Trial balance")
    expect(page.locator("h1")).to_have_text("Trial balance")
    page.goto(f"{served.url}/{company}/accountant/journals")
    page.click("a:text-is('Accrual')")
    looked_at(page, "accrual", found)
    page.fill("#f-day", "31 Oct 2026")
    page.fill("#f-amount", "900")
    page.select_option("#f-category", "cat_accountancy")
    page.click("text=Post it")
    expect(page.locator("[role=status]")).to_have_text("It is posted.")
    expect(page.locator("tbody tr")).to_have_count(4)
    looked_at(page, "journal", found)
    journal = page.url.partition("?")[0]
    page.goto(f"{served.url}/{company}/reports/profit-and-loss?from=2026-10-01&to=2026-10-31")
    expect(page.locator("main")).to_contain_text("900.00")
    page.goto(journal)
    page.click("button:has-text('Take it back')")
    expect(page.locator("[role=status]")).to_contain_text("taken back")

    page.goto(f"{served.url}/{company}/accountant/journals/new")
    looked_at(page, "lines", found)
    page.fill("#f-narration", "Parking")
    for n, (category, side) in enumerate((("cat_travel", "debit"), ("cat_directors_loan", "credit"))):
        page.select_option(f"#category-{n}", category)
        page.fill(f"#{side}-{n}", "5.00")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Parking")

    page.goto(f"{served.url}/{company}/accountant/audit?what=journals")
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator("tbody tr").first).to_contain_text("Ann Teasel")
    page.locator("tbody .what").first.click()
    looked_at(page, "what was done", found)
    page.goto(f"{served.url}/{company}/transactions/new")
    expect(page.locator("main")).to_contain_text("This is for an owner or a bookkeeper")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert [c for c in seen.complaints if not re.search("403|422", c)] == []
    context.close()


def test_whoever_is_taken_out_is_out_and_the_link_opens_nothing_again(browser: Browser, served: Served) -> None:
    found: dict[str, list[str]] = {}
    context = browser.new_context()
    page = log_in(context, served.url, OWNER, PASSWORD)
    company = page.url.split("/")[3]
    page.goto(f"{served.url}/{company}/settings/people")
    page.fill("#f-email", "ben@example.org")
    page.check("#f-role-reader")
    page.click("text=Make an invitation")
    link = page.locator("#link").inner_text()
    other = browser.new_context()
    guest = other.new_page()
    guest.goto(link)
    guest.fill("#f-name", "Ben")
    guest.fill("#f-password", HERS)
    guest.click("text=Come in >> nth=-1")
    guest.wait_for_url(f"**/{company}/")
    page.goto(f"{served.url}/{company}/settings/people")
    page.locator("tr", has_text="ben@example.org").locator("a").click()
    looked_at(page, "somebody", found)
    page.check("text=Yes, take them out")
    page.click("button:has-text('Take them out')")
    expect(page.locator("[role=status]")).to_contain_text("They are out")
    expect(page.locator("main")).not_to_contain_text("ben@example.org")
    guest.wait_for_timeout(1_000)
    guest.goto(f"{served.url}/{company}/transactions")
    expect(guest.locator("h1")).to_have_text("There is nothing here")
    guest.goto(link)
    expect(guest.locator("h1")).to_have_text("This link opens nothing")
    looked_at(guest, "nothing", found)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    for each in (context, other):
        each.close()
