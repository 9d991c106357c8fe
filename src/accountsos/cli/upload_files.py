"""Upload documents and have them read by command line."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from accountsos import ids
from accountsos.cli.installation import ACTOR, Installation, company_number
from accountsos.cli.output import print_json, print_table
from accountsos.cli.printing import complain, say
from accountsos.errors import Refused
from accountsos.jobs.beside_server import UPKEEP_LOOKS, waiting
from accountsos.jobs.deliver_webhooks import Deliverer
from accountsos.jobs.worker import Worker
from accountsos.money import text_from_pence
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.documents.document import one_document
from accountsos.workflows.documents import list_documents, upload_document
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.documents.upload_document import UploadDocument
from accountsos.workflows.unit_of_work import Books

T = TypeVar("T")


def upload(installation: Installation, given: Mapping[str, Any]) -> None:
    """Upload each file; one that is refused does not keep the others out."""
    company, quiet = company_number(given["company"]), given["as_json"]
    done: list[DocumentState] = []
    refusals: list[tuple[Path, Refused]] = []
    with installation.at(given["data"]).books_of(company) as books:
        for file in _shown(given["files"], "uploading", quiet=quiet):
            try:
                command = UploadDocument(file.read_bytes(), file.name, books.objects, given["type"])
                done.append(books.write(upload_document.UPLOAD, company, command, ACTOR))
            except Refused as refusal:
                refusals.append((file, refusal))
        if given["read"]:
            done = _read(books, company, done, quiet=quiet)
    if given["as_json"]:
        errors = [{"file": file.name, "code": r.code, "message": r.message} for file, r in refusals]
        print_json(encode_json({"documents": [one_document(state).document for state in done], "errors": errors}))
    else:
        _tell(done)
    for file, why in refusals:
        complain(f"{file.name}: {why.message}")
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
    # Only where there is a terminal: it is slow to import.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

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


def worker(installation: Installation, given: Mapping[str, Any]) -> None:
    """Read what waits, until told to stop."""
    parent = given["parent"]
    here = installation.at(given["data"])
    books = here.open().books
    running = Worker(books, data=here.settings.data, beside=parent if given["until_idle"] else None)
    for stopping in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stopping, lambda _number, _frame: running.stop())
    say("waiting for documents (stop with Ctrl-C)")

    telling = Deliverer(books, here.link_of)

    def has_parent() -> bool:
        return parent is None or os.getppid() == parent

    def still_wanted() -> bool:
        rested = given["until_idle"] and running.has_rested and telling.has_rested
        return has_parent() and not rested

    with telling.beside(has_parent), running.helped(has_parent, cores=len(os.sched_getaffinity(0))):
        running.run(still_wanted)
    books.close()
    if given["until_idle"] and parent is not None and has_parent() and not running.is_told_to_end:
        command = waiting(parent, upkeep=UPKEEP_LOOKS)
        os.execv(command[0], command)  # noqa: S606 - our own command with numbers of our own
