"""A processor kept as an account of its own: gross sales, fees, refunds, payouts to the bank."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from accountsos.statements.formats.column_words import column_mapping
from accountsos.store.engine.opening import Place
from accountsos.store.names import Names, names_of
from accountsos.store.transaction_list import ListedTransaction
from accountsos.workflows.bank import bank_accounts
from accountsos.workflows.bank.list_transactions import LIST, TransactionQuestion
from accountsos.workflows.unit_of_work import ReadWorkflow
from tests.statements.samples import SAMPLES
from tests.support.bookkeeper import Bookkeeper, found, plain_file
from tests.support.engines import opened

SALES, FEES, TRANSFER, OPEN = "cat_sales", "cat_bank_charges", "cat_transfer", "cat_uncategorised"
# Worked by hand from the sample: what each category holds, in pence; and the payouts, with what the bank calls them.
PROCESSORS = {
    "paypal.csv": ({SALES: 14000, FEES: -466, TRANSFER: -100000}, "PAYPAL TRANSFER"),
    "stripe.csv": ({SALES: 115000, FEES: -2320, TRANSFER: -112680}, "STRIPE PAYMENTS UK LTD"),
    "square.csv": ({SALES: 4200, FEES: -74, TRANSFER: -4126}, "SQUARE INTERNATIONAL SERVICES"),
    "shopify.csv": ({SALES: 14000, FEES: -370, TRANSFER: -13630}, "SHOPIFY INTERNATIONAL"),
    "amazon_settlement.txt": ({SALES: 10499, FEES: -4014, TRANSFER: -6485}, "AMAZON PAYMENTS UK LTD"),
    "amazon_date_range.csv": ({SALES: 10499, FEES: -4014, TRANSFER: -6485}, "AMAZON PAYMENTS UK LTD"),
    "ebay.csv": ({SALES: 5480, FEES: -420, TRANSFER: -5060}, "EBAY COMMERCE UK LTD"),
}
_NAMES: ReadWorkflow[None, Names] = ReadWorkflow("test.names", lambda db, company, _: names_of(db, company))


def _lines(keeper: Bookkeeper, account: str) -> list[ListedTransaction]:
    return list(keeper.ask(LIST, TransactionQuestion(limit=100, bank_account=account)).rows)


def _category(names: Names, line: ListedTransaction) -> str:
    return next(name for name, number in names.category_no.items() if number == line.category_no)


def _day(line: ListedTransaction) -> date:
    return date(line.booked_on // 10_000, line.booked_on // 100 % 100, line.booked_on % 100)


@pytest.mark.parametrize("sample", PROCESSORS)
def test_a_processor_shows_its_sales_fees_refunds_and_payouts(sqlite_place: Place, sample: str) -> None:
    expected, bank_says = PROCESSORS[sample]
    with opened(sqlite_place) as whole:
        keeper = found(whole.books)
        name = bank_says.split()[0].capitalize()
        account = keeper.do(bank_accounts.ADD_ACCOUNT, bank_accounts.NewAccount(name, "processor")).bank_account_id
        keeper.load((SAMPLES / sample).read_bytes(), account)
        names: Names = keeper.ask(_NAMES, None)
        sums: Counter[str] = Counter()
        for line in _lines(keeper, account):
            sums[_category(names, line)] += line.amount
        assert dict(sums) == expected

        payouts = [line for line in _lines(keeper, account) if _category(names, line) == TRANSFER]
        at_bank = [(_day(line) + timedelta(days=1), -line.amount, bank_says) for line in payouts]
        keeper.load(plain_file(at_bank), columns=column_mapping("date=1,description=2,amount=3"))
        halves = _lines(keeper, "ba_main")
        assert [_category(names, half) for half in halves] == [TRANSFER] * len(payouts)
        assert sum(half.amount for half in halves) == -expected[TRANSFER]


def test_the_word_charge_is_a_sale_at_a_processor_and_a_cost_at_a_bank(sqlite_place: Place) -> None:
    with opened(sqlite_place) as whole:
        keeper = found(whole.books)
        stripe = keeper.do(bank_accounts.ADD_ACCOUNT, bank_accounts.NewAccount("Stripe", "processor")).bank_account_id
        content = b"Date,Description,Amount,Kind\n01/08/2026,charge,120.00,charge\n02/08/2026,charge,-5.00,charge\n"
        columns = column_mapping("date=1,description=2,amount=3,kind=4")
        keeper.load(content, stripe, columns=columns)
        keeper.load(content, columns=columns)
        names: Names = keeper.ask(_NAMES, None)
        at_processor = {line.amount: _category(names, line) for line in _lines(keeper, stripe)}
        at_bank = {line.amount: _category(names, line) for line in _lines(keeper, "ba_main")}
        assert (at_processor[12000], at_bank[-500]) == (SALES, FEES)
