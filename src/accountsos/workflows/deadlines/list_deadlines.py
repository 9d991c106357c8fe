"""Answer the deadlines of a business: computed from its profile, its VAT and what was filed, and its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import msgspec

from accountsos import ids
from accountsos.dates import ONE_DAY, Period, london_day
from accountsos.ledger.vat_scheme import VatRegime
from accountsos.money import Pence, pounds
from accountsos.store.balances import first_posted_day
from accountsos.store.companies import Company, years_of
from accountsos.store.deadline_settings import settings_of
from accountsos.store.deadlines import OwnDeadline, done_obligations, own_deadlines, shortening_notices
from accountsos.store.engine.sql import Reader
from accountsos.store.head import last_number_and_moment
from accountsos.store.remembered import remembered_at
from accountsos.uk_rules.annual_accounting import Pattern
from accountsos.uk_rules.deadline_settings import PayrollSettings
from accountsos.uk_rules.obligation import (
    Done,
    EntityType,
    Obligation,
    ObligationType,
    Payroll,
    Profile,
    StaggerFrom,
    Status,
    TaxYearIncome,
    VatRegistration,
    key_of,
    span_text,
)
from accountsos.uk_rules.obligations import obligations
from accountsos.uk_rules.parameters import old_rows_asked_for, overdue_on, with_those
from accountsos.uk_rules.periods import Nation, tax_year_of
from accountsos.workflows.deadlines.money_behind import MoneyBehind
from accountsos.workflows.deadlines.payroll_of_books import TOLD, PayrollOfBooks, payroll_of
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.unit_of_work import ReadWorkflow
from accountsos.workflows.vat.vat_books import VatBooks

DUE_SOON = timedelta(days=14)
USUAL_HORIZON, LONGEST_HORIZON = 400, 3_660
COMPANIES_AT_HAND = 100
"""Whose deadlines are kept in memory: about 50 kB each."""
FIRST_MTD_YEAR = date(2024, 4, 6)
NOTHING = "By the books nothing is to be paid. Mark it as done once the books of that period are whole."


@dataclass(frozen=True, slots=True)
class DeadlineQuestion:
    """Which of them."""

    today: date
    days: int = 365
    type: str | None = None
    include_completed: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline, computed or a person's own."""

    deadline_id: str
    type: str
    title: str
    due_date: date
    status: str
    days_until: int
    authority: str | None
    period: Period | None = None
    amount: Pence | None = None
    rule: str | None = None
    penalty: str | None = None
    advice: str | None = None
    notes: str | None = None
    key: str | None = None
    """Of a computed one: under which it is remembered as met."""
    warnings: tuple[str, ...] = ()
    nothing_to_pay: bool = False
    """Of a payment that is not met: as the books stand none is due. Books half kept say so too, so it is no `done`."""

    @property
    def late(self) -> bool:
        """Whether its day is past and something is still to be done for it."""
        return self.status == Status.OVERDUE and not self.nothing_to_pay


def list_deadlines(db: Reader, company: int, asked: DeadlineQuestion) -> list[Deadline]:
    """Soonest first: those due within so many days, and every one that is overdue. For no write: see `remembered`."""
    until = asked.today + timedelta(days=min(asked.days, LONGEST_HORIZON))
    chosen = [
        d
        for d in _all_until(db, company, asked.today, asked.days)
        if (asked.type is None or d.type == asked.type)
        and d.due_date <= until
        and (asked.include_completed or d.status != Status.COMPLETED)
    ]
    return sorted(chosen, key=lambda d: (d.due_date, d.type, d.deadline_id))


def _all_until(db: Reader, company: int, today: date, days: int) -> list[Deadline]:
    """At least those due within so many days, worked out once for each state of the books and each day.

    A year and a little is what pages and programs ask for: all are answered by one list, and what looks further ahead
    by another.
    """
    horizon = USUAL_HORIZON if days <= USUAL_HORIZON else LONGEST_HORIZON

    def work() -> list[Deadline]:
        known = DeadlineBooks(db, company, today)
        return [*known.computed(today + timedelta(days=horizon)), *known.own()]

    state = (last_number_and_moment(db, company), today)
    return remembered_at(db, f"deadlines of {horizon} days", company, state, work, most=COMPANIES_AT_HAND)


