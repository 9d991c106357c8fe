"""The page as cells: which words near a value, in any of four directions, are its label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.rows import Piece, compact
from accountsos.documents.extract.sheet import Sheet

BESIDE = 0.24
"""How far from its value a label may stand, as a share of the page's width: farther off is another column."""
_LETTERS_LEAST, _LETTERS_MOST = 2, 46
_LINES_OVER = 2.6
_LINES_BROKEN, _EDGE = 0.8, 0.004
_ABBREVIATED = 3
"""`No.` or `Ref` is the end of a label whose beginning may stand to its left."""
_WORDS_UNDER = 4
_A_PAIR = 2
_JOINS = frozenset(("OF", "DATED", "ON", "FROM", "VOM", "DU"))
_SPEAKS = re.compile(
    r"DATE|DATUM|DATED|DUE|ISSUED|TAXPOINT|ARRIV|DEPART|PERIOD|ORDER|DELIVER|DESPATCH|DISPATCH|PURCHASED|TRAVEL|PAY"
    r"|INVOICE|NUMBER|NUMMER|REFERENCE|ACCOUNT|CUSTOMER|BILL|RECEIPT|DOCUMENT(?:REF|NO)|FOLIO|BOOKING|CREDIT|REFUNDN|NOTE|^NO$|^REF$|^DAY$|FROM|UNTIL"
    r"|FACTURE|FATTURA|RECHNUNG|CHECKIN|CHECKOUT|RENEW|EXPIR|VALID|^OURREF|^YOURREF|STATEMENT|QUOTE|JOBN|FLIGHT|CROSSING|EVENT|BOOKED|SENT$"
)


@dataclass(frozen=True, slots=True)
class CellLabel:
    """A label with where it stands from its value: before it in its own text, left, above, right or below."""

    text: str
    side: str


OWN, LEFT, ABOVE, RIGHT, BELOW, NOWHERE = "own", "left", "above", "right", "below", ""
_NONE = CellLabel("", NOWHERE)


@dataclass(frozen=True)
class Cells:
    """The pieces of a document with their neighbours."""

    sheet: Sheet

    def label_of(self, piece: Piece, own: str) -> CellLabel:
        """The label of a value in this piece; `own` is the text before the value in the piece itself.

        A label that is near and in words counts wherever it is the first on the way; right of a value or below it
        only where it speaks of days or numbers and belongs to no other value.
        """
        if sum(c.isalpha() for c in own) > _ABBREVIATED and compact(own) not in _JOINS:
            return CellLabel(own, OWN)
        left, above = self.left_of(piece) or self._alone_before(piece), self.above(piece)
        if left is None and (broken := self._broken_beside(piece)) is not None:
            return CellLabel(broken, LEFT)
        if left is not None and _may_label(left.text) and (speaks(left.text) or not self._over_speaks(above)):
            return CellLabel(f"{left.text} {own}".strip(), LEFT)
        if _is_words(own):
            # `of 3 March` under `Against invoice 4417` goes on with the line above.
            joins = compact(own) in _JOINS and above is not None and _may_label(above.text)
            return CellLabel(f"{above.text} {own}", ABOVE) if joins and above is not None else CellLabel(own, OWN)
        if above is not None and _may_label(above.text) and not _has_its_value(above.text):
            return CellLabel(above.text, ABOVE)
        right = self.right_of(piece)
        if right is not None and _may_label(right.text) and speaks(right.text) and not self._labels_another(right):
            return CellLabel(right.text, RIGHT)
        below = self.below(piece)
        if below is not None and _may_stand_under(below.text) and not self._labels_another(below):
            return CellLabel(below.text, BELOW)
        return _NONE

    def _over_speaks(self, above: Piece | None) -> bool:
        return above is not None and _may_label(above.text) and speaks(above.text)

    def _labels_another(self, label: Piece) -> bool:
        """Whether a label announces what follows it: by a colon, or by a value close to its right."""
        if label.text.rstrip().endswith((":", "#")):
            return True
        right = self.right_of(label)
        return right is not None and any(c.isdigit() for c in right.text)

    @cached_property
    def _rows(self) -> dict[int, int]:
        return {id(piece): row.index for row in self.sheet.rows for piece in row.pieces}

    def left_of(self, piece: Piece) -> Piece | None:
        """The nearest piece before it in its row."""
        before = [p for p in self._row(piece) if p.box.left < piece.box.left and _is_something(p.text)]
        return before[-1] if before and piece.box.left - before[-1].box.right < BESIDE else None

    def _alone_before(self, piece: Piece) -> Piece | None:
        """The label at the far left of a row that holds nothing else: a table of two columns as wide as the page."""
        row = self._row(piece)
        far = row[0] if len(row) == _A_PAIR and row[1] is piece else None
        return far if far is not None and _may_label(far.text) and speaks(far.text) else None

    def _broken_beside(self, piece: Piece) -> str | None:
        """A label that a narrow column broke, its value half way down: `Invoice`, the number, and `number` under it."""
        index = self._rows.get(id(piece))
        if index is None or not 0 < index < len(self.sheet.rows) - 1 or len(self._row(piece)) > 1:
            return None
        first, last = self.sheet.rows[index - 1].pieces, self.sheet.rows[index + 1].pieces
        if len(first) > 1 or len(last) > 1 or {first[0].page, last[0].page} != {piece.page}:
            return None
        upper, lower = first[0].box, last[0].box
        is_near = lower.top - upper.bottom < _LINES_BROKEN * (piece.box.bottom - piece.box.top)
        is_one_cell = abs(upper.left - lower.left) < _EDGE and max(upper.right, lower.right) < piece.box.left
        said = f"{first[0].text} {last[0].text}"
        return said if is_near and is_one_cell and _may_label(said) and speaks(last[0].text) else None

    def right_of(self, piece: Piece) -> Piece | None:
        """The nearest piece after it in its row."""
        after = [p for p in self._row(piece) if p.box.left > piece.box.left and _is_something(p.text)]
        return after[0] if after and after[0].box.left - piece.box.right < BESIDE else None

    def above(self, piece: Piece) -> Piece | None:
        """The nearest piece over it, within a few lines."""
        return self._upright(piece, -1)

    def below(self, piece: Piece) -> Piece | None:
        """The nearest piece under it, within a few lines."""
        return self._upright(piece, 1)

    def row_of(self, piece: Piece) -> tuple[Piece, ...]:
        """All pieces of its row."""
        return self._row(piece)

    def _row(self, piece: Piece) -> tuple[Piece, ...]:
        index = self._rows.get(id(piece))
        return self.sheet.rows[index].pieces if index is not None else ()

    def _upright(self, piece: Piece, step: int) -> Piece | None:
        index = self._rows.get(id(piece))
        if index is None:
            return None
        tall = piece.box.bottom - piece.box.top
        for distance in (1, 2):
            at = index + step * distance
            if not 0 <= at < len(self.sheet.rows) or self.sheet.rows[at].page != piece.page:
                return None
            for other in _nearest(self.sheet.rows[at].pieces, piece):
                gap = piece.box.top - other.box.bottom if step < 0 else other.box.top - piece.box.bottom
                return other if gap < _LINES_OVER * tall else None
        return None


