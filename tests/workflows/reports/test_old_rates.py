"""Every report and deadline that follows from a rate older than usual says so, whichever rule asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accountsos.api.operations.registry import REPORTS
from accountsos.dates import Period
from accountsos.reports.warnings import ReportWarning
from accountsos.uk_rules.parameters import (
    Parameter,
    all_parameters,
    in_force_on,
    in_force_or_none,
    old_rows_asked_for,
    topic_of,
)
from accountsos.workflows.deadlines import list_deadlines
from accountsos.workflows.deadlines.list_deadlines import Deadline, DeadlineQuestion
from accountsos.workflows.mileage import claim_mileage, record_trip
from accountsos.workflows.mileage.claim_mileage import MileageQuestion
from accountsos.workflows.mileage.record_trip import NewTrip
from accountsos.workflows.reports.old_rates import CODE, report_read, with_old_rates
from accountsos.workflows.tax import tax_reports
from accountsos.workflows.tax.tax_reports import TaxQuestion, TaxReport
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.vat import vat_return
from accountsos.workflows.vat.vat_return import VatQuestion
from tests.support.bookkeeper import TODAY, found
from tests.workflows.vat.keeping import registered

YEARLY = [each for each in all_parameters().values() if each.rhythm_months is not None]
BY_STATUTE = (
    "accounts_months_ car_first_year_ ct_late_filing_ ct_loss_ ct_tax_geared_ cis_ confirmation_statement_ "
    "first_accounts_ flat_rate_ home_use_ late_accounts_ micro_ mtd_ payment_on_account_ premises_private_use_ s464c_ "
    "shortened_ small_ "
    "vat_annual_ vat_bad_debt_ vat_cash_ vat_compliance_ vat_direct_debit_ vat_error_ vat_fuel_scale_ vat_hospitality_ "
    "vat_invoice_ vat_late_submission_ vat_point_ vat_unpaid_ year_ annual_event_limit beneficial_loan_threshold "
    "mileage_car_threshold personal_allowance_taper_from"
).split()
"""What an Act or Regulations fix until they are amended; no Budget or notice sets it again as a matter of course."""
LATER = date(2032, 6, 30)


@pytest.mark.parametrize("each", YEARLY, ids=lambda each: each.name)
def test_whatever_is_asked_for_beyond_its_rhythm_is_noted_and_not_before(each: Parameter) -> None:
    assert each.overdue is not None
    day = each.overdue.overdue_since
    assert day is not None
    with old_rows_asked_for() as old:
        if in_force_or_none(day - timedelta(days=1), each.name) is not None:
            assert old == {}
        in_force_on(day, each.name)
    assert list(old) == [each.name]
    told = TaxReport("income_tax", Period(day, day), "GBP", (), 0, ())
    (warning,) = with_old_rates(told, old.values()).warnings
    assert warning.code == CODE
    assert "check" in warning.message
    assert with_old_rates(with_old_rates(told, old.values()), old.values()).warnings == (warning,), "told once"


@pytest.mark.parametrize("each", list(all_parameters().values()), ids=lambda each: each.name)
def test_every_parameter_has_a_rhythm_or_is_fixed_by_statute(each: Parameter) -> None:
    by_statute, ended = each.name.startswith(tuple(BY_STATUTE)), each.rows[-1].in_force_to is not None
    assert each.rhythm_months is None if by_statute else each.rhythm_months is not None or ended


def test_what_was_set_again_at_the_same_value_is_as_new_as_that() -> None:
    text = """heading = "Some"
[some]
what = "Some limit"
unit = "pounds"
keyed_on = "the tax year"
rhythm_months = 12
set_again = {again}
[[some.values]]
from = 2021-04-06
value = "12570"
source = "An Act, s5"
checked_on = 2026-11-22
verified = true
"""
    (found_,) = topic_of("some", text.format(again="2026-04-06")).parameters
    assert found_.overdue is not None
    assert found_.overdue.overdue_since == date(2027, 4, 6)
    with pytest.raises(ValueError, match="`set_again` on 2021-04-06"):
        topic_of("some", text.format(again="2021-04-06"))


def test_every_report_is_read_through_the_one_place_that_tells() -> None:
    """But for those that ask no rate of anybody: the ledger, and how reliable the categoriser is."""
    elsewhere = {spec.name for spec in REPORTS if not spec.make.run.__qualname__.startswith(report_read.__name__)}
    assert elsewhere == {"ledger", "categorisation"}


def _codes(warnings: Sequence[ReportWarning]) -> set[str]:
    return {warning.code for warning in warnings}


def test_reports_of_a_company_years_from_now_say_check(books: Books) -> None:
    vat = registered(books)
    keeper = vat.keeper
    day = date(2032, 5, 3)
    vat.line(day, 12_000, "cat_sales")
    keeper.enter(day, -2_000_000, category="cat_directors_loan")
    keeper.journal(day, {"cat_dividends": 500_000, "cat_directors_loan": -500_000})
    told = keeper.ask(vat_return.VAT_RETURN, VatQuestion(LATER, "2032-Q2")).warnings
    assert "vat_standard_rate" in " ".join(w.message for w in told if w.code in (CODE, "vat_rate"))
    for kind in ("corporation_tax", "directors_loan", "dividends"):
        shown = keeper.ask(tax_reports.TAX, TaxQuestion(kind, LATER, LATER))
        assert any("to be expected by 2027-04" in w.message for w in shown.warnings), kind
    now = keeper.ask(tax_reports.TAX, TaxQuestion("corporation_tax", TODAY, TODAY))
    assert CODE not in _codes(now.warnings)


def test_a_sole_traders_reports_and_mileage_years_from_now_say_check(books: Books) -> None:
    keeper = found(books, "Ida Bell", entity_type="sole_trader", year_end=(4, 5), incorporated_on=date(2025, 4, 6))
    keeper.enter(date(2032, 5, 3), 6_000_000, category="cat_sales")
    shown = keeper.ask(tax_reports.TAX, TaxQuestion("income_tax", LATER, LATER))
    assert any("personal_allowance" in w.message or "class_4" in w.message for w in shown.warnings)
    trip = NewTrip(LATER, date(2032, 5, 4), "Ida Bell", "car", Decimal(10), purpose="A visit")
    keeper.do(record_trip.ADD, trip)
    mileage = keeper.ask(claim_mileage.REPORT, MileageQuestion(Period(date(2032, 4, 6), LATER)))
    assert any("mileage_car_first" in w.message for w in mileage.warnings)


def test_a_deadline_says_check_once_the_rate_behind_it_is_old_today(books: Books) -> None:
    """The return to June 2032 is due on 7 August: its penalties are at rates that were last set for 2026."""
    vat = registered(books)

    def due(today: date, deadline_id: str) -> Deadline:
        asked = DeadlineQuestion(today, days=400, include_completed=True)
        return next(d for d in vat.keeper.ask(list_deadlines.LIST, asked) if d.deadline_id == deadline_id)

    late = due(LATER, "ddl_vat_return_20320630")
    assert any("vat_late_payment_day15_rate" in text for text in late.warnings)
    assert due(TODAY, "ddl_vat_return_20261231").warnings == ()
    assert due(TODAY, "ddl_vat_return_20270630").warnings == (), "what is not overdue yet today"
