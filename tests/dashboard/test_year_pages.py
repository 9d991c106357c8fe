"""Opening balances and years by page: entered, corrected, closed, opened again, and what stands in the way."""

from __future__ import annotations

import re
from datetime import date

from accountsos import ids
from accountsos.workflows.companies.manage_years import LIST, LOCKS
from accountsos.workflows.journals.look_at_opening import LOOK
from tests.dashboard.test_report_pages import words
from tests.dashboard.world import PASSWORD, Answer, World

TODAY = date(2026, 11, 22)
OPENING, YEARS = "accountant/opening-balances", "accountant/years"
FIRST = {"first-day": "1", "first-month": "4", "first-year": "2026"}
BALANCES = {
    "account-0": "ba_main",
    "debit-0": "1,000.00",
    "account-1": "Trade debtors",
    "whose-1": "ACME LTD",
    "debit-1": "250",
    "account-2": "cat_share_capital",
    "credit-2": "100.00",
    "account-3": "cat_retained",
    "credit-3": "1150",
}


def act(world: World, path: str, do: str, role: str = "owner", **fields: str) -> Answer:
    return world.visitor(role).post(f"/{world.ours.id}/{path}", {"do": do, **fields})


def seen(world: World, path: str, role: str = "owner") -> str:
    answer = world.visitor(role).get(f"/{world.ours.id}/{path}")
    assert answer.status == 200
    return words(answer.text)


def state(world: World, **fields: str) -> Answer:
    known = world.ours.keeper.ask(LOOK, None).state
    seen_before = "" if known is None else ids.public_id("je_", known.company, known.journal.entry_no)
    return act(world, OPENING, "state", **{**FIRST, **BALANCES, "seen": seen_before, **fields})


def test_opening_balances_are_entered_shown_and_lead_to_their_accounts(world: World) -> None:
    assert "Enter the last trial balance from elsewhere" in seen(world, OPENING)
    assert "None are entered" in seen(world, OPENING, "reader")
    done = state(world)
    assert done.header("location") == f"/{world.ours.id}/{OPENING}?done=stated"
    shown = seen(world, OPENING)
    assert "The balances of the evening of 31 March 2026" in shown
    assert "Together 1,250.00 1,250.00" in shown
    assert "Acme Ltd 250.00" in shown
    balances = world.ours.keeper.balances(date(2026, 3, 31))
    assert balances["ba_main"] == 100_000
    assert balances["cat_retained"] == -115_000
    page = world.visitor("reader").get(f"/{world.ours.id}/{OPENING}").text
    assert f'href="/{world.ours.id}/reports/ledger?account=ba_main"' in page


def test_they_are_corrected_as_a_whole_and_what_stands_is_in_the_form(world: World) -> None:
    state(world)
    form = world.visitor("owner").get(f"/{world.ours.id}/{OPENING}?edit=1").text
    assert re.search(r'name="debit-\d" inputmode="decimal" autocomplete="off" value="1000.00"', form)
    assert 'value="Acme Ltd"' in form
    assert 'name="first-month" inputmode="numeric" autocomplete="off" value="4"' in form
    done = state(world, **{"debit-1": "300.00", "credit-3": "1,200.00"})
    assert done.status == 303
    assert world.ours.keeper.balances(date(2026, 3, 31))["cat_debtors"] == 30_000
    assert world.ours.keeper.faults() == []
    stale = act(world, OPENING, "state", **{**FIRST, **BALANCES, "seen": "je_nothing"})
    assert (stale.status, "Somebody changed this" in words(stale.text)) == (422, True)


def test_each_mistake_in_them_is_told_by_its_line(world: World) -> None:
    wrong = state(world, **{"account-0": "Horses", "debit-1": "12.345", "whose-1": "Acme Ltd", "debit-2": "1"})
    assert wrong.status == 422
    said = words(wrong.text)
    assert "Line 1: choose one of the accounts in the list" in said
    assert "Line 2: enter an amount in pounds and pence" in said
    assert "Line 3: enter a debit or a credit, one of the two" in said
    assert 'value="Horses"' in wrong.text
    assert "Line 2: say whose balance it is" in words(state(world, **{"whose-1": ""}).text)
    assert "Line 2: there is no contact of that name" in words(state(world, **{"whose-1": "Nobody"}).text)
    uneven = state(world, **{"credit-2": "40"})
    assert "The debits are £60.00 more than the credits" in words(uneven.text)
    left = state(world, **{"credit-2": "40", "difference": "yes"})
    assert left.status == 303
    assert "60.00 is left in Opening Balances, to be found" in seen(world, OPENING)


def test_more_lines_are_offered_without_losing_what_was_typed(world: World) -> None:
    more = act(world, OPENING, "more", **{**FIRST, **BALANCES})
    assert more.status == 200
    assert 'name="account-9"' in more.text
    assert 'value="Trade debtors"' in more.text


