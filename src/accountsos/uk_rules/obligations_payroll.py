"""Payroll and construction industry deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from accountsos.dates import ONE_DAY, Period
from accountsos.uk_rules.obligation import (
    Obligation,
    ObligationType,
    Payroll,
    Profile,
    day_text,
    key_of,
    weekend_advice,
)
from accountsos.uk_rules.paye import month_dates, tax_month_of, tax_quarter_of, year_dates
from accountsos.uk_rules.periods import tax_year_name, tax_year_of

LATE_PAYE = "Late payments in a tax year: none for the first, then 1% to 4% of each (FA 2009 sch 56); unverified."
LATE_CIS = "Late: £100, £200 more after 2 months, £300 or 5% after 6 and again after 12 (FA 2009 sch 55); unverified."


def payroll_obligations(profile: Profile, until: date) -> Iterator[Obligation]:
    """PAYE and CIS by tax month or quarter, and what follows the tax year."""
    for payroll in profile.payroll:
        since = max(payroll.since, profile.tracked_from - timedelta(days=400))
        yield from _months(profile, payroll, since, until)
        if payroll.has_employees:
            yield from _years(profile, payroll, since, until)


def _months(profile: Profile, payroll: Payroll, since: date, until: date) -> Iterator[Obligation]:
    month = tax_month_of(since)
    while month.end <= until and _runs(payroll, month):
        if payroll.cis_contractor:
            yield _cis_return(profile, month)
        quarter = tax_quarter_of(month.end)
        pays = month if not payroll.pays_quarterly else quarter if quarter.end == month.end else None
        if pays is not None and (payroll.has_employees or payroll.cis_contractor):
            yield _payment(profile, pays)
        month = tax_month_of(month.end + ONE_DAY)


def _payment(profile: Profile, period: Period) -> Obligation:
    due = month_dates(period.end).electronic
    key = key_of("paye_payment", period.end)
    return Obligation(
        key=key,
        type=ObligationType.PAYE,
        title=f"PAYE, National Insurance and CIS payment, to {day_text(period.end)}",
        due_date=due,
        period=period,
        authority="HMRC",
        rule="SI 2003/2682 reg 69 and reg 70",
        penalty=LATE_PAYE,
        advice=weekend_advice(due, profile.nation),
        completed=profile.is_done(key),
    )


def _cis_return(profile: Profile, month: Period) -> Obligation:
    key = key_of("cis300", month.end)
    return Obligation(
        key=key,
        type=ObligationType.PAYE,
        title=f"CIS monthly return (CIS300), to {day_text(month.end)}",
        due_date=month_dates(month.end).cis_return,
        period=month,
        authority="HMRC",
        rule="SI 2005/2045 reg 4",
        penalty=LATE_CIS,
        completed=profile.is_done(key),
    )


def _years(profile: Profile, payroll: Payroll, since: date, until: date) -> Iterator[Obligation]:
    year = tax_year_of(since)
    while year.end <= until and _runs(payroll, year):
        dates, name = year_dates(year), tax_year_name(year)
        yield _yearly(profile, year, "p60", f"P60 to each employee, {name}", dates.p60)
        if payroll.benefits_in_kind:
            yield _yearly(profile, year, "p11d", f"P11D and P11D(b), {name}", dates.p11d)
            title = f"Class 1A National Insurance payment, {name}"
            yield _yearly(profile, year, "class_1a", title, dates.class_1a_electronic)
        year = tax_year_of(year.end + ONE_DAY)


def _yearly(profile: Profile, year: Period, kind: str, title: str, due: date) -> Obligation:
    rules = {"p60": "SI 2003/2682 reg 67", "p11d": "SI 2003/2682 reg 85", "class_1a": "SI 2001/1004 reg 71"}
    key = key_of(kind, year.end)
    return Obligation(
        key=key,
        type=ObligationType.PAYE,
        title=title,
        due_date=due,
        period=year,
        authority="HMRC",
        rule=rules[kind],
        completed=profile.is_done(key),
    )


def _runs(payroll: Payroll, period: Period) -> bool:
    return payroll.until is None or period.start <= payroll.until
