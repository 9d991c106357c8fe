"""Upload documents and have them read by command line; look at the queue."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from accountsos import ids
from accountsos.cli.installation import (
    ACTOR,
    COMPANY,
    Installation,
    company_option,
    data_option,
    json_option,
    print_json,
    print_table,
)
from accountsos.errors import Refused
from accountsos.jobs.worker import Worker
from accountsos.money import text_from_pence
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.documents.document import job_list, jobs_shown, one_document, one_job
from accountsos.workflows.documents import list_documents, retry_job, upload_document
from accountsos.workflows.documents.list_documents import JOB_STATES, TYPES, DocumentState
from accountsos.workflows.documents.upload_document import UploadDocument
from accountsos.workflows.unit_of_work import Books

T = TypeVar("T")


@click.command("upload")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@company_option
@click.option("--type", "type_", type=click.Choice(TYPES), help="What they are. Default: recognised.")
@click.option("--read", "read_now", is_flag=True, help="Read them now; else `serve` or `worker` does it.")
@data_option
@json_option
@click.pass_obj
def upload(
    installation: Installation,
    *,
    files: tuple[Path, ...],
    company: int,
    type_: str | None,
    read_now: bool,
    data: Path | None,
    as_json: bool,
) -> None:
    """Upload receipts and invoices (PDF, photos, e-mails, e-invoices). Exit 1 if any was refused."""
    books = installation.at(data).open().books
    done: list[DocumentState] = []
    refusals: list[tuple[Path, Refused]] = []
    for file in _shown(files, "uploading", quiet=as_json):
        try:
            command = UploadDocument(file.read_bytes(), file.name, books.objects, type_)
            done.append(books.write(upload_document.UPLOAD, company, command, ACTOR))
        except Refused as refusal:
            refusals.append((file, refusal))
    if read_now:
        done = _read(books, company, done, quiet=as_json)
    if as_json:
        errors = [{"file": file.name, "code": r.code, "message": r.message} for file, r in refusals]
        print_json(encode_json({"documents": [one_document(state).document for state in done], "errors": errors}))
    else:
        _tell(done)
        for file, why in refusals:
            click.echo(f"{file.name}: {why.message}", err=True)
    books.close()
    sys.exit(1 if refusals else 0)


def _read(books: Books, company: int, uploaded: Sequence[DocumentState], *, quiet: bool) -> list[DocumentState]:
    """Work through the queue in this process until these are read, or someone else reads them."""
    worker = Worker(books)
    read = []
    for state in _shown(uploaded, "reading", quiet=quiet):
        number = ids.public_id("doc_", company, state.document.number)
        while (now := books.read(list_documents.SHOW, company, number)).document.status == "pending":
            if not worker.run_once():
                break
        read.append(now)
    worker.reader.close()
    return read


def _shown(things: Sequence[T], what: str, *, quiet: bool) -> Iterator[T]:
    """The things one by one, with a progress bar where there is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield from things
        return
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield from progress.track(things)


def _tell(done: Sequence[DocumentState]) -> None:
    rows = []
    for state in done:
        d = state.document
        total = text_from_pence(d.gross, d.currency or "GBP") if d.gross is not None else ""
        status = d.status if state.is_new or d.status != "pending" else "pending (known)"
        document_id = ids.public_id("doc_", state.company, d.number)
        rows.append((document_id, status, d.file_name, d.supplier or "", total, d.reason or ""))
    columns = (("id", "<"), ("status", "<"), ("file", "<"), ("supplier", "<"), ("total", ">"), ("reason", "<"))
    print_table(columns, rows)


@click.command("worker")
@click.option("--parent", type=int, hidden=True, help="End when this process is no longer the parent.")
@data_option
@click.pass_obj
def worker(installation: Installation, parent: int | None, data: Path | None) -> None:
    """Read uploaded documents until stopped. `serve` starts one by itself; this is for more, or for other machines."""
    books = installation.at(data).open().books
    running = Worker(books)
    for stopping in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stopping, lambda _number, _frame: running.stop())
    click.echo("waiting for documents (stop with Ctrl-C)")
    running.run(lambda: parent is None or os.getppid() == parent)
    books.close()


@click.group("jobs", invoke_without_command=True)
@click.option("--company", type=COMPANY, help="The company's id (co_…).")
@click.option("--state", type=click.Choice(JOB_STATES), help="Default: all.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@data_option
@json_option
@click.pass_context
def jobs(
    context: click.Context,
    *,
    company: int | None,
    state: str | None,
    limit: int,
    data: Path | None,
    as_json: bool,
) -> None:
    """What waits to be read, is being read, is done, or was given up (dead)."""
    if context.invoked_subcommand is not None:
        return
    if company is None:
        raise click.MissingParameter(param_hint="'--company'", param_type="option")
    installation: Installation = context.obj
    books = installation.at(data).open().books
    page = books.read(list_documents.LIST_JOBS, company, (state, limit, 0))
    books.close()
    if as_json:
        print_json(encode_json(job_list(page, limit=limit, offset=0)))
        return
    rows = [(j.id, j.state, j.kind, j.subject, str(j.attempts), j.last_error or "") for j in jobs_shown(page)]
    print_table((("job", "<"), ("state", "<"), ("kind", "<"), ("about", "<"), ("tries", ">"), ("error", "<")), rows)


@jobs.command("retry")
@click.argument("job_id", metavar="JOB")
@company_option
@data_option
@json_option
@click.pass_obj
def retry(installation: Installation, *, job_id: str, company: int, data: Path | None, as_json: bool) -> None:
    """Try the job JOB (job_…) again: one that was given up, or whose document could not be read."""
    books = installation.at(data).open().books
    try:
        found = books.write(retry_job.RETRY, company, job_id, ACTOR)
    finally:
        books.close()
    if as_json:
        print_json(encode_json(one_job(found)))
        return
    (job,) = jobs_shown(found)
    click.echo(f"{job.id} ({job.subject}) is {job.state}; `serve` or `worker` takes it up")
