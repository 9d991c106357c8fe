"""What is refused about the construction industry scheme, and about grossing up a receipt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from accountsos import ids
from accountsos.bookkeeping.cis_facts import CisFact
from accountsos.workflows.bank import gross_up
from accountsos.workflows.bank.gross_up import GrossUp
from accountsos.workflows.contacts import state_cis
from accountsos.workflows.contacts.state_cis import StateCis
from accountsos.workflows.invoices import cis_return
from accountsos.workflows.invoices.cis_return import CisQuestion
from tests.refusals.desk import DAY, Cases, Desk
from tests.workflows.documents.clerk_of_invoices import LATER, purchase, sale, settle


def _state(desk: Desk, **more: Any) -> object:
    state = purchase(desk.clerk)
    contact = ids.public_id("con_", desk.clerk.keeper.company, state.document.contact_no or 0)
    return desk.clerk.keeper.do(state_cis.STATE, StateCis(contact, CisFact(DAY, **more)))


def _gross_up(desk: Desk, amount: int = 108000, **more: Any) -> object:
    values = {"fee_category_id": "cat_bank_charges", "kept_percent": Decimal(10), **more}
    return desk.do(gross_up.GROSS_UP, GrossUp(desk.line(amount), **values))


CASES: Cases = {
    "a rate that HMRC does not have": lambda d: _state(d, rate=25),
    "a reference that is none": lambda d: _state(d, rate=20, utr="123"),
    "a rate without a reference": lambda d: _state(d, rate=20),
    "a verification number that is none": lambda d: _state(d, rate=30, verification="12"),
    "the scheme of nobody": lambda d: d.do(state_cis.STATE, StateCis(d.id("con_"), CisFact(DAY, None))),
    "the statement of nobody": lambda d: d.ask(cis_return.RETURN, CisQuestion(date(2026, 3, 5), d.id("con_"))),
    "a deduction suffered of no amount": lambda d: settle(d.clerk, sale(d.clerk), "cis", LATER),
    "a deduction at no rate": lambda d: settle(d.clerk, purchase(d.clerk), "cis", LATER),
    "grossing up a payment": lambda d: _gross_up(d, -1000),
    "grossing up to a cost": lambda d: _gross_up(d, category_id="cat_office"),
    "grossing up by what is kept twice": lambda d: _gross_up(d, kept=100),
    "grossing up by nothing": lambda d: _gross_up(d, kept_percent=None, kept=0),
    "grossing up by everything": lambda d: _gross_up(d, kept_percent=Decimal(100)),
}
