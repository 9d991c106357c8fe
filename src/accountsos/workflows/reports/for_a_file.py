"""A report together with whose it is, or page after page from one view: what a file of it needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from accountsos import ids
from accountsos.bookkeeping.called import called
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.store.engine.sql import Reader
from accountsos.workflows.unit_of_work import ReadWorkflow

Q = TypeVar("Q")
R = TypeVar("R")
F = TypeVar("F")
InPages = Callable[[Reader, int, Q], Iterator[R]]
"""All of a report, page after page, at least one."""


@dataclass(frozen=True, slots=True)
class Whose:
    """The company of a report, as its file names it."""

    company_id: str
    name: str
    basis: str
    currency: str
    called: Mapping[str, str]
    """By id, the names of its categories and bank accounts, and of what the report was asked for."""

    def in_words(self, value: object, *, with_id: bool) -> object:
        """The ids of what was asked for by their names; a program looks them up again, a person does not."""
        if not isinstance(value, str) or not any(each in self.called for each in value.split()):
            return value
        names = [(self.called.get(each), each) for each in value.split()]
        if with_id:
            return ", ".join(f"{name} ({each})" if name else each for name, each in names)
        return ", ".join(name or each for name, each in names)


def with_company(make: ReadWorkflow[Q, R], told: Collection[object] = ()) -> ReadWorkflow[Q, tuple[Whose, R]]:
    """The report and whose it is, from one view; `told` are the values that its head tells."""

    def read(db: Reader, company: int, asked: Q) -> tuple[Whose, R]:
        return whose(db, company, told), make.run(db, company, asked)

    return ReadWorkflow(make.name, read)


def all_pages(
    name: str,
    pages: InPages[Q, R],
    written: Callable[[Iterator[R], Whose], F],
    told: Collection[object] = (),
) -> ReadWorkflow[Q, F]:
    """What is written of all pages, while their one view is open."""

    def read(db: Reader, company: int, asked: Q) -> F:
        return written(pages(db, company, asked), whose(db, company, told))

    return ReadWorkflow(name, read)


def whose(db: Reader, company: int, told: Collection[object] = ()) -> Whose:
    """The company as a file names it."""
    profile = company_or_refuse(db, company)
    names = called(db, company, told)
    return Whose(ids.company_id(company), profile.name, profile.basis, profile.currency, names)
