"""Settle an invoice without the bank: a credit note set off, a write-off, its VAT after six months; undo each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accountsos import ids
from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.file_line import FiledLine
from accountsos.bookkeeping.look_ups import thing_number
from accountsos.bookkeeping.settlement_entry import CIS, OVERPAYMENT, WRITE_OFF, unpaid_invoice, vat_never_counts
from accountsos.bookkeeping.unpaid_vat import late_part
from accountsos.bookkeeping.what_is_owed import OF_OFFICE
from accountsos.bookkeeping.write_up import papers_changed, what_is_owed_changed
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.ledger.unpaid_invoices import UnpaidInvoice, refuse_too_early
from accountsos.money import text_from_pence
from accountsos.store.documents import add_links, document_of, drop_link, links_of_document
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.invoices import (
    CREDIT_NOTE,
    MEMO,
    NO_TERMS,
    POSTED,
    SALE,
    Settlement,
    add_settlement,
    invoice_of,
    settlement_of,
    settlements_of_document,
    terms_text,
    undo_settlement,
)
from accountsos.workflows.documents.list_documents import DocumentState, document_or_refuse, whole_state_of
from accountsos.workflows.documents.propose_matches import link_surely
from accountsos.workflows.invoices.open_invoice import (
    OpenOne,
    SettleInvoice,
    open_invoice,
    part_of_open,
    refuse_filed,
)
from accountsos.workflows.invoices.settle_otherwise import OTHERWISE, planned_otherwise, refuse_unfitting
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

BAD_DEBT_RELIEF, RELIEF_REPAID = "bad_debt_relief", "relief_repaid"
INPUT_REPAID, INPUT_RESTORED = "input_vat_repaid", "input_vat_restored"


def prepare(db: Reader, company: int, command: SettleInvoice) -> SettleInvoice:
    """Refuse what can never be; amounts are checked again when applying."""
    _plan(db, company, command)
    return command


def apply(db: Writer, company: int, command: SettleInvoice, cause: Cause) -> DocumentState:
    """Record it, and bring what it touches to the books, with its own entry."""
    today = cause.today
    if command.day > today:
        raise BadRequest(f"date: {command.day} is in the future; today is {today}", param="date")
    settlement = replace(_plan(db, company, command), number=cause.next_number())
    number = settlement.number
    add_settlement(db, cause, settlement)
    _pay_more(db, cause, settlement, settlement.terms.held)
    books = books_of(db, company)
    _bring(books, cause, settlement)
    settlement_id = ids.public_id("stl_", company, number)
    after: dict[str, object] = {
        "document": command.document_id,
        "kind": settlement.kind,
        "amount": settlement.amount,
        "vat": settlement.vat,
        "reason": settlement.reason,
    }
    if settlement.terms != NO_TERMS:
        after["terms"] = terms_text(settlement.terms)
    cause.note("invoice.settle", settlement_id, after=after)
    filed = _rest_paid(books, cause, settlement)
    filed += what_is_owed_changed(books, cause, _accounts(settlement), [settlement.document_no])
    for line in filed:
        line.note(cause)
    return whole_state_of(db, company, document_or_refuse(db, company, command.document_id))


def _accounts(settlement: Settlement) -> frozenset[str]:
    """The accounts beside debtors and creditors on which something is owed by it."""
    return OF_OFFICE if settlement.kind == CIS else frozenset()


def _rest_paid(books: CompanyBooks[Writer], cause: Cause, settlement: Settlement) -> list[FiledLine]:
    """What is left of an invoice may be exactly what a line paid that was more or less than the whole."""
    papers = (document_of(books.db, books.company, n) for n in (settlement.document_no, settlement.other_no) if n)
    return [line for paper in papers if paper is not None for line in link_surely(books, cause, paper)]


def _pay_more(db: Writer, cause: Cause, settlement: Settlement, more: int) -> None:
    """Of an overpayment the line pays more of its invoice, or less again."""
    if settlement.kind != OVERPAYMENT:
        return
    for link in links_of_document(db, cause.company, settlement.document_no):
        if link.transaction_no == settlement.terms.transaction_no:
            drop_link(db, cause.company, settlement.document_no, link.transaction_no)
            add_links(db, cause.company, cause.seq, [replace(link, amount=link.amount + more)])


def _bring(books: CompanyBooks[Writer], cause: Cause, settlement: Settlement) -> None:
    papers_changed(books, cause, filter(None, (settlement.document_no, settlement.other_no)))


def _plan(db: Reader, company: int, command: SettleInvoice) -> Settlement:
    found = open_invoice(db, company, command.document_id)
    refuse_unfitting(db, company, command)
    refuse_filed(db, company, command.day)
    if command.day < found.invoice.issued_on:
        raise BadRequest(
            f"date: {command.day} is before the invoice's own day, {found.invoice.issued_on}", param="date"
        )
    if command.kind == CREDIT_NOTE:
        return _set_off(found, command)
    if command.kind in OTHERWISE:
        return planned_otherwise(found, command)
    if found.invoice.state != POSTED:
        why = "it was open when the books began; post a journal against the opening balance"
        if found.invoice.state == MEMO:
            why = "on the cash basis an unpaid invoice is in no figure"
        raise Conflict(f"{command.document_id} has no entry of its own to adjust: {why}")
    return _written_off(found, command) if command.kind == WRITE_OFF else _vat_adjusted(found, command)


def _set_off(found: OpenOne, command: SettleInvoice) -> Settlement:
    if command.credit_note_id is None:
        raise BadRequest("credit_note_id: say which credit note is set against the invoice", param="credit_note_id")
    other = open_invoice(found.books.db, found.books.company, command.credit_note_id)
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
    amount = part_of_open(found, command.amount if command.amount is not None else most)
    if abs(amount) > most:
        raise BadRequest(f"amount: of {command.credit_note_id} only {text_from_pence(most)} is open", param="amount")
    day = max(command.day, theirs.issued_on)
    reason = command.reason or "credit note set against it"
    return Settlement(0, CREDIT_NOTE, mine.document_no, theirs.document_no, day, amount, 0, reason, None)


def _unpaid(found: OpenOne, day: date) -> UnpaidInvoice:
    unpaid = unpaid_invoice(found.books, found.invoice, day)
    assert unpaid is not None, "a posted invoice has an entry"
    return unpaid


def _written_off(found: OpenOne, command: SettleInvoice) -> Settlement:
    if not command.reason.strip():
        raise BadRequest("reason: say why it will not be paid; the tax inspector will ask", param="reason")
    amount = part_of_open(found, command.amount)
    unpaid, left = _unpaid(found, command.day), found.invoice.open_amount
    written, done = _before(found)
    vat = unpaid.vat_back(left - amount, written + amount) - done
    if _why_no_vat(found, unpaid, command.day) or (_goes_back(unpaid, vat) and command.day < unpaid.relief_from):
        vat = 0
    number = found.invoice.document_no
    return Settlement(0, WRITE_OFF, number, None, command.day, amount, vat, command.reason.strip(), None)


def _before(found: OpenOne) -> tuple[int, int]:
    """What of the invoice was written off before, and what of its VAT was brought to VAT control by that."""
    earlier = settlements_of_document(found.books.db, found.books.company, found.invoice.document_no)
    return sum(s.amount for s in earlier if s.kind == WRITE_OFF), sum(s.vat for s in earlier)


def _why_no_vat(found: OpenOne, unpaid: UnpaidInvoice, day: date) -> str | None:
    """Why none of its VAT is ever adjusted on that day."""
    names = found.books.names
    if names.vat.period_of(day) is None:
        return f"the company is not registered for VAT on {day} (form VAT427 claims relief after deregistration)"
    if vat_never_counts(found.books, found.invoice, day):
        return "it still waits for the payment"
    if not unpaid.vat:
        return "it has none"
    if unpaid.is_credit_note:
        return "a credit note has neither relief nor repayment"
    return None


def _goes_back(unpaid: UnpaidInvoice, vat: int) -> bool:
    """Whether the VAT is relief on a debt or repaid on a bill, for which six months must be over."""
    return (vat > 0) == unpaid.facts.is_sale


def _vat_adjusted(found: OpenOne, command: SettleInvoice) -> Settlement:
    unpaid, invoice = _unpaid(found, command.day), found.invoice
    why = _why_no_vat(found, unpaid, command.day)
    if why is not None:
        raise Conflict(f"the VAT of {command.document_id} cannot be adjusted: {why}")
    written, done = _before(found)
    if invoice.side == SALE and not written and not done:
        raise Conflict(f"{command.document_id} is not written off; relief needs the debt written off first")
    vat = unpaid.vat_back(late_part(found.books, invoice, command.day), written) - done
    if not vat:
        raise Conflict(f"the VAT of {command.document_id} stands as it should; there is nothing to adjust")
    back = _goes_back(unpaid, vat)
    if back:
        refuse_too_early(unpaid, command.day)
    if invoice.side == SALE:
        kind = BAD_DEBT_RELIEF if back else RELIEF_REPAID
    else:
        kind = INPUT_REPAID if back else INPUT_RESTORED
    reason = command.reason.strip() or kind.replace("_", " ")
    return Settlement(0, kind, invoice.document_no, None, command.day, 0, vat, reason, None)


def prepare_undo(db: Reader, company: int, settlement_id: str) -> Settlement:
    """It must be there and stand."""
    found = show_settlement(db, company, settlement_id)
    if found.undone:
        raise Conflict(f"{settlement_id} was already taken back")
    return found


def show_settlement(db: Reader, company: int, settlement_id: str) -> Settlement:
    """One of them, also one that was taken back."""
    number = thing_number("stl_", company, settlement_id, "settlement")
    found = settlement_of(db, company, number)
    if found is None:
        raise NotFound(f"there is no settlement {settlement_id!r}")
    return found


def apply_undo(db: Writer, company: int, plan: Settlement, cause: Cause) -> DocumentState:
    """Take its entry back; the invoice is open again as far as it was."""
    settlement_id = ids.public_id("stl_", company, plan.number)
    found = prepare_undo(db, company, settlement_id)
    books = books_of(db, company)
    _pay_more(db, cause, found, -_still_too_much(db, company, found))
    undo_settlement(db, cause, found.number, entry=bring_entry(books, cause, found.entry_no, None).number)
    _bring(books, cause, found)
    cause.note("invoice.settle.undo", settlement_id, before={"kind": found.kind, "amount": found.amount})
    for line in what_is_owed_changed(books, cause, _accounts(found), [found.document_no]):
        line.note(cause)
    document_id = ids.public_id("doc_", company, found.document_no)
    return whole_state_of(db, company, document_or_refuse(db, company, document_id))


def _still_too_much(db: Reader, company: int, settlement: Settlement) -> int:
    """What of an overpayment its invoice still holds: the rest was used or paid back, and stays so."""
    invoice = invoice_of(db, company, settlement.document_no)
    if invoice is None or settlement.kind != OVERPAYMENT:
        return 0
    held, left = settlement.terms.held, -invoice.open_amount
    if left and (left < 0) == (held < 0):
        return min(left, held, key=abs)
    raise Conflict("what was paid too much is used or paid back; take that back first")


SHOW = ReadWorkflow("invoice.settlement", show_settlement, short=True)
SETTLE = WriteWorkflow("invoice.settle", prepare, apply)
UNDO = WriteWorkflow("invoice.settle.undo", prepare_undo, apply_undo)
