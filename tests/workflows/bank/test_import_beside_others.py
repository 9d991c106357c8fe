"""While a file is read others write: none waits for it, nothing of theirs is lost, and what they changed holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import pytest

from accountsos.store.engine.sql import Reader
from accountsos.workflows.bank import commit_import, list_transactions
from accountsos.workflows.bank.commit_import import Imported
from accountsos.workflows.bank.import_plan import ImportPlan
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.bank.manage_rules import ADD_RULE
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.contacts.manage_contacts import ADD, NewContact
from accountsos.workflows.unit_of_work import ATTEMPTS, Books, WriteWorkflow
from accountsos.workflows.vat import set_vat_scheme
from tests.support.bookkeeper import TODAY, Bookkeeper, found, simple_file

MAY = date(2026, 5, 4)
ROWS = (
    (MAY, -1200, "GARNET STATIONERS"),
    (date(2026, 5, 5), -4500, "OLIVE PRINTERS"),
    (date(2026, 5, 6), -20000, "ROWAN SOLE"),
    (date(2026, 5, 7), 90000, "HARTLEY AND SONS INV 12"),
)
FILE = simple_file(ROWS)
Act = Callable[[Bookkeeper], object]
SECONDS = 300
"""A write that waited for the import would wait for ever, since the import waits for it: then the test ends."""


@dataclass
class Between:
    """Imports a file; after each time that it was prepared another thread does the next of these things."""

    keeper: Bookkeeper
    acts: Sequence[Act] = ()
    prepared: list[int] = field(default_factory=list)
    """How many lines were new, each time."""

    def load(self, content: bytes = FILE, account: str = "ba_main") -> Imported:
        workflow = WriteWorkflow("statement.import", self._prepare, commit_import.apply, short=False)
        return self.keeper.do(workflow, ImportStatement(content, account, TODAY))

    def _prepare(self, db: Reader, company: int, command: ImportStatement) -> ImportPlan:
        plan = commit_import.COMMIT.prepare(db, company, command)
        self.prepared.append(plan.new)
        if len(self.prepared) <= len(self.acts):
            with ThreadPoolExecutor(1) as other:
                other.submit(self.acts[len(self.prepared) - 1], self.keeper).result(SECONDS)
        return plan


def _lines(keeper: Bookkeeper) -> list[tuple[int, int, str, str]]:
    page = keeper.ask(list_transactions.LIST, list_transactions.TransactionQuestion(limit=200))
    states = [keeper.state(row.number) for row in page.rows]
    return sorted(
        (s.row.booked_on, s.row.amount, s.contact.name if s.contact else "", s.names.category_id[s.row.category_no])
        for s in states
    )


def _enter(keeper: Bookkeeper) -> object:
    return keeper.enter(MAY, -1200, "GARNET STATIONERS", category="cat_office")


def _rule(keeper: Bookkeeper) -> object:
    return keeper.do(ADD_RULE, WantedRule("cat_advertising", description_contains="olive printers"))


def _contact(keeper: Bookkeeper) -> object:
    return keeper.do(ADD, NewContact("Olive Printers"))


def _close(keeper: Bookkeeper) -> object:
    keeper.close_through(date(2026, 3, 31))
    return None


def _register(keeper: Bookkeeper) -> object:
    return keeper.do(set_vat_scheme.SET, set_vat_scheme.SetVatScheme(date(2026, 4, 1), "standard", stagger="1"))


def _take_back(keeper: Bookkeeper) -> object:
    return keeper.undo(keeper.load(FILE))


@pytest.mark.parametrize("act", [_contact, lambda keeper: keeper.add_account("Savings", "savings")])
def test_what_does_not_matter_to_a_file_neither_waits_for_it_nor_stops_it(books: Books, act: Act) -> None:
    """A new account changes the chart, so the rows are made again; a new contact takes a number and no more."""
    keeper = found(books, people=("Rowan Sole",))
    between = Between(keeper, [act])
    between.load()
    assert len(between.prepared) == (1 if act is _contact else 2)
    assert len(_lines(keeper)) == 4
    assert keeper.bank_balance() == 64300
    assert keeper.faults() == []


@pytest.mark.parametrize("act", [_enter, _rule, _contact, _close, _register, _take_back])
def test_what_changed_while_a_file_was_read_holds_as_if_it_had_come_before(books: Books, act: Act) -> None:
    file = simple_file([(date(2026, 2, 3), -700, "AMBER COURIERS"), *ROWS])
    before, meanwhile = found(books, people=("Rowan Sole",)), found(books, people=("Rowan Sole",))
    act(before)
    told = before.load(file)
    done = Between(meanwhile, [act]).load(file)
    assert _lines(meanwhile) == _lines(before)
    assert (done.done.lines_new, done.done.lines_duplicate) == (told.done.lines_new, told.done.lines_duplicate)
    assert meanwhile.movements(TODAY) == before.movements(TODAY)
    assert meanwhile.faults() == before.faults() == []


def test_a_file_that_is_imported_twice_at_once_is_imported_once(books: Books) -> None:
    keeper = found(books)
    between = Between(keeper, [lambda other: other.load(FILE)])
    assert between.load().status == "already_imported"
    assert len(between.prepared) == 2
    assert len(_lines(keeper)) == 4
    assert keeper.faults() == []


def test_a_file_whose_import_is_undone_while_it_is_read_again_is_imported(books: Books) -> None:
    keeper = found(books)
    first = keeper.load(FILE)
    assert Between(keeper, [lambda other: other.undo(first)]).load().status == "committed"
    assert len(_lines(keeper)) == 4
    assert keeper.faults() == []


def test_files_of_two_accounts_do_not_wait_for_each_other(books: Books) -> None:
    keeper = found(books)
    savings = keeper.add_account("Savings", "savings")
    other = simple_file([(MAY, 700, "INTEREST PAID"), (MAY, -100, "BRASS FITTINGS")])
    between = Between(keeper, [lambda one: one.load(other, savings)])
    between.load()
    assert between.prepared == [4]
    assert keeper.numbers() == list(range(1, 7))
    assert (keeper.bank_balance(), keeper.bank_balance(savings)) == (64300, 600)
    assert keeper.faults() == []


def test_where_the_books_do_not_come_to_rest_a_file_is_read_inside_the_write(books: Books) -> None:
    """Each line by hand makes the plan stale: after the second nobody can come between any more."""
    keeper = found(books)

    def one_more(day: int) -> Act:
        return lambda other: other.enter(date(2026, 5, day), -1, "Sweets", category="cat_office")

    between = Between(keeper, [one_more(day) for day in range(4, 3 + ATTEMPTS)])
    between.load()
    assert between.prepared == [4] * ATTEMPTS
    assert len(_lines(keeper)) == 4 + ATTEMPTS - 1
    assert keeper.faults() == []


def test_lines_of_a_file_are_numbered_in_its_order_whatever_came_between(books: Books) -> None:
    keeper = found(books)
    savings = keeper.add_account("Savings", "savings")
    Between(keeper, [lambda other: other.enter(MAY, 5, "Sweets", account=savings, category="cat_other_income")]).load()
    days = [keeper.state(number).row.booked_on for number in range(2, 6)]
    assert all(one < two for one, two in pairwise(days))
    assert [keeper.state(number).row.line for number in range(2, 6)] == [2, 3, 4, 5]
    assert keeper.faults() == []
