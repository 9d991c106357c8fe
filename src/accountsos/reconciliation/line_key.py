"""What a bank line is known again by: day, amount, currency and text; and how alike two texts are."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

from accountsos.statements.line import StatementLine

_NOT_WORDS = re.compile(r"[\W_]+")
_BANK_WORDS = frozenset(
    "added bacs bbp bcc bgc bill bp by card cd chq contactless cr credit dd ddr deb debit direct dr faster fee fp fpi "
    "fpo from gbp gbr gb giro in int interest issued mandate mobile money no of on order out payment payments pos "
    "purchase receipt received ref reference sent so standing the to transaction transfer trf uk via vis visa with "
    "jan feb mar apr may jun jul aug sep oct nov dec".split()
)
_DATE = re.compile(r"\d{1,2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\d{0,4}")
_ENOUGH_COMMON = 0.6
_CUT_WORD = 3
"""So many letters of a cut word still tell it."""
_CUT_NAME = 8
"""So many letters of a name written in one, or cut inside a word."""


def line_key(line: StatementLine) -> int:
    """A stable digest of 64 bits, signed as databases store it.

    The bank's id, the account and the running balance are no part of it: a bank that inserts, re-dates or re-sorts
    one line changes every balance after it.
    """
    text = f"{line.booked_on.isoformat()}|{line.amount}|{line.currency}|{normalised(line.description)}|"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=8192)
def normalised(description: str) -> str:
    """The words of a text, whatever its case, width of characters, punctuation and white space."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", description).casefold()).strip()


@lru_cache(maxsize=8192)
def is_similar(one: str, other: str) -> bool | None:
    """Whether two normalised texts share most of the shorter one's telling words; None where one of them has none.

    A word cut short counts as the word, and so does a name whose words run together.
    """
    first, second = telling_words(one), telling_words(other)
    if not first or not second:
        return None
    fewer, more = sorted((first, second), key=len)
    if sum(any(_is_word(word, other) for other in more) for word in fewer) >= _ENOUGH_COMMON * len(fewer):
        return True
    return _is_cut("".join(first), "".join(second)) or _is_cut(one.replace(" ", ""), other.replace(" ", ""))


def is_like(one: str, other: str) -> bool | None:
    """Whether two normalised texts are the same or similar; None where one of them tells nothing."""
    return True if one == other else is_similar(one, other)


def _is_cut(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _CUT_NAME and long.startswith(short)


def _is_word(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= _CUT_WORD and (one.startswith(other) or other.startswith(one))


@lru_cache(maxsize=8192)
def telling_words(text: str) -> tuple[str, ...]:
    """The words of a normalised text, each once, without the banks' own (`card payment to`), dates and numbers."""
    words = (word for word in text.split() if word not in _BANK_WORDS and not word.isdigit())
    return tuple(dict.fromkeys(word for word in words if not _DATE.fullmatch(word)))
