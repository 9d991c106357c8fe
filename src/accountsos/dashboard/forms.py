"""Forms: what is asked for, and how what was typed becomes a value or a mistake in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

Typed = Mapping[str, str]
"""What came with a form, the last value of each name."""


def within(label: str) -> str:
    """A label as it stands within a sentence: `amount`, but `VAT number`, `CO2 of the car`."""
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


class Wrong(Exception):
    """A value that is not acceptable; the text is a sentence for whoever typed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something that is asked for."""

    kind: ClassVar[str] = "text"
    name: str
    label: str
    hint: str = ""
    optional: bool = False
    marked: bool = True
    """Whether an optional one says so; where all are, the page says it once."""
    most: int = 200
    autocomplete: str = "off"
    shown_if: Callable[[Typed], bool] | None = None
    """Asked only where this holds of what was typed; what is not asked has the value None."""

    @property
    def focus(self) -> str:
        """The id of the control that a mistake leads to."""
        return f"f-{self.name}"

    @property
    def input_type(self) -> str:
        """Of which type the browser's control is: there are none of ours for money and days."""
        return self.kind if self.kind in ("email", "password") else "text"

    def typed(self, typed: Typed) -> str:
        """What stands in the field again after a mistake."""
        return typed.get(self.name, "")

    def read(self, typed: Typed) -> Any:
        """The value; Wrong where it is not acceptable."""
        text = typed.get(self.name, "").strip()
        if len(text) > self.most:
            raise Wrong(f"{self.label} must have {self.most} characters or fewer")
        if not text.isprintable():
            raise Wrong(f"{self.label} has a character that cannot be printed")
        if not text:
            if self.optional:
                return None
            raise Wrong(f"Enter {within(self.label)}")
        return self.value_of(text)

    def value_of(self, text: str) -> Any:
        """The value of what was typed."""
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Email(Field):
    """An e-mail address."""

    kind: ClassVar[str] = "email"
    autocomplete: str = "username"
    most: int = 254

    def value_of(self, text: str) -> str:
        """In small letters."""
        name, _, host = text.partition("@")
        if not name or "." not in host.strip(".") or " " in text:
            raise Wrong("Enter an e-mail address like name@example.org")
        return text.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Password(Field):
    """A password. It never stands in a page again."""

    kind: ClassVar[str] = "password"
    autocomplete: str = "current-password"
    most: int = 1000

    def typed(self, typed: Typed) -> str:
        """Nothing: it is typed again."""
        return ""

    def read(self, typed: Typed) -> str:
        """As it was typed, blanks too."""
        text = typed.get(self.name, "")
        if not text:
            raise Wrong(f"Enter {within(self.label)}")
        if len(text) > self.most:
            raise Wrong(f"{self.label} is too long")
        return text


@dataclass(frozen=True, slots=True)
class Option:
    """One of a choice."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Field):
    """One of a few."""

    kind: ClassVar[str] = "choice"
    options: tuple[Option, ...]
    preset: str = ""
    as_list: bool = False
    """A drop-down list instead of buttons."""

    @property
    def focus(self) -> str:
        """The first button, or the list."""
        return f"f-{self.name}" if self.as_list else f"f-{self.name}-{self.options[0].value}"

    def typed(self, typed: Typed) -> str:
        """What was chosen, at first the preset."""
        return typed.get(self.name, self.preset)

    def value_of(self, text: str) -> str:
        """Only what was offered."""
        if text not in {option.value for option in self.options}:
            raise Wrong(f"Choose one of these: {', '.join(option.label for option in self.options)}")
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Field):
    """A box that must be ticked, where a step cannot be undone; optional ones may stay empty."""

    kind: ClassVar[str] = "tick"
    wrong: str = ""

    def read(self, typed: Typed) -> bool:
        """Whether it is ticked."""
        ticked = typed.get(self.name, "") == "yes"
        if not ticked and not self.optional:
            raise Wrong(self.wrong or "Tick the box")
        return ticked


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden(Field):
    """Something the page itself sent along."""

    kind: ClassVar[str] = "hidden"
    label: str = "This field"
    most: int = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfLetter(Field):
    """A day copied from a letter or certificate: day, month and year in fields of their own."""

    kind: ClassVar[str] = "day"
    latest: Callable[[Typed], date] | None = None
    past: bool = True

    @property
    def focus(self) -> str:
        """The day's field."""
        return f"f-{self.name}-day"

    def read(self, typed: Typed) -> date | None:
        """The day; Wrong says which part of it is."""
        parts = [typed.get(f"{self.name}-{part}", "").strip() for part in ("day", "month", "year")]
        if not any(parts):
            if self.optional:
                return None
            raise Wrong(f"{self.label}: enter the day, month and year, like 27 3 2021")
        if not all(part.isascii() and part.isdigit() for part in parts) or len(parts[2]) != 4:
            raise Wrong(f"{self.label}: enter the day, month and year in numbers, like 27 3 2021")
        day, month, year = map(int, parts)
        if not 1 <= month <= 12:
            raise Wrong(f"{self.label}: there is no month {month}")
        if not 1900 <= year <= 2199:
            raise Wrong(f"{self.label}: the year must be from 1900 on")
        return _day_or_wrong(day, month, year)


MONTHS = "January February March April May June July August September October November December".split()


def _day_or_wrong(day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        last = (date(year + month // 12, month % 12 + 1, 1).toordinal()) - date(year, month, 1).toordinal()
        name = MONTHS[month - 1]
        raise Wrong(f"There is no {day} {name}; the last day of {name} {year} is the {ordinal(last)}") from None


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th …"""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, and where to mend it."""

    sentence: str
    field: str = ""
    """The field's name; empty for the whole form."""
    focus: str = ""


@dataclass(slots=True)
class State:
    """A form on its way: what was typed, what it means, what is wrong."""

    typed: Typed = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def mistake_at(self, name: str) -> str:
        """The sentence at a field; empty where it is in order."""
        return next((m.sentence for m in self.mistakes if m.field == name), "")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of one form, in their order."""

    fields: Sequence[Field] = ()

    def blank(self, **typed: str) -> State:
        """Before anybody typed."""
        return State(typed)

    def read(self, typed: Typed) -> State:
        """All values, all mistakes."""
        state = State(typed)
        for each in self.fields:
            if each.shown_if is not None and not each.shown_if(typed):
                state.values[each.name] = None
                continue
            try:
                state.values[each.name] = each.read(typed)
            except Wrong as wrong:
                state.mistakes.append(Mistake(str(wrong), each.name, each.focus))
        return state

    def wrong(self, state: State, name: str, sentence: str) -> State:
        """The state with one more mistake, at a field or, where there is no such field, at the whole form."""
        found = next((each for each in self.fields if each.name == name), None)
        place = (found.name, found.focus) if found else ("", "")
        state.mistakes.append(Mistake(sentence, *place))
        return state
