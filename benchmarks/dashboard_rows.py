"""Pages of the dashboard: what the server spends on each against the API's list, and questions answered by keyboard."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count

from tests.dashboard.browser import Seen, a_browser

from accountsos import ids
from accountsos.access.passwords import password_digest
from accountsos.workflows.access import log_in, manage_people
from benchmarks.bench import Bench, first_page
from benchmarks.books import ACTOR
from benchmarks.http_rows import asked_anew, costs
from benchmarks.load import Next, request
from benchmarks.processes import Server, product, running
from benchmarks.rows import Row, at_most, below
from benchmarks.sets import LARGE, SCRATCH, Kept

PAGES = {
    "home": "",
    "transactions": "transactions",
    "transactions searched": "transactions?period=all&search=coffee",
    "review": "review",
    "look over": "review/sure",
}
MOST, QUESTIONS, SECONDS_MOST = 5, 100, 300
COOKIE = "accountsos-local"


def dashboard(bench: Bench) -> Iterator[Row]:
    """Each page of the largest company, then a hundred questions of a smaller one."""
    company, scratch = bench.sets.company(LARGE), bench.sets.company(SCRATCH)
    secrets = {each.number: session(bench, each) for each in (company, scratch)}
    with ExitStack() as stack:
        server = stack.enter_context(running(product(bench.sets.data), first_page(company)))
        secret, asked = secrets[company.number], dict[str, tuple[Server, Next | bytes]]()
        for name, path in PAGES.items():
            asked[name] = (server, page_anew(company, path, secret))
            asked[f"{name} again"] = (server, page(company, path, secret))
        took = costs({"list": (server, asked_anew(first_page(company, 50))), **asked}, bench)
        for name in PAGES:
            figure = f"page {name} against the list of 50, {company.lines:,} lines"
            yield at_most(f"{figure}, both made anew, sums at hand", took[name], took["list"], MOST)
            yield at_most(f"{figure}, the page asked again", took[f"{name} again"], took["list"], MOST)
        number = bench.count(QUESTIONS)
        seconds = answered(f"http://127.0.0.1:{server.port}", scratch, secrets[scratch.number], number)
        yield below(f"{number} questions by keyboard in a browser", seconds, SECONDS_MOST * number / QUESTIONS, "s")


def session(bench: Bench, company: Kept) -> str:
    """Somebody who owns the company and is logged in; the secret of the cookie."""
    books, secret = bench.sets.books, ids.random_base62(43)
    email = f"{ids.random_base62(8).lower()}@{company.lines}.example"  # another each time: books are kept
    added = manage_people.AddPerson(email, "Owner", "owner", password_hash=password_digest("three plain words"))
    member = books.write(manage_people.ADD, company.number, added, ACTOR)
    books.keep(log_in.OPEN, log_in.OpenSession(member.user_id, secret, "bench")).result()
    return secret


def page_anew(company: Kept, path: str, secret: str) -> Next:
    """The same page, each time at another address: its rows, words and figures are read and made anew.

    Not so what every address asks alike (the months, the year, what the menu counts), nor what the store remembers
    of books that stand (sums and newest lines of a search, the overview of home), as it does for the list's total.
    """
    numbers, more = count(), "&" if "?" in path else "?"
    return lambda _: page(company, f"{path}{more}n={next(numbers)}", secret)


def page(company: Kept, path: str, secret: str) -> bytes:
    """The request of a browser that keeps its cookie."""
    address = f"/{ids.company_id(company.number)}/{path}"
    return request("GET", address, cookie=f"{COOKIE}={secret}", accept_encoding="gzip")


def answered(url: str, company: Kept, secret: str, number: int) -> float:
    """Answer so many questions by Enter, as fast as the pages come; the seconds it took."""
    with a_browser() as browser:
        context = browser.new_context()
        context.add_cookies([{"name": COOKIE, "value": secret, "url": url}])
        tab, seen = context.new_page(), Seen()
        seen.watch(tab)
        tab.goto(f"{url}/{ids.company_id(company.number)}/review")
        began = time.perf_counter()
        for _ in range(number):
            with tab.expect_navigation():
                tab.keyboard.press("Enter")
        took = time.perf_counter() - began
        assert seen.complaints == []
        context.close()
    return took
