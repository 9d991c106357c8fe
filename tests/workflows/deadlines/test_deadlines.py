"""Deadlines follow from the profile, the VAT periods and what was filed. The clock stands at 22 November 2026."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from typing import Any

import pytest

from accountsos.api.calendar_feed import CalendarFeed
from accountsos.errors import BadRequest, NotFound
from accountsos.workflows.deadlines import list_deadlines, manage_deadlines
from accountsos.workflows.deadlines.list_deadlines import Deadline, DeadlineQuestion
from accountsos.workflows.deadlines.manage_deadlines import DeadlineChange, NewDeadline
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.workflows.vat.keeping import registered


def due(keeper: Bookkeeper, today: date = TODAY, **more: Any) -> dict[str, Deadline]:
    return {d.deadline_id: d for d in keeper.ask(list_deadlines.LIST, DeadlineQuestion(today, **more))}


def mark(keeper: Bookkeeper, deadline_id: str, **changes: Any) -> Deadline:
    return keeper.do(manage_deadlines.CHANGE, DeadlineChange(deadline_id, TODAY, changes))


def test_a_companys_year_has_its_dates_and_its_tax_from_the_books(books: Books) -> None:
    """Year to 31 March 2026: accounts 31 Dec 2026, tax 1 Jan 2027, CT600 31 Mar 2027; profit £10,000 at 19 %."""
    keeper = found(books)
    keeper.enter(date(2025, 6, 1), 1_000_000, category="cat_sales")
    all_of_them = due(keeper)
    payment = all_of_them["ddl_ct_payment_20260331"]
    assert (payment.due_date, payment.amount) == (date(2027, 1, 1), 190_000)
    assert all_of_them["ddl_accounts_20260331"].due_date == date(2026, 12, 31)
    assert all_of_them["ddl_ct600_20260331"].due_date == date(2027, 3, 31)
    days = [d.due_date for d in all_of_them.values()]
    assert days == sorted(days)


def test_entertaining_is_added_back_and_plant_deducted_in_the_estimate(books: Books) -> None:
    """£10,000 of sales, £1,000 entertaining (added back), £3,000 of computers: 19 % of £7,000."""
    keeper = found(books)
    keeper.enter(date(2025, 6, 1), 1_000_000, category="cat_sales")
    keeper.enter(date(2025, 6, 2), -100_000, category="cat_entertaining")
    keeper.enter(date(2025, 6, 3), -300_000, category="cat_fa_computers")
    assert due(keeper)["ddl_ct_payment_20260331"].amount == 133_000


def test_a_vat_return_is_due_with_its_amount_and_filing_completes_it(books: Books) -> None:
    vat = registered(books)
    vat.line(date(2026, 8, 3), 120_000, "cat_sales")
    vat.line(date(2026, 11, 3), 60_000, "cat_sales")
    keeper = vat.keeper
    october = due(keeper)["ddl_vat_return_20261231"]
    assert (october.due_date, october.amount, october.status) == (date(2027, 2, 7), 10_000, "upcoming")
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2026, 1, 1)})
    late = due(keeper)["ddl_vat_return_20260930"]
    assert (late.status, late.amount, late.days_until) == ("overdue", 20_000, -15)
    assert "15 days late" in (late.penalty or "")
    for period in ("2026-Q3",):
        vat.file(period)
    assert "ddl_vat_return_20260930" not in due(keeper)
    done = due(keeper, include_completed=True)["ddl_vat_return_20260930"]
    assert done.status == "completed"


def test_overdue_ones_always_come_and_days_limits_the_others(books: Books) -> None:
    keeper = found(books)
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"tracked_from": date(2025, 12, 1)})
    soon = due(keeper, days=0)
    assert soon
    assert {d.status for d in soon.values()} == {"overdue"}
    assert len(due(keeper, days=60)) > len(soon)


def test_a_computed_deadline_is_marked_as_met_and_nothing_else_of_it_changes(books: Books) -> None:
    keeper = found(books)
    assert mark(keeper, "ddl_accounts_20260331", completed=True).status == "completed"
    assert "ddl_accounts_20260331" not in due(keeper)
    assert mark(keeper, "ddl_accounts_20260331", completed=False).status == "upcoming"
    with pytest.raises(BadRequest, match="follows from the law"):
        mark(keeper, "ddl_accounts_20260331", title="Later")
    with pytest.raises(NotFound):
        mark(keeper, "ddl_accounts_19990331", completed=True)


def test_own_deadlines_take_any_title_and_a_type_of_the_list(books: Books) -> None:
    keeper = found(books)
    new = NewDeadline("Renew the insurance", date(2026, 12, 1), TODAY, amount=45_000)
    own = keeper.do(manage_deadlines.ADD, new)
    assert (own.status, own.days_until, own.type) == ("due_soon", 9, "other")
    assert own.deadline_id in due(keeper, type="other")
    assert mark(keeper, own.deadline_id, due_date=date(2026, 12, 24)).status == "upcoming"
    assert mark(keeper, own.deadline_id, completed_on=date(2026, 11, 20)).status == "completed"
    assert own.deadline_id not in due(keeper)
    with pytest.raises(BadRequest, match="type"):
        keeper.do(manage_deadlines.ADD, NewDeadline("x", TODAY, TODAY, type="party"))


def test_payroll_and_a_sole_traders_dates_follow_from_what_is_said(books: Books) -> None:
    keeper = found(books, "Ida Bell", entity_type="sole_trader", year_end=(4, 5), incorporated_on=date(2023, 5, 1))
    assert "paye" not in {d.type for d in due(keeper).values()}
    keeper.do(manage_deadlines.CHANGE_SETTINGS, {"payroll": {"since": date(2026, 1, 6)}})
    kinds = {d.type for d in due(keeper).values()}
    assert {"paye", "self_assessment"} <= kinds
    assert "corporation_tax" not in kinds


def test_gross_income_over_50000_in_2024_25_brings_quarterly_updates_from_april_2026(books: Books) -> None:
    keeper = found(books, "Ida Bell", entity_type="sole_trader", year_end=(4, 5), incorporated_on=date(2023, 5, 1))
    keeper.enter(date(2024, 6, 1), 5_000_100, category="cat_sales")
    updates = [d for d in due(keeper).values() if d.type == "mtd_itsa"]
    assert [d.due_date for d in updates[:3]] == [date(2026, 8, 7), date(2026, 11, 7), date(2027, 2, 7)]
    assert [d.status for d in updates[:3]] == ["overdue", "overdue", "upcoming"]


def test_what_fell_due_since_the_first_posting_is_overdue_until_it_is_ticked(books: Books) -> None:
    """Last year's lines entered today: their deadlines were missed, or filed elsewhere, and a person must say which."""
    keeper = found(books, incorporated_on=date(2024, 6, 10), year_end=(6, 30))
    assert [d for d in due(keeper).values() if d.status == "overdue"] == []
    keeper.enter(date(2026, 3, 2), 100_00, category="cat_sales")
    accounts = [d for d in due(keeper).values() if d.type == "accounts"]
    assert [(d.due_date, d.status) for d in accounts] == [
        (date(2026, 3, 10), "overdue"),
        (date(2027, 3, 31), "upcoming"),
    ]


