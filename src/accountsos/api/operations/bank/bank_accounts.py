"""Bank accounts: list, show, add, change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal

from msgspec import UNSET, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import Currency, Name, changes_in, given
from accountsos.api.operations.examples import BANK_ACCOUNT, PAGE_OF_ONE
from accountsos.api.operations.parameters import page_of, paging_of, today
from accountsos.api.operations.run import answered, changed, gone
from accountsos.web.parameters import Id
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body, form
from accountsos.wire.shapes.bank.bank_accounts import (
    BankAccountList,
    OneBankAccount,
    bank_account_list,
    bank_account_out,
)
from accountsos.workflows.bank.bank_accounts import (
    ADD_ACCOUNT,
    CHANGE_ACCOUNT,
    LIST_ACCOUNTS,
    REMOVE_ACCOUNT,
    SHOW_ACCOUNT,
    AccountChange,
    AccountState,
    NewAccount,
    show_account,
)
from accountsos.workflows.unit_of_work import WriteWorkflow

_ACCOUNT = PathId("bank_account_id", Id("ba_"), "The bank account.", "ba_main")
_EXAMPLE = {"bank_account": BANK_ACCOUNT}

SortCode = Annotated[str, form(r"^[0-9]{2}-?[0-9]{2}-?[0-9]{2}$", "a sort code such as 20-00-00")]
AccountNumber = Annotated[str, form(r"^[0-9A-Z]{4,34}$", "an account number of 4 to 34 digits or capitals")]


class NewBankAccountBody(Body, frozen=True):
    """A bank account to add."""

    name: Name
    kind: Literal["current", "savings", "card", "cash", "processor", "loan", "director"]
    currency: Currency | UnsetType = UNSET
    sort_code: SortCode | UnsetType | None = UNSET
    account_number: AccountNumber | UnsetType | None = UNSET


class BankAccountChangeBody(Body, frozen=True):
    """What to change; a field that is left out stays, null clears."""

    name: Name | UnsetType = UNSET
    sort_code: SortCode | UnsetType | None = UNSET
    account_number: AccountNumber | UnsetType | None = UNSET
    archived: bool | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class _DatedChange:
    change: AccountChange
    as_of: date


def _prepare_change(db: Any, company: int, command: _DatedChange) -> _DatedChange:
    CHANGE_ACCOUNT.prepare(db, company, command.change)
    return command


def _apply_change(db: Any, company: int, plan: _DatedChange, cause: Any) -> AccountState:
    """Change it, and read its balance in the same transaction: the reply shows both."""
    account = CHANGE_ACCOUNT.apply(db, company, plan.change, cause)
    return replace(show_account(db, company, (account.bank_account_id, plan.as_of)), account=account)


_CHANGE_AND_SHOW: WriteWorkflow[_DatedChange, _DatedChange, AccountState] = WriteWorkflow(
    CHANGE_ACCOUNT.name, _prepare_change, _apply_change
)


async def list_bank_accounts(request: ApiRequest) -> Reply:
    """All bank accounts with their balances today."""
    paging = paging_of(request, "bank_accounts")

    def shape(states: list[AccountState]) -> Reply:
        return Reply(bank_account_list(states, paging=paging))

    return await answered(request, LIST_ACCOUNTS, today(request), shape)


async def show_bank_account(request: ApiRequest) -> Reply:
    """One bank account with its balance today."""
    return await answered(request, SHOW_ACCOUNT, (request.ids["bank_account_id"], today(request)), _shape)


async def add_bank_account(request: ApiRequest) -> Reply:
    """Add a bank account."""
    body: NewBankAccountBody = request.body
    command = NewAccount(
        name=body.name,
        kind=body.kind,
        currency=given(body.currency) or "GBP",
        sort_code=given(body.sort_code),
        account_number=given(body.account_number),
    )
    return await changed(
        request,
        ADD_ACCOUNT,
        command,
        lambda account: Reply(OneBankAccount(bank_account_out(AccountState(account, 0, None))), status=201),
    )


async def change_bank_account(request: ApiRequest) -> Reply:
    """Change name, numbers or whether it is archived."""
    body: BankAccountChangeBody = request.body
    name = body.name if isinstance(body.name, UnsetType) else body.name.strip()
    changes = changes_in(
        name=name, sort_code=body.sort_code, account_number=body.account_number, archived=body.archived
    )
    command = _DatedChange(AccountChange(request.ids["bank_account_id"], changes), today(request))
    return await changed(request, _CHANGE_AND_SHOW, command, _shape)


async def remove_bank_account(request: ApiRequest) -> Reply:
    """Take out an account that was added by mistake."""
    return await changed(request, REMOVE_ACCOUNT, request.ids["bank_account_id"], gone)


def _shape(state: AccountState) -> Reply:
    return Reply(OneBankAccount(bank_account_out(state)))


OPERATIONS = (
    Operation(
        name="list_bank_accounts",
        method="GET",
        kept=True,
        path="/api/bank-accounts",
        summary="List bank accounts",
        tag="Bank accounts",
        description="With their balances today, and whether they agree with the bank's last statement.",
        handler=list_bank_accounts,
        replies={
            200: ReplyShape(
                "A page of bank accounts.",
                BankAccountList,
                example={"bank_accounts": [BANK_ACCOUNT], "pagination": PAGE_OF_ONE},
            )
        },
        query=page_of("bank_accounts"),
    ),
    Operation(
        name="show_bank_account",
        method="GET",
        kept=True,
        path="/api/bank-accounts/{bank_account_id}",
        summary="Show a bank account",
        tag="Bank accounts",
        handler=show_bank_account,
        replies={200: ReplyShape("The bank account.", OneBankAccount, example=_EXAMPLE)},
        ids=(_ACCOUNT,),
    ),
    Operation(
        name="add_bank_account",
        method="POST",
        path="/api/bank-accounts",
        summary="Add a bank account",
        tag="Bank accounts",
        description=(
            "`cash` (petty cash) and `director` (expenses paid personally) have lines that are entered by hand; a "
            "`processor` (card takings) has its own balance, its payouts are transfers. A sole trader has no "
            "director's loan: what they pay with their own money is capital introduced."
        ),
        scope="write",
        handler=add_bank_account,
        location="/api/bank-accounts/{bank_account_id}",
        replies={201: ReplyShape("The bank account.", OneBankAccount, example=_EXAMPLE)},
        body=NewBankAccountBody,
        body_example={
            "name": "Savings",
            "kind": "savings",
            "sort_code": "20-00-00",
            "account_number": "12345679",
        },
        idempotent=True,
    ),
    Operation(
        name="change_bank_account",
        method="PATCH",
        path="/api/bank-accounts/{bank_account_id}",
        summary="Change a bank account",
        tag="Bank accounts",
        scope="write",
        handler=change_bank_account,
        replies={200: ReplyShape("The bank account as it is now.", OneBankAccount, example=_EXAMPLE)},
        ids=(_ACCOUNT,),
        body=BankAccountChangeBody,
        body_example={"name": "Business current account"},
        idempotent=True,
    ),
    Operation(
        name="remove_bank_account",
        method="DELETE",
        path="/api/bank-accounts/{bank_account_id}",
        summary="Take out a bank account that was added by mistake",
        tag="Bank accounts",
        description="Only one on which nothing ever stood; another one is put away by `archived`.",
        scope="write",
        handler=remove_bank_account,
        replies={204: ReplyShape("It is gone.")},
        ids=(_ACCOUNT,),
        errors=("conflict",),
    ),
)
