"""The company itself: profile, financial years, API keys, audit log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from accountsos import ids
from accountsos.access.rights import SCOPES
from accountsos.dates import rfc3339
from accountsos.ledger.years import FinancialYear
from accountsos.wire.fields import DateOut, TimeOut
from accountsos.wire.shapes.common import CursorPageOut, Paging
from accountsos.wire.shapes.entries import EventOut, event_out
from accountsos.workflows.access.manage_keys import KeyMade, UseOfKey
from accountsos.workflows.companies.manage_company import AuditPage, CompanyState

_NEVER_USED = UseOfKey()


class YearOut(msgspec.Struct, frozen=True):
    """A financial year, both days included."""

    starts_on: DateOut
    ends_on: DateOut
    closed: bool


class YearList(msgspec.Struct, frozen=True):
    """Every financial year that is a row, oldest first."""

    years: list[YearOut]


class CompanyOut(msgspec.Struct, frozen=True):
    """The company that the key belongs to."""

    id: str
    name: str
    entity_type: str
    """`ltd` or `sole_trader`."""
    company_number: str | None
    incorporated_on: DateOut | None
    trade: str | None
    people: list[str]
    """Directors, or the owner."""
    currency: str
    basis: str
    """`accruals` or `cash`."""
    sandbox: bool
    years: list[YearOut]
    closed_through: DateOut | None
    """The books are closed up to and including that day."""
    created_at: TimeOut


class OneCompany(msgspec.Struct, frozen=True):
    """The company."""

    company: CompanyOut


class KeyOut(msgspec.Struct, frozen=True):
    """An API key; its secret is not kept anywhere."""

    id: str
    name: str
    scopes: list[str]
    """Each includes the ones before it."""
    sandbox: bool
    last_four: str
    """The end of the secret, to recognise it by."""
    created_at: TimeOut
    expires_at: TimeOut | None
    revoked_at: TimeOut | None
    last_used_at: TimeOut | None
    """The minute of its last call; null where it was not used, or not since the server's counters were lost."""
    calls_this_hour: int
    """Of the limit, since the full hour."""


class NewKeyOut(KeyOut, frozen=True):
    """A new key, the only time that its secret is seen."""

    secret: str | None
    """Null where the request was repeated under its Idempotency-Key."""


class KeyList(msgspec.Struct, frozen=True):
    """API keys, oldest first, revoked ones too."""

    keys: list[KeyOut]
    pagination: CursorPageOut


class OneNewKey(msgspec.Struct, frozen=True):
    """A new key."""

    key: NewKeyOut


class EventList(msgspec.Struct, frozen=True):
    """A page of the audit log, newest first."""

    events: list[EventOut]
    pagination: CursorPageOut


class OneEvent(msgspec.Struct, frozen=True):
    """One row of the audit log."""

    event: EventOut


class OneKey(msgspec.Struct, frozen=True):
    """An API key."""

    key: KeyOut


def one_event(company: int, row: Any) -> OneEvent:
    """One row of it."""
    return OneEvent(event_out(company, row))


def company_out(state: CompanyState) -> OneCompany:
    """The company."""
    company, closed = state.company, state.closed_through
    return OneCompany(
        CompanyOut(
            ids.company_id(company.number),
            company.name,
            company.entity_type,
            company.company_number,
            company.incorporated_on.isoformat() if company.incorporated_on else None,
            company.trade,
            list(company.people),
            company.currency,
            company.basis,
            company.sandbox,
            [
                YearOut(y.start.isoformat(), y.end.isoformat(), closed is not None and y.end.isoformat() <= closed)
                for y in state.years
            ],
            closed,
            rfc3339(company.created_at),
        )
    )


def year_list(years: list[FinancialYear]) -> YearList:
    """The financial years."""
    return YearList([YearOut(y.period.start.isoformat(), y.period.end.isoformat(), y.closed) for y in years])


def new_key(made: KeyMade) -> OneNewKey:
    """A key with its secret."""
    return OneNewKey(NewKeyOut(**msgspec.structs.asdict(key_out(made.key)), secret=made.secret))


def without_secret(body: bytes) -> bytes:
    """The reply to a new key as it is kept: whoever repeats the request does not see the secret again."""
    made = msgspec.json.decode(body, type=OneNewKey)
    return msgspec.json.encode(OneNewKey(msgspec.structs.replace(made.key, secret=None)))


def key_list(keys: list[Any], use: Callable[[str], UseOfKey], *, paging: Paging) -> KeyList:
    """A page of keys, as the workflow lists them, each with how it is used."""
    shown, page = paging.cut(keys, lambda key: str(key.key_id))
    return KeyList([key_out(key, use(key.key_id)) for key in shown], page)


def key_out(key: Any, use: UseOfKey = _NEVER_USED) -> KeyOut:
    """A stored key; its secret is not there to be shown."""
    return KeyOut(
        key.key_id,
        key.name,
        list(SCOPES[: SCOPES.index(key.scope) + 1]),
        key.sandbox,
        key.last_four,
        rfc3339(key.created_at),
        rfc3339(key.expires_at) if key.expires_at else None,
        rfc3339(key.revoked_at) if key.revoked_at else None,
        rfc3339(use.last_used_at) if use.last_used_at else None,
        use.calls_this_hour,
    )


def event_list(company: int, page: AuditPage, *, paging: Paging) -> EventList:
    """A page of the audit log."""
    shown, told = paging.page(page.rows, page.total, lambda row: (str(row.seq), row.part))
    return EventList([event_out(company, row) for row in shown], told)
