"""Bank accounts and categories: list, add, change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos.bookkeeping.look_ups import account_or_refuse, new_text_id
from accountsos.bookkeeping.repost_category import repost_category
from accountsos.errors import BadRequest, NotFound
from accountsos.ledger.chart import (
    ACCOUNT_TYPES,
    CONTROL_OF_KIND,
    DIRECTORS_LOAN,
    OPENING_BALANCES,
    RETAINED,
    TRANSFER,
    UNCATEGORISED,
    VAT_DEFAULTS,
    Category,
    Chart,
)
from accountsos.money import Pence
from accountsos.store.balances import account_balance
from accountsos.store.engine import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.imports import latest_closing
from accountsos.store.names import (
    BankAccount,
    Names,
    add_bank_account,
    add_categories,
    change_bank_account,
    change_category,
    names_of,
)
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

KINDS = tuple(CONTROL_OF_KIND)
VAT_RECLAIMS = ("yes", "no", "half", "if_charged", "partial", "no_cars")
"""What a category may say of its input VAT beside a percentage: all, none, a leased car's half, or that it depends."""
WHOLE = 100
NEVER_ARCHIVED = frozenset(
    {UNCATEGORISED, TRANSFER, OPENING_BALANCES, RETAINED, DIRECTORS_LOAN, "cat_vat", "cat_vat_filed"}
)
"""Accounts that the product posts to by itself."""


@dataclass(frozen=True, slots=True)
class BankAgreement:
    """Whether the books say what the bank's last statement said."""

    as_of: date
    statement_balance: Pence
    difference: Pence
    """Books less statement."""


