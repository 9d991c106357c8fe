"""Fields whose text becomes an amount or a day, as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from accountsos.dashboard.forms import MONTHS, Field, Wrong
from accountsos.dates import FIRST_DAY, LAST_DAY

_AMOUNT = re.compile(r"([-\u2212+]?)£?(\d[\d,]*)(?:\.(\d{1,2}))?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?(?:[ -](\d{4}|\d{2}))?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
MOST_PENCE = 10**12
_LEAP_YEARS_APART = 8
_NUMBER = re.compile(r"\d{1,9}(?:\.(\d{1,4}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money(Field):
    """An amount without sign, in pence: `1,200`, `£1200.00`, `45.99`."""

    kind: ClassVar[str] = "money"
    most: int = 30

    def value_of(self, text: str) -> int:
        """Pence; three decimals are refused, not rounded."""
        pence = pence_typed(text)
        if pence is None:
            raise Wrong(f"{self.label}: enter an amount in pounds and pence, like 45.99")
        if pence < 0:
            raise Wrong(f"{self.label}: leave the minus out")
        return pence


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Money):
    """An amount that may be below zero, as a credit or a discount is."""

    def value_of(self, text: str) -> int:
        """Pence, with the sign."""
        pence = pence_typed(text)
        if pence is None:
            raise Wrong(f"{self.label}: enter an amount in pounds and pence, like 45.99")
        return pence


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Field):
    """A number without sign: years, miles, a percentage."""

    kind: ClassVar[str] = "money"
    most: int = 12
    decimals: int = 0
    largest: int = 1_000_000

    def value_of(self, text: str) -> Decimal:
        """The number; a percent sign behind it is left out."""
        plain = text.replace(",", "").removesuffix("%").strip()
        found = _NUMBER.fullmatch(plain)
        if found is None or len(found[1] or "") > self.decimals:
            raise Wrong(f"{self.label}: enter a {'number, like 12.5' if self.decimals else 'whole number, like 3'}")
        if Decimal(plain) > self.largest:
            raise Wrong(f"{self.label}: {self.largest:,} at most")
        return Decimal(plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDay(Field):
    """A day as it is written at work, always day first: `1/10/26`, `1 Oct`, `1 October 2026`, `today`."""

    kind: ClassVar[str] = "workday"
    most: int = 30

    def value_of(self, text: str) -> str:
        """The words: `day_typed` makes the day of them when it is known what day it is."""
        if day_typed(text, LAST_DAY) is None:
            raise Wrong(f"{self.label}: enter a day like 9 Oct or 9/10/2026")
        return text


def pence_typed(text: str) -> int | None:
    """What was typed, in pence; None where it is no amount. Brackets mean a minus, as accountants write it."""
    plain = text.strip().replace(" ", "")
    bracketed = plain.startswith("(") and plain.endswith(")")
    found = _AMOUNT.fullmatch(plain[1:-1] if bracketed else plain)
    if found is None:
        return None
    pence = int(found[2].replace(",", "")) * 100 + int((found[3] or "0").ljust(2, "0"))
    if pence > MOST_PENCE:
        return None
    return -pence if bracketed or found[1] in ("-", "\u2212") else pence


def day_typed(text: str, today: date) -> date | None:
    """The day that was meant; without a year the latest such day that has been. None where there is none."""
    plain = " ".join(text.lower().split())
    if plain == "today":
        return today
    if plain == "yesterday":
        return date.fromordinal(today.toordinal() - 1)
    if found := _ISO.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(plain):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := _WORDS.fullmatch(plain):
        month = next((n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(found[2])), 0)
        if found[3]:
            return _day(_year(found[3]), month, int(found[1]))
        days = (_day(today.year - back, month, int(found[1])) for back in range(_LEAP_YEARS_APART + 1))
        return next((day for day in days if day is not None and day <= today), None)
    return None


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None
