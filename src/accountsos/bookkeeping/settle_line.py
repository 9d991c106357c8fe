"""What settles an invoice, line by line and beside the bank, and the VAT that each payment brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.invoice_reading import invoice_read
from accountsos.dates import ONE_DAY
from accountsos.ledger.category_ids import CREDITORS, DEBTORS
from accountsos.ledger.entry import JournalEntry, Posting
from accountsos.ledger.flat_rate_release import as_flat_rate_trader
from accountsos.ledger.invoices import Waiting, at_once, released, waiting_of, within
from accountsos.ledger.vat_scheme import CASH, FLAT_RATE
from accountsos.money import HOME_CURRENCY
from accountsos.store.documents import document_of, links_of_document
from accountsos.store.engine.sql import Reader, day_from
from accountsos.store.invoices import (
    CREDIT_NOTE,
    SALE,
    WAITING,
    Invoice,
    Settlement,
    invoice_of,
    invoices_of_transaction,
    settlement_of,
    settlements_of_document,
)
from accountsos.store.names import Names
from accountsos.store.transactions import BankTransaction, transaction_of
from accountsos.uk_rules.flat_rate import CapitalPurchase, reclaimable_capital

RETENTION = "retention"
LINE, BESIDE = 1, 2
Moment = tuple[date, int, int]
"""Day, LINE or BESIDE, number: the order in which the VAT that waited follows."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a bank line or a settlement takes of an invoice, with the invoice's sign where it makes it smaller."""

    moment: Moment
    amount: int

    @property
    def day(self) -> date:
        """When."""
        return self.moment[0]


def settled_by(
    books: CompanyBooks[Reader], row: BankTransaction, beside: Sequence[tuple[Invoice, int]] | None = None
) -> list[tuple[Invoice, int]]:
    """The invoices that a bank line pays, each with the pence it takes of the line; never more than the line has.

    `beside` are those beside it, where they are at hand.
    """
    db, company = books.db, books.company
    if (row.currency or books.names.account_of[row.account_no].currency) != HOME_CURRENCY:
        return []
    beside = invoices_of_transaction(db, company, row.number) if beside is None else beside
    pairs = [(i, pays) for i, pays in beside if i.state != WAITING]
    taken = [(invoice, _in_pounds(db, company, invoice, pays, row)) for invoice, pays in pairs]
    total = sum(amount for _, amount in taken)
    if total == 0 or (total < 0) != (row.amount < 0):
        # One invoice against a credit note takes nothing of the line; money of the other sign pays none of them.
        return taken if total == 0 else []
    excess = total - row.amount if abs(total) > abs(row.amount) else 0
    for n in reversed(range(len(taken))):
        invoice, amount = taken[n]
        if excess and (amount < 0) == (excess < 0):
            less = min(amount, excess, key=abs)
            taken[n], excess = (invoice, amount - less), excess - less
    return [(invoice, amount) for invoice, amount in taken if amount]


def _in_pounds(db: Reader, company: int, invoice: Invoice, pays: int, row: BankTransaction) -> int:
    document = document_of(db, company, invoice.document_no)
    foreign = document is not None and (document.currency or HOME_CURRENCY) != HOME_CURRENCY
    return row.amount if foreign else pays


def settling_postings(
    books: CompanyBooks[Reader], row: BankTransaction, beside: Sequence[tuple[Invoice, int]] | None = None
) -> tuple[Posting, ...]:
    """The line's postings against debtors and creditors, and the VAT that waited for this money."""
    found: list[Posting] = []
    if books.profile.basis == "cash":
        return ()
    for invoice, amount in settled_by(books, row, beside):
        control = DEBTORS if invoice.side == SALE else CREDITORS
        found.append(Posting(control, -amount, contact=invoice.contact_no))
        found += vat_released(books, invoice, (day_from(row.booked_on), LINE, row.number), amount)
    return tuple(found)


def vat_released(books: CompanyBooks[Reader], invoice: Invoice, moment: Moment, amount: int) -> list[Posting]:
    """The VAT that waited for what is settled at that moment; nothing once waiting has ended, for all was due then.

    What was supplied under cash accounting and is paid for under the flat rate is of its turnover (reg 55C(3)).
    """
    found, regime, day = _released(books, invoice, moment, amount), books.names.vat, moment[0]
    now, then = regime.on(day), regime.on(invoice.issued_on)
    if now is None or then is None or now.scheme != FLAT_RATE or then.scheme != CASH:
        return found
    return as_flat_rate_trader(found, now.flat_percentage(day), _claimed(books, invoice, day))


def _claimed(books: CompanyBooks[Reader], invoice: Invoice, day: date) -> frozenset[str]:
    """The accounts of capital goods that one bill brought for enough (reg 55E(1))."""
    document, chart = document_of(books.db, books.company, invoice.document_no), books.names.chart
    entry = None if document is None else invoice_read(books, document, invoice).entry
    parts = () if entry is None else entry.postings
    capital = frozenset(p.category_id for p in parts if chart[p.category_id].of_capital_goods)
    codes = {p.vat_code for p in parts if p.category_id in capital}
    value = sum(p.amount for p in parts if p.category_id in capital or p.vat_code in codes)
    bought = CapitalPurchase(abs(value), 0, day)
    return capital if capital and reclaimable_capital(bought) else frozenset()


