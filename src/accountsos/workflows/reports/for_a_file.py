"""A report together with whose it is, or page after page from one view: what a file of it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from accountsos import ids
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.store.engine.sql import Reader
from accountsos.store.names import names_of
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
    """Its categories and bank accounts by name, as paper names them."""


def with_company(make: ReadWorkflow[Q, R]) -> ReadWorkflow[Q, tuple[Whose, R]]:
    """The report and whose it is, from one view."""

    def read(db: Reader, company: int, asked: Q) -> tuple[Whose, R]:
        return whose(db, company), make.run(db, company, asked)

    return ReadWorkflow(make.name, read)


def all_pages(name: str, pages: InPages[Q, R], written: Callable[[Iterator[R], Whose], F]) -> ReadWorkflow[Q, F]:
    """What is written of all pages, while their one view is open."""

    def read(db: Reader, company: int, asked: Q) -> F:
        return written(pages(db, company, asked), whose(db, company))

    return ReadWorkflow(name, read)


def whose(db: Reader, company: int) -> Whose:
    """The company as a file names it."""
    profile = company_or_refuse(db, company)
    names = names_of(db, company)
    called = {account.bank_account_id: account.name for account in names.accounts.values()}
    called |= {category.category_id: category.name for category in names.chart.categories.values()}
    return Whose(ids.company_id(company), profile.name, profile.basis, profile.currency, called)
