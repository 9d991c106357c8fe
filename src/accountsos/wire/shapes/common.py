"""What many shapes share: ids, days, amounts, confidences, references and pages."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Raw

from accountsos import ids
from accountsos.dates import rfc3339

T = TypeVar("T")

_PAIRS = [a + b for a in ids.ALPHABET for b in ids.ALPHABET]
_HIGH_PAIRS = ["0000" + pair for pair in _PAIRS]
_PAIR = len(_PAIRS)
_OF_FOUR = _PAIR * _PAIR


class PageOut(msgspec.Struct, frozen=True):
    """Where in the list this page is."""

    total: int
    limit: int
    offset: int
    has_more: bool


class CursorPageOut(msgspec.Struct, frozen=True):
    """The same, with the place where the next page begins."""

    total: int
    limit: int
    offset: int
    has_more: bool
    next_cursor: str | None
    """For the parameter `cursor`: the next page, whatever is added meanwhile. Null on the last page."""


class CategoryRef(msgspec.Struct, frozen=True):
    """A category by id and name."""

    id: str
    name: str


class ContactRef(msgspec.Struct, frozen=True):
    """A contact by id and name."""

    id: str
    name: str


ShortNumber = Annotated[Raw, Meta(extra_json_schema={"type": "number", "minimum": 0, "maximum": 1, "examples": [0.95]})]
"""A confidence as short as it can be written: `0.95`, `1`."""


@lru_cache(maxsize=10_001)
def confidence_text(ten_thousandths: int) -> str:
    """A stored confidence as JSON: 9500 is `0.95`, 10000 is `1`."""
    whole, rest = divmod(ten_thousandths, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


@lru_cache(maxsize=40_000)
def iso_text(day_number: int) -> str:
    """A stored day number as ISO text: 20250106 is `2025-01-06`."""
    return f"{day_number // 10000:04d}-{day_number // 100 % 100:02d}-{day_number % 100:02d}"


@lru_cache(maxsize=4096)
def moment_text(stored: int) -> str:
    """A stored moment as the API writes it; the lines of a page were mostly made by one write."""
    return rfc3339(datetime.fromtimestamp(stored // 1_000_000, UTC).replace(microsecond=stored % 1_000_000))


def number_text(number: int) -> str:
    """The last 8 characters of a public id; `ids.base62(number, 8)`, in a fifth of the time for numbers that occur."""
    if number < _OF_FOUR:
        return _HIGH_PAIRS[number // _PAIR] + _PAIRS[number % _PAIR]
    return ids.base62(number, 8)


def optional_id(prefix: str, company: int, number: int | None) -> str | None:
    """The public id of a thing that may be missing."""
    return None if number is None else ids.public_id(prefix, company, number)


def page_out(total: int, limit: int, offset: int, shown: int) -> PageOut:
    """The page object of a list without cursor."""
    return PageOut(total, limit, offset, offset + shown < total)


def cut(things: list[T], limit: int, offset: int) -> tuple[list[T], PageOut]:
    """One page of a list that is read whole because it is always short."""
    shown = things[offset : offset + limit]
    return shown, page_out(len(things), limit, offset, len(shown))
