"""The field types of request bodies and replies that need more care than JSON gives: money, dates, confidences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from msgspec import Meta, Raw

from accountsos.dates import FIRST_DAY, LAST_DAY, date_from_iso
from accountsos.money import PENCE_MAX, Pence, minor_units, text_from_pence

BOUND = PENCE_MAX // 100
MILES_MAX = 3_000
RATE_MAX = 10**9
PAIRS_MAX, PAIR_NAME_MAX, PAIR_TEXT_MAX = 20, 40, 500
_DECIMALS_MAX = 3
_POWERS = (1, 10, 100, 1000)
_MONEY_TEXT = "a JSON number such as -45.99, with at most {decimals} decimals, from -10^13 to 10^13"


class MoneyField:
    """An amount of pounds in a body: a JSON number with at most 2 decimals. `pence` is what the books take."""

    __slots__ = ("pence",)
    accepted = _MONEY_TEXT.format(decimals=2)

    def __init__(self, pence: Pence) -> None:
        self.pence = pence

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MoneyField) and other.pence == self.pence

    def __hash__(self) -> int:
        return hash(self.pence)

    def __repr__(self) -> str:
        return f"MoneyField({self.pence})"

    @classmethod
    def read(cls, value: object) -> Self:
        """From the gate's int or Decimal; strings, booleans and too many decimals are a ValueError."""
        return cls(pence_of(value, "GBP"))


class CurrencyMoneyField:
    """An amount whose currency another field decides: kept exact until `pence_in` is told which."""

    __slots__ = ("amount",)
    accepted = _MONEY_TEXT.format(decimals="the currency's")

    def __init__(self, amount: Decimal) -> None:
        self.amount = amount

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CurrencyMoneyField) and other.amount == self.amount

    def __hash__(self) -> int:
        return hash(self.amount)

    def __repr__(self) -> str:
        return f"CurrencyMoneyField({self.amount})"

    @classmethod
    def read(cls, value: object) -> Self:
        """From the gate's int or Decimal, with at most the 3 decimals that any currency has."""
        _scaled(value, _DECIMALS_MAX)
        return cls(Decimal(value))  # type: ignore[arg-type]  # _scaled has refused all but int and Decimal

    def pence_in(self, currency: str) -> Pence:
        """In minor units of the currency; ValueError where it has fewer decimals than the amount."""
        return pence_of(self.amount, currency)


class DateField(date):
    """A day in a body: exactly `YYYY-MM-DD`, 1900 to 2199."""

    accepted = f"a date as YYYY-MM-DD, from {FIRST_DAY} to {LAST_DAY}"

    @classmethod
    def read(cls, value: object) -> Self:
        """From text; anything else is a ValueError."""
        if not isinstance(value, str):
            raise ValueError(cls.accepted)
        day = date_from_iso(value)
        return cls(day.year, day.month, day.day)


class PercentField(Decimal):
    """A percentage in a body: a JSON number from 0 to 100 with at most 2 decimals."""

    accepted = "a JSON number from 0 to 100, with at most 2 decimals"

    @classmethod
    def read(cls, value: object) -> Self:
        """From the gate's int or Decimal; anything else is a ValueError."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise ValueError(cls.accepted)
        if not 0 <= value <= 100 or 100 % value.as_integer_ratio()[1]:
            raise ValueError(cls.accepted)
        return cls(value)


class ShareField(Decimal):
    """A share in a body, as of confidence: a JSON number from 0 to 1 with at most 4 decimals."""

    accepted = "a JSON number from 0 to 1, with at most 4 decimals"

    @classmethod
    def read(cls, value: object) -> Self:
        """From the gate's int or Decimal; anything else is a ValueError."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise ValueError(cls.accepted)
        if not 0 <= value <= 1 or 10_000 % value.as_integer_ratio()[1]:
            raise ValueError(cls.accepted)
        return cls(value)


