"""Companies, users, years and locks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from accountsos.dates import Period, date_from_iso
from accountsos.ledger.locks import Locks
from accountsos.store.engine.sql import (
    Insert,
    Reader,
    Row,
    Sql,
    Writer,
    day_from,
    day_number,
    micros,
    moment_from,
    optional_day,
    optional_day_number,
)
from accountsos.store.head import Cause

COLUMNS = "company_id name entity_type company_number incorporated_on trade currency basis sandbox people created_at"
NEW_COMPANY = Insert("company", COLUMNS, "ON CONFLICT (company_id) DO NOTHING")
COMPANY = Sql(f"SELECT {', '.join(COLUMNS.split())} FROM company WHERE company_id = :company")
CHANGE = Sql(
    """UPDATE company SET name = :name, company_number = :company_number, incorporated_on = :incorporated_on,
       trade = :trade, people = :people, basis = :basis WHERE company_id = :company"""
)
NEW_YEAR = Insert("financial_year", "company_id starts_on ends_on")
DROP_YEARS = Sql("DELETE FROM financial_year WHERE company_id = :company")
YEARS = Sql("SELECT starts_on, ends_on FROM financial_year WHERE company_id = :company ORDER BY starts_on")
NEW_LOCK = Insert("lock_event", "company_id recorded_seq kind locked_through reason")
_LOCK = """(SELECT locked_through FROM lock_event WHERE company_id = :company AND kind = '{kind}'
  ORDER BY recorded_seq DESC LIMIT 1)"""
NEW_FACT = Insert("company_fact", "company_id fact recorded_seq value")
CHANGED_AFTER = Sql(
    """SELECT value FROM company_fact WHERE company_id = :company AND fact = :fact AND recorded_seq > :seq
       ORDER BY recorded_seq LIMIT 1"""
)
PROFILE, YEARS_LAID = "profile", "years"
"""Facts that tell of each change of a company's own rows what they said before and after."""
COMPANIES_AT_HAND = 4_096
"""So many profiles are in memory: about 1 kB each."""
LOCKS = Sql(f"SELECT {_LOCK.format(kind='books')}, {_LOCK.format(kind='vat')}")


@dataclass(frozen=True, slots=True)
class Company:
    """Who the books belong to."""

    number: int
    name: str
    entity_type: str
    """ltd | sole_trader"""
    company_number: str | None
    incorporated_on: date | None
    trade: str | None
    currency: str
    basis: str
    """accruals | cash"""
    sandbox: bool
    people: tuple[str, ...]
    """Directors, or the owner."""
    created_at: datetime


def add_company(db: Writer, company: Company) -> bool:
    """Insert it; False where the number is taken."""
    row = (
        company.number,
        company.name,
        company.entity_type,
        company.company_number,
        optional_day_number(company.incorporated_on),
        company.trade,
        company.currency,
        company.basis,
        int(company.sandbox),
        json.dumps(company.people),
        micros(company.created_at),
    )
    before = db.row(COMPANY, company=company.number)
    if before is not None:
        return False
    db.run_many(NEW_COMPANY, [row])
    return True


def change_company(db: Writer, cause: Cause, company: Company) -> None:
    """Store the changed profile. What it was before stays known."""
    old = company_of(db, company.number)
    assert old is not None, "only a company that is there changes"
    db.run(
        CHANGE,
        company=company.number,
        name=company.name,
        company_number=company.company_number,
        incorporated_on=optional_day_number(company.incorporated_on),
        trade=company.trade,
        people=json.dumps(company.people),
        basis=company.basis,
    )
    _record_change(db, cause, PROFILE, _told(old), _told(company))


def _told(company: Company) -> dict[str, object]:
    """What of a profile may change."""
    return {
        "name": company.name,
        "company_number": company.company_number,
        "incorporated_on": company.incorporated_on,
        "trade": company.trade,
        "people": company.people,
        "basis": company.basis,
    }


def _record_change(db: Writer, cause: Cause, fact: str, before: object, after: object) -> None:
    text = json.dumps({"before": before, "after": after}, sort_keys=True, separators=(",", ":"), default=str)
    db.run_many(NEW_FACT, [(cause.company, fact, cause.seq, text)])


def company_as_known(db: Reader, company: Company, seq: int) -> Company:
    """The profile as it was after the write of that number."""
    row = db.row(CHANGED_AFTER, company=company.number, fact=PROFILE, seq=seq)
    if row is None:
        return company
    was = json.loads(row[0])["before"]
    day = was["incorporated_on"]
    return replace(
        company,
        name=was["name"],
        company_number=was["company_number"],
        incorporated_on=None if day is None else date_from_iso(day),
        trade=was["trade"],
        people=tuple(was["people"]),
        basis=was["basis"],
    )


def company_of(db: Reader, number: int) -> Company | None:
    """The company, or None."""
    row = db.row(COMPANY, company=number)
    return None if row is None else _company(row)


def years_of(db: Reader, company: int) -> list[Period]:
    """The financial years that are rows, oldest first."""
    return [Period(day_from(a), day_from(b)) for a, b in db.rows(YEARS, company=company)]


def years_as_known(db: Reader, company: int, seq: int) -> list[Period]:
    """The financial years as they were after the write of that number."""
    row = db.row(CHANGED_AFTER, company=company, fact=YEARS_LAID, seq=seq)
    if row is None:
        return years_of(db, company)
    return [Period(date_from_iso(start), date_from_iso(end)) for start, end in json.loads(row[0])["before"]]


def set_years(db: Writer, cause: Cause, years: Sequence[Period]) -> None:
    """Replace the years. Which there were before stays known."""
    company, before = cause.company, years_of(db, cause.company)
    db.run(DROP_YEARS, company=company)
    db.run_many(NEW_YEAR, [(company, day_number(y.start), day_number(y.end)) for y in years])
    if before and before != list(years):
        _record_change(db, cause, YEARS_LAID, *([(y.start, y.end) for y in rows] for rows in (before, years)))


def locks_of(db: Reader, company: int) -> Locks:
    """What is closed now."""
    row = db.row(LOCKS, company=company)
    assert row is not None, "the statement answers with one row"
    return Locks(optional_day(row[0]), optional_day(row[1]))


def lock_books(db: Writer, cause: Cause, through: date | None, reason: str | None) -> None:
    """Close the books up to that day, or reopen them with None or an earlier day."""
    db.run_many(NEW_LOCK, [(cause.company, cause.seq, "books", optional_day_number(through), reason)])


@lru_cache(maxsize=COMPANIES_AT_HAND)
def _company(row: Row) -> Company:
    """What the row says: read out once for as long as it stays as it is."""
    return Company(
        number=row[0],
        name=row[1],
        entity_type=row[2],
        company_number=row[3],
        incorporated_on=optional_day(row[4]),
        trade=row[5],
        currency=row[6],
        basis=row[7],
        sandbox=bool(row[8]),
        people=tuple(json.loads(row[9])),
        created_at=moment_from(row[10]),
    )
