"""Reports: what they say is what the books hold, and each figure leads to its postings and on to the line."""

from __future__ import annotations

import re
from datetime import date

import pytest

from accountsos import ids
from accountsos.workflows.reports.financial_statements import (
    BALANCE_SHEET,
    PROFIT_AND_LOSS,
    ProfitQuestion,
    SheetQuestion,
)
from tests.dashboard.test_every_page import Tree
from tests.dashboard.world import World

TODAY = date(2026, 11, 22)
FIGURE = re.compile(r'aria-expanded="(?:true|false)".*?</span>([^<]*)</a>', re.DOTALL)


@pytest.fixture
def books(world: World) -> World:
    """October's lines filed, and a journal of the accountant."""
    keeper = world.ours.keeper
    keeper.enter(date(2025, 10, 9), -4_000, "AWS EMEA", category="cat_software")
    oldest_first = reversed(world.ours.lines)
    for line, category in zip(oldest_first, ("cat_sales", "cat_software", "cat_travel", "cat_travel"), strict=True):
        keeper.change(ids.number_in("txn_", keeper.company, line) or 0, category_id=category)
    fee = {"cat_accountancy": 25_000, "cat_accruals": -25_000}
    keeper.journal(date(2026, 10, 31), fee, narration="Accountant's fee")
    return world


def said(world: World, path: str, role: str = "owner") -> str:
    answer = world.visitor(role).get(f"/{world.ours.id}/{path}")
    assert answer.status == 200, path
    return answer.text


def words(page: str) -> str:
    return " ".join(" ".join(Tree(page).words).split())


def rows(page: str) -> dict[str, str]:
    """Each row of the statement, with what is open under it."""
    pieces = page.split('<tbody id="line-')[1:]
    return {piece.partition('"')[0]: piece for piece in pieces}


def figures(page: str) -> dict[str, str]:
    """The report's own figure of each row."""
    return {key: FIGURE.findall(row)[0] for key, row in rows(page).items() if FIGURE.search(row)}


def test_the_sentence_and_the_figures_of_the_profit_and_loss_are_those_of_the_books(books: World) -> None:
    page = said(books, "reports/profit-and-loss")
    # earned 1,200.00; spent 45.99 + 107.74 + 7.77 + 250.00 + 12.00
    assert (
        "Between 1 April 2026 and 22 November 2026 you earned £1,200.00 and it cost you £423.50 . "
        "That leaves a profit of £776.50 before tax."
    ) in words(page)
    assert figures(page) == {
        "cat_sales": "1,200.00",
        "sum-income": "1,200.00",
        "cat_travel": "115.51",
        "cat_software": "45.99",
        "cat_accountancy": "250.00",
        "cat_office": "12.00",
        "sum-expenses": "423.50",
        "sum-operating_profit": "776.50",
        "sum-net_profit": "776.50",
    }
    found = books.ours.keeper.ask(PROFIT_AND_LOSS, ProfitQuestion(TODAY))[0]
    assert (found.earned, found.spent, found.profit_before_tax) == (120_000, 42_350, 77_650)


def test_a_year_before_stands_beside_it_with_the_difference(books: World) -> None:
    row = rows(said(books, "reports/profit-and-loss"))["cat_software"]
    assert re.findall(r">([^<>]+)</(?:a|td)>", row)[1:] == ["45.99", "40.00", "+5.99"]
    other = rows(said(books, "reports/profit-and-loss?compare=nothing"))["cat_software"]
    assert "40.00" not in other


def test_months_stand_in_columns_and_lead_to_their_own_postings(books: World) -> None:
    page = said(books, "reports/profit-and-loss?by=month&period=this-year")
    row = rows(page)["cat_software"]
    assert "from=2026-10-01&amp;to=2026-10-31" in row
    assert "Oct 2026" in page
    assert "by" in words(said(books, "reports/profit-and-loss?by=week")).split("left out:")[1]


def test_a_figure_opens_in_place_and_leads_to_the_bank_line(books: World) -> None:
    page = said(books, "reports/profit-and-loss?open=cat_software")
    row = rows(page)["cat_software"]
    assert f'href="/{books.ours.id}/transactions/{books.ours.lines[-2]}"' in row
    everything = re.findall(r'href="([^"]*/reports/sources[^"]*)">On a page', row)[0].replace("&amp;", "&")
    assert "together 45.99" in words(books.visitor("reader").get(everything).text)


def test_an_entry_that_is_no_bank_line_shows_its_postings(books: World) -> None:
    page = said(books, "reports/profit-and-loss?open=cat_accountancy")
    entry = re.findall(r'href="/[^/]+/(entries/je_[^"]+)"', page)[0]
    shown = words(said(books, entry))
    assert "Accountant's fee" in shown
    assert "entered by hand" in shown
    assert shown.count("250.00") == 2


def test_every_figure_of_each_statement_has_postings_that_come_to_it(books: World) -> None:
    for path in ("profit-and-loss", "balance-sheet", "trial-balance"):
        page = said(books, f"reports/{path}")
        shown = figures(page)
        assert len(shown) > 4
        for key, figure in shown.items():
            opened = rows(said(books, f"reports/{path}?open={key}"))[key]
            everything = re.findall(r'href="([^"]*/reports/sources[^"]*)"', opened)[-1].replace("&amp;", "&")
            assert f"together {figure}" in words(books.visitor("owner").get(everything).text), (path, key)


def test_the_balance_sheet_says_what_is_left_for_the_owners(books: World) -> None:
    sheet = books.ours.keeper.ask(BALANCE_SHEET, SheetQuestion(TODAY))[0]
    page = words(said(books, "reports/balance-sheet"))
    # in the bank 1,200.00 - 45.99 - 107.74 - 7.77 - 40.00, owed 262.00
    assert sheet.net_assets == 73_650
    assert "That leaves £736.50 for its owners." in page


def test_the_books_as_they_stood_on_an_earlier_day_do_not_know_what_came_later(books: World) -> None:
    page = words(said(books, "reports/profit-and-loss?known_at=1 Oct 2026"))
    assert "as the books stood on 1 October 2026" in page
    assert "nothing was earned and nothing was spent" in page
    assert "left out: known_at" in words(said(books, "reports/profit-and-loss?known_at=1/1/2199"))


def test_the_ledger_tells_the_balance_after_each_posting(books: World) -> None:
    page = said(books, "reports/ledger?account=ba_main")
    balances = re.findall(r'class="num amount">([^<]*)<', page)
    # before the year 40.00 went out; at its end there are 1,200.00 - 45.99 - 107.74 - 7.77 more
    assert (balances[0], balances[-1]) == ("−40.00", "998.50")
    assert books.visitor("owner").get(f"/{books.ours.id}/reports/ledger?account=cat_none").status == 404


def test_days_that_are_typed_go_before_the_list(books: World) -> None:
    page = words(said(books, "reports/profit-and-loss?period=last-year&from=9 Oct 2026&to=9/10/2026"))
    assert "Between 9 October 2026 and 9 October 2026 you earned £0.00 and it cost you £45.99" in page


def test_addresses_that_name_no_figure_lead_nowhere(books: World) -> None:
    visitor = books.visitor("owner")
    for query in ("report=horoscope", "report=profit_loss&figure=luck", "report=vat&figure=box17"):
        assert visitor.get(f"/{books.ours.id}/reports/sources?{query}").status == 404
