"""A document as rows of text, with what is true of the whole: its amounts, its days, its country."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from accountsos.documents.extract.amounts import Amount, amounts_in
from accountsos.documents.extract.country import is_american, sells_in_britain, writes_from_britain
from accountsos.documents.extract.days import days_in, puts_month_first
from accountsos.documents.extract.rows import Piece, Row, rows_of
from accountsos.documents.facts import Place
from accountsos.money import Pence

_UK_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b")


@dataclass(frozen=True)
class FoundAmount:
    """An amount with the words that stand around it."""

    amount: Amount
    row: Row
    piece: Piece
    column: int
    """The piece's place in its row."""
    label: str
    """The text to its left in the row; where there is none, empty."""
    above: str
    """The text above it: the heading of its column or the label on the row before."""

    @property
    def pence(self) -> Pence:
        """Its value in hundredths."""
        return self.amount.pence

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.piece.place

    @property
    def is_money(self) -> bool:
        """Whether it has pence or a sign: `Less CIS 20% on labour -£96`, but no day, number or floor."""
        return self.amount.has_decimals or self.amount.currency is not None

    @property
    def is_a_unit_price(self) -> bool:
        """Whether it is what one of something costs: `640 kg @ GBP 85.00 / t`."""
        text = self.piece.text
        after = _PER_UNIT.match(text[self.amount.end :]) is not None
        return after or text[: self.amount.start].rstrip().endswith("@")


_PER_UNIT = re.compile(r"\s*(?:/|per\s|p/)\s*[a-z]+", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """The rows of a document, from the first page to the last."""

    rows: tuple[Row, ...]
    is_credit: bool = False
    """Whether it is a credit note: an amount marked `CR` is what it gives back then, and none below zero."""
    is_turned: bool = False
    """Whether every amount is read without its minus: on a refund the same sums stand as on a receipt."""

    @cached_property
    def text(self) -> str:
        """All of it, a row a line."""
        return "\n".join(row.text for row in self.rows)

    @cached_property
    def compact(self) -> str:
        """All of its letters."""
        return "|".join(row.compact for row in self.rows)

    @cached_property
    def is_by_eye(self) -> bool:
        """Whether it was read off a picture."""
        return any(piece.by_eye for row in self.rows for piece in row.pieces)

    @cached_property
    def letter_height(self) -> float:
        """The usual height of its letters."""
        heights = [piece.height for row in self.rows for piece in row.pieces]
        return median(heights) if heights else 1.0

    @cached_property
    def order_of_days(self) -> bool | None:
        """Whether its own days prove that the month comes first, or that it does not; None: they prove nothing."""
        return puts_month_first(piece.text for row in self.rows for piece in row.pieces)

    @cached_property
    def is_american(self) -> bool:
        """Whether its seller is in the United States and asks for dollars."""
        return "$" in self.text and is_american(self.text) and not writes_from_britain(self.text)

    @cached_property
    def month_first(self) -> bool:
        """Whether its days are read month first: they show it, or who wrote it is American and they do not say."""
        return self.is_american if self.order_of_days is None else self.order_of_days

    @cached_property
    def amounts(self) -> tuple[FoundAmount, ...]:
        """Every amount on it, from the top."""
        found: list[FoundAmount] = []
        for row in self.rows:
            above = self.rows[row.index - 1] if row.index > 0 and self.rows[row.index - 1].page == row.page else None
            for column, piece in enumerate(row.pieces):
                found += self._amounts_of(row, column, piece, above)
        return tuple(found)

    @cached_property
    def _pence_apart(self) -> dict[int, int]:
        """Pieces by id with the pence of a pad's second column: `TOTAL | 803 | 50`, or `83 50` in one."""
        lasts = [(row.pieces[-2] if len(row.pieces) > 1 else None, row.pieces[-1]) for row in self.rows]
        found = {}
        for before, last in lasts:
            if one := _POUNDS_AND_PENCE.fullmatch(last.text.strip()):
                found[id(last)] = int(one["pence"])
            elif before is not None and _PENCE.fullmatch(last.text.strip()) and _POUNDS.fullmatch(before.text.strip()):
                found[id(before)] = int(last.text)
        # Twice by chance is rare, and a page that prints points writes no pence apart.
        points = any(_POINT.search(piece.text) for _, piece in lasts)
        return found if len(found) >= _ROWS_OF_A_PAD and not points else {}

    @property
    def is_a_pad(self) -> bool:
        """Whether pounds and pence are written in columns of their own, as by hand on a printed pad."""
        return bool(self._pence_apart)

    def _amounts_of(self, row: Row, column: int, piece: Piece, above: Row | None) -> Iterable[FoundAmount]:
        spans = [(day.start, day.end) for day in days_in(piece.text) if not day.is_bare]
        left = " ".join(p.text for p in row.pieces[:column])
        apart = self._pence_apart
        if row.pieces[-1] is piece and column and id(row.pieces[-2]) in apart:
            return  # those are the pence of what stands before
        for amount in _of_a_pad(piece.text, apart[id(piece)]) if id(piece) in apart else amounts_in(piece.text):
            if any(amount.start < end and start < amount.end for start, end in spans):
                continue
            marked = self.is_credit and piece.text[amount.start : amount.end].rstrip().endswith("CR")
            given = replace(amount, pence=max(amount.pence, -amount.pence)) if marked or self.is_turned else amount
            yield FoundAmount(
                given, row, piece, column, f"{left} {piece.text[: amount.start]}".strip(), _above(above, piece)
            )

    @cached_property
    def decimals(self) -> frozenset[Pence]:
        """The values, without sign, of all amounts that have decimals."""
        return frozenset(abs(found.pence) for found in self.amounts if found.amount.has_decimals)

    @cached_property
    def is_british(self) -> bool:
        """Whether a pound sign, a British postcode or what it says of its seller shows that it is from here."""
        pounds = "£" in self.text or "GBP" in self.text
        return pounds or bool(_UK_POSTCODE.search(self.text)) or sells_in_britain(self.text)


_POUNDS_AND_PENCE = re.compile(r"[£]?\s?(?P<pounds>\d{1,5})\s+(?P<pence>\d{2})")
_POUNDS, _PENCE, _POINT = re.compile(r"[£]?\s?\d{1,5}"), re.compile(r"\d{2}"), re.compile(r"\d[.,]\d{2}(?!\d)")
_ROWS_OF_A_PAD = 3


def _of_a_pad(text: str, pence: int) -> Iterable[Amount]:
    """Pounds whose pence stand apart."""
    pounds = re.search(r"\d+", text)
    assert pounds is not None, "it was found as pounds"
    yield Amount(int(pounds[0]) * 100 + pence, "GBP" if "£" in text else None, True, pounds.start(), len(text.rstrip()))


def _above(above: Row | None, piece: Piece) -> str:
    """The pieces of the row above that share some width with the piece, else all of that row where it is one label."""
    if above is None:
        return ""
    over = [p.text for p in above.pieces if min(p.box.right, piece.box.right) > max(p.box.left, piece.box.left)]
    if over:
        return " ".join(over)
    return above.text if len(above.pieces) == 1 and not any(True for _ in amounts_in(above.text)) else ""


def sheet_of(pieces: Iterable[Piece]) -> Sheet:
    """The document made of these pieces."""
    return Sheet(rows_of(pieces))
