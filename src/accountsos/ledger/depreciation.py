"""Depreciation by whole months, and the journals of a year end and of a disposal. Pure.

An asset is depreciated from the month in which it comes into use to the month before the one in which it leaves. A
month counts in the year in which it ends; what a year bears is its months of what is left over the months left, so that
the last one takes the rest and nothing is lost by rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountsos.dates import ONE_DAY, Period, month_end, month_start
from accountsos.ledger.fixed_assets import AssetDisposal, FixedAsset, Method, RegisteredAsset
from accountsos.ledger.journals import Journal, JournalLine
from accountsos.money import Pence, rounded_half_up

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class YearCharge:
    """What an asset bears of a year, and how it was worked out."""

    asset: FixedAsset
    amount: Pence
    before: Pence
    """Its depreciation before."""
    months: int

    @property
    def left(self) -> Pence:
        """Its book value after it."""
        return self.asset.cost - self.before - self.amount


@dataclass(frozen=True, slots=True)
class Standing:
    """Depreciation that stands, and up to which day."""

    amount: Pence
    through: date | None


def months_by(in_use_on: date, day: date) -> int:
    """Calendar months from the one in which it came into use, as far as they were over by the end of that day."""
    months = (day.year - in_use_on.year) * MONTHS_A_YEAR + day.month - in_use_on.month
    return max(months + (day == month_end(day)), 0)


def charge_between(asset: FixedAsset, standing: Standing, ends: Sequence[date]) -> tuple[Pence, int]:
    """What it bears from where its depreciation stands to the last of these ends, in pence and months.

    A reducing balance is taken anew at each end; straight line spreads what is left over the months that are left.
    """
    done = 0 if standing.through is None else months_by(asset.in_use_on, standing.through)
    months = months_by(asset.in_use_on, ends[-1]) - done if ends else 0
    rest = asset.cost - asset.rule.residual - standing.amount
    if months <= 0 or rest <= 0:
        return 0, 0
    if asset.rule.method is Method.STRAIGHT_LINE:
        assert asset.rule.years is not None, "straight line has years"
        left = asset.rule.years * MONTHS_A_YEAR - done
        if left <= months:
            return rest, max(left, 0)
        return rounded_half_up(Decimal(rest * months) / left), months
    if asset.rule.method is Method.REDUCING_BALANCE:
        return _reducing(asset, standing.amount, done, ends), months
    return 0, 0


def _reducing(asset: FixedAsset, accumulated: Pence, done: int, ends: Sequence[date]) -> Pence:
    rate, total = asset.rule.rate, 0
    assert rate is not None, "a reducing balance has a rate"
    for end in ends:
        months = months_by(asset.in_use_on, end) - done
        value = asset.cost - accumulated - total
        charge = rounded_half_up(value * rate * months / MONTHS_A_YEAR)
        total += max(min(charge, value - asset.rule.residual), 0)
        done += months
    return total


def charge_of_year(
    known: RegisteredAsset, year: Period, years: Sequence[Period], *, but: int | None = None
) -> YearCharge:
    """What an asset bears up to the end of that year; what earlier years were not charged is caught up.

    `years` are those of the books up to this one; `but` is a journal of this year that does not count.
    """
    asset = known.asset
    standing = Standing(known.accumulated(date.max, but=but), known.depreciated_through(but=but))
    nothing = YearCharge(asset, 0, standing.amount, 0)
    if known.disposal is not None and known.disposal.disposed_on <= year.end:
        return nothing
    if standing.through is not None and standing.through >= year.end:
        return nothing
    amount, months = charge_between(asset, standing, _ends(known, years, year.end, but))
    return YearCharge(asset, amount, standing.amount, months)


def charge_at_disposal(known: RegisteredAsset, disposed_on: date, years: Sequence[Period]) -> YearCharge:
    """What it still bears before it leaves: to the end of the month before."""
    asset, last = known.asset, month_start(disposed_on) - ONE_DAY
    standing = Standing(known.accumulated(date.max), known.depreciated_through())
    amount, months = charge_between(asset, standing, _ends(known, years, last, None))
    return YearCharge(asset, amount, standing.amount, months)


def _ends(known: RegisteredAsset, years: Sequence[Period], last: date, but: int | None) -> list[date]:
    """The ends of the years since its depreciation stands, and the last day."""
    through = known.depreciated_through(but=but)
    since = known.asset.in_use_on if through is None else through + ONE_DAY
    return [*(y.end for y in years if since <= y.end < last), *([last] if since <= last else [])]


def depreciation_journal(year_end: date, charges: Iterable[YearCharge], called: str) -> Journal | None:
    """The year's charges by account; None where there is nothing to post."""
    sums: dict[str, Pence] = {}
    for charge in charges:
        assert charge.asset.accumulated_id is not None or not charge.amount, "what is depreciated has an account for it"
        if charge.asset.accumulated_id is not None:
            sums[charge.asset.expense_id] = sums.get(charge.asset.expense_id, 0) + charge.amount
            sums[charge.asset.accumulated_id] = sums.get(charge.asset.accumulated_id, 0) - charge.amount
    lines = _lines(sums)
    return Journal(year_end, f"Depreciation of the year to {called}", lines) if lines else None


def disposal_journal(asset: FixedAsset, disposal: AssetDisposal, charge: YearCharge, loss_id: str) -> Journal | None:
    """Cost and depreciation out, proceeds in, the difference to profit or loss.

    What a bank line or an invoice brought stands on the asset's own account already, against its cost; else it is
    posted here to the account that was named. None where nothing is left to post.
    """
    sums: dict[str, Pence] = {}

    def post(category_id: str | None, amount: Pence) -> None:
        assert category_id is not None or not amount, "what moves has an account"
        if category_id is not None:
            sums[category_id] = sums.get(category_id, 0) + amount

    post(asset.expense_id, charge.amount)
    post(asset.accumulated_id, charge.before)
    post(asset.category_id, -asset.cost)
    post(asset.category_id if disposal.proceeds_id is None else disposal.proceeds_id, disposal.proceeds)
    post(loss_id, charge.left - disposal.proceeds)
    how = "Disposal" if disposal.proceeds else "Scrapping"
    lines = _lines(sums)
    return Journal(disposal.disposed_on, f"{how} of {asset.description}", lines) if lines else None


def _lines(sums: dict[str, Pence]) -> tuple[JournalLine, ...]:
    return tuple(
        JournalLine(category_id, debit=max(amount, 0), credit=max(-amount, 0))
        for category_id, amount in sums.items()
        if amount
    )
