"""The opening trial balance: per bank account, per contact, and balanced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from accountsos.errors import BadRequest
from accountsos.ledger.chart import standard_chart
from accountsos.ledger.entry import JournalEntry, Posting, Source, merged
from accountsos.ledger.journals import JournalLine
from accountsos.ledger.opening_balances import BankAccounts, opening_balances

CHART = standard_chart()
START = date(2025, 4, 1)
BANKS = BankAccounts({"ba_main": "cat_bank", "ba_card": "cat_credit_cards", "ba_anna": "cat_directors_loan"})
LINES = (
    JournalLine("cat_bank", debit=9_100_00, bank_account="ba_main"),
    JournalLine("cat_debtors", debit=1_200_00, contact=1),
    JournalLine("cat_debtors", debit=300_00, contact=2),
    JournalLine("cat_creditors", credit=800_00, contact=3),
    JournalLine("cat_ct_payable", credit=2_280_00),
    JournalLine("cat_directors_loan", credit=700_00, bank_account="ba_anna"),
    JournalLine("cat_share_capital", credit=100_00),
    JournalLine("cat_retained", credit=6_720_00),
)


def opened(lines: Sequence[JournalLine], *, banks: BankAccounts = BANKS, post_difference: bool = False) -> JournalEntry:
    return opening_balances(CHART, lines, START, bank_accounts=banks, number=1, post_difference=post_difference)


def refusal(*lines: JournalLine) -> BadRequest:
    with pytest.raises(BadRequest) as refused:
        opened(lines)
    return refused.value


def test_opening_balances_stand_on_the_eve_of_the_first_day() -> None:
    entry = opened(LINES)
    assert entry.entry_date == date(2025, 3, 31)
    assert entry.source == Source("opening", 1)
    assert entry.narration == "Opening balances at 2025-04-01"
    assert entry.postings == (
        Posting("cat_bank", 9_100_00, bank_account="ba_main"),
        Posting("cat_debtors", 1_200_00, contact=1),
        Posting("cat_debtors", 300_00, contact=2),
        Posting("cat_creditors", -800_00, contact=3),
        Posting("cat_ct_payable", -2_280_00),
        Posting("cat_directors_loan", -700_00, bank_account="ba_anna"),
        Posting("cat_share_capital", -100_00),
        Posting("cat_retained", -6_720_00),
    )


def test_a_bank_account_opened_by_its_statement_is_not_opened_twice() -> None:
    """The statement posted bank 9,100 against opening balances; the trial balance brings those to nothing."""
    by_statement = (
        Posting("cat_bank", 9_100_00, bank_account="ba_main"),
        Posting("cat_opening_balances", -9_100_00),
    )
    entry = opened(LINES, banks=BankAccounts(BANKS.control_of, frozenset({"ba_main"})))
    books = {p.category_id: p.amount for p in merged([*by_statement, *entry.postings])}
    assert books["cat_bank"] == 9_100_00
    assert "cat_opening_balances" not in books


def test_a_statement_that_says_otherwise_leaves_the_difference_standing() -> None:
    by_statement = (
        Posting("cat_bank", 9_150_00, bank_account="ba_main"),
        Posting("cat_opening_balances", -9_150_00),
    )
    entry = opened(LINES, banks=BankAccounts(BANKS.control_of, frozenset({"ba_main"})))
    books = {p.category_id: p.amount for p in merged([*by_statement, *entry.postings])}
    assert books["cat_opening_balances"] == -50_00


def test_a_trial_balance_that_is_out_is_refused_unless_the_difference_is_asked_for() -> None:
    refused = refusal(*LINES[:-1])
    assert "debits 10600.00, credits 3880.00; the debits are 6720.00 more than the credits" in refused.message
    assert "post_difference" in refused.message
    entry = opened(LINES[:-1], post_difference=True)
    assert entry.postings[-1] == Posting("cat_opening_balances", -6_720_00)


def test_a_balanced_one_needs_no_difference_even_if_asked_for() -> None:
    assert opened(LINES, post_difference=True) == opened(LINES)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (JournalLine("cat_bank", debit=1), "is kept per bank account: say which"),
        (JournalLine("cat_cash", debit=1), "is kept per bank account: say which"),
        (JournalLine("cat_bank", debit=1, bank_account="ba_none"), "there is no bank account 'ba_none'"),
        (JournalLine("cat_bank", debit=1, bank_account="ba_card"), "ba_card stands in cat_credit_cards"),
        (JournalLine("cat_rent", debit=1, bank_account="ba_main"), "ba_main stands in cat_bank, not in cat_rent"),
        (JournalLine("cat_debtors", debit=1), "is kept per customer: give one line for each"),
        (JournalLine("cat_creditors", credit=1), "is kept per supplier: give one line for each"),
        (JournalLine("cat_opening_balances", credit=1), "leave it out"),
        (JournalLine("cat_uncategorised", credit=1), "leave it out"),
        (JournalLine("cat_nothing", credit=1), "there is no category 'cat_nothing'"),
        (JournalLine("cat_rent"), "the line has no amount"),
        (JournalLine("cat_rent", debit=1, credit=1), "not both"),
    ],
)
def test_a_wrong_line_is_told_by_its_number(line: JournalLine, says: str) -> None:
    refused = refusal(JournalLine("cat_share_capital", credit=1), line)
    assert refused.message.startswith("line 2: ")
    assert says in refused.message


def test_income_and_costs_of_a_year_under_way_may_be_brought_in() -> None:
    entry = opened([JournalLine("cat_sales", credit=50_00), JournalLine("cat_rent", debit=50_00)])
    assert {p.category_id: p.amount for p in entry.postings} == {"cat_sales": -50_00, "cat_rent": 50_00}


def test_nothing_to_open_is_refused() -> None:
    assert "at least one line" in refusal().message
    assert (
        "nothing would be posted"
        in refusal(JournalLine("cat_rent", debit=1), JournalLine("cat_rent", credit=1)).message
    )
