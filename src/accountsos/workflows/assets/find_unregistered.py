"""Find the bank lines and bills that wait to be registered as fixed assets, or to be said what was sold for them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from accountsos import ids
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.find_unregistered_assets import DOCUMENT, Unregistered, unregistered
from accountsos.store.documents import document_of
from accountsos.store.engine.sql import Reader
from accountsos.store.transactions import transaction_of
from accountsos.workflows.unit_of_work import ReadWorkflow

MOST = 50


@dataclass(frozen=True, slots=True)
class WaitingAsset:
    """One of them, as a person recognises it."""

    found: Unregistered
    source_id: str
    """A bank line's or a paper's."""
    said: str
    """What the bank says, or who made the bill."""


def find(db: Reader, company: int, _: None) -> list[WaitingAsset]:
    """The oldest of them."""
    return [_waiting(db, company, each) for each in islice(unregistered(books_of(db, company)), MOST)]


def _waiting(db: Reader, company: int, found: Unregistered) -> WaitingAsset:
    number = found.source.number
    assert number is not None, "a line and a paper have a number"
    if found.source.kind == DOCUMENT:
        paper = document_of(db, company, number)
        said = "" if paper is None else paper.supplier or paper.file_name
        return WaitingAsset(found, ids.public_id("doc_", company, number), said or "A bill")
    line = transaction_of(db, company, number)
    return WaitingAsset(found, ids.public_id("txn_", company, number), "" if line is None else line.description)


FIND = ReadWorkflow("asset.find_unregistered", find, short=True)
