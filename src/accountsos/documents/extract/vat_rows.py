"""VAT by rate as the rows of a table have it: a till's table of rates, or goods with their VAT beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accountsos.documents.extract.rows import Row, compact, plain
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.vat_within import OURS, SAYS_TAX, rates_said, within
from accountsos.documents.extract.words import Word, words_in
from accountsos.documents.facts import Place, VatAtRate
from accountsos.money import Pence, rounded_half_up

_FREE = re.compile(
    r"ZERO[- ]?RATED?|\bEXEMPT|NO VAT|OUTSIDE (?:THE )?SCOPE|VAT FREE|NON-?VATABLE|(?<![\d.,])0(?:[.,]0{1,2})?\s?%"
)
_STANDARD, _REDUCED = re.compile(r"\bSTANDARD[- ]RATED?\b"), re.compile(r"\bREDUCED[- ]RATED?\b")
_BARE_RATE = re.compile(r"(\d{1,2})(?:[.,]\d{1,2})?")
_NO_LINE = frozenset((Word.TOTAL, Word.GRAND, Word.PAYABLE, Word.SUBTOTAL, Word.CHANGE, Word.BALANCE, Word.PREPAID))
"""Cards and what was paid are goods as well, such as a fee for card sales: what was paid comes after the totals."""
_SUMS_UP = re.compile(r"^(?:NET|VAT|TVA|MWST|UST|BTW|GOODS)(?:[A-Z]{0,3}|TOTAL|AMOUNT|ATSTANDARDRATE)$")
_HEAD_ABOVE, _ROWS_MOST = 6, 40
_HIGHEST = 27


@dataclass(frozen=True, slots=True)
class _Part:
    rate: Decimal
    net: Pence
    tax: Pence
    place: Place | None
    row: int


def parts_in_a_table(sheet: Sheet, gross: Pence) -> tuple[VatAtRate, ...]:
    """The rates of rows next to each other that say they are of VAT, where their nets and VAT make the total."""
    found = list(_rows_of_rates(sheet))
    windows = [w for w in _windows(found) if sum(p.net + p.tax for p in w) == gross and any(p.tax for p in w)]
    return _by_rate(windows[-1]) if windows else ()


def parts_of_lines(sheet: Sheet, gross: Pence) -> tuple[VatAtRate, ...]:
    """Lines with their VAT beside them and lines without: they make the total, and their VAT is summed up elsewhere."""
    lines = list(_lines(sheet))
    if not any(part.tax > 0 for part in lines):
        return ()
    for window in _windows(lines):
        tax = sum(p.tax for p in window)
        if tax <= 0 or sum(p.net for p in window) + tax != gross or len(window) < 2:
            continue
        inside = {p.row for p in window}
        outside = {a.pence for a in sheet.amounts if a.row.index not in inside and a.amount.has_decimals}
        if tax in outside:
            return _by_rate(window)
    return ()


def _windows(found: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    for start in range(len(found)):
        for end in range(start + 1, min(len(found), start + _ROWS_MOST) + 1):
            yield found[start:end]


def _by_rate(parts: Sequence[_Part]) -> tuple[VatAtRate, ...]:
    nets: dict[Decimal, Pence] = {}
    taxes: dict[Decimal, Pence] = {}
    for part in parts:
        nets[part.rate] = nets.get(part.rate, 0) + part.net
        taxes[part.rate] = taxes.get(part.rate, 0) + part.tax
    place = next((part.place for part in parts if part.tax), None)
    order = sorted((rate for rate in nets if nets[rate]), reverse=True)
    return tuple(VatAtRate(rate, nets[rate], taxes[rate], None, 0.95, place) for rate in order)


def _by_row(sheet: Sheet) -> dict[int, list[FoundAmount]]:
    rows: dict[int, list[FoundAmount]] = {}
    for found in sheet.amounts:
        if found.amount.has_decimals:
            rows.setdefault(found.row.index, []).append(found)
    return rows


def _rows_of_rates(sheet: Sheet) -> Iterator[_Part]:
    by_row = _by_row(sheet)
    for row in sheet.rows:
        amounts, text = by_row.get(row.index, []), plain(row.text)
        after = sheet.rows[row.index + 1] if row.index + 1 < len(sheet.rows) else None
        breaks = after is not None and not any(c.isalpha() for c in after.text)
        if len(amounts) == 1 and after is not None and breaks and SAYS_TAX.search(text):
            # A narrow roll breaks the line: `... 132.95 incl. VAT`, and the VAT below it.
            amounts = [*amounts, *by_row.get(after.index, [])]
        part = _of_rates(sheet, row, text, amounts)
        if part is not None:
            yield part


def _of_rates(sheet: Sheet, row: Row, text: str, amounts: Sequence[FoundAmount]) -> _Part | None:
    """A row that says its rate, and is of VAT by its own words or by the heading above."""
    rates = _rates_in(row, text)
    if not amounts or not (rates or _FREE.search(text)) or not _is_of_vat(sheet, row, text):
        return None
    charged = _pair(rates, amounts)
    if charged is not None:
        rate, net, tax = charged
        return _Part(rate, net, tax, amounts[0].place, row.index)
    if _FREE.search(text) or 0 in rates:
        return _Part(Decimal(0), max(a.pence for a in amounts), 0, amounts[0].place, row.index)
    return None


def _is_of_vat(sheet: Sheet, row: Row, text: str) -> bool:
    if SAYS_TAX.search(text) or _FREE.search(text) or _STANDARD.search(text):
        return True
    over = sheet.rows[max(0, row.index - _HEAD_ABOVE) : row.index]
    return any(SAYS_TAX.search(plain(other.text)) and not _has_sum(other) for other in over)


def _has_sum(row: Row) -> bool:
    return re.search(r"\d[.,]\d{2}(?!\d)", row.text) is not None


def _rates_in(row: Row, text: str) -> tuple[Decimal, ...]:
    if said := rates_said(text):
        return said
    if _STANDARD.search(text):
        return (Decimal(20),)
    if _REDUCED.search(text):
        return (Decimal(5),)
    cells = (_BARE_RATE.fullmatch(word) for piece in row.pieces[:2] for word in piece.text.split()[:2])
    return tuple(Decimal(cell[1]) for cell in cells if cell is not None and int(cell[1]) <= _HIGHEST)


def _pair(rates: Sequence[Decimal], amounts: Sequence[FoundAmount]) -> tuple[Decimal, Pence, Pence] | None:
    """A net and its VAT, or a sum and the VAT it contains, at one of these rates."""
    sizes = [a.pence for a in amounts if a.pence]
    pairs = [(base, tax) for base in sizes for tax in sizes if max(tax, -tax) < max(base, -base)]
    for rate in rates:
        for base, tax in pairs:
            if rate and abs(_at(rate, base) - tax) <= 1:
                return rate, base, tax
        for base, tax in pairs:
            if rate and abs(within(rate, base) - tax) <= 1:
                return rate, base - tax, tax
    return None


def _at(rate: Decimal, net: Pence) -> Pence:
    return rounded_half_up(Decimal(net) * rate / 100)


def _lines(sheet: Sheet) -> Iterator[_Part]:
    for index, amounts in _by_row(sheet).items():
        row = sheet.rows[index]
        label = compact(amounts[0].label)
        if words_in(label) & _NO_LINE or _SUMS_UP.match(label):
            continue
        text = plain(row.text)
        beside = _beside(rates_said(text) or OURS, [a.pence for a in amounts])
        if beside is not None:
            yield _Part(*beside, amounts[0].place, index)
            continue
        sizes = [a.pence for a in amounts if a.pence] or [0]
        yield _Part(Decimal(0), sizes[-1], 0, amounts[0].place, index)


def _beside(rates: Sequence[Decimal], sizes: Sequence[Pence]) -> tuple[Decimal, Pence, Pence] | None:
    """The last net with its VAT in one of the columns on its right."""
    for n in range(len(sizes) - 2, -1, -1):
        for tax in sizes[n + 1 :]:
            for rate in rates:
                if tax and sizes[n] and abs(_at(rate, sizes[n]) - tax) <= (1 if rate in OURS else 0):
                    return rate, sizes[n], tax
    return None
