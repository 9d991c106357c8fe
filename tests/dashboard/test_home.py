"""Home: what it says is what the books hold, in the order of its consequence."""

from __future__ import annotations

import re
from datetime import date

from accountsos.workflows.bank.bank_accounts import ADD_ACCOUNT, NewAccount
from accountsos.workflows.overview.sum_up import SUM_UP, Overview
from tests.dashboard.world import World

TODAY = date(2026, 11, 22)


def overview(world: World) -> Overview:
    found: Overview = world.ours.keeper.ask(SUM_UP, TODAY)
    return found


def test_money_in_the_bank_is_what_the_lines_add_up_to_at_the_end_of_each_month(world: World) -> None:
    keeper = world.ours.keeper
    keeper.enter(date(2026, 9, 15), 50_000, "ACME LTD INVOICE 0")
    found = overview(world)
    # October: 1,200.00 − 45.99 − 107.74 − 7.77
    assert found.complete_to == date(2026, 10, 20)
    assert [(m.month, m.balance) for m in found.months[-3:]] == [
        (date(2026, 8, 1), 0),
        (date(2026, 9, 1), 50_000),
        (date(2026, 10, 1), 50_000 + 103_850),
    ]
    assert found.months[-1].flow == (4, 120_000, -16_150)
    assert [state.balance for state in found.accounts] == [153_850]


def test_what_moves_between_own_accounts_is_neither_in_nor_out(world: World) -> None:
    keeper = world.ours.keeper
    savings = keeper.do(ADD_ACCOUNT, NewAccount("Savings", "savings")).bank_account_id
    before = overview(world).months[-1].flow
    keeper.enter(date(2026, 10, 22), -30_000, "TO SAVINGS", category="cat_transfer")
    keeper.enter(date(2026, 10, 22), 30_000, "FROM MAIN", account=savings, category="cat_transfer")
    after = overview(world)
    assert after.months[-1].flow[1:] == before[1:]
    assert after.months[-1].flow.lines == before.lines + 2
    assert sum(state.balance for state in after.accounts) == 103_850
    assert after.months[-1].balance == 103_850


def test_the_page_says_what_waits_and_leads_there(sqlite_world: World) -> None:
    world = sqlite_world
    page = world.visitor("owner").get(f"/{world.ours.id}").text
    heads = re.findall(r"<strong>([^<]+)", page.split('class="tasks"')[1].split("</ol>")[0])
    waiting = overview(world).waiting
    assert waiting.questions.lines > 0
    assert heads[-1] == "October statements are in"
    assert any(head.startswith(f"Answer {waiting.questions.lines} question") for head in heads)
    assert "£1,038.50" in page


def test_in_a_month_without_statements_they_are_asked_for_before_the_questions(sqlite_world: World) -> None:
    world = sqlite_world
    world.opened.clock.now = world.opened.clock.now.replace(month=12, day=3)
    page = world.visitor("owner").get(f"/{world.ours.id}").text
    heads = re.findall(r"<strong>([^<]+)", page.split('class="tasks"')[1].split("</ol>")[0])
    assert "Add the statements of November" in heads
    asked = next(n for n, head in enumerate(heads) if head.startswith("Answer"))
    assert heads.index("Add the statements of November") < asked


def test_a_reader_is_asked_for_nothing(sqlite_world: World) -> None:
    page = sqlite_world.visitor("reader").get(f"/{sqlite_world.ours.id}").text
    assert "Needs you" not in page
    assert "£1,038.50" in page


def test_a_loss_is_called_one(sqlite_world: World) -> None:
    world = sqlite_world
    world.ours.keeper.enter(date(2026, 10, 21), -500_000, "RENT", category="cat_rent")
    page = world.visitor("owner").get(f"/{world.ours.id}").text
    assert "Loss this year" in page
    assert "\u2212£" in page
