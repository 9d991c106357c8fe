"""Several lines by page: picked one by one or all that match, changed in one write, undone by one."""

from __future__ import annotations

import re
from datetime import date

from accountsos import ids
from accountsos.workflows.vat.set_vat_scheme import SET, SetVatScheme
from tests.dashboard.world import Visitor, World

_TICKS = re.compile(r'name="line" value="([^"]+)"')
_SEEN = re.compile(r'name="seen" value="([^"]+)"')
_EVENT = re.compile(r'name="(event)" value="([^"]+)"')


def lines(world: World, query: str = "") -> str:
    return f"/{world.ours.id}/transactions?period=all{query}"


def filed(world: World) -> list[tuple[str, int]]:
    found = []
    for line in world.ours.lines:
        number = ids.number_in("txn_", world.ours.keeper.company, line)
        assert number is not None
        state = world.ours.keeper.state(number)
        found.append((state.names.category_id[state.row.category_no], state.row.reviewed))
    return found


def sent(visitor: Visitor, world: World, form: list[tuple[str, str]], page: str) -> str:
    """Send a form that has a name several times; where it leads."""
    hidden = dict(re.findall(r'name="(csrf|once)" value="([^"]*)"', visitor.get(page).text))
    done = visitor.send_pairs(page, [*hidden.items(), *form])
    assert done.status == 303, done.text
    return done.header("location")


def test_picked_lines_are_filed_ticked_off_and_undone_together(world: World) -> None:
    visitor, before = world.visitor("bookkeeper"), filed(world)
    ticks = _TICKS.findall(visitor.get(lines(world)).text)
    assert len(ticks) == len(before)
    picked = [("line", tick) for tick in ticks[:2]]
    to = sent(visitor, world, [*picked, ("category", "cat_rent"), ("do", "file")], lines(world))
    assert filed(world)[:2] == [("cat_rent", 1), ("cat_rent", 1)]
    assert filed(world)[2:] == before[2:]
    page = visitor.get(to).text
    assert "2 lines are changed." in page
    undo = visitor.post(lines(world), {**dict(_EVENT.findall(page)), "do": "undo"}, page=to)
    assert undo.status == 303
    assert filed(world) == before


def test_all_that_match_are_picked_by_one_link_and_only_as_they_were_seen(world: World) -> None:
    visitor, keeper = world.visitor("owner"), world.ours.keeper
    for day in (5, 6):
        keeper.enter(date(2026, 10, day), -900 - day, "AWS EMEA")
    page = visitor.get(lines(world, "&search=aws")).text
    assert "Pick all 3 that match" in page
    all_page = lines(world, "&search=aws&pick=all")
    (seen,) = _SEEN.findall(visitor.get(all_page).text)
    keeper.enter(date(2026, 10, 7), -999, "AWS EMEA")
    late = visitor.post(all_page, {"seen": seen, "category": "cat_rent", "do": "file"})
    assert (late.status, "Somebody changed this" in late.text) == (409, True)
    (seen,) = _SEEN.findall(visitor.get(all_page).text)
    assert visitor.post(all_page, {"seen": seen, "do": "checked"}).status == 303
    states = [keeper.state(number) for number in keeper.numbers()]
    assert sum(state.row.reviewed for state in states) == 4


def test_nothing_picked_or_no_category_is_said_in_words(looked_at: World) -> None:
    visitor = looked_at.visitor("owner")
    for form, said in (({"do": "checked"}, "Pick at least one line"), ({"do": "file"}, "Choose a category")):
        answer = visitor.post(lines(looked_at), form)
        assert (answer.status, said in answer.text) == (422, True)


def test_another_companys_line_is_not_picked(looked_at: World) -> None:
    form = {"line": f"{looked_at.theirs.lines[0]}.1", "do": "checked"}
    assert looked_at.visitor("owner").post(lines(looked_at), form).status == 404


