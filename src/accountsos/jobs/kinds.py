"""The kinds of jobs, each with what the worker does for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

from accountsos.access.actor import WORKER
from accountsos.bookkeeping.ask_about_unsure import ASK_MODEL
from accountsos.bookkeeping.ask_for_matching import MATCH_DOCUMENTS
from accountsos.dates import london_day
from accountsos.documents.facts import ReadOutcome
from accountsos.jobs.frames import ReadRequest
from accountsos.jobs.reader_process import ReaderProcess
from accountsos.meters import Meters
from accountsos.store.documents import begin_reading
from accountsos.store.engine.objects import MissingObject
from accountsos.store.engine.sql import Writer
from accountsos.store.jobs import Job, finish
from accountsos.workflows.documents.delete_document import ERASE_FILE
from accountsos.workflows.documents.erase_file import ERASE
from accountsos.workflows.documents.match_open_documents import MATCH_OPEN
from accountsos.workflows.documents.record_reading import (
    GIVE_UP,
    RECORD,
    ReadingDone,
    ReadingGivenUp,
    document_of_job,
)
from accountsos.workflows.documents.upload_document import READ_DOCUMENT
from accountsos.workflows.documents.what_to_read import TO_READ
from accountsos.workflows.unit_of_work import Books

FAILURES_MAX = 10
"""From so many failures on a job is given up."""
FIRST_CPU_SECONDS, LAST_CPU_SECONDS = 15, 45
"""What a document may take at first, and once more when the others have had their turn: together a minute."""
READ, UNREADABLE, LOST = "read", "unreadable", "lost"
"""How readings are counted: facts were found, none were, or the reader ended without an answer."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a job is done with."""

    books: Books
    reader: ReaderProcess
    meters: Meters | None = None
    """Where it is counted how documents were read."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """What is done for a claimed job. The work ends the job together with its effect."""

    work: Callable[[Tools, Job], None]
    claimed: Callable[[Writer, Job], None] | None = None
    """What is shown while it is in hand, in the transaction that claims it."""


def _show_being_read(db: Writer, job: Job) -> None:
    document = document_of_job(db, job.company, job)
    if document is not None:
        begin_reading(db, job.company, document.number)


def _read(tools: Tools, job: Job) -> None:
    books = tools.books
    found = books.read(TO_READ, job.company, job)
    if found is None:
        books.tend(lambda db: finish(db, job))
        return
    try:
        content = books.objects.get(job.company, found.document.sha256)
    except MissingObject as missing:
        books.write(GIVE_UP, job.company, ReadingGivenUp(job, str(missing), FAILURES_MAX), WORKER)
        return
    seconds = FIRST_CPU_SECONDS if job.failures == 0 else LAST_CPU_SECONDS
    request = ReadRequest(found.document.file_name, london_day(books.clock()), found.known, found.templates, seconds)
    outcome = _timed_reading(tools, request, content)
    books.write(RECORD, job.company, ReadingDone(job, outcome), WORKER)


def _timed_reading(tools: Tools, request: ReadRequest, content: bytes) -> ReadOutcome:
    ended, began = LOST, perf_counter()
    try:
        outcome = tools.reader.read(request, content)
        ended = UNREADABLE if outcome.facts is None else READ
    finally:
        if tools.meters is not None:
            tools.meters.read(ended, perf_counter() - began)
    return outcome


def _erase(tools: Tools, job: Job) -> None:
    tools.books.write(ERASE, job.company, (job, tools.books.objects), WORKER)


def _match(tools: Tools, job: Job) -> None:
    tools.books.write(MATCH_OPEN, job.company, job, WORKER)


def _ask_model(tools: Tools, job: Job) -> None:
    books = tools.books
    if books.language_model is None:  # it was turned off since
        books.tend(lambda db: finish(db, job))
        return
    from accountsos.jobs.ask_model import ask_about_lines  # noqa: PLC0415 - loaded where one is set only

    ask_about_lines(books, books.language_model, job)


KINDS: Mapping[str, JobKind] = {
    READ_DOCUMENT: JobKind(_read, claimed=_show_being_read),
    ERASE_FILE: JobKind(_erase),
    MATCH_DOCUMENTS: JobKind(_match),
    ASK_MODEL: JobKind(_ask_model),
}
