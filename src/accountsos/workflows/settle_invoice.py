"""Settle an invoice without the bank: a credit note set off, a write-off, its VAT after six months; undo each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos import ids
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.ledger.entry import JournalEntry
from accountsos.ledger.unpaid_invoices import (
    BAD_DEBTS,
    UnpaidInvoice,
    refuse_too_early,
    vat_adjustment,
    write_off,
)
from accountsos.money import text_from_pence
from accountsos.store.companies import locks_of
from accountsos.store.documents import Document
from accountsos.store.engine import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.invoices import (
    MEMO,
    POSTED,
    SALE,
    Invoice,
    Settlement,
    add_settlement,
    invoice_of,
    settlement_of,
    settlements_of_document,
    undo_settlement,
)
from accountsos.store.journal import live_entries, record
from accountsos.store.names import names_of
from accountsos.workflows.book_invoice import bring_to_books
from accountsos.workflows.invoice_reading import Ground, invoice_read
from accountsos.workflows.list_documents import DocumentState, document_or_refuse, whole_state_of
from accountsos.workflows.look_ups import company_or_refuse, thing_number
from accountsos.workflows.post_line import reposted, with_discovery
from accountsos.workflows.unit_of_work import WriteWorkflow

CREDIT_NOTE, WRITE_OFF, VAT_ADJUSTMENT = "credit_note", "write_off", "vat_adjustment"
KINDS = (CREDIT_NOTE, WRITE_OFF, VAT_ADJUSTMENT)
BAD_DEBT_RELIEF, INPUT_REPAID, INPUT_RESTORED = "bad_debt_relief", "input_vat_repaid", "input_vat_restored"


@dataclass(frozen=True, slots=True)
class SettleInvoice:
    """What happened to an invoice beside the bank, on which day."""

    document_id: str
    kind: str
    """credit_note | write_off | vat_adjustment"""
    day: date
    amount: int | None = None
    """How much of it, without its sign; None: all that is open."""
    credit_note_id: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Open:
    """An invoice that can be settled, with all that decides how."""

    document: Document
    invoice: Invoice
    ground: Ground

    @property
    def document_id(self) -> str:
        return ids.public_id("doc_", self.ground.profile.number, self.document.number)


def prepare(db: Reader, company: int, command: SettleInvoice) -> SettleInvoice:
    """Refuse what can never be; amounts are checked again when applying."""
    _plan(db, company, command)
    return command


def apply(db: Writer, company: int, command: SettleInvoice, cause: Cause) -> DocumentState:
    """Record it with its entry, and bring what it touches to the books."""
    settlement, entry = _plan(db, company, command)
    number = cause.next_number()
    entry_no = None if entry is None else _record(db, cause, entry)
    settlement = replace(settlement, number=number, entry_no=entry_no)
    add_settlement(db, cause, settlement)
    _bring(db, cause, settlement)
    settlement_id = ids.public_id("stl_", company, number)
    after = {"kind": settlement.kind, "amount": settlement.amount, "vat": settlement.vat, "reason": settlement.reason}
    cause.note("invoice.settle", settlement_id, after={"document": command.document_id, **after})
    return whole_state_of(db, company, document_or_refuse(db, company, command.document_id))


def _record(db: Writer, cause: Cause, entry: JournalEntry) -> int:
    names = names_of(db, cause.company)
    locks = with_discovery(locks_of(db, cause.company), names, cause)
    return record(db, names, reposted([], entry, locks).entries, cause)[-1]


def _bring(db: Writer, cause: Cause, settlement: Settlement) -> None:
    for document in filter(None, (settlement.document_no, settlement.other_no)):
        bring_to_books(db, cause, document)


def _plan(db: Reader, company: int, command: SettleInvoice) -> tuple[Settlement, JournalEntry | None]:
    found = _open_invoice(db, company, command.document_id)
    _refuse_filed(db, company, command.day)
    if command.day < found.invoice.issued_on:
        raise BadRequest(
            f"date: {command.day} is before the invoice's own day, {found.invoice.issued_on}", param="date"
        )
    if command.kind == CREDIT_NOTE:
        return _set_off(found, command), None
    if found.invoice.state != POSTED:
        why = "it was open when the books began; post a journal against the opening balance"
        if found.invoice.state == MEMO:
            why = "on the cash basis an unpaid invoice is in no figure"
        raise Conflict(f"{command.document_id} has no entry of its own to adjust: {why}")
    return _written_off(found, command) if command.kind == WRITE_OFF else _vat_adjusted(found, command)


def _open_invoice(db: Reader, company: int, document_id: str) -> _Open:
    document = document_or_refuse(db, company, document_id)
    invoice = invoice_of(db, company, document.number)
    if invoice is None or not (invoice.in_books or invoice.state == MEMO):
        why = invoice.reason if invoice is not None else "it is no invoice or credit note that was read"
        raise Conflict(f"{document_id} is not in the books: {why}")
    return _Open(document, invoice, Ground(db, company_or_refuse(db, company), names_of(db, company)))


def _refuse_filed(db: Reader, company: int, day: date) -> None:
    locks = locks_of(db, company)
    period = names_of(db, company).vat.period_of(day)
    if period is not None and locks.vat_filed_through is not None and period.end <= locks.vat_filed_through:
        raise Conflict(
            f"date: the VAT return to {period.end} is filed; date this after {locks.vat_filed_through}, where its VAT "
            "belongs"
        )
    if locks.closed(day):
        raise Conflict(f"date: {day} is in a closed year; date this {locks.first_open_day} or later")


def _part_of_open(found: _Open, amount: int | None) -> int:
    """The signed amount, at most what is open."""
    left = found.invoice.open_amount
    if left == 0:
        raise Conflict(f"nothing of {found.document_id} is open any more")
    if amount is None:
        return left
    if not 0 < amount <= abs(left):
        raise BadRequest(
            f"amount: {text_from_pence(amount)} is not between 0.01 and the {text_from_pence(abs(left))} that is open",
            param="amount",
        )
    return amount if left > 0 else -amount


def _set_off(found: _Open, command: SettleInvoice) -> Settlement:
    if command.credit_note_id is None:
        raise BadRequest("credit_note_id: say which credit note is set against the invoice", param="credit_note_id")
    other = _open_invoice(found.ground.db, found.ground.profile.number, command.credit_note_id)
    mine, theirs = found.invoice, other.invoice
    if (mine.side, mine.contact_no) != (theirs.side, theirs.contact_no):
        raise BadRequest(
            f"credit_note_id: {command.credit_note_id} is of another party or of the other side; only papers between "
            "the same two parties are set off",
            param="credit_note_id",
        )
    if (mine.open_amount < 0) == (theirs.open_amount < 0) or not theirs.open_amount:
        raise Conflict(
            f"{command.credit_note_id} cannot be set against {command.document_id}: of an invoice and a credit note "
            "both must be open"
        )
    most = min(abs(mine.open_amount), abs(theirs.open_amount))
    amount = _part_of_open(found, command.amount if command.amount is not None else most)
    if abs(amount) > most:
        raise BadRequest(f"amount: of {command.credit_note_id} only {text_from_pence(most)} is open", param="amount")
    day = max(command.day, theirs.issued_on)
    reason = command.reason or "credit note set against it"
    return Settlement(0, CREDIT_NOTE, mine.document_no, theirs.document_no, day, amount, 0, reason, None)


def _unpaid(found: _Open) -> UnpaidInvoice:
    read = invoice_read(found.ground, found.document, found.invoice)
    assert read.facts is not None, "a posted invoice can be read"
    assert read.entry is not None, "a posted invoice has an entry"
    return UnpaidInvoice(read.facts, read.entry, found.invoice.due_on, found.invoice.deferred)


def _written_off(found: _Open, command: SettleInvoice) -> tuple[Settlement, JournalEntry]:
    if not command.reason.strip():
        raise BadRequest("reason: say why it will not be paid; the tax inspector will ask", param="reason")
    amount = _part_of_open(found, command.amount)
    period = found.ground.names.vat.period_of(command.day)
    unpaid, number = _unpaid(found), found.invoice.document_no
    written, done = _before(found)
    left = found.invoice.open_amount
    wanted = unpaid.vat_in(written + amount if found.invoice.side == SALE else written + left)
    entry, vat = write_off(
        unpaid, amount, command.day, period_end=None if period is None else period.end, vat=wanted - done
    )
    return Settlement(0, WRITE_OFF, number, None, command.day, amount, vat, command.reason.strip(), None), entry


def _before(found: _Open) -> tuple[int, int]:
    """What of the invoice was written off before, and what of its VAT was brought to VAT control by that."""
    earlier = settlements_of_document(found.ground.db, found.ground.profile.number, found.invoice.document_no)
    return sum(s.amount for s in earlier if s.kind == WRITE_OFF), sum(s.vat for s in earlier)


def _vat_adjusted(found: _Open, command: SettleInvoice) -> tuple[Settlement, JournalEntry]:
    unpaid, invoice = _unpaid(found), found.invoice
    period = found.ground.names.vat.period_of(command.day)
    if period is None or invoice.deferred or unpaid.flat_rate or not unpaid.vat:
        raise Conflict(
            f"the VAT of {command.document_id} cannot be adjusted: it has none, it still waits for the payment, or the "
            "flat rate's own rules apply (VAT Notice 733 s14)"
        )
    written, done = _before(found)
    if invoice.side == SALE:
        wanted, kind, category = unpaid.vat_in(written), BAD_DEBT_RELIEF, BAD_DEBTS
        if not written:
            raise Conflict(f"{command.document_id} is not written off; relief needs the debt written off first")
    else:
        wanted = unpaid.vat_in(invoice.open_amount + written)
        kind = INPUT_REPAID if wanted < done else INPUT_RESTORED
        category = _cost_of(found)
    vat = wanted - done
    if not vat:
        raise Conflict(f"the VAT of {command.document_id} stands as it should; there is nothing to adjust")
    if kind != INPUT_RESTORED:
        refuse_too_early(unpaid, command.day)
    entry = vat_adjustment(unpaid, vat, command.day, period_end=period.end, category_id=category)
    reason = command.reason.strip() or kind.replace("_", " ")
    return Settlement(0, kind, invoice.document_no, None, command.day, 0, vat, reason, None), entry


def _cost_of(found: _Open) -> str:
    assert found.invoice.category_no is not None, "a posted invoice has a category"
    return found.ground.names.category_id[found.invoice.category_no]


def prepare_undo(db: Reader, company: int, settlement_id: str) -> Settlement:
    """It must be there and stand."""
    number = thing_number("stl_", company, settlement_id, "settlement")
    found = settlement_of(db, company, number)
    if found is None:
        raise NotFound(f"there is no settlement {settlement_id!r}")
    if found.undone:
        raise Conflict(f"{settlement_id} was already taken back")
    return found


def apply_undo(db: Writer, company: int, plan: Settlement, cause: Cause) -> DocumentState:
    """Take its entry back; the invoice is open again as far as it was."""
    settlement_id = ids.public_id("stl_", company, plan.number)
    found = prepare_undo(db, company, settlement_id)
    names = names_of(db, company)
    locks = with_discovery(locks_of(db, company), names, cause)
    change = reposted(live_entries(db, company, names, found.entry_no), None, locks)
    record(db, names, change.entries, cause)
    undo_settlement(db, cause, found.number, entry=change.stands)
    _bring(db, cause, found)
    cause.note("invoice.settle.undo", settlement_id, before={"kind": found.kind, "amount": found.amount})
    document_id = ids.public_id("doc_", company, found.document_no)
    return whole_state_of(db, company, document_or_refuse(db, company, document_id))


SETTLE = WriteWorkflow("invoice.settle", prepare, apply)
UNDO = WriteWorkflow("invoice.settle.undo", prepare_undo, apply_undo)
