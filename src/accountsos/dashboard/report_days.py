"""Which days a report is asked for in its address, as it stood when, and the choices for its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accountsos.dashboard.figures import full_day, short_day
from accountsos.dashboard.forms import MONTHS as MONTH_NAMES
from accountsos.dashboard.forms import Option
from accountsos.dashboard.periods import LAST_YEAR, THIS_YEAR, span_of
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import day_typed
from accountsos.dates import Period, end_of_london_day
from accountsos.workflows.bank.look_through_lines import MONTHS, YEAR

OTHER = "days"
"""The choice that stands where days are typed: they go before the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDay:
    """What the address of a report of one day asks for, as far as it was understood."""

    known_on: date | None
    ignored: tuple[str, ...]
    as_of: date

    @property
    def known_at(self) -> datetime | None:
        """The end of that day; None: as the books stand."""
        return None if self.known_on is None else end_of_london_day(self.known_on)

    @property
    def known(self) -> str | None:
        """The day as a figure carries it."""
        return None if self.known_on is None else self.known_on.isoformat()

    @property
    def known_said(self) -> str:
        """The end of a line that tells what the report is of."""
        return "" if self.known_on is None else f" · as the books stood on {full_day(self.known_on)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(AskedDay):
    """The same of a report of several days; `as_of` is the last."""

    value: str
    period: Period
    periods: tuple[Option, ...]
    first: str
    """As it was typed; empty where the list says which days."""
    last: str


async def days_asked(request: Request) -> Asked:
    """The period, by its word or by its days; where nothing is said, this financial year so far."""
    months = await request.read(MONTHS, None)
    year = await request.read(YEAR, request.today)
    query = request.query
    ignored: list[str] = []
    value = OTHER if "from" in query or "to" in query else query.get("period", THIS_YEAR)
    first, last = (_day(query.get(name, ""), request, name, ignored) for name in ("from", "to"))
    if value == OTHER:
        start = first or year.start
        end = last or max(request.today, start)
        if end < start:
            ignored.append("to")
            end = start
        period = Period(start, end)
    else:
        span = span_of(value, year)
        if span is None or span.period is None:
            ignored.append("period")
            value, span = THIS_YEAR, span_of(THIS_YEAR, year)
        assert span is not None
        assert span.period is not None
        period = _so_far(span.period, request.today)
    known_on = _known_on(request, ignored)
    return Asked(
        value=value,
        period=period,
        periods=_choices(value, months),
        first=_typed_again(period.start) if value == OTHER else "",
        last=_typed_again(period.end) if value == OTHER else "",
        as_of=period.end,
        known_on=known_on,
        ignored=tuple(ignored),
    )


def day_asked(request: Request) -> AskedDay:
    """The day, today where nothing is said."""
    ignored: list[str] = []
    as_of = _day(request.query.get("as_of", ""), request, "as_of", ignored) or request.today
    known_on = _known_on(request, ignored)
    return AskedDay(as_of=as_of, known_on=known_on, ignored=tuple(ignored))


def _so_far(period: Period, today: date) -> Period:
    return Period(period.start, today) if period.start <= today < period.end else period


def _choices(value: str, months: list[int]) -> tuple[Option, ...]:
    named = [(f"{m // 100}-{m % 100:02d}", f"{MONTH_NAMES[m % 100 - 1]} {m // 100}") for m in months]
    if value not in (THIS_YEAR, LAST_YEAR, OTHER) and value not in dict(named):
        named.append((value, f"{MONTH_NAMES[int(value[5:]) - 1]} {value[:4]}"))
    years = [(THIS_YEAR, "This financial year so far"), (LAST_YEAR, "Last financial year")]
    other = [(OTHER, "The days beside this")] if value == OTHER else []
    return tuple(Option(*each) for each in (*years, *named, *other))


def _day(text: str, request: Request, name: str, ignored: list[str]) -> date | None:
    found = day_typed(text, request.today) if text else None
    if text and found is None:
        ignored.append(name)
    return found


def _known_on(request: Request, ignored: list[str]) -> date | None:
    """A day that is over; of today everything is known that the books know."""
    day = _day(request.query.get("known_at", ""), request, "known_at", ignored)
    if day is not None and day > request.today:
        ignored.append("known_at")
    return day if day is not None and day < request.today else None


def _typed_again(day: date) -> str:
    return short_day(day, year=True)
