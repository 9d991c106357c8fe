"""Change our reading of a bank line: category, split, VAT, contact, notes. Reposts the books and teaches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from accountsos import ids
from accountsos.categoriser.suggestion import Suggestion
from accountsos.errors import BadRequest, NotFound, PreconditionFailed
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.entry import JournalEntry
from accountsos.money import text_from_pence
from accountsos.store.companies import Company, locks_of
from accountsos.store.contacts import ContactBook, contact_of
from accountsos.store.engine import Reader, Value, Writer, day_from
from accountsos.store.head import Cause
from accountsos.store.journal import posted_entry
from accountsos.store.manual_journals import is_posted
from accountsos.store.names import Names, names_of
from accountsos.store.transactions import (
    LIVE,
    SET_READING,
    BankTransaction,
    LineCounter,
    set_parts,
    transaction_of,
)
from accountsos.workflows.book_invoice import bring_invoices_of_lines
from accountsos.workflows.categorise_line import reason_kept, suggestion_for
from accountsos.workflows.invoice_reading import Ground
from accountsos.workflows.list_transactions import TransactionState, state_of
from accountsos.workflows.look_ups import category_or_refuse, company_or_refuse, thing_number
from accountsos.workflows.post_line import PROVEN, post, reading_of, wanted_entry, with_discovery
from accountsos.workflows.settle_line import settling_postings
from accountsos.workflows.teach_payee import forget_line, teach_line
from accountsos.workflows.unit_of_work import WriteWorkflow
from accountsos.workflows.vat_choice import check_vat_choice

UNSET = msgspec.UNSET
T = TypeVar("T")


class SplitPart(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a split, as the client gives it."""

    category_id: str
    amount: int
    vat_code: str | None = None
    vat_amount: int | None = None
    contact_id: str | None = None
    business_percent: int = 100
    notes: str | None = None


class TransactionChange(msgspec.Struct, frozen=True, kw_only=True):
    """What to change; UNSET stays as it is, None clears."""

    transaction_id: str
    category_id: str | msgspec.UnsetType | None = UNSET
    notes: str | msgspec.UnsetType | None = UNSET
    contact_id: str | msgspec.UnsetType | None = UNSET
    reviewed: bool | msgspec.UnsetType = UNSET
    vat_code: str | msgspec.UnsetType | None = UNSET
    vat_amount: int | msgspec.UnsetType | None = UNSET
    splits: tuple[SplitPart, ...] | msgspec.UnsetType | None = UNSET
    suggested: Suggestion | None = None
    """A category that the paper beside the line suggests; it is not a person's word and teaches nothing."""
    vat_proven: bool = False
    """The amount is that of a VAT invoice which stands beside the line."""
    if_match: frozenset[str] | None = None
    """Versions that the client accepts as current; None: any."""


@dataclass(frozen=True, slots=True)
class TransactionChanged:
    """The transaction as it is now, and where the change landed."""

    state: TransactionState
    posted: JournalEntry | None
    posted_no: int | None


def prepare(db: Reader, company: int, command: TransactionChange) -> TransactionChange:
    """Refuse what can never be applied; everything that another write could change is checked when applying."""
    row = _live(db, company, command.transaction_id)
    names = names_of(db, company)
    if command.splits == ():
        raise BadRequest("splits: give at least one part, or null for no split", param="splits")
    if command.splits and command.category_id is not UNSET:
        raise BadRequest("give either category_id or splits, not both", param="splits")
    if isinstance(command.category_id, str):
        category_or_refuse(names, command.category_id)
    if command.splits:
        _check_splits(db, company, command.splits, row, names)
    if isinstance(command.contact_id, str):
        _contact_number(db, company, command.contact_id, "contact_id")
    if command.vat_code is not UNSET or command.vat_amount is not UNSET:
        _check_vat(db, company, command, row, names)
    return command


def _check_vat(db: Reader, company: int, command: TransactionChange, row: BankTransaction, names: Names) -> None:
    category_id = names.category_id[row.category_no]
    split = command.splits is not UNSET or (row.parts > 1 and command.category_id is UNSET)
    if split:
        raise BadRequest(
            "vat_code, vat_amount: this line is split; give the VAT of each part in splits", param="splits"
        )
    if isinstance(command.category_id, str):
        category_id = command.category_id
    code, amount = said(command.vat_code), said(command.vat_amount)
    if code is None and amount is not None and command.category_id is UNSET and command.vat_code is UNSET:
        code = reading_of(db, company, row, names)[0].vat_code
    check_vat_choice(names, names.chart[category_id], (day_from(row.booked_on), row.amount), code, amount)


def said(value: T | msgspec.UnsetType | None) -> T | None:
    """What was given, None where nothing was or null."""
    return None if isinstance(value, msgspec.UnsetType) else value


