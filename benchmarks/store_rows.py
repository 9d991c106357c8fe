"""Reads in the store, without HTTP: pages, totals, reports; and whether the reports are right to the penny."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from datetime import date

from accountsos.store.engine.limits import Limits
from accountsos.store.engine.opening import COUNTERS_FILE
from accountsos.store.engine.rate_windows import RateWindows
from accountsos.store.engine.sql import Reader, Sql
from accountsos.store.engine.sqlite_counter import SqliteCounter
from accountsos.store.names import names_of
from accountsos.workflows.bank import list_transactions
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.reports import financial_statements
from accountsos.workflows.unit_of_work import ReadWorkflow
from accountsos.workflows.upkeep import verify_books
from benchmarks.bench import Bench
from benchmarks.books import TODAY
from benchmarks.rows import Row, amount, at_most, below
from benchmarks.sets import LARGE, MIDDLE, SMALL, Kept
from benchmarks.timing import Work, alternating

YEAR = (date(2025, 4, 1), date(2026, 3, 31))
ODD_DAYS = (date(2025, 4, 12), date(2026, 3, 19))
CATEGORY = "cat_purchases"
COUNT_BY_HAND = Sql(
    """SELECT COUNT(*) FROM bank_transaction WHERE company_id = :company AND status = 1 AND category_no = :category
       AND booked_on BETWEEN :first AND :last"""
)


def day(value: date) -> int:
    """As the store keeps it."""
    return value.year * 10000 + value.month * 100 + value.day


def pages(bench: Bench) -> Iterator[Row]:
    """Deep pages against the first one, with the company of 120,000 lines."""
    company = bench.sets.company(MIDDLE)
    deep = 90_000 * company.lines // 120_000
    books = bench.sets.books
    there = books.read(list_transactions.LIST, company.number, TransactionQuestion(limit=1, offset=deep - 1)).rows[0]

    def page(**asked: object) -> Work:
        question = TransactionQuestion(limit=10, **asked)  # type: ignore[arg-type]  # the two pages differ in one field
        return lambda: books.read(list_transactions.LIST, company.number, question)

    after = (there.booked_on, there.number)
    by_offset = books.read(list_transactions.LIST, company.number, TransactionQuestion(limit=10, offset=deep)).rows
    by_cursor = books.read(list_transactions.LIST, company.number, TransactionQuestion(limit=10, after=after)).rows
    assert by_offset == by_cursor, "the offset and the cursor lead to different rows"
    took = alternating({"first": page(), "offset": page(offset=deep), "cursor": page(after=after)}, rounds=bench.rounds)
    yield at_most(f"offset={deep} against the first page, store", took["offset"], took["first"], 5)
    yield at_most("cursor at the same place, store", took["cursor"], took["first"], 2)


def totals(bench: Bench) -> Iterator[Row]:
    """What the exact total of a date range and category costs when nobody has asked for it before."""
    company, books = bench.sets.company(LARGE), bench.sets.books
    asked = TransactionQuestion(limit=10, first=day(ODD_DAYS[0]), last=day(ODD_DAYS[1]), category=CATEGORY)

    def afresh(db: Reader, number: int, _: None) -> int:
        db.cache.pop("totals", None)
        return list_transactions.list_transactions(db, number, asked).total

    def by_hand(db: Reader, number: int, _: None) -> int:
        category = names_of(db, number).category_no[CATEGORY]
        row = db.row(COUNT_BY_HAND, company=number, category=category, first=asked.first, last=asked.last)
        assert row is not None
        return int(row[0])

    def reading(run: Callable[[Reader, int, None], int]) -> Work:
        workflow = ReadWorkflow("bench.total", run)
        return lambda: books.read(workflow, company.number, None)

    assert reading(afresh)() == reading(by_hand)(), "the kept counters disagree with the rows"
    works = {
        "fresh": reading(afresh),
        "remembered": lambda: books.read(list_transactions.LIST, company.number, asked),
        "by hand": reading(by_hand),
    }
    took = alternating(works, rounds=bench.rounds)
    more, floor = took["fresh"] - took["remembered"], amount(took["by hand"], "µs by COUNT(*)")
    yield below("exact total of a date range and category, never asked before", more, 50, "µs", floor)


def reports(bench: Bench) -> Iterator[Row]:
    """Every report at the largest size against the smallest."""
    large, small, books = bench.sets.company(LARGE), bench.sets.company(SMALL), bench.sets.books

    def works(company: Kept) -> dict[str, Work]:
        number = company.number
        profit = financial_statements.ProfitQuestion(TODAY, *YEAR)
        sheet = financial_statements.SheetQuestion(TODAY, ODD_DAYS[1])
        return {
            "profit and loss": lambda: books.read(financial_statements.PROFIT_AND_LOSS, number, profit),
            "balance sheet": lambda: books.read(financial_statements.BALANCE_SHEET, number, sheet),
            "trial balance": lambda: books.read(financial_statements.TRIAL_BALANCE, number, sheet),
        }

    sizes = f"{large.lines:,} against {small.lines:,} lines"
    ours, floor = works(large), works(small)
    for name in ours:
        took = alternating({"large": ours[name], "small": floor[name]}, rounds=bench.rounds)
        yield at_most(f"{name}, store, {sizes}", took["large"], took["small"], 1.2)


def rates(bench: Bench) -> Iterator[Row]:
    """Two processes count the same key: nothing may be lost, and it may not cost much."""
    path, each = str(bench.folder / COUNTERS_FILE), bench.count(100_000)
    alone = RateWindows(SqliteCounter(path), Limits(hour=10**9, minute=10**9))
    took = alternating({"spend": lambda: alone.spend("key_alone", 1_700_000_000.0)}, rounds=bench.rounds)["spend"]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        passed = sum(pool.starmap(spend_many, [(path, each)] * 2))
    window = SqliteCounter(path).used("key_shared")
    exact = window is not None and passed == window.hour_n == 2 * each - 1
    figure = f"rate limiting over 2 processes, {2 * each - 1:,} allowed"
    yield Row(figure, f"{passed:,} of {2 * each:,} passed", "", "", f"exactly {2 * each - 1:,}", exact, hard=True)
    yield below("rate limiting, both windows of a request", took, 25, "µs")


def spend_many(path: str, number: int) -> int:
    """How many of so many requests passed, where two processes may make all but one of theirs. Runs in a child."""
    windows = RateWindows(SqliteCounter(path), Limits(hour=2 * number - 1, minute=2 * number - 1))
    return sum(windows.spend("key_shared", 1_700_000_000.0).allowed for _ in range(number))


def verified(bench: Bench) -> Iterator[Row]:
    """Everything that is kept, recomputed from the postings; of those registered for VAT a small one."""
    for sets, name, what in ((bench.sets, LARGE, ""), (bench.vat_sets, SMALL, " of a company registered for VAT")):
        company = sets.company(name)
        began = time.process_time()
        found = sets.books.read(verify_books.VERIFY, company.number, None)
        took = time.process_time() - began
        figure = f"verify, {company.lines:,} lines{what}"
        yield Row(figure, f"{took:.1f} CPU s, {len(found)} findings", "", "", "0 findings", not found, hard=True)
