"""Whoever keeps the books in a test: one company, and one word for each thing that is done to it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from accountsos import ids
from accountsos.access.actor import Actor
from accountsos.access.rights import ADMIN
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.generator import GeneratedCompany
from accountsos.ledger.journals import JournalLine
from accountsos.reports.balance_sheet import BalanceSheet
from accountsos.reports.profit_and_loss import ProfitAndLoss
from accountsos.reports.trial_balance import Movement
from accountsos.store.checks.fault import Finding
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.bank import (
    add_transaction,
    bank_accounts,
    change_transaction,
    commit_import,
    list_transactions,
)
from accountsos.workflows.bank.change_transaction import TransactionChanged
from accountsos.workflows.bank.commit_import import Imported
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.bank.list_transactions import TransactionState
from accountsos.workflows.companies import found_company, manage_years
from accountsos.workflows.currencies import state_exchange_rates
from accountsos.workflows.currencies.state_exchange_rates import StateRates
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import JournalState
from accountsos.workflows.reports import financial_statements
from accountsos.workflows.unit_of_work import Books, ReadWorkflow, WriteWorkflow
from accountsos.workflows.upkeep import verify_books

TODAY = date(2026, 11, 22)
C = TypeVar("C")
P = TypeVar("P")
R = TypeVar("R")

TESTER = Actor("tester", ADMIN)


@dataclass
class Bookkeeper:
    """Acts on one company's books."""

    books: Books
    company: int
    accounts: dict[str, str] = field(default_factory=dict)
    """The generator's account refs to bank account ids."""

    def do(self, workflow: WriteWorkflow[C, P, R], command: C) -> R:
        return self.books.write(workflow, self.company, command, TESTER)

    def ask(self, workflow: ReadWorkflow[C, R], question: C) -> R:
        return self.books.read(workflow, self.company, question)

    def load(self, content: bytes, account: str = "ba_main", **more: Any) -> Imported:
        """Import a statement."""
        return self.do(commit_import.COMMIT, ImportStatement(content, account, TODAY, **more))

    def undo(self, done: Imported) -> Imported:
        return self.do(commit_import.UNDO, ids.public_id("imp_", self.company, done.number))

    def change(self, number: int, **changes: Any) -> TransactionChanged:
        """Change our reading of transaction `number`."""
        transaction = ids.public_id("txn_", self.company, number)
        return self.do(change_transaction.CHANGE, TransactionChange(transaction_id=transaction, **changes))

    def refile(self, categories: Mapping[int, str]) -> None:
        """File many transactions in one write, each as a change of its own would."""

        def apply(db: Writer, company: int, plan: Mapping[int, str], cause: Cause) -> None:
            for number, category in plan.items():
                transaction = ids.public_id("txn_", company, number)
                change_transaction.apply(
                    db, company, TransactionChange(transaction_id=transaction, category_id=category), cause
                )

        self.do(WriteWorkflow("test.refile", lambda db, company, plan: plan, apply), categories)

    def enter(
        self, day: date, amount: int, text: str = "Biscuits", *, account: str = "ba_main", category: str | None = None
    ) -> TransactionState:
        """Enter a line by hand."""
        return self.do(add_transaction.ADD, add_transaction.NewTransaction(day, text, amount, account, category))

    def journal(
        self, day: date, amounts: Mapping[str, int], *, narration: str = "A journal", reverse: date | None = None
    ) -> JournalState:
        """Post a journal of debits (positive) and credits (negative) by category."""
        return self.do(
            post_journal.POST, post_journal.PostJournal(day, narration, journal_lines(amounts), auto_reverse_on=reverse)
        )

    def close_through(self, day: date) -> None:
        self.do(manage_years.CLOSE, manage_years.Closing(day))

    def reopen(self, through: date | None = None) -> None:
        self.do(manage_years.REOPEN, manage_years.Reopening(through, "a bill was found"))

    def add_account(self, name: str, kind: str, currency: str = "GBP") -> str:
        return self.do(bank_accounts.ADD_ACCOUNT, bank_accounts.NewAccount(name, kind, currency)).bank_account_id

    def rates(self, month: str, source: str = "hmrc", **units: str) -> None:
        """State what a pound was worth in that month, by currency."""
        command = StateRates(date.fromisoformat(f"{month}-01"), tuple(units.items()), source)
        self.do(state_exchange_rates.STATE, command)

    def state(self, number: int) -> TransactionState:
        return self.ask(list_transactions.SHOW, ids.public_id("txn_", self.company, number))

    def faults(self) -> list[Finding]:
        """What verify finds; an empty list is what every test wants."""
        return self.ask(verify_books.VERIFY, None)

    def movements(self, end: date, start: date | None = None, known_at: datetime | None = None) -> list[Movement]:
        def run(db: Reader, company: int, _: None) -> list[Movement]:
            return financial_statements.BooksAsKnown(db, company, known_at).movements(start, end)

        return self.ask(ReadWorkflow("test.movements", run), None)

    def balances(self, end: date, start: date | None = None, known_at: datetime | None = None) -> dict[str, int]:
        """Everything posted in those days by category, bank accounts by their id; debit positive, nothing left out."""
        sums: dict[str, int] = {}
        for m in self.movements(end, start, known_at):
            name = m.bank_account or m.category_id
            sums[name] = sums.get(name, 0) + m.amount
        return {name: pence for name, pence in sums.items() if pence}

    def bank_balance(self, account: str = "ba_main", day: date = TODAY) -> int:
        return self.balances(day).get(account, 0)

    def balance_sheet(self, day: date = TODAY, known_at: datetime | None = None) -> BalanceSheet:
        return self.ask(
            financial_statements.BALANCE_SHEET, financial_statements.SheetQuestion(TODAY, day, known_at=known_at)
        )[0]

    def profit_and_loss(self, start: date, end: date, known_at: datetime | None = None) -> ProfitAndLoss:
        return self.ask(
            financial_statements.PROFIT_AND_LOSS,
            financial_statements.ProfitQuestion(TODAY, start, end, known_at=known_at),
        )[0]

    def numbers(self, **where: Any) -> list[int]:
        """The transactions in the books, oldest first."""
        found: list[int] = []
        while True:
            asked = list_transactions.TransactionQuestion(limit=200, offset=len(found), **where)
            page = self.ask(list_transactions.LIST, asked)
            found += [row.number for row in page.rows]
            if len(found) >= page.total or not page.rows:
                return found[::-1]