@dataclass(frozen=True, slots=True)
class AccountState:
    """A bank account with its balance as of a day."""

    account: BankAccount
    balance: Pence
    agreement: BankAgreement | None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A bank account to add."""

    name: str
    kind: str
    currency: str = "GBP"
    sort_code: str | None = None
    account_number: str | None = None


@dataclass(frozen=True, slots=True)
class AccountChange:
    """New values by field name; a field that is not there stays."""

    bank_account_id: str
    changes: dict[str, object]


@dataclass(frozen=True, slots=True)
class NewCategory:
    """An account to add to the chart. What is None follows the standard category `like`."""

    name: str
    like: str
    nominal: str | None = None
    vat_default: str | None = None
    vat_reclaim: str | None = None


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """New values by field name."""

    category_id: str
    changes: dict[str, object]
    correct_filed_returns: bool = False
    """Whether a changed VAT treatment corrects what stands in filed returns as well."""


@dataclass(frozen=True, slots=True)
class CategoryChanged:
    """The category as it is now, and how many lines and invoices were posted anew."""

    category: Category
    reposted: int = 0


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
    stated = latest_closing(db, company, account.number)
    if stated is None:
        return AccountState(account, balance, None)
    on, amount = stated
    booked = account_balance(db, company, category, account.number, on)
    return AccountState(account, balance, BankAgreement(on, amount, booked - amount))


def prepare_account(db: Reader, company: int, command: NewAccount) -> NewAccount:
    """Check kind, currency and the bank's numbers."""
    if command.kind not in KINDS:
        raise BadRequest(f"kind: {command.kind!r} is not one of {', '.join(KINDS)}", param="kind")
    if not command.name.strip():
        raise BadRequest("name: a bank account needs a name", param="name")
    if command.currency != "GBP":
        raise BadRequest(
            f"currency: accounts in {command.currency} are not kept yet; the books are in GBP", param="currency"
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
        category_id=CONTROL_OF_KIND[plan.kind],
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


def list_categories(db: Reader, company: int, _: None) -> list[Category]:
    """The whole chart in the order of nominal codes, archived ones too."""
    return list(names_of(db, company).chart.categories.values())


def prepare_category(db: Reader, company: int, command: NewCategory) -> tuple[NewCategory, Category]:
    """The pattern must exist and the name be new."""
    names = names_of(db, company)
    pattern = names.chart.get(command.like)
    if pattern is None:
        raise BadRequest(f"like: there is no category {command.like!r} to take type and VAT from", param="like")
    if command.like in names.chart.control_accounts:
        raise BadRequest("like: add a bank account instead of another category for bank accounts", param="like")
    _refuse_name(names.chart, command.name)
    if command.vat_default is not None and command.vat_default not in VAT_DEFAULTS:
        raise BadRequest(f"vat_default: not one of {', '.join(VAT_DEFAULTS)}", param="vat_default")
    if command.vat_reclaim is not None:
        command = replace(command, vat_reclaim=vat_reclaim_of(pattern, command.vat_reclaim))
    return command, pattern


def vat_reclaim_of(category: Category, text: str) -> str:
    """What of the VAT on a category's costs is reclaimed: a word of the chart, or a whole percentage such as `60%`."""
    if category.type != "expense" and category.frs105_line != "BS.B":
        raise BadRequest(
            f"vat_reclaim: {category.name} is no cost and no fixed asset, so there is no VAT on it to reclaim",
            param="vat_reclaim",
        )
    plain = text.strip()
    if plain in VAT_RECLAIMS:
        return plain
    number = plain.removesuffix("%").strip()
    if not (number.isascii() and number.isdigit() and int(number) <= WHOLE):
        raise BadRequest(
            f"vat_reclaim: {text!r} is neither a whole percentage such as 60% nor one of {', '.join(VAT_RECLAIMS)}",
            param="vat_reclaim",
        )
    return f"{int(number)}%"


def apply_category(db: Writer, company: int, plan: tuple[NewCategory, Category], cause: Cause) -> Category:
    """Record the new account of the chart."""
    command, pattern = plan
    names = names_of(db, company)
    category = replace(
        pattern,
        category_id=new_text_id("cat_", command.name, names.category_no),
        name=command.name.strip(),
        nominal=command.nominal or pattern.nominal,
        vat_default=command.vat_default or pattern.vat_default,
        vat_reclaim=command.vat_reclaim or pattern.vat_reclaim,
        note=f"like {pattern.category_id}",
        archived=False,
    )
    assert category.type in ACCOUNT_TYPES
    add_categories(db, cause, [category], first_number=cause.next_number())
    cause.note("category.add", category.category_id, after={"name": category.name, "like": command.like})
    return category


def prepare_category_change(db: Reader, company: int, command: CategoryChange) -> CategoryChange:
    """The category must exist, keep a name of its own, and stay where the books cannot do without it."""
    chart = names_of(db, company).chart
    category = chart.get(command.category_id)
    if category is None:
        raise NotFound(f"there is no category {command.category_id!r}")
    name = command.changes.get("name")
    if name is not None:
        _refuse_name(chart, str(name), but=command.category_id)
    if command.changes.get("archived") and (
        command.category_id in chart.control_accounts or command.category_id in NEVER_ARCHIVED
    ):
        raise BadRequest(f"archived: the books need {category.name} ({command.category_id})", param="archived")
    reclaim = command.changes.get("vat_reclaim")
    if reclaim is not None:
        changes = {**command.changes, "vat_reclaim": vat_reclaim_of(category, str(reclaim))}
        command = replace(command, changes=changes)
    return command


def _refuse_name(chart: Chart, name: str, *, but: str | None = None) -> None:
    wanted = name.strip().casefold()
    if not wanted:
        raise BadRequest("name: a category needs a name", param="name")
    for category in chart.categories.values():
        if category.category_id != but and category.name.casefold() == wanted:
            raise BadRequest(f"name: {category.category_id} is called {category.name} already", param="name")


def apply_category_change(db: Writer, company: int, plan: CategoryChange, cause: Cause) -> CategoryChanged:
    """Record a new version; reports as known before keep the old one. Another VAT treatment is posted at once."""
    names = names_of(db, company)
    old = names.chart[plan.category_id]
    new = replace(old, **plan.changes)  # type: ignore[arg-type]  # the door's struct has checked names and types
    if new == old:
        return CategoryChanged(new)
    change_category(db, cause, names.category_no[plan.category_id], new)
    reposted = 0
    if (new.vat_default, new.vat_reclaim) != (old.vat_default, old.vat_reclaim):
        reposted = repost_category(db, cause, new.category_id, correct_filed=plan.correct_filed_returns)
    cause.note(
        "category.change",
        new.category_id,
        before={k: getattr(old, k) for k in plan.changes},
        after={**plan.changes, "reposted": reposted},
    )
    return CategoryChanged(new, reposted)


LIST_ACCOUNTS = ReadWorkflow("bank_account.list", list_accounts, short=True)
SHOW_ACCOUNT = ReadWorkflow("bank_account.show", show_account, short=True)
ADD_ACCOUNT = WriteWorkflow("bank_account.add", prepare_account, apply_account)
CHANGE_ACCOUNT = WriteWorkflow("bank_account.change", prepare_account_change, apply_account_change)
LIST_CATEGORIES = ReadWorkflow("category.list", list_categories, short=True)
ADD_CATEGORY = WriteWorkflow("category.add", prepare_category, apply_category)
CHANGE_CATEGORY = WriteWorkflow("category.change", prepare_category_change, apply_category_change, short=False)
