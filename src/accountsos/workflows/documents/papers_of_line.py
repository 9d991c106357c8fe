"""The papers of one bank line: those that stand beside it, and those that wait for a payment."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos import ids
from accountsos.bookkeeping.look_ups import live_line
from accountsos.store.contacts import contact_of
from accountsos.store.document_list import DocumentFilter, document_page
from accountsos.store.documents import (
    document_of,
    documents_of_transaction,
    links_of_document,
)
from accountsos.store.engine.sql import Reader
from accountsos.store.transactions import BankTransaction
from accountsos.workflows.documents.list_documents import DocumentState, document_or_refuse, state_of
from accountsos.workflows.unit_of_work import ReadWorkflow

WAITING_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PapersQuestion:
    """Which line, and the paper that somebody has just uploaded for it."""

    transaction_id: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class PapersOfLine:
    """The line, what stands beside it, and what may."""

    row: BankTransaction
    who: str
    beside: list[DocumentState]
    at_hand: DocumentState | None
    waiting: list[DocumentState]
    """Read and beside no line, newest first."""


@dataclass(frozen=True, slots=True)
class PaperBeside:
    """A paper with all the lines that it stands beside."""

    document_id: str
    version: int
    transactions: tuple[str, ...]


def papers_of_line(db: Reader, company: int, asked: PapersQuestion) -> PapersOfLine:
    """One consistent look."""
    row = live_line(db, company, asked.transaction_id)
    contact = contact_of(db, company, row.contact_no) if row.contact_no is not None else None
    numbers = documents_of_transaction(db, company, row.number)
    beside = [document for number in numbers if (document := document_of(db, company, number)) is not None]
    at_hand = None
    if asked.document_id is not None:
        at_hand = state_of(db, company, document_or_refuse(db, company, asked.document_id))
    unmatched = DocumentFilter(unmatched=True)
    waiting, _ = document_page(db, company, unmatched, limit=WAITING_SHOWN, offset=0)
    return PapersOfLine(
        row=row,
        who=contact.name if contact is not None else row.description,
        beside=[state_of(db, company, each) for each in beside],
        at_hand=at_hand,
        waiting=[state_of(db, company, each) for each in waiting],
    )


def paper_beside(db: Reader, company: int, document_id: str) -> PaperBeside:
    """Where a paper stands now."""
    document = document_or_refuse(db, company, document_id)
    links = links_of_document(db, company, document.number)
    lines = tuple(ids.public_id("txn_", company, each.transaction_no) for each in links)
    return PaperBeside(document_id, document.version, lines)


PAPERS_OF_LINE = ReadWorkflow("document.of_line", papers_of_line)
PAPER_BESIDE = ReadWorkflow("document.beside", paper_beside)
