"""What is refused about bank accounts, statements and bank lines."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos.bookkeeping.file_line import SplitPart
from accountsos.workflows.bank import (
    add_transaction,
    bank_accounts,
    commit_import,
    lapse_pending,
    list_imports,
    list_transactions,
)
from accountsos.workflows.bank.add_transaction import NewTransaction
from accountsos.workflows.bank.bank_accounts import AccountChange, NewAccount
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import PostOpeningBalances
from tests.refusals.desk import DAY, Cases, Desk
from tests.support.bookkeeper import journal_lines, simple_file


def _add(desk: Desk, account: str = "ba_main", category: str | None = None, **more: Any) -> object:
    return desk.do(add_transaction.ADD, NewTransaction(DAY, "Biscuits", -500, account, category, **more))


def _change(desk: Desk, **changes: Any) -> object:
    return desk.keeper.change(desk.keeper.enter(DAY, -1000).row.number, **changes)


def _vat_change(desk: Desk, amount: int = -12000, **changes: Any) -> object:
    return desk.vat.change(desk.vat.line(DAY, amount, "cat_office"), **changes)


def _to_archived(desk: Desk) -> object:
    account = desk.keeper.add_account("Savings", "savings")
    desk.do(bank_accounts.CHANGE_ACCOUNT, AccountChange(account, {"archived": True}))
    return _add(desk, account)


def _same_account_twice(desk: Desk) -> None:
    for name in ("Main", "Again"):
        desk.do(bank_accounts.ADD_ACCOUNT, NewAccount(name, "current", sort_code="040004", account_number="12345678"))


def _split_then_vat(desk: Desk) -> object:
    number = desk.keeper.enter(DAY, -1000).row.number
    desk.keeper.change(number, splits=_two_parts(-400, -600))
    return desk.keeper.change(number, vat_code="P20")


def _undo(desk: Desk, *, times: int = 1, close: bool = False) -> None:
    done = desk.keeper.load(simple_file([(date(2025, 2, 3), -1000, "BISCUITS")]))
    if close:
        desk.keeper.close_through(date(2024, 3, 31))
        desk.keeper.close_through(date(2025, 3, 31))
    for _ in range(times):
        desk.keeper.undo(done)


def _foreign_statement(desk: Desk) -> object:
    ofx = (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKTRANLIST>"
        "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302<TRNAMT>-10.00<FITID>1<NAME>BISCUITS</STMTTRN>"
        "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )
    return desk.keeper.load(ofx.encode())


def _two_parts(*amounts: int, percent: int = 100, contact: str | None = None) -> tuple[SplitPart, ...]:
    return tuple(
        SplitPart(category_id="cat_office", amount=a, business_percent=percent, contact_id=contact) for a in amounts
    )


def _after_a_conversion(desk: Desk) -> object:
    amounts = journal_lines({"cat_fa_plant": 5000, "cat_share_capital": -5000})
    desk.do(post_journal.POST_OPENING, PostOpeningBalances(NEXT_DAY, amounts))
    return _add(desk, plausible_on=NEXT_DAY)


NEXT_DAY = date(DAY.year, DAY.month, DAY.day + 1)


def _remove_account(desk: Desk, *, used: bool = False, undone: bool = False, only: bool = False) -> object:
    account = "ba_main" if only else desk.keeper.add_account("Savings", "savings")
    if used:
        desk.keeper.enter(DAY, -500, account=account)
    if undone:
        desk.keeper.undo(desk.keeper.load(simple_file([(DAY, -500, "FEE")], opening=1000), account))
    return desk.do(bank_accounts.REMOVE_ACCOUNT, account)


CASES: Cases = {
    "a pending line that is not there": lambda d: d.ask(lapse_pending.SHOW_PENDING, d.id("txn_")),
    "taking out an account with lines": lambda d: _remove_account(d, used=True),
    "taking out an account with a history": lambda d: _remove_account(d, undone=True),
    "taking out the only account": lambda d: _remove_account(d, only=True),
    "a date that has not come yet": lambda d: _add(d, plausible_on=date(DAY.year, DAY.month, DAY.day - 1)),
    "a date before the first year": lambda d: d.do(
        add_transaction.ADD, NewTransaction(date(2002, 2, 2), "Biscuits", -500, "ba_main", plausible_on=DAY)
    ),
    "a date before the conversion": _after_a_conversion,
    "an account of an unknown kind": lambda d: d.do(bank_accounts.ADD_ACCOUNT, NewAccount("Main", "piggy bank")),
    "an account without a name": lambda d: d.do(bank_accounts.ADD_ACCOUNT, NewAccount(" ", "current")),
    "an account in a currency that there is not": lambda d: d.do(
        bank_accounts.ADD_ACCOUNT, NewAccount("Gold", "current", currency="XAU")
    ),
    "the same account again": _same_account_twice,
    "showing an account that is not there": lambda d: d.ask(bank_accounts.SHOW_ACCOUNT, ("ba_savings", DAY)),
    "a line of no money": lambda d: d.keeper.enter(DAY, 0),
    "a line on an account that is not there": lambda d: _add(d, "ba_savings"),
    "a line on an archived account": _to_archived,
    "a line in a category that is not there": lambda d: _add(d, category="cat_biscuits"),
    "a line in the category of bank accounts": lambda d: _add(d, category="cat_bank"),
    "a line with a contact that is not there": lambda d: _add(d, contact_id=d.id("con_")),
    "a line with something else for a contact": lambda d: _add(d, contact_id="Harbour Stationers"),
    "showing a line that is not there": lambda d: d.ask(list_transactions.SHOW, d.id("txn_")),
    "showing a line by something else": lambda d: d.ask(list_transactions.SHOW, "12"),
    "changing a line that is not there": lambda d: d.keeper.change(999, notes="x"),
    "lines of a category that is not there": lambda d: d.ask(
        list_transactions.LIST, TransactionQuestion(limit=1, category="cat_biscuits")
    ),
    "no parts": lambda d: _change(d, splits=()),
    "parts and a category": lambda d: _change(d, splits=_two_parts(-500, -500), category_id="cat_office"),
    "parts that do not add up": lambda d: _change(d, splits=_two_parts(-500, -400)),
    "more than the whole of a part for business": lambda d: _change(d, splits=_two_parts(-500, -500, percent=101)),
    "a part with a contact that is not there": lambda d: _change(
        d, splits=_two_parts(-500, -500, contact=d.id("con_"))
    ),
    "a contact that is not there": lambda d: _change(d, contact_id=d.id("con_")),
    "something else for a contact": lambda d: _change(d, contact_id="Harbour Stationers"),
    "VAT on a whole line that is split": _split_then_vat,
    "a VAT code without registration": lambda d: _change(d, vat_code="P20"),
    "a VAT code that there is not": lambda d: _vat_change(d, vat_code="XX"),
    "a VAT code of the other side": lambda d: _vat_change(d, category_id="cat_sales", vat_code="RC20"),
    "an amount of VAT where none is charged": lambda d: _vat_change(d, vat_code="RC20", vat_amount=-100),
    "more VAT than the amount can hold": lambda d: _vat_change(d, vat_code="P20", vat_amount=-2002),
    "undoing an import that is not there": lambda d: d.do(commit_import.UNDO, d.id("imp_")),
    "showing an import that is not there": lambda d: d.ask(list_imports.SHOW, d.id("imp_")),
    "undoing an import twice": lambda d: _undo(d, times=2),
    "undoing an import of a closed year": lambda d: _undo(d, close=True),
    "a statement in another currency": _foreign_statement,
}
