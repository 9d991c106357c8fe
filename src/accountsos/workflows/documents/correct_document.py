"""Correct what was read from a document, and say which bank lines it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from accountsos import ids
from accountsos.bookkeeping.ask_for_matching import ask_to_judge_again
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.file_line import FiledLine
from accountsos.bookkeeping.invoice_reading import is_invoice, signed_total, told_by_payment
from accountsos.bookkeeping.look_ups import thing_number
from accountsos.bookkeeping.post_line import INVOICE_TYPES
from accountsos.bookkeeping.put_paper_beside_line import (
    LinkChosen,
    file_payments,
    link,
    live_transaction,
    tell_again,
    unlink,
)
from accountsos.bookkeeping.write_up import papers_changed, what_is_owed_changed
from accountsos.documents.facts import NEVER_BOOKED, takes_back
from accountsos.errors import BadRequest, Conflict, NotFound, PreconditionFailed
from accountsos.ledger.invoices import within
from accountsos.money import minor_units, text_from_pence
from accountsos.store.changed_things import DOCUMENT
from accountsos.store.contacts import contact_of
from accountsos.store.document_corrections import FIELDS
from accountsos.store.documents import (
    VOID,
    Document,
    add_links,
    document_of,
    drop_link,
    links_of_document,
    set_reading,
)
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.invoices import deposits_taken, settlements_of_document
from accountsos.store.names import names_of
from accountsos.store.transactions import BankTransaction, transaction_of
from accountsos.workflows.documents.document_parties import contact_made
from accountsos.workflows.documents.file_invoice import refuse_filing, with_filing
from accountsos.workflows.documents.list_documents import DocumentState, document_or_refuse, whole_state_of
from accountsos.workflows.documents.propose_matches import link_surely, room_of, shares_proposed, with_refusals
from accountsos.workflows.documents.supplier_lessons import teach
from accountsos.workflows.external_references import Naming, named, never
from accountsos.workflows.unit_of_work import WriteWorkflow

CERTAIN = 10_000
CHOSEN = 100
BEING_READ = ("pending", "processing")


@dataclass(frozen=True, slots=True)
class DocumentCorrection:
    """New values by field of the document; what is not named stays, None clears."""

    document_id: str
    changes: Mapping[str, object] = field(default_factory=dict)
    amounts: Mapping[str, Decimal | None] = field(default_factory=dict)
    """net, vat, gross in the document's currency, whole and parts."""
    contact_id: str | None = None
    contact_given: bool = False
    filing: Mapping[str, str | None] | None = None
    """`category_id` and `vat_code` of an invoice, where they are said; None gives one back."""
    transactions: tuple[str, ...] | None = None
    """The lines that it stands beside from now on; None: as they are."""
    if_match: frozenset[str] | None = None


def prepare(db: Reader, company: int, command: DocumentCorrection) -> DocumentCorrection:
    """Everything that is named must be there, and the figures must add up."""
    document = document_or_refuse(db, company, command.document_id)
    if document.status in BEING_READ:
        raise Conflict(f"{command.document_id} is being read; correct it when that is done, in some seconds")
    _refuse_typed(document, command)
    changed = corrected(document, all_changes(document, command))
    _refuse_sum(changed)
    _refuse_other_lines(changed, command)
    if command.filing is not None:
        refuse_filing(db, company, changed, command.filing)
    if command.contact_id is not None:
        _contact(db, company, command.contact_id)
    for transaction_id in command.transactions or ():
        live_transaction(db, company, transaction_id, param="transaction_ids")
    return command


