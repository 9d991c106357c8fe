"""Every page of the dashboard that a director opens: what the server spends on it against the API's list of fifty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from accountsos.api.operations.registry import REPORTS
from accountsos.dashboard.page import Page
from accountsos.dashboard.pages import PAGES
from accountsos.dashboard.pages.reports.any_report import reports_of
from accountsos.dashboard.pages.reports.hub import NOT_OF_A_COMPANY, WITH_A_PAGE
from accountsos.workflows.deadlines import manage_deadlines
from benchmarks.bench import Bench, first_page
from benchmarks.books import ACTOR, TODAY, open_books
from benchmarks.busy_books import Busy, busy, visited
from benchmarks.http_rows import asked_anew, costs
from benchmarks.load import Next, drive, request
from benchmarks.processes import Server, product, running
from benchmarks.rows import Row, at_most, told
from benchmarks.sets import SMALL

MOST = 5
COOKIE = "accountsos-local"
WARM_UP, SECONDS, WRITES = 50, 0.2, 10
"""Less of each than other rows take: there are so many."""
NOT_OF_THE_BOOKS = {
    "check-statement": "a process of its own opens the file each time: that process, not the page, is what it costs",
}
"""Pages that are not asked under load, and why."""
NEEDS = {"adding": "work=" + "k" * 24}
"""What an address says that leads nowhere without."""
STATES = {
    "inbox, done": ("inbox", "state=done"),
    "invoices, all": ("invoices", "state=all"),
    "ledger of the bank account": ("ledger", "account=ba_main"),
    "profit-and-loss by month": ("profit-and-loss", "by=month"),
    "transactions searched": ("transactions", "period=all&search=coffee"),
}
"""Pages that do other work where more is asked of them."""


def pages_opened() -> list[Page]:
    """Every page that somebody who is logged in opens; files are no pages."""
    return [page for page in PAGES if page.right is not None and not page.file]


def addresses(holes: Mapping[str, str]) -> dict[str, str]:
    """An address of each of them, and of each report of a company."""
    found = {page.name: page.address(**holes) for page in pages_opened() if page.name != "report"}
    reports = [each for each in REPORTS if each.name not in WITH_A_PAGE]
    for _, path in reports_of(reports):
        if path.partition("=")[2] not in NOT_OF_A_COMPANY:
            found[f"report {path.rpartition('=')[2]}"] = f"/{holes['company']}/reports/{path}"
    found |= {name: f"{found[name]}?{query}" for name, query in NEEDS.items()}
    found = {name: address for name, address in found.items() if name not in NOT_OF_THE_BOOKS}
    return found | {name: f"{found[page]}?{query}" for name, (page, query) in STATES.items()}


def every_page(bench: Bench) -> Iterator[Row]:
    """Each of them where there is something of everything."""
    found, other = busy(bench), bench.vat_sets.company(SMALL)
    lines = f"{found.company.lines:,} lines with something of everything"
    with (
        visited(found, (other.number,)) as (holes, secret),
        running(product(found.data), first_page(found.company)) as server,
    ):
        pages = addresses(holes)
        the_list = asked_anew(first_page(found.company, 50))
        asked: dict[str, tuple[Server, Next | bytes]] = {"list": (server, the_list)}
        for name, address in pages.items():
            asked[name] = (server, anew(address, secret))
            asked[f"{name} again"] = (server, page_of(address, secret))
        took = costs(asked, bench, warm_up=WARM_UP, seconds=SECONDS)
        after = {name: _after_a_write(bench, found, server, anew(each, secret)) for name, each in pages.items()}
    for name in pages:
        figure = f"page {name} against the list of 50, {lines}, both made anew"
        yield at_most(figure, took[name], took["list"], MOST)
    dearest = max(pages, key=lambda name: took[f"{name} again"])
    yield at_most(f"the dearest of these asked again: {dearest}", took[f"{dearest} again"], took["list"], MOST)
    cheap = [name for name in pages if after[name] <= took["list"] * MOST]
    dearest = max(pages, key=lambda name: after[name])
    most = f"dearest: {dearest}, {after[dearest] / took['list']:.1f}×"
    yield told(f"of these at most {MOST}× when first asked after a write", f"{len(cheap)} of {len(pages)}", most)


def page_of(address: str, secret: str) -> bytes:
    """The request of a browser that keeps its cookie."""
    return request("GET", address, cookie=f"{COOKIE}={secret}", accept_encoding="gzip")


def anew(address: str, secret: str) -> Next:
    """The same page, each time at another address, so that nothing fits that was kept of a page.

    What the books answered to the same question is kept until they are written to, as the list's total is.
    """
    numbers, more = count(), "&" if "?" in address else "?"
    return lambda _: page_of(f"{address}{more}n={next(numbers)}", secret)


def _after_a_write(bench: Bench, found: Busy, server: Server, ask: Next) -> float:
    """CPU µs of the first request after a write of the company by another process."""
    books, writes = open_books(found.data), bench.count(WRITES)
    own, spent = manage_deadlines.NewDeadline("Something", TODAY, TODAY), 0.0
    try:
        for _ in range(writes):
            made = books.write(manage_deadlines.ADD, found.company.number, own, ACTOR)
            books.write(manage_deadlines.REMOVE, found.company.number, (made.deadline_id, TODAY), ACTOR)
            before = server.cpu_seconds()
            drive(server.port, ask, 1, 1)
            spent += server.cpu_seconds() - before
    finally:
        books.close()
    return spent / writes * 1e6
