"""How an answer is shown to a person, declared beside each command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: where its value lies in each thing, and on which side it stands."""

    heading: str
    path: str
    """Names joined by dots: `category.name`."""
    right: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of things, a line each."""

    of: str
    """The key under which the list lies."""
    columns: tuple[Column, ...]
    empty: str = "Nothing."
    title: str = ""
    then: tuple[str, ...] = ()
    """Sentences after the list; they and the title hold `{paths}` of the whole answer."""


@dataclass(frozen=True, slots=True)
class Whole:
    """One thing with all that is known of it."""

    of: str = ""
    """Where it lies; the answer's only key where empty."""


@dataclass(frozen=True, slots=True)
class Said:
    """Lines with `{paths}` of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Each:
    """A sentence for each thing of a list, or for each of those inside it."""

    of: str
    sentence: str
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The very table that the API answers as CSV, under a heading, with the report's notes after it."""

    title: str
    """It and what comes `then` hold `{paths}` of the report."""
    then: tuple[str, ...] = ()
    each: Each | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """What is shown is the command's own affair."""


@dataclass(frozen=True, slots=True)
class JsonOf:
    """A part of the answer, as JSON."""

    of: str


@dataclass(frozen=True, slots=True)
class Several:
    """One after the other."""

    parts: tuple[Listing, ...]


Show: TypeAlias = Listing | Whole | Said | Report | JsonOf | Several | Nothing


def columns(*named: str) -> tuple[Column, ...]:
    """Columns from short texts: `date`, `amount>` at the right, `category: category.id` with a heading of its own."""
    found = []
    for text in named:
        heading, _, path = text.rstrip(">").partition(": ")
        found.append(Column(heading.replace("_", " "), path or heading, text.endswith(">")))
    return tuple(found)
