"""A manual journal is posted when it balances, and refused with every reason when it does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.errors import BadRequest
from accountsos.ledger.chart import Category, Chart, standard_chart
from accountsos.ledger.entry import JournalEntry, Posting, Source, merged
from accountsos.ledger.journals import JournalLine, automatic_reversal, journal_entry

CHART = standard_chart()
DAY = date(2026, 3, 31)


def post(*lines: JournalLine, narration: str = "Correction", chart: Chart = CHART) -> JournalEntry:
    return journal_entry(chart, DAY, narration, lines, number=4)


def refusal(*lines: JournalLine, narration: str = "Correction", chart: Chart = CHART) -> BadRequest:
    with pytest.raises(BadRequest) as refused:
        post(*lines, narration=narration, chart=chart)
    return refused.value


def dr(category_id: str, pence: int, contact: int | None = None) -> JournalLine:
    return JournalLine(category_id, debit=pence, contact=contact)


def cr(category_id: str, pence: int, contact: int | None = None) -> JournalLine:
    return JournalLine(category_id, credit=pence, contact=contact)


def test_debits_are_positive_and_credits_negative() -> None:
    entry = post(
        dr("cat_bad_debts", 100_00),
        JournalLine("cat_vat", debit=20_00, vat_code="S"),
        cr("cat_debtors", 120_00, contact=3),
        narration=" Bad debt of Acme ",
    )
    assert entry == JournalEntry(
        DAY,
        Source("journal", 4),
        (
            Posting("cat_bad_debts", 100_00),
            Posting("cat_vat", 20_00, vat_code="S"),
            Posting("cat_debtors", -120_00, contact=3),
        ),
        narration="Bad debt of Acme",
    )


@pytest.mark.parametrize(
    ("debit", "credit", "says"),
    [
        (100_00, 90_01, "debits 100.00, credits 90.01; the debits are 9.99 more than the credits"),
        (90_01, 100_00, "debits 90.01, credits 100.00; the credits are 9.99 more than the debits"),
    ],
)
def test_an_unbalanced_journal_is_refused_with_the_difference(debit: int, credit: int, says: str) -> None:
    refused = refusal(dr("cat_rent", debit), cr("cat_accruals", credit))
    assert says in refused.message
    assert refused.param == "lines"


def test_every_mistake_is_told_with_its_line() -> None:
    refused = refusal(
        dr("cat_rents", 100),
        dr("cat_rent", 100),
        cr("cat_bank", 100),
        JournalLine("cat_directors_loan", debit=5, bank_account="ba_anna"),
        cr("cat_uncategorised", 100),
        JournalLine("cat_rent", debit=-1),
        JournalLine("cat_rent", debit=1, credit=1),
        JournalLine("cat_rent"),
        dr("cat_rent", 10**15 + 1),
    )
    assert refused.details is not None
    told = {d["line"]: str(d["message"]) for d in refused.details}
    assert list(told) == [1, 3, 4, 5, 6, 7, 8, 9]
    assert told[1] == "there is no category 'cat_rents'"
    assert told[3] == (
        "cat_bank (Bank Accounts) moves only by its own lines: enter it as a transaction of that account"
    )
    assert told[4].startswith("ba_anna moves only by its own lines")
    assert "wait for their category" in told[5]
    assert "exchange the sides" in told[6]
    assert "not both" in told[7]
    assert told[8] == "the line has no amount"
    assert told[9] == "the amount is over 10000000000000.00"
    assert refused.message.startswith("line 1: there is no category 'cat_rents'; line 3: cat_bank")


@pytest.mark.parametrize("category_id", ["cat_bank", "cat_credit_cards", "cat_cash", "cat_processor"])
def test_a_bank_account_is_never_moved_by_a_journal(category_id: str) -> None:
    assert "enter it as a transaction" in refusal(dr("cat_rent", 5), cr(category_id, 5)).message


def test_loans_and_directors_loans_may_be_journalled() -> None:
    assert post(dr("cat_dividends", 5), cr("cat_directors_loan", 5, contact=1)).postings[1].contact == 1
    assert post(dr("cat_interest_paid", 5), cr("cat_loans", 5)).postings[1].amount == -5


def test_an_archived_category_is_refused_by_name() -> None:
    chart = Chart.of([*CHART.categories.values(), Category("cat_old", "Old", "expense", "8300", archived=True)])
    assert refusal(dr("cat_old", 1), cr("cat_rent", 1), chart=chart).message == "line 1: cat_old (Old) is archived"


def test_a_journal_says_what_it_is_for() -> None:
    assert refusal(dr("cat_rent", 1), cr("cat_accruals", 1), narration="  ").param == "narration"


def test_one_line_is_no_journal() -> None:
    assert refusal(dr("cat_rent", 1)).message == "a journal needs at least two lines, got 1"


def test_lines_that_cancel_each_other_are_refused() -> None:
    assert "nothing would be posted" in refusal(dr("cat_rent", 1), cr("cat_rent", 1)).message


def test_an_automatic_reversal_is_a_journal_of_its_own() -> None:
    accrual = post(dr("cat_accountancy", 900_00), cr("cat_accruals", 900_00), narration="Accrual: Accountancy Fees")
    back = automatic_reversal(accrual, date(2026, 4, 1), number=5)
    assert back == JournalEntry(
        date(2026, 4, 1),
        Source("journal", 5),
        (Posting("cat_accountancy", -900_00), Posting("cat_accruals", 900_00)),
        narration="Reversal of: Accrual: Accountancy Fees",
    )
    assert back.reverses is None


@pytest.mark.parametrize("day", [DAY, date(2026, 3, 30)])
def test_an_automatic_reversal_comes_after_its_journal(day: date) -> None:
    accrual = post(dr("cat_accountancy", 1), cr("cat_accruals", 1))
    with pytest.raises(BadRequest, match="from the day after it"):
        automatic_reversal(accrual, day, number=5)


sides = st.lists(st.tuples(st.sampled_from(["cat_rent", "cat_accruals", "cat_vat"]), st.integers(1, 10**12)))


@given(sides, sides)
def test_a_journal_is_posted_to_the_penny_or_not_at_all(
    debits: list[tuple[str, int]], credits_: list[tuple[str, int]]
) -> None:
    lines = [*(dr(c, a) for c, a in debits), *(cr(c, a) for c, a in credits_)]
    difference = sum(a for _, a in debits) - sum(a for _, a in credits_)
    lines += [cr("cat_prepayments", difference)] if difference > 0 else []
    lines += [dr("cat_prepayments", -difference)] if difference < 0 else []
    if len(lines) < 2 or not merged(Posting(line.category_id, line.amount) for line in lines):
        with pytest.raises(BadRequest):
            post(*lines)
        return
    posted = post(*lines)
    for category_id in ("cat_rent", "cat_accruals", "cat_vat", "cat_prepayments"):
        expected = sum(line.debit - line.credit for line in lines if line.category_id == category_id)
        assert sum(p.amount for p in posted.postings if p.category_id == category_id) == expected
