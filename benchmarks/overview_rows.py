"""All companies of one person side by side: what the page takes with two hundred of them, over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from http.client import HTTPConnection
from statistics import median

from accountsos import ids
from accountsos.access.passwords import password_digest
from accountsos.workflows.access import log_in, manage_people
from accountsos.workflows.bank import commit_import
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.companies import found_company
from benchmarks.bench import Bench
from benchmarks.books import ACTOR, TODAY, open_books
from benchmarks.dashboard_rows import COOKIE
from benchmarks.load import request
from benchmarks.processes import product, running
from benchmarks.rows import Row, amount, below, told

COMPANIES, MILLISECONDS_MOST, TIMES = 200, 200, 20
EMAIL = "accountant@overview.example"
STATEMENT = "".join(
    f"{1 + n % 28:02d}/{1 + n // 2 % 12:02d}/{2024 + n // 24},PAYEE {n},{'-12.50' if n % 3 else '99.00'}\n"
    for n in range(70)
).encode()
"""Two lines a month for three years: as many kept sums as a company of any size has."""


def overview(bench: Bench) -> Iterator[Row]:
    """Found the companies, let one accountant into all of them, and ask for the page."""
    folder, number = bench.folder / "overview", bench.count(COMPANIES)
    folder.mkdir(mode=0o700)
    books, secret = open_books(folder), ids.random_base62(43)
    for n in range(number):
        company = books.read(found_company.NUMBER, 0, ids.random_base62(16)).number
        founding = found_company.FoundCompany(f"Company {n}", TODAY, incorporated_on=date(2023, 12, 1))
        books.write(found_company.FOUND, company, founding, ACTOR)
        books.write(commit_import.COMMIT, company, ImportStatement(STATEMENT, "ba_main", TODAY), ACTOR)
        digest = password_digest("three plain words") if n == 0 else None
        person = manage_people.AddPerson(EMAIL, "Accountant", "bookkeeper", password_hash=digest)
        member = books.write(manage_people.ADD, company, person, ACTOR)
    books.keep(log_in.OPEN, log_in.OpenSession(member.user_id, secret, "bench")).result()
    books.close()
    asked = request("GET", "/me/companies", cookie=f"{COOKIE}={secret}")
    with running(product(folder), asked) as server:
        first, *took = [_milliseconds(server.port, secret) for _ in range(1 + TIMES)]
    what = f"page of {number} companies side by side, each with its next deadline"
    yield below(what, median(took), MILLISECONDS_MOST, "ms")
    yield told("the same, first after a start: every deadline is worked out", amount(first, "ms"))


def _milliseconds(port: int, secret: str) -> float:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    began = time.perf_counter()
    line.request("GET", "/me/companies", headers={"cookie": f"{COOKIE}={secret}"})
    answer = line.getresponse()
    body = answer.read()
    took = (time.perf_counter() - began) * 1_000
    assert answer.status == 200, answer.status
    assert b"Company 0" in body
    assert b"Confirmation statement" in body
    line.close()
    return took
