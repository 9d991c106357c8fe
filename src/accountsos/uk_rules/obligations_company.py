"""A company's deadlines: corporation tax, accounts, confirmation statement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from accountsos.dates import ONE_DAY, Period
from accountsos.uk_rules import companies_house, ct_penalties
from accountsos.uk_rules.companies_house import CompanyType, ConfirmationStatement
from accountsos.uk_rules.ct_dates import CtReturn, ct_returns
from accountsos.uk_rules.obligation import (
    EntityType,
    Obligation,
    ObligationType,
    Profile,
    day_text,
    key_of,
    pounds_text,
    span_text,
    weekend_advice,
)
from accountsos.uk_rules.parameters import in_force_on, warnings_for
from accountsos.uk_rules.periods import add_months_month_end, last_day_of_months

CT, ACCOUNTS = ObligationType.CORPORATION_TAX, ObligationType.ACCOUNTS
# Nothing about a period is due later than 30 months after it began, or 21 after it ended.
LONGEST_WAIT = timedelta(days=3 * 366)
ANNUAL_RETURNS_UNTIL = date(2016, 6, 29)


def company_obligations(profile: Profile, today: date, until: date) -> Iterator[Obligation]:
    """Corporation tax, accounts and confirmation statements; nothing for a sole trader."""
    if not profile.entity.is_company:
        return
    for period in company_years(profile, until):
        if period.end < profile.tracked_from - LONGEST_WAIT:
            continue
        yield _accounts(profile, period, today)
        for each in ct_returns(period):
            yield _ct_payment(profile, each)
            yield _ct_return(profile, each, today)
    yield from _confirmation_statements(profile, until)


def company_years(profile: Profile, until: date) -> Iterator[Period]:
    """The periods of account: those on record, then twelve months each up to the horizon.

    Without any on record the first runs from incorporation to the default reference date (CA 2006 s391).
    """
    assert profile.incorporated_on is not None
    known = profile.accounting_periods or (
        Period(profile.incorporated_on, companies_house.default_reference_date(profile.incorporated_on)),
    )
    yield from known
    last = known[-1]
    while last.end < until:
        start = last.end + ONE_DAY
        last = Period(start, last_day_of_months(start, 12))
        yield last


def accounts_due_for(profile: Profile, period: Period) -> date:
    """When the accounts of one of its periods are due: the first ones, and those of a shortened one, by their rules."""
    company = _company_type(profile)
    if profile.incorporated_on is not None and period.start == profile.incorporated_on:
        due = companies_house.first_accounts_due(period.start, period.end, company)
    else:
        due = companies_house.accounts_due(period.end, company)
    notice_on = profile.shortened_by_notice.get(period.end)
    return due if notice_on is None else companies_house.accounts_due_after_shortening(due, notice_on)


def _accounts(profile: Profile, period: Period, today: date) -> Obligation:
    due = accounts_due_for(profile, period)
    key = key_of("accounts", period.end)
    return Obligation(
        key=key,
        type=ACCOUNTS,
        title=f"Annual accounts, {span_text(period)}",
        due_date=due,
        period=period,
        authority="Companies House",
        rule="CA 2006 s442 and s443",
        penalty=_accounts_penalty(profile, period, due, today),
        advice="The date does not move for weekends: deliver by it.",
        completed=profile.is_done(key),
    )


def _accounts_penalty(profile: Profile, period: Period, due: date, today: date) -> str:
    company, late_before = _company_type(profile), _accounts_late_before(profile, period)

    def cost(day: date) -> str:
        penalty = companies_house.late_accounts_penalty(due, day, company, late_year_before=late_before)
        return pounds_text(penalty)

    steps = [due + ONE_DAY, *(add_months_month_end(due, months) + ONE_DAY for months in (1, 3, 6))]
    text = ", ".join(f"{cost(day)} from {day_text(day)}" for day in steps)
    doubled = " (double: last year's were late too)" if late_before else ""
    now = f" Today it is {cost(today)}." if today > due else ""
    return f"Late: {text}{doubled}.{now} Not filing at all is an offence and the company may be struck off."


def _accounts_late_before(profile: Profile, period: Period) -> bool:
    for earlier in profile.accounting_periods:
        if earlier.end + ONE_DAY == period.start:
            _, done_on = profile.done_on(key_of("accounts", earlier.end))
            return done_on is not None and done_on > accounts_due_for(profile, earlier)
    return False


def _ct_payment(profile: Profile, each: CtReturn) -> Obligation:
    key = key_of("ct_payment", each.period.end)
    return Obligation(
        key=key,
        type=CT,
        title=f"Corporation tax payment, {span_text(each.period)}",
        due_date=each.payment_due,
        period=each.period,
        authority="HMRC",
        rule="TMA 1970 s59D",
        penalty="Interest from the day after the due date; it is deductible.",
        advice=weekend_advice(each.payment_due, profile.nation),
        completed=profile.is_done(key),
    )


def _ct_return(profile: Profile, each: CtReturn, today: date) -> Obligation:
    key = key_of("ct600", each.period.end)
    due = each.ct600_due
    return Obligation(
        key=key,
        type=CT,
        title=f"Company tax return (CT600), {span_text(each.period)}",
        due_date=due,
        period=each.period,
        authority="HMRC",
        rule="FA 1998 sch 18 para 14",
        penalty=_ct_penalty(profile, each, today),
        completed=profile.is_done(key),
        warnings=warnings_for(in_force_on(due, "ct_late_filing_first")) if due >= date(1999, 7, 1) else (),
    )


def _ct_penalty(profile: Profile, each: CtReturn, today: date) -> str:
    due, failures = each.ct600_due, _ct_failures_before(profile, each)

    def cost(day: date) -> str:
        return pounds_text(ct_penalties.late_filing_penalty(due, day, failures_before=failures).fixed)

    three_months = add_months_month_end(due, 3) + ONE_DAY
    text = f"Late: {cost(due + ONE_DAY)}, {cost(three_months)} in all from {day_text(three_months)}"
    third = " (third failure in a row)" if failures >= ct_penalties.THIRD_FAILURE else ""
    now = f" Today it is {cost(today)}." if today > due else ""
    eighteen = add_months_month_end(each.period.end, 18) + ONE_DAY
    return f"{text}{third}; 10% of the unpaid tax from {day_text(eighteen)}, 20% six months later.{now}"


def _ct_failures_before(profile: Profile, each: CtReturn) -> int:
    """Returns late in a row just before this one, as far as their filing days are known."""
    before = [one for period in profile.accounting_periods for one in ct_returns(period)]
    count = 0
    for earlier in sorted(before, key=lambda one: one.period.end, reverse=True):
        if earlier.period.end >= each.period.start:
            continue
        _, done_on = profile.done_on(key_of("ct600", earlier.period.end))
        if done_on is None or done_on <= earlier.ct600_due:
            break
        count += 1
    return count


def _confirmation_statements(profile: Profile, until: date) -> Iterator[Obligation]:
    """One for each review period: those delivered are done, and each restarts the clock for the next."""
    assert profile.incorporated_on is not None
    pending = companies_house.first_confirmation_statement(profile.incorporated_on)
    for made_up_to in sorted(profile.confirmation_statements):
        while pending.review_period.end < made_up_to:  # delivered before these books began
            pending = companies_house.next_confirmation_statement(pending.review_period.end)
        if pending.review_period.end > ANNUAL_RETURNS_UNTIL:
            yield _confirmation(profile, pending, completed=True)
        pending = companies_house.next_confirmation_statement(made_up_to)
    while pending.due <= until:
        if pending.review_period.end > ANNUAL_RETURNS_UNTIL:
            yield _confirmation(profile, pending, completed=False)
        pending = companies_house.next_confirmation_statement(pending.review_period.end)


def _confirmation(profile: Profile, statement: ConfirmationStatement, *, completed: bool) -> Obligation:
    key = key_of("confirmation_statement", statement.review_period.end)
    verify = " Directors verify their identity with it if they have not yet." if statement.identity_verification else ""
    return Obligation(
        key=key,
        type=ObligationType.CONFIRMATION_STATEMENT,
        title=f"Confirmation statement, {span_text(statement.review_period)}",
        due_date=statement.due,
        period=statement.review_period,
        authority="Companies House",
        rule="CA 2006 s853A",
        penalty="No fixed penalty: not delivering it is an offence, and the company may be struck off.",
        advice=f"It may be delivered earlier, which begins a new review period. {_fees(statement.due)}{verify}",
        completed=completed or profile.is_done(key),
        warnings=warnings_for(in_force_on(statement.due, "confirmation_statement_fee_digital")),
    )


def _fees(day: date) -> str:
    digital, paper = (companies_house.confirmation_statement_fee(day, digital=way) for way in (True, False))
    return f"The fee is {pounds_text(digital)}, on paper {pounds_text(paper)}."


def _company_type(profile: Profile) -> CompanyType:
    return CompanyType.PUBLIC if profile.entity is EntityType.PLC else CompanyType.PRIVATE
