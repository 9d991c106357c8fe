"""What is refused about statements that wait to be added, lines looked over, and changes undone."""

from __future__ import annotations

from datetime import date

from accountsos import ids
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.store.audit import events_of_subject
from accountsos.store.engine.sql import Sql
from accountsos.workflows.bank import (
    change_each,
    change_many,
    check_statement,
    enter_by_hand,
    manage_rules,
    undo_change,
)
from accountsos.workflows.bank.add_transaction import NewTransaction
from accountsos.workflows.bank.change_each import ChangeEach
from accountsos.workflows.bank.change_many import ChangeMany, WhichLines
from accountsos.workflows.bank.check_statement import AddStatement, CheckStatement, StageStatement
from accountsos.workflows.bank.enter_by_hand import EnterByHand
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.bank.manage_rules import RuleChange
from accountsos.workflows.bank.state_rule import WantedRule
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


def _rule_changed_since(desk: Desk, later: str) -> None:
    rule = desk.do(manage_rules.ADD_RULE, WantedRule("cat_rent", payee="Esso"))
    rule_id = ids.public_id("rule_", desk.keeper.company, rule.number)
    desk.do(manage_rules.CHANGE_RULE, RuleChange(rule_id, {"category_id": "cat_travel"}))
    with desk.books.engine.reading() as db:
        event = events_of_subject(db, desk.keeper.company, rule_id)[0].seq
    if later == "erased":
        company = desk.keeper.company
        desk.books.tend(lambda db: db.run(ERASE, company=company))
    else:
        desk.do(manage_rules.CHANGE_RULE, RuleChange(rule_id, {"category_id": "cat_office"}))
    desk.do(undo_change.UNDO, UndoChange(event))


def _by_hand_somehow(desk: Desk) -> None:
    line = NewTransaction(date(2026, 3, 2), "Stamps", -100, "")
    desk.do(enter_by_hand.ENTER, EnterByHand("cheque", line))


def _each(desk: Desk, *changes: TransactionChange) -> None:
    desk.do(change_each.CHANGE_EACH, ChangeEach(changes, atomic=True))


def _twice(desk: Desk) -> None:
    line = desk.line()
    _each(desk, TransactionChange(transaction_id=line, notes="a"), TransactionChange(transaction_id=line, notes="b"))


def _refused(desk: Desk) -> TransactionChange:
    return TransactionChange(transaction_id=desk.line(), category_id="cat_nonsense")


CASES: Cases = {
    "undoing a change of a rule that was changed again": lambda d: _rule_changed_since(d, "changed"),
    "undoing a change of a rule of which the log was erased": lambda d: _rule_changed_since(d, "erased"),
    "a line by hand on an account of no kind": _by_hand_somehow,
    "undoing a change that there was not": lambda d: d.do(undo_change.UNDO, UndoChange(None, d.line())),
    "undoing a change after another one": _changed_since,
    "undoing a change of which the log was erased": _text_was_erased,
    "changing no lines": lambda d: d.do(change_many.CHANGE_MANY, ChangeMany(WhichLines(), reviewed=True)),
    "changing more lines than go at once": lambda d: d.do(
        change_many.CHANGE_MANY,
        ChangeMany(WhichLines(tuple((d.line(), None) for _ in range(change_many.MOST + 1))), reviewed=True),
    ),
    "changing nothing of many lines": lambda d: d.do(
        change_many.CHANGE_MANY, ChangeMany(WhichLines(((d.line(), None),)))
    ),
    "changing all that match and were not looked at": lambda d: d.do(
        change_many.CHANGE_MANY, ChangeMany(WhichLines(matching=TransactionQuestion(limit=1)), reviewed=True)
    ),
    "changing lines that changed since": lambda d: d.do(
        change_many.CHANGE_MANY, ChangeMany(WhichLines(((d.line(), None),), seen="1.0"), reviewed=True)
    ),
    "changing a line twice at once": _twice,
    "changing some of which one cannot be": lambda d: _each(d, _refused(d)),
    "changing some of which several cannot be": lambda d: _each(d, _refused(d), _refused(d)),
    "a statement that does not wait here": lambda d: d.ask(
        check_statement.CHECK, CheckStatement("nonsense", TODAY, "ba_main")
    ),
    "a statement that would now add something else": _books_moved,
}
