"""Journals that people enter, and the conversion day that opening balances set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.ids import ABOVE_ALL, NO_DAY_IS_LATER
from accountsos.store.changed_things import JOURNAL, told_since
from accountsos.store.engine.in_list import ONLY, list_values, only
from accountsos.store.engine.sql import (
    Insert,
    Reader,
    Row,
    Sql,
    Value,
    Writer,
    day_from,
    optional_day,
    optional_day_number,
)
from accountsos.store.head import Cause

NEW = Insert(
    "manual_journal",
    "company_id journal_no template entry_date auto_reverse_on entry_no reversal_no recorded_seq undone_seq",
)
_SELECT = """SELECT journal_no, template, entry_date, auto_reverse_on, entry_no, reversal_no, recorded_seq, undone_seq
  FROM manual_journal WHERE company_id = :company"""
ONE = Sql(f"{_SELECT} AND journal_no = :number")
_CHOSEN = f"""entry_date BETWEEN :first AND :last AND (:template = '' OR template = :template)
  AND {told_since(JOURNAL, "entry_no")}"""
PAGE = f"""{_SELECT} AND {_CHOSEN}{ONLY} AND (entry_date, journal_no) < (:day, :number)
  ORDER BY entry_date DESC, journal_no DESC LIMIT :limit OFFSET :offset"""
COUNT = f"SELECT COUNT(*) FROM manual_journal WHERE company_id = :company AND {_CHOSEN}{ONLY}"
OPENING = Sql(f"{_SELECT} AND template = 'opening_balances' AND undone_seq IS NULL ORDER BY journal_no DESC LIMIT 1")
OF_ENTRY = Sql(f"{_SELECT} AND (entry_no = :entry OR reversal_no = :entry)")
UNDO = Sql(
    """UPDATE manual_journal SET undone_seq = :seq
       WHERE company_id = :company AND journal_no = :number AND undone_seq IS NULL"""
)


@dataclass(frozen=True, slots=True)
class ManualJournal:
    """A journal as it was entered; what it posted is in its entries."""

    number: int
    template: str
    entry_date: date
    auto_reverse_on: date | None
    entry_no: int
    reversal_no: int | None
    recorded_seq: int = 0
    undone: bool = False


def add_journal(db: Writer, cause: Cause, journal: ManualJournal) -> None:
    """Record that it was entered."""
    day, reverse = optional_day_number(journal.entry_date), optional_day_number(journal.auto_reverse_on)
    row = (cause.company, journal.number, journal.template, day, reverse, journal.entry_no, journal.reversal_no)
    db.run_many(NEW, [(*row, cause.seq, None)])


def journal_of(db: Reader, company: int, number: int) -> ManualJournal | None:
    """The journal, undone ones too."""
    row = db.row(ONE, company=company, number=number)
    return None if row is None else _journal(row)


def journal_of_entry(db: Reader, company: int, entry: int) -> ManualJournal | None:
    """The journal that posted the entry."""
    row = db.row(OF_ENTRY, company=company, entry=entry)
    return None if row is None else _journal(row)


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which journals: of these days, and of this template; the empty word is any."""

    first: int = 0
    last: int = NO_DAY_IS_LATER
    template: str = ""
    entries: tuple[int, ...] | None = None
    since: int = 0
    """Only those told of since that moment; 0: all."""
    before: tuple[int, int] = (NO_DAY_IS_LATER, ABOVE_ALL)
    """Day and number of the last one of the page before."""


def journal_page(
    db: Reader, company: int, wanted: JournalFilter, *, limit: int, offset: int
) -> tuple[list[ManualJournal], int]:
    """A page, newest first, and how many there are."""
    where: dict[str, Value] = {
        "company": company,
        "first": wanted.first,
        "last": wanted.last,
        "template": wanted.template,
        "since": wanted.since,
    }
    where |= list_values(wanted.entries or ())
    count = db.row(only(COUNT, "entry_no", wanted.entries), **where)
    day, number = wanted.before
    rows = db.rows(only(PAGE, "entry_no", wanted.entries), **where, day=day, number=number, limit=limit, offset=offset)
    return [_journal(row) for row in rows], int(count[0]) if count else 0


def opening_journal(db: Reader, company: int) -> ManualJournal | None:
    """The live opening balances, if they were entered."""
    row = db.row(OPENING, company=company)
    return None if row is None else _journal(row)


def conversion_day(db: Reader, company: int) -> date | None:
    """From this day on lines are posted; earlier ones are in the opening balances."""
    journal = opening_journal(db, company)
    return journal.entry_date if journal else None


def is_posted(db: Reader, company: int, day: int) -> bool:
    """Whether lines of that day number are posted: not those before the conversion day."""
    converted_on = conversion_day(db, company)
    return converted_on is None or day_from(day) >= converted_on


def undo_journal(db: Writer, cause: Cause, number: int) -> bool:
    """Whether it was live until now."""
    return db.run(UNDO, company=cause.company, number=number, seq=cause.seq) > 0


def _journal(row: Row) -> ManualJournal:
    return ManualJournal(row[0], row[1], day_from(row[2]), optional_day(row[3]), row[4], row[5], row[6], bool(row[7]))
