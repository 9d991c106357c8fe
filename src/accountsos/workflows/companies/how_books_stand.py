"""How a company's books stand: a door that keeps replies asks it before it gives one again."""

from __future__ import annotations

from collections.abc import Callable

from accountsos.store.head import last_number_and_moment
from accountsos.workflows.unit_of_work import Books


def asked_at_once(books: Books) -> Callable[[int], tuple[int, int]] | None:
    """How any company's books stand, for the event loop: the number and the moment of the last write, whichever
    process made it, another pair after each one. None where asking is a round trip to another machine.
    """
    engine = books.engine

    def how_books_stand(company: int) -> tuple[int, int]:
        with engine.glancing() as db:
            return last_number_and_moment(db, company)

    return how_books_stand if books.reads_inline else None
