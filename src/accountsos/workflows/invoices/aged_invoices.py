"""Answer who owes what since when, and to whom the business owes: from the invoices, held against the accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.settle_line import held_back, moves_of
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import CREDITORS, DEBTORS
from accountsos.reports.aged_balances import AgedBalances, OpenInvoice, aged_balances
from accountsos.store.balances import movements_of
from accountsos.store.contacts import contact_of
from accountsos.store.documents import document_of
from accountsos.store.engine.sql import Reader
from accountsos.store.head import known_moment
from accountsos.store.invoices import PURCHASE, SALE, Invoice, unsettled
from accountsos.workflows.invoices.aged_as_known import aged_as_known
from accountsos.workflows.reports.old_rates import report_read

CREDITORS_REPORT, DEBTORS_REPORT = "aged-creditors", "aged-debtors"
SIDE_OF = {CREDITORS_REPORT: PURCHASE, DEBTORS_REPORT: SALE}


@dataclass(frozen=True, slots=True)
class AgedQuestion:
    """Which side, on which day."""

    name: str
    """aged-creditors | aged-debtors"""
    as_of: date
    known_at: datetime | None = None
    """As the books were known at that moment; None: as they are."""


@dataclass(frozen=True, slots=True)
class AgedReport:
    """The balances with the names of the parties."""

    company: int
    company_name: str
    currency: str
    control: str
    """The account that the list adds up to: trade debtors or creditors."""
    aged: AgedBalances
    names: Mapping[int, str]


def aged(db: Reader, company: int, asked: AgedQuestion) -> AgedReport:
    """Open invoices as of a day; what was paid or settled later is open then."""
    books = books_of(db, company)
    side = SIDE_OF[asked.name]
    control = DEBTORS if side == SALE else CREDITORS
    memorandum = books.profile.basis == "cash"
    if asked.known_at is None:
        invoices, balances = _now(books, side, asked.as_of)
    elif memorandum:
        raise BadRequest(
            "known_at: on the cash basis invoices stand in no account, and nothing tells what was open then; leave "
            "it out",
            param="known_at",
        )
    else:
        known = aged_as_known(books, side, asked.as_of, known_moment(db, company, asked.known_at))
        invoices, balances = list(known.invoices), dict(known.balances)
    shown = aged_balances(side, asked.as_of, invoices, balances, memorandum=memorandum)
    contacts = {p.contact for p in shown.parties if p.contact is not None}
    names = {n: c.name for n in sorted(contacts) if (c := contact_of(db, company, n)) is not None}
    return AgedReport(company, books.profile.name, books.profile.currency, control, shown, names)


def _now(books: CompanyBooks[Reader], side: str, as_of: date) -> tuple[list[OpenInvoice], dict[int | None, int]]:
    """The invoices that are open, and the control account by contact."""
    sign = 1 if side == SALE else -1
    invoices = [
        part
        for invoice in unsettled(books.db, books.company, side, as_of)
        for part in _open(books, invoice, as_of, sign)
    ]
    control = frozenset({DEBTORS if side == SALE else CREDITORS})
    balances: dict[int | None, int] = {}
    for movement in movements_of(books.db, books.company, books.names, as_of, control):
        balances[movement.contact] = balances.get(movement.contact, 0) + sign * movement.amount
    return invoices, {contact: amount for contact, amount in balances.items() if amount}


def _open(books: CompanyBooks[Reader], invoice: Invoice, as_of: date, sign: int) -> list[OpenInvoice]:
    """What is open of it on that day: what is kept back apart, for it is due later."""
    db, company, number = books.db, books.company, invoice.document_no
    left = invoice.amount - sum(move.amount for move in moves_of(books, invoice) if move.day <= as_of)
    document = document_of(db, company, number)
    held = held_back(books, replace(invoice, open_amount=left), as_of)
    parts = [(invoice.due_on, left - sum(amount for _, amount in held)), *held]
    return [
        OpenInvoice(
            document=number,
            contact=invoice.contact_no,
            number=None if document is None else document.doc_number,
            issued_on=invoice.issued_on,
            due_on=due_on,
            amount=sign * invoice.amount,
            open_amount=sign * amount,
        )
        for due_on, amount in parts
    ]


AGED = report_read("report.aged", aged)
