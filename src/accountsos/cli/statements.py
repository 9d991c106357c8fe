"""Import bank statements by command line, with a progress bar."""

from __future__ import annotations

import mmap
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from accountsos import ids
from accountsos.cli.installation import (
    ACTOR,
    Installation,
    company_option,
    data_option,
    json_option,
    print_json,
)
from accountsos.errors import BadRequest
from accountsos.money import text_from_pence
from accountsos.statements.formats.column_words import column_mapping
from accountsos.statements.read import formats
from accountsos.wire.shapes.bank.imports import import_bytes
from accountsos.workflows.bank import commit_import
from accountsos.workflows.bank.commit_import import Imported
from accountsos.workflows.bank.import_statement import ImportStatement


@click.command("import")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@company_option
@click.option("--account", "bank_account_id", default="ba_main", show_default=True, help="The bank account's id.")
@click.option("--format", "format_", type=click.Choice(formats()), help="Default: recognised by content.")
@click.option("--columns", help="For a bank not known here: date=1, description=2+3, amount=4 (see the user guide).")
@click.option("--of-account", help="Which account, where the file holds several (its number as printed).")
@click.option("--dry-run", is_flag=True, help="Show what would happen; change nothing.")
@click.option("--undo", "undo_id", metavar="IMP", help="Take an import back (imp_…).")
@data_option
@json_option
@click.pass_obj
def import_(
    installation: Installation,
    *,
    file: Path | None,
    company: int,
    bank_account_id: str,
    format_: str | None,
    columns: str | None,
    of_account: str | None,
    dry_run: bool,
    undo_id: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Import a bank's statement FILE (CSV, OFX, QIF, MT940, CAMT.053 …), or undo an import."""
    here = installation.at(data)
    if (file is None) == (undo_id is None):
        raise click.UsageError("give either a FILE to import or --undo IMP")
    books = here.open().books
    if undo_id is not None:
        undone = books.write(commit_import.UNDO, company, undo_id, ACTOR)
        _tell(undone, as_json=as_json)
        return
    assert file is not None
    with _content(file) as content, _progress(show=not as_json) as advance:
        command = ImportStatement(
            content,
            bank_account_id,
            here.today,
            file_name=file.name,
            format=format_,
            columns=column_mapping(columns) if columns else None,
            account=of_account,
            progress=advance,
        )
        if dry_run:
            done = books.read(commit_import.PREVIEW, company, command)
        else:
            done = books.write(commit_import.COMMIT, company, command, ACTOR)
    _tell(done, as_json=as_json)


@contextmanager
def _content(file: Path) -> Iterator[bytes | mmap.mmap]:
    """The file's bytes, mapped rather than read: memory does not grow with it."""
    if file.stat().st_size == 0:
        raise BadRequest(f"{file.name} is empty", param="file")
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        yield mapped


@contextmanager
def _progress(*, show: bool) -> Iterator[Callable[[int, int], None] | None]:
    if not show or not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("lines"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _tell(imported: Imported, *, as_json: bool) -> None:
    if as_json:
        print_json(import_bytes(imported))
        return
    done = imported.done
    number = ids.public_id("imp_", imported.company, imported.number) if imported.number else "dry run"
    if imported.status == "already_imported":
        click.echo(f"This very file was imported before ({number}): nothing changes.")
        return
    if imported.status == "undone":
        click.echo(f"{number} is undone: its lines have left the books, unless another file shows them too.")
        return
    days = f", {done.first_day} to {done.last_day}" if done.first_day else ""
    click.echo(f"{number}: {done.format}, {done.lines} lines{days}")
    click.echo(
        f"  {done.lines_new} new, {done.lines_duplicate} already there, {done.lines_doubtful} possible duplicates"
    )
    if done.closing is not None:
        proof = "proved" if not done.difference and done.first_bad_line is None else "NOT proved"
        click.echo(f"  closing balance {text_from_pence(done.closing[1])} on {done.closing[0]}: {proof}")
    for warning in done.warnings:
        click.echo(f"  warning: {warning}")
    if imported.status == "preview":
        _show_lines(imported)


def _show_lines(imported: Imported) -> None:
    for prepared in imported.preview:
        line, suggestion = prepared.line, prepared.suggestion
        filed = f"{suggestion.category_id} {suggestion.confidence:.2f}" if suggestion else prepared.finding.value
        click.echo(f"  {line.booked_on}  {text_from_pence(line.amount):>12}  {line.description[:50]:50}  {filed}")
