"""The words of the reports: blocks and sums, what an entry was made of, what a reader must know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accountsos import ids
from accountsos.dashboard.figures import money, with_full_days
from accountsos.ledger.category_ids import TRANSFER, UNCATEGORISED
from accountsos.reports.double_counts import DoubleCount
from accountsos.reports.warnings import ReportWarning
from accountsos.wire.readable_table import BLOCKS

HEADS: Mapping[str, str] = {
    "income": "What you earned",
    "cost_of_sales": "What the work itself cost",
    "other_income": "What you earned besides",
    "expenses": "What it cost to run the business",
    "finance": "Interest: paid, less received",
    "tax": "Tax on the profit",
    "fixed_assets": "What the business owns for years",
    "current_assets": "What it has and is owed",
    "creditors_due_within_one_year": "What it owes within a year",
    "creditors_due_after_one_year": "What it owes later",
    "capital_and_reserves": "What belongs to the owners",
}
SUMS: Mapping[str, str] = {
    **BLOCKS,
    "retained_brought_forward": "Profit kept from earlier years",
    "profit_of_year": "Profit of this year",
    "opening_capital": "Capital at the start of the year",
    "uncategorised": "No category yet",
    UNCATEGORISED: "No category yet",
    **{f"box{number}": f"box {number}" for number in range(1, 10)},
}
GRAND = frozenset({"net_profit", "net_assets", "capital_and_reserves"})
"""The figures that a statement is about: each under a double line."""
MADE_OF: Mapping[str, str] = {
    "transaction": "a line of a bank statement",
    "journal": "entered by hand",
    "opening": "opening balances",
    "document": "an invoice or bill",
    "year_end": "the close of a year",
    "vat_return": "a VAT return that was marked as filed",
}
BASES: Mapping[str, str] = {
    "accruals": "everything invoiced or paid in that time (accruals)",
    "cash": "what was paid in that time (cash basis)",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Something to know, and where it is put right."""

    said: str
    address: str = ""
    button: str = ""


def sentence(message: str) -> str:
    """What the API says, as a person would: with its days in words, and a full stop."""
    return f"{with_full_days(message).rstrip('.')}."


def warnings_told(warnings: Iterable[ReportWarning], company_id: str) -> list[Told]:
    """What makes a report less than final, each with where it is put right."""
    return [_told(each, f"/{company_id}") for each in warnings]


def _told(each: ReportWarning, start: str) -> Told:
    if each.code == "uncategorised":
        return Told(sentence(each.message), f"{start}/review", "Answer them")
    if each.code == "suspense_differs" and each.amount is not None:
        said = "What has no category yet differs from the lines that wait for one"
        said += f" by {money(each.amount, pounds=True)}: something else was posted there."
        return Told(said, f"{start}/reports/ledger?account={UNCATEGORISED}", "See what")
    if each.code == "transfers_open":
        return Told(sentence(each.message), f"{start}/transactions?category={TRANSFER}&period=all", "Transfers")
    return Told(sentence(each.message))


def findings_told(findings: Iterable[DoubleCount], company: int) -> list[Told]:
    """What may be counted twice, each with the line or entry to look at."""
    found = []
    for each in findings:
        start, address = f"/{ids.company_id(company)}", ""
        if each.transactions:
            address = f"{start}/transactions/{ids.public_id('txn_', company, each.transactions[0])}"
        elif each.entries:
            address = f"{start}/entries/{ids.public_id('je_', company, each.entries[0])}"
        found.append(Told(f"{sentence(each.message)} {sentence(each.action)}", address, "Look at it"))
    return found
