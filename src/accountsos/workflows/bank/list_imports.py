"""Answer the list of statement imports, and show one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from accountsos.bookkeeping.look_ups import thing_number
from accountsos.errors import NotFound
from accountsos.ids import ABOVE_ALL
from accountsos.store.engine.sql import Reader, micros
from accountsos.store.imports import StatementImport, import_of, import_page
from accountsos.store.names import Names, names_of
from accountsos.workflows.bank.commit_import import Imported, dated
from accountsos.workflows.in_pages import in_pages
from accountsos.workflows.unit_of_work import ReadWorkflow


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A page of imports, newest first."""

    rows: list[Imported]
    total: int


@dataclass(frozen=True, slots=True)
class ImportQuestion:
    """Which page of which imports."""

    limit: int
    offset: int = 0
    below: int = ABOVE_ALL
    """Only those with smaller numbers: what comes after the page before."""
    updated_since: datetime | None = None


def list_imports(db: Reader, company: int, asked: ImportQuestion) -> ImportPage:
    """A page, newest first, and how many there are."""
    names = names_of(db, company)
    since = 0 if asked.updated_since is None else micros(asked.updated_since)
    rows, total = import_page(db, company, limit=asked.limit, offset=asked.offset, below=asked.below, since=since)
    return ImportPage([_stored(db, company, row, names) for row in rows], total)


def _first(asked: ImportQuestion, rows: int) -> ImportQuestion:
    return replace(asked, limit=rows)


def _after(asked: ImportQuestion, last: Imported) -> ImportQuestion:
    return replace(asked, offset=0, below=last.number or 0)


imports_in_pages = in_pages(list_imports, lambda page: page.rows, _first, _after)


def _stored(db: Reader, company: int, done: StatementImport, names: Names) -> Imported:
    account = names.account_of[done.account_no]
    return dated(db, Imported(company, done.number, done.status, account, done, names=names))


def show_import(db: Reader, company: int, import_id: str) -> Imported:
    """One import."""
    found = import_of(db, company, thing_number("imp_", company, import_id, "import"))
    if found is None:
        raise NotFound(f"there is no import {import_id!r}")
    return _stored(db, company, found, names_of(db, company))


LIST = ReadWorkflow("statement.imports", list_imports, short=True)
SHOW = ReadWorkflow("statement.import.show", show_import, short=True)
