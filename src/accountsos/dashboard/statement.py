"""A statement laid out row by row: heads, lines and sums, each figure with the way to what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from accountsos import ids
from accountsos.dashboard.behind import Behind, newest_behind, sources_address
from accountsos.dashboard.figures import change, money
from accountsos.dashboard.report_words import GRAND, HEADS, SUMS
from accountsos.dashboard.request import Request
from accountsos.reports.blocks import StatementLine
from accountsos.reports.figures import Figure
from accountsos.reports.statement_rows import StatementRow


@dataclass(frozen=True, slots=True)
class Column:
    """One of the statements beside each other: its head, and how a figure of it is named."""

    head: str
    figure: Callable[[str, StatementLine | None], Figure]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a statement is laid out."""

    columns: Sequence[Column]
    """The report's own first."""
    compared: bool
    """Whether the second is what the first is set beside; else they are parts of it."""
    credit: Callable[[str], bool]
    """Whether a block, or a sum, counts credits as more."""
    always: frozenset[str]
    """Sums that stand also where they say no more than the line above them."""
    never: frozenset[str]
    """Sums that would say the same as another."""
    ledger: str
    """The address of an account's ledger, up to its id."""


class Cell(NamedTuple):
    """A figure of another column; an address where it has postings of its own."""

    said: str
    address: str = ""
    head: str = ""
    """What stands over it, where it has an address."""


class Line(NamedTuple):
    """A row of the page, in the order in which its template names what it shows."""

    key: str
    kind: str
    """head, line, sum or total"""
    name: str
    said: str = ""
    """The report's own figure; empty where only another column has the line."""
    cells: tuple[Cell, ...] = ()
    ledger: str = ""
    figure: Figure | None = None
    credit: bool = False
    behind: Behind | None = None


def laid_out(request: Request, rows: Sequence[StatementRow], layout: Layout) -> tuple[Line, ...]:
    """Every row; a block without lines leaves neither head nor sum. Of the address it takes the company alone."""
    found: list[Line] = []
    lines = 0
    for row in rows:
        if row.line is not None:
            if not lines:
                found.append(Line(f"head-{row.block}", "head", HEADS[row.block]))
            lines += 1
            found.append(_line(request, row, layout))
            continue
        empty = (row.block in HEADS and not lines) or row.block in layout.never
        if not empty and (lines > 1 or row.block not in HEADS or row.block in layout.always):
            found.append(_line(request, row, layout))
        lines = 0
    return tuple(found)


def _line(request: Request, row: StatementRow, layout: Layout) -> Line:
    line, credit = row.line, layout.credit(row.block)
    own, *others = row.amounts
    figure = layout.columns[0].figure(row.block, line)
    kind = "line" if line is not None else "total" if row.block in GRAND else "sum"
    cells = [
        Cell(
            money(amount) if amount else "",
            "" if not amount else sources_address(request.company_id, column.figure(row.block, line), credit=credit),
            column.head,
        )
        for column, amount in zip(layout.columns[1:], others, strict=True)
    ]
    if layout.compared:
        cells.append(Cell(change(own or 0, others[0])))
    return Line(
        key=key_of(figure, row.block if line is None else "") + ("-before" if own is None else ""),
        kind=kind,
        name=SUMS.get(row.block, row.block) if line is None else SUMS.get(line.figure, line.name_of_holder),
        said="" if own is None else money(own),
        cells=tuple(cells),
        ledger=layout.ledger + line.category_id if line is not None and line.category_id else "",
        figure=None if own is None else figure,
        credit=credit,
    )


def key_of(figure: Figure, block: str = "") -> str:
    """What a row is called in the address and on the page."""
    if block:
        return f"sum-{block}"
    return "-".join(part for part in (figure.figure, figure.bank_account, figure.contact) if part)


async def with_behind(request: Request, known: Sequence[Line]) -> list[Line]:
    """The same, with what is behind the row that the address opens."""
    wanted, lines = request.query.get("open", ""), list(known)
    for n, each in enumerate(lines):
        if wanted and each.key == wanted and each.figure is not None:
            behind = await newest_behind(request, each.figure, credit=each.credit)
            lines[n] = each._replace(behind=behind)
    return lines


def figure_of(request: Request, report: str, row: str, line: StatementLine | None, **days: Any) -> Figure:
    """The figure of a line, or of a sum by its name."""
    if line is None:
        return Figure(report, row, **days)
    contact = ids.public_id("con_", request.company, line.contact) if line.contact is not None else None
    return Figure(report, line.figure, bank_account=line.bank_account, contact=contact, **days)
