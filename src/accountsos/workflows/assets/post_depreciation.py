"""Post the depreciation of a financial year from the register; look at it first; take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.bookkeeping.asset_register import asset_id, first_use, register, year_left_out, years_since
from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.look_ups import financial_year
from accountsos.bookkeeping.post_manual_journal import post_manual_journal
from accountsos.dates import Period
from accountsos.errors import Conflict
from accountsos.ledger.depreciation import YearCharge, charge_of_year, depreciation_journal
from accountsos.ledger.fixed_assets import RegisteredAsset
from accountsos.ledger.journals import Journal
from accountsos.money import Pence, text_from_pence
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.fixed_assets import DEPRECIATION, put_charges
from accountsos.store.head import Cause
from accountsos.store.manual_journals import journal_of, undo_journal
from accountsos.uk_rules.obligation import day_text
from accountsos.workflows.assets.dispose_of_asset import refuse_closed_year
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow


@dataclass(frozen=True, slots=True)
class DepreciationQuestion:
    """Of the year with that day in it; None: the last one that is over."""

    today: date
    day: date | None = None


@dataclass(frozen=True, slots=True)
class DepreciationOfYear:
    """What each asset bears of a year, and the journal that says so."""

    company: int
    year: Period
    charges: tuple[YearCharge, ...]
    standing: int | None
    """The number of the journal that is posted for it; None where none is."""
    entry_no: int | None
    posted: Pence
    """What that journal charges."""
    closed: bool
    left_out: Period | None
    """An earlier open year whose depreciation is not posted."""

    @property
    def total(self) -> Pence:
        """What the year should bear."""
        return sum(charge.amount for charge in self.charges)


def look(db: Reader, company: int, asked: DepreciationQuestion) -> DepreciationOfYear:
    """What would be posted, or stands."""
    return _of_year(books_of(db, company), asked)


def _of_year(books: CompanyBooks[Reader], asked: DepreciationQuestion) -> DepreciationOfYear:
    year = _year(books, asked)
    known = register(books)
    years = years_since(books, first_use(known), year)
    standing = {c.journal for one in known for c in one.charges if c.posted_on == year.end and not c.of_disposal}
    number = max((n for n in standing if n is not None), default=None)
    charges = [_charge(one, year, years, number) for one in known]
    journal = None if number is None else journal_of(books.db, books.company, number)
    return DepreciationOfYear(
        books.company,
        year,
        tuple(charge for charge in charges if charge.amount),
        number,
        None if journal is None else journal.entry_no,
        sum(c.amount for one in known for c in one.charges if number is not None and c.journal == number),
        books.locks.closed(year.end),
        year_left_out(books, known, year, years),
    )


def _charge(one: RegisteredAsset, year: Period, years: Sequence[Period], number: int | None) -> YearCharge:
    """What it should bear; a later year's depreciation, and how it left, stand on what was posted for this one."""
    mine = sum(c.amount for c in one.charges if number is not None and c.journal == number)
    if any(c.through > year.end for c in one.charges):
        return YearCharge(one.asset, mine, one.accumulated(year.end, but=number), 0)
    return charge_of_year(one, year, years, but=number)


def _year(books: CompanyBooks[Reader], asked: DepreciationQuestion) -> Period:
    year = financial_year(books.db, books.company, asked.day or asked.today)
    if asked.day is None and year.end > asked.today:
        year = financial_year(books.db, books.company, date.fromordinal(year.start.toordinal() - 1))
    return year


def prepare(db: Reader, company: int, command: DepreciationQuestion) -> DepreciationOfYear:
    """The year must be over and open, and those before it done."""
    books = books_of(db, company)
    found = _of_year(books, command)
    if found.year.end > command.today:
        raise Conflict(f"the year to {found.year.end} is not over; its depreciation is posted at its end")
    if not _differs(books, found):
        return found
    refuse_closed_year(books.locks, found.year.end)
    if found.left_out is not None:
        raise Conflict(
            f"the depreciation of the year to {found.left_out.end} is not posted; post that first, for this year's "
            "follows from it",
            see="post_depreciation",
        )
    return found


def _differs(books: CompanyBooks[Reader], found: DepreciationOfYear) -> bool:
    posted = {
        one.asset.number: c.amount
        for one in register(books)
        for c in one.charges
        if found.standing is not None and c.journal == found.standing
    }
    return posted != {charge.asset.number: charge.amount for charge in found.charges}


def _journal(found: DepreciationOfYear) -> Journal | None:
    return depreciation_journal(found.year.end, found.charges, day_text(found.year.end))


def apply(db: Writer, company: int, plan: DepreciationOfYear, cause: Cause) -> DepreciationOfYear:
    """Post it, in place of what was posted for the year before; the same again changes nothing."""
    asked = DepreciationQuestion(date.max, plan.year.end)
    found, books = prepare(db, company, asked), books_of(db, company)
    if not _differs(books, found):
        return found
    if found.standing is not None:
        _take_back(books, cause, found)
    wanted = _journal(found)
    if wanted is not None:
        journal = post_manual_journal(books, cause, wanted, DEPRECIATION)
        put_charges(db, cause, journal.number, [(c.asset.number, c.amount) for c in found.charges], found.year.end)
    cause.note("depreciation.post", str(found.year.end), before=_told(found.posted), after=_told(found.total))
    return _of_year(books, asked)


def _told(amount: Pence) -> dict[str, object]:
    return {"amount": text_from_pence(amount)}


def _take_back(books: CompanyBooks[Writer], cause: Cause, found: DepreciationOfYear) -> None:
    assert found.standing is not None, "something is posted"
    undo_journal(books.db, cause, found.standing)
    bring_entry(books, cause, found.entry_no, None)


def prepare_undo(db: Reader, company: int, command: DepreciationQuestion) -> DepreciationOfYear:
    """It must be posted, the year open, and nothing later stand on it."""
    books = books_of(db, company)
    found = _of_year(books, command)
    if found.standing is None:
        raise Conflict(f"no depreciation of the year to {found.year.end} is posted; there is nothing to take back")
    refuse_closed_year(books.locks, found.year.end)
    for one in register(books):
        if not any(charge.journal == found.standing for charge in one.charges):
            continue
        if one.disposal is not None:
            raise Conflict(
                f"{asset_id(company, one.asset.number)} has left with that depreciation; take its disposal back first",
                see="undo_disposal",
            )
        later = max(charge.through for charge in one.charges)
        if later > found.year.end:
            raise Conflict(
                f"the depreciation of the year to {later} follows from it; take that back first",
                see="undo_depreciation",
            )
    return found


def apply_undo(db: Writer, company: int, plan: DepreciationOfYear, cause: Cause) -> DepreciationOfYear:
    """Reverse the journal on its own day."""
    asked = DepreciationQuestion(date.max, plan.year.end)
    found, books = prepare_undo(db, company, asked), books_of(db, company)
    _take_back(books, cause, found)
    cause.note("depreciation.undo", str(found.year.end), before=_told(found.posted))
    return _of_year(books, asked)


def entry_id(found: DepreciationOfYear) -> str | None:
    """The public id of the journal that is posted."""
    return None if found.entry_no is None else ids.public_id("je_", found.company, found.entry_no)


LOOK = ReadWorkflow("depreciation.look", look, short=True)
POST = WriteWorkflow("depreciation.post", prepare, apply, person_needs=Right.POST_JOURNALS)
UNDO = WriteWorkflow("depreciation.undo", prepare_undo, apply_undo, person_needs=Right.POST_JOURNALS)
