"""VAT that is charged on a part of a paper: the part and the rest must both be shown by what it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.words import Word, words_in
from accountsos.documents.facts import VatAtRate
from accountsos.money import Pence, rounded_half_up

_RATES = (Decimal(20), Decimal(5))
_LINES_MOST = 14
_IS_TAX = re.compile(r"(?:TOTAL|ADD|PLUS)?VAT(?!FREE|EXEMPT|REG)")
_NO_LINE = frozenset(
    (Word.TOTAL, Word.GRAND, Word.PAYABLE, Word.SUBTOTAL, Word.CASH, Word.CARD, Word.CHANGE, Word.BALANCE)
)


def parts_of(sheet: Sheet, net: Pence, tax: FoundAmount) -> tuple[VatAtRate, ...]:
    """The part of the net that this tax is a rate of ours on, and the rest that bears none.

    Each must be printed, or be what some lines next to each other come to: fees above, disbursements below.
    """
    # In `VAT (20% on 15.00; 0% on 77.95)  3.00` only the last amount is the tax.
    last = {a.row.index: a for a in sheet.amounts if a.amount.has_decimals}.values()
    taxes = {a.pence for a in last if _IS_TAX.match(compact(a.label))}
    if not 0 < tax.pence < net or len(taxes - {0, tax.pence}) > 0:
        return ()  # where VAT is charged twice over, what is left may bear some
    seen = shown(sheet, tax.pence)
    for rate in _RATES:
        for base in sorted(seen):
            rest = net - base
            if rest > 0 and rest in seen and rounded_half_up(Decimal(base) * rate / 100) == tax.pence:
                return (
                    VatAtRate(rate, base, tax.pence, None, 0.93, tax.place),
                    VatAtRate(Decimal(0), rest, 0, None, 0.9, tax.place),
                )
    return ()


def lines_at_rates(sheet: Sheet, net: Pence, tax: FoundAmount) -> tuple[VatAtRate, ...]:
    """The net by the rate that each line says or its own VAT shows, where the lines make all of the net and the VAT.

    Else by a part and a rest that are both shown.
    """
    by_row: dict[int, list[FoundAmount]] = {}
    for found in sheet.amounts:
        if found.amount.has_decimals and not words_in(compact(found.label)) & _NO_LINE:
            by_row.setdefault(found.row.index, []).append(found)
    told = [(rate, row) for row in by_row.values() if (rate := _says(row)) is not None]
    ways = [[(rate, row[-back].pence) for rate, row in told if len(row) >= back] for back in (1, 2, 3)]
    ways.append([(Decimal(said[1]), row[-1].pence) for row in by_row.values() if (said := _summed_at(row)) is not None])
    ways.append([pair for row in by_row.values() if (pair := _with_its_tax(row)) is not None])
    for way in ways:
        nets: dict[Decimal, Pence] = {}
        for rate, size in way:
            nets[rate] = nets.get(rate, 0) + size
        taxed = {rate: rounded_half_up(Decimal(size) * rate / 100) for rate, size in nets.items()}
        if len(nets) > 1 and sum(nets.values()) == net and sum(taxed.values()) == tax.pence:
            order = sorted(nets, reverse=True)
            return tuple(VatAtRate(rate, nets[rate], taxed[rate], None, 0.95, tax.place) for rate in order)
    return parts_of(sheet, net, tax)


def _says(row: list[FoundAmount]) -> Decimal | None:
    """The rate that a line of goods says in a cell of its own or at the end of its words."""
    for piece in row[0].row.pieces:
        text = plain(piece.text).strip(" .()")
        if cell := _RATE_CELL.fullmatch(text):
            return Decimal(cell.group(1))
        if _FREE_LINE.search(text):
            return Decimal(0)
        if _STANDARD_LINE.search(text):
            return Decimal(20)
    return None


def _with_its_tax(row: list[FoundAmount]) -> tuple[Decimal, Pence] | None:
    """The rate and net of a line with its VAT in the next column."""
    for net, tax in pairwise(row):
        for rate in (*_RATES, Decimal(0)):
            if net.pence and rounded_half_up(Decimal(net.pence) * rate / 100) == tax.pence:
                return rate, net.pence
    if len(row) > 1 and row[-2].pence == row[-1].pence:
        return Decimal(0), row[-1].pence  # with nothing or a dash between: its gross is its net
    return None


def _summed_at(row: list[FoundAmount]) -> re.Match[str] | None:
    """Of a row that sums up the goods at a rate: `Work at 20%   195.00`."""
    return _AT_A_RATE.fullmatch(plain(row[-1].label).strip(" .:()"))


_AT_A_RATE = re.compile(r"(?!.*\b(?:VAT|TAX)\b)[A-Z ]+(?:\bAT|@) ?(20|5|0)(?:\.0{1,2})?\s?%(?: RATE)?")
_RATE_CELL = re.compile(r"(?:VAT\W+)?(20|5|0)(?:\.0{1,2})?\s?%?(?: VAT)?")
_FREE_LINE = re.compile(r"(?:^|\W)(?:ZERO[ -]?RATED?|EXEMPT|NO VAT|OUTSIDE (?:THE )?SCOPE|VAT FREE|NON-?VATABLE)$")
_STANDARD_LINE = re.compile(r"(?:^|\W)STANDARD[ -]?RATED?$")


def totals_in_columns(sheet: Sheet, gross: Pence) -> list[tuple[FoundAmount, FoundAmount]]:
    """VAT and net that stand side by side in a row of totals and make the gross: `Totals  1,198.00  213.80`."""
    rows: dict[int, list[FoundAmount]] = {}
    for found in sheet.amounts:
        if found.amount.has_decimals and _TOTALS.match(plain(found.row.text)):
            rows.setdefault(found.row.index, []).append(found)
    pairs = [row[:_A_PAIR] for row in rows.values() if len(row) == _A_PAIR or _ends_with(row, gross)]
    sums = [(tax, net) for net, tax in pairs if net.pence + tax.pence == gross]
    return [(tax, net) for tax, net in sums if 0 < tax.pence * 5 <= net.pence + _A_PAIR]


def _ends_with(row: list[FoundAmount], gross: Pence) -> bool:
    """Whether the gross stands behind its net and VAT."""
    return len(row) == _A_PAIR + 1 and row[-1].pence == gross


_TOTALS = re.compile(r"(?:(?:SUB|GRAND) ?-?)?TOTALS?\b(?: (?:NOW|DUE|PAYABLE|GBP|£|NET))*[\W\d]*$")
_A_PAIR = 2


def free_of_it(sheet: Sheet) -> frozenset[Pence]:
    """What the lines come to that say themselves that they bear no VAT, all of them or the one in a table of rates."""
    found: dict[int, Pence] = {}
    for a in sheet.amounts:
        if a.amount.has_decimals and _FREE.search(compact(a.label)):
            found[a.row.index] = max(found.get(a.row.index, 0), a.pence)
    return frozenset((sum(found.values()), *found.values()))


_FREE = re.compile(r"ZERORATE|EXEMPT|OUTSIDETHESCOPE|OUTSIDESCOPE|VATFREE|NOVAT|NONVATABLE")


@lru_cache(maxsize=8)
def shown(sheet: Sheet, tax: Pence) -> frozenset[Pence]:
    """Every sum that is printed, and what some lines next to each other come to."""
    printed = {a.pence for a in sheet.amounts if a.amount.has_decimals and a.pence > 0 and a.pence != tax}
    lines = [a.pence for a in _lines(sheet) if a.pence != tax]
    for start in range(len(lines)):
        total = 0
        for size in lines[start : start + _LINES_MOST]:
            total += size
            printed.add(total)
    return frozenset(printed)


def _lines(sheet: Sheet) -> Iterator[FoundAmount]:
    """The last amount of each row that is no sum and no payment."""
    last = {a.row.index: a for a in sheet.amounts if a.amount.has_decimals}
    for found in last.values():
        if not words_in(compact(found.label)) & _NO_LINE and not _IS_TAX.match(compact(found.label)):
            yield found
