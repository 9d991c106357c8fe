"""Plan the other settlements of an invoice: what paid it, bore it, set it off, took it off or keeps it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from accountsos.bookkeeping.cis_facts import cis_on
from accountsos.bookkeeping.look_ups import category_or_refuse, contact_number, thing_number
from accountsos.bookkeeping.put_paper_beside_line import live_transaction
from accountsos.bookkeeping.settle_line import RETENTION
from accountsos.bookkeeping.settlement_entry import (
    CIS,
    CONTRA,
    DEPOSIT,
    DIRECTOR,
    DISCOUNT,
    FEE,
    JOURNAL,
    OVERPAYMENT,
)
from accountsos.bookkeeping.typed_lines import NO_PURPOSE
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.ledger.category_ids import CREDITORS, DEBTORS
from accountsos.money import Pence, rounded_half_up, share, text_from_pence
from accountsos.store.documents import links_of_document
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import (
    POSTED,
    SALE,
    Settlement,
    Terms,
    deductions_standing,
    deposits_taken,
    settlements_by_journal,
)
from accountsos.store.journal import posted_entry
from accountsos.store.manual_journals import journal_of_entry
from accountsos.store.names import names_of
from accountsos.uk_rules.parameters import rate_on
from accountsos.workflows.documents.propose_matches import room_of
from accountsos.workflows.invoices.open_invoice import OpenOne, SettleInvoice, open_invoice, part_of_open


def refuse_unfitting(db: Reader, company: int, command: SettleInvoice) -> None:
    """What is named must be there, and be of use to that kind of settlement: nothing that was said is passed over."""
    if command.contact_id is not None:
        contact_number(db, company, command.contact_id, "contact_id")
    if command.category_id is not None:
        category_or_refuse(names_of(db, company), command.category_id)
    for name, kinds in _TAKEN_BY.items():
        param = "due_date" if name == "due_on" else name
        if getattr(command, name) is not None and command.kind not in kinds:
            raise BadRequest(f"{param}: {command.kind} takes none, only {' and '.join(kinds)}", param=param)


_TAKEN_BY: Mapping[str, tuple[str, ...]] = {
    "invoice_id": (CONTRA, DEPOSIT),
    "journal_id": (JOURNAL,),
    "transaction_id": (OVERPAYMENT,),
    "category_id": (FEE,),
    "contact_id": (DIRECTOR,),
    "due_on": (RETENTION,),
}


def planned_otherwise(found: OpenOne, command: SettleInvoice) -> Settlement:
    """The settlement as it is to be recorded; refuses what cannot be."""
    if not found.invoice.in_books:
        raise Conflict(
            f"{command.document_id} has no entry of its own to settle: on the cash basis an unpaid invoice is in no "
            "figure; enter what was paid as a transaction or a journal"
        )
    return _PLANS[command.kind](found, command)


def _settled(
    found: OpenOne, command: SettleInvoice, usual: str, *, terms: Terms | None = None, other: int | None = None
) -> Settlement:
    amount = part_of_open(found, command.amount)
    reason = command.reason.strip() or usual
    return Settlement(
        0,
        command.kind,
        found.invoice.document_no,
        other,
        command.day,
        amount,
        0,
        reason,
        None,
        terms=terms or Terms(),
    )


def _contra(found: OpenOne, command: SettleInvoice) -> Settlement:
    if command.invoice_id is None:
        raise BadRequest("invoice_id: say which invoice of the other side is set off against it", param="invoice_id")
    other = open_invoice(found.books.db, found.books.company, command.invoice_id)
    mine, theirs = found.invoice, other.invoice
    if mine.side == theirs.side or mine.contact_no != theirs.contact_no:
        raise BadRequest(
            f"invoice_id: {command.invoice_id} is not what the same party is owed or owes on the other side; a sale is "
            "set off against a purchase of one contact",
            param="invoice_id",
        )
    if not other.invoice.in_books or (mine.open_amount < 0) == (theirs.open_amount < 0) or not theirs.open_amount:
        raise Conflict(f"{command.invoice_id} and {command.document_id} cannot be set off: both must be open")
    most = min(abs(mine.open_amount), abs(theirs.open_amount))
    if command.amount is not None and command.amount > most:
        raise BadRequest(f"amount: only {text_from_pence(most)} is open on both sides", param="amount")
    wanted = _with(command, amount=command.amount or most, day=max(command.day, theirs.issued_on))
    return _settled(found, wanted, "set off against the other side", other=theirs.document_no)


def _journal(found: OpenOne, command: SettleInvoice) -> Settlement:
    """A posting to debtors or creditors of that contact, as far as no other invoice has it."""
    if command.journal_id is None:
        raise BadRequest("journal_id: say which journal paid it", param="journal_id")
    books, invoice = found.books, found.invoice
    number = thing_number("je_", books.company, command.journal_id, "journal")
    journal = journal_of_entry(books.db, books.company, number)
    if journal is None or journal.undone or journal.entry_no != number:
        raise NotFound(f"there is no journal {command.journal_id!r} that stands", param="journal_id")
    if journal.auto_reverse_on is not None:
        raise Conflict(f"{command.journal_id} reverses itself on {journal.auto_reverse_on}, so it pays nothing")
    control = DEBTORS if invoice.side == SALE else CREDITORS
    entry = posted_entry(books.db, books.company, books.names, number).entry
    posted = -sum(p.amount for p in entry.postings if p.category_id == control and p.contact == invoice.contact_no)
    used = sum(s.amount for s in settlements_by_journal(books.db, books.company, journal.number))
    left = posted - used
    if not left or (left < 0) != (invoice.open_amount < 0):
        raise Conflict(
            f"{command.journal_id} leaves nothing on {control} of this contact that pays {command.document_id}; its "
            "line must name the contact, on the side that makes the invoice smaller"
        )
    most = min(abs(left), abs(invoice.open_amount))
    if command.amount is not None and command.amount > most:
        raise BadRequest(f"amount: {command.journal_id} pays {text_from_pence(most)} of it at most", param="amount")
    day = max(journal.entry_date, invoice.issued_on)
    if books.locks.closed(day) or _is_filed(found, day):
        day = command.day
    wanted = _with(command, amount=command.amount or most, day=day)
    return _settled(found, wanted, "paid by a journal", terms=Terms(journal_no=journal.number))


def _is_filed(found: OpenOne, day: date) -> bool:
    filed = found.books.locks.vat_filed_through
    return filed is not None and day <= filed


def _fee(found: OpenOne, command: SettleInvoice) -> Settlement:
    names, category_id = found.books.names, command.category_id
    if category_id is not None:
        category = category_or_refuse(names, category_id)
        if category_id in NO_PURPOSE or not category.in_profit_and_loss:
            raise BadRequest(
                f"category_id: {category_id} ({category.name}) bears no fee; choose a cost or an income",
                param="category_id",
            )
    return _settled(found, command, "a fee or a small difference", terms=Terms(category_id=category_id))


def _discount(found: OpenOne, command: SettleInvoice) -> Settlement:
    if found.invoice.state != POSTED:
        raise Conflict(f"{command.document_id} was open when the books began; its sale and VAT are not in these books")
    return _settled(found, command, "discount for prompt payment")


def _deposit(found: OpenOne, command: SettleInvoice) -> Settlement:
    """The final invoice asks for the whole: what the deposit's own invoice asked for is taken off, at its own rates."""
    if command.invoice_id is None:
        raise BadRequest("invoice_id: say which invoice asked for the deposit", param="invoice_id")
    books, mine = found.books, found.invoice
    theirs = open_invoice(books.db, books.company, command.invoice_id).invoice
    same = (mine.side, mine.contact_no) == (theirs.side, theirs.contact_no)
    if not same or theirs.document_no == mine.document_no or (theirs.amount < 0) != (mine.amount < 0):
        raise BadRequest(
            f"invoice_id: {command.invoice_id} is no invoice of a deposit to the same party; a note or the invoice "
            "itself is none",
            param="invoice_id",
        )
    if mine.state != POSTED or theirs.state != POSTED:
        raise Conflict(f"{command.invoice_id} or {command.document_id} is from before the books; its VAT is not here")
    if deposits_taken(books.db, books.company, theirs.document_no):
        raise Conflict(f"{command.invoice_id} is taken off an invoice already")
    amount = abs(theirs.amount) if command.amount is None else command.amount
    if amount > abs(theirs.amount):
        raise BadRequest(
            f"amount: {command.invoice_id} asked for {text_from_pence(abs(theirs.amount))} only", param="amount"
        )
    day = mine.issued_on
    if books.locks.closed(day) or _is_filed(found, day):
        day = command.day
    wanted = _with(command, amount=amount, day=day)
    return _settled(found, wanted, "deposit taken off", terms=Terms(deposit_no=theirs.document_no))


