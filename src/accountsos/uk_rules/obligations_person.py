"""A sole trader's deadlines: self assessment and Making Tax Digital for Income Tax."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from accountsos.dates import ONE_DAY, Period
from accountsos.uk_rules.mtd_itsa import final_declaration_due, mandation, quarterly_updates
from accountsos.uk_rules.obligation import (
    EntityType,
    Obligation,
    ObligationType,
    Profile,
    day_text,
    key_of,
    pounds_text,
    weekend_advice,
)
from accountsos.uk_rules.parameters import count_on, in_force_on, in_force_or_none, pounds_on, warnings_for
from accountsos.uk_rules.periods import tax_year_name, tax_year_of
from accountsos.uk_rules.self_assessment import self_assessment_dates

LATE_RETURN = (
    "Return late: £100, £10 a day from three months (at most £900), £300 or 5% of the tax at 6 and at 12 months "
    "(FA 2009 sch 55); unverified."
)
LATE_PAYMENT = (
    "Payment late: 5% of what is unpaid after 30 days, 6 and 12 months (FA 2009 sch 56); unverified. Interest."
)


def person_obligations(profile: Profile, today: date, until: date) -> Iterator[Obligation]:
    """Registration, return, payments and quarterly updates of a sole trader; nothing for a company."""
    if profile.entity is not EntityType.SOLE_TRADER or profile.self_employed_since is None:
        return
    digital_from = mtd_from(profile)
    first = tax_year_of(profile.self_employed_since)
    year = tax_year_of(max(profile.self_employed_since, profile.tracked_from - timedelta(days=700)))
    while year.start <= until:
        if profile.self_employed_until is not None and profile.self_employed_until < year.start:
            break
        digital = digital_from is not None and digital_from <= year.start
        yield from _self_assessment(profile, year, is_first=year == first, digital=digital)
        if digital:
            yield from _updates(profile, year, today)
        year = tax_year_of(year.end + ONE_DAY)


def mtd_from(profile: Profile) -> date | None:
    """The first day on which quarterly updates are a duty, or were chosen."""
    starts = [profile.mtd_joined_on] if profile.mtd_joined_on is not None else []
    for income in profile.incomes:
        found = mandation(
            tax_year_of(income.year_start), income.self_employment, income.property_income, exempt=income.exempt
        )
        if found.from_date is not None:
            starts.append(found.from_date)
    return min(starts, default=None)


@dataclass(frozen=True, slots=True)
class _Duty:
    """One thing that follows a tax year."""

    kind: str
    title: str
    due: date
    rule: str
    penalty: str | None = None

    @property
    def is_payment(self) -> bool:
        """Whether money is due, not a form."""
        return self.kind == "sa_balance" or self.kind.startswith("sa_on_account")


def _self_assessment(profile: Profile, year: Period, *, is_first: bool, digital: bool) -> Iterator[Obligation]:
    dates, name = self_assessment_dates(year), tax_year_name(year)
    duties = []
    if is_first:
        duties.append(_Duty("sa_register", f"Register for self assessment, {name}", dates.register_by, "TMA 1970 s7"))
    title = f"Final declaration (Making Tax Digital), {name}" if digital else f"Self assessment return online, {name}"
    due = final_declaration_due(year) if digital else dates.online_return
    duties.append(_Duty("sa_return", title, due, "TMA 1970 s8(1D)", LATE_RETURN))
    title = f"Self assessment balancing payment, {name}"
    duties.append(_Duty("sa_balance", title, dates.balancing_payment, "TMA 1970 s59B(4)", LATE_PAYMENT))
    if profile.payments_on_account:
        after = tax_year_name(tax_year_of(year.end + ONE_DAY))
        for number, due in enumerate((dates.first_payment_on_account, dates.second_payment_on_account), start=1):
            title = f"Payment on account {number} for {after}"
            duties.append(_Duty(f"sa_on_account_{number}", title, due, "TMA 1970 s59A", "Interest from the due date."))
    for duty in duties:
        yield _obligation(profile, year, duty)


def _updates(profile: Profile, year: Period, today: date) -> Iterator[Obligation]:
    row = in_force_or_none(year.start, "mtd_income_tax_threshold")
    for update in quarterly_updates(year):
        key = key_of("mtd_update", update.period.end)
        yield Obligation(
            key=key,
            type=ObligationType.MTD_ITSA,
            title=f"Quarterly update, 6 April to {day_text(update.period.end)}",
            due_date=update.due,
            period=update.period,
            authority="HMRC",
            rule="SI 2021/1076 reg 7",
            penalty=late_update_text(year, update.due),
            advice="Cumulative from 6 April; a later update corrects an earlier one."
            if today <= update.due
            else "Send it with the next one due: updates are cumulative.",
            completed=profile.is_done(key),
            warnings=warnings_for(row) if row is not None else (),
        )


def late_update_text(year: Period, due: date) -> str:
    """What a late quarterly update brings: no points in the first year of the scheme. Source: FA 2021 sch 24."""
    threshold = count_on(due, "mtd_late_update_threshold")
    fine = pounds_text(pounds_on(due, "mtd_late_update_penalty"))
    row = in_force_on(year.start, "mtd_update_points")
    if not row.value:
        return f"Late: no points for quarterly updates of {tax_year_name(year)}, the first year; unverified."
    return f"Late: one point for each update, {fine} at {threshold} points and for each later one (FA 2021 sch 24)."


def _obligation(profile: Profile, year: Period, duty: _Duty) -> Obligation:
    key = key_of(duty.kind, year.end)
    return Obligation(
        key=key,
        type=ObligationType.SELF_ASSESSMENT,
        title=duty.title,
        due_date=duty.due,
        period=year,
        authority="HMRC",
        rule=duty.rule,
        penalty=duty.penalty,
        advice=weekend_advice(duty.due, profile.nation) if duty.is_payment else None,
        completed=profile.is_done(key),
    )
