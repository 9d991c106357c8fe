"""Search that does not mind capitals, of accented letters either, and finds the same on both databases."""

from __future__ import annotations

from functools import lru_cache

_LETTERS = [*range(0x80, 0x590), *range(0x1E00, 0x2000)]
"""Latin with its accents, Greek and Cyrillic: the letters beyond ASCII in which there are capitals."""
_PAIRS = [(chr(n), chr(n).casefold()) for n in _LETTERS]
CAPITALS = "".join(capital for capital, small in _PAIRS if len(small) == 1 and small != capital)
SMALL = "".join(small for capital, small in _PAIRS if len(small) == 1 and small != capital)
_FOLD = str.maketrans(CAPITALS, SMALL)


MADE_OF_OTHERS = "s"
"""The one letter of ASCII that other letters become: of ß and ẞ two, of ſ one."""


def folded(column: str) -> str:
    """SQL of a column's text in small letters. Text without accents, nearly all there is, takes the short way.

    SQLite knows capitals of ASCII only and has no TRANSLATE of its own; PostgreSQL's LOWER goes by a locale.
    """
    return f"CASE WHEN {_has_others(column)} THEN {_others_folded(column)} ELSE LOWER({column}) END"


def contains(column: str, pattern: str, *, parameter: str) -> str:
    """SQL: whether the column's text contains what that pattern of `like_pattern`, bound as the parameter, looks for.

    What `folded` says, for less: each database compares letters of ASCII whatever their size by itself. Only text with
    other letters has to be folded, and only for a pattern that has such, or one that comes of folding.
    """
    other = f"{_has_others(column)} AND {_others_folded(column)} LIKE :{parameter} ESCAPE '!'"
    if not pattern.isascii():
        return f"({other})"
    plain = f"{column} ILIKE :{parameter} ESCAPE '!'"
    return f"({plain} OR {other})" if MADE_OF_OTHERS in pattern else plain


def _has_others(column: str) -> str:
    """Whether the text has letters beyond ASCII."""
    return f"OCTET_LENGTH({column}) <> LENGTH({column})"


def _others_folded(column: str) -> str:
    return f"REPLACE(REPLACE(TRANSLATE(LOWER({column}), '{CAPITALS}', '{SMALL}'), 'ß', 'ss'), 'ẞ', 'ss')"


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
