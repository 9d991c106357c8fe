"""Look through the lines: a page of them, what all that match come to, and what of it waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from accountsos.bookkeeping.look_ups import financial_year
from accountsos.dates import Period
from accountsos.exchange import ForeignAmount
from accountsos.store.engine.sql import Reader
from accountsos.store.foreign_lines import foreign_among
from accountsos.store.line_counter import SURE as SURE_FROM
from accountsos.store.line_sums import LineSums, months_with_lines, sums_at_hand, sums_of, with_paper
from accountsos.store.names import Names, names_of
from accountsos.store.transaction_list import ListedTransaction, is_met, rows_of
from accountsos.workflows.bank.list_transactions import TransactionQuestion, filter_of
from accountsos.workflows.unit_of_work import ReadWorkflow

SURE = SURE_FROM
"""From this confidence on the program is sure."""
LIKELY = 7_000
"""From this confidence on it has a good guess."""
MONTHS_SHOWN = 18


class LookThrough(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines, which part of them, and the day on which somebody looks."""

    lines: TransactionQuestion
    part: TransactionQuestion
    """The same narrowed further: what the page shows."""
    today: date


@dataclass(frozen=True, slots=True)
class LinesSeen:
    """A page of the part, the sums of the whole, and what there is to choose from."""

    rows: list[ListedTransaction]
    total: int
    """Of the part."""
    sums: LineSums
    """Of the whole."""
    part: LineSums
    with_paper: frozenset[int]
    foreign: Mapping[int, ForeignAmount]
    """What lines of accounts in other currencies moved there."""
    names: Names
    year: Period


def look_through(db: Reader, company: int, asked: LookThrough) -> LinesSeen:
    """One consistent look."""
    names = names_of(db, company)
    chosen = filter_of(names, company, asked.part)
    whole = sums_of(db, company, filter_of(names, company, asked.lines))
    part = whole if asked.part == asked.lines else sums_of(db, company, chosen)
    rows = rows_of(db, company, chosen, limit=asked.part.limit, total=part.all.lines, after=asked.part.after)
    return LinesSeen(
        rows=rows,
        total=part.all.lines,
        sums=whole,
        part=part,
        with_paper=with_paper(db, company, [row.number for row in rows]),
        foreign=foreign_among(db, company, [(row.number, names.account_of[row.account_no]) for row in rows]),
        names=names,
        year=financial_year(db, company, asked.today),
    )


def months(db: Reader, company: int, _: None) -> list[int]:
    """The months that have lines, the newest first, as 202610."""
    return months_with_lines(db, company, limit=MONTHS_SHOWN)


def _walks(db: Reader, company: int, asked: LookThrough) -> bool:
    """Whether lines are added up or gone through one by one: no counter knows, and nothing is known from before."""
    if not asked.part.may_take_long and asked.part.waiting is None:
        return False
    names = names_of(db, company)
    whole, part = (filter_of(names, company, question) for question in (asked.lines, asked.part))
    found = sums_at_hand(db, company, part)
    if found is None or (part != whole and sums_at_hand(db, company, whole) is None):
        return True
    page = asked.part
    return not is_met(db, company, part, total=found.all.lines, limit=page.limit, after=page.after)


LOOK_THROUGH = ReadWorkflow("transaction.look_through", look_through, short=True, long_in=_walks)
MONTHS = ReadWorkflow("transaction.months", months, short=True)
YEAR = ReadWorkflow("year.of_day", financial_year, short=True)
