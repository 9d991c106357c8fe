"""Bank accounts and categories."""

from __future__ import annotations

import msgspec

from accountsos.ledger.chart import Category
from accountsos.wire.fields import DateOut, MoneyOut, money_out
from accountsos.wire.shapes.common import PageOut, cut
from accountsos.workflows.bank.bank_accounts import AccountState


class AgreementOut(msgspec.Struct, frozen=True):
    """Whether the books say what the bank's last statement said."""

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
    """As of today; negative where it is overdrawn or owed."""
    agrees_with_bank: AgreementOut | None
    """Null until a statement says a closing balance."""
    category: str
    """The category in which it stands."""
    archived: bool


class BankAccountList(msgspec.Struct, frozen=True):
    """Bank accounts."""

    bank_accounts: list[BankAccountOut]
    pagination: PageOut


class OneBankAccount(msgspec.Struct, frozen=True):
    """A bank account."""

    bank_account: BankAccountOut


class CategoryOut(msgspec.Struct, frozen=True):
    """An account of the chart."""

    id: str
    name: str
    type: str
    """`income`, `expense`, `asset`, `liability` or `equity`."""
    nominal: str
    vat_default: str
    vat_reclaim: str
    """What of the VAT on it is reclaimed: `yes`, `no`, a percentage such as `60%`, or a word of the chart."""
    ct_allowable: str
    """Whether it is deducted for corporation tax."""
    statutory_line: str
    """Its line in FRS 105 accounts."""
    management_block: str | None
    note: str
    archived: bool


class CategoryList(msgspec.Struct, frozen=True):
    """Categories in the order of their nominal codes."""

    categories: list[CategoryOut]
    pagination: PageOut


class OneCategory(msgspec.Struct, frozen=True):
    """A category."""

    category: CategoryOut


class ChangedCategory(msgspec.Struct, frozen=True):
    """A category after a change."""

    category: CategoryOut
    lines_reposted: int
    """How many lines and invoices another VAT treatment posted anew."""


def bank_account_list(states: list[AccountState], *, limit: int, offset: int) -> BankAccountList:
    """A page of bank accounts."""
    shown, page = cut([bank_account_out(state) for state in states], limit, offset)
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
        money_out(state.balance, account.currency),
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


def category_list(categories: list[Category], *, limit: int, offset: int) -> CategoryList:
    """A page of categories."""
    shown, page = cut([category_out(category) for category in categories], limit, offset)
    return CategoryList(shown, page)


def category_out(category: Category) -> CategoryOut:
    """One category."""
    return CategoryOut(
        category.category_id,
        category.name,
        category.type,
        category.nominal,
        category.vat_default,
        category.vat_reclaim,
        category.ct_allowable,
        category.frs105_line,
        category.management_block,
        category.note,
        category.archived,
    )
