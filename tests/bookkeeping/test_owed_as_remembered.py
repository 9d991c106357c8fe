"""What is owed is remembered account by account: it is what all that was ever posted says, whoever posted it."""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from accountsos import ids
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.what_is_owed import OWED_ACCOUNTS, OpenItems, open_items
from accountsos.errors import Refused
from accountsos.ledger.entry import SOURCE_KINDS
from accountsos.ledger.journals import JournalLine
from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import Reader, Sql, Writer, day_from
from accountsos.store.engine.sqlite import SqliteReader
from accountsos.store.head import Cause
from accountsos.store.open_items import MovedBy, moved_by
from accountsos.store.worked_out import WORKED_OUT
from accountsos.workflows.contacts.manage_contacts import ADD, NewContact
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import PostJournal
from accountsos.workflows.unit_of_work import Books, WriteWorkflow
from tests.support.bookkeeper import TESTER, Bookkeeper, found
from tests.support.engines import opened

LONG = bool(os.environ.get("ACCOUNTSOS_TEST_LONG"))
SEEDS = range(60) if LONG else range(3)
STEPS = 60 if LONG else 30
START = date(2024, 4, 1)
EVERYTHING = Sql(
    """SELECT p.category_no, e.source, e.source_no, p.contact_no, p.amount, p.entry_date, p.entry_no
       FROM posting p JOIN journal_entry e ON e.company_id = p.company_id AND e.entry_no = p.entry_no
       WHERE p.company_id = :company"""
)
PAYABLE = ("cat_wages_payable", "cat_pension_payable", "cat_paye", "cat_accruals", "cat_dividends_payable")
TEXTS = ("J PATEL SALARY", "NEST PENSION", "HMRC PAYE NI", "ALEX MORGAN DIVIDEND", "HARBOUR STATIONERS LTD", "FIGMA")


class _Refused(Refused):
    """Everything that was done is taken back."""


@contextmanager
def nothing_remembered(db: Reader) -> Iterator[None]:
    """As in a process that has just begun."""
    kept = db.cache.pop(WORKED_OUT, None)
    yield
    db.cache.pop(WORKED_OUT, None)
    if kept is not None:
        db.cache[WORKED_OUT] = kept


def in_full(db: Reader, company: int, categories: list[int]) -> set[tuple[object, ...]]:
    """What moved the accounts, added up from each posting that was ever made."""
    sums: dict[tuple[int, str, int, int | None], list[tuple[int, int, int]]] = defaultdict(list)
    for category, source, number, contact, amount, day, entry in db.rows(EVERYTHING, company=company):
        if category in categories:
            sums[category, SOURCE_KINDS[source - 1], number, contact or None].append((amount, day, entry))
    return {
        (*key, total, day_from(min(d for _, d, _ in all_)), max(e for *_, e in all_), min(e for *_, e in all_))
        for key, all_ in sums.items()
        if (total := sum(a for a, _, _ in all_))
    }


def told(m: MovedBy) -> tuple[object, ...]:
    one = m.movement
    return (m.category_no, m.source, m.source_no, one.contact, one.amount, one.since, one.entry, one.first)