def _retention(found: OpenOne, command: SettleInvoice) -> Settlement:
    if command.due_on is None or command.due_on <= command.day:
        raise BadRequest("due_date: say on which later day what is kept back is to be paid", param="due_date")
    if command.amount is None:
        raise BadRequest("amount: say how much of it is kept back", param="amount")
    held = part_of_open(found, command.amount)
    terms = Terms(held=held, due_on=command.due_on)
    reason = command.reason.strip() or f"kept back until {command.due_on}"
    return Settlement(0, RETENTION, found.invoice.document_no, None, command.day, 0, 0, reason, None, terms=terms)


def _overpayment(found: OpenOne, command: SettleInvoice) -> Settlement:
    """What a line has left stands on the invoice, as a credit of the contact's."""
    books, invoice = found.books, found.invoice
    if command.transaction_id is None:
        raise BadRequest("transaction_id: say which bank line paid too much", param="transaction_id")
    number = live_transaction(books.db, books.company, command.transaction_id, param="transaction_id")
    links = [link for link in links_of_document(books.db, books.company, invoice.document_no) if link.live]
    link = next((one for one in links if one.transaction_no == number), None)
    if link is None:
        raise Conflict(f"{command.transaction_id} is not beside {command.document_id}; put it there first")
    room = room_of(books.db, books.company, number)
    if not room or (room < 0) != (invoice.amount < 0) or invoice.open_amount * invoice.amount > 0:
        raise Conflict(f"{command.transaction_id} pays no more than is owed; nothing is paid too much")
    if command.amount is not None and command.amount > abs(room):
        raise BadRequest(f"amount: {text_from_pence(abs(room))} is left of {command.transaction_id}", param="amount")
    extra = abs(room) if command.amount is None else command.amount
    held = extra if invoice.amount > 0 else -extra
    reason = command.reason.strip() or "paid too much: a credit of the contact's"
    terms = Terms(transaction_no=number, held=held)
    return Settlement(0, OVERPAYMENT, invoice.document_no, None, command.day, 0, 0, reason, None, terms=terms)


