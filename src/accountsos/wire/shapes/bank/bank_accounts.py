"""Bank accounts."""

from __future__ import annotations

import msgspec

from accountsos.wire.fields import DateOut, MoneyOut, money_out
from accountsos.wire.shapes.common import CursorPageOut, Paging
from accountsos.workflows.bank.bank_accounts import AccountState


class AgreementOut(msgspec.Struct, frozen=True):
    """Whether the books say what the bank's last statement said, in the account's currency."""

    as_of: DateOut
    statement_balance: MoneyOut
    difference: MoneyOut
    """Books less statement; 0.00 where they agree."""


class BankAccountOut(msgspec.Struct, frozen=True):
    """An account whose lines come from a bank, or are entered by hand."""

    id: str
    name: str
    kind: str
    currency: str
    sort_code: str | None
    account_number: str | None
    balance: MoneyOut
    """As of today in pounds, as the books have it; negative where it is overdrawn or owed."""
    foreign_balance: MoneyOut | None
    """As of today in the account's own currency; null for an account in pounds."""
    agrees_with_bank: AgreementOut | None
    """Null until a statement says a closing balance."""
    category: str
    """The category in which it stands."""
    archived: bool


class BankAccountList(msgspec.Struct, frozen=True):
    """Bank accounts."""

    bank_accounts: list[BankAccountOut]
    pagination: CursorPageOut


class OneBankAccount(msgspec.Struct, frozen=True):
    """A bank account."""

    bank_account: BankAccountOut


def bank_account_list(states: list[AccountState], *, paging: Paging) -> BankAccountList:
    """A page of bank accounts."""
    shown, page = paging.cut([bank_account_out(state) for state in states], lambda one: one.id)
    return BankAccountList(shown, page)


def bank_account_out(state: AccountState) -> BankAccountOut:
    """One bank account."""
    account, agreement = state.account, state.agreement
    return BankAccountOut(
        account.bank_account_id,
        account.name,
        account.kind,
        account.currency,
        account.sort_code,
        account.account_number,
        money_out(state.balance),
        None if state.own_balance is None else money_out(state.own_balance, account.currency),
        None
        if agreement is None
        else AgreementOut(
            agreement.as_of.isoformat(),
            money_out(agreement.statement_balance, account.currency),
            money_out(agreement.difference, account.currency),
        ),
        account.category_id,
        account.archived,
    )
