"""How click reads the kinds of values: each says what is accepted, and hands on text."""

from __future__ import annotations

import re
from typing import Any

import click

from accountsos.dates import date_from_iso

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?", re.ASCII)


class IsoDate(click.ParamType[str]):
    """YYYY-MM-DD."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Checked, and handed on as it stands."""
        try:
            date_from_iso(value)
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)
        return str(value)


class Exactly(click.ParamType[str]):
    """A plain decimal number."""

    def __init__(self, metavar: str) -> None:
        self.name = metavar

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Checked, and handed on as it stands."""
        if not _NUMBER.fullmatch(value):
            what = "an amount" if self.name == "AMOUNT" else "a number"
            self.fail(f"{value!r} is not {what} such as 45.99", param, ctx)
        return str(value)


class Word(click.ParamType[str]):
    """Text that says something, in characters that can be written down."""

    def __init__(self, metavar: str) -> None:
        self.name = metavar

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Checked, and handed on as it stands."""
        text = str(value)
        if not text:
            self.fail("it is empty; leave it out instead", param, ctx)
        try:
            text.encode()
        except UnicodeEncodeError:
            self.fail("it is not text in UTF-8", param, ctx)
        return text


class Separated(click.ParamType[tuple[str, ...]]):
    """Words with commas between them."""

    def __init__(self, metavar: str) -> None:
        self.name = metavar

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Each word without the blanks around it."""
        if isinstance(value, tuple):
            return value
        words = tuple(word.strip() for word in str(value).split(","))
        if not all(words):
            self.fail(f"{value!r} has an empty word", param, ctx)
        return words
