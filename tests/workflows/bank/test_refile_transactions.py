"""Lines filed anew all at once: the books follow, what was known stays known, what is filed with HMRC is left alone."""

from __future__ import annotations

from datetime import date

from accountsos import ids
from accountsos.workflows.bank import refile_transactions
from accountsos.workflows.bank.manage_rules import ADD_RULE
from accountsos.workflows.bank.refile_transactions import LIST_REFILINGS, PREVIEW, REFILE, UNDO, Plan, Refile, Refiled
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.unit_of_work import Books, WriteWorkflow
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.support.engines import Opened
from tests.workflows.documents.clerk_of_invoices import vat_clerk
from tests.workflows.vat.keeping import VatKeeper

DAY = date(2026, 9, 2)
KNOWN = WantedRule("cat_office", "KKZ")


def rule_of(keeper: Bookkeeper, wanted: WantedRule = KNOWN) -> str:
    return ids.public_id("rule_", keeper.company, keeper.do(ADD_RULE, wanted).number)


def undo(keeper: Bookkeeper, done: Refiled) -> refile_transactions.Undone:
    assert done.refiling is not None
    return keeper.do(UNDO, ids.public_id("rfl_", keeper.company, done.refiling.number))


def test_the_books_follow_the_lines_there_and_back_and_what_was_known_stays_known(
    books: Books, installation: Opened
) -> None:
    keeper = found(books)
    for number in range(3):
        keeper.enter(DAY, -100 - number, f"VVX 12 KKZ {number}")
    before, moment = keeper.balances(TODAY), installation.clock.now
    done = keeper.do(REFILE, Refile(rule_id=rule_of(keeper)))
    assert (done.lines, done.remaining, done.locked) == (3, 0, 0)
    assert {event.action for n in keeper.numbers() for event in keeper.state(n).history} >= {"transaction.refile"}
    after = keeper.balances(TODAY)
    assert (after["cat_office"], after.get("cat_uncategorised", 0)) == (303, 0)
    assert keeper.balances(TODAY, known_at=moment) == before
    assert keeper.faults() == []
    undone = undo(keeper, done)
    assert (undone.restored, undone.left) == (3, 0)
    assert keeper.balances(TODAY) == before
    assert keeper.faults() == []
    (listed,) = keeper.ask(LIST_REFILINGS, (10, 0)).rows
    assert (listed.lines, listed.undone_seq is not None) == (3, True)


def test_vat_that_was_filed_is_left_alone_and_counted(books: Books) -> None:
    clerk = vat_clerk(books)
    keeper, vat = clerk.keeper, VatKeeper(clerk.keeper)
    for day in (date(2026, 5, 4), date(2026, 7, 4)):
        keeper.enter(day, -1200, "HARBOUR CHANDLERY")
    found_there = {keeper.state(n).names.category_id[keeper.state(n).row.category_no] for n in keeper.numbers()}
    rule = WantedRule("cat_office" if "cat_office" not in found_there else "cat_repairs", "HARBOUR CHANDLERY")
    taxed = keeper.do(REFILE, Refile(rule_id=rule_of(keeper, rule)))
    assert taxed.lines == 2
    vat.file("2026-Q2")
    seen = keeper.ask(PREVIEW, Refile(wanted=WantedRule("cat_travel", "HARBOUR CHANDLERY")))
    assert (seen.lines, seen.locked) == (1, 1)
    undone = undo(keeper, taxed)
    assert (undone.restored, undone.left) == (1, 1)
    assert keeper.faults() == []


def test_one_write_files_so_many_lines_and_says_how_many_wait(books: Books) -> None:
    keeper = found(books)
    for number in range(3):
        keeper.enter(DAY, -100 - number, f"VVX 12 KKZ {number}")
    plan_of = refile_transactions.prepare
    rule_id = rule_of(keeper)

    def two_at_once(command: Refile) -> Refiled:
        with_less: WriteWorkflow[Refile, Plan, Refiled] = WriteWorkflow(
            "test.refile",
            lambda db, company, asked: _shortened(plan_of(db, company, asked)),
            refile_transactions.apply,
        )
        return keeper.do(with_less, command)

    first = two_at_once(Refile(rule_id=rule_id))
    assert (first.lines, first.remaining) == (2, 1)
    second = two_at_once(Refile(rule_id=rule_id))
    assert (second.lines, second.remaining) == (1, 0)


def _shortened(plan: Plan) -> Plan:
    """As if two lines were the most at once."""
    del plan.changes[2:]
    return plan
