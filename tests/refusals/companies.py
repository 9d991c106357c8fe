"""What is refused about companies, their chart and their financial years."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos.store.engine.sql import Reader
from accountsos.workflows.bank.manage_rules import ADD_RULE
from accountsos.workflows.bank.state_rule import WantedRule
from accountsos.workflows.companies import chart, found_company, manage_company, manage_years
from accountsos.workflows.companies.chart import CategoryChange, NewCategory
from accountsos.workflows.companies.found_company import FoundCompany
from accountsos.workflows.companies.manage_years import Closing, Reopening, YearChange
from accountsos.workflows.unit_of_work import ReadWorkflow
from tests.refusals.desk import DAY, Cases, Desk
from tests.support.bookkeeper import TESTER, TODAY, company_number

END_2024, END_2025 = date(2024, 3, 31), date(2025, 3, 31)


def _found(desk: Desk, name: str = "Teasel & Co Ltd", *, company: int | None = None, **more: Any) -> object:
    values = {"incorporated_on": date(2023, 4, 1), "year_end": (3, 31), **more}
    command = FoundCompany(name, TODAY, **values)
    return desk.books.write(found_company.FOUND, company or company_number(), command, TESTER)


def _number_taken(desk: Desk) -> object:
    def prepare_again(db: Reader, company: int, command: FoundCompany) -> FoundCompany:
        return found_company.prepare(db, company, command)

    return desk.ask(ReadWorkflow("test.again", prepare_again), FoundCompany("Other Ltd", TODAY))


def _year(desk: Desk, start: date, end: date, **more: Any) -> object:
    return desk.do(manage_years.CHANGE, YearChange(start, end, **more))


def _closed_year(desk: Desk) -> object:
    desk.keeper.close_through(END_2024)
    return _year(desk, date(2023, 4, 1), date(2024, 2, 29))


def _lengthened_twice(desk: Desk) -> object:
    _year(desk, date(2026, 4, 1), date(2027, 6, 30))
    return _year(desk, date(2027, 7, 1), date(2028, 9, 30))


def _close(desk: Desk, through: date, times: int = 1) -> None:
    for _ in range(times):
        desk.do(manage_years.CLOSE, Closing(through))


def _reopen(desk: Desk, through: date | None, reason: str = "a bill was found") -> object:
    desk.keeper.close_through(END_2024)
    return desk.do(manage_years.REOPEN, Reopening(through, reason))


def _new(desk: Desk, name: str, like: str = "cat_office", **more: Any) -> object:
    return desk.do(chart.ADD_CATEGORY, NewCategory(name, like, **more))


def _category(desk: Desk, category_id: str, **changes: object) -> object:
    return desk.do(chart.CHANGE_CATEGORY, CategoryChange(category_id, changes))


def _archived(desk: Desk, successor: str, **changes: object) -> object:
    command = CategoryChange("cat_travel", changes or {"archived": True}, replaced_by=successor)
    return desk.do(chart.CHANGE_CATEGORY, command)


def _archived_with_a_rule(desk: Desk) -> object:
    desk.do(ADD_RULE, WantedRule("cat_travel", description_contains="TRAIN"))
    return _category(desk, "cat_travel", archived=True)


def _treatment_of_a_filed_return(desk: Desk) -> object:
    desk.vat.line(DAY, -12000, "cat_office")
    desk.vat.file("2026-Q1")
    return desk.vat.keeper.do(chart.CHANGE_CATEGORY, CategoryChange("cat_office", {"vat_reclaim": "0%"}))


def _incorporated_otherwise(desk: Desk) -> object:
    desk.keeper.close_through(END_2024)
    return desk.do(manage_company.CHANGE, {"incorporated_on": date(2023, 5, 1)})


CASES: Cases = {
    "a company without a name": lambda d: _found(d, " "),
    "a company of an unknown kind": lambda d: _found(d, entity_type="plc"),
    "a company of the future": lambda d: _found(d, incorporated_on=date(2027, 1, 1)),
    "a limited company on the cash basis": lambda d: _found(d, basis="cash"),
    "a year that ends on no day": lambda d: _found(d, year_end=(2, 30)),
    "a number that a company has": _number_taken,
    "taking a company's name away": lambda d: d.do(manage_company.CHANGE, {"name": ""}),
    "a limited company changed to the cash basis": lambda d: d.do(manage_company.CHANGE, {"basis": "cash"}),
    "a company incorporated in the future": lambda d: d.do(
        manage_company.CHANGE, {"incorporated_on": date(2027, 1, 1)}
    ),
    "another incorporation with its first year closed": _incorporated_otherwise,
    "a year that ends before it starts": lambda d: _year(d, date(2026, 4, 1), date(2026, 3, 1)),
    "a year over eighteen months": lambda d: _year(d, date(2026, 4, 1), date(2027, 10, 1)),
    "years that overlap": lambda d: _year(d, date(2026, 5, 1), date(2027, 3, 31)),
    "changing a closed year": _closed_year,
    "lengthening two years within five": _lengthened_twice,
    "an exception without a reason": lambda d: _year(d, date(2026, 4, 1), date(2027, 6, 30), exception=True),
    "a reason without an exception": lambda d: _year(d, date(2026, 4, 1), date(2027, 6, 30), reason="the parent's"),
    "closing in the middle of a year": lambda d: _close(d, date(2024, 4, 30)),
    "closing what is closed": lambda d: _close(d, END_2024, times=2),
    "reopening without a reason": lambda d: _reopen(d, None, " "),
    "reopening what is open": lambda d: d.do(manage_years.REOPEN, Reopening(None, "a bill was found")),
    "reopening to a later day": lambda d: _reopen(d, END_2025),
    "a category like none": lambda d: _new(d, "Biscuits", "cat_biscuits"),
    "another category for bank accounts": lambda d: _new(d, "Bank two", "cat_bank"),
    "a second one of what the books have once": lambda d: _new(d, "Suspense two", "cat_uncategorised"),
    "goods sold as a place of supply": lambda d: _new(d, "Biscuits", treatment={"place_of_supply": "abroad"}),
    "a fixed asset's allowances for a sale": lambda d: _category(d, "cat_sales", allowance_class="plant"),
    "a deduction for what is neither income nor cost": lambda d: _category(d, "cat_paye", ct_allowable="yes"),
    "a treatment for what the books post to by themselves": lambda d: _category(d, "cat_vat", supply="goods"),
    "a category without a name": lambda d: _new(d, " "),
    "a category's name again": lambda d: _new(d, "sales"),
    "an unknown VAT default": lambda d: _new(d, "Biscuits", vat_default="some"),
    "reclaiming VAT of what is no cost": lambda d: _new(d, "Van sales", "cat_sales", vat_reclaim="60%"),
    "reclaiming an odd share": lambda d: _new(d, "Biscuits", vat_reclaim="60.5%"),
    "changing a category that is not there": lambda d: _category(d, "cat_biscuits", name="Biscuits"),
    "a successor of what stays in use": lambda d: _archived(d, "cat_office", archived=False),
    "a successor that there is not": lambda d: _archived(d, "cat_biscuits"),
    "a successor of another type": lambda d: _archived(d, "cat_sales"),
    "archiving what rules file under": _archived_with_a_rule,
    "archiving what the books need": lambda d: _category(d, "cat_bank", archived=True),
    "another treatment of lines in filed returns": _treatment_of_a_filed_return,
}
