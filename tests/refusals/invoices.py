"""What is refused about settling invoices beside the bank."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.invoices import settle_invoice
from accountsos.workflows.invoices.open_invoice import SettleInvoice
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import PostOpeningBalances
from tests.refusals.desk import Cases, Desk
from tests.support.bookkeeper import found, journal_lines
from tests.workflows.documents.clerk_of_invoices import (
    LATER,
    PAID_ON,
    bill,
    correct,
    credit_note,
    lines_of,
    pay,
    purchase,
    sale,
    settle,
    undo,
    vat_clerk,
)
from tests.workflows.documents.papers import Clerk

NOVEMBER = date(2026, 11, 2)


def _settle(desk: Desk, kind: str = "write_off", day: date = LATER, **more: Any) -> object:
    return settle(desk.clerk, purchase(desk.clerk), kind, day, **more)


def _set_off(desk: Desk, *, times: int = 1, party: str | None = None, **more: Any) -> None:
    state, note = purchase(desk.clerk), credit_note(desk.clerk)
    if party:
        correct(desk.clerk, note, changes={"supplier": party})
    for _ in range(times):
        settle(desk.clerk, state, "credit_note", PAID_ON, credit_note_id=desk.clerk.id_of(note), **more)


def _two_bills(desk: Desk) -> object:
    state, other = purchase(desk.clerk), purchase(desk.clerk, number="HS-2000", day=date(2026, 3, 5))
    return settle(desk.clerk, state, "credit_note", PAID_ON, credit_note_id=desk.clerk.id_of(other))


def _paid(desk: Desk) -> object:
    state = purchase(desk.clerk)
    correct(desk.clerk, state, transactions=lines_of(desk.clerk, pay(desk.clerk)))
    return settle(desk.clerk, state, "write_off", LATER, reason="a mistake")


def _receipt(desk: Desk) -> object:
    state = correct(desk.clerk, desk.clerk.uploaded_and_read(bill()), changes={"type": "receipt"})
    return settle(desk.clerk, state, "write_off", LATER, reason="lost")


def _on_the_cash_basis(desk: Desk) -> object:
    keeper = found(desk.books, "Ida Bell", entity_type="sole_trader")
    clerk = Clerk(keeper)
    return settle(clerk, purchase(clerk, day=date(2026, 4, 10)), "write_off", LATER, reason="lost")


def _from_before_the_books(desk: Desk) -> object:
    lines = journal_lines({"cat_fa_plant": 12000, "cat_share_capital": -12000})
    desk.clerk.keeper.do(post_journal.POST_OPENING, PostOpeningBalances(date(2026, 4, 1), lines))
    return settle(desk.clerk, purchase(desk.clerk), "write_off", LATER, reason="lost")


def _in_a_filed_period(desk: Desk) -> object:
    state = purchase(desk.clerk)
    desk.vat.file("2026-Q1")
    return settle(desk.clerk, state, "write_off", date(2026, 3, 20), reason="lost")


def _in_a_closed_year(desk: Desk) -> object:
    clerk = Clerk(found(desk.books))
    state = purchase(clerk)
    for year in (2024, 2025, 2026):
        clerk.keeper.close_through(date(year, 3, 31))
    return settle(clerk, state, "write_off", date(2026, 3, 20), reason="lost")


def _adjust(clerk: Clerk, state: DocumentState, day: date = NOVEMBER) -> object:
    return settle(clerk, state, "vat_adjustment", day)


def _without_registration(desk: Desk) -> object:
    clerk = Clerk(found(desk.books))
    return _adjust(clerk, purchase(clerk))


def _without_vat(desk: Desk) -> object:
    state = purchase(desk.clerk, net="100.00", vat="0.00", gross="100.00", rates=[("100.00", "0.00", "0")])
    return _adjust(desk.clerk, state)


def _that_waits(desk: Desk) -> object:
    clerk = vat_clerk(desk.books, "cash")
    return _adjust(clerk, purchase(clerk))


def _adjusted_twice(desk: Desk) -> None:
    state = purchase(desk.clerk)
    for _ in range(2):
        _adjust(desk.clerk, state)


def _undo(desk: Desk, *, times: int) -> None:
    state = purchase(desk.clerk)
    settle(desk.clerk, state, "write_off", LATER, reason="lost")
    (settlement,) = desk.clerk.show(state).settlements
    for _ in range(times):
        undo(desk.clerk, settlement.number)


CASES: Cases = {
    "settling in the future": lambda d: _settle(d, day=date(2026, 12, 24), reason="lost"),
    "settling before the invoice": lambda d: _settle(d, day=date(2026, 3, 1), reason="lost"),
    "settling a receipt": _receipt,
    "settling what is not there": lambda d: d.do(
        settle_invoice.SETTLE, SettleInvoice(d.id("doc_"), "write_off", LATER)
    ),
    "writing off on the cash basis": _on_the_cash_basis,
    "writing off what was open when the books began": _from_before_the_books,
    "writing off without a reason": _settle,
    "writing off what is paid": _paid,
    "writing off more than is open": lambda d: _settle(d, amount=12001, reason="lost"),
    "settling in a filed VAT period": _in_a_filed_period,
    "settling in a closed year": _in_a_closed_year,
    "setting off nothing": lambda d: _settle(d, "credit_note"),
    "setting off another party's": lambda d: _set_off(d, party="Quay Ltd"),
    "setting off two bills": _two_bills,
    "setting off twice": lambda d: _set_off(d, times=2),
    "setting off more than the note": lambda d: _set_off(d, amount=2401),
    "adjusting VAT without registration": _without_registration,
    "adjusting VAT where there is none": _without_vat,
    "adjusting VAT that waits": _that_waits,
    "adjusting the VAT of a credit note": lambda d: _adjust(d.clerk, credit_note(d.clerk)),
    "adjusting the VAT of a sale not written off": lambda d: _adjust(d.clerk, sale(d.clerk)),
    "adjusting VAT twice": _adjusted_twice,
    "adjusting VAT before six months are over": lambda d: _adjust(d.clerk, purchase(d.clerk), LATER),
    "taking back a settlement that is not there": lambda d: d.do(settle_invoice.UNDO, d.id("stl_")),
    "taking back a settlement twice": lambda d: _undo(d, times=2),
}
