"""The kinds of values that a query, a path or a form may hold: how each is read and described."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from accountsos.dates import FIRST_DAY, LAST_DAY, ONE_DAY, date_from_iso, end_of_london_day
from accountsos.money import text_from_pence
from accountsos.web.cursor import KEY_BYTES_MAX, decode_cursor
from accountsos.wire.fields import BOUND, pence_of

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?", re.ASCII)
_ID_BODY = re.compile(r"[A-Za-z0-9_]{1,60}", re.ASCII)
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)


class Kind(Protocol):
    """How one value is read from text."""

    @property
    def accepted(self) -> str:
        """What is accepted, as the end of the sentence "expected …"."""
        ...

    def read(self, text: str) -> object:
        """The value; ValueError where it is not acceptable. Never asked for an empty text."""
        ...

    def schema(self) -> Mapping[str, object]:
        """As JSON Schema."""
        ...


class Day(Struct, frozen=True):
    """A date."""

    accepted: str = f"a date as YYYY-MM-DD, from {FIRST_DAY} to {LAST_DAY}"

    def read(self, text: str) -> object:
        """A date."""
        return date_from_iso(text)

    def schema(self) -> Mapping[str, object]:
        """A string in date format."""
        return {"type": "string", "format": "date", "pattern": "^(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}$"}


class Moment(Struct, frozen=True):
    """A point in time; a bare date means the end of that day in London."""

    accepted: str = "a date as YYYY-MM-DD or a time as 2026-01-31T17:30:00Z"

    def read(self, text: str) -> object:
        """An aware datetime."""
        match = _MOMENT.fullmatch(text)
        if not match:
            return end_of_london_day(date_from_iso(text))
        date_from_iso(match[1])
        return datetime.fromisoformat(text.upper())

    def schema(self) -> Mapping[str, object]:
        """A string; JSON Schema has no name for "date or date-time"."""
        return {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}


class Since(Moment, frozen=True):
    """A point in time from which on something is wanted; a bare date means the beginning of that day in London."""

    def read(self, text: str) -> object:
        """An aware datetime."""
        if _MOMENT.fullmatch(text):
            return super().read(text)
        return end_of_london_day(date_from_iso(text) - ONE_DAY) + timedelta(microseconds=1)


class WholeNumber(Struct, frozen=True):
    """An int between two bounds, both included."""

    least: int
    most: int

    @property
    def accepted(self) -> str:
        """The range."""
        return f"a whole number from {self.least} to {self.most}"

    def read(self, text: str) -> object:
        """An int."""
        if not _WHOLE.fullmatch(text) or not self.least <= (number := int(text)) <= self.most:
            raise ValueError(self.accepted)
        return number

    def schema(self) -> Mapping[str, object]:
        """An integer with bounds."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class DecimalNumber(Struct, frozen=True):
    """An exact number between two bounds, both included."""

    least: Decimal
    most: Decimal
    places: int

    @property
    def accepted(self) -> str:
        """The range and the places."""
        return f"a number from {self.least} to {self.most} with at most {self.places} decimals"

    def read(self, text: str) -> object:
        """A Decimal."""
        match = _DECIMAL.fullmatch(text)
        if not match or len(match[2] or ".") - 1 > self.places or not self.least <= Decimal(text) <= self.most:
            raise ValueError(self.accepted)
        return Decimal(text)

    def schema(self) -> Mapping[str, object]:
        """A number with bounds."""
        return {"type": "number", "minimum": float(self.least), "maximum": float(self.most)}


class Amount(Struct, frozen=True):
    """An amount of money in one currency."""

    currency: str = "GBP"
    accepted: str = "an amount such as -45.99, from -10^13 to 10^13"

    def read(self, text: str) -> object:
        """Whole minor units."""
        if not _DECIMAL.fullmatch(text):
            raise ValueError(self.accepted)
        return pence_of(Decimal(text), self.currency)

    def told(self, value: object) -> str:
        """What was read, as it is written."""
        return text_from_pence(value, self.currency) if isinstance(value, int) else str(value)

    def schema(self) -> Mapping[str, object]:
        """A number in hundredths."""
        return {"type": "number", "minimum": -BOUND, "maximum": BOUND}


class OneOf(Struct, frozen=True):
    """One of a few words."""

    values: tuple[str, ...]

    @property
    def accepted(self) -> str:
        """The words."""
        return "one of " + ", ".join(self.values) if len(self.values) > 1 else self.values[0]

    def read(self, text: str) -> object:
        """The word itself."""
        if text not in self.values:
            raise ValueError(self.accepted)
        return text

    def schema(self) -> Mapping[str, object]:
        """An enum."""
        return {"type": "string", "enum": list(self.values)}


