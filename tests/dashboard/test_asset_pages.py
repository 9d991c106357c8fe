"""Fixed assets by page: registered from a payment, a bill or by hand, depreciated, sold, scrapped, each undone."""

from __future__ import annotations

import re
from datetime import date

from accountsos import ids
from accountsos.bookkeeping.typed_lines import GivenLine
from accountsos.workflows.assets.keep_register import LIST, SHOW, AssetQuestion
from accountsos.workflows.invoices import enter_invoice
from accountsos.workflows.invoices.enter_invoice import EnterInvoice
from tests.dashboard.test_report_pages import words
from tests.dashboard.world import Answer, Visitor, World

RULE = {"method": "straight_line", "years": "3", "kind": "computer", "claim": "auto", "pool": "main"}
CAR = {**RULE, "kind": "car", "method": "reducing_balance", "rate": "25%", "years": ""}


def act(world: World, path: str, do: str, role: str = "bookkeeper", **fields: str) -> Answer:
    return world.visitor(role).post(f"/{world.ours.id}/{path}", {"do": do, **fields})


def seen(world: World, path: str, role: str = "reader") -> str:
    answer = world.visitor(role).get(f"/{world.ours.id}/{path}")
    assert answer.status == 200
    return words(answer.text)


def bought(world: World, amount: int = -120_000, day: date = date(2026, 5, 4)) -> str:
    """A payment that stands on computers."""
    state = world.ours.keeper.enter(day, amount, "ORCHARD LAPTOPS", category="cat_fa_computers")
    return ids.public_id("txn_", world.ours.keeper.company, state.row.number)


def registered(world: World, **fields: str) -> str:
    """A laptop by its page; the end of its address."""
    done = act(world, "assets/new", "add", **{"description": "Laptop", **RULE, **fields})
    assert done.status == 303, done.text
    return "assets/" + done.header("location").rpartition("/")[2].partition("?")[0]


def test_a_payment_waits_on_the_page_until_it_is_registered(world: World) -> None:
    line = bought(world)
    assert "Register it : ORCHARD LAPTOPS, 1,200.00" in seen(world, "assets", "bookkeeper")
    form = world.visitor("bookkeeper").get(f"/{world.ours.id}/assets/new?source={line}").text
    assert re.search(rf'value="{line}" selected', form)
    assert 'value="1200.00"' in form
    assert 'value="Orchard Laptops"' in form
    address = registered(world, source=line)
    shown = seen(world, address)
    assert "Bought 4 May 2026" in shown
    assert "Cost 1,200.00" in shown
    assert "the same every year, over 3 years" in shown
    assert "ORCHARD LAPTOPS" not in seen(world, "assets")
    kept = world.ours.keeper.ask(SHOW, address.rpartition("/")[2]).known.asset
    assert (kept.source.kind, kept.category_id, kept.cost) == ("transaction", "cat_fa_computers", 120_000)
    again = act(world, "assets/new", "add", source=line, description="Laptop", category="cat_fa_computers", **RULE)
    assert again.status == 422
    assert "it is registered already" in words(again.text)


def test_one_from_a_bill_and_one_by_hand(world: World) -> None:
    keeper = world.ours.keeper
    line = GivenLine("cat_fa_computers", 240_000, "Two laptops")
    bill = EnterInvoice("purchase", date(2026, 6, 1), (line,), "gross", contact_id=world.ours.contact, number="L-1")
    number = keeper.do(enter_invoice.ENTER, bill).state.document.number
    paper = ids.public_id("doc_", keeper.company, number)
    address = registered(world, source=paper, cost="1,200")
    assert "a bill" in seen(world, address)
    assert "1,200.00 on Computer & Office Equipment" in seen(world, "assets/new", "bookkeeper")
    by_hand = registered(world, category="cat_fa_computers", cost="£80.50", bought="5 May 2026", description="Screen")
    assert "In the books at £80.50" in seen(world, by_hand)
    assert {one.known.asset.description for one in keeper.ask(LIST, AssetQuestion()).assets} >= {"Laptop", "Screen"}


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(world: World) -> None:
    wrong = act(world, "assets/new", "add", **{**CAR, "description": "Van", "rate": "130", "co2": "99"})
    assert wrong.status == 422
    assert "Which share each year, in percent?: 100 at most" in words(wrong.text)
    assert 'value="Van"' in wrong.text
    late = act(world, "assets/new", "add", **{**RULE, "description": "Desk", "cost": "10", "bought": "1 Jan 2027"})
    assert "Choose the account of fixed assets" in words(late.text)
    stated = {"category": "cat_fa_computers", "cost": "10", "description": "Desk", **RULE}
    late = act(world, "assets/new", "add", **{**stated, "bought": "1 Jan 2027"})
    assert "Say on which day it was bought" in words(late.text)
    early = act(world, "assets/new", "add", **{**stated, "bought": "1 Jan 2026", "in_use": "1 Dec 2025"})
    assert "It cannot be in use before it was bought" in words(early.text)