def apply(db: Writer, company: int, plan: DocumentCorrection, cause: Cause) -> DocumentState:
    """Store the corrections and change the links."""
    old = document_or_refuse(db, company, plan.document_id)
    if plan.if_match is not None and str(old.version) not in plan.if_match:
        raise PreconditionFailed(
            f"{plan.document_id} was changed since it was read: its version is {old.version}; read it again"
        )
    new = corrected(old, all_changes(old, plan))
    if plan.filing is not None:
        new = with_filing(new, plan.filing)
    if plan.contact_given:
        new = replace(new, contact_no=None if plan.contact_id is None else _contact(db, company, plan.contact_id))
    elif "supplier" in plan.changes and new.supplier:
        new = replace(new, contact_no=contact_made(db, cause, new.supplier))
    books, filed = books_of(db, company), list[FiledLine]()
    links_before = _linked(db, company, old)
    if plan.transactions is not None:
        new = with_refusals(new, links_before, _numbers(db, company, plan.transactions))
    refuse_settled(db, company, old, new)
    changed = new != old
    if changed:
        set_reading(db, company, new)
        teach(db, cause, old, new)
        ask_to_judge_again(db, cause, plan.document_id, but=new.number)
    if paid_otherwise(old, new):
        filed += share_anew(books, cause, old, new)
    if plan.transactions is not None:
        filed += _relink(books, cause, new, plan.transactions)
        if plan.transactions:
            # What is left of it may be exactly what another line paid.
            filed += link_surely(books, cause, new)
    elif changed and new.status == "processed" and not links_before:
        filed += link_surely(books, cause, new)
    if _says_other_vat(old, new):
        filed += tell_again(books, cause, old, new)
    if plan.filing is not None:
        filed += file_payments(books, cause, new)
    papers_changed(books, cause, [new.number])
    filed += what_is_owed_changed(books, cause, documents=[new.number])
    links_after = _linked(db, company, old)
    if changed or links_before != links_after or cause.changed:
        if not changed:
            set_reading(db, company, old)
        before, after = _state(old, links_before), _state(new, links_after)
        cause.note("document.correct", plan.document_id, before=before, after=after)
    for line in filed:
        line.note(cause)
    stored = document_of(db, company, old.number)
    assert stored is not None
    return whole_state_of(db, company, stored)


def all_changes(document: Document, command: DocumentCorrection) -> dict[str, object]:
    """Every new value; amounts in minor units of the currency that the document has afterwards."""
    changes = dict(command.changes)
    currency = str(changes.get("currency") or document.currency or "GBP")
    for name, amount in command.amounts.items():
        if amount is None:
            changes[name] = None
            continue
        units = amount.scaleb(minor_units(currency))
        if units != units.to_integral_value():
            raise BadRequest(f"{name}: {amount} has more decimals than {currency} has", param=name)
        changes[name] = int(units)
    changes = _turned(document, changes)
    assert set(changes) <= set(FIELDS), changes
    return changes


def _turned(document: Document, changes: Mapping[str, object]) -> dict[str, object]:
    """With the total's sign turned, net and VAT turn too: a refund's slip prints all three with a minus."""
    if not document.gross or changes.get("gross") != -document.gross or {"net", "vat"} & set(changes):
        return dict(changes)
    beside = {"net": document.net, "vat": document.vat}
    return {**changes, **{name: -size for name, size in beside.items() if size is not None}}


def corrected(document: Document, changes: Mapping[str, object]) -> Document:
    """The document with what a person said: sure, and processed once nothing is missing."""
    # Who says of a document to be looked at what stands there already confirms it.
    unsure = document.status == "needs_review"
    told = {name: value for name, value in changes.items() if unsure or getattr(document, name) != value}
    if not told:
        return document
    new = replace(document, **told, corrections=document.corrections.with_values(told))  # type: ignore[arg-type]  # the door has checked names and types
    missing = [word for word, value in _needed(new).items() if value is None]
    if missing:
        return replace(new, status="needs_review", reason=f"please add: {', '.join(missing)}", confidence=0)
    return replace(new, status="processed", reason=None, confidence=CERTAIN)


