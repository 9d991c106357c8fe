"""The register of fixed assets: each with its versions, the depreciation that stands, and how it left."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accountsos.ledger.fixed_assets import (
    AssetDisposal,
    AssetKind,
    AssetPool,
    AssetTax,
    CameFrom,
    Charge,
    Claim,
    DepreciationRule,
    FixedAsset,
    Method,
    RegisteredAsset,
    TakenOver,
)
from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Writer, day_from, day_number
from accountsos.store.head import Cause
from accountsos.store.names import EVER, Names

NEW = Insert(
    "fixed_asset",
    "company_id asset_no recorded_seq category_no accumulated_no cost bought_on source source_no details removed",
)
NEW_CHARGE = Insert("asset_charge", "company_id journal_no asset_no amount through")
NEW_DISPOSAL = Insert(
    "asset_disposal",
    "company_id disposal_no asset_no disposed_on proceeds source source_no proceeds_no charge through journal_no "
    "recorded_seq undone_seq",
)
ASSETS = Sql(
    """SELECT a.asset_no, a.category_no, a.accumulated_no, a.cost, a.bought_on, a.source, a.source_no, a.details
       FROM fixed_asset a WHERE a.company_id = :company AND a.removed = 0 AND a.recorded_seq <= :seq
       AND NOT EXISTS (SELECT 1 FROM fixed_asset l WHERE l.company_id = a.company_id AND l.asset_no = a.asset_no
         AND l.recorded_seq > a.recorded_seq AND l.recorded_seq <= :seq)
       ORDER BY a.bought_on, a.asset_no"""
)
CHARGES = Sql(
    """SELECT c.asset_no, c.journal_no, c.amount, j.entry_date, c.through FROM asset_charge c
       JOIN manual_journal j ON j.company_id = c.company_id AND j.journal_no = c.journal_no
       WHERE c.company_id = :company AND j.recorded_seq <= :seq
       AND (j.undone_seq IS NULL OR j.undone_seq > :seq) ORDER BY c.through, c.journal_no"""
)
DISPOSALS = Sql(
    """SELECT d.asset_no, d.disposal_no, d.journal_no, j.entry_no, d.disposed_on, d.proceeds, d.source, d.source_no,
       d.proceeds_no, d.charge, d.through FROM asset_disposal d
       LEFT JOIN manual_journal j ON j.company_id = d.company_id AND j.journal_no = d.journal_no
       WHERE d.company_id = :company AND d.recorded_seq <= :seq
       AND (d.undone_seq IS NULL OR d.undone_seq > :seq)"""
)
UNDO_DISPOSAL = Sql(
    """UPDATE asset_disposal SET undone_seq = :seq
       WHERE company_id = :company AND disposal_no = :number AND undone_seq IS NULL"""
)
OF_JOURNAL = Sql(
    """SELECT template FROM manual_journal WHERE company_id = :company AND journal_no = :journal
       AND template IN ('depreciation', 'disposal')"""
)
DEPRECIATION, DISPOSAL = "depreciation", "disposal"
"""As what the journals of the register are kept among those of people."""


def register_of(db: Reader, company: int, names: Names, *, seq: int = EVER) -> list[RegisteredAsset]:
    """Every asset, oldest first, as it stood after the write of that number."""
    charges: dict[int, list[Charge]] = defaultdict(list)
    for asset, journal, amount, posted_on, through in db.rows(CHARGES, company=company, seq=seq):
        charges[asset].append(Charge(journal, amount, day_from(posted_on), day_from(through)))
    disposals: dict[int, AssetDisposal] = {}
    for row in db.rows(DISPOSALS, company=company, seq=seq):
        gone = _disposal(row, names)
        disposals[row[0]] = gone
        charges[row[0]].append(Charge(gone.journal, row[9], gone.disposed_on, day_from(row[10]), of_disposal=True))
    return [
        RegisteredAsset(_asset(row, names), tuple(charges[row[0]]), disposals.get(row[0]))
        for row in db.rows(ASSETS, company=company, seq=seq)
    ]


def registered_asset(db: Reader, company: int, names: Names, number: int) -> RegisteredAsset | None:
    """The asset under that number, if it was not removed."""
    return next((one for one in register_of(db, company, names) if one.asset.number == number), None)


def put_asset(db: Writer, cause: Cause, names: Names, asset: FixedAsset, *, removed: bool = False) -> None:
    """A new version of it; the old ones stay for reports as known before."""
    row = (
        cause.company,
        asset.number,
        cause.seq,
        names.category_no[asset.category_id],
        None if asset.accumulated_id is None else names.category_no[asset.accumulated_id],
        asset.cost,
        day_number(asset.bought_on),
        asset.source.kind,
        asset.source.number,
        json.dumps(details_of(asset), ensure_ascii=False, separators=(",", ":"), sort_keys=True),
        int(removed),
    )
    db.run_many(NEW, [row])


def put_charges(db: Writer, cause: Cause, journal: int, charges: Iterable[tuple[int, int]], through: date) -> None:
    """What that journal charged each asset (its number and the pence), up to a day."""
    day = day_number(through)
    db.run_many(NEW_CHARGE, [(cause.company, journal, asset, amount, day) for asset, amount in charges])


@dataclass(frozen=True, slots=True)
class Departure:
    """A disposal as it is kept: which asset, how, and the depreciation up to it."""

    asset: int
    disposal: AssetDisposal
    charge: int
    through: date


def put_disposal(db: Writer, cause: Cause, names: Names, gone: Departure) -> None:
    """How an asset left."""
    disposal = gone.disposal
    row = (
        cause.company,
        disposal.number,
        gone.asset,
        day_number(disposal.disposed_on),
        disposal.proceeds,
        disposal.source.kind,
        disposal.source.number,
        None if disposal.proceeds_id is None else names.category_no[disposal.proceeds_id],
        gone.charge,
        day_number(gone.through),
        disposal.journal,
        cause.seq,
        None,
    )
    db.run_many(NEW_DISPOSAL, [row])


def undo_disposal(db: Writer, cause: Cause, number: int) -> bool:
    """Whether it stood until now."""
    return db.run(UNDO_DISPOSAL, company=cause.company, number=number, seq=cause.seq) > 0


def journal_of_register(db: Reader, company: int, journal: int) -> str | None:
    """`depreciation` or `disposal` where the register posted that journal."""
    row = db.row(OF_JOURNAL, company=company, journal=journal)
    return None if row is None else str(row[0])


def details_of(asset: FixedAsset) -> dict[str, object]:
    """What people say of an asset beside its cost, in words and whole numbers."""
    rule, tax, over = asset.rule, asset.tax, asset.taken_over
    told: dict[str, object] = {
        "kind": str(asset.kind),
        "description": asset.description,
        "in_use_on": asset.in_use_on.isoformat(),
        "method": str(rule.method),
        "years": rule.years,
        "rate": None if rule.rate is None else str(rule.rate),
        "residual": rule.residual,
        "pool": str(tax.pool),
        "co2": tax.co2,
        "new": tax.new,
        "private_percent": str(tax.private_percent),
        "claim": str(tax.claim),
        "value_brought_forward": tax.value_brought_forward,
        "depreciated": None if over is None else over.amount,
        "depreciated_through": None if over is None else over.through.isoformat(),
    }
    return {name: value for name, value in told.items() if value is not None}


def _asset(row: Row, names: Names) -> FixedAsset:
    number, category, accumulated, cost, bought_on, source, source_no, details = row
    told: Mapping[str, Any] = json.loads(details)
    rate, taken = told.get("rate"), told.get("depreciated")
    return FixedAsset(
        number=number,
        kind=AssetKind(told["kind"]),
        description=told["description"],
        category_id=names.category_id[category],
        accumulated_id=None if accumulated is None else names.category_id[accumulated],
        cost=cost,
        bought_on=day_from(bought_on),
        in_use_on=date.fromisoformat(told["in_use_on"]),
        rule=DepreciationRule(
            Method(told["method"]), told.get("years"), None if rate is None else Decimal(rate), told["residual"]
        ),
        tax=AssetTax(
            AssetPool(told["pool"]),
            told.get("co2"),
            told["new"],
            Decimal(told["private_percent"]),
            Claim(told["claim"]),
            told.get("value_brought_forward"),
        ),
        taken_over=None if taken is None else TakenOver(taken, date.fromisoformat(told["depreciated_through"])),
        source=CameFrom(source, source_no),
    )


def _disposal(row: Row, names: Names) -> AssetDisposal:
    _, number, journal, entry, disposed_on, proceeds, source, source_no, proceeds_no, _, _ = row
    return AssetDisposal(
        number,
        journal,
        entry,
        day_from(disposed_on),
        proceeds,
        CameFrom(source, source_no),
        None if proceeds_no is None else names.category_id[proceeds_no],
    )
