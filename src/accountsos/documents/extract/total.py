"""Features of each amount on a document that may be its total."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from accountsos.documents.extract.choose import Numbers
from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.words import Word, words_in
from accountsos.money import Pence

_CANDIDATES_MAX = 220
_WORDS = len(Word)
_DESCRIBES = re.compile(
    r"(?:CARD|SALES|PAYMENT|TRANSACTION)S?VOLUME|(?:CARD|GROSS|ONLINE)SALES$|PAID(?:IN)?TOYOUR(?:BANK)?ACCOUNT|PAYOUT|TURNOVER|TAKINGS|PROCESSED|SUMINSURED|REBUILDINGCOST|RATEABLEVALUE"
    r"|CREDITLIMIT|AVAILABLECREDIT|ORDERVALUE|CONTRACTVALUE|(?:DECLARED|CUSTOMS|STATISTICAL|SHIPMENT|INSURED|VAT|DUTIABLE)VALUE"
)
"""What an amount says of the customer or the contract: nobody asks for it."""
_A_VALUE = re.compile(r"(?:DECLARED|CUSTOMS|STATISTICAL|SHIPMENT|INSURED|DUTIABLE)VALUE(?:GBP|EUR|USD)?")


@dataclass(frozen=True)
class _Seen:
    """An amount with the words of its label read once."""

    found: FoundAmount
    left: frozenset[Word]
    above: frozenset[Word]

    @property
    def value(self) -> Pence:
        return abs(self.found.pence)

    @property
    def words(self) -> frozenset[Word]:
        return self.left or self.above


def total_candidates(sheet: Sheet) -> tuple[list[FoundAmount], Numbers]:
    """The amounts that may be the total, and a row of features for each and for "there is none"."""
    seen = [
        _Seen(found, words_in(compact(found.label)), words_in(compact(found.above)))
        for found in sheet.amounts
        if found.pence != 0 and abs(found.pence) < 10**11 and not found.is_a_unit_price
        if not _describes(found) and not _is_a_volume(sheet, found)
    ]
    # Whole numbers are quantities and codes far more often than amounts: a label or sign must speak for them.
    kept = [
        s
        for s in seen
        if s.found.amount.has_decimals
        or s.found.amount.currency
        or (_is_labelled(s) and not _IS_NUMBERED.search(plain(s.found.label)) and not _counts_time(s.found))
    ]
    if len(kept) > _CANDIDATES_MAX:
        labelled = [s for s in kept if _is_labelled(s)][-_CANDIDATES_MAX:]
        rest = [s for s in kept if not _is_labelled(s)][-(_CANDIDATES_MAX - len(labelled)) :]
        kept = sorted(labelled + rest, key=lambda s: (s.found.row.index, s.found.column, s.found.amount.start))
    features = _features(sheet, kept)
    return [s.found for s in kept], features


def _describes(found: FoundAmount) -> bool:
    """Whether its label, or the heading over it, says that it is a size of the matter and no price."""
    return _DESCRIBES.search(compact(found.label)) is not None or _A_VALUE.fullmatch(compact(found.above)) is not None


def _counts_time(found: FoundAmount) -> bool:
    return _OF_TIME.match(plain(found.piece.text[found.amount.end :])) is not None


def _is_a_volume(sheet: Sheet, found: FoundAmount) -> bool:
    """Whether it stands in a column of what the customer took in, on which fees are charged."""
    box = found.piece.box
    return len(found.row.pieces) >= _COLUMNS_LEAST and any(
        _VOLUME.fullmatch(p.compact) and p.box.left < box.right and box.left < p.box.right
        for row in sheet.rows[max(0, found.row.index - _LINES_UNDER) : found.row.index]
        for p in row.pieces
        if p.page == found.piece.page
    )


_VOLUME = re.compile(r"(?:SALES|CARD|TRANSACTION|PROCESSED)?(?:VOLUME|TURNOVER|TAKINGS)(?:GBP)?")
_IS_NUMBERED = re.compile(r"(?:\b(?:NO|NR|NUMBER|REF|CAB|PLATE|BADGE|TABLE|ACCOUNT|ACC|A/C)\b|#)\W*$")
"""`cab No 1187`, under the words for what was received."""
_OF_TIME = re.compile(r"\s?(?:CALENDAR |WORKING )?(?:DAY|WEEK|MONTH|HOUR|HR)S?\b")
"""What a whole number counts in the terms of payment: `within 14 days`."""
_LINES_UNDER, _COLUMNS_LEAST = 12, 3
_TOTALS = frozenset(
    (Word.TOTAL, Word.INCLUSIVE, Word.GRAND, Word.PAYABLE, Word.NETT, Word.CASH, Word.CARD, Word.ROUNDED, Word.BALANCE)
)


def _is_labelled(seen: _Seen) -> bool:
    return bool(seen.words & _TOTALS) and Word.REFERENCE not in seen.left and Word.QUANTITY not in seen.left


def _features(sheet: Sheet, kept: list[_Seen]) -> Numbers:
    world = _World(sheet, kept)
    rows = [world.features_of(s, n) for n, s in enumerate(kept)]
    width = len(rows[0]) if rows else len(world.features_of(None, 0))
    nothing = np.zeros(width)
    nothing[-1] = 1.0
    return np.array([*rows, nothing], dtype=np.float64)


class _World:
    """What all candidates of a document are compared with."""

    def __init__(self, sheet: Sheet, kept: list[_Seen]) -> None:
        self.sheet = sheet
        self.row_count = max(1, len(sheet.rows))
        values = [s.value for s in kept if s.found.amount.has_decimals]
        self.times = Counter(values)
        money = [s.value for s in kept if s.found.amount.has_decimals and not s.words & _NOT_THE_HIGHEST]
        self.highest = max(money or values or [1])
        self.ranks = {value: n for n, value in enumerate(sorted(set(money), reverse=True))}
        self.taxes = {s.value for s in kept if Word.TAX in s.words}
        self.nets = {s.value for s in kept if s.words & {Word.EXCLUSIVE, Word.SUBTOTAL}}
        self.values = frozenset(values)
        # Service charge and tax, or two rates of tax, on one sum; a few pennies of rounding may come on top.
        self.bases = self.nets | {s.value for s in kept if Word.TOTAL in s.left or "GROSS" in compact(s.found.label)}
        self.tax_pairs = {a + b for a in self.taxes for b in self.taxes if 0 < a < b}
        self.cash = {s.value for s in kept if s.words & {Word.CASH, Word.CARD}}
        self.change = {s.value for s in kept if Word.CHANGE in s.words}
        self.rounds = "ROUND" in sheet.compact or "RNDING" in sheet.compact
        self.totals = {s.value for s in kept if s.left & {Word.TOTAL, Word.GRAND, Word.PAYABLE, Word.INCLUSIVE}}
        # Rows are counted from labelled ones: what comes after the payment is the tax summary and small talk.
        self.first_cash = min(
            (s.found.row.index for s in kept if s.left & {Word.CASH, Word.CARD, Word.CHANGE} and _is_money(s)),
            default=self.row_count,
        )
        labelled = [s.found.row.index for s in kept if s.left & {Word.TOTAL, Word.GRAND, Word.PAYABLE}]
        self.last_total = max(labelled, default=self.row_count)
        self.sums = _running_sums(kept)
        self.parts = {s.found.pence for s in kept if s.words & _PARTS}
        self.prepaid = {s.value for s in kept if Word.PREPAID in s.left}
        clean = [s for s in kept if _names_total(s.words) and s.found.amount.has_decimals]
        self.clean = {s.value for s in clean}
        self.last_clean = max((s.found.row.index for s in clean), default=-1)
        sums = [value for value in self.clean if self._tax_sum(value)]
        self.has_tax_sum = max(sums) if sums else None

    def features_of(self, seen: _Seen | None, position: int) -> list[float]:
        if seen is None:
            return [0.0] * (2 * _WORDS + 38)
        found, value = seen.found, seen.value
        words = [float(word in seen.left) for word in Word] + [
            float(not seen.left and word in seen.above) for word in Word
        ]
        place = found.row.index / self.row_count
        right = found.row.pieces[-1] is found.piece
        nice = value % 5 == 0
        return [
            *words,
            float(found.amount.has_decimals),
            float(found.amount.currency is not None),
            float(found.pence < 0),
            place,
            place * place,
            float(value == self.highest),
            float(value > self.highest),
            value / (self.highest + 1) if value <= self.highest else 1.0,
            min(3.0, self.ranks.get(value, 9) / 3),
            min(4.0, float(self.times[value])) / 2,
            float(self._tax_sum(value)),
            float(self._any_sum(value)),
            float(self._cash_less_change(value)),
            float(value in self.cash),
            float(value in self.totals),
            float(self.rounds and nice and any(abs(value - t) in range(1, 5) for t in self.totals)),
            float(self.rounds and not nice),
            float(found.row.index >= self.first_cash),
            float(found.row.index > self.first_cash + 2),
            max(-1.0, min(1.0, (found.row.index - self.last_total) / 5)),
            float(found.row.index == self.last_total),
            min(3.0, found.piece.height / self.sheet.letter_height) - 1,
            float(right),
            float(value in self.sums.get(found.row.index, ())),
            float(not seen.left and not seen.above),
            float(bool(seen.left)),
            *self._reasons(seen),
            0.0,
        ]

    def _reasons(self, seen: _Seen) -> list[float]:
        """What a bookkeeper would say: the label names the total, and which of several such it is."""
        value, index = seen.value, seen.found.row.index
        clean = value in self.clean and _names_total(seen.words)
        last = clean and index == self.last_clean
        return [
            float(clean),
            float(last),
            float(clean and value == max(self.clean, default=0)),
            float(_names_total(seen.left) and Word.PAYABLE in seen.left and not self.prepaid),
            float(Word.PAYABLE in seen.words and bool(self.prepaid)),
            float(any(value + paid in self.values for paid in self.prepaid)),
            float(self._parts_sum(value)),
            float(clean and (self.has_tax_sum is None or value == self.has_tax_sum)),
            float(self._two_taxes(value)),
            *self._judgement(seen, clean=clean, last=last),
        ]

    def _judgement(self, seen: _Seen, *, clean: bool, last: bool) -> list[float]:
        """All of it in one figure: where nets and label agree there is little left to learn."""
        value = seen.value
        proofs = self._tax_sum(value) + self._two_taxes(value) + self._cash_less_change(value) + self._parts_sum(value)
        score = 1.5 * clean + 1.0 * last + 0.8 * (clean and value == max(self.clean, default=0)) + 0.8 * min(2, proofs)
        score += 1.5 * (clean and proofs > 0)
        score += 0.7 * (Word.PAYABLE in seen.left and not self.prepaid) - 1.5 * bool(seen.words & _SPOILS)
        score -= 2.0 * bool(seen.left & {Word.CASH, Word.CARD, Word.CHANGE} and not clean)
        return [score / 3, float(score > 3)]

    def _two_taxes(self, value: Pence) -> bool:
        """Whether a sum with two taxes, or with one and the rounding that the document speaks of, makes it."""
        if any(value - pair in self.bases for pair in self.tax_pairs if pair < value):
            return True
        near = range(-4, 5) if self.rounds else ()
        return any(value - tax + by in self.nets for tax in self.taxes if 0 < tax < value for by in near)

    def _parts_sum(self, value: Pence) -> bool:
        """Whether two labelled sums make it, such as the supplies at each rate; returns make one of them negative."""
        return any(value - part in self.parts and part not in (0, value) for part in self.parts)

    def _tax_sum(self, value: Pence) -> bool:
        return any(value - tax in self.nets for tax in self.taxes if 0 < tax < value)

    def _any_sum(self, value: Pence) -> bool:
        return any(value - tax in self.values and value - tax > tax for tax in self.taxes if 0 < tax < value)

    def _cash_less_change(self, value: Pence) -> bool:
        return any(cash - change == value for cash in self.cash for change in self.change if change)


# What returns, vouchers and rounding come off is higher than the total, and what is handed over may be.
_NOT_THE_HIGHEST = frozenset((Word.CASH, Word.CHANGE, Word.SUBTOTAL, Word.DISCOUNT, Word.SAVING, Word.REFERENCE))
_PARTS = frozenset((Word.TOTAL, Word.EXCLUSIVE, Word.INCLUSIVE, Word.SUBTOTAL))
_SPOILS = frozenset(
    (Word.EXCLUSIVE, Word.SUBTOTAL, Word.QUANTITY, Word.DISCOUNT, Word.SAVING, Word.RATE, Word.REFERENCE, Word.PREPAID)
)


def _names_total(words: frozenset[Word]) -> bool:
    """Whether a label says "this is the total" and nothing that takes it back."""
    if not words & {Word.TOTAL, Word.GRAND, Word.PAYABLE, Word.INCLUSIVE, Word.NETT} or words & _SPOILS:
        return False
    if Word.TAX in words and not words & {Word.INCLUSIVE, Word.GRAND, Word.PAYABLE}:
        return False
    return Word.ROUNDING not in words or Word.ROUNDED in words


def _is_money(seen: _Seen) -> bool:
    return seen.found.amount.has_decimals


def _running_sums(kept: list[_Seen]) -> dict[int, frozenset[Pence]]:
    """For each row the sum of the rightmost amounts above it, counted from the top: what a total should equal."""
    sums: dict[int, frozenset[Pence]] = {}
    last_of_row: dict[int, _Seen] = {}
    for s in kept:
        if s.found.amount.has_decimals:
            last_of_row[s.found.row.index] = s
    running = 0
    candidates: set[Pence] = set()
    for index in sorted(last_of_row):
        sums[index] = frozenset(candidates)
        s = last_of_row[index]
        if not s.left & {Word.TOTAL, Word.SUBTOTAL, Word.TAX, Word.CASH, Word.CARD, Word.CHANGE, Word.ROUNDING}:
            running += s.found.pence
            candidates.add(running)
    return sums
