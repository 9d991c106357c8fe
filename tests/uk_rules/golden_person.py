"""Worked cases of sole traders, directors and employers."""

from __future__ import annotations

from decimal import Decimal

from accountsos.dates import Period
from accountsos.uk_rules import mileage, mtd_itsa, paye, self_assessment, simplified_expenses
from accountsos.uk_rules.dividends import dividend_tax
from accountsos.uk_rules.periods import tax_year_named
from tests.uk_rules.golden_input import Area, Given, Result, pence, pounds


def mileage_claim(given: Given) -> Result:
    trips = []
    for each in [given, *given.entries("years", "journeys", "trips", "vehicles")]:
        if each.has("miles"):
            trips += _trips(each, given)
    found = mileage.mileage_claim(trips)
    miles = sum((trip.miles for trip in trips), Decimal(0))
    paid = given.money("reimbursed", "employer_paid", "paid_by_employer", default=0)
    paid += pence(miles * given.number("rate_paid", "employer_rate", "reimbursed_per_mile", default=0))
    claim = max(found - paid, 0)
    return {"claim": pounds(claim), "relief": pounds(claim), "approved_amount": pounds(found)}


def _trips(each: Given, whole: Given) -> list[mileage.Trip]:
    vehicle = mileage.Vehicle(_vehicle(each.text("vehicle", default=whole.raw("vehicle", default="car"))))
    if each.has("date"):
        day = each.day("date")
    else:
        day = tax_year_named(str(each.raw("tax_year", default=None) or whole.raw("tax_year"))).start
    miles = each.number("miles")
    passengers = each.whole("passengers", default=0)
    shared = each.number("passenger_miles", default=0)
    if shared:
        # Passenger miles are already multiplied by the number of passengers, unless that is given as well.
        alone = mileage.Trip(day, vehicle, miles - min(shared, miles))
        return [alone, mileage.Trip(day, vehicle, min(shared, miles), passengers or 1)]
    return [mileage.Trip(day, vehicle, miles, passengers)]


def _vehicle(text: str) -> str:
    return {"motorbike": "motorcycle", "cycle": "bicycle", "bike": "bicycle", "car_or_van": "car"}.get(text, text)


def home_use(given: Given) -> Result:
    hours = given.raw("hours_by_month", default=None)
    if hours is None:
        hours = [given.number("hours_per_month", "hours")] * given.whole("months", default=12)
    return {"claim": pounds(simplified_expenses.home_use(Decimal(str(each)) for each in hours))}


def premises(given: Given) -> Result:
    people = given.raw("people_by_month", default=None)
    if people is None:
        people = [given.whole("people")] * given.whole("months", default=12)
    private = simplified_expenses.premises_private_use(int(each) for each in people)
    costs = given.money("premises_costs", "costs")
    return {"private_use": pounds(private), "claim": pounds(simplified_expenses.premises_claim(costs, private))}


EXEMPTIONS = ("exempt", "exclu", "no_nino", "trustee", "insolven", "deferred", "religious")


def mandated(given: Given) -> Result:
    rents = given.money("property_gross", "property", default=0)
    if given.has("property_gross_total"):
        share = given.number("property_share_pct", "share_pct", default=100) / 100
        rents += int(given.money("property_gross_total") * share)
    trade = given.raw("self_employment_gross", "self_employment", "trading_gross", default=0)
    trades = trade if isinstance(trade, list) else [trade]
    for name in (
        "paye",
        "dividends",
        "employment",
        "partnership_profit",
        "partnership",
        "pension",
        "savings",
        "interest",
    ):
        given.raw(name, default=None)
    found = mtd_itsa.mandation(
        tax_year_named(str(given.raw("reference_year", "tax_year"))),
        sum(pence(each) for each in trades),
        rents,
        exempt=_exempt(given.like(*EXEMPTIONS)),
    )
    return {
        "mandated": found.mandated,
        "from_date": found.from_date,
        "threshold": None if found.threshold is None else pounds(found.threshold),
        "qualifying_income": pounds(sum(pence(each) for each in trades) + rents),
    }