def _released(books: CompanyBooks[Reader], invoice: Invoice, moment: Moment, amount: int) -> list[Posting]:
    names, document = books.names, document_of(books.db, books.company, invoice.document_no)
    # Money from before the registration has no tax point of its own: it follows the invoice.
    day = moment[0] if names.vat.on(moment[0]) is not None else invoice.issued_on
    period = names.vat.period_of(day) if still_waits(names, invoice, moment[0]) else None
    entry = None if document is None or period is None else invoice_read(books, document, invoice).entry
    if entry is None or period is None:
        return []
    waiting, note = waiting_at(books, invoice, entry, moment), _by_note(books, invoice, moment)
    taken = None if note is None else waiting.as_note(note)
    if taken is not None:
        return at_once(taken, day, period.end)
    return released(waiting, amount, day, period.end)


def waiting_at(books: CompanyBooks[Reader], invoice: Invoice, entry: JournalEntry, moment: Moment) -> Waiting:
    """What of the invoice's VAT waits at that moment: less what payments brought in proportion, and notes by rate."""
    waiting = waiting_of(entry, invoice.amount)
    for move in moves_of(books, invoice):
        if move.moment >= moment:
            break
        note = _by_note(books, invoice, move.moment)
        taken = None if note is None else waiting.as_note(note)
        if taken is None:
            waiting = replace(waiting, paid=waiting.paid + move.amount)
        else:
            waiting = waiting.less(taken, move.amount)
    return waiting


def _by_note(books: CompanyBooks[Reader], invoice: Invoice, moment: Moment) -> list[Posting] | None:
    """What the credit note that is set against the invoice at that moment releases of its own VAT; None without one."""
    if moment[1] != BESIDE or (invoice.amount > 0) != (invoice.side == SALE):
        return None
    found = settlement_of(books.db, books.company, moment[2])
    if found is None or found.kind != CREDIT_NOTE or found.other_no is None:
        return None
    mine = found.document_no == invoice.document_no
    note = invoice_of(books.db, books.company, found.other_no if mine else found.document_no)
    if note is None or not note.deferred or (note.amount > 0) == (note.side == SALE):
        return None
    postings = _released(books, note, moment, -found.amount if mine else found.amount)
    return [p for p in postings if p.vat_code is not None]


def still_waits(names: Names, invoice: Invoice, day: date) -> bool:
    """Whether VAT of the invoice follows what is settled on that day."""
    last = last_day_of_waiting(names, invoice.issued_on) if invoice.deferred else None
    return invoice.deferred and (last is None or day <= last)


def last_day_of_waiting(names: Names, issued_on: date) -> date | None:
    """The last day on which VAT waits for the money, of the stretch with that day; None where it goes on."""
    for scheme in names.vat.schemes:
        if scheme.in_force_from > issued_on and not (scheme.registered and scheme.by_payment):
            return scheme.in_force_from - ONE_DAY
    return None


def moves_of(books: CompanyBooks[Reader], invoice: Invoice) -> list[Move]:
    """Everything that settles the invoice, bank lines of a day before what happened beside the bank."""
    db, company, number = books.db, books.company, invoice.document_no
    moves: list[Move] = []
    for link in links_of_document(db, company, number):
        row = transaction_of(db, company, link.transaction_no)
        if link.live and row is not None:
            taken = sum(a for other, a in settled_by(books, row) if other.document_no == number)
            moves.append(Move((day_from(row.booked_on), LINE, row.number), taken))
    for settlement in settlements_of_document(db, company, number):
        amount = settlement.amount if settlement.document_no == number else -settlement.amount
        moves.append(Move((settlement.settled_on, BESIDE, settlement.number), amount))
    return sorted((move for move in moves if move.amount), key=lambda move: move.moment)


def held_back(books: CompanyBooks[Reader], invoice: Invoice, as_of: date) -> list[tuple[date, int]]:
    """What of its open amount is kept back until which day, as was agreed by `as_of`; with its sign, earliest first."""
    kept = settlements_of_document(books.db, books.company, invoice.document_no)
    held = sorted(_retained(kept, as_of))
    left, found = invoice.open_amount, []
    for due_on, amount in held:
        part = within(amount, left)
        left -= part
        found.append((due_on, part))
    return [(due_on, part) for due_on, part in found if part]


def _retained(settlements: Iterable[Settlement], as_of: date) -> Iterator[tuple[date, int]]:
    for one in settlements:
        if one.kind == RETENTION and one.settled_on <= as_of and one.terms.due_on is not None:
            yield one.terms.due_on, one.terms.held
