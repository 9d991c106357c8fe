"""Enter what was paid or received in cash, or with somebody's own money; its account is made where there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import DRAWINGS
from accountsos.ledger.chart import OWN_MONEY, control_of
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import BankAccount, Names, load_names, names_of
from accountsos.workflows.bank import add_transaction, bank_accounts
from accountsos.workflows.bank.add_transaction import NewTransaction, enter
from accountsos.workflows.bank.bank_accounts import NewAccount
from accountsos.workflows.bank.list_transactions import TransactionState
from accountsos.workflows.unit_of_work import WriteWorkflow

CASH = "cash"
NAMES = {CASH: "Cash", OWN_MONEY: "Paid privately"}
"""Kinds of account that no bank keeps."""
KEPT = "Kept privately"
"""A sole trader's account of the business's money that they kept."""


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
    control = _control(db, company, command)
    account = _in_use(names, command.kind, control)
    add_transaction.check(db, company, command.line, account)
    return command


def apply(db: Writer, company: int, plan: EnterByHand, cause: Cause) -> TransactionState:
    """Record the account where it is missing, then the line."""
    books, control = books_of(db, company), _control(db, company, plan)
    account = _in_use(books.names, plan.kind, control)
    if account is None:
        kept = control == DRAWINGS
        new = NewAccount(KEPT if kept else NAMES[plan.kind], plan.kind, taken=plan.line.amount > 0)
        account = bank_accounts.apply_account(db, company, new, cause)
        books = books.under(load_names(db, company))
    line = replace(plan.line, bank_account_id=account.bank_account_id)
    return enter(books, (line, account), cause)


def _control(db: Reader, company: int, command: EnterByHand) -> str:
    """Where the account stands: what a sole trader kept of the business's money are drawings."""
    return control_of(command.kind, company_or_refuse(db, company).entity_type, taken=command.line.amount > 0)


def _in_use(names: Names, kind: str, control: str) -> BankAccount | None:
    """The first account in pounds of that kind and category that is in use."""
    accounts = (a for a in names.accounts.values() if not a.is_foreign)
    return next((a for a in accounts if (a.kind, a.category_id) == (kind, control) and not a.archived), None)


ENTER = WriteWorkflow("transaction.enter_by_hand", prepare, apply)
