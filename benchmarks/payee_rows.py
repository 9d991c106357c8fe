"""What a line of an unknown payee costs where people have filed lines of few payees, and of many."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from itertools import count
from statistics import median

from accountsos import ids
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.generator import generate
from accountsos.workflows.bank import add_transaction, change_transaction, list_transactions
from accountsos.workflows.bank.add_transaction import NewTransaction
from accountsos.workflows.unit_of_work import Books
from benchmarks.bench import Bench
from benchmarks.books import ACTOR, open_books, record_company
from benchmarks.rows import Row, at_most
from benchmarks.sets import ARCHETYPE, SEED

TAUGHT = (0, 1_000, 5_000)
DAY, TRIES = date(2026, 10, 21), 60
MOST = 3.0
_BEGINS = ("HARROW", "PENNINE", "KESTREL", "QUILL", "OSPREY", "TARN", "MARLOW", "FENWICK", "DALE", "WHARFE", "ELLER")
_ENDS = ("TOOLS", "STORES", "GARAGE", "TIMBER", "FOODS", "PRINT", "HIRE", "PAINTS", "FABRICS", "GLASS", "PAPER")
_SIGNS = "BCDFGHKLMNPRSTVW"


def payees(bench: Bench) -> Iterator[Row]:
    """Each twice: the line entered in the store, and asked about afterwards; against the books of no payee."""
    with_nobody: dict[str, float] = {}
    books = open_books(bench.folder / "payees")
    try:
        generated = generate(SEED, 0, archetype=ARCHETYPE, transactions=10)
        company = record_company(books, generated)
        there, numbers = 0, count()
        account = next(iter(company.accounts.values()))
        for taught in (each and bench.count(each) for each in TAUGHT):
            for number in range(there, taught):
                _enter(books, company.number, account, f"{_name(number)} LTD", "cat_office")
            there = taught
            took = _took(books, company.number, account, numbers)
            for what, ms in took.items():
                if not taught:
                    with_nobody[what] = ms
                    continue
                figure = f"{what} of a payee nobody knows, {taught:,} payees known against none"
                yield at_most(figure, ms * 1e3, with_nobody[what] * 1e3, MOST)
    finally:
        books.close()


def _took(books: Books, company: int, account: str, numbers: Iterator[int]) -> dict[str, float]:
    """Median CPU ms of each."""
    spent: dict[str, list[float]] = {"a line entered": [], "a line asked for": [], "a line filed": []}
    for _ in range(TRIES):
        began = time.process_time()
        line = _enter(books, company, account, f"HARROWGATE {_signs(next(numbers))} STORES", None)
        entered = time.process_time()
        books.read(list_transactions.SHOW, company, line)
        asked = time.process_time()
        change = TransactionChange(transaction_id=line, category_id="cat_travel")
        books.write(change_transaction.CHANGE, company, change, ACTOR)
        for what, seconds in zip(spent, (entered - began, asked - entered, time.process_time() - asked), strict=True):
            spent[what].append(seconds * 1e3)
    return {what: median(each) for what, each in spent.items()}


def _enter(books: Books, company: int, account: str, text: str, category: str | None) -> str:
    new = NewTransaction(DAY, text, -350, account, category)
    return ids.public_id("txn_", company, books.write(add_transaction.ADD, company, new, ACTOR).row.number)


def _name(number: int) -> str:
    first, second = number % len(_BEGINS), number // len(_BEGINS) % len(_ENDS)
    return f"{_BEGINS[first]} {_signs(number)} {_ENDS[second]}"


def _signs(number: int) -> str:
    """Letters that tell the number, others for each."""
    text = ""
    for _ in range(5):
        number, sign = divmod(number, len(_SIGNS))
        text += _SIGNS[sign]
    return text
