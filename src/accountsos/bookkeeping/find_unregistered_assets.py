"""Find bank lines and bills on accounts of fixed assets that the register knows nothing of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accountsos.bookkeeping.asset_register import register
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.what_is_owed import day_in_words
from accountsos.ledger.fixed_assets import CameFrom, holds_cost
from accountsos.money import Pence, pounds
from accountsos.reports.double_counts import ASSET_NOT_REGISTERED, DoubleCount
from accountsos.store.engine.sql import Reader
from accountsos.store.open_items import moved_by

TRANSACTION, DOCUMENT = "transaction", "document"
_Source = tuple[str, CameFrom]
"""The account, and what posted there."""


@dataclass(frozen=True, slots=True)
class Unregistered:
    """What of a line or bill on an account of fixed assets the register knows nothing of."""

    category_id: str
    source: CameFrom
    day: date
    left: Pence
    """Below nothing: money that came in for something that left."""


def unregistered_assets(books: CompanyBooks[Reader]) -> Iterator[DoubleCount]:
    """Each as a finding."""
    for each in unregistered(books):
        yield _finding(each.source, each.day, books.names.chart[each.category_id].name, each.left)


def unregistered(books: CompanyBooks[Reader]) -> Iterator[Unregistered]:
    """What of a line or bill no asset came from, or no disposal brought; assets by hand take the oldest first."""
    known, by_hand = _registered(books)
    for category in books.names.chart.categories.values():
        number = books.names.category_no.get(category.category_id)
        if number is None or not holds_cost(category):
            continue
        hand = by_hand[category.category_id]
        for (day, source), posted in _posted(books, number):
            left = posted - known[category.category_id, source]
            if left > 0:
                taken = min(left, hand)
                left, hand = left - taken, hand - taken
            if left:
                yield Unregistered(category.category_id, source, day, left)


def _posted(books: CompanyBooks[Reader], category_no: int) -> list[tuple[tuple[date, CameFrom], Pence]]:
    """What bank lines and papers put on an account, each with its day, oldest first; VAT that is reclaimed left out."""
    first: dict[CameFrom, date] = {}
    sums: dict[CameFrom, Pence] = defaultdict(int)
    for moved in moved_by(books.db, books.company, [category_no]):
        if moved.source in (TRANSACTION, DOCUMENT):
            source = CameFrom(moved.source, moved.source_no)
            first[source] = min(first.get(source, moved.movement.since), moved.movement.since)
            sums[source] += moved.movement.amount
    oldest_first = sorted(sums, key=lambda source: (first[source], source.kind, source.number or 0))
    return [((first[source], source), sums[source]) for source in oldest_first]


def _registered(books: CompanyBooks[Reader]) -> tuple[dict[_Source, Pence], dict[str, Pence]]:
    """By account and source what the register has of it, receipts negative; and by account what it has by hand."""
    known: dict[_Source, Pence] = defaultdict(int)
    by_hand: dict[str, Pence] = defaultdict(int)
    for one in register(books):
        asset, gone = one.asset, one.disposal
        if asset.source.kind == "hand":
            by_hand[asset.category_id] += asset.cost
        else:
            known[asset.category_id, asset.source] += asset.cost
        if gone is not None:
            known[asset.category_id, gone.source] -= gone.proceeds
    return known, by_hand


def _finding(source: CameFrom, day: date, account: str, left: Pence) -> DoubleCount:
    assert source.number is not None, "a line and a paper have a number"
    size = left if left > 0 else -left
    amount, on = pounds(size), day_in_words(day)
    paper = source.kind == DOCUMENT
    if left > 0:
        what = f"{amount} of the bill of {on}" if paper else f"{amount} paid on {on}"
        message = f"{what} stands on {account}, and no asset in the register came from it"
        action = f"Register it as a fixed asset; or file the {'bill' if paper else 'line'} under the cost that it is"
    else:
        what = f"{amount} of the invoice of {on}" if paper else f"{amount} received on {on}"
        message = f"{what} stands on {account}, and no asset in the register was sold for it"
        action = "Say in the register which asset was sold for it; or file the "
        action += f"{'invoice' if paper else 'line'} under what it is"
    numbers = (source.number,)
    return DoubleCount(
        ASSET_NOT_REGISTERED,
        day,
        size,
        message,
        action,
        transactions=() if paper else numbers,
        documents=numbers if paper else (),
    )
