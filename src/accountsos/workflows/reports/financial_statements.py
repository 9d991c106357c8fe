"""The reports: each starts from the kept balances, so two reports cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.directors_loans import Moved, moved_on_loans
from accountsos.bookkeeping.find_double_counts import double_counts_kept
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.dates import ONE_DAY, Period
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.ledger.locks import Locks
from accountsos.ledger.years import year_containing
from accountsos.money import Pence
from accountsos.reports.balance_sheet import BalanceSheet, balance_sheet
from accountsos.reports.blocks import Names as PartyNames
from accountsos.reports.directors_loan import Lent, lent_and_repaid, period_tax
from accountsos.reports.double_counts import DoubleCount
from accountsos.reports.periods import columns_of, comparison_day, comparison_period
from accountsos.reports.profit_and_loss import ProfitAndLoss, profit_and_loss
from accountsos.reports.trial_balance import Movement, TrialBalance, trial_balance
from accountsos.reports.warnings import ClosedYear, ReportWarning, Waiting, books_warnings, watched
from accountsos.store.balances import movements, movements_of
from accountsos.store.companies import Company, company_as_known, locks_of, years_as_known, years_of
from accountsos.store.contacts import contact_of
from accountsos.store.deadlines import EVER
from accountsos.store.engine.sql import Reader, day_number
from accountsos.store.head import known_moment
from accountsos.store.journal import EVERY_ENTRY
from accountsos.store.manual_journals import conversion_day
from accountsos.store.names import Names, load_names, names_of
from accountsos.store.remembered import remembered
from accountsos.store.transactions import posted_waiting_lines, waiting_lines
from accountsos.uk_rules.ct_dates import accounting_periods
from accountsos.workflows.reports.old_rates import report_read

LOANS_AT_HAND = 200
"""Of so many companies is remembered what was lent and repaid on the directors' accounts."""


@dataclass(frozen=True, slots=True)
class ProfitQuestion:
    """Which period; None: the current financial year to date."""

    today: date
    start: date | None = None
    end: date | None = None
    compare: str | None = None
    by: str | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """As of which day; None: today."""

    today: date
    as_of: date | None = None
    compare: str | None = None
    known_at: datetime | None = None


class BooksAsKnown:
    """What the reports read: movements and lines waiting, now or as known at a moment."""

    def __init__(self, db: Reader, company: int, known_at: datetime | None = None, *, in_a_write: bool = True) -> None:
        self.db = db
        self._in_a_write = in_a_write
        """Then nothing that is read may be remembered: the write may be taken back."""
        self.profile: Company = company_or_refuse(db, company)
        self.names: Names = names_of(db, company)
        self.last_entry: int | None = None
        self.seq = EVER
        self.years: list[Period] = years_of(db, company)
        self._waiting: dict[date, Waiting] = {}
        if known_at is not None:
            seq, self.last_entry = known_moment(db, company, known_at)
            self.seq = seq
            self.profile = company_as_known(db, self.profile, seq)
            self.years = years_as_known(db, company, seq)
            if seq:  # before the company's first write there is no chart to show
                self.names = load_names(db, company, seq=seq)

    @property
    def company(self) -> int:
        """Its number."""
        return self.profile.number

    def movements(self, start: date | None, end: date | None) -> list[Movement]:
        """What was posted from the first day to the last, both included."""
        return movements(self.db, self.company, self.names, start, end, as_known=self.last_entry)

    def year_of(self, day: date) -> Period:
        """The financial year with that day in it."""
        return year_containing(self.years, day)

    def waiting(self, as_of: date) -> Waiting:
        """The lines that nobody and nothing could categorise, up to that day: read once, however many ask."""
        known = self._waiting.get(as_of)
        if known is None:
            known = self._waiting[as_of] = self._read_waiting(as_of)
        return known

    def _read_waiting(self, as_of: date) -> Waiting:
        category, last = self.names.category_no[UNCATEGORISED], day_number(as_of)
        converted_on = conversion_day(self.db, self.company)
        if self.last_entry is not None or self._locks.closed(as_of):
            # In a closed year the books still say what waited then, though the lines have been filed since.
            entry = EVERY_ENTRY if self.last_entry is None else self.last_entry
            return Waiting(*waiting_lines(self.db, self.company, category, last, as_known=entry))
        if converted_on is not None:
            eve = day_number(converted_on - ONE_DAY)
            return Waiting(*posted_waiting_lines(self.db, self.company, category, last, eve))
        return Waiting(*waiting_lines(self.db, self.company, category, last))

    def warnings(self, as_of: date, to_date: list[Movement] | None = None) -> tuple[ReportWarning, ...]:
        """What is unfinished in the books up to that day; with everything posted up to then, where that is at hand."""
        return books_warnings(
            self.names.chart,
            self._watched(as_of) if to_date is None else to_date,
            waiting=self.waiting(as_of),
            entity_type=self.profile.entity_type,
            closed_years=self._closed_years(as_of),
            on_loans=lambda: self._on_loans(as_of),
        )

    def _on_loans(self, as_of: date) -> Pence:
        """Section 455 of every accounting period that was over."""
        periods = [part for year in self.years for part in accounting_periods(year) if part.end < as_of]
        return sum(self.section_455(part) for part in periods)

    def section_455(self, period: Period) -> Pence:
        """The tax of one accounting period on every director's account."""
        return sum(period_tax(period, lent) for lent in self._lent_on_loans)

    def moved_on_loans(self) -> list[tuple[int | None, Moved]]:
        """By account and director what moved on each day, up to today: read once, however many periods ask."""
        return self._moved_on_loans

    @cached_property
    def _moved_on_loans(self) -> list[tuple[int | None, Moved]]:
        return list(moved_on_loans(self.db, self.company, self.names, self.last_entry, seq=self.seq))

    @cached_property
    def _lent_on_loans(self) -> list[Lent]:
        if self._in_a_write or self.last_entry is not None:
            return self._read_lent()
        return remembered(self.db, "lent_on_loans", self.company, self._read_lent, most=LOANS_AT_HAND)

    def _read_lent(self) -> list[Lent]:
        return [lent_and_repaid(moved) for _, moved in self.moved_on_loans()]

    @cached_property
    def _locks(self) -> Locks:
        return locks_of(self.db, self.company)

    def _watched(self, as_of: date) -> list[Movement]:
        if self.last_entry is not None:
            return self.movements(None, as_of)
        chart = self.names.chart
        return movements_of(self.db, self.company, self.names, as_of, chart.once(watched))

    def _closed_years(self, as_of: date) -> list[ClosedYear]:
        closed = self._locks.books_closed_through
        if closed is None:
            return []
        years = [y for y in self.years if y.end <= min(closed, as_of)]
        return [ClosedYear(year, self.movements(year.start, year.end)) for year in years]

    def findings(self) -> tuple[DoubleCount, ...]:
        """What may stand twice, as the books are now; of the past nobody asks any more."""
        if self.last_entry is not None:
            return ()
        return double_counts_kept(CompanyBooks(self.db, self.profile, self.names, self._locks))

    def party_names(self, shown: list[Movement]) -> PartyNames:
        """Names of the bank accounts, contacts and directors that the balances are kept by."""
        kept = self.names.chart.per_contact
        numbers = {m.contact for m in shown if m.contact is not None and m.category_id in kept}
        contacts = {n: c.name for n in sorted(numbers) if (c := contact_of(self.db, self.company, n)) is not None}
        return PartyNames(
            bank_accounts={a.bank_account_id: a.name for a in self.names.accounts.values()}, contacts=contacts
        )


