"""An asset is sold or scrapped: its cost and depreciation leave the books, profit or loss is posted; undo it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos.access.roles import Right
from accountsos.bookkeeping.asset_register import (
    asset_id,
    asset_or_refuse,
    first_use,
    origin_of,
    register,
    year_left_out,
    years_since,
)
from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.look_ups import category_or_refuse, contact_number, financial_year
from accountsos.bookkeeping.post_manual_journal import post_manual_journal
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.category_ids import DISPOSAL_RESULT
from accountsos.ledger.depreciation import YearCharge, charge_at_disposal, disposal_journal
from accountsos.ledger.fixed_assets import AssetDisposal, CameFrom, RegisteredAsset
from accountsos.ledger.journals import Journal
from accountsos.ledger.locks import Locks
from accountsos.money import PENCE_MAX, Pence, text_from_pence
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.fixed_assets import DISPOSAL, Departure, put_disposal, undo_disposal
from accountsos.store.head import Cause
from accountsos.store.manual_journals import undo_journal
from accountsos.workflows.assets.keep_register import ORIGINS, AssetState, state_of_asset
from accountsos.workflows.unit_of_work import WriteWorkflow


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposeOfAsset:
    """Sold with its proceeds, or scrapped for nothing. The money is on a bank line, an invoice or a named account."""

    today: date
    asset_id: str
    disposed_on: date | None = None
    proceeds: Pence | None = None
    """Without VAT; left out, what stands for it on the asset's account, or nothing."""
    transaction_id: str | None = None
    document_id: str | None = None
    journal_id: str | None = None
    proceeds_category_id: str | None = None
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class DisposalPlan:
    """What is to be recorded."""

    command: DisposeOfAsset
    known: RegisteredAsset
    disposal: AssetDisposal
    charge: YearCharge
    journal: Journal | None


def prepare(db: Reader, company: int, command: DisposeOfAsset) -> DisposalPlan:
    """Refuse what cannot be; work out depreciation up to it, and profit or loss."""
    books = books_of(db, company)
    known = asset_or_refuse(books, command.asset_id)
    if known.disposal is not None:
        raise Conflict(f"{command.asset_id} left on {known.disposal.disposed_on} already")
    contact = None
    if command.contact_id is not None:
        contact = contact_number(db, company, command.contact_id, "contact_id")
    disposal = _disposal(books, command, known)
    day = disposal.disposed_on
    if not known.asset.bought_on <= day <= command.today:
        raise BadRequest(
            f"date: {day} is not between the day it was bought, {known.asset.bought_on}, and today",
            param="date",
        )
    refuse_closed_year(books.locks, day)
    _refuse_out_of_order(books, known, day)
    charge = charge_at_disposal(known, day, years_since(books, first_use([known]), financial_year(db, company, day)))
    journal = disposal_journal(known.asset, disposal, charge, DISPOSAL_RESULT)
    if journal is not None and contact is not None:
        of_whom = disposal.proceeds_id
        lines = tuple(replace(li, contact=contact) if li.category_id == of_whom else li for li in journal.lines)
        journal = replace(journal, lines=lines)
    return DisposalPlan(command, known, disposal, charge, journal)


def refuse_closed_year(locks: Locks, day: date) -> None:
    """What a closed year says of an asset stands."""
    if locks.closed(day):
        raise Conflict(
            f"{day} is in a closed year (closed through {locks.books_closed_through}); reopen the books first",
            see="reopen_years",
        )


def _refuse_out_of_order(books: CompanyBooks[Reader], known: RegisteredAsset, day: date) -> None:
    later = [charge.through for charge in known.charges if charge.through >= day]
    if later:
        raise Conflict(
            f"depreciation through {max(later)} is posted for it, which is after it left; take that back first, and "
            "post it again afterwards",
            see="undo_depreciation",
        )
    year = financial_year(books.db, books.company, day)
    left_out = year_left_out(books, [known], year, years_since(books, first_use([known]), year))
    if left_out is not None:
        raise Conflict(
            f"its depreciation of the year to {left_out.end} is not posted; post that first", see="post_depreciation"
        )


