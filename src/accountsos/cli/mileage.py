"""Mileage by command line: enter trips, report them, claim them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click

from accountsos import ids
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
from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.money import text_from_pence
from accountsos.uk_rules.mileage import Vehicle
from accountsos.uk_rules.periods import tax_year_named, tax_year_of
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.journals import OneJournal, journal_out
from accountsos.wire.shapes.mileage import mileage_report_out, mileage_table, one_trip, trip_list
from accountsos.wire.table_text import csv_table
from accountsos.workflows.mileage import claim_mileage, record_trip
from accountsos.workflows.mileage.claim_mileage import ClaimMileage, MileageQuestion
from accountsos.workflows.mileage.record_trip import PREFIX, NewTrip, TripQuestion

MOST_LISTED = 10_000
_COLUMNS = [("date", "<"), ("person", "<"), ("vehicle", "<"), ("miles", ">"), ("purpose", "<"), ("id", "<")]


@click.group()
def mileage() -> None:
    """Business trips with one's own vehicle: add, list, remove, report, claim."""


@mileage.command("add")
@company_option
@click.option("--date", "made_on", type=DATE, required=True)
@click.option("--person", required=True, help="Who drove; a director as in the contacts.")
@click.option("--vehicle", type=click.Choice([str(v) for v in Vehicle]), required=True)
@click.option("--miles", required=True, help="With at most one decimal.")
@click.option("--passengers", type=click.IntRange(0), default=0, help="Fellow employees, in a car or van.")
@click.option("--purpose", required=True)
@data_option
@json_option
@click.pass_obj
def add(
    installation: Installation,
    *,
    company: int,
    made_on: date,
    person: str,
    vehicle: str,
    miles: str,
    passengers: int,
    purpose: str,
    data: Path | None,
    as_json: bool,
) -> None:
    """Enter a trip. Nothing is posted until it is claimed."""
    here = installation.at(data)
    command = NewTrip(here.today, made_on, person, vehicle, _miles(miles), purpose=purpose, passengers=passengers)
    page = here.open().books.write(record_trip.ADD, company, command, ACTOR)
    if as_json:
        print_json(encode_json(one_trip(page)))
    else:
        click.echo(ids.public_id(PREFIX, company, page.trips[0].number))


def _miles(text: str) -> Decimal:
    try:
        miles = Decimal(text)
    except InvalidOperation:
        miles = Decimal("NaN")
    if not miles.is_finite():
        raise BadRequest(f"--miles: {text!r} is not a distance such as 84.5", param="miles")
    return miles


@mileage.command("list")
@company_option
@click.option("--from", "start", type=DATE)
@click.option("--to", "end", type=DATE)
@click.option("--person")
@data_option
@json_option
@click.pass_obj
def list_trips(
    installation: Installation,
    *,
    company: int,
    start: date | None,
    end: date | None,
    person: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Trips, newest first."""
    question = TripQuestion(MOST_LISTED, 0, start, end, person)
    page = installation.at(data).open().books.read(record_trip.LIST, company, question)
    if as_json:
        print_json(encode_json(trip_list(page, limit=MOST_LISTED, offset=0)))
        return
    rows = []
    for kept in page.trips:
        trip = kept.trip
        row = [str(trip.made_on), kept.person, str(trip.vehicle), f"{trip.miles:f}", kept.purpose]
        rows.append([*row, ids.public_id(PREFIX, company, kept.number)])
    print_table(_COLUMNS, rows)


@mileage.command("remove")
@company_option
@click.argument("trip_id")
@data_option
@click.pass_obj
def remove(installation: Installation, company: int, trip_id: str, data: Path | None) -> None:
    """Take out a trip that was not claimed."""
    installation.at(data).open().books.write(record_trip.REMOVE, company, trip_id, ACTOR)
    click.echo(f"{trip_id} is gone")


@mileage.command("report")
@company_option
@click.option("--tax-year", help="Such as 2025-26; default: the current one.")
@click.option("--from", "start", type=DATE, help="First day, instead of a tax year.")
@click.option("--to", "end", type=DATE, help="Last day; default: today.")
@click.option("--person")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@data_option
@click.pass_obj
def report(
    installation: Installation,
    *,
    company: int,
    tax_year: str | None,
    start: date | None,
    end: date | None,
    person: str | None,
    form: str,
    data: Path | None,
) -> None:
    """Each trip at the rates of its day, by person."""
    here = installation.at(data)
    if tax_year is not None and (start or end):
        raise click.UsageError("give --tax-year, or --from and --to")
    period = tax_year_named(tax_year) if tax_year else tax_year_of(end or here.today)
    if start is not None or end is not None:
        first, last = start or period.start, end or here.today
        if first > last:
            raise BadRequest(f"--from: {first} is after {last}", param="from")
        period = Period(first, last)
    found = here.open().books.read(claim_mileage.REPORT, company, MileageQuestion(period, person))
    if form == "json":
        print_json(encode_json(mileage_report_out(company, found)))
        return
    columns, rows = mileage_table(found)
    if form == "csv":
        click.echo(csv_table(columns, rows).decode(), nl=False)
        return
    click.echo(f"Mileage, {found.period.start} to {found.period.end}\n")
    sides = [">" if name in ("miles", "rate", "amount") else "<" for name in columns]
    print_table(list(zip(columns, sides, strict=True)), [[str(cell) for cell in row] for row in rows])
    for each in found.people:
        click.echo(f"\n{each.person}: {text_from_pence(each.amount)}, of which claimed {text_from_pence(each.claimed)}")
        for year in each.years:
            click.echo(f"  {year.name}: {year.miles:f} of {year.threshold} miles by car and van, {year.left:f} left")
    for warning in found.warnings:
        click.echo(f"note: {warning.message}")


@mileage.command("claim")
@company_option
@click.option("--person", required=True)
@click.option("--through", type=DATE, required=True, help="The last day of the trips.")
@click.option("--date", "entry_date", type=DATE, help="The day of the journal; default: --through.")
@click.option("--contact", "contact_id", help="The director's contact (con_…); default: the one of that name.")
@data_option
@json_option
@click.pass_obj
def claim(
    installation: Installation,
    *,
    company: int,
    person: str,
    through: date,
    entry_date: date | None,
    contact_id: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Post what a person has not claimed yet."""
    here = installation.at(data)
    command = ClaimMileage(here.today, person, through, entry_date, contact_id)
    state = here.open().books.write(claim_mileage.CLAIM, company, command, ACTOR)
    if as_json:
        print_json(encode_json(OneJournal(journal_out(state))))
        return
    amount = sum(p.amount for p in state.entry.entry.postings if p.amount > 0)
    click.echo(f"{ids.public_id('je_', company, state.entry.number)}: {text_from_pence(amount)}")