def report_profit_and_loss(db: Reader, company: int, asked: ProfitQuestion) -> tuple[ProfitAndLoss, BooksAsKnown]:
    """The profit and loss of a period, beside another one or by month where asked."""
    books = BooksAsKnown(db, company, asked.known_at, in_a_write=False)
    end = asked.end or (asked.today if asked.start is None or asked.start <= asked.today else asked.start)
    start = asked.start or books.year_of(end).start
    period = Period(start, end)

    def of(span: Period) -> ProfitAndLoss:
        return profit_and_loss(
            books.names.chart, books.movements(span.start, span.end), span, basis=books.profile.basis
        )

    statement = profit_and_loss(
        books.names.chart,
        books.movements(period.start, period.end),
        period,
        basis=books.profile.basis,
        comparison=of(comparison_period(period, asked.compare)) if asked.compare else None,
        columns=[of(column) for column in columns_of(period, asked.by)] if asked.by else (),
        warnings=books.warnings(period.end),
        findings=[one for one in books.findings() if one.touches_profit(period)],
    )
    return statement, books


def report_balance_sheet(db: Reader, company: int, asked: SheetQuestion) -> tuple[BalanceSheet, BooksAsKnown]:
    """The balance sheet on a day, beside an earlier one where asked."""
    books = BooksAsKnown(db, company, asked.known_at, in_a_write=False)
    as_of = asked.as_of or asked.today
    earlier = None
    if asked.compare:
        earlier = _sheet(books, comparison_day(as_of, asked.compare, books.year_of(as_of)), warned=False)
    sheet = _sheet(books, as_of, earlier)
    return replace(sheet, findings=tuple(one for one in books.findings() if one.day <= as_of)), books


def _sheet(
    books: BooksAsKnown,
    as_of: date,
    comparison: BalanceSheet | None = None,
    *,
    warned: bool = True,
) -> BalanceSheet:
    year = books.year_of(as_of)
    before, of_year = books.movements(None, year.start - ONE_DAY), books.movements(year.start, as_of)
    to_date = [*before, *of_year]
    return balance_sheet(
        books.names.chart,
        before,
        of_year,
        as_of,
        year_start=year.start,
        entity_type=books.profile.entity_type,
        basis=books.profile.basis,
        waiting=books.waiting(as_of),
        names=books.party_names(to_date),
        comparison=comparison,
        warnings=books.warnings(as_of, to_date) if warned else (),
    )


def report_trial_balance(db: Reader, company: int, asked: SheetQuestion) -> tuple[TrialBalance, BooksAsKnown]:
    """Every account's balance on a day."""
    books = BooksAsKnown(db, company, asked.known_at, in_a_write=False)
    as_of = asked.as_of or asked.today
    year = books.year_of(as_of)
    before, of_year = books.movements(None, year.start - ONE_DAY), books.movements(year.start, as_of)
    statement = trial_balance(
        books.names.chart,
        before,
        of_year,
        as_of,
        year_start=year.start,
        entity_type=books.profile.entity_type,
        basis=books.profile.basis,
        names=books.party_names([*before, *of_year]),
    )
    return statement, books


PROFIT_AND_LOSS = report_read("report.profit_and_loss", report_profit_and_loss, short=True)
BALANCE_SHEET = report_read("report.balance_sheet", report_balance_sheet, short=True)
TRIAL_BALANCE = report_read("report.trial_balance", report_trial_balance, short=True)
