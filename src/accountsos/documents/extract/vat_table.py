"""The rows of a page that say a rate with a net and the VAT on it."""

from __future__ import annotations

import re
from decimal import Decimal

from accountsos.documents.extract.rows import Row
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.vat_labels import SAYS_VAT
from accountsos.documents.extract.vat_parts import free_of_it
from accountsos.documents.facts import VatAtRate
from accountsos.money import Pence, rounded_half_up

RATE = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?%")


def parts_at_rates(sheet: Sheet, gross: Pence) -> tuple[VatAtRate, ...]:
    """Rows of a VAT table: a rate with a net and a VAT where VAT = rate x net to two pence."""
    found: dict[Decimal, VatAtRate] = {}
    used: set[int] = set()
    amounts_by_row: dict[int, list[FoundAmount]] = {}
    for amount in sheet.amounts:
        amounts_by_row.setdefault(amount.row.index, []).append(amount)
    for row in sheet.rows:
        rate = _rate_in(row)
        amounts = [a for a in amounts_by_row.get(row.index, []) if a.amount.has_decimals]
        if rate is None or len(amounts) < 2 or _is_no_rate(row):
            continue
        pair = _pair(rate, amounts)
        if pair is not None and rate not in found:
            found[rate] = VatAtRate(rate, pair[0].pence, pair[1].pence, None, 0.95, pair[1].place)
            used.add(row.index)
    elsewhere = frozenset(a.pence for a in sheet.amounts if a.row.index not in used and a.amount.has_decimals)
    return _those_that_make(sheet, gross, tuple(found.values()), elsewhere)


_NO_RATE = re.compile(
    r"SERVICECHARGE|SERVICE$|TIPS?$|GRATUITY|DISCOUNT|INTEREST|RETENTION|COMMISSION|SURCHARGE|DEPOSIT"
)
"""Other shares of a sum than VAT: a row that speaks of one gives no rate, unless it speaks of VAT too."""
_ROW_OF_RATES = re.compile(r"(?:[A-Z]\d?\s+)?(20|5)(?:[.,]0{1,2})?(?:\s+\d[\d,]*\.\d{2}){2,3}")
"""A code, a rate without its sign, net and VAT: `S 20.0 80.00 16.00`."""


_BEARS_NONE = re.compile(r"NONVAT|ZERORATED|EXEMPT|NOVAT|OUTSIDETHESCOPE|OUTSIDESCOPE")
_NOUGHT = re.compile(r"(?<![\d.,])0\.00(?!\d)")


def _is_no_rate(row: Row) -> bool:
    return _NO_RATE.search(row.compact) is not None and SAYS_VAT.search(row.compact) is None


def _rate_in(row: Row) -> Decimal | None:
    text = row.text
    if match := RATE.search(text):
        return Decimal(match.group(1).replace(",", "."))
    if bare := _ROW_OF_RATES.fullmatch(text):
        return Decimal(bare.group(1))
    if _BEARS_NONE.search(row.compact) and _NOUGHT.search(text):
        return Decimal(0)
    for piece in row.pieces:
        # German tables print the bare rate in a column of its own.
        if piece.text.strip() in ("7", "19", "0", "20", "5"):
            return Decimal(piece.text.strip())
    return None


def _pair(rate: Decimal, amounts: list[FoundAmount]) -> tuple[FoundAmount, FoundAmount] | None:
    for net in amounts:
        for tax in amounts:
            if tax is net:
                continue
            due = rounded_half_up(Decimal(net.pence) * rate / 100)
            if abs(due - tax.pence) <= 2 and (rate == 0) == (tax.pence == 0) and net.pence:
                return net, tax
    return None


def _says_vat(sheet: Sheet, rates: tuple[VatAtRate, ...]) -> bool:
    """Whether each row that a rate was read from says that it is VAT: a quantity of goods may look like a rate."""
    boxes = {id(p.box): row for row in sheet.rows for p in row.pieces}
    rows = [boxes.get(id(rate.place.box)) for rate in rates if rate.place is not None]
    return all(row is not None and SAYS_VAT.search(row.compact) for row in rows)


def _those_that_make(
    sheet: Sheet, gross: Pence, rates: tuple[VatAtRate, ...], elsewhere: frozenset[Pence]
) -> tuple[VatAtRate, ...]:
    """The rates where they make the gross; a rest is zero-rated only where VAT and net of all are printed as such."""
    rest = gross - sum((rate.net or 0) + (rate.vat or 0) for rate in rates)
    if not rates or rest == 0:
        return rates
    vat = sum(rate.vat or 0 for rate in rates)
    shown = vat in elsewhere and (gross - vat in elsewhere or rest in elsewhere) and gross - rest not in elsewhere
    shown = shown or (rest > 0 and _says_vat(sheet, rates) and rest in free_of_it(sheet))
    if rest > 0 and shown and not any(rate.rate == 0 for rate in rates):
        return (*rates, VatAtRate(Decimal(0), rest, 0, None, 0.8, rates[-1].place))
    return ()