def journal_lines(amounts: Mapping[str, int]) -> tuple[JournalLine, ...]:
    """Debits positive, credits negative."""
    return tuple(JournalLine(c, debit=max(a, 0), credit=max(-a, 0)) for c, a in amounts.items())


def company_number() -> int:
    """Any number of those that a company may have; no test's own is among them."""
    return secrets.randbelow(ids.COMPANY_NUMBER_MAX // 2) + ids.COMPANY_NUMBER_MAX // 2


def found(books: Books, name: str = "Teasel & Co Ltd", **more: Any) -> Bookkeeper:
    """A new company, incorporated on 1 April 2023 with years to 31 March."""
    company = company_number()
    values = {"incorporated_on": date(2023, 4, 1), "year_end": (3, 31), **more}
    books.write(found_company.FOUND, company, found_company.FoundCompany(name, TODAY, **values), TESTER)
    return Bookkeeper(books, company, {"ba_main": "ba_main"})


def found_generated(books: Books, truth: GeneratedCompany) -> Bookkeeper:
    """The generator's company with its bank accounts, nothing imported yet."""
    profile = truth.profile
    keeper = found(
        books,
        profile.name,
        entity_type=profile.entity_type,
        trade=profile.trade,
        incorporated_on=profile.incorporated_on,
        year_end=profile.year_end,
        people=tuple(p.name for p in profile.people),
    )
    for account in truth.accounts:
        if account.ref != "ba_main":
            keeper.accounts[account.ref] = keeper.add_account(account.name, account.kind)
    return keeper


def simple_file(rows: Iterable[tuple[date, int, str]], opening: int = 0) -> bytes:
    """A statement in Starling's form, with a running balance."""
    balance, text = opening, ["Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)"]
    for day, amount, words in rows:
        balance += amount
        text.append(f"{day:%d/%m/%Y},{words},REF,FASTER PAYMENT,{pounds(amount)},{pounds(balance)}")
    return ("\n".join(text) + "\n").encode()


def plain_file(rows: Iterable[tuple[date, int, str]]) -> bytes:
    """A statement in HSBC's form: no header, no balance, no ids."""
    return "".join(f"{day:%d/%m/%Y},{words},{pounds(amount)}\n" for day, amount, words in rows).encode()


def pounds(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def days_from(first: date, count: int, step: int = 1) -> list[date]:
    return [first + timedelta(days=n * step) for n in range(count)]
