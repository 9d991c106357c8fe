"""Enter what was paid or received in cash, or with somebody's own money; its account is made where there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accountsos.bookkeeping.company_books import books_of
from accountsos.errors import BadRequest
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import BankAccount, Names, load_names, names_of
from accountsos.workflows.bank import add_transaction, bank_accounts
from accountsos.workflows.bank.add_transaction import NewTransaction, enter
from accountsos.workflows.bank.bank_accounts import NewAccount
from accountsos.workflows.bank.list_transactions import TransactionState
from accountsos.workflows.unit_of_work import WriteWorkflow

CASH, OWN_MONEY = "cash", "director"
"""Kinds of account that no bank keeps."""
NAMES = {CASH: "Cash", OWN_MONEY: "Paid privately"}


@dataclass(frozen=True, slots=True)
class EnterByHand:
    """A line whose account is only known by its kind."""

    kind: str
    line: NewTransaction
    """Its account is found here."""


def prepare(db: Reader, company: int, command: EnterByHand) -> EnterByHand:
    """What the line names must be there; the account need not be."""
    if command.kind not in NAMES:
        raise BadRequest(f"kind: {command.kind!r} is not one of {', '.join(NAMES)}", param="kind")
    names = names_of(db, company)
    account = _of_kind(names, command.kind) or next(iter(names.accounts.values()))
    add_transaction.prepare(db, company, replace(command.line, bank_account_id=account.bank_account_id))
    return command


def apply(db: Writer, company: int, plan: EnterByHand, cause: Cause) -> TransactionState:
    """Record the account where it is missing, then the line."""
    books = books_of(db, company)
    account = _of_kind(books.names, plan.kind)
    if account is None:
        account = bank_accounts.apply_account(db, company, NewAccount(NAMES[plan.kind], plan.kind), cause)
        books = books.under(load_names(db, company))
    line = replace(plan.line, bank_account_id=account.bank_account_id)
    return enter(books, (line, account), cause)


def _of_kind(names: Names, kind: str) -> BankAccount | None:
    """The first account of that kind that is in use."""
    return next((a for a in names.accounts.values() if a.kind == kind and not a.archived), None)


ENTER = WriteWorkflow("transaction.enter_by_hand", prepare, apply)
