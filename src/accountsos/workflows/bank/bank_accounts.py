"""Bank accounts: list, add, change, take out one that was added by mistake."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos.bookkeeping.look_ups import account_or_refuse, company_or_refuse, new_text_id
from accountsos.bookkeeping.own_balance import own_balance
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.chart import CONTROL_OF_KIND, control_of
from accountsos.money import CURRENCIES, Pence
from accountsos.store.balances import account_balance
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.imports import latest_closing
from accountsos.store.names import (
    BankAccount,
    Names,
    add_bank_account,
    change_bank_account,
    names_of,
    remove_bank_account,
    uses_of_account,
)
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

KINDS = tuple(CONTROL_OF_KIND)


@dataclass(frozen=True, slots=True)
class BankAgreement:
    """Whether the books say what the bank's last statement said, in the account's own currency."""

    as_of: date
    statement_balance: Pence
    difference: Pence
    """Books less statement."""


@dataclass(frozen=True, slots=True)
class AccountState:
    """A bank account with its balance as of a day."""

    account: BankAccount
    balance: Pence
    """In pounds, as it stands in the books."""
    agreement: BankAgreement | None
    own_balance: Pence | None = None
    """In the account's own currency, where that is another one."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A bank account to add."""

    name: str
    kind: str
    currency: str = "GBP"
    sort_code: str | None = None
    account_number: str | None = None
    taken: bool = False
    """Of a sole trader's own money: whether it is for what they kept, not for what they paid."""


@dataclass(frozen=True, slots=True)
class AccountChange:
    """New values by field name; a field that is not there stays."""

    bank_account_id: str
    changes: dict[str, object]


def list_accounts(db: Reader, company: int, as_of: date) -> list[AccountState]:
    """Every bank account with its balance on that day."""
    names = names_of(db, company)
    return [_state(db, company, names, a, as_of) for a in names.accounts.values()]


def show_account(db: Reader, company: int, question: tuple[str, date]) -> AccountState:
    """One bank account with its balance on that day."""
    names = names_of(db, company)
    return _state(db, company, names, account_or_refuse(names, question[0]), question[1])


def _state(db: Reader, company: int, names: Names, account: BankAccount, as_of: date) -> AccountState:
    category = names.category_no[account.category_id]
    balance = account_balance(db, company, category, account.number, as_of)
    own = own_balance(db, company, names, account, as_of) if account.is_foreign else None
    stated = latest_closing(db, company, account.number)
    if stated is None:
        return AccountState(account, balance, None, own)
    on, amount = stated
    booked = own_balance(db, company, names, account, on)
    return AccountState(account, balance, BankAgreement(on, amount, booked - amount), own)


def prepare_account(db: Reader, company: int, command: NewAccount) -> NewAccount:
    """Check kind, currency and the bank's numbers."""
    if command.kind not in KINDS:
        raise BadRequest(f"kind: {command.kind!r} is not one of {', '.join(KINDS)}", param="kind")
    if not command.name.strip():
        raise BadRequest("name: a bank account needs a name", param="name")
    if command.currency not in CURRENCIES:
        raise BadRequest(
            f"currency: {command.currency} is no country's currency by ISO 4217, such as EUR or JPY", param="currency"
        )
    for known in names_of(db, company).accounts.values():
        if command.account_number and (known.sort_code, known.account_number) == (
            command.sort_code,
            command.account_number,
        ):
            raise BadRequest(
                f"account_number: {known.bank_account_id} already has this sort code and number",
                param="account_number",
            )
    return command


def apply_account(db: Writer, company: int, plan: NewAccount, cause: Cause) -> BankAccount:
    """Record the account."""
    names = names_of(db, company)
    account = BankAccount(
        number=cause.next_number(),
        bank_account_id=new_text_id("ba_", plan.name, names.accounts) if names.accounts else "ba_main",
        name=plan.name.strip(),
        kind=plan.kind,
        currency=plan.currency,
        category_id=control_of(plan.kind, company_or_refuse(db, company).entity_type, taken=plan.taken),
        sort_code=plan.sort_code,
        account_number=plan.account_number,
    )
    add_bank_account(db, cause, account, names.category_no[account.category_id])
    cause.note("bank_account.add", account.bank_account_id, after={"name": account.name, "kind": account.kind})
    return account


def prepare_account_change(db: Reader, company: int, command: AccountChange) -> AccountChange:
    """The account must exist."""
    account_or_refuse(names_of(db, company), command.bank_account_id)
    return command


def apply_account_change(db: Writer, company: int, plan: AccountChange, cause: Cause) -> BankAccount:
    """Record the new values; `{}` changes nothing."""
    old = account_or_refuse(names_of(db, company), plan.bank_account_id)
    new = replace(old, **plan.changes)  # type: ignore[arg-type]  # the door's struct has checked names and types
    if new != old:
        change_bank_account(db, cause, new)
        cause.note(
            "bank_account.change",
            new.bank_account_id,
            before={k: getattr(old, k) for k in plan.changes},
            after=plan.changes,
        )
    return new


def prepare_removal(db: Reader, company: int, bank_account_id: str) -> BankAccount:
    """It was added by mistake: nothing ever stood on it."""
    names = names_of(db, company)
    account = account_or_refuse(names, bank_account_id)
    live, ever = uses_of_account(db, company, account)
    if live:
        raise Conflict(
            f"{bank_account_id} has lines; undo its imports and take out what was entered by hand first, if they were "
            "a mistake too",
            see="change_bank_account",
        )
    if ever:
        raise Conflict(
            f"{bank_account_id} has a history: what was undone or posted on it is still told by it. It can be put away",
            see="change_bank_account",
        )
    if len(names.accounts) == 1:
        raise Conflict(f"{bank_account_id} is the only bank account; books need one", see="change_bank_account")
    return account


def apply_removal(db: Writer, company: int, plan: BankAccount, cause: Cause) -> None:
    """Take the account out."""
    account = prepare_removal(db, company, plan.bank_account_id)
    remove_bank_account(db, cause, account)
    cause.note("bank_account.remove", account.bank_account_id, before={"name": account.name, "kind": account.kind})


LIST_ACCOUNTS = ReadWorkflow("bank_account.list", list_accounts, short=True)
SHOW_ACCOUNT = ReadWorkflow("bank_account.show", show_account, short=True)
ADD_ACCOUNT = WriteWorkflow("bank_account.add", prepare_account, apply_account)
CHANGE_ACCOUNT = WriteWorkflow("bank_account.change", prepare_account_change, apply_account_change)
REMOVE_ACCOUNT = WriteWorkflow("bank_account.remove", prepare_removal, apply_removal)
