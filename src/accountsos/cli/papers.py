"""Look through documents by command line, and see which payments still need one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from accountsos import ids
from accountsos.cli.installation import (
    DATE,
    Installation,
    company_option,
    data_option,
    json_option,
    print_json,
    print_table,
)
from accountsos.dates import FIRST_DAY
from accountsos.errors import BadRequest
from accountsos.money import pence_from_text, text_from_pence
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.documents.document import document_list, missing_list
from accountsos.workflows.documents import evidence as evidence_workflows
from accountsos.workflows.documents import list_documents
from accountsos.workflows.documents.evidence import THRESHOLD_PENCE, MissingQuestion
from accountsos.workflows.documents.list_documents import STATUSES, TYPES, DocumentQuestion, DocumentState

limit_option = click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
offset_option = click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over.")


@click.command("documents")
@company_option
@click.option("--status", type=click.Choice(STATUSES), help="Only documents in this state.")
@click.option("--type", "type_", type=click.Choice(TYPES), help="Only documents of this type.")
@click.option("--search", help="Part of the supplier's name, the number or the file's name.")
@click.option("--unmatched/--matched", default=None, help="Only those beside no bank line; only the others.")
@limit_option
@offset_option
@data_option
@json_option
@click.pass_obj
def documents(
    installation: Installation,
    *,
    company: int,
    status: str | None,
    type_: str | None,
    search: str | None,
    unmatched: bool | None,
    limit: int,
    offset: int,
    data: Path | None,
    as_json: bool,
) -> None:
    """Receipts and invoices, newest first, with what has to be looked at."""
    asked = DocumentQuestion(limit=limit, offset=offset, type=type_, status=status, search=search, unmatched=unmatched)
    books = installation.at(data).open().books
    page = books.read(list_documents.LIST, company, asked)
    books.close()
    if as_json:
        print_json(encode_json(document_list(page, limit=limit, offset=offset)))
        return
    columns = (
        ("id", "<"), ("status", "<"), ("date", "<"), ("supplier", "<"), ("number", "<"), ("total", ">"), ("file", "<"),
        ("reason", "<"),
    )  # fmt: skip
    print_table(columns, [_row(state) for state in page.rows])
    _tell_rest(offset, len(page.rows), page.total)


def _row(state: DocumentState) -> tuple[str, ...]:
    d = state.document
    total = "" if d.gross is None else text_from_pence(d.gross, d.currency or "GBP")
    return (
        ids.public_id("doc_", state.company, d.number),
        d.status,
        "" if d.issued_on is None else d.issued_on.isoformat(),
        d.supplier or "",
        d.doc_number or "",
        total,
        d.file_name,
        d.reason or "",
    )


@click.command("evidence")
@company_option
@click.option("--from", "start", type=DATE, help="First day; default: from the beginning.")
@click.option("--to", "end", type=DATE, help="Last day; default: today.")
@click.option("--min-amount", default=text_from_pence(THRESHOLD_PENCE), show_default=True, help="Nothing below it.")
@limit_option
@offset_option
@data_option
@json_option
@click.pass_obj
def evidence(
    installation: Installation,
    *,
    company: int,
    start: date | None,
    end: date | None,
    min_amount: str,
    limit: int,
    offset: int,
    data: Path | None,
    as_json: bool,
) -> None:
    """Payments for goods and services that no document proves: what to ask for before the year ends."""
    here = installation.at(data)
    asked = MissingQuestion(start or FIRST_DAY, end or here.today, _pence(min_amount), limit, offset)
    if asked.last < asked.first:
        raise BadRequest(f"--from {asked.first} is after --to {asked.last}", param="from")
    books = here.open().books
    page = books.read(evidence_workflows.MISSING, company, asked)
    books.close()
    if as_json:
        print_json(encode_json(missing_list(page, limit=limit, offset=offset)))
        return
    rows = [
        (
            ids.public_id("txn_", page.company, row.number),
            row.booked_on.isoformat(),
            text_from_pence(row.amount, row.currency),
            row.category_id,
            row.description,
        )
        for row in page.rows
    ]
    print_table((("id", "<"), ("date", "<"), ("amount", ">"), ("category", "<"), ("description", "<")), rows)
    click.echo(f"{page.total} without a document, {text_from_pence(page.amount)} in all")
    _tell_rest(offset, len(page.rows), page.total)


def _pence(text: str) -> int:
    try:
        pence = pence_from_text(text)
    except ValueError as wrong:
        raise BadRequest(f"--min-amount: {wrong}", param="min_amount") from wrong
    if pence < 0:
        raise BadRequest(f"--min-amount {text} is negative; expected an amount from 0", param="min_amount")
    return pence


def _tell_rest(offset: int, shown: int, total: int) -> None:
    if offset + shown < total:
        click.echo(f"{shown} of {total} shown; go on with --offset {offset + shown}")
