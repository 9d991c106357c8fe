"""Worked cases of limits, reliefs, changed years, a sole trader's tax, deadlines and rates that have become old."""

from __future__ import annotations

from datetime import date

from accountsos.dates import Period
from accountsos.uk_rules import (
    annual_accounting,
    capital_allowances,
    cash_accounting,
    companies_house,
    directors_loan,
    flat_rate,
    mileage,
)
from accountsos.uk_rules import fuel_scale as scale
from accountsos.uk_rules import vat_due_date as due_dates
from accountsos.uk_rules.ct_dates import accounting_periods
from accountsos.uk_rules.income_tax import profit_tax
from accountsos.uk_rules.obligation import EntityType, Profile, key_of
from accountsos.uk_rules.obligations import obligations
from accountsos.uk_rules.parameters import in_force_or_none, old_rows_asked_for, overdue_on
from accountsos.uk_rules.paye import tax_quarter_of
from accountsos.uk_rules.periods import add_months_month_end, tax_year_named, tax_year_of
from accountsos.uk_rules.self_assessment import payments_on_account_from_totals
from accountsos.uk_rules.vat_penalties import Frequency, compliance_period
from accountsos.uk_rules.vat_rates import VatRate, liability_of_rate, rate_warnings, tax_point
from accountsos.uk_rules.vat_registration import may_deregister, next_thirty_days
from tests.uk_rules.golden_input import Area, Given, Result, pounds

TODAY = date(2026, 11, 22)


def scheme_limits(given: Given) -> Result:
    scheme = {"cash": cash_accounting, "annual": annual_accounting, "flat_rate": flat_rate}[given.text("scheme")]
    turnover, day = given.money("turnover"), given.day("date", default=TODAY)
    return {"may_join": scheme.may_join(turnover, day), "must_leave": scheme.must_leave(turnover, day)}


def sole_trader(given: Given) -> Result:
    year = tax_year_named(str(given.raw("tax_year")))
    found = profit_tax(year, given.money("profits"))
    deducted = given.money("deducted", default=0)
    after = tax_year_of(date(year.end.year, 4, 6))
    on_account = payments_on_account_from_totals(found.total, deducted, after)
    return {
        "personal_allowance": pounds(found.personal_allowance),
        "income_tax": pounds(found.income_tax),
        "class_4": pounds(found.national_insurance),
        "total": pounds(found.total),
        "to_pay": pounds(found.total - deducted),
        "on_account": pounds(on_account.each),
    }


def loan_relief(given: Given) -> Result:
    """Years of twelve months that end with the one given."""
    end = given.day("ap_end")
    loans = [directors_loan.Loan(each.day("date"), each.money("amount")) for each in given.entries("loans")]
    repaid = [directors_loan.Repayment(each.day("date"), each.money("amount")) for each in given.entries("repayments")]

    def year_to(last: date) -> Period:
        return Period(date.fromordinal(add_months_month_end(last, -12).toordinal() + 1), last)

    def period_of(day: date) -> Period:
        last = end
        while last < day:
            last = add_months_month_end(last, 12)
        return next(part for part in accounting_periods(year_to(last)) if day in part)

    found = directors_loan.section_458(year_to(end), loans, repaid, period_of)
    return {"relief": [pounds(each.tax) for each in found], "from": [each.due for each in found]}


def loan_reportable(given: Given) -> Result:
    return {"reportable": directors_loan.benefit_reportable(given.money("highest"), given.day("date"))}


def year_extension(given: Given) -> Result:
    period = Period(given.day("start"), given.day("end"))
    extended = companies_house.is_extended(period, first=given.flag("first"))
    return {"extended": extended, "next_from": companies_house.next_extension_from(period.end) if extended else None}


def vat_on_account(given: Given) -> Result:
    quarter = Period(given.day("start"), given.day("end"))
    return {
        "payments": list(due_dates.payments_on_account(quarter)),
        "balance": due_dates.payments_on_account_due(quarter.end),
    }


def vat_tax_point(given: Given) -> Result:
    supplied = given.day("supplied")
    invoiced, paid = given.day_or_none("invoiced"), given.day_or_none("paid")
    return {"tax_point": tax_point(supplied_on=supplied, invoiced_on=invoiced, paid_on=paid)}


def compliance(given: Given) -> Result:
    first, last = compliance_period(Frequency(given.text("frequency")), given.day("last_missed"))
    return {"from": first, "to": last}