def test_cash_is_entered_by_hand_with_an_account_of_its_own(world: World) -> None:
    visitor, here = world.visitor("bookkeeper"), f"/{world.ours.id}/transactions/new"
    typed = {"how": "cash", "side": "out", "day": "9/10/26", "who": "Post Office, stamps", "amount": "18.40"}
    first = visitor.post(here, {**typed, "category": "cat_office"}).header("location")
    assert "Cash" in visitor.get(first).text
    own = visitor.post(here, {**typed, "how": "director", "who": "Train to Leeds", "amount": "62"}).header("location")
    assert "Paid privately" in visitor.get(own).text
    balances = world.ours.keeper.balances(date(2026, 11, 22))
    # beside the stamps the furniture's bill of 12.00 stands under office costs
    assert (balances["ba_cash"], balances["cat_office"], balances["ba_paid_privately"]) == (-1_840, 3_040, -6_200)
    assert world.ours.keeper.faults() == []


def test_an_odd_day_by_hand_is_asked_about_and_then_taken(sqlite_world: World) -> None:
    visitor, here = sqlite_world.visitor("owner"), f"/{sqlite_world.ours.id}/transactions/new"
    typed = {"how": "cash", "side": "out", "day": "1 Dec 2026", "who": "Stamps", "amount": "18.40"}
    asked = visitor.post(here, typed)
    assert (asked.status, "that day is meant" in asked.text) == (422, True)
    assert visitor.post(here, {**typed, "meant": "yes"}).status == 303


def test_vat_is_chosen_on_a_line_and_said_in_words(world: World) -> None:
    world.ours.keeper.do(SET, SetVatScheme(date(2026, 4, 1), "standard", stagger="1"))
    visitor, here = world.visitor("owner"), world.ours.fill("/{company}/transactions/{transaction}")
    page = visitor.get(here).text
    assert "20%, you reclaim £1.30" in page  # 7.77 / 6 = 1.295
    version = dict(re.findall(r'name="(version)" value="([^"]*)"', page))
    saved = visitor.post(here, {**version, "do": "save", "category": "cat_rent", "vat": "P20", "note": ""})
    assert saved.status == 303
    balances = world.ours.keeper.balances(date(2026, 11, 22))
    assert balances["cat_rent"] == 647
    page = visitor.get(here).text
    assert '<option value="P20" selected>' in page
    for code in ("RC20", "PB20", "P20"):  # a reverse charge has postings for both sides of it
        version = dict(re.findall(r'name="(version)" value="([^"]*)"', visitor.get(here).text))
        visitor.post(here, {**version, "do": "save", "category": "cat_rent", "vat": code, "note": ""})
        assert visitor.get(here).status == visitor.get(f"{here}/split").status == 200
    version = dict(re.findall(r'name="(version)" value="([^"]*)"', visitor.get(here).text))
    wrong = visitor.post(here, {**version, "do": "save", "category": "cat_rent", "vat": "S20", "note": ""})
    assert (wrong.status, "one is for sales" in wrong.text) == (422, True)
    visitor.post(here, {**version, "do": "save", "category": "cat_rent", "vat": "", "note": ""})
    assert '<option value="P20" selected>' not in visitor.get(here).text


def test_a_company_registers_for_vat_by_page(sqlite_world: World) -> None:
    world = sqlite_world
    visitor, here = world.visitor("owner"), f"/{world.ours.id}/settings/vat"
    typed = {"scheme": "flat_rate", "since-day": "1", "since-month": "4", "since-year": "2026", "rhythm": "2"}
    wrong = visitor.post(here, {**typed, "number": "123456789"})
    assert (wrong.status, "9 digits" in wrong.text) == (422, True)
    unsaid = visitor.post(here, typed)
    assert (unsaid.status, "trade sector" in unsaid.text) == (422, True)
    assert visitor.post(here, {**typed, "sector": "computer_it"}).status == 303
    assert "Registered since 1 April 2026" in visitor.get(here).text