def test_they_are_taken_back(world: World) -> None:
    state(world)
    known = world.ours.keeper.ask(LOOK, None).state
    assert known is not None
    entry = ids.public_id("je_", known.company, known.journal.entry_no)
    unsure = act(world, OPENING, "withdraw", seen=entry)
    assert "Tick that they are to be taken back" in words(unsure.text)
    assert act(world, OPENING, "withdraw", seen=entry, sure="yes").status == 303
    assert world.ours.keeper.ask(LOOK, None).state is None
    assert world.ours.keeper.faults() == []


def test_a_closed_year_stands_in_the_way_and_the_page_leads_to_where_it_is_opened(world: World) -> None:
    state(world)
    world.ours.keeper.close_through(date(2026, 3, 31))
    shown = world.visitor("owner").get(f"/{world.ours.id}/{OPENING}?edit=1").text
    assert "To correct them, open the year again first" in words(shown)
    assert f'href="/{world.ours.id}/accountant/years?open=1#reopen"' in shown
    assert 'name="account-0"' not in shown
    refused = state(world)
    assert refused.status == 409
    assert "A closed year stands on these balances. Open the year again first" in words(refused.text)


def test_a_year_is_closed_with_what_is_to_be_known_before_and_opened_again(world: World) -> None:
    before = seen(world, YEARS)
    assert "Over and not closed" in before
    assert "nothing is closed" in before
    unsure = act(world, YEARS, "close", through="2026-03-31")
    assert "Tick that the accounts of that year are final" in words(unsure.text)
    odd = act(world, YEARS, "close", through="2026-04-30", sure="yes")
    assert "Books are closed at the end of a financial year" in words(odd.text)
    done = act(world, YEARS, "close", through="2026-03-31", sure="yes")
    assert done.header("location").endswith("?done=closed")
    assert world.ours.keeper.ask(LOCKS, None).books_closed_through == date(2026, 3, 31)
    shown = seen(world, YEARS)
    assert "closed through 31 March 2026: nothing is dated in that time any more" in shown
    again = act(world, YEARS, "reopen", back="", reason="A bill was found", again=PASSWORD)
    assert again.header("location").endswith("?done=reopened")
    assert world.ours.keeper.ask(LOCKS, None).books_closed_through is None


def test_what_is_not_posted_is_told_before_a_year_is_closed(world: World) -> None:
    world.ours.keeper.enter(date(2026, 2, 2), -4_200, "WHO KNOWS")
    said = {"description": "Laptop", "category": "cat_fa_computers", "cost": "1200", "bought": "1 Oct 2025"}
    rule = {"kind": "computer", "method": "straight_line", "years": "3", "claim": "auto", "pool": "main"}
    act(world, "assets/new", "add", **said, **rule)
    assert "Depreciation of £200.00 of the year to 31 March 2026 is not posted. Post it" in seen(world, YEARS)


def test_opening_again_asks_for_a_reason(world: World) -> None:
    world.ours.keeper.close_through(date(2026, 3, 31))
    visitor = world.visitor("owner")
    address = f"/{world.ours.id}/{YEARS}"
    no_reason = visitor.post(address, {"do": "reopen", "again": PASSWORD})
    assert "Enter why is it opened again" in words(no_reason.text)
    assert world.ours.keeper.ask(LOCKS, None).books_closed_through == date(2026, 3, 31)


def test_another_year_end_moves_the_years_behind_it_and_a_closed_one_stays(world: World) -> None:
    years = world.ours.keeper.ask(LIST, TODAY)
    running = years[-1].period.start
    moved = {"starts": running.isoformat(), "ends-day": "31", "ends-month": "12", "ends-year": "2026"}
    assert act(world, YEARS, "change", **moved).header("location").endswith("?done=changed")
    assert date(2026, 12, 31) in [year.period.end for year in world.ours.keeper.ask(LIST, TODAY)]
    assert "1 April to 31 December 2026" in seen(world, YEARS)
    long = {**moved, "ends-year": "2029"}
    assert "18 months at most" in words(act(world, YEARS, "change", **long).text)
    world.ours.keeper.close_through(date(2026, 3, 31))
    closed = {**moved, "starts": years[-2].period.start.isoformat(), "ends-month": "1", "ends-year": "2026"}
    refused = act(world, YEARS, "change", **closed)
    assert (refused.status, "Open the year again first" in words(refused.text)) == (409, True)


def test_only_who_may_close_years_is_offered_it(world: World) -> None:
    assert "Close a year" not in seen(world, YEARS, "bookkeeper")
    refused = act(world, YEARS, "close", "bookkeeper", through="2026-03-31", sure="yes")
    assert refused.status == 403
    assert (
        '<form method="post"' not in world.visitor("reader").get(f"/{world.ours.id}/{YEARS}").text.partition("<main")[2]
    )
