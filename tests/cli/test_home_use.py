"""A sole trader's flat rates at the command line, and what else a person states for tax."""

from __future__ import annotations

import json
from datetime import date

import pytest

from accountsos import ids
from tests.cli.conftest import Say
from tests.cli.shell import Shell
from tests.support.bookkeeper import found
from tests.support.engines import Opened
from tests.workflows.vat.keeping import VatKeeper


@pytest.fixture
def trader(kept: Opened) -> Say:
    """The commands of a sole trader whose books begin on 6 April 2025."""
    begun = date(2025, 4, 6)
    keeper = found(kept.books, "Ida Bell", entity_type="sole_trader", year_end=(4, 5), incorporated_on=begun)
    shell = Shell(kept.place, kept.clock)

    def run(*words: str) -> str:
        printed = shell.type(*words, "--company", ids.company_id(keeper.company))
        assert (printed.status, printed.errors) == (0, "")
        return printed.text

    return run


def test_hours_at_home_are_stated_claimed_and_stand_in_box_21(trader: Say) -> None:
    """60 hours are £18, 101 are £26."""
    assert "18.00" in trader("home-use", "state", "--month", "2026-02", "--hours", "60")
    trader("home-use", "state", "--month", "2026-03", "--hours", "101")
    (february, march) = json.loads(trader("home-use", "claim", "--through", "2026-03-31", "--json"))[
        "simplified_expenses"
    ]
    assert (february["posted_home_use"], march["posted_home_use"]) == (18, 26)
    assert february["journal_id"] in trader("home-use", "list")
    assert trader("journal", "show", february["journal_id"])
    assert "44.00" in trader("report", "self-employment", "--as-of", "2026-03-31")


def test_a_company_is_refused_with_the_reason(refused: Say) -> None:
    assert "are for sole traders" in refused("home-use", "state", "--month", "2026-02", "--hours", "60")


def test_expected_sales_are_stated_shown_and_told_by_the_return(say: Say, vat: VatKeeper) -> None:
    stated = say("vat", "state-outlook", "--expected-on", "2026-11-02", "--next-12-months", "70000.00")
    assert "70000.00" in stated
    assert "2026-11-02" in stated
    assert stated == say("vat", "outlook")
    vat.line(date(2026, 8, 3), 120_000, "cat_sales")
    assert "the registration may be cancelled" in say("report", "vat", "--period", "2026-Q3", "--format", "json")


def test_a_notice_moves_the_day_of_the_accounts(say: Say) -> None:
    """Year to 31 March 2027, shortened to 30 April 2026: due 31 January 2027, by notice of 20 November 20 February."""
    say("year", "set", "--starts-on", "2026-04-01", "--ends-on", "2027-03-31")
    say("year", "set", "--starts-on", "2026-04-01", "--ends-on", "2026-04-30", "--notice-on", "2026-11-20")
    shown = json.loads(say("deadlines", "list", "--json"))["deadlines"]
    (accounts,) = [each for each in shown if each["id"] == "ddl_accounts_20260430"]
    assert accounts["due_date"] == "2027-02-20"


def test_arranged_loans_are_stated_and_taken_back(say: Say) -> None:
    said = ("company", "state-loan-arrangement", "--repaid-on", "2026-03-02", "--new-loans")
    assert "16000.00" in say(*said, "16000.00")
    assert "Nothing is stated" in say(*said, "0")
