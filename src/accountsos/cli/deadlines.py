"""Deadlines by command line."""

from __future__ import annotations

from pathlib import Path

import click

from accountsos.cli.installation import (
    Installation,
    company_option,
    data_option,
    json_option,
    print_json,
    print_table,
)
from accountsos.money import text_from_pence
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.deadlines import calendar_text, deadline_list
from accountsos.workflows.companies import manage_company
from accountsos.workflows.deadlines.list_deadlines import LIST, DeadlineQuestion
from accountsos.workflows.deadlines.manage_deadlines import TYPES


@click.command()
@company_option
@click.option("--days", type=click.IntRange(0, 36_500), default=365, show_default=True, help="How far ahead.")
@click.option("--type", "kind", type=click.Choice(TYPES), help="Only those of one kind.")
@click.option("--include-completed", is_flag=True)
@click.option("--ical", is_flag=True, help="Print an iCalendar file.")
@data_option
@json_option
@click.pass_obj
def deadlines(
    installation: Installation,
    *,
    company: int,
    days: int,
    kind: str | None,
    include_completed: bool,
    ical: bool,
    data: Path | None,
    as_json: bool,
) -> None:
    """What is due, soonest first; overdue ones always come."""
    here = installation.at(data)
    books = here.open().books
    found = books.read(LIST, company, DeadlineQuestion(here.today, days, kind, include_completed))
    if as_json:
        print_json(encode_json(deadline_list(found)))
        return
    if ical:
        name = books.read(manage_company.SHOW, company, None).company.name
        click.echo(calendar_text(name, found, here.clock()), nl=False)
        return
    columns = [("due", "<"), ("days", ">"), ("status", "<"), ("amount", ">"), ("what", "<"), ("id", "<")]
    rows = [
        [
            str(d.due_date),
            str(d.days_until),
            d.status,
            "" if d.amount is None else text_from_pence(d.amount),
            d.title,
            d.deadline_id,
        ]
        for d in found
    ]
    print_table(columns, rows)
