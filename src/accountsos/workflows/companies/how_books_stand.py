"""How a company's books stand: a door that keeps replies asks it before it gives one again."""

from __future__ import annotations

from collections.abc import Callable

from accountsos.store.engine.sql import Reader
from accountsos.store.head import last_number_and_moment
from accountsos.workflows.unit_of_work import Books, ReadWorkflow


def how_books_stand(db: Reader, company: int, _: None) -> tuple[int, int]:
    """The number and the moment of the last write, whichever process made it: another pair after each one."""
    return last_number_and_moment(db, company)


HOW_BOOKS_STAND = ReadWorkflow("books.how_they_stand", how_books_stand, short=True, one_statement=True)


def asked_at_once(books: Books) -> Callable[[int], tuple[int, int]] | None:
    """How any company's books stand, for the event loop. None where asking is a round trip to another machine."""
    return (lambda company: books.read(HOW_BOOKS_STAND, company, None)) if books.reads_inline else None
