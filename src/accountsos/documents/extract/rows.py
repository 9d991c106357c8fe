"""Pieces of text with places, put into rows as an eye would read them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import median

from accountsos.documents.facts import Box, Place

_LOOKALIKE = str.maketrans({"0": "O", "1": "I", "5": "S", "8": "B", "|": "I", "!": "I", "@": "A"})
_LETTERS_DIGITS = re.compile(r"[^\W\d_]*[015@|!8][^\W\d_]+|[^\W\d_]+[015@|!8][^\W\d_]*")


@dataclass(frozen=True)
class Piece:
    """A run of text as the engine gave it: some words of a PDF, or one line that the OCR found."""

    text: str
    page: int
    box: Box
    height: float
    """Height of the letters as a share of the page's width: comparable across pages of any length."""
    by_eye: bool = False
    """Read off a picture: a letter may be another."""

    @cached_property
    def compact(self) -> str:
        """Letters only, in capitals without accents, look-alike digits inside words made letters: for keywords."""
        return compact(self.text)

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(page=self.page, box=self.box)

    @property
    def middle(self) -> float:
        """Its middle height."""
        return (self.box.top + self.box.bottom) / 2


@dataclass(frozen=True)
class Row:
    """Pieces that stand side by side, from left to right."""

    pieces: tuple[Piece, ...]
    index: int

    @cached_property
    def text(self) -> str:
        """All of its text."""
        return " ".join(piece.text for piece in self.pieces)

    @cached_property
    def compact(self) -> str:
        """All of its letters."""
        return "".join(piece.compact for piece in self.pieces)

    @property
    def page(self) -> int:
        """The page it is on."""
        return self.pieces[0].page

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(piece.box.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(piece.box.bottom for piece in self.pieces)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """In capitals, without accents; ligatures and full-width forms resolved."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).upper()


@lru_cache(maxsize=4096)
def compact(text: str) -> str:
    """Letters only, so that `T0TAL  incl.` and `TOTALINCL` are one."""
    cleared = _LETTERS_DIGITS.sub(lambda found: found.group().translate(_LOOKALIKE), plain(text))
    return "".join(letter for letter in cleared if letter.isalpha())


def rows_of(pieces: Iterable[Piece]) -> tuple[Row, ...]:
    """Pieces grouped into rows, page by page, from the top. A slight slope of the line is followed."""
    rows: list[Row] = []
    by_page: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.text.strip():
            by_page.setdefault(piece.page, []).append(piece)
    for page in sorted(by_page):
        rows += [Row(group, len(rows) + n) for n, group in enumerate(_groups(by_page[page]))]
    return tuple(rows)


def _groups(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """A piece joins the row whose nearest piece overlaps it by half of the lower one's height."""
    open_rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.box.left)):
        best, best_share = None, 0.5
        for row in open_rows[-6:]:
            share = _overlap(_nearest(row, piece), piece)
            if share > best_share and not any(_covers(other, piece) for other in row):
                best, best_share = row, share
        if best is None:
            open_rows.append([piece])
        else:
            best.append(piece)
    ordered = [tuple(sorted(row, key=lambda p: p.box.left)) for row in open_rows]
    return sorted(ordered, key=lambda row: median(piece.middle for piece in row))


def _nearest(row: Sequence[Piece], piece: Piece) -> Piece:
    return min(row, key=lambda p: abs((p.box.left + p.box.right) / 2 - (piece.box.left + piece.box.right) / 2))


def _overlap(one: Piece, other: Piece) -> float:
    shared = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    lower = min(one.box.bottom - one.box.top, other.box.bottom - other.box.top)
    return shared / lower if lower > 0 else 0.0


def _covers(one: Piece, other: Piece) -> bool:
    """Whether the two share much of their width: then they are lines above each other, not side by side."""
    shared = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    narrow = min(one.box.right - one.box.left, other.box.right - other.box.left)
    return narrow > 0 and shared / narrow > 0.4