def _exempt(said: object) -> bool:
    """An exemption is a flag or the name of one."""
    return bool(said) and str(said).strip().lower() not in {"none", "no", "false", "0"}


def updates(given: Given) -> Result:
    year = tax_year_named(str(given.raw("tax_year")))
    quarters = mtd_itsa.Quarters(given.text("quarters", default="standard").removesuffix("_quarters"))
    found = mtd_itsa.quarterly_updates(year, quarters)
    return {
        "updates": [
            {"period_end": each.period.end, "due": each.due, "period_start": each.period.start} for each in found
        ],
        "final_declaration": mtd_itsa.final_declaration_due(year),
    }


def assessment_dates(given: Given) -> Result:
    found = self_assessment.self_assessment_dates(tax_year_named(str(given.raw("tax_year"))))
    return {
        "register_by": found.register_by,
        "paper": found.paper_return,
        "online": found.online_return,
        "balancing_payment": found.balancing_payment,
        "first_poa": found.first_payment_on_account,
        "second_poa": found.second_payment_on_account,
    }


def on_account(given: Given) -> Result:
    year = tax_year_named(str(given.raw("tax_year", default="2026-27")))
    total = ("previous_year_liability", "previous_year_total_liability", "total_liability", "previous_year_tax")
    if given.has(*total):
        deducted = given.money("deducted_at_source", "tax_deducted_at_source", "paid_at_source", default=0)
        found = self_assessment.payments_on_account_from_totals(given.money(*total), deducted, year)
    else:
        text = str(given.raw("share_deducted_at_source", "share_at_source", default="0"))
        share = Decimal(text.rstrip("%"))
        # A share is written as 0.85, or as a percentage: 85 or 85%.
        share = share / 100 if text.endswith("%") or share > 1 else share
        liability = given.money("previous_year_liability_net_of_source", "liability_net_of_source")
        found = self_assessment.payments_on_account(liability, share, year)
    each = pounds(found.each)
    return {"poa_required": found.required, "each_poa": each, "first_poa": each, "second_poa": each}


def employer_dates(given: Given) -> Result:
    result: Result = {}
    ended = given.day_or_none("tax_month_ended", "tax_quarter_ended", "month_ended", "quarter_ended")
    if ended is not None:
        if given.flag("quarterly", "pays_quarterly", "small_employer"):
            ended = paye.tax_quarter_of(ended).end
        month = paye.month_dates(ended)
        result = {
            "paye_electronic": month.electronic,
            "paye_post": month.by_post,
            **dict.fromkeys(("cis_return", "cis300"), month.cis_return),
            "tax_month_end": paye.tax_month_of(ended).end,
        }
    if given.has("tax_year"):
        year = paye.year_dates(tax_year_named(str(given.raw("tax_year"))))
        result |= {
            "p60": year.p60,
            "p11d": year.p11d,
            "class1a_electronic": year.class_1a_electronic,
            "class1a_post": year.class_1a_by_post,
        }
    return result


def dividends(given: Given) -> Result:
    year: Period = tax_year_named(str(given.raw("tax_year")))
    given.raw("scottish", "scottish_taxpayer", default=None)
    other = sum(
        given.money(name, default=0)
        for name in ("non_dividend_income", "salary", "other_income", "savings_income", "employment_income")
    )
    found = dividend_tax(year, other, given.money("dividends"))
    return {
        **dict.fromkeys(("tax", "dividend_tax"), pounds(found.tax)),
        "at_ordinary": pounds(found.at_ordinary),
        "at_upper": pounds(found.at_upper),
        "at_additional": pounds(found.at_additional),
        "allowance_used": pounds(found.at_nil),
    }


AREAS: dict[str, Area] = {
    "mileage": mileage_claim,
    "simplified_home": home_use,
    "simplified_premises": premises,
    "mtd_itsa": mandated,
    "mtd_itsa_deadlines": updates,
    "sa_deadlines": assessment_dates,
    "sa_payments_on_account": on_account,
    "paye_deadlines": employer_dates,
    "dividend_tax": dividends,
}
