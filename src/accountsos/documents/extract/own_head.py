"""Our own name where a letterhead breaks it over lines or sets its letters apart, put together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from accountsos.documents.extract.rows import Piece, Row, compact
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.names import core_name, each_name

_LINES_MOST, _WORDS_LEAST, _LETTERS_LEAST = 4, 2, 6
_ALIGNED, _CENTRED, _GAP = 0.025, 0.03, 1.6


def with_our_name_whole(sheet: Sheet, own_names: Sequence[str]) -> Sheet:
    """The page with each of our names in one piece, as we write it, that stands on it in several or in letters."""
    names = {compact(form): own for own in each_name(own_names) for form in (own, core_name(own))}
    names = {key: own for key, own in names.items() if len(key) >= _LETTERS_LEAST and len(own.split()) >= _WORDS_LEAST}
    swaps: dict[Piece, Piece | None] = {}
    for row in sheet.rows if names else ():
        for piece in row.pieces:
            if piece not in swaps and (found := _broken(sheet, row.index, piece, names)) is not None:
                whole, parts = found
                swaps.update(dict.fromkeys(parts))
                swaps[piece] = whole
    if not swaps:
        return sheet
    rows = (Row(tuple(_swapped(row.pieces, swaps)), row.index) for row in sheet.rows)
    kept = [row for row in rows if row.pieces]
    return replace(sheet, rows=tuple(Row(row.pieces, n) for n, row in enumerate(kept)))


def _swapped(pieces: Sequence[Piece], swaps: dict[Piece, Piece | None]) -> Iterator[Piece]:
    for piece in pieces:
        found = swaps.get(piece, piece)
        if found is not None:
            yield found


def _broken(sheet: Sheet, index: int, piece: Piece, names: dict[str, str]) -> tuple[Piece, list[Piece]] | None:
    """Our name in the letters of the piece, or of it and those under it, with the pieces that it is made of."""
    parts, squeezed = [piece], compact(piece.text)
    if not any(key.startswith(squeezed) for key in names) or not _is_words(piece.text):
        return None
    if squeezed in names and _is_set_apart(piece.text):
        return _as_one(parts, names[squeezed]), parts
    found = None
    for row in sheet.rows[index + 1 : index + 2 * _LINES_MOST]:
        under = next((p for p in row.pieces if _goes_on(parts[-1], p)), None)
        if under is None and row.pieces and row.pieces[0].box.top - parts[-1].box.bottom > 1 / 10:
            break
        if under is None:
            continue
        if not _is_words(under.text):
            break
        parts, squeezed = [*parts, under], squeezed + compact(under.text)
        if squeezed in names:
            found = _as_one(parts, names[squeezed]), parts
        if not any(key.startswith(squeezed) for key in names):
            break
    return found


def _is_words(text: str) -> bool:
    return any(c.isalpha() for c in text) and not any(c.isdigit() for c in text)


def _is_set_apart(text: str) -> bool:
    return sum(len(word) == 1 and word.isalpha() for word in text.split()) > 1


def _goes_on(over: Piece, piece: Piece) -> bool:
    """Whether it is the next line of the same block."""
    middles = abs(over.box.left + over.box.right - piece.box.left - piece.box.right) / 2
    aligned = abs(over.box.left - piece.box.left) < _ALIGNED or middles < _CENTRED
    tall = max(over.box.bottom - over.box.top, piece.box.bottom - piece.box.top)
    return piece.page == over.page and aligned and -tall / 2 < piece.box.top - over.box.bottom < _GAP * tall


def _as_one(parts: Sequence[Piece], name: str) -> Piece:
    """In the place of its first line, as wide as the widest."""
    box = replace(parts[0].box, right=max(p.box.right for p in parts))
    return replace(parts[0], text=name, box=box, height=max(p.height for p in parts))
