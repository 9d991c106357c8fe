"""What every command is given: the settings, the clock, and how to open the books."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from accountsos import ids
from accountsos.access.actor import COMMAND_LINE
from accountsos.dates import date_from_iso, london_day
from accountsos.errors import Refused
from accountsos.settings import Settings
from accountsos.workflows.unit_of_work import Books

ACTOR = COMMAND_LINE


@dataclass(frozen=True, slots=True)
class OpenedBooks:
    """Open books, what should be said about the installation, and when each key was last used."""

    books: Books
    warnings: tuple[str, ...]
    keys_last_used: Callable[[], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Installation:
    """Handed to every command as click's object."""

    settings: Settings
    open_books: Callable[[Settings], OpenedBooks]
    clock: Callable[[], datetime]
    serve: Callable[[Settings, str, int, int], None]
    """Answer requests on host and port with so many worker processes, until told to stop."""
    back_up: Callable[[Settings, Path], None]
    restore: Callable[[Settings, Path], None]

    @property
    def today(self) -> date:
        """The day in London."""
        return london_day(self.clock())

    def at(self, data: Path | None) -> Installation:
        """The same with another data directory."""
        return self if data is None else replace(self, settings=replace(self.settings, data=data))

    def open(self) -> OpenedBooks:
        """Open the books and say what is unsafe about them."""
        opened = self.open_books(self.settings)
        for warning in opened.warnings:
            click.echo(f"warning: {warning}", err=True)
        return opened


class IsoDate(click.ParamType[date]):
    """YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or say how dates are written."""
        if isinstance(value, date):
            return value
        try:
            return date_from_iso(value)
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)


class CompanyId(click.ParamType[int]):
    """co_…"""

    name = "co_…"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The company's number."""
        if isinstance(value, int):
            return value
        number = ids.company_number(value)
        if number is None:
            self.fail(
                f"{value!r} is not a company id such as co_0aB3xZ; `accountsos company list` shows them", param, ctx
            )
        return number


DATE = IsoDate()
COMPANY = CompanyId()
data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the books are kept. Default: ACCOUNTSOS_DATA, else the platform's data directory.",
)
company_option = click.option("--company", type=COMPANY, required=True, help="The company's id (co_…).")
json_option = click.option("--json", "as_json", is_flag=True, help="Print what the API would answer.")


def print_json(body: bytes | object) -> None:
    """JSON, readable and exact: bytes of the API's are shown as they are."""
    click.echo(
        body.decode() if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False, indent=2, default=str)
    )


def print_table(columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> None:
    """A plain table; each column is a heading and `<` or `>`."""
    widths = [max([len(head), *(len(row[n]) for row in rows)]) for n, (head, _) in enumerate(columns)]
    for line in ([head for head, _ in columns], *rows):
        cells = [f"{cell:{side}{width}}" for cell, (_, side), width in zip(line, columns, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


def refuse(refusal: Refused, *, as_json: bool) -> NoReturn:
    """Exit 1 with the same code that the API would answer."""
    if as_json:
        error: dict[str, object] = {"code": refusal.code, "message": refusal.message}
        if refusal.details:
            error["details"] = list(refusal.details)
        print_json({"error": error})
    else:
        click.echo(f"accountsos: {refusal.message}", err=True)
        for mistake in refusal.details or ():
            click.echo(f"  line {mistake.get('line')}: {mistake.get('message')}", err=True)
    sys.exit(1)