class SeveralOf(Struct, frozen=True):
    """Some of a few words, separated by commas."""

    words: tuple[str, ...]

    @property
    def accepted(self) -> str:
        """The words."""
        return "one or several of " + ", ".join(self.words) + ", separated by commas"

    def read(self, text: str) -> object:
        """The words, each once, as a tuple."""
        given = tuple(text.split(","))
        if len(set(given)) != len(given) or not set(given) <= set(self.words):
            raise ValueError(self.accepted)
        return given

    def schema(self) -> Mapping[str, object]:
        """A string of words."""
        word = "|".join(map(re.escape, self.words))
        return {"type": "string", "pattern": f"^({word})(,({word}))*$"}


class Flag(Struct, frozen=True):
    """Yes or no."""

    accepted: str = "true or false"

    def read(self, text: str) -> object:
        """A bool."""
        if text not in ("true", "false"):
            raise ValueError(self.accepted)
        return text == "true"

    def schema(self) -> Mapping[str, object]:
        """A boolean."""
        return {"type": "boolean"}


class Id(Struct, frozen=True):
    """An opaque id under its prefix, such as `txn_`."""

    prefix: str

    @property
    def accepted(self) -> str:
        """The prefix."""
        return f"an id that starts with {self.prefix}"

    def read(self, text: str) -> object:
        """The id as it stands."""
        if not text.startswith(self.prefix) or not _ID_BODY.fullmatch(text, len(self.prefix)):
            raise ValueError(self.accepted)
        return text

    def schema(self) -> Mapping[str, object]:
        """A string with its prefix."""
        return {"type": "string", "pattern": f"^{self.prefix}[A-Za-z0-9_]{{1,60}}$"}


IDS_MAX = 100


class Ids(Struct, frozen=True):
    """Up to a hundred ids under one prefix, with commas between them."""

    prefix: str

    @property
    def accepted(self) -> str:
        """How many, and the prefix."""
        return f"up to {IDS_MAX} ids that start with {self.prefix}, with commas between them"

    def read(self, text: str) -> object:
        """The ids in order, as a tuple."""
        several, one = text.split(","), Id(self.prefix)
        if len(several) > IDS_MAX:
            raise ValueError(self.accepted)
        return tuple(str(one.read(part)) for part in several)

    def schema(self) -> Mapping[str, object]:
        """A string: ids and commas."""
        one = f"{self.prefix}[A-Za-z0-9_]{{1,60}}"
        return {"type": "string", "pattern": f"^{one}(,{one}){{0,{IDS_MAX - 1}}}$"}


class SomeOf(Struct, frozen=True):
    """Some of a few words, with commas between them."""

    words: tuple[str, ...]

    @property
    def accepted(self) -> str:
        """The words."""
        return f"any of {', '.join(self.words)}, with commas between them"

    def read(self, text: str) -> object:
        """The words as a set."""
        several = text.split(",")
        if len(set(several)) < len(several) or not set(several) <= set(self.words):
            raise ValueError(self.accepted)
        return frozenset(several)

    def schema(self) -> Mapping[str, object]:
        """A string: words and commas."""
        either = "|".join(self.words)
        return {"type": "string", "pattern": f"^({either})(,({either})){{0,{len(self.words) - 1}}}$"}


class Text(Struct, frozen=True):
    """Free text of a limited length, or text of a given form."""

    longest: int = 200
    form: str | None = None
    """A regular expression that the whole text has to match."""
    form_in_words: str | None = None

    @property
    def accepted(self) -> str:
        """The form, or the length."""
        return self.form_in_words or f"text of at most {self.longest} characters, not only blanks"

    def read(self, text: str) -> object:
        """The text as it stands."""
        if len(text) > self.longest or "\x00" in text or text.isspace():
            raise ValueError(self.accepted)
        if self.form is not None and not re.fullmatch(self.form, text, re.ASCII):
            raise ValueError(self.accepted)
        return text

    def schema(self) -> Mapping[str, object]:
        """A string."""
        found: dict[str, object] = {"type": "string", "minLength": 1, "maxLength": self.longest}
        # Without a form, what is told apart is text with at least one visible character, and no NUL.
        found["pattern"] = f"^(?:{self.form})$" if self.form is not None else r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
        return found


class CursorOf(Struct, frozen=True):
    """The place where a list of these things was left."""

    things: str
    accepted: str = "the next_cursor of a page of the same list, unchanged"

    def read(self, text: str) -> object:
        """A Cursor."""
        return decode_cursor(self.things, text)

    def schema(self) -> Mapping[str, object]:
        """An opaque string."""
        return {"type": "string", "pattern": f"^[A-Za-z0-9_-]{{14,{KEY_BYTES_MAX * 2}}}$"}
