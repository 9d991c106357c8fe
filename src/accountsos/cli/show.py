"""How an answer is shown to a person, declared beside each command."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Column(Struct, frozen=True):
    """A column of a list: where its value lies in each thing, and on which side it stands."""

    heading: str
    path: str
    """Names joined by dots: `category.name`."""
    right: bool = False


class Listing(Struct, frozen=True):
    """A list of things, a line each."""

    of: str
    """The key under which the list lies."""
    columns: tuple[Column, ...]
    empty: str = "Nothing."
    title: str = ""
    then: tuple[str, ...] = ()
    """Sentences after the list; they and the title hold `{paths}` of the whole answer."""


class Whole(Struct, frozen=True):
    """One thing with all that is known of it."""

    of: str = ""
    """Where it lies; the answer's only key where empty."""


class Said(Struct, frozen=True):
    """Lines with `{paths}` of the answer."""

    text: str


class Each(Struct, frozen=True):
    """A sentence for each thing of a list, or for each of those inside it."""

    of: str
    sentence: str
    inside: str = ""


class Report(Struct, frozen=True):
    """The very table that the API answers as CSV, under a heading, with the report's notes after it."""

    title: str
    """It and what comes `then` hold `{paths}` of the report."""
    then: tuple[str, ...] = ()
    each: Each | None = None


class Nothing(Struct, frozen=True):
    """What is shown is the command's own affair."""


class JsonOf(Struct, frozen=True):
    """A part of the answer, as JSON."""

    of: str


class Several(Struct, frozen=True):
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
