"""What a deadline is, and the plain facts of a business from which its deadlines follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.money import Pence
from accountsos.uk_rules.annual_accounting import Pattern
from accountsos.uk_rules.periods import Nation, is_working_day, whole_months, working_day_on_or_before
from accountsos.uk_rules.vat_periods import Stagger

DUE_SOON = timedelta(days=14)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class ObligationType(StrEnum):
    """The types of the REST contract."""

    VAT = "vat"
    CORPORATION_TAX = "corporation_tax"
    ACCOUNTS = "accounts"
    CONFIRMATION_STATEMENT = "confirmation_statement"
    PAYE = "paye"
    SELF_ASSESSMENT = "self_assessment"
    MTD_ITSA = "mtd_itsa"
    OTHER = "other"


class Status(StrEnum):
    """How a deadline stands on a day."""

    UPCOMING = "upcoming"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Obligation:
    """One deadline. `key` is the same each time it is computed, so that completing it can be remembered."""

    key: str
    type: ObligationType
    title: str
    due_date: date
    period: Period | None
    authority: str
    rule: str
    penalty: str | None = None
    advice: str | None = None
    completed: bool = False
    warnings: tuple[str, ...] = ()

    def days_until(self, today: date) -> int:
        """Negative when overdue."""
        return (self.due_date - today).days

    def status(self, today: date) -> Status:
        """Completed, overdue, due within 14 days, or upcoming."""
        if self.completed:
            return Status.COMPLETED
        if self.due_date < today:
            return Status.OVERDUE
        return Status.DUE_SOON if self.due_date - today <= DUE_SOON else Status.UPCOMING


class EntityType(StrEnum):
    """Whose books they are."""

    LTD = "ltd"
    PLC = "plc"
    SOLE_TRADER = "sole_trader"

    @property
    def is_company(self) -> bool:
        """Whether it is on the companies register."""
        return self is not EntityType.SOLE_TRADER


@dataclass(frozen=True, slots=True)
class StaggerFrom:
    """The VAT periods from a day on. Annual accounting names the last month of its year."""

    in_force_from: date
    stagger: Stagger
    annual_year_end_month: int = 3
    instalments: Pattern | None = None


@dataclass(frozen=True, slots=True)
class VatRegistration:
    """A registration and the history of its periods, oldest first."""

    registered_on: date
    staggers: tuple[StaggerFrom, ...]
    deregistered_on: date | None = None

    def __post_init__(self) -> None:
        starts = [each.in_force_from for each in self.staggers]
        if not starts or starts != sorted(set(starts)):
            raise BadRequest("a VAT registration needs its periods in order of their start", param="vat")
        if starts[0] > self.registered_on:
            raise BadRequest("the first VAT periods must begin with the registration", param="vat")


@dataclass(frozen=True, slots=True)
class Payroll:
    """What an employer or CIS contractor has to do, since when."""

    since: date
    until: date | None = None
    has_employees: bool = True
    pays_quarterly: bool = False
    cis_contractor: bool = False
    benefits_in_kind: bool = False


@dataclass(frozen=True, slots=True)
class TaxYearIncome:
    """A sole trader's gross income of a tax year, for Making Tax Digital. The year by its first day."""

    year_start: date
    self_employment: Pence
    property_income: Pence = 0
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """An obligation met: its key and, where known, the day."""

    key: str
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts. `tracked_from`: what was due before that day is somebody else's memory."""

    entity: EntityType
    tracked_from: date
    incorporated_on: date | None = None
    accounting_periods: tuple[Period, ...] = ()
    shortened_by_notice: Mapping[date, date] = field(default_factory=dict)
    """By the last day of a period that was shortened, when Companies House had the notice of it."""
    confirmation_statements: tuple[date, ...] = ()
    vat: tuple[VatRegistration, ...] = ()
    vat_on_account: bool = False
    """A large payer of VAT: two payments on account a quarter, the balance without the seven days."""
    payroll: tuple[Payroll, ...] = ()
    self_employed_since: date | None = None
    self_employed_until: date | None = None
    payments_on_account: bool = True
    incomes: tuple[TaxYearIncome, ...] = ()
    mtd_joined_on: date | None = None
    nation: Nation = Nation.ENGLAND_AND_WALES
    done: tuple[Done, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.entity.is_company and self.incorporated_on is None:
            raise BadRequest("a company's deadlines need the day of its incorporation", param="incorporated_on")
        pairs = zip(self.accounting_periods, self.accounting_periods[1:], strict=False)
        if any(later.start <= earlier.end for earlier, later in pairs):
            raise BadRequest("accounting periods must be in order and not overlap", param="accounting_periods")

    def done_on(self, key: str) -> tuple[bool, date | None]:
        """Whether the obligation is met, and when if that is known."""
        for each in self.done:
            if each.key == key:
                return True, each.done_on
        return False, None

    def is_done(self, key: str) -> bool:
        """Whether the obligation is met."""
        return self.done_on(key)[0]


def day_text(day: date) -> str:
    """`7 May 2026`, in every locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def weekend_advice(due: date, nation: Nation) -> str | None:
    """What a due date that is no working day means for the money; None on a working day.

    Only faster payments arrive on any day. Source: HMRC, Pay your VAT bill; Pay employers' PAYE.
    """
    if is_working_day(due, nation):
        return None
    by = working_day_on_or_before(due, nation)
    return (
        f"{day_text(due)} is not a working day: the money must arrive by {day_text(by)}. Only a faster payment may "
        "still arrive on the day itself."
    )


def pounds_text(pence: Pence) -> str:
    """`£1,500`, with pence only where there are any."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}" if rest == 0 else f"£{whole:,}.{rest:02d}"


def span_text(period: Period) -> str:
    """`quarter to 31 Mar 2026`, `month to`, `year to`, or both days for any other length."""
    name = {1: "month", 3: "quarter", 12: "year"}.get(whole_months(period) or 0)
    if name is None:
        return f"{day_text(period.start)} to {day_text(period.end)}"
    return f"{name} to {day_text(period.end)}"


def key_of(kind: str, period_end: date) -> str:
    """The stable key: what it is and the end of its period."""
    return f"{kind}:{period_end.isoformat()}"
