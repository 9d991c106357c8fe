"""Capital and reserves: what the owners have in the business, and how this year changed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from accountsos.ledger.chart import Category, Chart
from accountsos.money import Pence
from accountsos.reports.blocks import Block, Place, StatementLine
from accountsos.reports.figures import BROUGHT_FORWARD, CAPITAL, PROFIT_OF_YEAR, RETAINED_BROUGHT_FORWARD, sheet_block
from accountsos.reports.trial_balance import (
    Movements,
    by_account,
    places_brought_forward,
    profit_of,
)
from accountsos.reports.warnings import ReportWarning, dividends_exceed_reserves, wrong_capital_account

_OF_A_COMPANY = ("shares", "retained", "dividends")
_OF_AN_OWNER = ("owners_capital", "drawings", "capital_introduced")
_NAME_BROUGHT_FORWARD = {"ltd": "Retained earnings brought forward", "sole_trader": "Opening capital"}


class Capital(Struct, frozen=True):
    """The block of capital and reserves, and what is odd about it."""

    block: Block
    warnings: tuple[ReportWarning, ...]


class _Books(Struct, frozen=True):
    chart: Chart
    before_year: Mapping[str, Pence]
    of_year: Mapping[str, Pence]
    year_start: date
    as_of: date

    def posted(self, category_id: str) -> Pence:
        """Credit less debit up to the day: equity is positive."""
        return -self.before_year.get(category_id, 0) - self.of_year.get(category_id, 0)

    def posted_in_year(self, category_id: str) -> Pence:
        return -self.of_year.get(category_id, 0)


def capital_of(
    chart: Chart, before_year: Movements, of_year: Movements, *, entity_type: str, year_start: date, as_of: date
) -> Capital:
    """Owners' accounts, what was brought forward, and profit and distributions of the year.

    Every account of equity is shown, also one that this kind of business should not have: the sheet must balance.
    """
    books = _Books(chart, by_account(before_year), by_account(of_year), year_start, as_of)
    forward = _brought_forward_line(books, entity_type)
    in_year = ("dividends",) if entity_type == "ltd" else ("capital_introduced", "drawings")
    own = [
        _own_line(books, c)
        for c in chart.once(_of_capital)
        if c.category_id != forward.category_id and c.role not in in_year
    ]
    profit = StatementLine(
        figure=PROFIT_OF_YEAR,
        name="Profit for the year",
        amount=profit_of(chart, of_year),
        category_id=None,
        places=tuple([Place(category_id, year_start, as_of) for category_id in chart.profit_and_loss]),
    )
    of_the_year = [_year_line(books, c) for role in in_year for c in chart.once(_in_roles).get(role, ())]
    ordered = [*own, forward, profit, *of_the_year] if entity_type == "ltd" else [forward, *of_the_year, profit, *own]
    lines = tuple(line for line in ordered if line.amount)
    return Capital(Block(lines), _warnings(chart, lines, entity_type))


def _of_capital(chart: Chart) -> list[Category]:
    """The accounts of the block, in order."""
    return [c for c in chart.categories.values() if sheet_block(c) == CAPITAL]


def _in_roles(chart: Chart) -> dict[str, list[Category]]:
    """The accounts in each role, in order."""
    found: dict[str, list[Category]] = {}
    for category in chart.categories.values():
        found.setdefault(category.role, []).append(category)
    return found


def _brought_forward_line(books: _Books, entity_type: str) -> StatementLine:
    into = BROUGHT_FORWARD[entity_type]
    rolled = books.chart.once(into.rolled)
    earlier = -sum([amount for category_id, amount in books.before_year.items() if category_id in rolled])
    return StatementLine(
        figure=into.figure,
        name=_NAME_BROUGHT_FORWARD[entity_type],
        amount=books.posted(into.category_id) + earlier,
        category_id=into.category_id,
        places=places_brought_forward(books.chart, into, books.year_start, books.as_of),
    )


def _own_line(books: _Books, category: Category) -> StatementLine:
    return StatementLine(
        figure=category.category_id,
        name=category.name,
        amount=books.posted(category.category_id),
        category_id=category.category_id,
        places=(Place(category.category_id, None, books.as_of),),
    )


def _year_line(books: _Books, category: Category) -> StatementLine:
    return StatementLine(
        figure=category.category_id,
        name=category.name,
        amount=books.posted_in_year(category.category_id),
        category_id=category.category_id,
        places=(Place(category.category_id, books.year_start, books.as_of),),
    )


def _warnings(chart: Chart, lines: tuple[StatementLine, ...], entity_type: str) -> tuple[ReportWarning, ...]:
    foreign = _OF_AN_OWNER if entity_type == "ltd" else _OF_A_COMPANY
    roles = {line.figure: chart[line.category_id].role for line in lines if line.category_id is not None}
    found = [
        wrong_capital_account(line.name, entity_type, line.amount)
        for line in lines
        if roles.get(line.figure) in foreign
    ]
    if entity_type == "ltd":
        amounts = {line.figure: line.amount for line in lines}
        dividends = -sum(line.amount for line in lines if roles.get(line.figure) == "dividends")
        reserves = amounts.get(RETAINED_BROUGHT_FORWARD, 0) + amounts.get(PROFIT_OF_YEAR, 0)
        if dividends > max(reserves, 0):
            found.append(dividends_exceed_reserves(dividends - max(reserves, 0)))
    return tuple(found)
