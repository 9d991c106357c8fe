"""Three years of a small company, from its founding to its third VAT scheme: every report is right to the penny.

Told once in `small_company.py` and `small_company_later.py`; worked out by hand in `small_company_figures.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal

import pytest

from accountsos.store.engine.opening import Place, open_store
from tests.stories import small_company as first
from tests.stories import small_company_figures as by_hand
from tests.stories import small_company_last as last
from tests.stories import small_company_later as later
from tests.stories.teller import Teller, began
from tests.support.engines import ENGINES, copied, postgres_place

CT_2025 = "2026-03-01 Corporation tax payment, year to 31 May 2025"
CHAPTERS = (
    first.founding,
    first.summer_2024,
    first.autumn_2024,
    first.winter_2025,
    first.spring_2025,
    later.summer_2025,
    later.autumn_2025,
    later.winter_2026,
    later.spring_2026,
    later.summer_2026,
    later.autumn_2026,
    last.late_autumn_2026,
    last.facts_said_anew,
)


@pytest.fixture(scope="module", params=ENGINES if os.environ.get("ACCOUNTSOS_TEST_LONG") else ENGINES[:1])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teller]:
    """The whole story, played once; the tests only read. The long form plays it on PostgreSQL too."""
    data = tmp_path_factory.mktemp("story") / "data"
    with ExitStack() as stack:
        if request.param == "sqlite":
            place = Place(copied(request.getfixturevalue("sqlite_template"), data))
        else:
            place = stack.enter_context(postgres_place(request.getfixturevalue("postgres_server"), data))
            open_store(place).engine.close()
        teller = stack.enter_context(began(place, "2024-06-03", *first.FOUNDED))
        teller.bank_balance = Decimal("6250.00")
        for chapter in CHAPTERS:
            chapter(teller)
        yield teller


@pytest.mark.parametrize("number", range(len(first.RETURNS)), ids=first.RETURNS)
def test_every_vat_return_has_its_boxes(told: Teller, number: int) -> None:
    period = first.RETURNS[number]
    assert told.seen[period]["boxes"] == by_hand.BOXES[number]
    assert told.boxes(period) == by_hand.BOXES[number], "what was filed stands, whatever came later"


def test_the_vat_of_what_is_unpaid_is_due_as_cash_accounting_ends(told: Teller) -> None:
    assert told.seen["on cash accounting still"]["boxes"] == by_hand.BOXES_BEFORE_LEAVING


STATEMENTS = pytest.mark.parametrize("by_then", by_hand.STATEMENTS, ids=lambda by_then: by_then.moment)


@STATEMENTS
def test_profit_and_balance_sheet_are_right_to_the_penny(told: Teller, by_then: by_hand.Statement) -> None:
    seen = told.seen[by_then.moment]
    assert (seen["profit"], seen["sheet"]) == (by_then.profit, by_then.sheet)
    assert told.profit(by_then.start, by_then.day) == by_then.profit
    filed = {"vat_filed" if name == "vat" else name: amount for name, amount in by_then.sheet.items()}
    assert told.sheet(by_then.day) == filed, "since then the return to that day was filed, and nothing else changed"


@STATEMENTS
def test_a_statement_as_known_says_what_it_said_then(told: Teller, by_then: by_hand.Statement) -> None:
    then = told.moments[by_then.moment]
    assert told.profit(by_then.start, by_then.day, then) == by_then.profit
    assert told.sheet(by_then.day, then) == by_then.sheet
    seen = told.seen[by_then.moment]
    assert told.trial_balance(by_then.day, then) == seen["trial_balance"]
    assert [told.aged_by_invoice(side, by_then.day, then) for side in ("debtors", "creditors")] == seen["aged"]


@pytest.mark.parametrize(("side", "day"), by_hand.AGED)
def test_aged_lists_add_up_to_their_control_account(told: Teller, side: str, day: str) -> None:
    owed = by_hand.AGED[side, day]
    assert told.aged(side, day) == (owed, "0.00", owed)


def test_opening_balances_said_anew_leave_what_was_said_first_to_the_past(told: Teller) -> None:
    moment = told.moments["opening as first stated"]
    assert told.seen["opening as first stated"]["trial_balance"] == by_hand.OPENING_SAID_WRONG
    assert told.trial_balance("2024-06-04", moment) == by_hand.OPENING_SAID_WRONG
    assert told.trial_balance("2024-05-31") == by_hand.OPENING


def test_a_registration_said_anew_leaves_what_was_said_first_to_the_past(told: Teller) -> None:
    moment = told.moments["registered as first stated"]
    assert told.seen["registered as first stated"]["trial_balance"] == by_hand.NOT_YET_REGISTERED
    assert told.trial_balance("2024-07-20", moment) == by_hand.NOT_YET_REGISTERED


def test_a_line_filed_back_into_a_filed_return_is_corrected_in_the_next(told: Teller) -> None:
    """10.00 claimed on a licence that was entertaining: box 1 of the return of discovery, the filed one as it was."""
    assert told.profit("2024-06-01", "2024-08-31")["entertaining"] == "59.99"
    assert "software" not in told.profit("2024-06-01", "2024-08-31")
    assert told.boxes(first.RETURNS[0]) == by_hand.BOXES[0]
    assert told.boxes(first.RETURNS[1])["1"] == "1795.84"


def test_an_import_that_was_undone_is_only_in_the_past(told: Teller) -> None:
    moment, then = "with somebody else's statement", "2024-11-30"
    seen = told.seen[moment]["trial_balance"]
    assert told.trial_balance(then, told.moments[moment]) == seen
    assert seen["uncategorised"] == "83.00"
    now = told.trial_balance(then)
    assert Decimal(now["ba_main"]) - Decimal(seen["ba_main"]) == 83
    assert "uncategorised" not in now


def test_a_line_by_hand_that_was_taken_out_is_only_in_the_past(told: Teller) -> None:
    seen, moment = told.seen["with a line by hand"], told.moments["with a line by hand"]
    assert seen["boxes"] == by_hand.BOXES_WITH_ENVELOPES
    assert told.boxes(first.RETURNS[2], moment) == by_hand.BOXES_WITH_ENVELOPES
    assert told.trial_balance("2025-02-28", moment) == seen["trial_balance"]
    assert "office" not in told.trial_balance("2025-02-28")


def test_a_line_of_a_closed_year_is_corrected_on_the_first_open_day_and_back_leaves_nothing(told: Teller) -> None:
    before, elsewhere, back = (
        told.seen[moment]
        for moment in (
            "before a line of the closed year is filed elsewhere",
            "a line of the closed year filed elsewhere",
            "and back again",
        )
    )
    assert elsewhere["profit"]["interest_paid"] == "7.50"
    assert elsewhere["profit"]["net profit"] == before["profit"]["net profit"]
    assert back == before, "no line of nothing is left in any report"


def test_corporation_tax_is_the_charge(told: Teller) -> None:
    assert told.seen[first.RETURNS[3]]["tax"]["total"] == by_hand.TAX_2025
    assert told.seen[first.RETURNS[7]]["tax"]["total"] == by_hand.TAX_2026


def test_a_directors_loan_is_taxed_as_it_stands_when_the_tax_is_due_and_relieved_later(told: Teller) -> None:
    assert told.seen["before the director repays"]["deadlines"][CT_2025] == ("due_soon", by_hand.DUE_BEFORE_REPAYING)
    after = told.seen[first.RETURNS[6]]
    assert after["loan"]["total"] == by_hand.LOAN_TAX
    assert after["deadlines"][CT_2025] == ("completed", by_hand.DUE_AFTER)
    told_now = told.tax("directors_loan", "2025-05-31")
    relief = "Relief under s458: £2,000.00 repaid on 20 Apr 2026, due back from 1 Mar 2027"
    assert told_now[relief] == by_hand.RELIEF


def test_the_tax_of_the_year_before_the_books_is_what_the_opening_balances_owe(told: Teller) -> None:
    """950.00 owed on 31 May 2024, paid on 13 February 2025: due on 14 February and 1 March for a long first year."""
    found = told.deadlines("corporation_tax")
    assert found["2025-02-14 Corporation tax payment, year to 13 May 2024"] == ("completed", "0.00")
    assert found["2025-03-01 Corporation tax payment, 14 May 2024 to 31 May 2024"] == ("completed", "0.00")


def test_an_asset_is_depreciated_by_whole_months_and_its_loss_taken_as_it_is_scrapped(told: Teller) -> None:
    before, after = told.seen["before the printer is scrapped"], told.seen["the printer is scrapped"]
    assert before["profit"] == by_hand.PROFIT_SUMMER_2026
    assert after["profit"] == by_hand.PROFIT_WITH_SCRAPPED_PRINTER
    assert (after["sheet"]["fa_computers"], after["sheet"]["dep_computers"]) == by_hand.COMPUTERS_LEFT
    moment = told.moments["before the printer is scrapped"]
    assert told.profit("2026-06-01", "2026-10-20", moment) == before["profit"]


def test_every_vat_deadline_is_done_and_the_next_ones_stand(told: Teller) -> None:
    """Ten returns filed and paid or repaid: due a month and seven days after their ends."""
    found = told.deadlines("vat")
    done = [name[:10] for name, (status, _) in found.items() if status == "completed"]
    assert done == [
        "2024-10-07",
        "2025-01-07",
        "2025-04-07",
        "2025-07-07",
        "2025-10-07",
        "2026-01-07",
        "2026-04-07",
        "2026-07-07",
        "2026-10-07",
        "2027-01-07",
    ]
    assert found["2027-04-07 VAT return and payment, quarter to 28 Feb 2027"] == ("upcoming", "0.00")


def test_a_line_by_hand_that_was_amended_is_only_in_the_past_as_it_was(told: Teller) -> None:
    assert told.seen["stamps of 30.00"]["profit"]["office"] == "150.00", "with the bill of 120.00"
    assert told.profit("2026-06-01", "2026-11-12")["office"] == "156.00"


def test_facts_said_anew_and_back_leave_nothing(told: Teller) -> None:
    assert told.seen["a year to March"]["years"][-1] == "2027-03-31"
    seen = told.seen["facts said anew and back"]
    assert seen["after"] == seen["before"]


def test_the_incorporation_of_closed_years_stays_until_they_are_opened(told: Teller) -> None:
    seen = told.seen["another incorporation of closed years"]
    assert seen["status"] == 409
    assert "reopen" in seen["said"]


def test_every_invoice_is_settled(told: Teller) -> None:
    assert {number: told.still_open(number) for number in told.invoices} == dict.fromkeys(told.invoices, "0.00")


def test_nothing_was_counted_twice_and_the_refund_of_what_was_too_much_is_beside_its_invoice(told: Teller) -> None:
    assert told.seen["the refund of the overpayment has come"] == {"checks": [], "open": "0.00"}
    found = [told.seen[period].get("checks", []) for period in first.RETURNS]
    of_july = [("asset_not_registered", "1800.00"), ("asset_not_registered", "600.00")]  # registered in October
    assert found == [[of_july, []][number - 8] if number >= 8 else [] for number in range(len(first.RETURNS))]
    assert told.checks() == []


def test_the_books_verify(told: Teller) -> None:
    assert told.verified() == []
