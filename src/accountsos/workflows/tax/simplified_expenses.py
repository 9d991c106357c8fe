"""A sole trader's flat rates for working at home and for living at the premises: state months, post what they come to.

What is stated is a fact in versions; what was posted for a month is brought to what its last version comes to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accountsos.access.roles import Right
from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.bookkeeping.post_manual_journal import post_manual_journal, refuse_closed
from accountsos.bookkeeping.write_up import what_is_owed_changed
from accountsos.dates import Period, date_from_iso
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.category_ids import CAPITAL_INTRODUCED, DRAWINGS, HOME_OFFICE, RENT
from accountsos.ledger.journals import Journal, JournalLine
from accountsos.money import Pence, text_from_pence
from accountsos.reports.simplified_expenses import FlatRates, MonthOfRates, StatedMonth, months_of_rates
from accountsos.reports.warnings import ReportWarning, pounds
from accountsos.store.deadlines import EVER, fact_of, record_fact
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.manual_journals import journal_of, undo_journal
from accountsos.uk_rules.obligation import day_text
from accountsos.workflows.journals.post_journal import MANUAL
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

STATED, POSTED = "simplified_expenses", "simplified_expenses_posted"
MOST_HOURS = 744
MOST_PEOPLE = 50
PREMISES_BOX = "21"
"""Of SA103F: rent, rates, power and insurance costs."""


@dataclass(frozen=True, slots=True)
class StateMonth:
    """What is to be known of a month; nothing takes back what was said of it."""

    month: str
    hours: int
    people: int
    today: date


@dataclass(frozen=True, slots=True)
class ClaimMonths:
    """Post every month that is over by a day."""

    through: date
    today: date


@dataclass(frozen=True, slots=True)
class ShownMonths:
    """Every month of which something is stated or posted, oldest first."""

    company: int
    months: tuple[MonthOfRates, ...]


def show(db: Reader, company: int, _: None) -> ShownMonths:
    """The months with their amounts."""
    _refuse_company(db, company)
    return ShownMonths(company, tuple(_months(BooksAsKnown(db, company))))


def _refuse_company(db: Reader, company: int) -> None:
    if company_or_refuse(db, company).entity_type != "sole_trader":
        raise BadRequest(
            "the flat rates of simplified expenses are for sole traders (ITTOIA 2005 s94B); a company pays its people "
            "for working at home"
        )


def _months(books: BooksAsKnown, *, seq: int = EVER) -> Iterator[MonthOfRates]:
    stated = {month.first: month for month in _stated(books.db, books.company, seq)}
    standing = {first: (rates, entry) for first, rates, _, entry in _standing(books.db, books.company, seq)}
    every = [stated.get(first, StatedMonth(first)) for first in {*stated, *standing}]
    posted = {first: rates for first, (rates, _) in standing.items()}
    for month, wanted in months_of_rates(every, posted, books.year_of, lambda days: premises_costs(books, days)):
        rates, entry = standing.get(month.first, (FlatRates(), None))
        yield MonthOfRates(month, wanted, rates, entry)


def premises_costs(books: BooksAsKnown, days: Period) -> Pence:
    """Rent, rates, power and insurance of those days, without the flat rate for a home."""
    chart = books.names.chart
    costs = chart.where(lambda each: each.type == "expense" and each.sa103f_box == PREMISES_BOX)
    return sum(m.amount for m in books.movements(days.start, days.end) if m.category_id in costs - {HOME_OFFICE})


def _stated(db: Reader, company: int, seq: int = EVER) -> list[StatedMonth]:
    return [
        StatedMonth(date_from_iso(f"{month}-01"), said.get("hours", 0), said.get("people", 0))
        for month, said in fact_of(db, company, STATED, seq=seq).items()
    ]


def _standing(db: Reader, company: int, seq: int = EVER) -> Iterator[tuple[date, FlatRates, int, int]]:
    """The first day of each month that is posted, its amounts, its journal and the entry of that."""
    for month, said in fact_of(db, company, POSTED, seq=seq).items():
        journal = journal_of(db, company, said["journal"])
        if journal is not None and not journal.undone:
            rates = FlatRates(said["home_use"], said["private_use"])
            yield date_from_iso(f"{month}-01"), rates, journal.number, journal.entry_no


def prepare_state(db: Reader, company: int, command: StateMonth) -> StatedMonth:
    """Refuse a month to come, and both rates at once: who lives there does not work from a home elsewhere."""
    _refuse_company(db, company)
    try:
        first = date_from_iso(f"{command.month}-01")
    except ValueError:
        raise BadRequest(f"month: {command.month!r} is no month such as 2026-05", param="month") from None
    if first > command.today:
        raise BadRequest(f"month: {command.month} is still to come", param="month")
    for name, count, most in (("hours", command.hours, MOST_HOURS), ("people", command.people, MOST_PEOPLE)):
        if not 0 <= count <= most:
            raise BadRequest(f"{name}: {count} is not a number from 0 to {most}", param=name)
    if command.hours and command.people:
        raise BadRequest(
            "people: the flat rate for working at home and the one for living at the business premises exclude each "
            "other; give hours or people of a month",
            param="people",
        )
    month = StatedMonth(first, command.hours, command.people)
    list(months_of_rates([month], {}, lambda day: Period(first, day), lambda _: 0))  # refuses a month without a rate
    return month


def apply_state(db: Writer, company: int, plan: StatedMonth, cause: Cause) -> ShownMonths:
    """Record a new version; nothing is posted before it is claimed."""
    before = fact_of(db, company, STATED)
    month, said = f"{plan.first:%Y-%m}", {"hours": plan.hours, "people": plan.people}
    after = {name: value for name, value in before.items() if name != month}
    told = {name: count for name, count in said.items() if count}
    if told:
        after[month] = told
    if after != before:
        record_fact(db, cause, STATED, after)
        cause.note("simplified_expenses.state", month, before=before.get(month), after=told or None)
    return show(db, company, None)


def prepare_claim(db: Reader, company: int, command: ClaimMonths) -> ClaimMonths:
    """What differs must be in an open year."""
    _refuse_company(db, company)
    if command.through > command.today:
        raise BadRequest(f"through: {command.through} is still to come", param="through")
    books = books_of(db, company)
    differing = _differing(books, command)
    if not differing:
        raise Conflict(
            f"every month that is stated and over by {command.through} is posted as it comes out",
            see="list_simplified_expenses",
        )
    for month in differing:
        refuse_closed(books.locks, month.stated.last)
    return command


def _differing(books: CompanyBooks[Reader], command: ClaimMonths) -> list[MonthOfRates]:
    months = _months(BooksAsKnown(books.db, books.company))
    return [each for each in months if each.stated.last <= command.through and each.wanted != each.posted]


def apply_claim(db: Writer, company: int, plan: ClaimMonths, cause: Cause) -> ShownMonths:
    """Post each month that differs anew, on its last day."""
    prepare_claim(db, company, plan)
    books, posted = books_of(db, company), fact_of(db, company, POSTED)
    standing = {first: (number, entry) for first, _, number, entry in _standing(db, company)}
    touched: set[str] = set()
    total = 0
    for month in _differing(books, plan):
        if month.stated.first in standing:
            number, entry = standing[month.stated.first]
            undo_journal(db, cause, number)
            bring_entry(books, cause, entry, None)
        name = f"{month.stated.first:%Y-%m}"
        posted.pop(name, None)
        if month.wanted:
            journal = _journal(month)
            made = post_manual_journal(books, cause, journal, MANUAL)
            amounts = {"home_use": month.wanted.home_use, "private_use": month.wanted.private_use}
            posted[name] = {"journal": made.number, **amounts}
            touched |= {line.category_id for line in journal.lines}
        total += month.wanted.home_use - month.wanted.private_use - month.posted.home_use + month.posted.private_use
    record_fact(db, cause, POSTED, posted)
    filed = what_is_owed_changed(books, cause, touched)
    told = {"through": plan.through, "costs": text_from_pence(total)}
    cause.note("simplified_expenses.claim", str(plan.through), after=told)
    for line in filed:
        line.note(cause)
    return show(db, company, None)


def _journal(month: MonthOfRates) -> Journal:
    rates, called = month.wanted, f"{month.stated.first:%Y-%m}"
    home, private = rates.home_use, rates.private_use
    lines = (
        JournalLine(HOME_OFFICE, debit=home),
        JournalLine(CAPITAL_INTRODUCED, credit=home),
        JournalLine(DRAWINGS, debit=private),
        JournalLine(RENT, credit=private),
    )
    what = "Use of home" if home else "Private use of the premises"
    return Journal(month.stated.last, f"{what}, {called}", tuple(line for line in lines if line.amount))


def simplified_warnings(books: BooksAsKnown, through: date, *, seq: int = EVER) -> tuple[ReportWarning, ...]:
    """Months that are stated and over, and not posted as they come out."""
    waiting = [m for m in _months(books, seq=seq) if m.stated.last <= through and m.wanted != m.posted]
    if not waiting:
        return ()
    net = sum(m.wanted.home_use - m.wanted.private_use - m.posted.home_use + m.posted.private_use for m in waiting)
    first = day_text(waiting[0].stated.first)
    text = (
        f"Flat rates of {len(waiting)} month{'s' if len(waiting) > 1 else ''} from {first} are stated and not posted: "
        f"costs {'less' if net < 0 else 'more'} by {pounds(net)} once they are claimed"
    )
    return (ReportWarning("simplified_expenses_unclaimed", text, net),)


SHOW = ReadWorkflow("simplified_expenses.list", show, short=True)
STATE = WriteWorkflow("simplified_expenses.state", prepare_state, apply_state)
CLAIM = WriteWorkflow("simplified_expenses.claim", prepare_claim, apply_claim, person_needs=Right.POST_JOURNALS)
