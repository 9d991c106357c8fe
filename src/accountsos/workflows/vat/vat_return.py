"""Answer the VAT return of a period: nine boxes, what is behind them, and what to know before filing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from accountsos.bookkeeping.find_double_counts import double_counts_kept
from accountsos.bookkeeping.unpaid_vat import bills_to_repay, debts_to_relieve, notes_to_place
from accountsos.dates import FIRST_DAY, LAST_DAY, ONE_DAY, Period, date_from_iso
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import UNCATEGORISED, VAT_CONTROL
from accountsos.ledger.vat_scheme import STANDARD, VatRegime, VatScheme
from accountsos.reports.double_counts import DoubleCount
from accountsos.reports.flat_rate_goods import NO_GOODS, RelevantGoods, relevant_goods
from accountsos.reports.vat_return import VatReturnFigures, return_of
from accountsos.reports.vat_turnover import (
    NO_TURNOVER,
    SchemeWatch,
    joined_on,
    part_on_flat_rate,
    turnover_of,
    vat_at_full_rate,
)
from accountsos.reports.vat_warnings import (
    COMPARED,
    ReturnFacts,
    UnpaidVat,
    rates_told,
    return_warnings,
)
from accountsos.reports.warnings import ReportWarning
from accountsos.store.balances import movements, sum_of_all
from accountsos.store.engine.sql import Reader, day_number
from accountsos.store.invoices import invoices_kept
from accountsos.store.line_filter import Filter
from accountsos.store.line_sums import sums_of
from accountsos.store.names import names_at_hand
from accountsos.store.transactions import waiting_lines
from accountsos.store.vat import FiledReturn, unreviewed
from accountsos.uk_rules.periods import add_months_month_end
from accountsos.uk_rules.vat_boxes import VatBoxes
from accountsos.uk_rules.vat_periods import Stagger, VatCalendar
from accountsos.uk_rules.vat_registration import rolling_turnover
from accountsos.workflows.reports.old_rates import report_read
from accountsos.workflows.vat.registration_watch import registration_warnings, turnover_by_month
from accountsos.workflows.vat.return_watch import claimed_under_flat_rate, days_of_codes, fallen_turnover
from accountsos.workflows.vat.state_outlook import outlook_of
from accountsos.workflows.vat.vat_books import FILED, VatBooks

_RANGE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})", re.ASCII)
_LOOK_BACK = timedelta(days=460)
_FOUR_YEARS = timedelta(days=4 * 366)
COUNTED_AT_MOST = 200
YEAR_NAME = len("2026")
FORMS = "2026-Q1, Q1 2026, 2026-03, 2026-01-01..2026-03-31, current or previous"


@dataclass(frozen=True, slots=True)
class VatQuestion:
    """Which period, in one of its forms; None: the one that is due next."""

    today: date
    period: str | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VatReport:
    """A return as the books have it, or the watch over the threshold of a business that is not registered."""

    company: int
    currency: str
    scheme: VatScheme | None
    period: Period
    name: str
    status: str
    """open | due | filed"""
    boxes: VatBoxes
    """As filed, or as it would be filed: boxes 6 to 9 in whole pounds."""
    figures: VatReturnFigures
    due_date: date | None
    filed: FiledReturn | None = None
    warnings: tuple[ReportWarning, ...] = ()
    findings: tuple[DoubleCount, ...] = ()
    """What may stand twice in it, as the books are now."""

    @property
    def registered(self) -> bool:
        """Whether there is a return at all."""
        return self.scheme is not None

    @property
    def complete(self) -> bool:
        """Whether the books can make the whole return: partial exemption they cannot."""
        return not self.figures.exempt_sales


def period_asked(books: VatBooks, text: str | None, today: date) -> Period:
    """The VAT period that the text means, or the one that is due next."""
    regime = books.regime
    if text is None:
        return _due_next(books, today)
    if text in ("current", "previous"):
        current = regime.period_of(today)
        if current is None and text == "previous":
            current = _last_period(regime, today)
            return _found(books, text, current)
        found = current if current is None or text == "current" else regime.period_before(current)
        return _found(books, text, found)
    match = _RANGE.fullmatch(text)
    if match:
        return _exactly(books, text, match[1], match[2])
    name = _checked_name(text)
    # A year names a period only where there is one return a year.
    calendars = [c for c in regime.calendars() if len(name) > YEAR_NAME or c.stagger is Stagger.ANNUAL]
    if not calendars and (several := _ends_in_year(books, int(name))):
        which = ", ".join(f"{each.start}..{each.end}" for each in several)
        raise BadRequest(
            f"`period` is {text!r}, but this company files more than one return a year; say which: {which}",
            param="period",
        )
    named = (calendar.period_named(name) for calendar in calendars)
    return _found(books, text, next((p for p in named if p is not None), None))


def _ends_in_year(books: VatBooks, year: int) -> list[Period]:
    return [p for p in books.regime.periods(date(year, 1, 1), date(year, 12, 31)) if p.end.year == year]


def _checked_name(text: str) -> str:
    try:
        VatCalendar(Stagger.MONTHLY, date(1990, 1, 1)).period_named(text)
    except (BadRequest, ValueError):
        raise BadRequest(f"`period` is {text!r}; expected {FORMS}.", param="period") from None
    return text


def _exactly(books: VatBooks, text: str, first: str, last: str) -> Period:
    try:
        asked = Period(date_from_iso(first), date_from_iso(last))
    except ValueError as wrong:
        raise BadRequest(f"`period` is {text!r}: {wrong}; expected {FORMS}.", param="period") from None
    period = _found(books, text, books.regime.period_of(asked.end))
    if period != asked:
        raise BadRequest(
            f"`period` is {text!r}, which is no VAT period of this company; the one with {asked.end} in it is "
            f"{period.start}..{period.end}",
            param="period",
        )
    return period


def _found(books: VatBooks, text: str, period: Period | None) -> Period:
    if period is not None:
        return period
    stretches = ", ".join(
        f"from {c.registered_on}" + (f" to {c.deregistered_on}" if c.deregistered_on else "")
        for c in books.regime.calendars()
    )
    raise BadRequest(
        f"`period` is {text!r}, but the company was not registered for VAT then; it is registered {stretches}",
        param="period",
    )


def _due_next(books: VatBooks, today: date) -> Period:
    last: Period | None = None
    for period in books.regime.periods(today - _LOOK_BACK, today + _LOOK_BACK):
        last = period
        if books.due_date(period) >= today and period.end not in books.filed:
            return period
    last = last or _last_period(books.regime, today)
    if last is None:
        registered = books.regime.registered_on()
        assert registered is not None
        last = books.regime.period_of(registered)
        assert last is not None
    return last


def _last_period(regime: VatRegime, today: date) -> Period | None:
    """Of a registration that has ended, the period of its last day."""
    ends = [
        c.deregistered_on for c in regime.calendars() if c.deregistered_on is not None and c.deregistered_on < today
    ]
    return regime.period_of(max(ends)) if ends else None


def report_vat(db: Reader, company: int, asked: VatQuestion) -> VatReport:
    """The return of one period."""
    books = VatBooks(db, company, asked.known_at)
    if not books.regime:
        return _not_registered(books, asked)
    period = period_asked(books, asked.period, asked.today)
    report = report_of(books, period, asked.today)
    if books.last_entry is not None:
        return report  # of the books as they were known nobody asks any more what stood twice
    return replace(report, findings=touching(double_counts_kept(books.whole()), period))


def touching(found: Iterable[DoubleCount], period: Period) -> tuple[DoubleCount, ...]:
    """Those in the boxes of that period."""
    return tuple(one for one in found if one.touches_return(period.end))


def report_of(books: VatBooks, period: Period, today: date) -> VatReport:
    """The return of that VAT period."""
    figures = books.figures(period)
    filed = books.filed.get(period.end)
    scheme = books.regime.on(period.end) or books.regime.on(period.start)
    assert scheme is not None, "a period belongs to a scheme"
    boxes = filed.boxes if filed is not None else figures.boxes.in_whole_pounds()
    status = books.status(period, today)
    return VatReport(
        company=books.company,
        currency=books.profile.currency,
        scheme=scheme,
        period=period,
        name=books.regime.name_of(period),
        status=status,
        boxes=boxes,
        figures=figures,
        due_date=books.due_date(period),
        filed=filed,
        warnings=_warnings(books, scheme, (period, today), figures, status),
    )


def _warnings(
    books: VatBooks, scheme: VatScheme, when: tuple[Period, date], figures: VatReturnFigures, status: str
) -> tuple[ReportWarning, ...]:
    period, today = when
    sums = books.sums(period.start - _FOUR_YEARS, period.end)
    before = sorted(end for end in sums if end < period.start)[-COMPARED:]
    kept = invoices_kept(books.db, books.company)
    on_flat_rate = part_on_flat_rate(books.regime, scheme, period)
    facts = ReturnFacts(
        period=period,
        scheme=scheme,
        status=status,
        figures=figures,
        uncategorised=_uncategorised(books, period),
        unreviewed=unreviewed(books.db, books.company, period.start, period.end, most=COUNTED_AT_MOST),
        counted_at_most=COUNTED_AT_MOST,
        earlier=tuple(return_of(sums[end], end).boxes for end in before),
        turnover=turnover_of(sums.get(period.end, {})),
        goods=NO_GOODS if on_flat_rate is None else _goods(books, on_flat_rate),
        on_flat_rate=on_flat_rate,
        at_full_rate=vat_at_full_rate(sums.get(period.end, {})) if on_flat_rate == period else 0,
        watch=_watch(books, scheme, period, sums),
        by_bank_date=not scheme.by_payment,
        invoices_kept=kept,
        control_differs=_control_difference(books),
        rates=rates_told(days_of_codes(books, period, sums.get(period.end, {}))),
        fallen=fallen_turnover(books, period, sums),
        claimed_under_flat_rate=claimed_under_flat_rate(books, period),
        **(_unpaid(books, period, min(period.end, today), status) if kept else {}),
    )
    return return_warnings(facts)


def _uncategorised(books: VatBooks, period: Period) -> int:
    """How many lines of the period nobody and nothing could categorise."""
    db, company, category = books.db, books.company, books.names.category_no[UNCATEGORISED]
    first, last = day_number(period.start), day_number(period.end)
    if books.last_entry is None:
        return sums_of(db, company, Filter(first=first, last=last, category=category)).all.lines
    before = day_number(period.start - ONE_DAY)
    upto = (waiting_lines(db, company, category, day, as_known=books.last_entry) for day in (last, before))
    return next(upto)[2] - next(upto)[2]


def _unpaid(books: VatBooks, period: Period, day: date, status: str) -> dict[str, UnpaidVat]:
    """As the invoices stand now: so not for a return that was filed, or as it was known."""
    if status == FILED or books.last_entry is not None:
        return {}
    own = books.whole()
    found = {"bills": bills_to_repay(own, day), "debts": debts_to_relieve(own, day)}
    return {**found, "notes": notes_to_place(own, period)}


def _goods(books: VatBooks, period: Period) -> RelevantGoods:
    names = books.names
    moved = movements(books.db, books.company, names, period.start, period.end, as_known=books.last_entry)
    return relevant_goods(names.chart, moved)


def _watch(
    books: VatBooks, scheme: VatScheme, period: Period, sums: Mapping[date, Mapping[tuple[str, bool], int]]
) -> SchemeWatch | None:
    """The scheme's limits against the year to the period's end; nothing to watch on the standard scheme."""
    if scheme.scheme == STANDARD:
        return None
    a_year_ago = add_months_month_end(period.end, -12)
    last_year = sum((turnover_of(found) for end, found in sums.items() if a_year_ago < end <= period.end), NO_TURNOVER)
    joined = joined_on(books.regime, scheme)
    before = None
    if joined in period:
        before = rolling_turnover(_turnover(books), joined - ONE_DAY)
    return SchemeWatch(scheme, period, last_year, joined, before)


def _control_difference(books: VatBooks) -> int:
    """VAT control less what the open periods explain; payments stand there until a first return is filed."""
    if books.regime.filed_from is None or books.last_entry is not None:
        return 0
    number = books.names.category_no[VAT_CONTROL]
    balance = -sum_of_all(books.db, books.company, number)
    sums = books.sums(FIRST_DAY, LAST_DAY)
    explained = sum(
        amount
        for end, found in sums.items()
        if end not in books.filed
        for (_, control), amount in found.items()
        if control
    )
    return balance - explained


def _turnover(books: VatBooks) -> dict[date, int]:
    return turnover_by_month(books.db, books.company, books.names, last_entry=books.last_entry)


def _not_registered(books: VatBooks, asked: VatQuestion) -> VatReport:
    calendar = VatCalendar(Stagger.QUARTERS_MAR, date(1990, 1, 1))
    period = calendar.period_containing(asked.today)
    if asked.period == "previous":
        assert period is not None
        period = calendar.period_containing(period.start - ONE_DAY)
    elif asked.period is not None and asked.period != "current":
        match = _RANGE.fullmatch(asked.period)
        if match:
            try:
                period = Period(date_from_iso(match[1]), date_from_iso(match[2]))
            except ValueError as wrong:
                raise BadRequest(f"`period` is {asked.period!r}: {wrong}; expected {FORMS}.", param="period") from None
        else:
            period = calendar.period_named(_checked_name(asked.period))
    assert period is not None
    nothing = return_of({}, period.end)
    return VatReport(
        company=books.company,
        currency=books.profile.currency,
        scheme=None,
        period=period,
        name=calendar.name_of(period),
        status="open",
        boxes=VatBoxes(),
        figures=nothing,
        due_date=None,
        warnings=registration_warnings(
            books.db,
            books.company,
            books.names,
            _turnover(books),
            today=asked.today,
            last_entry=books.last_entry,
            outlook=outlook_of(books.db, books.company, seq=books.seq),
        ),
    )


def _watched_instead(db: Reader, company: int, _: object) -> bool:
    """Who is not registered is watched over the threshold, by all payments for services of two years."""
    return not names_at_hand(db, company).vat


VAT_RETURN = report_read("report.vat", report_vat, short=True, long_in=_watched_instead)