def _director(found: OpenOne, command: SettleInvoice) -> Settlement:
    books, contact = found.books, None
    if command.contact_id is not None:
        contact = contact_number(books.db, books.company, command.contact_id, "contact_id")
    usual = "paid by the owner" if books.profile.entity_type == "sole_trader" else "paid by a director"
    return _settled(found, command, usual, terms=Terms(contact_no=contact))


def _cis(found: OpenOne, command: SettleInvoice) -> Settlement:
    """What is deducted of labour, at the rate that holds on the day of payment; materials and VAT bear none.

    Sources: FA 2004 s61; SI 2005/2045 reg 4.
    """
    invoice, labour, materials = found.invoice, *_labour_and_materials(found)
    if invoice.side == SALE:
        if command.amount is None:
            raise BadRequest("amount: say how much the contractor deducted", param="amount")
        # What the contractor deducts is of registered subcontractors' labour: less of it is the part of a part payment.
        labour, materials = _paid_part(command.amount, rate_on(command.day, "cis_standard_rate"), labour, materials)
        terms = Terms(labour=labour, materials=materials)
        return _settled(found, command, "deduction suffered under the construction industry scheme", terms=terms)
    fact = cis_on(found.books.db, found.books.company, invoice.contact_no, command.day)
    rate = None if fact is None else fact.rate
    amount = command.amount
    if amount is None:
        if rate is None or not labour:
            what = "no rate of its contact is stated for that day" if rate is None else "no line of it is labour"
            raise BadRequest(f"amount: say how much was deducted; {what}", param="amount", see="state_cis")
        amount = share(labour, Decimal(rate) / 100)
    elif rate:
        labour, materials = _paid_part(amount, Decimal(rate) / 100, labour, materials)
    terms = Terms(labour=labour, materials=materials, rate=rate)
    usual = "deduction made under the construction industry scheme"
    if amount:
        return _settled(found, _with(command, amount=amount), usual, terms=terms)
    reason = command.reason.strip() or "paid gross under the construction industry scheme"
    return Settlement(0, CIS, invoice.document_no, None, command.day, 0, 0, reason, None, terms=terms)


def _paid_part(amount: Pence, rate: Decimal, labour: Pence, materials: Pence) -> tuple[Pence, Pence]:
    """Where a part is paid, of labour what bears that deduction, and of materials their share: the rest comes later."""
    if not 0 < amount < share(labour, rate):
        return labour, materials
    paid = rounded_half_up(amount / rate)
    return paid, share(materials, Decimal(paid) / labour)


def _labour_and_materials(found: OpenOne) -> tuple[int, int]:
    """What of both no deduction was made of yet, without VAT; in pence above zero."""
    lines = found.document.corrections.lines
    sums = {kind: abs(sum(line.net for line in lines if line.cis == kind)) for kind in ("labour", "materials")}
    mine = [
        s for s in deductions_standing(found.books.db, found.books.company) if s.document_no == found.document.number
    ]
    return (
        sums["labour"] - sum(s.terms.labour for s in mine),
        sums["materials"] - sum(s.terms.materials for s in mine),
    )


def _with(command: SettleInvoice, **values: object) -> SettleInvoice:
    return replace(command, **values)  # type: ignore[arg-type]  # the callers name fields of SettleInvoice


_PLANS: Mapping[str, Callable[[OpenOne, SettleInvoice], Settlement]] = {
    CONTRA: _contra,
    JOURNAL: _journal,
    FEE: _fee,
    DEPOSIT: _deposit,
    DISCOUNT: _discount,
    RETENTION: _retention,
    OVERPAYMENT: _overpayment,
    DIRECTOR: _director,
    CIS: _cis,
}
OTHERWISE = frozenset(_PLANS)
