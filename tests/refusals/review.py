"""What is refused about statements that wait to be added, lines looked over, and changes undone."""

from __future__ import annotations

from datetime import date

from accountsos import ids
from accountsos.store.engine.sql import Sql
from accountsos.workflows.bank import change_many, check_statement, undo_change
from accountsos.workflows.bank.change_many import ChangeMany, WhichLines
from accountsos.workflows.bank.check_statement import AddStatement, CheckStatement, StageStatement
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.bank.undo_change import UndoChange
from tests.refusals.desk import Cases, Desk
from tests.support.bookkeeper import TODAY, plain_file

ERASE = Sql("UPDATE audit_text SET before = NULL, after = NULL WHERE company_id = :company")
WAITING = plain_file([(date(2026, 3, 2), -1230, "STAMPS"), (date(2026, 3, 3), 9900, "ACME LTD")])


def _changed(desk: Desk) -> str:
    number = desk.keeper.enter(date(2026, 3, 2), -1000).row.number
    desk.keeper.change(number, category_id="cat_rent")
    return ids.public_id("txn_", desk.keeper.company, number)


def _changed_since(desk: Desk) -> None:
    transaction = _changed(desk)
    number = ids.number_in("txn_", desk.keeper.company, transaction)
    assert number is not None
    event = next(row.seq for row in desk.keeper.state(number).history if row.action == undo_change.CHANGED)
    desk.keeper.change(number, notes="later")
    desk.do(undo_change.UNDO, UndoChange(event, transaction))


def _text_was_erased(desk: Desk) -> None:
    transaction = _changed(desk)
    company = desk.keeper.company
    desk.books.tend(lambda db: db.run(ERASE, company=company))
    desk.do(undo_change.UNDO, UndoChange(None, transaction))


def _books_moved(desk: Desk) -> None:
    command = StageStatement(desk.keeper.company, "A" * 20, WAITING, "march.csv")
    desk.books.keep(check_statement.STAGE, command).result()
    desk.keeper.load(plain_file([(date(2026, 3, 2), -1230, "STAMPS")]))
    desk.do(check_statement.ADD, AddStatement(CheckStatement("A" * 20, TODAY, "ba_main"), lines_new=2))


CASES: Cases = {
    "undoing a change that there was not": lambda d: d.do(undo_change.UNDO, UndoChange(None, d.line())),
    "undoing a change after another one": _changed_since,
    "undoing a change of which the log was erased": _text_was_erased,
    "changing no lines": lambda d: d.do(change_many.CHANGE_MANY, ChangeMany(WhichLines(), reviewed=True)),
    "changing nothing of many lines": lambda d: d.do(
        change_many.CHANGE_MANY, ChangeMany(WhichLines(((d.line(), None),)))
    ),
    "changing all that match and were not looked at": lambda d: d.do(
        change_many.CHANGE_MANY, ChangeMany(WhichLines(matching=TransactionQuestion(limit=1)), reviewed=True)
    ),
    "changing lines that changed since": lambda d: d.do(
        change_many.CHANGE_MANY, ChangeMany(WhichLines(((d.line(), None),), seen="1.0"), reviewed=True)
    ),
    "a statement that does not wait here": lambda d: d.ask(
        check_statement.CHECK, CheckStatement("nonsense", TODAY, "ba_main")
    ),
    "a statement that would now add something else": _books_moved,
}
