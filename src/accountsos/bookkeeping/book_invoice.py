"""Bring an invoice to the books: its own entry at its tax point, what is open of it, and the lines that pay it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.credited_supplies import notes_crediting
from accountsos.bookkeeping.invoice_reading import InvoiceRead, invoice_read, is_invoice
from accountsos.bookkeeping.repost_lines import repost_lines
from accountsos.bookkeeping.settle_line import last_day_of_waiting, moves_of, waiting_at
from accountsos.bookkeeping.settlement_entry import settlement_entry
from accountsos.dates import ONE_DAY
from accountsos.ledger.category_ids import CREDITORS, DEBTORS, VAT_CONTROL
from accountsos.ledger.entry import JournalEntry, Source
from accountsos.ledger.invoices import deferred, released
from accountsos.ledger.vat_postings import read_code
from accountsos.store.documents import Document, document_of, links_of_document
from accountsos.store.engine.sql import Reader, Writer, day_number
from accountsos.store.head import Cause
from accountsos.store.invoices import (
    CREDIT_NOTE,
    MEMO,
    OPENING,
    POSTED,
    WAITING,
    Invoice,
    deposits_taken,
    drop_invoice,
    invoice_of,
    invoices_of_transaction,
    put_invoice,
    set_settlement_entry,
    settlements_of_document,
)
from accountsos.store.journal import live_entries
from accountsos.store.manual_journals import is_posted
from accountsos.store.transactions import transaction_of


def bring_to_books(books: CompanyBooks[Writer], cause: Cause, number: int) -> None:
    """Post what the document says and reverse what it no longer says; the lines beside it follow.

    A document that is no invoice leaves the books. Nothing happens where everything stands as it should.
    """
    db = books.db
    document, kept = document_of(db, cause.company, number), invoice_of(db, cause.company, number)
    if document is None or not is_invoice(document):
        if kept is not None:
            bring_entry(books, cause, kept.entry_no, None, late_evidence=True)
            bring_entry(books, cause, kept.release_no, None, late_evidence=True)
            drop_invoice(db, cause.company, number)
            _repost_payments(books, cause, number)
            _bring_settlements(books, cause, number)
            _bring_set_off(books, cause, number)
            _bring_neighbours(books, cause, number)
            _bring_notes(books, cause, kept)
        return
    read = invoice_read(books, document, kept)
    posted_here = is_posted(db, cause.company, day_number(read.issued_on))
    state = state_of(books.profile.basis, read.missing, posted_here=posted_here)
    wanted = read.entry if state == POSTED else None
    if wanted is not None and read.waits:
        wanted = deferred(wanted)
    entry_no = _post_invoice(books, cause, (number, kept.entry_no if kept else None), wanted)
    invoice = _row(books, document, read, state, deferred=read.waits and state in (POSTED, OPENING))
    invoice = _with(invoice, entry_no=entry_no, release_no=kept.release_no if kept else None)
    put_invoice(db, cause.company, invoice)
    invoice = _with(invoice, release_no=_release(books, cause, invoice, read))
    put_invoice(db, cause.company, invoice)
    _repost_payments(books, cause, number)
    _bring_settlements(books, cause, number)
    put_invoice(db, cause.company, settled(books, invoice))
    _bring_set_off(books, cause, number)
    _bring_neighbours(books, cause, number)
    _bring_notes(books, cause, invoice)


def _bring_notes(books: CompanyBooks[Writer], cause: Cause, invoice: Invoice) -> None:
    for note in list(notes_crediting(books, invoice)):
        bring_to_books(books, cause, note)


def state_of(basis: str, missing: str | None, *, posted_here: bool) -> str:
    """How an invoice stands in the books: `posted_here` says that its day is not before the conversion."""
    if missing is not None:
        return WAITING
    if basis == "cash":
        return MEMO
    return POSTED if posted_here else OPENING


def _row(books: CompanyBooks[Reader], document: Document, read: InvoiceRead, state: str, *, deferred: bool) -> Invoice:
    category = None if read.category_id is None else books.names.category_no[read.category_id]
    return Invoice(
        document_no=document.number,
        side=read.side,
        state=state,
        reason=read.missing,
        category_no=category,
        category_source=read.category_source,
        contact_no=document.contact_no,
        issued_on=read.issued_on,
        due_on=read.due_on,
        amount=read.amount,
        open_amount=read.amount,
        deferred=deferred,
        settled_on=None,
        entry_no=None,
        release_no=None,
    )


def _with(invoice: Invoice, **values: object) -> Invoice:
    return replace(invoice, **values)  # type: ignore[arg-type]  # the callers name fields of Invoice


def _post_invoice(
    books: CompanyBooks[Writer], cause: Cause, place: tuple[int, int | None], wanted: JournalEntry | None
) -> int | None:
    """Post the entry of the document at `place` (its number, and the entry that stands).

    A bill that comes late is evidence for a first claim, and no error. But where its payment has claimed that VAT in a
    filed return, it only moves the claim: both are corrections then, and their net figure is the difference.
    """
    number, standing = place
    locks, live = books.locks, live_entries(books.db, books.company, books.names, standing)
    found_late = [p for e in live for p in e.entry.postings if locks.of_filed_time(p) and not locks.filed(p)]
    corrects = any(read_code(p.vat_code).corrects for p in found_late if p.vat_code is not None)
    claimed = _was_claimed(books, number)
    if claimed and found_late and not corrects:
        standing = bring_entry(books, cause, standing, None, late_evidence=True).number
    return bring_entry(books, cause, standing, wanted, late_evidence=not (claimed or corrects)).number


def _was_claimed(books: CompanyBooks[Reader], number: int) -> bool:
    """Whether a filed return has VAT by the own entry of a payment, which pays no invoice yet."""
    db, company, locks = books.db, books.company, books.locks
    if locks.vat_filed_through is None:
        return False
    for link in links_of_document(db, company, number):
        row = transaction_of(db, company, link.transaction_no)
        live = live_entries(db, company, books.names, row.entry_no) if row is not None and link.live else []
        postings = [p for e in live for p in e.entry.postings]
        if any(p.category_id in (DEBTORS, CREDITORS) for p in postings):
            continue
        if any(locks.filed(p) and p.category_id == VAT_CONTROL for p in postings):
            return True
    return False


def _release(books: CompanyBooks[Writer], cause: Cause, invoice: Invoice, read: InvoiceRead) -> int | None:
    """VAT that still waits when cash accounting ends is due in its last period.

    Source: SI 1995/2518 reg 61 and reg 63; VAT Notice 731 s6.4.
    """
    last = last_day_of_waiting(books.names, invoice.issued_on) if invoice.deferred else None
    wanted = None
    if last is not None and read.entry is not None:
        period = books.names.vat.period_of(last)
        waiting = waiting_at(books, invoice, read.entry, (last + ONE_DAY, 0, 0))
        postings = released(waiting, waiting.total - waiting.paid, last, None if period is None else period.end)
        if postings:
            source = Source("document", invoice.document_no)
            wanted = JournalEntry(last, source, tuple(postings), narration=read.entry.narration)
    return bring_entry(books, cause, invoice.release_no, wanted, late_evidence=True).number


def _repost_payments(books: CompanyBooks[Writer], cause: Cause, number: int) -> None:
    links = links_of_document(books.db, books.company, number)
    repost_lines(books, cause, [link.transaction_no for link in links if link.live])


def _bring_settlements(books: CompanyBooks[Writer], cause: Cause, number: int) -> None:
    """What settled it beside the bank, as the invoice is now."""
    db = books.db
    mine = settlements_of_document(db, books.company, number)
    for settlement in (*mine, *deposits_taken(db, books.company, number)):
        entry_no = bring_entry(books, cause, settlement.entry_no, settlement_entry(books, settlement)).number
        if entry_no != settlement.entry_no:
            set_settlement_entry(db, cause.company, settlement.number, entry=entry_no)


def _bring_set_off(books: CompanyBooks[Writer], cause: Cause, number: int) -> None:
    """What is set off against it, and against that: a note brings the VAT that waits of it then, so what it brings, and
    what later payments of its invoice bring, follow what settled the note before. What is open of them stays.
    """
    seen, ahead = {number}, [number]
    while ahead:
        for other in _set_off_against(books, ahead.pop()):
            if other.document_no in seen:
                continue
            seen.add(other.document_no)
            ahead.append(other.document_no)
            document = document_of(books.db, cause.company, other.document_no)
            if document is not None and other.deferred:
                release_no = _release(books, cause, other, invoice_read(books, document, other))
                put_invoice(books.db, cause.company, _with(other, release_no=release_no))
                _repost_payments(books, cause, other.document_no)
                _bring_settlements(books, cause, other.document_no)


def _set_off_against(books: CompanyBooks[Reader], number: int) -> list[Invoice]:
    kept = [s for s in settlements_of_document(books.db, books.company, number) if s.kind == CREDIT_NOTE]
    sides = {side for one in kept for side in (one.document_no, one.other_no) if side not in (None, number)}
    found = [invoice_of(books.db, books.company, side) for side in sorted(filter(None, sides))]
    return [invoice for invoice in found if invoice is not None]


def settled(books: CompanyBooks[Reader], invoice: Invoice) -> Invoice:
    """The invoice with what is open of it, and the day on which nothing was open any more."""
    moves = moves_of(books, invoice)
    left = invoice.amount - sum(move.amount for move in moves)
    done = max([invoice.issued_on, *(move.day for move in moves)]) if left == 0 else None
    return _with(invoice, open_amount=left, settled_on=done)


def _bring_neighbours(books: CompanyBooks[Writer], cause: Cause, number: int) -> None:
    """The other invoices of its bank lines: one line pays no more than it has, so what it leaves them may change."""
    db = books.db
    beside = {
        other.document_no: other
        for link in links_of_document(db, cause.company, number)
        if link.live
        for other, _ in invoices_of_transaction(db, cause.company, link.transaction_no)
        if other.document_no != number
    }
    for other in beside.values():
        if settled(books, other) != other:
            bring_to_books(books, cause, other.document_no)


def bring_invoices_of_lines(books: CompanyBooks[Writer], cause: Cause, transactions: Iterable[int]) -> int | None:
    """Bring every invoice beside these bank lines to the books: after their category changed, or they went.

    The number of the last entry of an invoice that this made; None where no invoice changed.
    """
    db = books.db
    before = {i.document_no: i.entry_no for t in transactions for i, _ in invoices_of_transaction(db, cause.company, t)}
    for number in sorted(before):
        bring_to_books(books, cause, number)
    after = {number: invoice_of(db, cause.company, number) for number in before}
    made = [i.entry_no for number, i in after.items() if i is not None and i.entry_no not in (None, before[number])]
    return max((entry for entry in made if entry is not None), default=None)
