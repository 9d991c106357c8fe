"""A report's table as people read it, on a page and on paper: no ids, plain headings, days and amounts in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

AMOUNT = re.compile(r"-?[0-9]{1,15}\.[0-9]{2}", re.ASCII)
_SPAN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
WHOLE = frozenset({"total", "together"})
"""What a row of sums is called."""
_SIDES = frozenset({"debit", "credit"})
"""Columns in which nothing stands where there is nothing."""
BLOCKS: Mapping[str, str] = {
    "income": "Turnover",
    "cost_of_sales": "Cost of sales",
    "gross_profit": "Gross profit",
    "other_income": "Other income",
    "expenses": "Costs of the business",
    "operating_profit": "Operating profit",
    "finance": "Interest and finance costs",
    "tax": "Tax",
    "net_profit": "Net profit",
    "fixed_assets": "Fixed assets",
    "current_assets": "Current assets",
    "total_assets": "Total assets",
    "creditors_due_within_one_year": "Creditors due within one year",
    "creditors_due_after_one_year": "Creditors due after one year",
    "total_liabilities": "Total liabilities",
    "net_assets": "Net assets",
    "capital_and_reserves": "Capital and reserves",
}
"""The blocks of a statement and its sums, by their formal names."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell."""

    said: str
    number: bool


_WORDS = re.compile(r"[a-z]+(_[a-z0-9]+)*", re.ASCII)
"""A word of the program; an e-mail address or a bank's text stays as it is."""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row on paper: `head` begins a block, `sum` ends one, the rest are lines."""

    kind: str
    cells: tuple[Cell, ...]


def shown_columns(columns: Sequence[str]) -> list[int]:
    """Those that are no ids and no names of fields: they lead on in a program, and tell a person nothing."""
    return [n for n, column in enumerate(columns) if not (column in ("id", "field") or column.endswith("_id"))]


def head_said(column: str) -> str:
    """A heading."""
    if _SPAN.fullmatch(column) or _DAY.fullmatch(column):
        return span_said(column)
    return _IN_CAPITALS.sub(lambda word: word[0].upper(), column.replace("_", " ").capitalize())


_IN_CAPITALS = re.compile(r"\b(vat|ct|cis|hmrc)\b", re.IGNORECASE)
"""Short for several words."""


def cell_said(value: object) -> Cell:
    """A cell: amounts with their thousands, days by their months, words of the program as words."""
    if value is None or value == "":
        return Cell("", number=False)
    if isinstance(value, date):
        return Cell(day_said(value), number=False)
    if isinstance(value, int) and not isinstance(value, bool):
        return Cell(f"{value:,}".replace("-", "\u2212"), number=True)
    text = str(value)
    if AMOUNT.fullmatch(text):
        return Cell(amount_said(text), number=True)
    if _DAY.fullmatch(text) or _SPAN.fullmatch(text):
        return Cell(span_said(text), number=False)
    return Cell(text.replace("_", " ") if _WORDS.fullmatch(text) else text, number=False)


def amount_said(text: str) -> str:
    """`1,200.00`, with the sign that is as wide as a figure."""
    pounds, _, pence = text.removeprefix("-").partition(".")
    sign = "\u2212" if text.startswith("-") and (int(pounds) or int(pence)) else ""
    return f"{sign}{int(pounds):,}.{pence}"


def day_said(day: date) -> str:
    """`9 Oct 2026`."""
    return f"{day.day} {day:%b} {day.year}"


def span_said(text: str) -> str:
    """A span of days, or one, as a person reads it; any other text as it is."""
    span = _SPAN.fullmatch(text)
    if span is not None:
        first, last = (date.fromisoformat(each) for each in span.groups())
        start = day_said(first) if first.year != last.year else f"{first.day} {first:%b}"
        return f"{start} to {day_said(last)}"
    plain = text.removeprefix("as of ")
    if _DAY.fullmatch(plain):
        day = date.fromisoformat(plain)
        return f"{day.day} {day:%B} {day.year}" if plain != text else day_said(day)
    return text


def printed_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[PrintedRow]:
    """The rows on paper; where the first column names blocks, each has a heading and its sum a name."""
    shown = shown_columns(columns)
    if not columns or columns[0] != "block":
        for row in rows:
            whole = any(row[n] in WHOLE for n in shown)
            cells = tuple(_printed(columns[n], row[n], whole=whole) for n in shown)
            yield PrintedRow("sum" if whole else "line", cells)
        return
    within = ""
    for row in rows:
        first, *_ = row
        block, amounts = str(first), [cell_said(row[n]) for n in shown if n]
        named = BLOCKS.get(block, head_said(block))
        if row[shown[1]] in WHOLE:
            yield PrintedRow("sum", (Cell(named, number=False), *amounts[1:]))
            continue
        if block != within:
            within = block
            yield PrintedRow("head", (Cell(named, number=False), *(Cell("", number=False) for _ in amounts[1:])))
        yield PrintedRow("line", tuple(amounts))


def _printed(column: str, value: object, *, whole: bool) -> Cell:
    if column in _SIDES and value == "0.00" and not whole:
        return Cell("", number=True)
    cell = cell_said(value)
    return Cell(cell.said.capitalize(), number=False) if value in WHOLE else cell
