"""Enter a fixed asset in the register, change what is said of it, take it out, list and show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos.bookkeeping.asset_register import asset_id, asset_or_refuse, origin_of, register
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.look_ups import category_known
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.fixed_assets import FixedAsset, RegisteredAsset
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.fixed_assets import details_of, put_asset
from accountsos.store.head import Cause
from accountsos.store.manual_journals import conversion_day
from accountsos.store.names import Names
from accountsos.workflows.assets.asset_fields import Given, Told, asset_from, fields_of
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

ORIGINS = ("transaction_id", "document_id", "journal_id")
STAND = ("category_id", "accumulated_category_id", "kind", "in_use_on", "depreciated", "depreciated_through")
"""What the depreciation that is posted stands on."""


@dataclass(frozen=True, slots=True)
class RegisterAsset:
    """An asset as a person enters it; by name what was said."""

    today: date
    fields: Given


@dataclass(frozen=True, slots=True)
class AssetChange:
    """What to change; what is not named stays as it is, None clears."""

    today: date
    asset_id: str
    fields: Given


@dataclass(frozen=True, slots=True)
class AssetState:
    """An asset with what happened to it."""

    company: int
    names: Names
    known: RegisteredAsset
    conversion: date | None
    """Before this day an asset that came from nothing else is in the opening balances."""


@dataclass(frozen=True, slots=True)
class AssetQuestion:
    """Which assets: by default those that are there."""

    status: str = "held"
    category_id: str | None = None


STATUSES = ("held", "disposed", "all")


@dataclass(frozen=True, slots=True)
class AssetPage:
    """A page, oldest first."""

    assets: list[AssetState]
    total: int


def prepare(db: Reader, company: int, command: RegisterAsset) -> RegisterAsset:
    """Refuse what cannot be."""
    _new(books_of(db, company), command)
    return command


def _new(books: CompanyBooks[Reader], command: RegisterAsset) -> FixedAsset:
    named = [name for name in ORIGINS if command.fields.get(name) is not None]
    if len(named) > 1:
        raise BadRequest(
            f"{named[1]}: an asset comes from one thing; {named[0]} is given as well, leave one out", param=named[1]
        )
    origin = origin_of(books, *(_text(command.fields.get(name)) for name in ORIGINS))
    told = Told(books, command.today, {k: v for k, v in command.fields.items() if k not in ORIGINS}, origin)
    return asset_from(told)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def apply(db: Writer, company: int, plan: RegisterAsset, cause: Cause) -> AssetState:
    """Enter it. Nothing is posted: its cost is in the books already, and its depreciation comes at the year end."""
    books = books_of(db, company)
    asset = replace(_new(books, plan), number=cause.next_number())
    put_asset(db, cause, books.names, asset)
    cause.note("asset.register", asset_id(company, asset.number), after=told_of(asset))
    return state_of_asset(books, RegisteredAsset(asset))


def told_of(asset: FixedAsset) -> dict[str, object]:
    """An asset as the audit log tells it."""
    return {
        "category_id": asset.category_id,
        "accumulated_id": asset.accumulated_id,
        "cost": asset.cost,
        "bought_on": asset.bought_on,
        "source": asset.source.kind,
        "source_no": asset.source.number,
        "details": details_of(asset),
    }


def prepare_change(db: Reader, company: int, command: AssetChange) -> AssetChange:
    """Refuse what cannot be, and what posted depreciation stands on."""
    _changed(books_of(db, company), command)
    return command


def _changed(books: CompanyBooks[Reader], command: AssetChange) -> tuple[FixedAsset, FixedAsset]:
    known = asset_or_refuse(books, command.asset_id)
    before = known.asset
    if known.disposal is not None:
        raise Conflict(
            f"{before.description} left on {known.disposal.disposed_on}; take the disposal back before changing it",
            see="undo_disposal",
        )
    fields = {**fields_of(before), **command.fields}
    # What it came from is not asked again: that may have changed since, which the report tells.
    after = asset_from(Told(books, command.today, fields, before=before))
    moved = [name for name in STAND if fields_of(before).get(name) != fields_of(after).get(name)]
    if moved and known.charges:
        last = max(charge.through for charge in known.charges)
        raise Conflict(
            f"{moved[0]}: depreciation through {last} is posted for it and stands on that; take it back first",
            param=moved[0],
            see="undo_depreciation",
        )
    return before, after


def apply_change(db: Writer, company: int, plan: AssetChange, cause: Cause) -> AssetState:
    """Record a new version; what was posted stays, and later years go by the new one."""
    books = books_of(db, company)
    before, after = _changed(books, plan)
    if after != before:
        put_asset(db, cause, books.names, after)
        cause.note("asset.change", plan.asset_id, before=told_of(before), after=told_of(after))
    return state_of_asset(books, asset_or_refuse(books, plan.asset_id))


def prepare_removal(db: Reader, company: int, asset: str) -> str:
    """It must be there, and nothing posted for it."""
    known = asset_or_refuse(books_of(db, company), asset)
    if known.disposal is not None:
        raise Conflict(f"{asset} has left, and its disposal is posted; take that back first", see="undo_disposal")
    if known.charges:
        raise Conflict(
            f"depreciation through {max(c.through for c in known.charges)} is posted for {asset}; take it back first",
            see="undo_depreciation",
        )
    return asset


def apply_removal(db: Writer, company: int, plan: str, cause: Cause) -> None:
    """Take it out of the register; the books stay as they are."""
    prepare_removal(db, company, plan)
    books = books_of(db, company)
    asset = asset_or_refuse(books, plan).asset
    put_asset(db, cause, books.names, asset, removed=True)
    cause.note("asset.remove", plan, before=told_of(asset), after={**told_of(asset), "removed": True})


def list_assets(db: Reader, company: int, asked: AssetQuestion) -> AssetPage:
    """The register."""
    books = books_of(db, company)
    if asked.category_id is not None:
        category_known(books.names, asked.category_id)
    found = [
        one
        for one in register(books)
        if asked.status in ("all", "held" if one.disposal is None else "disposed")
        and asked.category_id in (None, one.asset.category_id)
    ]
    return AssetPage([state_of_asset(books, one) for one in found], len(found))


def show(db: Reader, company: int, asset: str) -> AssetState:
    """One asset."""
    books = books_of(db, company)
    return state_of_asset(books, asset_or_refuse(books, asset))


def state_of_asset(books: CompanyBooks[Reader], known: RegisteredAsset) -> AssetState:
    """The asset as it is shown."""
    return AssetState(books.company, books.names, known, conversion_day(books.db, books.company))


REGISTER = WriteWorkflow("asset.register", prepare, apply)
CHANGE = WriteWorkflow("asset.change", prepare_change, apply_change)
REMOVE = WriteWorkflow("asset.remove", prepare_removal, apply_removal)
LIST = ReadWorkflow("asset.list", list_assets, short=True)
SHOW = ReadWorkflow("asset.show", show, short=True)
