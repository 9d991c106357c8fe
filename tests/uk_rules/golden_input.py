"""Reading the input of a worked case: amounts, dates and rates by any of their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from accountsos.dates import date_from_iso
from accountsos.money import Pence, rounded_half_up, text_from_pence

Result: TypeAlias = dict[str, object]
MISSING = object()


class Given:
    """The input of a case; remembers which fields nobody asked for."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = dict(fields)
        self.unused = set(self.fields)

    def has(self, *names: str) -> bool:
        return any(self.fields.get(name) is not None for name in names)

    def raw(self, *names: str, default: Any = MISSING) -> Any:
        """The first of these fields that is there."""
        for name in names:
            if self.fields.get(name) is not None:
                self.unused.discard(name)
                return self.fields[name]
        if default is MISSING:
            raise KeyError(f"the input has none of {', '.join(names)}")
        return default

    def like(self, *parts: str) -> Any:
        """The first field whose name has one of these in it, or None: for fields with many possible names."""
        for name, value in self.fields.items():
            if value is not None and any(part in name for part in parts):
                self.unused.discard(name)
                return value
        return None

    def money(self, *names: str, default: Any = MISSING) -> Pence:
        return pence(self.raw(*names, default=default))

    def number(self, *names: str, default: Any = MISSING) -> Decimal:
        return Decimal(str(self.raw(*names, default=default)))

    def whole(self, *names: str, default: Any = MISSING) -> int:
        return int(self.raw(*names, default=default))

    def day(self, *names: str, default: Any = MISSING) -> date:
        return as_day(self.raw(*names, default=default))

    def day_or_none(self, *names: str) -> date | None:
        found = self.raw(*names, default=None)
        return None if found is None else as_day(found)

    def text(self, *names: str, default: Any = MISSING) -> str:
        return str(self.raw(*names, default=default)).strip().lower().replace(" ", "_").replace("-", "_")

    def flag(self, *names: str, default: bool = False) -> bool:
        found = self.raw(*names, default=default)
        return found.strip().lower() in {"true", "yes", "1"} if isinstance(found, str) else bool(found)

    def entries(self, *names: str) -> list[Given]:
        """A list of records; a single record counts as a list of one."""
        found = self.raw(*names, default=[])
        return [Given(each) for each in (found if isinstance(found, list) else [found])]


Area: TypeAlias = Callable[[Given], Result]


def pence(value: object) -> Pence:
    """Pounds as int, decimal text or the number YAML made of it."""
    return rounded_half_up(Decimal(str(value).replace(",", "").replace("£", "")) * 100)


def pounds(amount: Pence) -> str:
    return text_from_pence(amount)


def as_day(value: object) -> date:
    return value if isinstance(value, date) else date_from_iso(str(value))


def fraction(value: object) -> Decimal:
    """A percentage such as 20, "17.5" or "8%" as a fraction."""
    return Decimal(str(value).strip().rstrip("%")) / 100
