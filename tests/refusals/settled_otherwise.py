"""What is refused about settling an invoice by a journal, a contra, a fee, a discount, a retention and their like."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos import ids
from accountsos.ledger.journals import JournalLine
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.invoices import pay_on_account
from accountsos.workflows.invoices.pay_on_account import PayOnAccount
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import PostJournal, PostOpeningBalances
from tests.refusals.desk import Cases, Desk
from tests.support.bookkeeper import found, journal_lines
from tests.workflows.documents.clerk_of_invoices import (
    LATER,
    correct,
    credit_note,
    lines_of,
    pay,
    purchase,
    sale,
    settle,
    undo,
)
from tests.workflows.documents.papers import Clerk

DAY, SOON = date(2026, 4, 20), date(2026, 5, 20)


def _settle(desk: Desk, kind: str, day: date = LATER, **more: Any) -> object:
    return settle(desk.clerk, purchase(desk.clerk), kind, day, **more)


def _journal(desk: Desk, contact: int | None, *, reverse: date | None = None) -> str:
    """One of 20 April 2026 that pays 120.00 to a supplier; its entry's id."""
    lines = (JournalLine("cat_creditors", debit=12000, contact=contact), JournalLine("cat_loans", credit=12000))
    command = PostJournal(DAY, "Paid by a lender", lines, auto_reverse_on=reverse)
    posted = desk.clerk.keeper.do(post_journal.POST, command)
    return ids.public_id("je_", desk.clerk.keeper.company, posted.journal.entry_no)


def _by_journal(desk: Desk, *, named: bool = True, reverse: date | None = None, **more: Any) -> DocumentState:
    state = purchase(desk.clerk)
    contact = state.document.contact_no if named else None
    return settle(desk.clerk, state, "journal", LATER, journal_id=_journal(desk, contact, reverse=reverse), **more)


def _journal_undone(desk: Desk) -> object:
    state = purchase(desk.clerk)
    journal_id = _journal(desk, state.document.contact_no)
    settle(desk.clerk, state, "journal", LATER, journal_id=journal_id)
    return desk.clerk.keeper.do(post_journal.UNDO, journal_id)


def _contra(desk: Desk, *, other: str = "sale", times: int = 1, **more: Any) -> None:
    state = purchase(desk.clerk)
    made = {"sale": lambda: sale(desk.clerk, number="S-1"), "bill": lambda: purchase(desk.clerk, number="P-9")}
    other_id = desk.clerk.id_of(made[other]())
    for _ in range(times):
        settle(desk.clerk, state, "contra", LATER, invoice_id=other_id, **more)


def _contra_of_notes(desk: Desk) -> object:
    other = desk.clerk.id_of(sale(desk.clerk, number="S-1"))
    return settle(desk.clerk, credit_note(desk.clerk), "contra", LATER, invoice_id=other)


def _paid(desk: Desk, amount: int = -12500) -> tuple[DocumentState, str]:
    state = purchase(desk.clerk)
    (line,) = lines_of(desk.clerk, pay(desk.clerk, amount))
    correct(desk.clerk, state, transactions=(line,))
    return state, line


def _overpaid(desk: Desk, paid: int = -12500, **more: Any) -> DocumentState:
    state, line = _paid(desk, paid)
    return settle(desk.clerk, state, "overpayment", LATER, transaction_id=line, **more)


def _overpaid_by_another(desk: Desk) -> object:
    (line,) = lines_of(desk.clerk, pay(desk.clerk, -33300))
    return _settle(desk, "overpayment", transaction_id=line)


def _overpayment_used(desk: Desk) -> object:
    state = _overpaid(desk)
    other = purchase(desk.clerk, number="P-9")
    settle(desk.clerk, other, "credit_note", LATER, credit_note_id=desk.clerk.id_of(state))
    return undo(desk.clerk, state.settlements[0].number)


def _deposit(desk: Desk, *, other: str = "purchase", times: int = 1, **more: Any) -> None:
    state = purchase(desk.clerk)
    made = {"purchase": lambda: purchase(desk.clerk, number="P-9"), "sale": lambda: sale(desk.clerk, number="S-1")}
    deposit_id = desk.clerk.id_of(made[other]())
    for _ in range(times):
        settle(desk.clerk, state, "deposit", LATER, invoice_id=deposit_id, **more)