@dataclass
class Owing:
    """One company in which debts come, are paid, moved and taken back."""

    keeper: Bookkeeper
    other: Bookkeeper
    """The same company in another process."""
    draw: random.Random
    contacts: list[int] = field(default_factory=list)
    journals: list[str] = field(default_factory=list)

    def acts(self) -> list[Callable[[], object]]:
        return [
            *[self.owe, self.pay, self.pay] * 2,
            self.lend,
            self.lend,
            self.by_hand,
            self.take_back,
            self.refile,
            self.refused,
            self.elsewhere,
            self.rehearsed,
        ]

    def day(self) -> date:
        return START + timedelta(days=self.draw.randrange(600))

    def amount(self) -> int:
        return self.draw.choice([10_000, 20_000, 30_000, self.draw.randrange(100, 40_000)])

    def owing(self) -> PostJournal:
        account, pence = self.draw.choice(PAYABLE), self.amount()
        lines = (JournalLine(account, credit=pence), JournalLine("cat_wages", debit=pence))
        return PostJournal(self.day(), "owed", lines)

    def post(self, keeper: Bookkeeper, journal: PostJournal) -> None:
        posted = keeper.do(post_journal.POST, journal)
        self.journals.append(ids.public_id("je_", keeper.company, posted.entry.number))

    def owe(self) -> None:
        self.post(self.keeper, self.owing())

    def elsewhere(self) -> None:
        """Another process posts a debt, or pays one."""
        if self.draw.random() < 0.5:
            self.post(self.other, self.owing())
        else:
            self.other.enter(self.day(), -self.amount(), self.draw.choice(TEXTS))

    def pay(self) -> None:
        self.keeper.enter(self.day(), -self.amount(), self.draw.choice(TEXTS))

    def lend(self) -> None:
        """A director pays in, or is paid back; or it is a loan."""
        pence = self.amount() * self.draw.choice([1, 1, -1])
        account = self.draw.choice(["cat_directors_loan", "cat_directors_loan", "cat_loans"])
        self.keeper.enter(self.day(), pence, self.draw.choice(["ALEX MORGAN", "SAM REED"]), category=account)

    def by_hand(self) -> None:
        """Somebody owes, or is owed, by a journal."""
        if len(self.contacts) < 2:
            made = self.keeper.do(ADD, NewContact(f"Party {len(self.contacts)} Ltd"))
            self.contacts.append(made.contact.number)
        who, pence = self.draw.choice(self.contacts), self.amount()
        lines = (JournalLine("cat_debtors", debit=pence, contact=who), JournalLine("cat_sales", credit=pence))
        if self.draw.random() < 0.5:
            lines = (JournalLine("cat_creditors", credit=pence, contact=who), JournalLine("cat_rent", debit=pence))
        self.post(self.keeper, PostJournal(self.day(), "by hand", lines))

    def take_back(self) -> None:
        if self.journals:
            journal = self.journals.pop(self.draw.randrange(len(self.journals)))
            self.draw.choice([self.keeper, self.other]).do(post_journal.UNDO, journal)

    def refile(self) -> None:
        numbers = self.keeper.numbers()
        if numbers:
            category = self.draw.choice([None, "cat_directors_loan", "cat_paye", "cat_software"])
            self.keeper.change(self.draw.choice(numbers), category_id=category)

    def refused(self) -> None:
        """What a write has seen of its own entries is forgotten where it is taken back."""
        journal = self.owing()

        def apply(db: Writer, company: int, _: None, cause: Cause) -> None:
            post_journal.apply(db, company, post_journal.prepare(db, company, journal), cause)
            as_in_full(db, company)
            raise _Refused("taken back")

        with pytest.raises(_Refused):
            self.keeper.do(WriteWorkflow("test.refused", lambda db, company, plan: plan, apply), None)

    def rehearsed(self) -> None:
        keeper = self.keeper
        keeper.books.rehearse(
            post_journal.POST, keeper.company, self.owing(), TESTER, lambda db, _: as_in_full(db, keeper.company)
        )


def as_in_full(db: Reader, company: int) -> OpenItems:
    """What is owed, as it is remembered; which is as all postings say."""
    books = books_of(db, company)
    numbers = [books.names.category_no[account] for account in sorted(OWED_ACCOUNTS)]
    assert {told(m) for m in moved_by(db, company, numbers)} == in_full(db, company, numbers)
    remembered = open_items(books)
    with nothing_remembered(db):
        assert open_items(books) == remembered
    assert open_items(books) == remembered
    return remembered


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_owed_is_what_everything_that_was_posted_says(place: Place, seed: int) -> None:
    with opened(place) as ours, opened(place) as another:
        keeper = found(ours.books, entity_type=("ltd", "sole_trader")[seed % 2])
        owing = Owing(keeper, Bookkeeper(another.books, keeper.company), random.Random(seed))
        seen = 0
        for _ in range(STEPS):
            owing.draw.choice(owing.acts())()
            for each in (owing.keeper, owing.other):
                with each.books.engine.reading() as db:
                    seen += len(as_in_full(db, each.company).accounts)
        assert seen > STEPS, "something was owed most of the time"
        assert keeper.faults() == []


def steps_of(books: Books, company: int, work: Callable[[Reader, int], object]) -> int:
    """How many steps SQLite takes for it, in hundreds."""
    steps = 0

    def step() -> bool:
        nonlocal steps
        steps += 1
        return False

    with books.engine.reading() as db:
        assert isinstance(db, SqliteReader)
        db._connection.set_progress_handler(step, 100)
        work(db, company)
        db._connection.set_progress_handler(None)
    return steps


def test_it_takes_as_many_steps_in_large_books_as_in_small_ones(sqlite_place: Place) -> None:
    """Neither lines that owe nothing nor a long account of a director make the look at what is owed longer."""
    with opened(sqlite_place) as installation:
        keeper = found(installation.books)
        took = []
        for lines in (20, 400):
            for n in range(lines):
                keeper.enter(START + timedelta(days=n), 10_000 + n, "ALEX MORGAN", category="cat_directors_loan")
                keeper.enter(START + timedelta(days=n), -500, "FIGMA", category="cat_software")
            with installation.books.engine.reading() as db:
                assert len(open_items(books_of(db, keeper.company)).accounts) == 1
            keeper.enter(START, -500, "FIGMA", category="cat_software")
            took.append(
                steps_of(installation.books, keeper.company, lambda db, company: open_items(books_of(db, company)))
            )
        assert took[1] <= took[0] + 1