def next_deadline(db: Reader, company: int, today: date, days: int) -> Deadline | None:
    """The first that is not met, overdue ones before all others; None where nothing is due within so many days.

    A payment whose day is past and of which nothing is due by the books is passed over: it hides no other.
    """
    known, until = DeadlineBooks(db, company, today), today + timedelta(days=days)
    # They are worked out soonest first, so that nothing is asked of the books for those that come after it.
    of_law = next((d for d in known.computed(until) if _waits(d)), None)
    found = [d for d in (of_law, *known.own()) if d and d.status != Status.COMPLETED and d.due_date <= until]
    return min(found, key=lambda d: (d.due_date, d.type, d.deadline_id), default=None)


def _waits(each: Deadline) -> bool:
    return each.late or each.status not in (Status.COMPLETED, Status.OVERDUE)


class DeadlineBooks:
    """Everything that deadlines follow from."""

    def __init__(self, db: Reader, company: int, today: date) -> None:
        self.db, self.company, self.today = db, company, today
        self.books = BooksAsKnown(db, company)
        self.vat = VatBooks(db, company)
        self.settings = settings_of(db, company)
        self.years = years_of(db, company)
        self.money = MoneyBehind(self.books, self.vat, today, Nation(self.settings.nation))

    @property
    def owner(self) -> Company:
        """Whose they are."""
        return self.books.profile

    def computed(self, until: date) -> Iterator[Deadline]:
        """The law's, with the amounts that the books give; what they show as paid is done."""
        for each in obligations(self.profile(), self.today, until - self.today):
            if not self._borne(each):
                continue
            with old_rows_asked_for() as old:
                found = [self._deadline(each)]
                left = self._vat_unpaid(each)
                if left:
                    found.append(self._vat_payment(each, left))
            for deadline in found:
                yield replace(deadline, warnings=with_those(deadline.warnings, overdue_on(self.today, old)))

    @cached_property
    def _unstated(self) -> PayrollOfBooks | None:
        """The payroll that the books have, where nobody has stated one."""
        return payroll_of(self.money.payroll_postings, self.today) if self.settings.payroll is None else None

    def _borne(self, each: Obligation) -> bool:
        return each.type != ObligationType.PAYE or self._unstated is None or self._unstated.bears(each)

    def _deadline(self, each: Obligation) -> Deadline:
        money = self.money.of(each)
        if money.done:
            each = replace(each, completed=True)
        nothing = not each.completed and money.nothing_to_pay
        return Deadline(
            deadline_id=computed_id(each.key),
            type=str(each.type),
            title=each.title,
            due_date=each.due_date,
            status=str(each.status(self.today)),
            days_until=each.days_until(self.today),
            authority=each.authority,
            period=each.period,
            amount=money.left,
            rule=each.rule,
            penalty=each.penalty,
            advice=" ".join(filter(None, (money.told, each.advice, self._said_of(each), NOTHING if nothing else None)))
            or None,
            key=each.key,
            warnings=tuple(dict.fromkeys((*each.warnings, *money.warnings))),
            nothing_to_pay=nothing,
        )

    def _said_of(self, each: Obligation) -> str | None:
        return TOLD if each.type == ObligationType.PAYE and self._unstated is not None else None

    def _vat_unpaid(self, each: Obligation) -> Pence:
        if each.type != ObligationType.VAT or each.period is None or not each.key.startswith("vat_return:"):
            return 0
        return self.money.vat_left_after_filing(each.period)

    def _vat_payment(self, filed: Obligation, left: Pence) -> Deadline:
        """The return is filed and its money is not all paid: that is due by itself."""
        assert filed.period is not None
        key = key_of("vat_payment", filed.period.end)
        done = any(each.key == key for each in self._done())
        unpaid = replace(filed, key=key, title=f"VAT payment, {span_text(filed.period)}", completed=done)
        shown, cost = self._deadline(unpaid), self.money.late_vat_penalty(filed.period)
        now = f" It comes to {pounds(cost)} so far." if cost else ""
        return replace(shown, amount=left, penalty=f"{shown.penalty}{now}")

    def own(self) -> Iterator[Deadline]:
        """What a person entered."""
        for each in own_deadlines(self.db, self.company):
            yield own_as_deadline(self.company, each, self.today)

    def profile(self) -> Profile:
        """The plain facts for the rules."""
        owner, settings = self.owner, self.settings
        limited = owner.entity_type == "ltd"
        began = owner.incorporated_on or (self.years[0].start if self.years else self.today)
        return Profile(
            entity=EntityType.LTD if limited else EntityType.SOLE_TRADER,
            tracked_from=settings.tracked_from or self._books_begin(),
            incorporated_on=began if limited else None,
            accounting_periods=tuple(self.years) if limited else (),
            shortened_by_notice=shortening_notices(self.db, self.company) if limited else {},
            confirmation_statements=tuple(sorted(settings.confirmation_statements)),
            vat=registrations(self.vat.regime),
            vat_on_account=settings.vat_payments_on_account,
            payroll=_payroll(settings.payroll) if self._unstated is None else self._unstated.payroll,
            self_employed_since=None if limited else began,
            payments_on_account=settings.payments_on_account,
            incomes=() if limited else tuple(self._incomes(began)),
            nation=Nation(settings.nation),
            done=self._done(),
        )

    def _books_begin(self) -> date:
        """What was due before the books begin was somebody else's to file; from then on it is overdue until ticked."""
        created = london_day(self.owner.created_at)
        return min(created, first_posted_day(self.db, self.company) or created)

    def _done(self) -> tuple[Done, ...]:
        filed = {key_of("vat_return", end): london_day(r.filed_at) for end, r in self.vat.filed.items()}
        marked = done_obligations(self.db, self.company)
        return tuple(Done(key, day) for key, day in sorted({**marked, **filed}.items()))

    def _incomes(self, began: date) -> Iterator[TaxYearIncome]:
        """Gross income of each finished tax year from the first that Making Tax Digital looks at."""
        year = tax_year_of(max(began, FIRST_MTD_YEAR))
        while year.end < self.today:
            sums = {"trade": 0, "rent": 0}
            for m in self.books.movements(year.start, year.end):
                category = self.books.names.chart[m.category_id]
                if category.type == "income" and category.sa103f_box not in (None, "none"):
                    sums["trade"] -= m.amount
                elif category.role == "rent_received":
                    sums["rent"] -= m.amount
            yield TaxYearIncome(year.start, max(sums["trade"], 0), max(sums["rent"], 0))
            year = tax_year_of(year.end + ONE_DAY)


