"""VAT deadlines: returns and their payment, instalments of annual accounting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from accountsos.dates import ONE_DAY, Period
from accountsos.uk_rules.annual_accounting import instalments
from accountsos.uk_rules.obligation import (
    Obligation,
    ObligationType,
    Profile,
    StaggerFrom,
    VatRegistration,
    day_text,
    key_of,
    pounds_text,
    span_text,
    weekend_advice,
)
from accountsos.uk_rules.parameters import count_on, in_force_or_none, pounds_on, rate_on
from accountsos.uk_rules.periods import Nation
from accountsos.uk_rules.vat_due_date import (
    PaymentMethod,
    annual_return_due,
    payments_on_account,
    payments_on_account_due,
    vat_payment,
    vat_return_due,
)
from accountsos.uk_rules.vat_penalties import Frequency, compliance_period, points_from_returns
from accountsos.uk_rules.vat_periods import Stagger, VatCalendar

_FREQUENCY = {Stagger.MONTHLY: "monthly", Stagger.ANNUAL: "annual"}


def vat_obligations(profile: Profile, today: date, until: date) -> Iterator[Obligation]:
    """The return and payment of each VAT period, and each instalment."""
    for registration in profile.vat:
        periods = list(vat_periods(registration, profile.tracked_from, until))
        late = [due for stagger, period in periods if (due := _late(profile, stagger, period, today)) is not None]
        for stagger, period in periods:
            yield _return(profile, stagger, period, _Day(today, tuple(late)))
            if stagger.stagger is Stagger.ANNUAL and stagger.instalments is not None:
                yield from _instalments(profile, stagger, period)
            if profile.vat_on_account and stagger.stagger not in _FREQUENCY:
                yield from _on_account(profile, period)


def vat_periods(registration: VatRegistration, since: date, until: date) -> Iterator[tuple[StaggerFrom, Period]]:
    """The VAT periods that may be due in that time, each with the stagger it follows."""
    for index, stagger in enumerate(registration.staggers):
        following = registration.staggers[index + 1 :]
        ends = [each.in_force_from - ONE_DAY for each in following[:1]]
        ends += [registration.deregistered_on] if registration.deregistered_on else []
        last = min(ends) if ends else None
        begins = max(stagger.in_force_from, registration.registered_on)
        if last is not None and last < begins:
            continue
        calendar = VatCalendar(stagger.stagger, begins, last, stagger.annual_year_end_month)
        # A return is due a month or two after its period: a year and a quarter before `since` misses none.
        for period in calendar.periods_from(since - timedelta(days=460)):
            if period.start > until:
                break
            yield stagger, period


@dataclass(frozen=True, slots=True)
class _Day:
    """Today, and the due dates of the returns that were late by then."""

    today: date
    late: tuple[date, ...]


def _due(profile: Profile, stagger: StaggerFrom, period: Period) -> date:
    if stagger.stagger is Stagger.ANNUAL:
        return annual_return_due(period.end, profile.nation)
    if profile.vat_on_account:
        return payments_on_account_due(period.end, profile.nation)
    return vat_return_due(period.end)


def _late(profile: Profile, stagger: StaggerFrom, period: Period, today: date) -> date | None:
    """The due date of a return that brings a point: filed after it, or not at all by today."""
    due = _due(profile, stagger, period)
    if due < profile.tracked_from or in_force_or_none(period.start, "vat_late_submission_penalty") is None:
        return None
    done, done_on = profile.done_on(key_of("vat_return", period.end))
    return due if due < today and (not done or (done_on is not None and done_on > due)) else None


def _return(profile: Profile, stagger: StaggerFrom, period: Period, day: _Day) -> Obligation:
    annual, due = stagger.stagger is Stagger.ANNUAL, _due(profile, stagger, period)
    key = key_of("vat_return", period.end)
    return Obligation(
        key=key,
        type=ObligationType.VAT,
        title=f"VAT return and payment, {span_text(period)}",
        due_date=due,
        period=period,
        authority="HMRC",
        rule="SI 1995/2518 reg 50" if annual else "SI 1995/2518 reg 25",
        penalty=_penalty(stagger, period, due, day),
        advice=_advice(due, profile.nation),
        completed=profile.is_done(key),
    )


def _instalments(profile: Profile, stagger: StaggerFrom, period: Period) -> Iterator[Obligation]:
    assert stagger.instalments is not None
    for number, each in enumerate(instalments(period.start, 0, stagger.instalments, profile.nation), start=1):
        key = key_of(f"vat_instalment_{number}", period.end)
        yield Obligation(
            key=key,
            type=ObligationType.VAT,
            title=f"VAT instalment {number}, {span_text(period)}",
            due_date=each.due,
            period=period,
            authority="HMRC",
            rule="SI 1995/2518 reg 50",
            advice="The amount is the one HMRC notified; without the notice it is estimated from last year's return.",
            completed=profile.is_done(key),
        )


def _on_account(profile: Profile, quarter: Period) -> Iterator[Obligation]:
    """Businesses that pay over 2.3 million pounds a year: a 24th of it, twice a quarter. Source: SI 1993/2001 art 8."""
    for number, due in enumerate(payments_on_account(quarter, profile.nation), start=1):
        key = key_of(f"vat_on_account_{number}", quarter.end)
        yield Obligation(
            key=key,
            type=ObligationType.VAT,
            title=f"VAT payment on account {number}, {span_text(quarter)}",
            due_date=due,
            period=quarter,
            authority="HMRC",
            rule="SI 1993/2001 art 8",
            advice="The amount is the one HMRC notified. It must be there on the day, which is a working day.",
            completed=profile.is_done(key),
        )


def _advice(due: date, nation: Nation) -> str:
    taken = vat_payment(due, PaymentMethod.DIRECT_DEBIT, nation).collected_on
    assert taken is not None
    collected = f"By direct debit HMRC collects on {day_text(taken)}."
    return " ".join(filter(None, (weekend_advice(due, nation), collected)))


def _penalty(stagger: StaggerFrom, period: Period, due: date, day: _Day) -> str:
    if in_force_or_none(period.start, "vat_late_submission_penalty") is None:
        return "Default surcharge, the rules before 1 January 2023."
    frequency = _FREQUENCY.get(stagger.stagger, "quarterly")
    threshold = count_on(period.start, f"vat_late_submission_threshold_{frequency}")
    fine = pounds_text(pounds_on(period.start, "vat_late_submission_penalty"))
    day_15, day_30 = due + timedelta(days=15), due + timedelta(days=30)
    first, second = (_percent(due, f"vat_late_payment_{name}_rate") for name in ("day15", "day30"))
    yearly = _percent(due, "vat_late_payment_second_rate")
    return (
        f"Return late: one point, {fine} at {threshold} points and for each later one. "
        f"Payment late: {first} of what is unpaid after {day_text(day_15)}, {second} of what is unpaid after "
        f"{day_text(day_30)}, then {yearly} a year; interest from the day after the due date."
        f"{_late_now(due, day_15, day_30, day.today)}{_points_now(Frequency(frequency), day)}"
    )


def _points_now(frequency: Frequency, day: _Day) -> str:
    """The points that stand, of the returns that these books know to be late."""
    if not day.late:
        return ""
    state = points_from_returns(frequency, day.late, day.today)
    if not state.points:
        return ""
    text = f" Points that stand today: {state.points} of {state.threshold}."
    if not state.at_threshold:
        return text
    first, last = compliance_period(frequency, max(day.late))
    return (
        f"{text} They cost {pounds_text(state.penalty_total)} so far and go when every return from {day_text(first)} "
        f"to {day_text(last)} is in time."
    )


def _late_now(due: date, day_15: date, day_30: date, today: date) -> str:
    if today <= due:
        return ""
    days = (today - due).days
    if today <= day_15:
        return f" Now {days} days late: pay by {day_text(day_15)} and no late payment penalty arises."
    if today <= day_30:
        return f" Now {days} days late: the first part has arisen, the second after {day_text(day_30)}."
    return f" Now {days} days late: both parts have arisen and the yearly one is running."


def _percent(day: date, name: str) -> str:
    return f"{rate_on(day, name) * 100:f}".rstrip("0").rstrip(".") + "%"
