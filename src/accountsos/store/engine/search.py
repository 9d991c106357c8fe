"""Search that does not mind capitals, of accented letters either, and finds the same on both databases."""

from __future__ import annotations

from functools import lru_cache

_LETTERS = [*range(0x80, 0x590), *range(0x1E00, 0x2000)]
"""Latin with its accents, Greek and Cyrillic: the letters beyond ASCII in which there are capitals."""
_PAIRS = [(chr(n), chr(n).casefold()) for n in _LETTERS]
CAPITALS = "".join(capital for capital, small in _PAIRS if len(small) == 1 and small != capital)
SMALL = "".join(small for capital, small in _PAIRS if len(small) == 1 and small != capital)
_FOLD = str.maketrans(CAPITALS, SMALL)


def folded(column: str) -> str:
    """SQL of a column's text in small letters. Text without accents, nearly all there is, takes the short way.

    SQLite knows capitals of ASCII only and has no TRANSLATE of its own; PostgreSQL's LOWER goes by a locale.
    """
    accented = f"REPLACE(REPLACE(TRANSLATE(LOWER({column}), '{CAPITALS}', '{SMALL}'), 'ß', 'ss'), 'ẞ', 'ss')"
    return f"CASE WHEN OCTET_LENGTH({column}) <> LENGTH({column}) THEN {accented} ELSE LOWER({column}) END"


def fold(text: str) -> str:
    """The same in Python, for what is searched for."""
    ascii_small = "".join(c.lower() if c.isascii() else c for c in text)
    return ascii_small.translate(_FOLD).replace("ß", "ss").replace("ẞ", "ss")


def like_pattern(text: str) -> str:
    """A substring in whichever letters as a LIKE pattern with `!` as its escape, for `folded` text."""
    escaped = "".join("!" + c if c in "!%_" else c for c in fold(text))
    return f"%{escaped}%"


def translate(*arguments: object) -> str | None:
    """PostgreSQL's TRANSLATE(text, old, new) for SQLite: each letter of `old` becomes the one of `new` in its place."""
    text, old, new = arguments
    return text.translate(_table(str(old), str(new))) if isinstance(text, str) else None


@lru_cache(maxsize=8)
def _table(old: str, new: str) -> dict[int, int]:
    return str.maketrans(old, new)