def _check_splits(db: Reader, company: int, splits: tuple[SplitPart, ...], row: BankTransaction, names: Names) -> None:
    total = sum(part.amount for part in splits)
    if total != row.amount:
        raise BadRequest(
            f"splits: the parts add up to {text_from_pence(total)}, the bank's line is {text_from_pence(row.amount)}",
            param="splits",
        )
    for n, part in enumerate(splits):
        category_or_refuse(names, part.category_id, param=f"splits[{n}].category_id")
        on = (day_from(row.booked_on), part.amount)
        category = names.chart[part.category_id]
        check_vat_choice(names, category, on, part.vat_code, part.vat_amount, param=f"splits[{n}].")
        if not 0 <= part.business_percent <= 100:
            raise BadRequest(
                f"splits[{n}].business_percent: {part.business_percent} is not between 0 and 100",
                param=f"splits[{n}].business_percent",
            )
        if part.contact_id is not None:
            _contact_number(db, company, part.contact_id, f"splits[{n}].contact_id")


def apply(db: Writer, company: int, plan: TransactionChange, cause: Cause) -> TransactionChanged:
    """Recheck the version, write the new reading, repost, teach, count."""
    row = _live(db, company, plan.transaction_id)
    if plan.if_match is not None and str(row.version) not in plan.if_match:
        raise PreconditionFailed(
            f"{plan.transaction_id} was changed since it was read: its version is {row.version}; read it again"
        )
    profile = company_or_refuse(db, company)
    names = names_of(db, company)
    old_reading = reading_of(db, company, row, names)
    taught = forget_line(db, company, row) if _gives_back(plan) else row
    new, reading = _changed(_Ground(db, profile, names), row, plan, old_reading)
    if new == row and reading == old_reading:
        return TransactionChanged(state_of(db, company, row), None, row.entry_no)
    settles = settling_postings(Ground(db, profile, names), row)
    desired = wanted_entry(profile, names, new, reading, settles) if is_posted(db, company, row.booked_on) else None
    says_vat = any(said(v) is not None for v in (plan.vat_code, plan.vat_amount))
    locks = with_discovery(locks_of(db, company), names, cause, late_evidence=says_vat)
    posted = post(db, names, row, desired, locks=locks, cause=cause)
    new = replaced(new, entry_no=posted.entry_no)
    _store(db, cause, names, new, reading)
    _keep_counts(db, cause, row, new)
    teach_line(db, company, taught, new)
    brought = bring_invoices_of_lines(db, cause, [row.number])
    cause.note("transaction.change", plan.transaction_id, before=_state(names, row), after=_state(names, new))
    stored = transaction_of(db, company, row.number)
    assert stored is not None
    # What was said of a line that pays an invoice may have changed the invoice's entry only, or the line's once more.
    landed = brought if brought is not None and stored.entry_no == row.entry_no else stored.entry_no
    entry = None if landed is None else posted_entry(db, company, names, landed).entry
    return TransactionChanged(state_of(db, company, stored), entry, landed)


def _live(db: Reader, company: int, transaction_id: str) -> BankTransaction:
    row = transaction_of(db, company, thing_number("txn_", company, transaction_id, "transaction"))
    if row is None or row.status != LIVE:
        raise NotFound(f"there is no transaction {transaction_id!r}")
    return row


def _contact_number(db: Reader, company: int, contact_id: str, param: str) -> int:
    try:
        number = thing_number("con_", company, contact_id, "contact")
    except NotFound as unknown:
        raise NotFound(unknown.message, param=param) from unknown
    if contact_of(db, company, number) is None:
        raise NotFound(f"there is no contact {contact_id!r}", param=param)
    return number


