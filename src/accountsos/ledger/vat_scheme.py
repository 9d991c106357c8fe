"""A business's VAT through time: which scheme on which day, and the periods of its returns. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accountsos.dates import LAST_DAY, ONE_DAY, Period
from accountsos.uk_rules.flat_rate import percentage_on, sector_percentage
from accountsos.uk_rules.parameters import rate_on
from accountsos.uk_rules.vat_periods import Stagger, VatCalendar

STANDARD, CASH, FLAT_RATE, ANNUAL, NO_SCHEME = "standard", "cash", "flat_rate", "annual", "none"
SCHEMES = (STANDARD, CASH, FLAT_RATE, ANNUAL, NO_SCHEME)


@dataclass(frozen=True, slots=True)
class VatScheme:
    """How VAT is accounted for from a day on. `none` ends the registration on the day before."""

    in_force_from: date
    scheme: str
    registered_on: date
    """The first day of the registration that it belongs to."""
    stagger: Stagger = Stagger.QUARTERS_MAR
    annual_year_end_month: int = 3
    instalments: str | None = None
    """Of annual accounting: `monthly` or `quarterly`."""
    sector: str | None = None
    """Of the flat rate scheme: the key of the trade sector."""
    limited_cost: bool = False
    """Flat rate with few goods bought: the one percentage for all sectors."""
    vat_number: str | None = None
    cash_turnover: bool = False
    """Flat rate on the money received (VAT Notice 733 s9.4), not on what was invoiced."""

    def __post_init__(self) -> None:
        if self.scheme not in SCHEMES:
            raise ValueError(f"unknown VAT scheme {self.scheme!r}")
        if self.in_force_from < self.registered_on:
            raise ValueError("a scheme cannot be in force before the registration")
        if self.scheme == FLAT_RATE and self.sector is None:
            raise ValueError("the flat rate scheme needs its sector")

    @property
    def registered(self) -> bool:
        """Whether there is VAT at all."""
        return self.scheme != NO_SCHEME

    @property
    def by_payment(self) -> bool:
        """Whether the VAT of an invoice counts when it is paid. Source: SI 1995/2518 reg 57 and reg 57A."""
        return self.scheme == CASH or (self.scheme == FLAT_RATE and self.cash_turnover)

    @property
    def rhythm(self) -> tuple[date, Stagger, int]:
        """What decides where periods begin and end: schemes of one rhythm share their periods."""
        return (self.registered_on, self.stagger, self.annual_year_end_month)

    def flat_percentage(self, day: date) -> Decimal:
        """The flat rate for a supply of that day, first-year reduction included, as a fraction."""
        assert self.sector is not None, "only the flat rate scheme has a percentage"
        rate = rate_on(day, "flat_rate_limited_cost") if self.limited_cost else sector_percentage(self.sector, day)
        return percentage_on(day, rate, self.registered_on)


@dataclass(frozen=True)
class VatRegime:
    """Every scheme of a business, oldest first, and what is known beside them for treating its bank lines."""

    schemes: tuple[VatScheme, ...] = ()
    filed_from: date | None = None
    """The end of the first period that was marked as filed: later payments to HMRC settle filed VAT."""
    overseas_contacts: frozenset[int] = frozenset()
    """Contacts whose VAT number is a foreign one."""
    contact_codes: Mapping[int, str] = field(default_factory=dict)
    """The VAT code that a person keeps as usual for a contact."""
    _periods: dict[date, Period | None] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.schemes)

    def on(self, day: date) -> VatScheme | None:
        """The scheme in force on that day, or None when not registered then."""
        found = None
        for scheme in self.schemes:
            if scheme.in_force_from > day:
                break
            found = scheme
        return found if found is not None and found.registered else None

    def period_of(self, day: date) -> Period | None:
        """The VAT period with that day in it, or None when not registered then."""
        try:
            return self._periods[day]
        except KeyError:
            period = next((p for c in self.calendars() if (p := c.period_containing(day)) is not None), None)
            if len(self._periods) > 20_000:
                self._periods.clear()
            self._periods[day] = period
            return period

    def calendars(self) -> Iterator[VatCalendar]:
        """One calendar for each stretch of time in which the periods keep one rhythm."""
        stretch: VatScheme | None = None
        for scheme in self.schemes:
            if stretch is not None and scheme.registered and scheme.rhythm == stretch.rhythm:
                continue
            if stretch is not None:
                yield _calendar(stretch, scheme.in_force_from - ONE_DAY)
            stretch = scheme if scheme.registered else None
        if stretch is not None:
            yield _calendar(stretch, None)

    def periods(self, first: date, last: date) -> Iterator[Period]:
        """Every VAT period that has a day between the two, oldest first."""
        for calendar in self.calendars():
            start = max(first, calendar.registered_on)
            if calendar.deregistered_on is not None and start > calendar.deregistered_on:
                continue
            for period in calendar.periods_from(start):
                if period.start > last:
                    break
                yield period

    def period_before(self, period: Period) -> Period | None:
        """The period that ended before this one began."""
        first = min((s.in_force_from for s in self.schemes), default=LAST_DAY)
        day = period.start - ONE_DAY
        return self.period_of(day) if day >= first else None

    def name_of(self, period: Period) -> str:
        """`2026-Q1`, `2026-03` or `2026`."""
        for calendar in self.calendars():
            if calendar.registered(period.end):
                return calendar.name_of(period)
        return f"{period.start}..{period.end}"

    def registered_on(self) -> date | None:
        """The first day of the first registration."""
        return min((s.registered_on for s in self.schemes), default=None)


NOT_REGISTERED = VatRegime()


def _calendar(scheme: VatScheme, last: date | None) -> VatCalendar:
    return VatCalendar(scheme.stagger, scheme.in_force_from, last, scheme.annual_year_end_month)
