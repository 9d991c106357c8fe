"""Look through the papers that came in, and at one of them with the payments that it may be about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import compress

import msgspec

from accountsos.store.documents import document_of
from accountsos.store.engine.sql import Reader
from accountsos.store.inbox import CHECK, DONE, READING, WAITING, papers_by_part, papers_of_part
from accountsos.store.names import Names, names_of
from accountsos.workflows.documents.evidence import THRESHOLD_PENCE, MissingPage, MissingQuestion, missing
from accountsos.workflows.documents.list_documents import (
    DocumentPage,
    DocumentQuestion,
    DocumentState,
    document_or_refuse,
    list_documents,
    state_of,
    whole_state_of,
)
from accountsos.workflows.documents.propose_matches import Found, find_payments, may_be_paid
from accountsos.workflows.in_pages import ROWS_AT_ONCE, in_pages
from accountsos.workflows.unit_of_work import ReadWorkflow

PARTS = (CHECK, WAITING, DONE)
LIKELY_LOOKED_AT = 10
"""For so many bills that wait, the newest, it is asked whether a payment may be there."""
BESIDE = 12
MISSING_SHOWN = 5


@dataclass(frozen=True, slots=True)
class LookThroughInbox:
    """Which part, which page of it, and the day on which somebody looks."""

    part: str
    limit: int
    offset: int
    since: date
    """From this day on payments without a paper are told."""
    today: date


@dataclass(frozen=True, slots=True)
class InboxSeen:
    """A page of the part, and what else there is."""

    rows: list[DocumentState]
    counts: Mapping[str, int]
    reading: list[DocumentState]
    likely: list[DocumentState]
    """Bills that wait, for which a payment may be there."""
    missing: MissingPage


@dataclass(frozen=True, slots=True)
class PaperSeen:
    """One paper with everything that was read of it, and what may have paid it."""

    state: DocumentState
    found: Found
    names: Names
    queue: list[DocumentState]
    """What else asks for somebody."""
    counts: Mapping[str, int]


def look_through(db: Reader, company: int, asked: LookThroughInbox) -> InboxSeen:
    """One consistent look."""

    def states(part: str, limit: int, offset: int = 0) -> list[DocumentState]:
        return _states(db, company, papers_of_part(db, company, part, limit=limit, offset=offset))

    waiting = states(WAITING, LIKELY_LOOKED_AT) if asked.part == CHECK else []
    unproved = MissingQuestion(asked.since, asked.today, THRESHOLD_PENCE, MISSING_SHOWN)
    return InboxSeen(
        rows=states(asked.part, asked.limit, asked.offset),
        counts=papers_by_part(db, company),
        reading=states(READING, asked.limit),
        likely=list(compress(waiting, may_be_paid(db, company, [each.document for each in waiting]))),
        missing=missing(db, company, unproved),
    )


def look_at_paper(db: Reader, company: int, document_id: str) -> PaperSeen:
    """One paper, and what waits beside it."""
    document = document_or_refuse(db, company, document_id)
    return PaperSeen(
        state=whole_state_of(db, company, document),
        found=find_payments(db, company, document),
        names=names_of(db, company),
        queue=_states(db, company, papers_of_part(db, company, CHECK, limit=BESIDE)),
        counts=papers_by_part(db, company),
    )


def _states(db: Reader, company: int, numbers: list[int]) -> list[DocumentState]:
    found = [document_of(db, company, number) for number in numbers]
    return [state_of(db, company, document) for document in found if document is not None]


def papers_in_pages(db: Reader, company: int, asked: DocumentQuestion | LookThroughInbox) -> Iterator[DocumentPage]:
    """All papers that a list asks for, or all of a part of the inbox, from one view."""
    if isinstance(asked, LookThroughInbox):
        total = papers_by_part(db, company)[asked.part]
        for offset in range(0, max(total, 1), ROWS_AT_ONCE):
            numbers = papers_of_part(db, company, asked.part, limit=ROWS_AT_ONCE, offset=offset)
            yield DocumentPage(_states(db, company, numbers), total)
        return
    yield from _listed(db, company, asked)


def _first(asked: DocumentQuestion, rows: int) -> DocumentQuestion:
    return msgspec.structs.replace(asked, limit=rows)


def _after(asked: DocumentQuestion, last: DocumentState) -> DocumentQuestion:
    return msgspec.structs.replace(asked, offset=0, below=last.document.number)


_listed = in_pages(list_documents, lambda page: page.rows, _first, _after)
LOOK_THROUGH = ReadWorkflow("document.look_through", look_through)
LOOK_AT = ReadWorkflow("document.look_at", look_at_paper)