class MilesField(Decimal):
    """A distance in a body: a JSON number above 0 and up to 3,000 with at most 1 decimal."""

    accepted = "a JSON number above 0 and up to 3000, with at most 1 decimal"

    @classmethod
    def read(cls, value: object) -> Self:
        """From the gate's int or Decimal; anything else is a ValueError."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise ValueError(cls.accepted)
        if not 0 < value <= MILES_MAX or 10 % value.as_integer_ratio()[1]:
            raise ValueError(cls.accepted)
        return cls(value)


class RateField(Decimal):
    """An exchange rate in a body: a JSON number, units of a currency for one pound."""

    accepted = "a JSON number above 0, units of the currency for one pound such as 1.1712, with at most 10 decimals"

    @classmethod
    def read(cls, value: object) -> Self:
        """From the gate's int or Decimal; anything else is a ValueError."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise ValueError(cls.accepted)
        if not 0 < value <= RATE_MAX or 10**10 % value.as_integer_ratio()[1]:
            raise ValueError(cls.accepted)
        return cls(value)


class MetadataField:
    """Pairs of text in a body. `pairs` is what the books take."""

    __slots__ = ("pairs",)
    accepted = (
        'an object of at most 20 pairs of text, such as {"order": "A-17"}: names of 1 to 40 characters, '
        "values of 1 to 500"
    )

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self.pairs = pairs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MetadataField) and other.pairs == self.pairs

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.pairs.items())))

    def __repr__(self) -> str:
        return f"MetadataField({dict(self.pairs)})"

    @classmethod
    def read(cls, value: object) -> Self:
        """From the gate's object; too many pairs, or other than short text in them, is a ValueError."""
        if not isinstance(value, dict) or len(value) > PAIRS_MAX:
            raise ValueError(cls.accepted)
        for name, text in value.items():
            if not (_is_short(name, PAIR_NAME_MAX) and _is_short(text, PAIR_TEXT_MAX)):
                raise ValueError(cls.accepted)
        return cls(value)


def _is_short(text: object, most: int) -> bool:
    return isinstance(text, str) and 1 <= len(text) <= most and "\x00" not in text and not text.isspace()


def pence_of(value: object, currency: str) -> Pence:
    """The int or Decimal in whole minor units; ValueError where it is no amount of that currency."""
    return _scaled(value, minor_units(currency))


def _scaled(value: object, decimals: int) -> int:
    if type(value) is int:
        if -BOUND <= value <= BOUND:
            return value * _POWERS[decimals]
    elif isinstance(value, Decimal) and value.is_finite() and -BOUND <= value <= BOUND:
        numerator, denominator = value.as_integer_ratio()
        units, rest = divmod(numerator * _POWERS[decimals], denominator)
        if not rest:
            return units
    raise ValueError(_MONEY_TEXT.format(decimals=decimals))


MoneyOut = Annotated[Raw, Meta(extra_json_schema={"type": "number", "examples": [-45.99]})]
"""An amount in a reply; made by `money_out`."""

DateOut = Annotated[str, Meta(extra_json_schema={"format": "date"})]
"""A day in a reply, as ISO text: the store keeps it so, and no one has to parse it on the way out."""

TimeOut = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
"""A moment in a reply, as RFC 3339 in UTC; made by `accountsos.dates.rfc3339`."""

ConfidenceOut = Annotated[float, Meta(ge=0, le=1)]
"""How sure a reading is, 0 to 1; made by `confidence_out`."""


def money_out(pence: Pence, currency: str = "GBP") -> Raw:
    """The amount as a JSON number with exactly the currency's decimals: -4599 is `-45.99`."""
    if currency == "GBP":
        if pence >= 0:
            return Raw(b"%d.%02d" % divmod(pence, 100))
        return Raw(b"-%d.%02d" % divmod(-pence, 100))
    return Raw(text_from_pence(pence, currency).encode())


MilesOut = Annotated[Raw, Meta(extra_json_schema={"type": "number", "minimum": 0, "examples": [12.5]})]
"""A distance or a rate in a reply; made by `number_out`."""

RateOut = Annotated[Raw, Meta(extra_json_schema={"type": "number", "exclusiveMinimum": 0, "examples": [1.1712]})]
"""Units of a currency for one pound in a reply; made by `number_out`."""


def number_out(number: Decimal) -> Raw:
    """The number as short as it can be written: `12.5`, `0.55`, `100`."""
    text = f"{number:f}"
    return Raw((text.rstrip("0").rstrip(".") if "." in text else text).encode())


def confidence_out(confidence: float) -> float:
    """Rounded to three decimals, but never up to 1: that is kept for what a person chose."""
    if confidence >= 1:
        return 1.0
    rounded = round(confidence, 3)
    return rounded if rounded < 1 else 0.999
