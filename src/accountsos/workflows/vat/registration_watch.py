"""Watch the VAT registration threshold of a business that is not registered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accountsos.contacts.payee import payee_of
from accountsos.dates import ONE_DAY, month_end, month_start
from accountsos.ledger.chart import Chart
from accountsos.ledger.overseas_suppliers import known_overseas
from accountsos.reports.vat_warnings import ServicesFromAbroad, expected_warnings, threshold_warnings
from accountsos.reports.warnings import ReportWarning
from accountsos.store.balances import month_sums
from accountsos.store.engine.sql import Reader
from accountsos.store.names import Names
from accountsos.store.services_bought import ServiceBought, services_bought
from accountsos.uk_rules.periods import add_months_same_day
from accountsos.uk_rules.vat_registration import next_thirty_days, rolling_turnover, watch
from accountsos.workflows.vat.state_outlook import Outlook

HOME_CURRENCY = "GBP"
HOME_VAT_NUMBERS = ("GB", "XI")
MONTHS_BACK = 24
NOTHING_SAID = Outlook()
LOOKED_AT = 5_000
"""Payments for services that read differently; beyond that the rest is not looked at, and that is said."""


def registration_warnings(
    db: Reader,
    company: int,
    names: Names,
    turnover: Mapping[date, int],
    *,
    today: date,
    last_entry: int | None = None,
    outlook: Outlook = NOTHING_SAID,
) -> tuple[ReportWarning, ...]:
    """Taxable turnover by month, and with it the services bought from abroad, against the threshold.

    Source: VATA 1994 sch 1 para 1 and s8(1): such services count as supplies of the business itself.
    """
    days = (add_months_same_day(today, -MONTHS_BACK), today)
    services = names.chart.where(lambda category: category.supply == "services")
    lines = services_bought(db, company, names, services, days, most=LOOKED_AT, last_entry=last_entry)
    bought: dict[date, int] = {}
    for line in lines:
        if _from_abroad(line):
            bought[line.month] = bought.get(line.month, 0) - line.amount
    months = sorted({*turnover, *bought})
    together = {month: turnover.get(month, 0) + bought.get(month, 0) for month in months}
    finished = today if today == month_end(today) else month_start(today) - ONE_DAY
    from_abroad = ServicesFromAbroad(rolling_turnover(bought, finished), len(lines) < LOOKED_AT)
    return (*_expected(outlook), *threshold_warnings(watch(together, today), from_abroad))


def _expected(outlook: Outlook) -> tuple[ReportWarning, ...]:
    """What a person expects of 30 days alone: it registers a business before it has earned anything."""
    if outlook.expected_on is None or outlook.next_30_days is None:
        return ()
    return expected_warnings(next_thirty_days(outlook.next_30_days, outlook.expected_on))


def taxable_categories(chart: Chart) -> list[str]:
    """Whose income counts towards the registration threshold: standard, reduced and zero-rated sales."""
    taxable = ("standard", "reduced", "zero", "mixed")
    return [c.category_id for c in chart.categories.values() if c.type == "income" and c.vat_default in taxable]


def turnover_by_month(db: Reader, company: int, names: Names, *, last_entry: int | None = None) -> dict[date, int]:
    """What was sold in each month, without VAT, of what counts towards the threshold."""
    by_month: dict[date, int] = {}
    for category in taxable_categories(names.chart):
        number = names.category_no[category]
        for month, amount in month_sums(db, company, number, as_known=last_entry).items():
            by_month[month] = by_month.get(month, 0) + amount
    return by_month


def _from_abroad(line: ServiceBought) -> bool:
    """By currency, by the contact's VAT number, or by a name known for it: as a registered business would treat it."""
    if line.currency not in (None, HOME_CURRENCY):
        return True
    number = (line.vat_number or "").replace(" ", "").upper()
    if len(number) > 4 and number[:2].isalpha() and number[:2] not in HOME_VAT_NUMBERS:
        return True
    return known_overseas(payee_of(line.description, line.payee, line.reference).key)
