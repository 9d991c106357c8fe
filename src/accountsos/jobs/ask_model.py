"""The job that asks a language model about the lines of a company that nothing else knows."""

from __future__ import annotations

from collections.abc import Sequence

from accountsos.access.actor import WORKER
from accountsos.bookkeeping.refile_lines import Filed
from accountsos.categoriser.model_question import BadAnswer, read_answer, request_body
from accountsos.dates import london_day
from accountsos.language_model import LanguageModel
from accountsos.outbound.ask_model import NoAnswer, completion, look_at
from accountsos.store.engine.sql import Writer, day_number, micros
from accountsos.store.jobs import Job, bury, finish, put_back
from accountsos.store.model_answers import keep_answer, keep_asked
from accountsos.workflows.bank.ask_language_model import FILE_ANSWERED, FIND_QUESTIONS, TAKE_IN, Batch, WhatToAsk
from accountsos.workflows.unit_of_work import Books

SECOND = 1_000_000
FILED_AT_ONCE = 500
FAILURES_MAX = 7
WAITS = (5, 20, 60, 180, 300, 300)
"""Seconds until it is asked again, after one failure, two, and so on; then the lines stay as they are."""
REFUSED = frozenset({401, 403})


def ask_about_lines(books: Books, model: LanguageModel, job: Job) -> None:
    """Batch by batch, each answer filed before the next is asked; the job ends, or waits to be tried again."""
    asked = WhatToAsk(model, day_number(london_day(books.clock())))
    found = books.read(FIND_QUESTIONS, job.company, asked)
    try:
        _file(books, job.company, found.answered)
        for batch in found.batches:
            _ask(books, asked, job.company, batch)
    except NoAnswer as none:
        _failed(books, job, str(none), passes=none.passes)
    except BadAnswer as bad:
        _failed(books, job, f"the answer of the language model is not used: {bad}", passes=True)
    else:
        books.tend(lambda db: finish(db, job))


def _ask(books: Books, asked: WhatToAsk, company: int, batch: Batch) -> None:
    books.tend(lambda db: keep_asked(db, company, batch.questions, asked.day))
    content = completion(asked.model, request_body(asked.model.name, batch.side, batch.lines))
    answers = read_answer(content, batch.side, len(batch.lines))
    taken = books.read(TAKE_IN, company, (batch, answers))

    def keep(db: Writer) -> None:
        for question, answer in taken.kept:
            keep_answer(db, company, question, answer)

    books.tend(keep)
    _file(books, company, taken.filed)


def _file(books: Books, company: int, lines: Sequence[Filed]) -> None:
    for first in range(0, len(lines), FILED_AT_ONCE):
        books.write(FILE_ANSWERED, company, lines[first : first + FILED_AT_ONCE], WORKER)


def _failed(books: Books, job: Job, why: str, *, passes: bool) -> None:
    """Nothing was changed. What may pass is tried again a few times; then the job is given up, and says why."""
    failures = job.failures + 1
    if not passes or failures >= FAILURES_MAX:
        books.tend(lambda db: bury(db, job, error=why, failures=failures))
        return
    later = micros(books.clock()) + WAITS[job.failures] * SECOND
    books.tend(lambda db: put_back(db, job, error=why, not_before=later, failures=failures))


def model_warnings(model: LanguageModel) -> tuple[str, ...]:
    """What is in the way of asking it, for whoever runs the installation."""
    try:
        status = look_at(model)
    except NoAnswer as none:
        return (f"{none}; lines that nothing else knows stay uncategorised meanwhile",)
    return ("the language model does not accept its key",) if status in REFUSED else ()
