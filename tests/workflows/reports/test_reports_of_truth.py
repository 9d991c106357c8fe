"""A generated company's books say exactly what its truth says, once every line is filed where it belongs."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import date

import pytest

from accountsos.errors import Refused
from accountsos.generator import ARCHETYPES, GeneratedCompany, TrueLine, generate
from accountsos.reports.blocks import Block
from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import day_from
from accountsos.workflows.bank.list_transactions import LIST, TransactionQuestion
from accountsos.workflows.reports import financial_statements
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found_generated
from tests.support.engines import opened

NOT_SHOWN = "cat_transfer"
LONG = bool(os.environ.get("ACCOUNTSOS_TEST_LONG"))


def filed_as_true(books: Books, truth: GeneratedCompany) -> Bookkeeper:
    """The company's whole statements imported, each line filed under its true category where the guess differs."""
    keeper = found_generated(books, truth)
    for account in truth.accounts:
        file = truth.statement(account.ref, truth.start, truth.end)
        keeper.load(file, keeper.accounts[account.ref], format="amex" if account.bank == "amex" else None)
    true: dict[tuple[str, date, int], list[TrueLine]] = defaultdict(list)
    for line in truth.lines():
        true[keeper.accounts[line.account], line.booked_on, line.amount].append(line)
    page = keeper.ask(LIST, TransactionQuestion(limit=100_000))
    wrong: dict[int, str] = {}
    for row in page.rows:
        account_id = page.names.account_of[row.account_no].bank_account_id
        category = _best(true[account_id, day_from(row.booked_on), row.amount], row.description).category_id
        if page.names.category_id[row.category_no] != category:
            wrong[row.number] = category
    keeper.refile(wrong)
    assert not any(true.values())
    return keeper


def _best(lines: list[TrueLine], description: str) -> TrueLine:
    """Of the true lines of one day and amount the one whose words the bank's text shares; it is used up."""
    words = set(description.casefold().split())
    best = max(lines, key=lambda line: len(words & set(f"{line.description} {line.payee_text}".casefold().split())))
    lines.remove(best)
    return best


def _pennies(keeper: Bookkeeper, truth: GeneratedCompany, day: date) -> None:
    own = keeper.accounts
    expected = {own.get(name, name): pence for name, pence in truth.truth.trial_balance(day).items()}
    assert keeper.balances(day) == expected
    for ref, ours in own.items():
        assert keeper.bank_balance(ours, day) == truth.truth.bank_balance(ref, day)


def _amounts(*blocks: Block) -> dict[str, int]:
    return {line.figure: line.amount for block in blocks for line in block.lines}


def _profit(keeper: Bookkeeper, truth: GeneratedCompany, start: date, end: date) -> None:
    statement = keeper.profit_and_loss(start, end)
    assert statement.net_profit == truth.truth.profit(start, end)
    shown = _amounts(statement.income, statement.other_income)
    costs = _amounts(statement.cost_of_sales, statement.expenses, statement.finance, statement.tax)
    expected = truth.truth.profit_and_loss(start, end)
    assert {k: v for k, v in {**shown, **{k: -v for k, v in costs.items()}}.items() if v} == expected


def _sheet(keeper: Bookkeeper, truth: GeneratedCompany, day: date) -> None:
    sheet = keeper.balance_sheet(day)
    assert sheet.balanced
    assert (sheet.suspense.count, sheet.uncategorised) == (0, 0)
    expected = truth.truth.balance_sheet(day)
    assert sheet.total_assets - sheet.total_liabilities == sheet.capital_and_reserves.total
    equity = {"cat_retained", "cat_share_capital", "cat_dividends", "cat_drawings", "cat_capital_introduced"}
    assert sheet.net_assets == sum(v for k, v in expected.items() if k not in equity and k != NOT_SHOWN)


def _everything(keeper: Bookkeeper, truth: GeneratedCompany) -> None:
    assert keeper.faults() == []
    for start, end in truth.truth.years():
        _profit(keeper, truth, start, min(end, truth.end))
        _sheet(keeper, truth, min(end, truth.end))
        _pennies(keeper, truth, min(end, truth.end))
    middle = truth.start + (truth.end - truth.start) / 2
    _profit(keeper, truth, middle.replace(day=13), truth.end.replace(day=7))
    _pennies(keeper, truth, middle)
    trial = keeper.ask(financial_statements.TRIAL_BALANCE, financial_statements.SheetQuestion(TODAY, truth.end))[0]
    assert sum(line.debit for line in trial.lines) == sum(line.credit for line in trial.lines) > 0


@pytest.mark.parametrize("archetype", sorted(ARCHETYPES))
def test_the_reports_of_a_thousand_lines_are_the_truth(sqlite_place: Place, archetype: str) -> None:
    truth = generate(17, archetype=archetype, transactions=1_000)
    with opened(sqlite_place) as whole:
        _everything(filed_as_true(whole.books, truth), truth)


@pytest.mark.parametrize("archetype", ["agency", "photographer"])
def test_the_reports_are_the_truth_on_either_database(books: Books, archetype: str) -> None:
    truth = generate(19, archetype=archetype, transactions=300)
    _everything(filed_as_true(books, truth), truth)


def test_the_reports_of_many_more_lines_are_the_truth(sqlite_place: Place) -> None:
    truth = generate(23, archetype="agency", transactions=10_000 if LONG else 2_000)
    with opened(sqlite_place) as whole:
        _everything(filed_as_true(whole.books, truth), truth)


def test_a_company_outside_vat_refuses_vat_on_its_lines(books: Books) -> None:
    truth = generate(17, archetype="agency", transactions=100)
    keeper = found_generated(books, truth)
    number = keeper.enter(date(2026, 5, 1), -12000, category="cat_rent").row.number
    with pytest.raises(Refused, match="VAT"):
        keeper.change(number, vat_code="standard")
    assert keeper.balances(TODAY) == {"ba_main": -12000, "cat_rent": 12000}
