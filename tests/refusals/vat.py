"""What is refused about VAT: schemes, periods, returns and what is sent of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos.ids import public_id
from accountsos.workflows.reports.trace import SourcesQuestion
from accountsos.workflows.vat import (
    draft_vat_payload,
    file_vat_return,
    rewrite_vat_history,
    set_vat_scheme,
    trace_vat,
    vat_return,
)
from accountsos.workflows.vat.draft_vat_payload import PayloadQuestion
from accountsos.workflows.vat.file_vat_return import FileVatReturn
from accountsos.workflows.vat.rewrite_vat_history import VatHistory
from accountsos.workflows.vat.set_vat_scheme import SetVatScheme
from accountsos.workflows.vat.vat_return import VatQuestion
from tests.refusals.desk import DAY, Cases, Desk
from tests.support.bookkeeper import TODAY
from tests.workflows.documents.clerk_of_invoices import sale
from tests.workflows.documents.papers import Clerk

JULY = date(2026, 7, 1)


def _first(desk: Desk, scheme: str = "standard", start: date = JULY, **more: Any) -> object:
    return desk.do(set_vat_scheme.SET, SetVatScheme(start, scheme, **more))


def _next(desk: Desk, scheme: str = "standard", start: date = JULY, **more: Any) -> object:
    return desk.vat.scheme(scheme, start, **more)


def _filed(desk: Desk, *periods: str) -> None:
    for quarter in range(len(periods)):
        desk.vat.line(date(2026, 3 * quarter + 2, 2), 12000, "cat_sales")
    for period in periods:
        desk.vat.file(period)


def _overlap(desk: Desk) -> object:
    _next(desk, "cash", JULY)
    return _next(desk, "flat_rate", date(2026, 4, 1), sector="computer_it")


def _scheme_in_a_filed_period(desk: Desk) -> object:
    _filed(desk, "2026-Q1")
    return _next(desk, "cash", date(2026, 1, 1))


def _out_of_order(desk: Desk) -> object:
    desk.vat.line(DAY, 12000, "cat_sales")
    desk.vat.line(date(2026, 5, 2), 12000, "cat_sales")
    return desk.vat.file("2026-Q2")


def _before_the_last(desk: Desk) -> object:
    _filed(desk, "2026-Q1")
    return desk.vat.file("2025-Q4")


def _exempt(desk: Desk) -> object:
    desk.vat.line(DAY, 12000, "cat_sales_exempt")
    return desk.vat.file("2026-Q1")


def _found_twice(desk: Desk) -> object:
    """A receipt that a person filed as a sale of its own, beside an open invoice of the same party and amount."""
    clerk = Clerk(desk.vat.keeper)
    state = sale(clerk)
    receipt = desk.vat.line(date(2026, 3, 20), 12000, "cat_sales")
    contact = public_id("con_", desk.vat.keeper.company, state.document.contact_no or 0)
    desk.vat.change(receipt, contact_id=contact)
    return desk.vat.file("2026-Q1")


def _payload(desk: Desk, period: str = "2026-Q1", **more: Any) -> object:
    return desk.vat.keeper.ask(draft_vat_payload.PAYLOAD, PayloadQuestion(TODAY, period, **more))


def _payload_of_exempt(desk: Desk) -> object:
    desk.vat.line(DAY, 12000, "cat_sales_exempt")
    return _payload(desk)


def _unfiled_below(desk: Desk) -> object:
    _filed(desk, "2026-Q1", "2026-Q2")
    return desk.vat.unfile("2026-Q1")


def _history(desk: Desk, *schemes: SetVatScheme) -> object:
    return desk.vat.keeper.do(rewrite_vat_history.REWRITE, VatHistory(schemes))


def _history_of_what_is_filed(desk: Desk) -> object:
    _filed(desk, "2026-Q1")
    return _history(desk, SetVatScheme(JULY, "standard"))


CASES: Cases = {
    "a scheme that there is not": lambda d: _first(d, "margin"),
    "founding with no scheme": lambda d: set_vat_scheme.check_scheme(SetVatScheme(JULY, "none")),
    "ending no registration": lambda d: _first(d, "none"),
    "a scheme before the next one": _overlap,
    "a scheme in a filed period": _scheme_in_a_filed_period,
    "another day of registration": lambda d: _next(d, "cash", registered_on=date(2025, 1, 1)),
    "a scheme before the registration": lambda d: _first(d, registered_on=date(2026, 8, 1)),
    "a thirteenth month": lambda d: _first(d, "annual", annual_year_end_month=13),
    "a stagger under annual accounting": lambda d: _first(d, "annual", stagger="1"),
    "a stagger that there is not": lambda d: _first(d, stagger="4"),
    "instalments that there are not": lambda d: _first(d, "annual", instalments="weekly"),
    "a sector without the flat rate": lambda d: _first(d, sector="computer_it"),
    "the flat rate without a sector": lambda d: _first(d, "flat_rate"),
    "a sector that there is not": lambda d: _first(d, "flat_rate", sector="piracy"),
    "a mistyped VAT number": lambda d: _first(d, vat_number="GB123456789"),
    "cash accounting inside a period": lambda d: _next(d, "cash", date(2026, 5, 15)),
    "a figure that a VAT return does not have": lambda d: d.ask(
        trace_vat.SOURCES, SourcesQuestion("vat", "box10", TODAY, 10)
    ),
    "a period in odd words": lambda d: d.vat.report("last summer"),
    "a year of a company that files by the quarter": lambda d: d.vat.report("2026"),
    "a period backwards": lambda d: d.vat.report("2026-03-31..2026-01-01"),
    "a period of other days": lambda d: d.vat.report("2026-02-01..2026-04-30"),
    "a period before the registration": lambda d: d.vat.report("2020-Q1"),
    "a period backwards without registration": lambda d: d.ask(
        vat_return.VAT_RETURN, VatQuestion(TODAY, "2026-03-31..2026-01-01")
    ),
    "filing without registration": lambda d: d.do(file_vat_return.FILE, FileVatReturn(TODAY)),
    "filing twice": lambda d: _filed(d, "2026-Q1", "2026-Q1"),
    "filing what is not over": lambda d: d.vat.file("2026-Q4"),
    "filing after the next one": _before_the_last,
    "filing before the one before": _out_of_order,
    "filing with exempt sales": _exempt,
    "filing with a finding": _found_twice,
    "acknowledging what was not found": lambda d: d.vat.file("2026-Q1", acknowledge=("fnd_0000000000000000",)),
    "opening a return without a reason": lambda d: d.vat.unfile("2026-Q1", " "),
    "opening what is not filed": lambda d: d.vat.unfile("2026-Q1"),
    "opening a return below the last": _unfiled_below,
    "a history of a scheme that there is not": lambda d: _history(d, SetVatScheme(JULY, "margin")),
    "a history not oldest first": lambda d: _history(
        d, SetVatScheme(JULY, "standard"), SetVatScheme(date(2026, 4, 1), "cash")
    ),
    "another history of what is filed": _history_of_what_is_filed,
    "a payload without registration": lambda d: d.ask(draft_vat_payload.PAYLOAD, PayloadQuestion(TODAY)),
    "a payload of what is not over": lambda d: _payload(d, "2026-Q4"),
    "a payload with exempt sales": _payload_of_exempt,
    "a payload with an odd key": lambda d: _payload(d, period_key="26Q1!"),
}
