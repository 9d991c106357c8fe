"""What is refused about lines that may be duplicates, and about taking a line out or bringing it back."""

from __future__ import annotations

from datetime import date

from accountsos import ids
from accountsos.workflows.bank.decide_doubtful import DECIDE, Decision, DoubtfulLine
from accountsos.workflows.bank.remove_transaction import REMOVE, RESTORE
from tests.refusals.desk import DAY, Cases, Desk
from tests.support.bookkeeper import Bookkeeper, simple_file
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


CASES: Cases = {
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