def expected_sales(given: Given) -> Result:
    if given.has("next_12_months"):
        return {"may_deregister": may_deregister(given.money("next_12_months"), given.day("date", default=TODAY))}
    duty = next_thirty_days(given.money("next_30_days"), given.day("date"))
    if duty is None:
        return {"must_register": False}
    return {"must_register": True, "notify_by": duty.notify_by, "registered_from": duty.registered_from}


def rate_of_the_day(given: Given) -> Result:
    day = given.day("date")
    if given.has("rate"):
        liability = liability_of_rate(given.number("rate"), day)
        return {"liability": None if liability is None else str(liability)}
    return {"told": len(rate_warnings(VatRate(given.text("liability")), day))}


def old_rate(given: Given) -> Result:
    """Whether a rate that is asked for on a day says that it should be checked."""
    name, day = given.text("name"), given.day("date")
    with old_rows_asked_for() as old:
        in_force_or_none(day, name)
    return {"check": name in {row.name for row in overdue_on(day, old)}}


def payroll_quarter(given: Given) -> Result:
    quarter = tax_quarter_of(given.day("date"))
    return {"from": quarter.start, "to": quarter.end}


def miles(given: Given) -> Result:
    trips = [
        mileage.Trip(each.day("date"), mileage.Vehicle.CAR, each.number("miles")) for each in given.entries("trips")
    ]
    return {"amounts": [pounds(each.amount) for each in mileage.mileage_workings(trips)]}


def deadlines(given: Given) -> Result:
    period = Period(given.day("start"), given.day("end"))
    notice = given.day_or_none("notice")
    profile = Profile(
        EntityType.LTD,
        given.day("tracked_from", default=period.start),
        given.day("incorporated"),
        accounting_periods=(period,),
        shortened_by_notice={} if notice is None else {period.end: notice},
    )
    due = {each.key: each.due_date for each in obligations(profile, given.day("today", default=TODAY))}
    return {kind: due.get(key_of(kind, period.end)) for kind in ("accounts", "ct_payment", "ct600")}


def fuel_scale(given: Given) -> Result:
    period = Period(given.day("start"), given.day("end"))
    used = Period(given.day("used_from", default=period.start), given.day("used_to", default=period.end))
    band = scale.scale_band(given.whole("co2"))
    row = scale.scale_row(band, period)
    if row is None:
        return {"band": band, "known": False}
    found = scale.scale_charge(int(row.value * 100), period, used)
    return {
        "band": band,
        "known": True,
        "charge": pounds(found.gross),
        "box1": pounds(found.vat),
        "box6": pounds(found.net),
    }


def flat_rate_bad_debt(given: Given) -> Result:
    accounted = not given.flag("cash_turnover")
    result: Result = {
        "relief": pounds(
            flat_rate.bad_debt_relief(given.money("vat_charged"), given.money("flat_vat"), accounted=accounted)
        )
    }
    if given.has("supplied"):
        result["claimable_from"] = flat_rate.bad_debt_claimable_when_cash_based(given.day("supplied"))
    return result


def flat_rate_first_year(given: Given) -> Result:
    parts = flat_rate.split_at_anniversary(Period(given.day("start"), given.day("end")), given.day("registered"))
    return {"parts": [f"{part.start} {part.end}" for part in parts]}


def first_year_allowance(given: Given) -> Result:
    pool = capital_allowances.Pool(given.text("pool", default="main"))
    tax = capital_allowances.Tax(given.text("tax", default="company"))
    day = given.day("bought")
    kind = capital_allowances.best_first_year(tax, pool, day, new=given.flag("new", default=True))
    rate = None if kind is None else capital_allowances.first_year_rate(kind, day)
    return {"rate": None if rate is None else str(rate)}


AREAS: dict[str, Area] = {
    "fuel_scale_charge": fuel_scale,
    "flat_rate_bad_debt": flat_rate_bad_debt,
    "flat_rate_first_year": flat_rate_first_year,
    "first_year_allowance": first_year_allowance,
    "scheme_limits": scheme_limits,
    "sole_trader_tax": sole_trader,
    "s458_relief": loan_relief,
    "loan_reportable": loan_reportable,
    "year_extension": year_extension,
    "vat_payments_on_account": vat_on_account,
    "vat_tax_point": vat_tax_point,
    "vat_compliance_period": compliance,
    "vat_expected_sales": expected_sales,
    "vat_rate_of_the_day": rate_of_the_day,
    "old_rate": old_rate,
    "paye_quarter": payroll_quarter,
    "mileage_of_trips": miles,
    "company_deadlines": deadlines,
}
