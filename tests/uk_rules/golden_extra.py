"""Worked cases beyond the common list: errors, reliefs, capital allowances, registration, several directors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accountsos.dates import Period
from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.ledger.chart import standard_chart
from accountsos.ledger.desired_entry import BankLineFacts, CategorisationLine, desired_entry
from accountsos.ledger.vat_scheme import FLAT_RATE, VatRegime, VatScheme
from accountsos.ledger.vat_treatment import LineFacts, treated
from accountsos.money import Pence
from accountsos.reports.vat_return import return_of
from accountsos.uk_rules import (
    capital_allowances,
    ct_losses,
    directors_loan,
    mileage,
    national_insurance,
    plant_allowances,
    vat_errors,
    vat_registration,
)
from accountsos.uk_rules.interest import late_payment_interest
from accountsos.uk_rules.mileage import Trip, Vehicle
from accountsos.uk_rules.parameters import in_force_on
from accountsos.uk_rules.periods import tax_year_named
from accountsos.uk_rules.plant_allowances import Relief
from accountsos.uk_rules.vat_boxes import VatFact, VatKind, boxes_of
from accountsos.uk_rules.vat_number import is_vat_number
from accountsos.uk_rules.vat_periods import VatCalendar, stagger_named
from tests.uk_rules.golden_input import Area, Given, Result, as_day, pence, pounds


def error_correction(given: Given) -> Result:
    box6, end = given.money("box6"), given.day("period_end", default=date(2026, 9, 30))
    result: Result = {"limit": pounds(vat_errors.error_limit(box6, end))}
    if given.has("net_owed"):
        found = vat_errors.correction(
            given.money("net_owed"),
            box6=box6,
            discovered_in=end,
            oldest_period_end=given.day("error_period_end", default=end),
            deliberate=given.flag("deliberate"),
        )
        result |= {"route": str(found.route), "box": found.box, "amount": pounds(found.amount)}
    return result


def bad_debt(given: Given) -> Result:
    day = vat_errors.bad_debt_claimable_from(due_on=given.day("payment_due"), supplied_on=given.day("supplied"))
    boxes = boxes_of(VatFact(VatKind.BAD_DEBT_RELIEF, 0, given.money("vat")))
    return {"claimable_from": day, "box4": pounds(boxes.box4), "box6": pounds(boxes.box6), "box7": pounds(boxes.box7)}


def unpaid_bill(given: Given) -> Result:
    day = vat_errors.unpaid_input_repayable_on(due_on=given.day("payment_due"), supplied_on=given.day("supplied"))
    repaid = boxes_of(VatFact(VatKind.UNPAID_INPUT_REPAID, 0, given.money("vat")))
    restored = boxes_of(VatFact(VatKind.UNPAID_INPUT_RESTORED, 0, given.money("vat")))
    return {"repayable_on": day, "box4": pounds(repaid.box4), "box4_when_paid": pounds(restored.box4)}


def allowances(given: Given) -> Result:
    period = Period(given.day("start"), given.day("end"))
    tax = capital_allowances.Tax(given.text("tax", default="company"))
    bought = [_purchase(each) for each in given.entries("additions")]
    pools = capital_allowances.Pools(given.money("main_pool", default=0), given.money("special_pool", default=0))
    sold = [
        plant_allowances.Sale(given.money(f"disposals_{pool}", default=0), period.end, None, Relief(pool))
        for pool in capital_allowances.Pool
        if given.has(f"disposals_{pool}")
    ]
    sold += [_sale(each) for each in given.entries("sales")]
    own = {
        each.whole("key"): plant_allowances.OwnPool(
            each.money("value"), capital_allowances.Pool(each.text("pool", default="main")), _business(each)
        )
        for each in given.entries("own_pools")
    }
    found = plant_allowances.plant_allowances(period, tax, plant_allowances.Written(pools, own), bought, sold)
    rate = capital_allowances.writing_down_rate(period, capital_allowances.Pool.MAIN, tax)
    down = {pool.pool: pool.written_down for pool in found.pools if pool.key is None}
    carried = found.carried
    return {
        "rate_main_pct": str(rate * 100),
        "aia": pounds(found.investment),
        "aia_limit": pounds(capital_allowances.annual_investment_limit(period)),
        "first_year": pounds(found.first_year),
        "wda_main": pounds(down.get(capital_allowances.Pool.MAIN, 0)),
        "wda_special": pounds(down.get(capital_allowances.Pool.SPECIAL, 0)),
        "wda_own": pounds(sum(pool.written_down for pool in found.pools if pool.key is not None)),
        "balancing_charge": pounds(found.charges),
        "balancing_allowance": pounds(sum(max(-pool.balancing, 0) for pool in found.pools)),
        "main_carried_forward": pounds(carried.pools.main),
        "special_carried_forward": pounds(carried.pools.special),
        "own_carried_forward": pounds(sum(own.value for own in carried.own.values())),
        "total": pounds(found.total),
    }


def _business(given: Given) -> Decimal:
    return 1 - Decimal(given.text("private_pct", default="0")) / 100


def _purchase(given: Given) -> plant_allowances.Purchase:
    """`first_year` names what is claimed beyond the investment allowance; of new main rate plant 40 per cent."""
    co2, pool = given.raw("co2", default=None), capital_allowances.Pool(given.text("pool", default="main"))
    new = given.flag("new")
    usual = "first_year_allowance" if new and co2 is None and pool is capital_allowances.Pool.MAIN else ""
    first_year = given.text("first_year", default=usual)
    return plant_allowances.Purchase(
        given.money("cost"),
        given.day("date"),
        pool,
        None if co2 is None else int(co2),
        new,
        investment=str(given.raw("aia", default="yes")) not in ("no", "False"),
        first_year=capital_allowances.FirstYear(first_year) if first_year else None,
        business_share=_business(given),
        key=given.whole("key", default=0) or None,
    )


def _sale(given: Given) -> plant_allowances.Sale:
    first_year = given.text("first_year", default="")
    relief = Relief(
        capital_allowances.Pool(given.text("pool", default="main")),
        capital_allowances.FirstYear(first_year) if first_year else None,
        Decimal(given.text("part", default="1")),
    )
    value = capital_allowances.disposal_value(given.money("proceeds"), given.money("cost"))
    return plant_allowances.Sale(value, given.day("date"), given.whole("key", default=0) or None, relief)


def several_directors(given: Given) -> Result:
    period = Period(given.day("ap_start"), given.day("ap_end"))
    accounts = {
        str(each.raw("name")): (
            [directors_loan.Loan(one.day("date"), one.money("amount")) for one in each.entries("loans")],
            [directors_loan.Repayment(one.day("date"), one.money("amount")) for one in each.entries("repayments")],
        )
        for each in given.entries("directors")
    }
    found = {person: directors_loan.section_455(period, loans, repaid) for person, (loans, repaid) in accounts.items()}
    return {
        "tax": pounds(sum(each.tax for each in found.values())),
        "by_director": {name: pounds(each.tax) for name, each in found.items()},
    }


def registration(given: Given) -> Result:
    months: dict[date, Pence] = {
        as_day(f"{month}-01"): pence(amount) for month, amount in given.raw("turnover_by_month").items()
    }
    found = vat_registration.watch(months, given.day("today"))
    duty = found.duty
    return {
        "turnover": pounds(found.turnover),
        "headroom": pounds(found.headroom),
        "must_register": duty is not None,
        "notify_by": duty.notify_by if duty else None,
        "registered_from": duty.registered_from if duty else None,
    }


def interest(given: Given) -> Result:
    found = late_payment_interest(given.money("amount"), given.day("due"), given.day("paid"))
    return {"interest": pounds(found.amount)}


def salary(given: Given) -> Result:
    year = tax_year_named(str(given.raw("tax_year")))
    found = national_insurance.directors_ni(year, given.money("salary"))
    return {
        "employee": pounds(found.employee),
        "employer": pounds(found.employer),
        "employment_allowance": pounds(national_insurance.employment_allowance(year)),
    }


def loan_benefit(given: Given) -> Result:
    year = tax_year_named(str(given.raw("tax_year")))
    found = directors_loan.loan_benefit(year, given.money("at_start"), given.money("at_end"))
    assert found is not None, "no official rate is known"
    return {"benefit": pounds(found.benefit), "class_1a": pounds(found.class_1a)}


def employers_mileage(given: Given) -> Result:
    trips = [
        Trip(each.day("date"), Vehicle(each.text("vehicle")), each.number("miles"), each.whole("passengers", default=0))
        for each in given.entries("trips")
    ]
    found = mileage.employers_mileage(given.money("paid"), trips)
    return {"relief": pounds(found.relief), "taxable": pounds(found.taxable)}


def law_on(given: Given) -> Result:
    """The value of the law on a day, and whether a newer one was to be expected."""
    row = in_force_on(given.day("date"), str(given.raw("parameter")))
    return {"value": str(row.value), "check": row.overdue_since is not None}


def number(given: Given) -> Result:
    return {"valid": is_vat_number(str(given.raw("vat_number")))}


def vat_period(given: Given) -> Result:
    calendar = VatCalendar(
        stagger_named(given.text("stagger")),
        given.day("registered", default=date(2010, 1, 1)),
        annual_year_end_month=given.whole("year_end_month", default=3),
    )
    found = calendar.period_containing(given.day("day"))
    assert found is not None, "not registered on that day"
    return {"start": found.start, "end": found.end, "name": calendar.name_of(found)}


def vat_postings(given: Given) -> Result:
    """What one bank line posts, by account, and the boxes of its period."""
    day, amount = given.day("date"), given.money("amount")
    scheme = given.text("scheme")
    start = given.day("registered", default=date(2015, 1, 1))
    sector = given.text("sector") if scheme == FLAT_RATE else None
    regime = VatRegime((VatScheme(start, scheme, start, sector=sector),))
    reading = (CategorisationLine(given.text("category"), amount, given.raw("code", default=None)),)
    facts = BankLineFacts(1, day, amount, "ba_main", "cat_bank")
    entry = desired_entry(facts, treated(regime, standard_chart(), reading, LineFacts(day)))
    assert entry is not None, "nothing is posted"
    accounts: dict[str, Pence] = {}
    sums: dict[tuple[str, bool], Pence] = {}
    for posting in entry.postings:
        accounts[posting.category_id] = accounts.get(posting.category_id, 0) + posting.amount
        if posting.vat_code is not None:
            key = (posting.vat_code, posting.category_id == VAT_CONTROL)
            sums[key] = sums.get(key, 0) + posting.amount
    period = regime.period_of(day)
    assert period is not None, "not registered on that day"
    boxes = return_of(sums, period.end).boxes.by_number()
    return {
        "postings": {account: pounds(total) for account, total in accounts.items()},
        **{f"box{number}": pounds(total) for number, total in boxes.items()},
    }


def losses(given: Given) -> Result:
    period = Period(given.day("start"), given.day("end"))
    return {
        "allowance": pounds(ct_losses.deductions_allowance(period)),
        "most_losses": pounds(ct_losses.most_losses(given.money("profits"), period)),
    }


AREAS: dict[str, Area] = {
    "vat_postings": vat_postings,
    "ct_losses": losses,
    "vat_error_correction": error_correction,
    "vat_bad_debt_relief": bad_debt,
    "vat_unpaid_bill": unpaid_bill,
    "capital_allowances": allowances,
    "s455_several_directors": several_directors,
    "vat_registration": registration,
    "late_payment_interest": interest,
    "directors_salary": salary,
    "loan_benefit": loan_benefit,
    "employers_mileage": employers_mileage,
    "law_on": law_on,
    "vat_number": number,
    "vat_period": vat_period,
}