def replaced(row: BankTransaction, **values: object) -> BankTransaction:
    """The row with other values."""
    return msgspec.structs.replace(row, **values)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a change stands on."""

    db: Reader
    profile: Company
    names: Names


def _changed(
    ground: _Ground, row: BankTransaction, plan: TransactionChange, reading: tuple[CategorisationLine, ...]
) -> tuple[BankTransaction, tuple[CategorisationLine, ...]]:
    """The row and its reading after the change."""
    db, profile, names = ground.db, ground.profile, ground.names
    company = profile.number
    new = row
    if plan.contact_id is not UNSET:
        contact = None if plan.contact_id is None else _contact_number(db, company, str(plan.contact_id), "contact_id")
        new = replaced(new, contact_no=contact)
        reading = tuple(replace(part, contact=contact) if part.contact == row.contact_no else part for part in reading)
    if _gives_back(plan):
        new = _given_back(db, profile, names, new)
        reading = (CategorisationLine(names.category_id[new.category_no], row.amount, contact=new.contact_no),)
    elif plan.category_id is not UNSET:
        chosen = names.category_no[str(plan.category_id)]
        proven = len(reading) == 1 and reading[0].vat_proven
        new = replaced(
            new, category_no=chosen, confidence=10_000, source="person", reason=None, reviewed=1, parts=int(proven)
        )
        plain = CategorisationLine(str(plan.category_id), row.amount, contact=new.contact_no)
        # What a VAT invoice proves holds under whatever category the line is filed.
        vat = reading[0].vat_amount if proven else 0
        reading = (replace(plain, vat_amount=vat, vat_given=proven, vat_proven=proven),)
    elif plan.splits:
        reading = tuple(_part(db, company, part, new.contact_no) for part in plan.splits)
        largest = max(reading, key=lambda part: abs(part.amount))
        new = replaced(
            new,
            category_no=names.category_no[largest.category_id],
            confidence=10_000,
            source="person",
            reason=None,
            reviewed=1,
            parts=len(reading),
        )
    elif plan.suggested is not None:
        new, reading = _suggested(names, new, plan.suggested, reading)
    if plan.vat_code is not UNSET or plan.vat_amount is not UNSET:
        part = _with_vat(reading[0], plan)
        reading = (part,)
        new = replaced(new, parts=int(part.vat_code is not None or part.vat_given))
    if plan.notes is not UNSET:
        new = replaced(new, notes=plan.notes or None)
    if plan.reviewed is not UNSET:
        new = replaced(new, reviewed=int(bool(plan.reviewed)))
    return new, reading


def _suggested(
    names: Names, row: BankTransaction, suggestion: Suggestion, reading: tuple[CategorisationLine, ...]
) -> tuple[BankTransaction, tuple[CategorisationLine, ...]]:
    new = replaced(
        row,
        category_no=names.category_no[suggestion.category_id],
        confidence=round(suggestion.confidence * 10_000),
        source="document",
        reason=suggestion.reason or None,
    )
    return new, tuple(replace(part, category_id=suggestion.category_id) for part in reading)


def _gives_back(plan: TransactionChange) -> bool:
    """Whether the categoriser shall read the line again; a category beside `splits: null` only ends the split."""
    return plan.category_id is None or (plan.splits is None and plan.category_id is UNSET)


def _given_back(db: Reader, profile: Company, names: Names, row: BankTransaction) -> BankTransaction:
    """The categoriser reads the line again; nobody has reviewed it then."""
    suggestion = suggestion_for(db, profile, names, row)
    return replaced(
        row,
        category_no=names.category_no[suggestion.category_id],
        confidence=round(suggestion.confidence * 10_000),
        source=suggestion.source,
        reason=reason_kept(suggestion),
        reviewed=0,
        parts=0,
    )


def _with_vat(part: CategorisationLine, plan: TransactionChange) -> CategorisationLine:
    """The reading with what a person says of its VAT; null takes it back."""
    code = part.vat_code if plan.vat_code is UNSET else said(plan.vat_code)
    given, amount, proven = part.vat_given, part.vat_amount, part.vat_proven and plan.vat_amount is UNSET
    if plan.vat_amount is not UNSET:
        said_amount = said(plan.vat_amount)
        given, amount = said_amount is not None, abs(said_amount or 0) * (1 if part.amount >= 0 else -1)
        proven = given and plan.vat_proven
    elif plan.vat_code is not UNSET:
        given, amount, proven = False, 0, False
    return replace(part, vat_code=code, vat_amount=amount, vat_given=given, vat_proven=proven)


def _part(db: Reader, company: int, part: SplitPart, contact: int | None) -> CategorisationLine:
    if part.contact_id is not None:
        contact = _contact_number(db, company, part.contact_id, "splits.contact_id")
    return CategorisationLine(
        part.category_id,
        part.amount,
        part.vat_code,
        abs(part.vat_amount or 0) * (1 if part.amount >= 0 else -1),
        contact,
        part.business_percent,
        part.notes,
        vat_given=part.vat_amount is not None,
    )


def _store(
    db: Writer, cause: Cause, names: Names, row: BankTransaction, reading: tuple[CategorisationLine, ...]
) -> None:
    db.run(
        SET_READING,
        company=cause.company,
        number=row.number,
        category=row.category_no,
        confidence=row.confidence,
        source=row.source,
        reason=row.reason,
        contact=row.contact_no,
        reviewed=row.reviewed,
        notes=row.notes,
        parts=row.parts,
        entry=row.entry_no,
    )
    rows: list[tuple[Value, ...]] = [
        (
            names.category_no[part.category_id],
            part.amount,
            part.vat_code,
            part.vat_amount,
            part.contact,
            part.business_percent,
            part.notes,
            PROVEN if part.vat_proven else int(part.vat_given),
        )
        for part in (reading if row.parts else ())
    ]
    set_parts(db, cause.company, row.number, rows)


def _keep_counts(db: Writer, cause: Cause, old: BankTransaction, new: BankTransaction) -> None:
    if old.category_no != new.category_no:
        counter = LineCounter()
        counter.move(old.category_no, new.category_no, old.booked_on, old.amount)
        counter.write(db, cause.company)
    if old.contact_no != new.contact_no:
        book = ContactBook(db, cause)
        book.move(old.contact_no, old.amount, -1)
        book.move(new.contact_no, new.amount)
        book.write()


def _state(names: Names, row: BankTransaction) -> dict[str, object]:
    return {
        "category_id": names.category_id[row.category_no],
        "confidence": row.confidence / 10_000,
        "source": row.source,
        "reviewed": bool(row.reviewed),
        "notes": row.notes,
        "contact": row.contact_no,
        "parts": row.parts,
        "entry": row.entry_no,
    }


def transaction_id(company: int, row: BankTransaction) -> str:
    """Its public id."""
    return ids.public_id("txn_", company, row.number)


CHANGE = WriteWorkflow("transaction.change", prepare, apply)
