"""Financial years by command line: list, set, close, reopen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from accountsos.cli.installation import (
    ACTOR,
    DATE,
    Installation,
    company_option,
    data_option,
    json_option,
    print_json,
    print_table,
)
from accountsos.ledger.years import FinancialYear
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.companies.company import year_list
from accountsos.workflows.companies import manage_years
from accountsos.workflows.companies.manage_years import Closing, Reopening, YearChange


@click.group("year")
def years() -> None:
    """Financial years: list, set, close, reopen."""


def _show(found: list[FinancialYear], *, as_json: bool) -> None:
    if as_json:
        print_json(encode_json(year_list(found)))
        return
    rows = [[str(y.period.start), str(y.period.end), "closed" if y.closed else ""] for y in found]
    print_table([("from", "<"), ("to", "<"), ("", "<")], rows)


@years.command("list")
@company_option
@data_option
@json_option
@click.pass_obj
def list_years(installation: Installation, company: int, data: Path | None, *, as_json: bool) -> None:
    """Every year that is a row, oldest first."""
    _show(installation.at(data).open().books.read(manage_years.LIST, company, None), as_json=as_json)


@years.command("set")
@company_option
@click.option("--starts-on", type=DATE, required=True)
@click.option("--ends-on", type=DATE, required=True)
@click.option("--exception", is_flag=True, help="Lengthen again within five years, where CA 2006 s392(3) allows it.")
@click.option("--reason", help="Which exception it is.")
@data_option
@json_option
@click.pass_obj
def set_year(
    installation: Installation,
    *,
    company: int,
    starts_on: date,
    ends_on: date,
    exception: bool,
    reason: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Add a year, or change the end of the one that starts on that day."""
    command = YearChange(starts_on, ends_on, exception, reason)
    _show(installation.at(data).open().books.write(manage_years.CHANGE, company, command, ACTOR), as_json=as_json)


@years.command("close")
@company_option
@click.option("--through", type=DATE, required=True, help="The last day of a financial year.")
@data_option
@json_option
@click.pass_obj
def close(installation: Installation, *, company: int, through: date, data: Path | None, as_json: bool) -> None:
    """Close the books: nothing is dated in a closed year any more."""
    _show(
        installation.at(data).open().books.write(manage_years.CLOSE, company, Closing(through), ACTOR), as_json=as_json
    )


@years.command("reopen")
@company_option
@click.option("--through", type=DATE, help="The books stay closed through that day; without it, nothing stays closed.")
@click.option("--reason", required=True)
@data_option
@json_option
@click.pass_obj
def reopen(
    installation: Installation, *, company: int, through: date | None, reason: str, data: Path | None, as_json: bool
) -> None:
    """Open closed books again."""
    command = Reopening(through, reason)
    _show(installation.at(data).open().books.write(manage_years.REOPEN, company, command, ACTOR), as_json=as_json)