def _disposal(books: CompanyBooks[Reader], command: DisposeOfAsset, known: RegisteredAsset) -> AssetDisposal:
    named = [name for name in (*ORIGINS, "proceeds_category_id") if getattr(command, name) is not None]
    if len(named) > 1:
        raise BadRequest(f"{named[1]}: the money is in one place; {named[0]} is given as well", param=named[1])
    origin = origin_of(books, command.transaction_id, command.document_id, command.journal_id)
    day = command.disposed_on or (origin.day if origin is not None else None)
    if day is None:
        raise BadRequest("date: say on which day it left", param="date")
    proceeds, source = command.proceeds, CameFrom()
    if origin is not None:
        free, source = _money_free(books, origin.source, -origin.posted(books, known.asset.category_id)), origin.source
        if free <= 0:
            raise BadRequest(
                f"{named[0]}: none of its money stands on {known.asset.category_id} for it; file it there first",
                param=named[0],
            )
        proceeds = free if proceeds is None else proceeds
        if proceeds > free:
            raise BadRequest(f"proceeds: only {text_from_pence(free)} of it stands there", param="proceeds")
    elif proceeds and command.proceeds_category_id is None:
        raise BadRequest(
            "proceeds_category_id: say where the money stands: a bank line, an invoice or a journal that brought it, "
            "or an account such as cat_directors_loan",
            param="proceeds_category_id",
        )
    proceeds = proceeds or 0
    if not 0 <= proceeds <= PENCE_MAX:
        raise BadRequest("proceeds: no less than nothing; what its removal cost is a cost of its own", param="proceeds")
    if named and not proceeds:
        raise BadRequest(f"{named[0]}: something scrapped for nothing brings no money; leave it out", param=named[0])
    return AssetDisposal(0, None, None, day, proceeds, source, _account(books, command))


def _account(books: CompanyBooks[Reader], command: DisposeOfAsset) -> str | None:
    chosen = command.proceeds_category_id
    if chosen is None:
        if command.contact_id is not None:
            raise BadRequest("contact_id: it goes with proceeds_category_id", param="contact_id")
        return None
    category = category_or_refuse(books.names, chosen, param="proceeds_category_id")
    if category.in_profit_and_loss:
        raise BadRequest(
            f"proceeds_category_id: {chosen} ({category.name}) holds no money; name who owes it or has it, such as "
            "cat_debtors, cat_directors_loan or cat_drawings",
            param="proceeds_category_id",
        )
    return chosen


def _money_free(books: CompanyBooks[Reader], source: CameFrom, posted: Pence) -> Pence:
    """What of the money no other asset that left has."""
    others = [one.disposal for one in register(books) if one.disposal is not None]
    return posted - sum(one.proceeds for one in others if one.source == source)


def apply(db: Writer, company: int, plan: DisposalPlan, cause: Cause) -> AssetState:
    """Post its journal and record how it left."""
    now = prepare(db, company, plan.command)
    books, number = books_of(db, company), cause.next_number()
    journal = None if now.journal is None else post_manual_journal(books, cause, now.journal, DISPOSAL)
    disposal = replace(now.disposal, number=number, journal=None if journal is None else journal.number)
    through = now.disposal.disposed_on
    put_disposal(db, cause, books.names, Departure(now.known.asset.number, disposal, now.charge.amount, through))
    touched = {line.category_id for line in now.journal.lines} if now.journal is not None else set()
    filed = what_is_owed_changed(books, cause, touched)
    cause.note(
        "asset.dispose",
        plan.command.asset_id,
        after={
            "number": number,
            "disposed_on": through,
            "proceeds": disposal.proceeds,
            "charge": now.charge.amount,
            "source": disposal.source.kind,
            "source_no": disposal.source.number,
            "proceeds_id": disposal.proceeds_id,
            "result": disposal.proceeds - now.charge.left,
        },
    )
    for line in filed:
        line.note(cause)
    return state_of_asset(books, asset_or_refuse(books, plan.command.asset_id))


def prepare_undo(db: Reader, company: int, asset: str) -> RegisteredAsset:
    """It must have left, in an open year."""
    books = books_of(db, company)
    known = asset_or_refuse(books, asset)
    if known.disposal is None:
        raise Conflict(f"{asset} has not left; there is no disposal to take back")
    refuse_closed_year(books.locks, known.disposal.disposed_on)
    return known


def apply_undo(db: Writer, company: int, plan: RegisteredAsset, cause: Cause) -> AssetState:
    """Reverse what it posted: the asset is there again with the depreciation that it had."""
    asset = asset_id(company, plan.asset.number)
    gone = prepare_undo(db, company, asset).disposal
    assert gone is not None, "it has left"
    books = books_of(db, company)
    undo_disposal(db, cause, gone.number)
    filed = []
    if gone.journal is not None:
        undo_journal(db, cause, gone.journal)
        taken_back = bring_entry(books, cause, gone.entry_no, None)
        assert taken_back.changed, "an open year is reversed on its own day"
        filed = what_is_owed_changed(books, cause, set() if gone.proceeds_id is None else {gone.proceeds_id})
    cause.note("asset.undo_disposal", asset, before={"disposed_on": gone.disposed_on, "proceeds": gone.proceeds})
    for line in filed:
        line.note(cause)
    return state_of_asset(books, asset_or_refuse(books, asset))


DISPOSE = WriteWorkflow("asset.dispose", prepare, apply, person_needs=Right.POST_JOURNALS)
UNDO = WriteWorkflow("asset.undo_disposal", prepare_undo, apply_undo, person_needs=Right.POST_JOURNALS)
