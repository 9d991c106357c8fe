"""Look through the audit log: who did what, when; with the people and keys that may be asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accountsos.bookkeeping.called import called
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.dates import ONE_DAY, end_of_london_day
from accountsos.store.audit import ALL_TIME, NOTHING_IS_LATER, AuditRow, LogFilter, chosen_page
from accountsos.store.engine.sql import Reader, micros
from accountsos.store.keys import ApiKey, keys_of
from accountsos.store.users import Membership, members_of
from accountsos.workflows.companies.manage_company import LogPage, list_audit, show_event
from accountsos.workflows.in_pages import in_pages
from accountsos.workflows.unit_of_work import ReadWorkflow


@dataclass(frozen=True, slots=True)
class LogQuestion:
    """Which rows of the log, newest first."""

    limit: int
    first: date | None = None
    last: date | None = None
    actor: str = ""
    actions: tuple[str, ...] = ()
    before: tuple[int, int] = NOTHING_IS_LATER
    """Number and part of the last row of the page before."""


@dataclass(frozen=True, slots=True)
class LogLooked:
    """A page of the log, and whom its rows may be of."""

    rows: list[AuditRow]
    more: bool
    people: list[Membership]
    keys: list[ApiKey]
    called: Mapping[str, str]
    """By id, the names of what its rows are about."""


@dataclass(frozen=True, slots=True)
class EventLooked:
    """A row of the log, whom it may be of, and by id the names of what it tells of."""

    row: AuditRow
    people: list[Membership]
    keys: list[ApiKey]
    called: Mapping[str, str]


def look_through(db: Reader, company: int, asked: LogQuestion) -> LogLooked:
    """One row more is read than is shown: whether there are further ones."""
    company_or_refuse(db, company)
    first = 0 if asked.first is None else micros(end_of_london_day(asked.first - ONE_DAY)) + 1
    last = ALL_TIME if asked.last is None else micros(end_of_london_day(asked.last))
    chosen = LogFilter(first, last, asked.actor, asked.actions)
    rows = chosen_page(db, company, chosen, limit=asked.limit + 1, before=asked.before)
    shown = rows[: asked.limit]
    names = called(db, company, (row.subject for row in shown))
    return LogLooked(shown, len(rows) > asked.limit, members_of(db, company), keys_of(db, company), names)


def look_at_page(db: Reader, company: int, asked: LogPage) -> LogLooked:
    """A page as the API counts them; `asked` is limit, offset, and before which place of the log."""
    page = list_audit(db, company, asked)
    names = called(db, company, (row.subject for row in page.rows))
    more = page.total > asked[1] + len(page.rows)
    return LogLooked(page.rows, more, members_of(db, company), keys_of(db, company), names)


def log_in_pages(db: Reader, company: int, asked: LogQuestion | LogPage) -> Iterator[LogLooked]:
    """All of the log, or what a filter chooses of it, from one view."""
    question = asked if isinstance(asked, LogQuestion) else LogQuestion(0, before=(*asked, NOTHING_IS_LATER)[2])
    yield from _chosen(db, company, question)


def _first(asked: LogQuestion, rows: int) -> LogQuestion:
    return replace(asked, limit=rows)


def _after(asked: LogQuestion, last: AuditRow) -> LogQuestion:
    return replace(asked, before=(last.seq, last.part))


_chosen = in_pages(look_through, lambda page: page.rows, _first, _after)


def _walks(asked: LogQuestion) -> bool:
    """Whether rows are passed over until enough are found; the newest of all, or those before one, are just read."""
    return bool(asked.first or asked.last or asked.actor or asked.actions)


def look_at(db: Reader, company: int, event: tuple[int, int]) -> EventLooked:
    """One row, by its number and part."""
    row = show_event(db, company, event)
    told = [text for state in (row.before, row.after) if state is not None for text in _texts(json.loads(state))]
    names = called(db, company, (row.subject, *told))
    return EventLooked(row, members_of(db, company), keys_of(db, company), names)


def _texts(state: Any) -> Iterator[str]:
    """Every text in it, however deep."""
    if isinstance(state, str):
        yield state
    elif isinstance(state, dict | list):
        for each in state.values() if isinstance(state, dict) else state:
            yield from _texts(each)


PAGE = ReadWorkflow("audit.page", look_at_page, short=True)
LOOK_THROUGH = ReadWorkflow("audit.look_through", look_through, short=True, may_take_long=_walks)
LOOK_AT = ReadWorkflow("audit.look_at", look_at, short=True)
