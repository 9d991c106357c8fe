"""Other currencies by page: an account is added, a rate kept, a file added in euros, the account revalued."""

from __future__ import annotations

import re
from datetime import date

from accountsos import ids
from tests.dashboard.test_report_pages import words
from tests.dashboard.world import Answer, World
from tests.workflows.currencies.euros import WISE, euro_file
from tests.workflows.currencies.test_state_exchange_rates import CSV

EUROS = "ba_wise_eur"


def act(world: World, do: str, role: str = "bookkeeper", **fields: str) -> Answer:
    return world.visitor(role).post(f"/{world.ours.id}/settings/currencies", {"do": do, **fields})


def page(world: World, path: str = "settings/currencies", role: str = "bookkeeper") -> str:
    answer = world.visitor(role).get(f"/{world.ours.id}/{path}")
    assert answer.status == 200
    return words(answer.text)


def euros(world: World) -> None:
    act(world, "add", name="Wise EUR", currency="eur", kind="current")


def test_an_account_and_a_rate_are_kept_and_the_account_is_revalued(world: World) -> None:
    assert "No account in another currency" in page(world)
    added = act(world, "add", name="Wise EUR", currency="eur", kind="current")
    assert added.header("location").endswith("done=added")
    stated = act(world, "rate", month="Aug 2026", of="EUR", rate="1.1712", source="hmrc")
    assert stated.header("location").endswith("done=stated")
    world.ours.keeper.load(WISE, EUROS)
    shown = page(world)
    assert "€1,740.20, in the books 1,484.14" in shown
    assert "EUR 1.1712" in shown
    done = act(world, "revalue", role="owner", account=EUROS, day="31 Aug 2026", closing="1.165")
    assert done.header("location").endswith("done=revalued")
    assert world.ours.keeper.balances(date(2026, 8, 31))[EUROS] == 149373
    again = act(world, "revalue", role="owner", account=EUROS, day="31 Aug 2026", closing="1.165")
    assert (again.status, "there is nothing to post" in words(again.text)) == (409, True)
    assert "an account in another currency revalued" in page(world, "accountant/audit", role="owner").lower()


def test_lines_and_balances_are_shown_in_both_currencies(world: World) -> None:
    euros(world)
    world.ours.keeper.rates("2026-08", EUR="1.1712")
    world.ours.keeper.load(WISE, EUROS)
    listed = page(world, f"transactions?account={EUROS}&period=all")
    assert "−280.00" not in listed
    assert "-€9.80" in listed
    number = world.ours.keeper.numbers(bank_account=EUROS)[-1]
    one = page(world, f"transactions/{ids.public_id('txn_', world.ours.keeper.company, number)}")
    assert "-€9.80 at 1.1667, the bank’s own rate" in one
    assert "€1,740.20" in page(world, "")


def test_hmrcs_file_is_read_and_what_is_none_is_told(world: World) -> None:
    visitor = world.visitor("bookkeeper")
    address = f"/{world.ours.id}/settings/currencies"
    sent = visitor.upload(address, CSV.encode(), do="file")
    assert sent.header("location").endswith("done=stated")
    assert "JPY 214.8908" in page(world)
    saved_on_windows = visitor.upload(address, CSV.encode("cp1252"), do="file")
    assert saved_on_windows.header("location").endswith("done=stated")
    for content in (b"month,rate\n", b"," * 500_001):
        odd = visitor.upload(address, content, do="file")
        assert "This is no file of HMRC’s monthly rates" in words(odd.text)


def test_what_is_typed_wrongly_is_told_at_its_field(world: World) -> None:
    euros(world)
    assert "the three letters of another currency" in words(
        act(world, "add", name="X", currency="GBP", kind="card").text
    )
    assert "enter a month like Aug 2026" in words(
        act(world, "rate", month="soon", of="EUR", rate="1.1", source="hmrc").text
    )
    assert "enter a number like 1.1712" in words(
        act(world, "rate", month="08/2026", of="EUR", rate="-1", source="hmrc").text
    )
    late = act(world, "revalue", role="owner", account=EUROS, day="1 Jan 2027", closing="1.1")
    assert "That day has not come yet" in words(late.text)
    unknown = act(world, "revalue", role="owner", account=EUROS, day="31 Aug 2026", closing="")
    assert "No rate is known for that month" in words(unknown.text)
    world.ours.keeper.rates("2026-08", EUR="1.2")
    world.ours.keeper.load(euro_file([(date(2026, 8, 3), -100, "A")]), EUROS)
    used = act(world, "rate", month="2026-08", of="EUR", rate="1.3", source="hmrc")
    assert "Lines stand at another rate" in words(used.text)


def test_the_check_of_a_file_shows_euros_and_what_they_come_to(world: World) -> None:
    euros(world)
    world.ours.keeper.rates("2026-08", EUR="1.25")
    content = euro_file([(date(2026, 8, 3), -1250, "HOTEL")], opening=10000)
    visitor = world.visitor("bookkeeper")
    chosen = visitor.upload(f"/{world.ours.id}/statements/new", content, do="choose")
    address = chosen.header("location")
    shown = words(visitor.get(f"{address}?account={EUROS}").text)
    assert "-€12.50, -£10.00" in re.sub("[−–]", "-", shown)
    assert "€87.50" in shown
