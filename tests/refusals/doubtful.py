"""What is refused about lines that may be duplicates, and about taking a line out or bringing it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos import ids
from accountsos.bookkeeping.file_line import SplitPart
from accountsos.store.engine.sql import Sql, Writer
from accountsos.store.head import Cause
from accountsos.workflows.bank import bank_accounts
from accountsos.workflows.bank.amend_transaction import AMEND, AmendTransaction
from accountsos.workflows.bank.decide_doubtful import DECIDE, Decision, DoubtfulLine
from accountsos.workflows.bank.remove_transaction import REMOVE, RESTORE
from accountsos.workflows.unit_of_work import WriteWorkflow
from tests.refusals.desk import DAY, Cases, Desk
from tests.support.bookkeeper import TODAY, Bookkeeper, simple_file
from tests.workflows.bank.test_doubtful_lines import EARLY, LATE, decide, doubtful_books, waiting
from tests.workflows.documents.clerk_of_invoices import bill, pay


def _doubted(desk: Desk) -> tuple[Bookkeeper, DoubtfulLine]:
    keeper, _, _ = doubtful_books(desk.books)
    return keeper, waiting(keeper).rows[0]


def _decided_otherwise(desk: Desk) -> None:
    keeper, line = _doubted(desk)
    for decision in ("different", "same"):
        decide(keeper, line, decision)


def _both_shown(desk: Desk) -> None:
    keeper, line = _doubted(desk)
    keeper.load(simple_file([(EARLY, -4_599, "CARD PAYMENT 4410"), (LATE, -4_599, "PELICAN PAPER LTD")]))
    decide(keeper, line, "same")


def _nothing_left(desk: Desk) -> None:
    """What it repeated left the books meanwhile."""
    keeper, first, _ = doubtful_books(desk.books)
    (line,) = waiting(keeper).rows
    keeper.undo(first)
    decide(keeper, line, "same")


def _same_as(desk: Desk, number: int | None = None, decision: str = "same") -> None:
    keeper, line = _doubted(desk)
    decide(keeper, line, decision, same_as=number or line.row.number)


def _of_the_bank(desk: Desk) -> None:
    keeper = desk.keeper
    keeper.load(simple_file([(DAY, -4_599, "PELICAN PAPER LTD")]))
    keeper.do(REMOVE, desk.id("txn_", keeper.numbers()[0]))


def _with_a_paper(desk: Desk) -> None:
    keeper = desk.clerk.keeper
    line = pay(desk.clerk)
    desk.clerk.uploaded_and_read(bill())
    keeper.do(REMOVE, ids.public_id("txn_", keeper.company, line))


def _brought_by_the_bank(desk: Desk) -> None:
    keeper = desk.keeper
    line = desk.line(-4_599)
    keeper.do(REMOVE, line)
    keeper.load(simple_file([(DAY, -4_599, "PELICAN PAPER LTD")]))
    keeper.do(RESTORE, line)


def _of_a_closed_year(desk: Desk) -> None:
    keeper = desk.keeper
    line = desk.id("txn_", keeper.enter(date(2024, 3, 2), -4_599).row.number)
    keeper.do(REMOVE, line)
    keeper.close_through(date(2024, 3, 31))
    keeper.do(RESTORE, line)


def _hand_line(desk: Desk, day: date = DAY) -> str:
    return desk.id("txn_", desk.keeper.enter(day, -4_599, category="cat_office").row.number)


def _amend(desk: Desk, line: str, **right: Any) -> None:
    desk.keeper.do(AMEND, AmendTransaction(line, **right))


def _what_is_closed(desk: Desk) -> None:
    line = _hand_line(desk, date(2024, 3, 2))
    desk.keeper.close_through(date(2024, 3, 31))
    _amend(desk, line, amount=-1)


def _what_is_filed(desk: Desk) -> None:
    line = desk.vat.line(DAY, -12_000, "cat_office")
    desk.vat.file("2026-Q1")
    desk.vat.keeper.do(AMEND, AmendTransaction(ids.public_id("txn_", desk.vat.keeper.company, line), amount=-24_000))


def _a_split(desk: Desk) -> None:
    line = _hand_line(desk)
    parts = (SplitPart(category_id="cat_office", amount=-4_000), SplitPart(category_id="cat_travel", amount=-599))
    desk.keeper.change(desk.keeper.numbers()[0], splits=parts)
    _amend(desk, line, amount=-5_000)


def _amended_to_nothing(desk: Desk) -> None:
    _amend(desk, desk.line(), amount=0)


def _amended_already(desk: Desk) -> None:
    line = _hand_line(desk)
    _amend(desk, line, amount=-5_000)
    _amend(desk, line, amount=-6_000)


def _no_longer_told(desk: Desk) -> None:
    line = _hand_line(desk)
    _amend(desk, line, amount=-5_000)

    def erase(db: Writer, company: int, plan: object, cause: Cause) -> None:
        db.run(Sql("UPDATE audit_text SET before = NULL, after = NULL WHERE company_id = :company"), company=company)

    desk.keeper.do(WriteWorkflow("test.erase", lambda db, company, plan: plan, erase), None)
    desk.keeper.do(RESTORE, line)


def _put_away(desk: Desk) -> None:
    line, cash = _hand_line(desk), desk.keeper.add_account("Cash", "cash")
    desk.keeper.do(bank_accounts.CHANGE_ACCOUNT, bank_accounts.AccountChange(cash, {"archived": True}))
    _amend(desk, line, bank_account_id=cash)


def _amend_what_the_bank_said(desk: Desk) -> None:
    desk.keeper.load(simple_file([(DAY, -4_599, "PELICAN PAPER LTD")]))
    _amend(desk, desk.id("txn_", desk.keeper.numbers()[0]), amount=-1)


CASES: Cases = {
    "amending what the bank said": _amend_what_the_bank_said,
    "amending a line of a closed year": _what_is_closed,
    "amending what a filed return stands on": _what_is_filed,
    "another amount for a line that is split": _a_split,
    "amending a line that was amended": _amended_already,
    "amending a line to no money": _amended_to_nothing,
    "bringing back what the log does not tell of": _no_longer_told,
    "amending a line to an account that is put away": _put_away,
    "amending a version that has changed": lambda d: _amend(d, _hand_line(d), if_match=frozenset({"7"})),
    "amending a line to a day that has not come": lambda d: _amend(
        d, _hand_line(d), booked_on=date(2027, 1, 1), plausible_on=TODAY
    ),
    "bringing back a line that never was": lambda d: d.do(RESTORE, d.id("txn_")),
    "bringing back what a bank's file has brought": _brought_by_the_bank,
    "bringing back a line of a closed year": _of_a_closed_year,
    "deciding a line that is not doubtful": lambda d: d.do(DECIDE, Decision(d.line(), "same")),
    "deciding otherwise without taking the decision back": _decided_otherwise,
    "two lines of one file as the same": _both_shown,
    "a duplicate of a line that is not there": lambda d: _same_as(d, 9_999),
    "a duplicate of a line that it does not resemble": _same_as,
    "a duplicate of nothing that is left": _nothing_left,
    "a different payment that is the same as another": lambda d: _same_as(d, decision="different"),
    "taking out what the bank said": _of_the_bank,
    "taking out a line with a document": _with_a_paper,
}
