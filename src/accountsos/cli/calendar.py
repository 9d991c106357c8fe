"""The deadlines as an iCalendar file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from accountsos.cli.installation import Installation, company_number
from accountsos.wire.shapes.deadlines import calendar_text
from accountsos.workflows.companies import manage_company
from accountsos.workflows.deadlines.list_deadlines import LIST, DeadlineQuestion


def calendar(installation: Installation, given: Mapping[str, Any]) -> None:
    """Print what is due as calendars read it."""
    here, company = installation.at(given["data"]), company_number(given["company"])
    question = DeadlineQuestion(here.today, given["days"], given["type"], bool(given["include_completed"]))
    with here.books_of(company) as books:
        found = books.read(LIST, company, question)
        name = books.read(manage_company.SHOW, company, None).company.name
    click.echo(calendar_text(name, found, here.clock()).encode(), nl=False)
