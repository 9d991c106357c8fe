"""Every report is one value: what is made from it, and that its figures lead to what makes them up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from accountsos.api.figure_link import figure_link
from accountsos.api.operations.registry import OPERATIONS, REPORTS
from accountsos.reports.figures import Figure
from accountsos.web.context import Caller
from accountsos.web.request import ApiRequest
from tests.api.operations.test_every_operation import required_query
from tests.api.operations.test_reports import figures
from tests.api.operations.test_vat import trade
from tests.api.operations.world import World
from tests.support.engines import NOON

MARCH = date(2026, 3, 31)
NOT_A_REPORT = {
    "list_sources": "it is where the links of the reports lead",
    "list_transactions": "a list that is taken as a file too",
    "list_contacts": "a list that is taken as a file too",
    "list_invoices": "a list that is taken as a file too",
    **dict.fromkeys(
        (
            "list_assets",
            "list_categories",
            "list_deadlines",
            "list_documents",
            "list_events",
            "list_imports",
            "list_journals",
            "list_missing_evidence",
            "list_rules_of_company",
            "list_trips",
        ),
        "the same",
    ),
}
LEAD_ELSEWHERE = {
    "tax_report": "workings of the law: what is posted stands in the profit and loss, whose lines have links",
    "categorisation_report": "its figures are counts of lines",
    "mileage_report": "each line is a trip and names it",
    "cis_report": "each line is a deduction and names its invoice",
    "capital_allowance_report": "workings of the law: what was bought stands in the register and on its accounts",
}
LINES_LEAD_ELSEWHERE = {
    "show_ledger": "each line is a posting and names its entry",
    "aged_creditors": "each line is an invoice and names its document",
    "aged_debtors": "each line is an invoice and names its document",
    "fixed_asset_report": "each line is an asset and names it",
}
"""Of these only the balances have links."""
ASKED = {
    "profit_loss": ("from=2025-04-01&to=2026-03-31", 3),
    "balance_sheet": ("as_of=2026-03-31", 3),
    "trial_balance": ("as_of=2026-03-31", 3),
    "vat_return": ("period=2026-Q1", 3),
    "show_series": ("series=profit&by=quarter&from=2025-04-01&to=2026-03-31", 3),
}
"""What is asked, and how many of the figures are more than nothing then, at the least."""


def test_a_link_names_report_figure_and_period() -> None:
    figure = Figure("profit_loss", "cat_sales", start=date(2025, 4, 1), end=MARCH)
    assert (
        figure_link(figure) == "/api/reports/sources?report=profit_loss&figure=cat_sales&from=2025-04-01&to=2026-03-31"
    )


def test_a_link_of_a_balance_names_whose_it_is_and_what_was_known() -> None:
    figure = Figure("balance_sheet", "cat_bank", end=MARCH, bank_account="ba_main", known_at="2026-04-01T09:30:00Z")
    assert figure_link(figure) == (
        "/api/reports/sources?report=balance_sheet&figure=cat_bank&to=2026-03-31"
        "&bank_account=ba_main&known_at=2026-04-01T09%3A30%3A00Z"
    )
    assert figure_link(Figure("balance_sheet", "cat_debtors", end=MARCH, contact="con_1")).endswith("&contact=con_1")


def test_every_table_of_the_api_is_a_report_made_from_its_value() -> None:
    made = {spec.operation_name for spec in REPORTS}
    assert len(made) == len(REPORTS)
    assert {o.name for o in OPERATIONS if len(o.formats) > 1} == made | set(NOT_A_REPORT)
    assert made == set(ASKED) | set(LEAD_ELSEWHERE) | set(LINES_LEAD_ELSEWHERE)


class Watched(dict[str, object]):
    """What was asked, which remembers what of it was looked at."""

    def __init__(self, values: dict[str, object]) -> None:
        super().__init__(values)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> object:
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)


@pytest.mark.parametrize("spec", [pytest.param(s, id=s.name) for s in REPORTS])
def test_a_report_looks_at_everything_that_may_be_asked_of_it(spec: Any) -> None:
    """Nothing is left aside in silence: neither the day, nor as the books stood when."""
    asked = Watched({each.name: each.example if each.required else each.default for each in spec.parameters})
    spec.question(ApiRequest(Caller("key_1", 1, "co_1", "read"), asked, {}, None, NOON, "req_1", "json", None))
    assert {each.name for each in spec.parameters} - asked.read == set()


def amounts(report: object) -> Iterator[dict[str, Any]]:
    """Everything in a report that is a figure: an amount, a total or a debit, beside what is said of it."""
    if isinstance(report, dict):
        if {"amount", "total", "debit"} & set(report) and "code" not in report:
            yield report
        for value in report.values():
            yield from amounts(value)
    elif isinstance(report, list):
        for value in report:
            yield from amounts(value)


@pytest.mark.parametrize("spec", [pytest.param(s, id=s.name) for s in REPORTS if s.operation_name in ASKED])
def test_every_figure_of_a_statement_has_a_link_and_what_it_lists_adds_up(world: World, spec: Any) -> None:
    if spec.operation_name == "vat_return":
        joined = {"scheme": "standard", "from": "2025-10-01", "vat_number": "GB 980 7806 84"}
        world.ours.post("/api/vat-schemes", joined, scope="admin", status=200)
        trade(world)
    query, fewest = ASKED[spec.operation_name]
    report = world.ours.get(f"/api/reports/{spec.name}?{query}")["report"]
    without_a_link = [f for f in amounts(report) if "link" not in f]
    assert without_a_link == []
    found = list(figures(report))
    assert len([amount for _, amount in found if amount]) >= fewest
    for link, amount in found:
        postings = world.ours.get(link + "&limit=200")["postings"]
        total = sum(round(posting["amount"] * 100) for posting in postings)
        assert abs(total) == abs(round(amount * 100)), link


@pytest.mark.parametrize("spec", [pytest.param(s, id=s.name) for s in REPORTS if s.operation_name in LEAD_ELSEWHERE])
def test_a_report_that_leads_elsewhere_has_no_link_to_postings(world: World, spec: Any) -> None:
    query = "&".join(f"{name}={value}" for name, value in required_query(spec.operation()).items())
    report = world.ours.get(f"/api/reports/{spec.name}?{query}")["report"]
    assert report
    assert list(figures(report)) == []