def _deposit_of_before(desk: Desk) -> object:
    lines = journal_lines({"cat_fa_plant": 12000, "cat_share_capital": -12000})
    desk.clerk.keeper.do(post_journal.POST_OPENING, PostOpeningBalances(date(2026, 3, 4), lines))
    deposit = desk.clerk.id_of(purchase(desk.clerk))
    final = purchase(desk.clerk, number="P-9", day=date(2026, 3, 9))
    return settle(desk.clerk, final, "deposit", LATER, invoice_id=deposit)


def _on_account(desk: Desk, *, contact: str | None = None, times: int = 1) -> None:
    (line,) = lines_of(desk.clerk, pay(desk.clerk, -33300))
    for _ in range(times):
        desk.clerk.keeper.do(pay_on_account.PAY, PayOnAccount(line, contact))


def _on_account_of_nobody(desk: Desk) -> object:
    line = desk.clerk.keeper.enter(LATER, -500, "7734 1009").row.number
    return desk.clerk.keeper.do(pay_on_account.PAY, PayOnAccount(lines_of(desk.clerk, line)[0]))


def _on_the_cash_basis(desk: Desk) -> object:
    clerk = Clerk(found(desk.books, "Ida Bell", entity_type="sole_trader"))
    return settle(clerk, purchase(clerk, day=date(2026, 4, 10)), "fee", LATER)


def _from_before_the_books(desk: Desk) -> object:
    lines = journal_lines({"cat_fa_plant": 12000, "cat_share_capital": -12000})
    desk.clerk.keeper.do(post_journal.POST_OPENING, PostOpeningBalances(date(2026, 4, 1), lines))
    return _settle(desk, "discount")


CASES: Cases = {
    "a fee on the cash basis": _on_the_cash_basis,
    "a fee borne by no cost": lambda d: _settle(d, "fee", category_id="cat_bank"),
    "a fee borne by an account of no result": lambda d: _settle(d, "fee", category_id="cat_loans"),
    "a discount of what was open when the books began": _from_before_the_books,
    "a journal that is not named": lambda d: _settle(d, "journal"),
    "a journal that is not there": lambda d: _settle(
        d, "journal", journal_id=ids.public_id("je_", d.clerk.keeper.company, 999)
    ),
    "a journal that reverses itself": lambda d: _by_journal(d, reverse=SOON),
    "a journal that names another party": lambda d: _by_journal(d, named=False),
    "a journal that pays less": lambda d: _by_journal(d, amount=12001),
    "taking back a journal that pays an invoice": _journal_undone,
    "a write-off that names a journal": lambda d: _settle(d, "write_off", journal_id=d.id("je_")),
    "a contra with nothing": lambda d: _settle(d, "contra"),
    "a contra of one side": lambda d: _contra(d, other="bill"),
    "a contra twice": lambda d: _contra(d, times=2),
    "a contra of a note": _contra_of_notes,
    "a contra of more than is open": lambda d: _contra(d, amount=12001),
    "a retention without a day": lambda d: _settle(d, "retention", amount=600),
    "a retention of no amount": lambda d: _settle(d, "retention", due_on=date(2027, 4, 1)),
    "an overpayment by nothing": lambda d: _settle(d, "overpayment"),
    "an overpayment by a line of another": _overpaid_by_another,
    "an overpayment of nothing": lambda d: _overpaid(d, -12000),
    "an overpayment of more": lambda d: _overpaid(d, amount=501),
    "taking back an overpayment that was used": _overpayment_used,
    "a deposit of nothing": lambda d: _settle(d, "deposit"),
    "a deposit of the other side": lambda d: _deposit(d, other="sale"),
    "a deposit from before the books": _deposit_of_before,
    "a deposit taken off twice": lambda d: _deposit(d, times=2),
    "a deposit of more than it was": lambda d: _deposit(d, amount=12001),
    "paying on account where nothing is open": _on_account,
    "paying on account for nobody": _on_account_of_nobody,
}
