"""The key by which a bank line is known again: day, amount, currency, text and, where there is one, balance."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

from accountsos.statements.line import StatementLine

_NOT_WORDS = re.compile(r"[\W_]+")
_BANK_WORDS = frozenset(
    "bacs bbp bcc bgc bill bp by card chq contactless cr credit dd ddr deb debit direct dr faster fee fp fpi fpo from "
    "gbp gbr gb giro in int interest mandate mobile no of on order out payment payments pos purchase receipt received "
    "ref reference sent so standing the to transaction transfer trf uk via vis visa with".split()
)
_ENOUGH_COMMON = 0.6


def line_key(line: StatementLine) -> int:
    """A stable digest of 64 bits, signed as databases store it. The bank's id and the account are no part of it."""
    balance = "" if line.balance is None else line.balance
    text = f"{line.booked_on}|{line.amount}|{line.currency}|{normalised(line.description)}|{balance}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=8192)
def normalised(description: str) -> str:
    """The words of a text, whatever its case, width of characters, punctuation and white space."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", description).casefold()).strip()


def is_similar(one: str, other: str) -> bool | None:
    """Whether two normalised texts share most of the shorter one's telling words; None where one of them has none."""
    first, second = telling_words(one), telling_words(other)
    if not first or not second:
        return None
    return len(first & second) >= _ENOUGH_COMMON * min(len(first), len(second))


@lru_cache(maxsize=8192)
def telling_words(text: str) -> frozenset[str]:
    """The words of a normalised text without the banks' own (`card payment to`) and without bare numbers."""
    return frozenset(word for word in text.split() if word not in _BANK_WORDS and not word.isdigit())
