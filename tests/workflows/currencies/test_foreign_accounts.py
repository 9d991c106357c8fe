"""A bank account in another currency: its lines keep what they moved there, and the books have them in pounds."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.errors import Refused
from accountsos.workflows.bank import bank_accounts, commit_import
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found, plain_file, simple_file
from tests.workflows.currencies.euros import WISE, amounts, euro_file, wise_file

AUGUST = date(2026, 8, 31)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


@pytest.fixture
def euros(keeper: Bookkeeper) -> str:
    return keeper.add_account("Wise EUR", "current", "EUR")


def _account(keeper: Bookkeeper, account: str, day: date = TODAY) -> bank_accounts.AccountState:
    return keeper.ask(bank_accounts.SHOW_ACCOUNT, (account, day))


def test_the_banks_own_exchange_comes_before_the_rate_of_the_month(keeper: Bookkeeper, euros: str) -> None:
    keeper.rates("2026-08", EUR="1.1712")
    done = keeper.load(WISE, euros)
    assert (done.done.lines_new, done.done.warnings) == (6, ())
    # EUR 3.40 / 1.1712 = 2.903; EUR 1,500 / 1.1712 = 1,280.738; EUR 250 / 1.1712 = 213.456; EUR 0.32 / 1.1712 = 0.273.
    # The conversion gave 428.30 pounds, the card paid 8.40 pounds: what the bank exchanged is what it was.
    assert amounts(keeper, euros) == [
        (-340, -290, "1.171200", "hmrc"),
        (150000, 128074, "1.171200", "hmrc"),
        (-49968, -42830, "1.166659", "bank"),
        (-32, -27, "1.171200", "hmrc"),
        (-25000, -21346, "1.171200", "hmrc"),
        (-980, -840, "1.166667", "bank"),
    ]
    assert keeper.faults() == []


def test_balances_are_those_of_the_bank_in_euros_and_of_the_books_in_pounds(keeper: Bookkeeper, euros: str) -> None:
    keeper.rates("2026-08", EUR="1.1712")
    done = keeper.load(WISE, euros)
    assert (done.done.opening, done.done.closing) == ((date(2026, 8, 24), 100340), (date(2026, 8, 28), 174020))
    assert done.done.difference == 0
    state = _account(keeper, euros)
    # Opened with EUR 1,003.40, 856.73 in pounds, and the lines: 1,484.14.
    assert (state.balance, state.own_balance) == (148414, 174020)
    assert state.agreement is not None
    assert (state.agreement.statement_balance, state.agreement.difference) == (174020, 0)
    assert keeper.bank_balance(euros) == 148414
    sheet = keeper.balances(AUGUST)
    assert sheet["cat_opening_balances"] == -85673
    assert sum(sheet.values()) == 0
    assert _account(keeper, euros, date(2026, 8, 24)).own_balance == 100000
    assert _account(keeper, "ba_main").own_balance is None


def test_a_file_whose_worth_nobody_knows_is_refused_whole(keeper: Bookkeeper, euros: str) -> None:
    with pytest.raises(Refused) as refused:
        keeper.load(WISE, euros)
    assert refused.value.message == (
        "file: 4 lines need an exchange rate that is not known here: EUR for August 2026; state HMRC's monthly rates "
        "for these months, then import the file again. Nothing of it was imported"
    )
    assert refused.value.see == "state_exchange_rates"
    assert [each["line"] for each in refused.value.details or ()] == [3, 4, 6, 7]
    assert keeper.numbers() == []


def test_every_month_that_lacks_a_rate_is_told_at_once(keeper: Bookkeeper, euros: str) -> None:
    rows = [(date(2026, 6, 30), -100, "A"), (date(2026, 7, 1), -100, "B"), (date(2026, 8, 1), -100, "C")]
    keeper.rates("2026-07", EUR="1.16")
    with pytest.raises(Refused, match="EUR for June 2026, EUR for August 2026"):
        keeper.load(euro_file(rows), euros)


def test_an_opening_balance_needs_a_rate_where_the_lines_bring_their_own(keeper: Bookkeeper, euros: str) -> None:
    row = 'BALANCE-1,26-08-2026,-49.97,EUR,"Converted 49.97 EUR",,50.03,EUR,GBP,0.85986,,,,,0.16,42.83'
    with pytest.raises(Refused, match=r"the opening balance needs an exchange rate .* EUR for August 2026"):
        keeper.load(wise_file(row), euros)
    keeper.rates("2026-08", EUR="1.1712")
    keeper.load(wise_file(row), euros)
    # Opened with EUR 100.00: 85.38.
    assert keeper.balances(AUGUST)["cat_opening_balances"] == -8538
    assert keeper.faults() == []


def test_the_same_and_overlapping_files_are_known_by_what_the_account_shows(keeper: Bookkeeper, euros: str) -> None:
    keeper.rates("2026-08", EUR="1.1712")
    rows = [(date(2026, 8, 3), -1171, "HOTEL"), (date(2026, 8, 4), -1171, "HOTEL"), (date(2026, 8, 4), 5000, "ACME")]
    keeper.load(euro_file(rows, opening=100000), euros)
    assert keeper.load(euro_file(rows, opening=100000), euros).status == "already_imported"
    more = [*rows, (date(2026, 8, 5), -1000, "TAXI")]
    done = keeper.load(euro_file(more, opening=100000), euros)
    assert (done.done.lines_new, done.done.lines_duplicate, done.done.warnings) == (1, 3, ())
    assert _account(keeper, euros).own_balance == 100000 - 1171 - 1171 + 5000 - 1000
    keeper.undo(done)
    assert _account(keeper, euros).own_balance == 100000 - 1171 - 1171 + 5000
    assert keeper.faults() == []


def test_a_line_too_much_is_told_in_the_accounts_own_currency(keeper: Bookkeeper, euros: str) -> None:
    keeper.rates("2026-08", EUR="1.1712")
    day = date(2026, 8, 4)
    keeper.load(euro_file([(day, -1171, "HOTEL"), (day, -4200, "TWICE")], opening=100000), euros)
    without = euro_file([(day, -1171, "HOTEL"), (date(2026, 8, 6), -100, "TAXI")], opening=100000)
    done = keeper.ask(commit_import.PREVIEW, ImportStatement(without, euros, TODAY))
    assert any("42.00 EUR less than the bank says on 06 August 2026" in warning for warning in done.done.warnings)


def test_an_import_and_its_undo_leave_nothing_in_pounds(keeper: Bookkeeper, euros: str) -> None:
    keeper.rates("2026-08", EUR="1.1712")
    keeper.undo(keeper.load(WISE, euros))
    assert keeper.balances(AUGUST) == {}
    state = _account(keeper, euros)
    assert (state.balance, state.own_balance, state.agreement) == (0, 0, None)
    keeper.load(WISE, euros)
    assert _account(keeper, euros).balance == 148414
    assert keeper.faults() == []


def test_yen_have_no_decimals_and_dinars_three(keeper: Bookkeeper) -> None:
    keeper.rates("2026-08", JPY="214.89", KWD="0.4125")
    yen, dinars = (keeper.add_account(name, "current", name) for name in ("JPY", "KWD"))
    head = "Date,Counter Party,Reference,Type,Amount ({0}),Balance ({0})\n"
    keeper.load((head.format("JPY") + "03/08/2026,HOTEL,R,CARD,-21489,8511\n").encode(), yen)
    keeper.load((head.format("KWD") + "03/08/2026,HOTEL,R,CARD,-4.125,95.875\n").encode(), dinars)
    assert amounts(keeper, yen) == [(-21489, -10000, "214.890000", "hmrc")]
    assert amounts(keeper, dinars) == [(-4125, -1000, "0.412500", "hmrc")]
    assert [_account(keeper, each).own_balance for each in (yen, dinars)] == [8511, 95875]
    assert keeper.faults() == []


def test_a_file_in_another_currency_than_the_accounts_is_refused(keeper: Bookkeeper, euros: str) -> None:
    row = [(date(2026, 8, 3), -100, "A")]
    for content, account, theirs, ours in (
        (simple_file(row), euros, "GBP", "EUR"),
        (euro_file(row), "ba_main", "EUR", "GBP"),
    ):
        with pytest.raises(Refused, match=f"1 line is in {theirs}, and {account} is kept in {ours}"):
            keeper.load(content, account)


def test_a_file_that_names_no_currency_is_in_the_accounts(keeper: Bookkeeper, euros: str) -> None:
    keeper.rates("2026-08", EUR="1.25")
    keeper.load(plain_file([(date(2026, 8, 3), -1250, "HOTEL")]), euros)
    assert amounts(keeper, euros) == [(-1250, -1000, "1.250000", "hmrc")]


def test_no_line_is_entered_by_hand_on_such_an_account(keeper: Bookkeeper, euros: str) -> None:
    with pytest.raises(Refused, match="ba_wise_eur is kept in EUR; its lines come from the bank's files"):
        keeper.enter(date(2026, 8, 3), -100, account=euros)


def test_only_currencies_of_countries_are_kept(keeper: Bookkeeper) -> None:
    for currency in ("XXX", "EUX", "BTC"):
        with pytest.raises(Refused, match=f"{currency} is no country's currency"):
            keeper.add_account("Odd", "current", currency)


def test_euros_bought_with_pounds_are_worth_what_was_paid(keeper: Bookkeeper, euros: str) -> None:
    # Wise prints units of what was bought for one of what was sold: EUR 117.12 at 1.1712 were bought for 100.00 pounds.
    row = 'BALANCE-7,26-08-2026,117.12,EUR,"Converted 100.00 GBP to 117.12 EUR",,117.12,GBP,EUR,1.1712,,,,,0.50,117.12'
    keeper.load(wise_file(row), euros)
    assert amounts(keeper, euros) == [(11712, 10000, "1.171200", "bank")]


REVOLUT = b"""Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance
CARD_PAYMENT,Current,2026-08-02 12:30:00,2026-08-03 04:11:09,Bean There Cafe,-3.40,0.00,GBP,COMPLETED,246.60
CARD_PAYMENT,Current,2026-08-03 12:30:00,2026-08-04 04:11:09,Hotel Sole,-12.50,0.00,EUR,COMPLETED,87.50
"""


def test_of_a_file_with_several_currencies_each_goes_to_its_own_account(keeper: Bookkeeper, euros: str) -> None:
    keeper.rates("2026-08", EUR="1.25")
    into_euros, into_pounds = keeper.load(REVOLUT, euros), keeper.load(REVOLUT, "ba_main")
    assert amounts(keeper, euros) == [(-1250, -1000, "1.250000", "hmrc")]
    assert [keeper.state(n).row.amount for n in keeper.numbers(bank_account="ba_main")] == [-340]
    assert "The file also holds: Current GBP (1 lines)" in " ".join(into_euros.done.warnings)
    assert "The file also holds: Current EUR (1 lines)" in " ".join(into_pounds.done.warnings)


def test_a_currency_that_no_account_is_kept_in_is_never_taken_for_another(keeper: Bookkeeper) -> None:
    dollars = keeper.add_account("Dollars", "current", "USD")
    with pytest.raises(Refused, match=r"holds several accounts: 'Current GBP' .1 lines., 'Current EUR' .1 lines\)\."):
        keeper.load(REVOLUT, dollars)
    with pytest.raises(Refused, match="or add a bank account in EUR"):
        keeper.do(commit_import.COMMIT, ImportStatement(REVOLUT, dollars, TODAY, account="Current EUR"))


def test_a_preview_shows_what_the_file_says_and_what_it_comes_to(keeper: Bookkeeper, euros: str) -> None:
    keeper.rates("2026-08", EUR="1.25")
    content = euro_file([(date(2026, 8, 3), -1250, "HOTEL")], opening=10000)
    [line] = keeper.ask(commit_import.PREVIEW, ImportStatement(content, euros, TODAY)).preview
    assert (line.shown, line.line.amount) == ((-1250, "EUR"), -1000)
