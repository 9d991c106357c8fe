"""Bring an invoice to the books: its own entry at its tax point, what is open of it, and the lines that pay it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from accountsos.bookkeeping.invoice_reading import Ground, InvoiceRead, invoice_read, is_invoice
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.bookkeeping.post_line import reposted, with_discovery
from accountsos.bookkeeping.repost_lines import repost_lines
from accountsos.bookkeeping.settle_line import last_day_of_waiting, moves_of
from accountsos.bookkeeping.settlement_entry import settlement_entry
from accountsos.dates import FIRST_DAY
from accountsos.ledger.entry import JournalEntry, Source
from accountsos.ledger.invoices import CREDITORS, DEBTORS, deferred, released
from accountsos.ledger.vat_postings import VAT_CONTROL, read_code
from accountsos.store.companies import locks_of
from accountsos.store.documents import Document, document_of, links_of_document
from accountsos.store.engine.sql import Writer, day_number
from accountsos.store.head import Cause
from accountsos.store.invoices import (
    MEMO,
    OPENING,
    POSTED,
    WAITING,
    Invoice,
    drop_invoice,
    invoice_of,
    invoices_of_transaction,
    invoices_since,
    put_invoice,
    set_settlement_entry,
    settlements_of_document,
)
from accountsos.store.journal import live_entries, record
from accountsos.store.manual_journals import is_posted
from accountsos.store.names import Names, names_of
from accountsos.store.transactions import transaction_of


def bring_to_books(db: Writer, cause: Cause, number: int, names: Names | None = None) -> None:
    """Post what the document says and reverse what it no longer says; the lines beside it follow.

    A document that is no invoice leaves the books. Nothing happens where everything stands as it should. `names`
    are given by a write that changes them itself.
    """
    ground = Ground(db, company_or_refuse(db, cause.company), names or names_of(db, cause.company))
    document, kept = document_of(db, cause.company, number), invoice_of(db, cause.company, number)
    if document is None or not is_invoice(document):
        if kept is not None:
            _post(db, cause, ground.names, kept.entry_no, None)
            _post(db, cause, ground.names, kept.release_no, None)
            drop_invoice(db, cause.company, number)
            _repost_payments(db, cause, ground, number)
            _bring_settlements(db, cause, ground, number)
            _bring_neighbours(db, cause, ground, number)
        return
    read = invoice_read(ground, document, kept)
    posted_here = is_posted(db, cause.company, day_number(read.issued_on))
    state = state_of(ground.profile.basis, read.missing, posted_here=posted_here)
    wanted = read.entry if state == POSTED else None
    waits = read.scheme is not None and read.scheme.by_payment
    if wanted is not None and waits:
        wanted = deferred(wanted)
    entry_no = _post_invoice(db, cause, ground, (number, kept.entry_no if kept else None), wanted)
    invoice = _row(ground, document, read, state, deferred=waits and state in (POSTED, OPENING))
    invoice = _with(invoice, entry_no=entry_no, release_no=kept.release_no if kept else None)
    put_invoice(db, cause.company, invoice)
    invoice = _with(invoice, release_no=_release(db, cause, ground, invoice, read))
    put_invoice(db, cause.company, invoice)
    _repost_payments(db, cause, ground, number)
    _bring_settlements(db, cause, ground, number)
    put_invoice(db, cause.company, settled(ground, invoice))
    _bring_neighbours(db, cause, ground, number)


def bring_all_to_books(db: Writer, cause: Cause) -> None:
    """Every invoice anew, where what all of them stand on has changed: the basis of the books, or their years."""
    for number in invoices_since(db, cause.company, FIRST_DAY):
        bring_to_books(db, cause, number)


def state_of(basis: str, missing: str | None, *, posted_here: bool) -> str:
    """How an invoice stands in the books: `posted_here` says that its day is not before the conversion."""
    if missing is not None:
        return WAITING
    if basis == "cash":
        return MEMO
    return POSTED if posted_here else OPENING


def _row(ground: Ground, document: Document, read: InvoiceRead, state: str, *, deferred: bool) -> Invoice:
    category = None if read.category_id is None else ground.names.category_no[read.category_id]
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


def _post(
    db: Writer,
    cause: Cause,
    names: Names,
    standing: int | None,
    wanted: JournalEntry | None,
    *,
    late_evidence: bool = True,
) -> int | None:
    """Bring one entry to what is wanted; the number of the one that stands then."""
    locks = with_discovery(locks_of(db, cause.company), names, cause, late_evidence=late_evidence)
    change = reposted(live_entries(db, cause.company, names, standing), wanted, locks)
    numbers = record(db, names, change.entries, cause)
    return numbers[-1] if change.last_is_live else change.stands


def _post_invoice(
    db: Writer, cause: Cause, ground: Ground, place: tuple[int, int | None], wanted: JournalEntry | None
) -> int | None:
    """Post the entry of the document at `place` (its number, and the entry that stands).

    A bill that comes late is evidence for a first claim, and no error. But where its payment has claimed that VAT in a
    filed return, it only moves the claim: both are corrections then, and their net figure is the difference.
    """
    number, standing = place
    locks, live = locks_of(db, cause.company), live_entries(db, cause.company, ground.names, standing)
    found_late = [p for e in live for p in e.entry.postings if locks.of_filed_time(p) and not locks.filed(p)]
    corrects = any(read_code(p.vat_code).corrects for p in found_late if p.vat_code is not None)
    claimed = _was_claimed(db, cause, ground, number)
    if claimed and found_late and not corrects:
        standing = _post(db, cause, ground.names, standing, None)
    return _post(db, cause, ground.names, standing, wanted, late_evidence=not (claimed or corrects))


def _was_claimed(db: Writer, cause: Cause, ground: Ground, number: int) -> bool:
    """Whether a filed return has VAT by the own entry of a payment, which pays no invoice yet."""
    locks = locks_of(db, cause.company)
    if locks.vat_filed_through is None:
        return False
    for link in links_of_document(db, cause.company, number):
        row = transaction_of(db, cause.company, link.transaction_no)
        live = live_entries(db, cause.company, ground.names, row.entry_no) if row is not None and link.live else []
        postings = [p for e in live for p in e.entry.postings]
        if any(p.category_id in (DEBTORS, CREDITORS) for p in postings):
            continue
        if any(locks.filed(p) and p.category_id == VAT_CONTROL for p in postings):
            return True
    return False


def _release(db: Writer, cause: Cause, ground: Ground, invoice: Invoice, read: InvoiceRead) -> int | None:
    """VAT that still waits when cash accounting ends is due in its last period.

    Source: SI 1995/2518 reg 61 and reg 63; VAT Notice 731 s6.4.
    """
    last = last_day_of_waiting(ground.names, invoice.issued_on) if invoice.deferred else None
    wanted = None
    if last is not None and read.entry is not None:
        period = ground.names.vat.period_of(last)
        paid = sum(move.amount for move in moves_of(ground, invoice) if move.day <= last)
        postings = released(
            read.entry, (paid, invoice.amount - paid, invoice.amount), last, None if period is None else period.end
        )
        if postings:
            source = Source("document", invoice.document_no)
            wanted = JournalEntry(last, source, tuple(postings), narration=read.entry.narration)
    return _post(db, cause, ground.names, invoice.release_no, wanted)


def _repost_payments(db: Writer, cause: Cause, ground: Ground, number: int) -> None:
    links = links_of_document(db, cause.company, number)
    repost_lines(db, cause, (ground.names, ground.profile), [link.transaction_no for link in links if link.live])


def _bring_settlements(db: Writer, cause: Cause, ground: Ground, number: int) -> None:
    """What settled it beside the bank, as the invoice is now."""
    for settlement in settlements_of_document(db, cause.company, number):
        wanted = settlement_entry(ground, settlement)
        entry_no = _post(db, cause, ground.names, settlement.entry_no, wanted, late_evidence=False)
        if entry_no != settlement.entry_no:
            set_settlement_entry(db, cause.company, settlement.number, entry=entry_no)


def settled(ground: Ground, invoice: Invoice) -> Invoice:
    """The invoice with what is open of it, and the day on which nothing was open any more."""
    moves = moves_of(ground, invoice)
    left = invoice.amount - sum(move.amount for move in moves)
    done = max([invoice.issued_on, *(move.day for move in moves)]) if left == 0 else None
    return _with(invoice, open_amount=left, settled_on=done)


def _bring_neighbours(db: Writer, cause: Cause, ground: Ground, number: int) -> None:
    """The other invoices of its bank lines: one line pays no more than it has, so what it leaves them may change."""
    beside = {
        other.document_no: other
        for link in links_of_document(db, cause.company, number)
        if link.live
        for other, _ in invoices_of_transaction(db, cause.company, link.transaction_no)
        if other.document_no != number
    }
    for other in beside.values():
        if settled(ground, other) != other:
            bring_to_books(db, cause, other.document_no, ground.names)


def bring_invoices_of_lines(db: Writer, cause: Cause, transactions: Iterable[int]) -> int | None:
    """Bring every invoice beside these bank lines to the books: after their category changed, or they went.

    The number of the last entry of an invoice that this made; None where no invoice changed.
    """
    before = {i.document_no: i.entry_no for t in transactions for i, _ in invoices_of_transaction(db, cause.company, t)}
    for number in sorted(before):
        bring_to_books(db, cause, number)
    after = {number: invoice_of(db, cause.company, number) for number in before}
    made = [i.entry_no for number, i in after.items() if i is not None and i.entry_no not in (None, before[number])]
    return max((entry for entry in made if entry is not None), default=None)
