"""What many shapes share: ids, days, amounts, confidences, references and pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
    """Where in the report this page is."""

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


def pairs_out(metadata: Mapping[str, str]) -> dict[str, str] | None:
    """What another system keeps beside a thing; null where it keeps nothing."""
    return dict(metadata) or None


def page_out(total: int, limit: int, offset: int, shown: int) -> PageOut:
    """The page object of a report, which has no cursor."""
    return PageOut(total, limit, offset, offset + shown < total)


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is shown, and how the place where it ends is told."""

    limit: int
    offset: int
    told: Callable[[str, int], str]
    """A place in the list as a cursor: what it is sorted by, and a number."""
    after: tuple[str, int] | None = None
    """The last row that was seen."""

    def page(
        self, rows: Sequence[T], total: int, place: Callable[[T], tuple[str, int]]
    ) -> tuple[list[T], CursorPageOut]:
        """The page of rows that were read with one more, by which it is known whether any follow."""
        shown, more = list(rows[: self.limit]), len(rows) > self.limit
        following = self.told(*place(shown[-1])) if more else None
        return shown, CursorPageOut(total, self.limit, self.offset, more, following)

    def cut(self, things: Sequence[T], name: Callable[[T], str]) -> tuple[list[T], CursorPageOut]:
        """The page of a list that is read whole because it is always short; a cursor names the last thing seen."""
        start = self.offset if self.after is None else _place_after([name(one) for one in things], *self.after)
        last = start + self.limit
        shown = list(things[start : last + 1])
        return self.page(shown, len(things), lambda one: (name(one), last - 1))


def _place_after(names: list[str], name: str, place: int) -> int:
    """Behind the thing of that name; where it is gone, another one is in its place."""
    return names.index(name) + 1 if name in names else place