def registrations(regime: VatRegime) -> tuple[VatRegistration, ...]:
    """The VAT registrations with their rhythms, as the obligations want them."""
    found: list[VatRegistration] = []
    staggers: list[StaggerFrom] = []
    for scheme in regime.schemes:
        if not scheme.registered:
            if staggers:
                ended = scheme.in_force_from - ONE_DAY
                found.append(VatRegistration(staggers[0].in_force_from, tuple(staggers), ended))
            staggers = []
            continue
        pattern = Pattern(scheme.instalments) if scheme.instalments else None
        step = StaggerFrom(scheme.in_force_from, scheme.stagger, scheme.annual_year_end_month, pattern)
        last = staggers[-1] if staggers else None
        same = (step.stagger, step.annual_year_end_month, step.instalments)
        if last is None or (last.stagger, last.annual_year_end_month, last.instalments) != same:
            staggers.append(step)
    if staggers:
        found.append(VatRegistration(staggers[0].in_force_from, tuple(staggers)))
    return tuple(found)


def _payroll(said: PayrollSettings | None) -> tuple[Payroll, ...]:
    return () if said is None else (Payroll(**msgspec.structs.asdict(said)),)


def computed_id(key: str) -> str:
    """`vat_return:2026-03-31` is `ddl_vat_return_20260331`: the same each time it is computed."""
    return "ddl_" + key.replace(":", "_").replace("-", "")


def own_as_deadline(company: int, own: OwnDeadline, today: date) -> Deadline:
    """A person's own deadline as the list shows it."""
    probe = Obligation(
        key="",
        type=ObligationType(own.type),
        title=own.title,
        due_date=own.due_date,
        period=None,
        authority="",
        rule="",
        completed=own.completed_on is not None,
    )
    return Deadline(
        deadline_id=ids.public_id("ddl_", company, own.number),
        type=own.type,
        title=own.title,
        due_date=own.due_date,
        status=str(probe.status(today)),
        days_until=probe.days_until(today),
        authority=None,
        amount=own.amount,
        notes=own.notes,
    )


LIST = ReadWorkflow("deadline.list", list_deadlines)