def speaks(text: str) -> bool:
    """Whether the words are such as days and numbers have for labels."""
    return _SPEAKS.search(compact(text)) is not None


_WORDS_BEHIND = 5


def named_behind(text: str) -> bool:
    """Whether the rest of a cell names the value that it begins with: `09/05/2023 Date and tax point`."""
    few = 0 < len(text.split()) <= _WORDS_BEHIND
    return few and _may_label(text) and not any(c.isdigit() for c in text) and speaks(text)


def _nearest(pieces: tuple[Piece, ...], piece: Piece) -> Iterator[Piece]:
    """Those that share some width with it, the one whose edges are nearest first."""
    over = [p for p in pieces if min(p.box.right, piece.box.right) > max(p.box.left, piece.box.left)]
    yield from sorted(over, key=lambda p: min(abs(p.box.left - piece.box.left), abs(p.box.right - piece.box.right)))


def _is_something(text: str) -> bool:
    """Whether it is more than a colon or a rule between cells."""
    return any(c.isalnum() for c in text)


def _is_words(text: str) -> bool:
    return sum(c.isalpha() for c in text) >= _LETTERS_LEAST


def _has_its_value(text: str) -> bool:
    """Whether a value stands in it, as in `Points 41` or `Your ref: lease`: it labels that, and nothing below."""
    return text.rstrip(" .)")[-1:].isdigit() or re.search(r":\s*\w", text) is not None


def _may_stand_under(text: str) -> bool:
    """Whether it is the small word under a value, and no line of text that happens to follow."""
    few = len(text.split()) <= _WORDS_UNDER
    return few and _may_label(text) and speaks(text) and not _has_its_value(text)


def _may_label(text: str) -> bool:
    """Whether it is words and no value itself."""
    letters = sum(c.isalpha() for c in text)
    if not _LETTERS_LEAST <= letters <= _LETTERS_MOST or any(True for _ in days_in(text)):
        return False
    return sum(c.isdigit() for c in text) * 2 < letters
