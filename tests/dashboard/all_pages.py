"""An installation with an empty company, the demo and one of ten thousand lines, and every page that links lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import APIRequestContext, Browser, BrowserContext, FilePayload

from accountsos.dashboard.page import Page
from accountsos.dashboard.pages import PAGES
from accountsos.dashboard.router import Router
from tests.dashboard.browser import Served, a_server, log_in
from tests.dashboard.signed import many_lines

EMPTY, DEMO, LARGE = "empty", "demo", "large"
LOG_IN = "log in   "
_LINK = re.compile(r'(?:href|src)="(/[^"#]*)"')
_HIDDEN = re.compile(r'name="(csrf|once)" value="([^"]*)"')
HEADERS = {"sec-fetch-site": "same-origin"}
WAITING = b"02/11/2026,STAMPS,-18.40\n03/11/2026,FERNWAY CYCLES LTD,650.00\n"
RULE = {"payee": "Figma", "category": "cat_software", "do": "keep"}
STATES = {"nothing-found": "transactions?search=zzzz", "all-picked": "transactions?pick=all"}
"""States of pages that have an address of their own."""
_ROUTER = Router(PAGES)
LEADS_ON = frozenset({"root", "log-out"})
"""Ways on to other pages."""


@dataclass(frozen=True)
class Installation:
    """A server, whoever owns all three companies, and the companies."""

    served: Served
    email: str
    password: str
    companies: Mapping[str, str]
    _linked: dict[str, dict[str, str]] = field(default_factory=dict)
    """By company: every page is asked for to follow its links, which is done once."""

    def tab(self, browser: Browser) -> BrowserContext:
        """A browser in which the owner is logged in."""
        context = browser.new_context()
        log_in(context, self.served.url, self.email, self.password).close()
        return context

    def addresses(self, asking: APIRequestContext, name: str) -> dict[str, str]:
        """Of each page one address that a link of this company leads to, or its own where nothing has to be named."""
        company = self.companies[name]
        if name not in self._linked:
            self._linked[name] = linked(asking, self.served.url, company)
        waits = waiting_file(asking, f"{self.served.url}/{company}/statements/new").removeprefix(self.served.url)
        found = {**self._linked[name], "check-statement": waits, "adding": f"{waits}/adding?work={'k' * 24}"}
        return {**found, **{state: f"/{company}/{path}" for state, path in STATES.items()}}


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """The demo with two other companies of the same owner beside it, a rule and a file that waits in it."""
    told = Served("", folder / "books").command("demo", "--no-serve")
    email, _, password = next(
        line.removeprefix(LOG_IN).partition(" with the password ") for line in told.splitlines() if LOG_IN in line
    )
    companies = {DEMO: re.findall(r"co_\w+", told)[0]}
    with a_server(folder / "books") as served:
        for name, called in ((EMPTY, "Heron and Sons Ltd"), (LARGE, "Tide and Rope Ltd")):
            made = served.command("company", "add", "--name", called, "--incorporated", "2024-12-01")
            companies[name] = re.findall(r"co_\w+", made)[0]
            served.command("people", "add", email, "--role", "owner", "--company", companies[name])
        webhook_kept(served, companies[DEMO])
        file = folder / "many.csv"
        file.write_text(many_lines())
        served.command("import", str(file), "--company", companies[LARGE], "--account", "ba_main")
        yield Installation(served, email, password, companies)


def webhook_kept(served: Served, company: str) -> None:
    """A webhook that is told nothing: from here nothing is sent to anybody."""
    url = ("--url", "https://example.com/hook", "--events", "contact.created")
    made = served.command("webhooks", "add", *url, "--company", company)
    webhook = re.findall(r"whk_\w+", made)[0]
    served.command("webhooks", "change", webhook, "--status", "disabled", "--company", company)


def rule_kept(asking: APIRequestContext, company: str) -> None:
    """A rule, as its form makes one."""
    address = f"{company}/settings/rules/new"
    hidden = dict(_HIDDEN.findall(asking.get(address).text()))
    asking.post(address, form={**hidden, **RULE}, headers=HEADERS)


def waiting_file(asking: APIRequestContext, address: str) -> str:
    """The address of the check of a file that was chosen."""
    file: FilePayload = {"name": "november.csv", "mimeType": "text/csv", "buffer": WAITING}
    sent: dict[str, str | float | bool | bytes | FilePayload] = {"do": "choose", "file": file}
    sent.update(_HIDDEN.findall(asking.get(address).text()))
    return asking.post(address, multipart=sent, headers=HEADERS).url


def linked(asking: APIRequestContext, url: str, company: str) -> dict[str, str]:
    """Follow every kind of link once, from the pages that need no name."""
    found: dict[str, str] = {}
    waiting = [page.address(company=company) for page in PAGES if page.personal or page.holes == ("company",)]
    while waiting:
        address = waiting.pop(0)
        page = page_at(address)
        if page is None or page.name in found or page.file or page.name in LEADS_ON:
            continue
        found[page.name] = address
        text = asking.get(url + address).text()
        links = (link.replace("&amp;", "&") for link in _LINK.findall(text))
        waiting += [link for link in links if link.startswith((f"/{company}", "/me"))]
    return found


def page_at(address: str) -> Page | None:
    """The page that has that address."""
    found = _ROUTER.find(address.partition("?")[0])
    return None if found is None else found[0]