def _needed(document: Document) -> dict[str, object]:
    if document.type in NEVER_BOOKED:
        return {}  # a delivery note has no total, and nothing is booked from it
    return {
        "type": document.type,
        "supplier": document.supplier,
        "date": document.issued_on,
        "total (gross)": document.gross,
        "currency": document.currency,
    }


def _refuse_sum(document: Document) -> None:
    net, vat, gross = document.net, document.vat, document.gross
    if net is not None and vat is not None and gross is not None and net + vat != gross:
        currency = document.currency or "GBP"
        shown = [text_from_pence(amount, currency) for amount in (net, vat, gross)]
        raise BadRequest(
            f"net {shown[0]} and vat {shown[1]} do not make gross {shown[2]}; correct all three, or clear net and vat "
            "with null",
            param="gross",
        )


def _refuse_typed(document: Document, command: DocumentCorrection) -> None:
    """What was typed in is changed where its lines are; here it is only put beside bank lines."""
    if not document.is_typed:
        return
    if document.status == VOID:
        raise Conflict(f"{command.document_id} is void; bring it back first", see="change_invoice")
    if command.changes or command.amounts or command.contact_given or command.filing is not None:
        raise Conflict(
            f"{command.document_id} was typed in, not read from a file: change it as an invoice, with its lines; only "
            "transaction_ids are set here",
            see="change_invoice",
        )


def _refuse_other_lines(document: Document, command: DocumentCorrection) -> None:
    """The lines that a person gave are the whole of the paper."""
    lines = document.corrections.lines
    if not lines:
        return
    given = sum(line.gross for line in lines)
    if given != document.gross or (document.currency or "GBP") != "GBP":
        raise Conflict(
            f"{command.document_id} has lines of its own that come to {text_from_pence(given)} GBP; give it other "
            "lines, or none, and correct the total then",
            see="change_invoice",
        )
    if command.filing is not None and any(command.filing.values()):
        raise Conflict(
            f"{command.document_id} has lines of its own, each with its category and VAT code; change those",
            see="change_invoice",
        )


def _contact(db: Reader, company: int, contact_id: str) -> int:
    try:
        number = thing_number("con_", company, contact_id, "contact")
    except NotFound as unknown:
        raise NotFound(unknown.message, param="contact_id") from unknown
    if contact_of(db, company, number) is None:
        raise NotFound(f"there is no contact {contact_id!r}", param="contact_id")
    return number


def _linked(db: Reader, company: int, document: Document) -> list[int]:
    return [found.transaction_no for found in links_of_document(db, company, document.number)]


def _numbers(db: Reader, company: int, wanted: Sequence[str]) -> list[int]:
    return [live_transaction(db, company, one, param="transaction_ids") for one in dict.fromkeys(wanted)]


def refuse_settled(db: Reader, company: int, old: Document, new: Document) -> None:
    """What was written off or set off was that amount between these parties: first the settlement, then the paper."""
    settlements = [*settlements_of_document(db, company, old.number), *deposits_taken(db, company, old.number)]
    same = (is_invoice(new), new.contact_no, new.currency, new.direction, signed_total(new)) == (
        is_invoice(old),
        old.contact_no,
        old.currency,
        old.direction,
        signed_total(old),
    )
    if not settlements or same:
        return
    document_id = ids.public_id("doc_", company, old.number)
    names = ", ".join(ids.public_id("stl_", company, s.number) for s in settlements)
    raise Conflict(
        f"{document_id} was settled beside the bank ({names}): its type, direction, party, currency and total stay as "
        "they are while that stands. Take it back first",
        see="undo_settlement",
    )


def paid_otherwise(old: Document, new: Document) -> bool:
    """Whether what its lines were said to pay of it no longer fits."""
    if new.type not in INVOICE_TYPES or new.gross is None:
        return False
    return (signed_total(new), new.currency) != (signed_total(old), old.currency)


