"""Look through the papers that came in, and at one of them with the payments that it may be about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accountsos.store.documents import document_of
from accountsos.store.engine.sql import Reader
from accountsos.store.inbox import CHECK, DONE, READING, WAITING, papers_by_part, papers_of_part
from accountsos.store.names import Names, names_of
from accountsos.workflows.documents.evidence import THRESHOLD_PENCE, MissingPage, MissingQuestion, missing
from accountsos.workflows.documents.list_documents import DocumentState, document_or_refuse, state_of, whole_state_of
from accountsos.workflows.documents.propose_matches import Found, find_payments
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
        likely=[each for each in waiting if find_payments(db, company, each.document).proposals],
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


LOOK_THROUGH = ReadWorkflow("document.look_through", look_through)
LOOK_AT = ReadWorkflow("document.look_at", look_at_paper)
