"""Invoices by command line: what is open, and how one is settled without the bank."""

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
from accountsos.errors import BadRequest
from accountsos.money import pence_from_text, text_from_pence
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.documents.document import whole_document
from accountsos.wire.shapes.invoices import aged_report, aged_table
from accountsos.wire.table_text import csv_table
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.invoices import settle_invoice
from accountsos.workflows.invoices.aged_invoices import AGED, SIDE_OF, AgedQuestion, AgedReport
from accountsos.workflows.invoices.settle_invoice import KINDS, SettleInvoice


@click.group()
def invoices() -> None:
    """Invoices: aged debtors and creditors, credit notes set off, write-offs."""


@invoices.command("aged")
@click.argument("name", type=click.Choice([name.removeprefix("aged-") for name in SIDE_OF]))
@company_option
@click.option("--as-of", type=DATE, help="The day; default: today.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@data_option
@click.pass_obj
def aged(
    installation: Installation, *, name: str, company: int, as_of: date | None, form: str, data: Path | None
) -> None:
    """Who owes what since when (debtors), and to whom the business owes (creditors)."""
    print_aged(installation.at(data), f"aged-{name}", company, as_of, form)


def print_aged(here: Installation, name: str, company: int, as_of: date | None, form: str) -> None:
    """One of the aged lists, as table, JSON or CSV."""
    report = here.open().books.read(AGED, company, AgedQuestion(name, as_of or here.today))
    if form == "json":
        print_json(encode_json(aged_report(report, name)))
    elif form == "csv":
        click.echo(csv_table(*aged_table(report)).decode(), nl=False)
    else:
        _print(report, name.replace("-", " ").capitalize())


def _print(report: AgedReport, name: str) -> None:
    click.echo(f"{report.company_name}\n{name} at {report.aged.as_of}")
    if not report.aged.parties:
        click.echo("Nothing is open.")
        return
    headings, rows = aged_table(report)
    columns = [(headings[0], "<"), *((heading.replace("_", " "), ">") for heading in headings[1:])]
    print_table(columns, [[str(cell) for cell in row] for row in rows])
    for party in report.aged.parties:
        shown = report.names.get(party.contact, "") if party.contact is not None else ""
        for invoice in party.invoices:
            due = f"due {invoice.due_on}, {max(invoice.overdue(report.aged.as_of), 0)} days overdue"
            click.echo(f"  {shown} {invoice.number or ''} {text_from_pence(invoice.open_amount)}, {due}")
    if report.aged.memorandum:
        click.echo("note: on the cash basis these are owed but stand in no account until they are paid")


@invoices.command("settle")
@click.argument("document_id")
@click.argument("kind", type=click.Choice([kind.replace("_", "-") for kind in KINDS]))
@company_option
@click.option("--date", "day", type=DATE, help="Default: today.")
@click.option("--amount", help="How much of it; default: all that is open.")
@click.option("--credit-note", help="The credit note (doc_…) to set against it.")
@click.option("--reason", default="", help="Why; a write-off needs one.")
@data_option
@json_option
@click.pass_obj
def settle(
    installation: Installation,
    *,
    document_id: str,
    kind: str,
    company: int,
    day: date | None,
    amount: str | None,
    credit_note: str | None,
    reason: str,
    data: Path | None,
    as_json: bool,
) -> None:
    """Settle an invoice without the bank: credit-note, write-off or vat-adjustment."""
    here = installation.at(data)
    command = SettleInvoice(document_id, kind.replace("-", "_"), day or here.today, _pence(amount), credit_note, reason)
    _say(here.open().books.write(settle_invoice.SETTLE, company, command, ACTOR), as_json=as_json)


@invoices.command("undo")
@click.argument("settlement_id")
@company_option
@data_option
@json_option
@click.pass_obj
def undo(installation: Installation, *, settlement_id: str, company: int, data: Path | None, as_json: bool) -> None:
    """Take a settlement (stl_…) back."""
    books = installation.at(data).open().books
    _say(books.write(settle_invoice.UNDO, company, settlement_id, ACTOR), as_json=as_json)


def _pence(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return pence_from_text(text)
    except ValueError as wrong:
        raise BadRequest(f"--amount: {wrong}", param="amount") from wrong


def _say(state: DocumentState, *, as_json: bool) -> None:
    whole = whole_document(state)
    if as_json:
        print_json(encode_json(whole))
        return
    booking = whole.document.booking
    left = bytes(booking.open_amount).decode() if booking is not None else "0.00"
    click.echo(f"{whole.document.id}: {left} open")
    for one in whole.document.settlements:
        click.echo(f"  {one.id} {one.kind} {one.date} {bytes(one.amount).decode()} {one.reason}")