def _says_other_vat(old: Document, new: Document) -> bool:
    named = ("type", "direction", "status", "issued_on", "currency", "vat", "gross")
    return any(getattr(old, name) != getattr(new, name) for name in named)


def share_anew(books: CompanyBooks[Writer], cause: Cause, old: Document, new: Document) -> list[FiledLine]:
    """What each line pays of the corrected total, oldest first.

    Where the paper turns out to be of the other side, what paid it as it was read before pays no sale or bill of now.
    """
    db = books.db
    links = [found for found in links_of_document(db, cause.company, new.number) if found.live]
    new = told_by_payment(new, [found.line_amount for found in links])
    left = signed_total(new)
    turned = (left < 0) != (signed_total(old) < 0)
    wrong = [f.transaction_no for f in links if turned and (f.line_amount < 0) != (left < 0)]
    filed = unlink(books, cause, old, wrong)
    kept = [found for found in links if found.transaction_no not in wrong]
    for found in kept:
        drop_link(db, cause.company, new.number, found.transaction_no)
    for found in kept:
        row = transaction_of(db, cause.company, found.transaction_no)
        assert row is not None
        pays = _pays(db, cause.company, new, row, left)
        left -= pays
        add_links(db, cause.company, cause.seq, [replace(found, amount=pays)])
    return filed


def _relink(books: CompanyBooks[Writer], cause: Cause, document: Document, wanted: Sequence[str]) -> list[FiledLine]:
    """Exactly these lines; each new one pays what is still open of the document, as far as it goes."""
    db = books.db
    numbers = _numbers(db, cause.company, wanted)
    rows = [transaction_of(db, cause.company, number) for number in numbers]
    document = told_by_payment(document, [row.amount for row in rows if row is not None])
    before = links_of_document(db, cause.company, document.number)
    gone = [found.transaction_no for found in before if found.transaction_no not in numbers]
    filed = unlink(books, cause, document, gone)
    stay = {found.transaction_no: found.amount for found in before if found.transaction_no in numbers}
    left = signed_total(document) - sum(stay.values())
    added = [number for number in numbers if number not in stay]
    proposed = shares_proposed(db, cause.company, document, added) if added else {}
    chosen = []
    for number in added:
        row = transaction_of(db, cause.company, number)
        assert row is not None
        pays = proposed[number] if number in proposed else _pays(db, cause.company, document, row, left)
        left -= pays
        chosen.append(LinkChosen(number, pays, CHOSEN, "person", "a person chose it"))
    return filed + link(books, cause, document, chosen)


def _pays(db: Reader, company: int, document: Document, row: BankTransaction, left: int) -> int:
    """How much of the document a chosen line pays: what other invoices leave of it, as far as that goes.

    A line in another currency is taken to pay all that is open; a credit note is taken off the line whole.
    """
    if document.gross is None:
        return row.amount
    currency = row.currency or names_of(db, company).account_of[row.account_no].currency
    if currency != (document.currency or currency) and (row.amount < 0) == (left < 0):
        return left
    if takes_back(document.type, document.gross) and (row.amount < 0) != (left < 0):
        return left
    if (row.amount < 0) != (signed_total(document) < 0):
        return row.amount  # a refund: what was paid is open again
    room = room_of(db, company, row.number)
    return within(room if room and (room < 0) == (row.amount < 0) else row.amount, left)


def _state(document: Document, links: Sequence[int]) -> dict[str, object]:
    return {
        **{name: getattr(document, name) for name in FIELDS},
        "status": document.status,
        "contact": document.contact_no,
        "transactions": list(links),
    }


def _again(db: Reader, company: int, state: DocumentState) -> DocumentState:
    document = document_of(db, company, state.document.number)
    assert document is not None
    return whole_state_of(db, company, document)


CORRECT = WriteWorkflow("document.correct", prepare, apply)
CORRECT_NAMED = named(CORRECT, Naming(DOCUMENT, lambda state: state.document.number, _again, never))
