"""Whether the books say to the penny what the generator knows to be true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from accountsos.generator import GeneratedCompany
from accountsos.ledger.chart import Chart
from accountsos.reports.balance_sheet import BalanceSheet
from accountsos.reports.blocks import Block
from accountsos.reports.figures import BROUGHT_FORWARD, CAPITAL, INCOME_BLOCKS, PROFIT_BLOCKS, sheet_block
from accountsos.reports.profit_and_loss import ProfitAndLoss
from accountsos.reports.trial_balance import TrialBalance
from accountsos.workflows.reports import financial_statements
from accountsos.workflows.reports.financial_statements import BooksAsKnown, ProfitQuestion, SheetQuestion
from accountsos.workflows.unit_of_work import Books
from benchmarks.bench import Bench
from benchmarks.books import TODAY
from benchmarks.rows import Row
from benchmarks.sets import LARGE, MIDDLE, Kept

Sums = dict[str, int]


def truth(bench: Bench) -> Iterator[Row]:
    """Profit and loss, trial balance and balance sheet of every year of the two larger companies."""
    for name in (MIDDLE, LARGE):
        company = bench.sets.company(name)
        compared, wrong = differences(bench.sets.books, company)
        figure = f"reports equal the truth, {company.lines:,} lines"
        ours = f"{compared} figures, {len(wrong)} differ"
        if wrong:
            ours += f": {wrong[0]}"
        yield Row(figure, ours, "", "", "0 differ", not wrong, hard=True)


def differences(books: Books, company: Kept) -> tuple[int, list[str]]:
    """How many figures were compared, and those that are not the truth's."""
    known = company.truth
    compared, wrong = 0, []
    for start, end in known.truth.years():
        last = min(end, known.end)
        profit, seen = books.read(
            financial_statements.PROFIT_AND_LOSS, company.number, ProfitQuestion(TODAY, start, last)
        )
        balance, _ = books.read(financial_statements.TRIAL_BALANCE, company.number, SheetQuestion(TODAY, last))
        sheet, _ = books.read(financial_statements.BALANCE_SHEET, company.number, SheetQuestion(TODAY, last))
        chart = seen.names.chart
        pairs = {
            f"profit and loss to {last}": (profits(profit), known.truth.profit_and_loss(start, last)),
            f"trial balance of {last}": (
                trial_sums(balance, company),
                true_trial_balance(known, seen, (start, last)),
            ),
            f"balance sheet of {last}": (sheet_sums(sheet, company), true_sheet(known, chart, last)),
        }
        for name, (ours, true) in pairs.items():
            keys = sorted(ours.keys() | true.keys())
            compared += len(keys)
            wrong += [
                f"{name}: {key} is {ours.get(key, 0)}, true is {true.get(key, 0)}"
                for key in keys
                if ours.get(key, 0) != true.get(key, 0)
            ]
    assert compared > 100, "hardly anything was compared"
    return compared, wrong


def profits(statement: ProfitAndLoss) -> Sums:
    """By category, income positive and costs negative."""
    blocks: dict[str, Block] = {name: getattr(statement, name) for name in PROFIT_BLOCKS}
    return {
        line.figure: line.amount if name in INCOME_BLOCKS else -line.amount
        for name, block in blocks.items()
        for line in block.lines
    }


def trial_sums(balance: TrialBalance, company: Kept) -> Sums:
    """By category or the generator's account ref, debit positive."""
    refs = {bank_account_id: ref for ref, bank_account_id in company.accounts.items()}
    sums: Sums = defaultdict(int)
    for line in balance.lines:
        sums[refs[line.bank_account] if line.bank_account else line.figure] += line.balance
    return sums


def true_trial_balance(known: GeneratedCompany, seen: BooksAsKnown, year: tuple[date, date]) -> Sums:
    """The same from the truth: results of earlier years stand in what was brought forward."""
    into, chart = BROUGHT_FORWARD[seen.profile.entity_type], seen.names.chart
    before = known.truth.trial_balance(year[0] - timedelta(days=1))
    sums: Sums = defaultdict(int, known.truth.trial_balance(year[1]))
    for name, pence in before.items():
        category = chart.get(name)
        if category is not None and into.takes(category):
            sums[name] -= pence
            sums[into.figure] += pence
    return sums


def sheet_sums(sheet: BalanceSheet, company: Kept) -> Sums:
    """Assets positive, liabilities and capital negative; capital as one sum."""
    refs = {bank_account_id: ref for ref, bank_account_id in company.accounts.items()}
    sums: Sums = defaultdict(int)
    for block, sign in (
        (sheet.fixed_assets, 1),
        (sheet.current_assets, 1),
        (sheet.creditors_due_within_one_year, -1),
        (sheet.creditors_due_after_one_year, -1),
    ):
        for line in block.lines:
            name = refs[line.bank_account] if line.bank_account else line.category_id
            assert name is not None
            sums[name] += sign * line.amount
    sums[CAPITAL] = -sheet.capital_and_reserves.total
    return sums


def true_sheet(known: GeneratedCompany, chart: Chart, as_of: date) -> Sums:
    """The same from the truth."""
    sums: Sums = defaultdict(int)
    for name, pence in known.truth.balance_sheet(as_of).items():
        category = chart.get(name)
        sums[CAPITAL if category is not None and sheet_block(category) == CAPITAL else name] += pence
    return sums