def test_depreciation_is_posted_shown_and_taken_back(world: World) -> None:
    registered(world, category="cat_fa_computers", cost="1,200.00", bought="1 Oct 2025")
    shown = seen(world, "assets", "bookkeeper")
    # 1,200.00 over 36 months: October to March are six of them
    assert "Depreciation, 1 April 2025 to 31 March 2026" in shown
    assert "Post £200.00 of depreciation" in shown
    done = act(world, "assets", "post", year="2026-03-31")
    assert done.header("location") == f"/{world.ours.id}/assets?year=2026-03-31&done=posted"
    after = seen(world, "assets?year=2026-03-31", "bookkeeper")
    assert "It is posted." in after
    assert "1,000.00" in after
    assert world.ours.keeper.balances(date(2026, 3, 31))["cat_dep_computers"] == -20_000
    assert act(world, "assets", "take-back", year="2026-03-31").status == 303
    assert "cat_dep_computers" not in world.ours.keeper.balances(date(2026, 3, 31))
    assert world.ours.keeper.faults() == []
    running = act(world, "assets", "post", year="2027-03-31")
    assert (running.status, "The year is not over yet" in words(running.text)) == (409, True)


def test_a_closed_year_keeps_its_depreciation_and_the_page_says_how_it_is_opened(world: World) -> None:
    registered(world, category="cat_fa_computers", cost="1,200.00", bought="1 Oct 2025")
    world.ours.keeper.close_through(date(2026, 3, 31))
    assert "The year is closed" in seen(world, "assets?year=2026-03-31")
    refused = act(world, "assets", "post", year="2026-03-31")
    assert refused.status == 409
    assert "Open the year again first: Reports, Years" in words(refused.text)


def sold(world: World) -> tuple[str, str]:
    """A laptop that is depreciated, and the receipt for it."""
    address = registered(world, source=bought(world, day=date(2025, 10, 1)))
    act(world, "assets", "post", year="2026-03-31")
    state = world.ours.keeper.enter(date(2026, 7, 15), 80_000, "EBAY LAPTOP", category="cat_fa_computers")
    return address, ids.public_id("txn_", world.ours.keeper.company, state.row.number)


def test_an_asset_is_sold_for_a_receipt_and_comes_back(world: World) -> None:
    address, receipt = sold(world)
    assert "15 Jul 2026, EBAY LAPTOP: 800.00" in seen(world, address, "bookkeeper")
    done = act(world, address, "dispose", money=receipt)
    assert done.header("location") == f"/{world.ours.id}/{address}?done=left"
    shown = seen(world, address)
    # Nine months of 33.333: 300.00 to June; stood at 900.00, sold for 800.00
    assert "Sold on 15 July 2026" in shown
    assert "Stood in the books at 900.00" in shown
    assert "Loss on it \u2212100.00" in shown
    balances = world.ours.keeper.balances(date(2026, 11, 22))
    assert {"cat_fa_computers", "cat_dep_computers"} & set(balances) == set()
    assert "left 15 Jul 2026" in seen(world, "assets?state=disposed")
    assert act(world, address, "undo").status == 303
    assert "In the books at £1,000.00" in seen(world, address)
    assert world.ours.keeper.faults() == []


def test_an_asset_is_scrapped_or_sold_on_account(world: World) -> None:
    address, _ = sold(world)
    nowhere = act(world, address, "dispose", left_on="15 Jul 2026", proceeds="50")
    assert (nowhere.status, "Say where the money is" in words(nowhere.text)) == (422, True)
    nobody = act(world, address, "dispose", money="cat_debtors", proceeds="50", left_on="15 Jul 2026", whose="Nobody")
    assert "There is no contact of that name" in words(nobody.text)
    owed = act(world, address, "dispose", money="cat_debtors", proceeds="50", left_on="15 Jul 2026", whose="acme ltd")
    assert owed.status == 303, words(owed.text)
    assert "Loss on it \u2212850.00" in seen(world, address)
    act(world, address, "undo")
    assert act(world, address, "dispose", left_on="15 Jul 2026").status == 303
    assert "Scrapped on 15 July 2026" in seen(world, address)
    assert world.ours.keeper.faults() == []


def test_what_depreciation_stands_on_is_changed_only_after_it_is_taken_back(world: World) -> None:
    address, _ = sold(world)
    stated = {"description": "Laptop", "category": "cat_fa_plant", "cost": "1200", "bought": "1 Oct 2025", **RULE}
    refused = act(world, address, "change", **stated)
    assert refused.status == 409
    assert act(world, address, "remove").status == 409
    kept = act(world, address, "change", **{**stated, "category": "cat_fa_computers", "years": "4"})
    assert kept.header("location").endswith("?done=changed")
    assert "over 4 years" in seen(world, address)
    other = registered(world, category="cat_fa_computers", cost="10", bought="1 May 2026", description="Mistake")
    assert act(world, other, "remove").header("location").endswith("assets?done=removed")
    assert world.visitor("owner").get(f"/{world.ours.id}/{other}").status == 404


def test_tax_relief_stands_beside_the_register(world: World) -> None:
    registered(world, category="cat_fa_computers", cost="1,200.00", bought="1 May 2026", new="yes")
    shown = seen(world, "assets?year=2027-03-31")
    # The annual investment allowance takes both in their first year: 1,200.00 and the lathe's 900.00
    assert "Tax relief on them £2,100.00" in shown
    assert "Annual investment allowance" in shown


def test_a_reader_is_offered_nothing_to_change(world: World) -> None:
    address, _ = sold(world)
    visitor: Visitor = world.visitor("reader")
    for path in ("assets", address):
        page = visitor.get(f"/{world.ours.id}/{path}").text.partition("<main")[2]
        assert '<form method="post"' not in page
