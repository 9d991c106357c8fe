"""Import bank statements by command line, with a progress bar."""

from __future__ import annotations

import mmap
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from accountsos import ids
from accountsos.cli.installation import ACTOR, Installation, company_number
from accountsos.cli.output import print_json
from accountsos.cli.printing import say
from accountsos.errors import BadRequest
from accountsos.money import text_from_pence
from accountsos.statements.formats.column_words import column_mapping
from accountsos.wire.shapes.bank.imports import import_bytes
from accountsos.workflows.bank import commit_import
from accountsos.workflows.bank.commit_import import Imported
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.unit_of_work import Books


def import_statement(installation: Installation, given: Mapping[str, Any]) -> None:
    """Import a file, show what it would do, or take an import back."""
    file, undo = given["file"], given["undo"]
    if (file is None) == (undo is None):
        raise click.UsageError("give either a FILE to import or --undo IMP")
    if undo is not None:
        _refuse_beside_undo(given)
    company = company_number(given["company"])
    here = installation.at(given["data"])
    with here.books_of(company) as books:
        if undo is not None:
            done = books.write(commit_import.UNDO, company, undo, ACTOR)
        else:
            done = _imported(here, books, company, given)
    _tell(done, as_json=given["as_json"])


def _refuse_beside_undo(given: Mapping[str, Any]) -> None:
    """An option that only an import uses is not passed over in silence."""
    context = click.get_current_context()
    for name, typed in _OF_AN_IMPORT.items():
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--undo takes no {typed}")


_OF_AN_IMPORT = {
    "bank_account_id": "--account",
    "format": "--format",
    "columns": "--columns",
    "of_account": "--of-account",
    "dry_run": "--dry-run",
}


def _imported(here: Installation, books: Books, company: int, given: Mapping[str, Any]) -> Imported:
    file: Path = given["file"]
    with _content(file) as content, _progress(show=not given["as_json"]) as advance:
        command = ImportStatement(
            content,
            given["bank_account_id"],
            here.today,
            file_name=file.name,
            format=given["format"],
            columns=column_mapping(given["columns"]) if given["columns"] else None,
            account=given["of_account"],
            progress=advance,
            asks_model=books.language_model is not None,
        )
        if given["dry_run"]:
            return books.read(commit_import.PREVIEW, company, command)
        return books.write(commit_import.COMMIT, company, command, ACTOR)


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
    # Only where there is a terminal: it is slow to import.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

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
        say(f"This very file was imported before ({number}): nothing changes.")
        return
    if imported.status == "undone":
        say(f"{number} is undone: its lines have left the books, unless another file shows them too.")
        return
    currency = imported.account.currency
    days = f", {done.first_day} to {done.last_day}" if done.first_day else ""
    say(f"{number}: {done.format}, {done.lines} lines{days}")
    say(f"  {done.lines_new} new, {done.lines_duplicate} already there, {done.lines_doubtful} possible duplicates")
    if done.closing is not None:
        proof = "proved" if not done.difference and done.first_bad_line is None else "NOT proved"
        say(f"  closing balance {text_from_pence(done.closing[1], currency)} {currency} on {done.closing[0]}: {proof}")
    for warning in done.warnings:
        say(f"  warning: {warning}")
    if imported.status == "preview":
        _show_lines(imported)


def _show_lines(imported: Imported) -> None:
    for prepared in imported.preview:
        line, suggestion = prepared.line, prepared.suggestion
        filed = f"{suggestion.category_id} {suggestion.confidence:.2f}" if suggestion else prepared.finding.value
        say(f"  {line.booked_on}  {text_from_pence(*prepared.shown):>12}  {line.description[:50]:50}  {filed}")