def test_the_calendar_feed_opens_with_its_token_until_it_is_revoked(books: Books) -> None:
    keeper = found(books, "Bell, Book & Candle Ltd")
    first = keeper.do(manage_deadlines.MAKE_TOKEN, None)
    second = keeper.do(manage_deadlines.MAKE_TOKEN, None)
    status, body = fetched(books, f"/calendar/{first}.ics")
    assert (status, json.loads(body)["error"]["code"]) == (404, "not_found")
    status, body = fetched(books, f"/calendar/{second}.ics")
    assert status == 200
    lines = body.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "X-WR-CALNAME:Deadlines of Bell\\, Book & Candle Ltd" in lines
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert max(len(line.encode()) for line in lines) <= 75
    assert keeper.do(manage_deadlines.REVOKE_TOKEN, None)
    assert fetched(books, f"/calendar/{second}.ics")[0] == 404
    assert fetched(books, "/calendar/short.ics")[0] == 418, "handed on"


def fetched(books: Books, path: str) -> tuple[int, str]:
    """Ask the feed; what is not its own is answered 418."""
    sent: list[dict[str, Any]] = []

    async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope: Any = {"type": "http", "headers": [], "path": path, "method": "GET"}
    asyncio.run(CalendarFeed(books, books.clock, elsewhere)(scope, receive, send))
    return sent[0]["status"], sent[1]["body"].decode()
