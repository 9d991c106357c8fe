"""Public ids: opaque strings of fixed width under a prefix, made by the application.

A thing of a company is known inside the books by two integers, the company's number and its own number there. Its
public id is both in base62 under the prefix: `txn_` + 6 characters of the company + 8 of the number.
Category and bank account ids are readable text instead (`cat_software`, `ba_main`).
"""

from __future__ import annotations

import hashlib
import secrets
import zlib
from functools import lru_cache

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUE = {c: n for n, c in enumerate(ALPHABET)}
_TWO = [a + b for a in ALPHABET for b in ALPHABET]
_BASE = 62
_PAIR, _FOUR = _BASE**2, _BASE**4
"""How many numbers two and four characters hold."""
_COMPANY_WIDTH, _NUMBER_WIDTH = 6, 8
COMPANY_NUMBER_MAX = 2**31 - 1
_MOST_OF_BYTES, _DRAWS = (127, 32_767, 8_388_607, COMPANY_NUMBER_MAX), 4
"""What a company's number is drawn from: numbers of one byte, of two, of three, of four; and how often from each."""
NUMBER_MAX = 2**31 - 1
ABOVE_ALL = NUMBER_MAX + 1
NO_DAY_IS_LATER = 99_999_999
"""Where a list by falling days and numbers begins: no thing's is as high."""


def base62(number: int, width: int) -> str:
    """The number in base62, left-padded with 0 to an even `width`."""
    text = ""
    while len(text) < width:
        number, pair = divmod(number, _BASE * _BASE)
        text = _TWO[pair] + text
    return text


def from_base62(text: str) -> int | None:
    """The number, or None where a character is not of the alphabet."""
    number = 0
    for character in text:
        value = _VALUE.get(character)
        if value is None:
            return None
        number = number * _BASE + value
    return number


def drawn_company_number(once: str, attempt: int) -> int:
    """A number for a new company, the same for the same word, after so many others of that word were taken.

    It stands in every row and every index of the company, and SQLite keeps a small number in fewer bytes: the first
    draws are from those of one byte, the last from all there are.
    """
    most = _MOST_OF_BYTES[min(attempt // _DRAWS, len(_MOST_OF_BYTES) - 1)]
    return int.from_bytes(hashlib.sha256(f"company:{attempt}:{once}".encode()).digest()) % most + 1


def company_id(company: int) -> str:
    """`co_` + 6 base62 characters."""
    return "co_" + _company(company)


@lru_cache(maxsize=512)
def _company(company: int) -> str:
    return base62(company, _COMPANY_WIDTH)


def company_number(public_id: str) -> int | None:
    """The company's number, or None where the text is no company id."""
    if len(public_id) != 3 + _COMPANY_WIDTH or not public_id.startswith("co_"):
        return None
    return from_base62(public_id[3:])


def public_id(prefix: str, company: int, number: int) -> str:
    """The id of thing `number` of that company: fixed width, distinct between companies, sorted as the numbers are."""
    high, low = divmod(number, _FOUR)
    front = base62(high, _NUMBER_WIDTH - 4) if high else "0000"
    return f"{prefix}{_company(company)}{front}{_TWO[low // _PAIR]}{_TWO[low % _PAIR]}"


def number_in(prefix: str, company: int, text: str, *, most: int = NUMBER_MAX) -> int | None:
    """The thing's number in this company, or None: no such id, or another company's, or a number above `most`."""
    if len(text) != len(prefix) + _COMPANY_WIDTH + _NUMBER_WIDTH or not text.startswith(prefix):
        return None
    body = text[len(prefix) :]
    if body[:_COMPANY_WIDTH] != _company(company):
        return None
    number = from_base62(body[_COMPANY_WIDTH:])
    return number if number is not None and 0 < number <= most else None


def random_base62(length: int) -> str:
    """Random characters from the operating system, for secrets and global ids."""
    return base62(secrets.randbelow(_BASE**length), length + length % 2)[-length:]


def new_api_key(*, sandbox: bool) -> str:
    """A new secret: `sk_live_` (or `sk_test_`) + 30 random characters + 6 check characters."""
    head = ("sk_test_" if sandbox else "sk_live_") + random_base62(30)
    return head + check_characters(head)


def check_characters(text: str) -> str:
    """Six base62 characters that catch a mistyped key before the database is asked."""
    return base62(zlib.crc32(text.encode()), 6)


def is_api_key(text: str) -> bool:
    """Whether the text has the form of a key and its check characters are right."""
    if len(text) != 44 or not text.startswith(("sk_live_", "sk_test_")) or not text.isascii():
        return False
    return _is_checked(text)


@lru_cache(maxsize=1024)
def _is_checked(text: str) -> bool:
    """A key is sent again and again, and working its check characters out takes longer than finding it."""
    return check_characters(text[:38]) == text[38:]


def secret_digest(secret: str) -> bytes:
    """What is stored of a key: its SHA-256."""
    return hashlib.sha256(secret.encode()).digest()
