"""The command line: one click group, a module per family of commands."""

from __future__ import annotations

from collections.abc import Sequence

import click

from accountsos import __version__
from accountsos.cli.categories import categories
from accountsos.cli.companies import accounts, company, keys
from accountsos.cli.deadlines import deadlines
from accountsos.cli.documents import jobs, upload, worker
from accountsos.cli.installation import Installation, refuse
from accountsos.cli.invoices import invoices
from accountsos.cli.mileage import mileage
from accountsos.cli.papers import documents, evidence
from accountsos.cli.people import people
from accountsos.cli.reports import report
from accountsos.cli.rules import rules
from accountsos.cli.running import backup, demo, doctor, restore, serve, verify
from accountsos.cli.statements import import_
from accountsos.cli.vat import vat
from accountsos.cli.years import years
from accountsos.errors import Refused


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="accountsos")
def accountsos() -> None:
    """Bookkeeping that keeps itself, for small UK companies and sole traders.

    Settings come from ACCOUNTSOS_ variables; docs/OPERATIONS.md lists them. Exit status: 0 done, 1 refused, 2 misused.
    """


BOOKS = (
    company,
    years,
    keys,
    people,
    accounts,
    categories,
    import_,
    upload,
    documents,
    evidence,
    jobs,
    invoices,
    report,
    vat,
    mileage,
    deadlines,
)
INSTALLATION = (serve, demo, worker, verify, backup, restore, doctor, rules)
for command in (*BOOKS, *INSTALLATION):
    accountsos.add_command(command)


def run(installation: Installation, arguments: Sequence[str]) -> None:
    """Run one command and end the process with its exit status."""
    try:
        accountsos.main(list(arguments), prog_name="accountsos", obj=installation)
    except Refused as refusal:
        refuse(refusal, as_json="--json" in arguments)
