"""A sole trader's own money by page: put in, kept, paid personally, and what was private in the bank."""

from __future__ import annotations

import re
from datetime import date

import pytest

from accountsos import ids
from accountsos.workflows.bank.bank_accounts import LIST_ACCOUNTS as ACCOUNTS
from accountsos.workflows.reports.financial_statements import BALANCE_SHEET, TRIAL_BALANCE, SheetQuestion
from tests.dashboard.world import Company, World, company_of
from tests.support.bookkeeper import TODAY, found
from tests.workflows.documents.papers import Clerk, page

_HIDDEN = re.compile(r'name="(line|version)" value="([^"]*)"')
TYPED = {"side": "out", "day": "9 Oct 2026", "who": "Post Office, stamps", "amount": "18.40", "category": "cat_office"}
RECEIPT = page(("Post Office",), ("Receipt",), ("9 October 2026",), ("Stamps", "18.40"), ("Total", "£18.40"))


@pytest.fixture
def sole(world: World) -> Company:
    """A sole trader's books with nothing in them."""
    name = "Marigold Ferrier"
    keeper = found(world.opened.books, name, entity_type="sole_trader", incorporated_on=None, year_end=(4, 5))
    return company_of(world.opened, keeper, name)


def capital(sole: Company) -> dict[str, int]:
    """What the balance sheet says of capital, credits positive."""
    sheet = sole.keeper.ask(BALANCE_SHEET, SheetQuestion(TODAY))[0]
    return {line.name: line.amount for line in sheet.capital_and_reserves.lines}


def test_a_cost_paid_personally_is_capital_that_was_put_in(world: World, sole: Company) -> None:
    visitor, here = world.visitor("owner", sole), f"/{sole.id}/transactions/new"
    assert "you put it in" in visitor.get(here).text
    line = visitor.post(here, {**TYPED, "how": "director"}).header("location")
    assert "Paid privately" in visitor.get(line).text
    assert "Capital Introduced" in visitor.get(line).text
    balances = sole.keeper.balances(TODAY)
    assert (balances["cat_office"], balances.get("cat_directors_loan", 0)) == (1_840, 0)
    assert capital(sole) == {"Capital Introduced": 1_840, "Profit for the year": -1_840}
    assert sole.keeper.faults() == []


def test_takings_that_were_kept_are_drawings_and_a_second_line_finds_the_same_account(
    world: World, sole: Company
) -> None:
    visitor, here = world.visitor("bookkeeper", sole), f"/{sole.id}/transactions/new"
    kept = {**TYPED, "how": "director", "side": "in", "who": "Mrs Ashby, lesson", "category": "cat_sales"}
    for amount in ("40", "35"):
        visitor.post(here, {**kept, "amount": amount})
    visitor.post(here, {**TYPED, "how": "director"})
    names = [state.account.name for state in sole.keeper.ask(ACCOUNTS, TODAY)]
    assert sorted(names) == ["Kept privately", "Main account", "Paid privately"]
    assert capital(sole) == {"Capital Introduced": 1_840, "Owner's Drawings": -7_500, "Profit for the year": 5_660}
    lines = {line.figure: line.balance for line in sole.keeper.ask(TRIAL_BALANCE, SheetQuestion(TODAY))[0].lines}
    assert (lines["cat_capital_introduced"], lines["cat_drawings"]) == (-1_840, 7_500)
    assert sole.keeper.faults() == []


def test_cash_from_the_till_is_drawn_and_cash_of_ones_own_is_put_in(world: World, sole: Company) -> None:
    visitor, here = world.visitor("owner", sole), f"/{sole.id}/transactions/new"
    assert "out of the till for yourself" in visitor.get(here).text
    cash = {**TYPED, "how": "cash", "who": "Marigold"}
    visitor.post(here, {**cash, "side": "in", "amount": "100", "category": "cat_capital_introduced"})
    visitor.post(here, {**cash, "side": "out", "amount": "30", "category": "cat_drawings"})
    assert capital(sole) == {"Capital Introduced": 10_000, "Owner's Drawings": -3_000}
    assert sole.keeper.balances(TODAY)["ba_cash"] == 7_000


@pytest.mark.parametrize(("amount", "where"), [(-6_240, "Owner's Drawings"), (50_000, "Capital Introduced")])
def test_private_in_review_is_drawn_where_it_went_out_and_put_in_where_it_came(
    world: World, sole: Company, amount: int, where: str
) -> None:
    number = sole.keeper.enter(date(2026, 10, 3), amount, "ZXQ 4471").row.number
    visitor, review = world.visitor("owner", sole), f"/{sole.id}/review"
    asked = visitor.get(f"{review}?line={ids.public_id('txn_', sole.keeper.company, number)}").text
    hidden = dict(_HIDDEN.findall(asked.split('id="card"')[1]))
    private = re.search(r'name="category" value="([^"]+)" data-key="p"', asked)
    assert private is not None
    assert where.replace("'", "&#39;") in asked.split('data-key="p"')[1].split("</button>")[0]
    assert visitor.post(review, {**hidden, "do": "answer", "category": private[1]}).status == 303
    assert capital(sole) == {where: amount}


def test_a_receipt_paid_by_the_owner_is_capital_put_in_with_the_paper_beside_it(world: World, sole: Company) -> None:
    clerk = Clerk(sole.keeper)
    paper = clerk.id_of(clerk.upload(RECEIPT, "stamps.pdf"))
    clerk.read_all()
    visitor, here = world.visitor("owner", sole), f"/{sole.id}/documents/{paper}"
    assert "Paid by me" in visitor.get(here).text
    assert visitor.post(here, {"do": "own"}).status == 303
    assert capital(sole)["Capital Introduced"] == 1_840
    assert "Post Office" in visitor.get(here).text
    assert sole.keeper.faults() == []
