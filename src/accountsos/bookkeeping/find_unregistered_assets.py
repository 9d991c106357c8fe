"""Find bank lines on accounts of fixed assets that the register knows nothing of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from accountsos.bookkeeping.asset_register import Origin, register
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.what_is_owed import day_in_words
from accountsos.dates import FIRST_DAY
from accountsos.ledger.fixed_assets import CameFrom, holds_cost
from accountsos.money import Pence, text_from_pence
from accountsos.reports.double_counts import ASSET_NOT_REGISTERED, DoubleCount
from accountsos.store.double_counts import StandingLine, lines_of_category
from accountsos.store.engine.sql import Reader

TRANSACTION = "transaction"


def unregistered_assets(books: CompanyBooks[Reader]) -> Iterator[DoubleCount]:
    """Each line with what of it no asset came from, or no disposal brought; assets by hand take the oldest first."""
    by_line, by_hand = _registered(books)
    for category in books.names.chart.categories.values():
        number = books.names.category_no.get(category.category_id)
        if number is None or not holds_cost(category):
            continue
        hand = by_hand[category.category_id]
        for line in lines_of_category(books.db, books.company, number, FIRST_DAY):
            source = CameFrom(TRANSACTION, line.number)
            posted = Origin(source, line.booked_on, line.entry_no).posted(books, category.category_id)
            left = posted - by_line[category.category_id, line.number]
            if left > 0:
                taken = min(left, hand)
                left, hand = left - taken, hand - taken
            if left:
                yield _finding(line, category.name, left)


def _registered(books: CompanyBooks[Reader]) -> tuple[dict[tuple[str, int], Pence], dict[str, Pence]]:
    """By account and line what the register has of it, receipts negative; and by account what it has by hand."""
    by_line: dict[tuple[str, int], Pence] = defaultdict(int)
    by_hand: dict[str, Pence] = defaultdict(int)
    for one in register(books):
        asset, gone = one.asset, one.disposal
        if asset.source.kind == TRANSACTION and asset.source.number is not None:
            by_line[asset.category_id, asset.source.number] += asset.cost
        elif asset.source.kind == "hand":
            by_hand[asset.category_id] += asset.cost
        if gone is not None and gone.source.kind == TRANSACTION and gone.source.number is not None:
            by_line[asset.category_id, gone.source.number] -= gone.proceeds
    return by_line, by_hand


def _finding(line: StandingLine, account: str, left: Pence) -> DoubleCount:
    size = left if left > 0 else -left
    pounds, day = f"£{text_from_pence(size)}", day_in_words(line.booked_on)
    if left > 0:
        message = f"{pounds} paid on {day} stands on {account}, and no asset in the register came from it"
        action = "Register it as a fixed asset; or file the line under the cost that it is"
    else:
        message = f"{pounds} received on {day} stands on {account}, and no asset in the register was sold for it"
        action = "Say in the register which asset was sold for it; or file the line under what it is"
    return DoubleCount(ASSET_NOT_REGISTERED, line.booked_on, size, message, action, transactions=(line.number,))
