"""Reports over the door: the figures of a small company, worked by hand, and the links behind each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.operations.world import World
from tests.support.tables import table_lines

YEAR = "from=2025-04-01&to=2026-03-31"


def profit(world: World, query: str = YEAR) -> dict[str, Any]:
    found: dict[str, Any] = world.ours.get(f"/api/reports/profit-loss?{query}")["report"]
    return found


def sheet(world: World, query: str = "as_of=2026-03-31") -> dict[str, Any]:
    found: dict[str, Any] = world.ours.get(f"/api/reports/balance-sheet?{query}")["report"]
    return found


def lines(block: dict[str, Any]) -> dict[str, float]:
    return {line["category"]["id"]: line["amount"] for line in block["lines"]}


def test_the_profit_and_loss_has_the_fields_of_the_contract_in_their_order(world: World) -> None:
    report = profit(world)
    assert list(report)[:16] == [
        "type",
        "from",
        "to",
        "currency",
        "basis",
        "income",
        "cost_of_sales",
        "gross_profit",
        "other_income",
        "expenses",
        "operating_profit",
        "finance",
        "tax",
        "net_profit",
        "comparison",
        "warnings",
    ]
    assert {name: report[name] for name in ("type", "from", "to", "currency", "basis", "comparison")} == {
        "type": "profit_loss",
        "from": "2025-04-01",
        "to": "2026-03-31",
        "currency": "GBP",
        "basis": "accruals",
        "comparison": None,
    }


def test_the_profit_and_loss_is_what_was_worked_by_hand(world: World) -> None:
    report = profit(world)
    assert lines(report["income"]) == {"cat_sales": 3000.0}
    assert lines(report["expenses"]) == {"cat_software": 100.0, "cat_travel": 100.0}
    assert (report["gross_profit"], report["operating_profit"], report["net_profit"]) == (3000.0, 2800.0, 2800.0)
    assert report["warnings"] == [
        {
            "code": "uncategorised",
            "message": "1 bank line is not categorised: £0.00 in, £7.77 out. Until they are, they are neither income "
            "nor cost",
            "amount": -7.77,
        }
    ]
    body = world.ours.ask("GET", f"/api/reports/profit-loss?{YEAR}").body
    assert b'"income":{"total":3000.00,' in body


def test_without_dates_it_is_the_financial_year_to_date(world: World) -> None:
    report = profit(world, "")
    assert (report["from"], report["to"]) == ("2025-04-01", "2026-03-05")


def test_a_comparison_and_columns_stand_beside_it(world: World) -> None:
    report = profit(world, "from=2025-07-01&to=2025-09-30&compare=previous_period&by=month")
    compared = report["comparison"]
    assert (compared["from"], compared["to"], compared["net_profit"]) == ("2025-04-01", "2025-06-30", 954.01)
    assert [(c["from"], c["net_profit"]) for c in report["columns"]] == [
        ("2025-07-01", -174.51),
        ("2025-08-01", 20.5),
        ("2025-09-01", 2000.0),
    ]


def test_the_balance_sheet_is_what_was_worked_by_hand(world: World) -> None:
    report = sheet(world)
    assert list(report)[:16] == [
        "type",
        "as_of",
        "currency",
        "basis",
        "fixed_assets",
        "current_assets",
        "total_assets",
        "creditors_due_within_one_year",
        "creditors_due_after_one_year",
        "total_liabilities",
        "net_assets",
        "capital_and_reserves",
        "balanced",
        "uncategorised",
        "warnings",
        "suspense",
    ]
    bank, waiting = report["current_assets"]["lines"]
    assert (bank["bank_account_id"], bank["amount"], waiting["amount"]) == ("ba_main", 2792.23, 7.77)
    assert "bank_account_id" not in waiting
    assert lines(report["capital_and_reserves"]) == {"profit_of_year": 2800.0}
    assert (report["net_assets"], report["balanced"], report["uncategorised"]) == (2800.0, True, -7.77)
    assert report["suspense"] == {"in": 0.0, "out": 7.77, "count": 1}


def test_a_directors_account_names_whose_it_is(world: World) -> None:
    contact = world.contact("acme")
    sides = [
        {"category_id": "cat_travel", "debit": 30},
        {"category_id": "cat_directors_loan", "credit": 30, "contact_id": contact},
    ]
    world.ours.post("/api/journals", {"date": "2026-02-01", "narration": "Taxi", "lines": sides})
    block = sheet(world)["creditors_due_within_one_year"]
    line = next(line for line in block["lines"] if line["category"]["id"] == "cat_directors_loan")
    assert line["contact"] == {"id": contact, "name": "Acme Ltd"}
    assert f"contact={contact}" in line["link"]
    assert [p["amount"] for p in world.ours.get(line["link"])["postings"]] == [-30.0]


def test_the_trial_balance_agrees_with_itself(world: World) -> None:
    report = world.ours.get("/api/reports/trial-balance?as_of=2026-03-31")["report"]
    found = {line["category"]["id"]: (line["debit"], line["credit"]) for line in report["lines"]}
    assert found == {
        "cat_bank": (2792.23, 0.0),
        "cat_sales": (0.0, 3000.0),
        "cat_software": (100.0, 0.0),
        "cat_travel": (100.0, 0.0),
        "cat_uncategorised": (7.77, 0.0),
    }
    assert (report["total_debit"], report["total_credit"], report["balanced"]) == (3000.0, 3000.0, True)


def figures(report: object) -> Iterator[tuple[str, float]]:
    """Every amount that has a link, with it."""
    if isinstance(report, dict):
        if report.get("link"):
            amount = report.get("amount", report.get("total"))
            yield report["link"], report["debit"] - report["credit"] if amount is None else amount
        for name, link in report.get("links", {}).items():
            yield link, report[name]
        for value in report.values():
            yield from figures(value)
    elif isinstance(report, list):
        for value in report:
            yield from figures(value)


@pytest.mark.parametrize(
    "path",
    [
        f"profit-loss?{YEAR}&compare=previous_year&by=quarter",
        "balance-sheet?as_of=2026-03-31&compare=previous_year",
        "balance-sheet?as_of=2026-06-30",
        "trial-balance?as_of=2026-03-31",
        "trial-balance?as_of=2026-06-30",
    ],
)
def test_every_link_leads_to_postings_that_make_up_the_figure(world: World, path: str) -> None:
    found = list(figures(world.ours.get(f"/api/reports/{path}")["report"]))
    assert len(found) >= 3
    for link, amount in found:
        postings = world.ours.get(link + "&limit=200")["postings"]
        total = sum(round(posting["amount"] * 100) for posting in postings)
        assert abs(total) == abs(round(amount * 100)), link
        for posting in postings:
            if posting["source"] == "transaction":
                shown = world.ours.get(f"/api/transactions/{posting['transaction_id']}")["transaction"]
                assert posting["entry_id"] == shown["journal_entry"]["id"]


def test_a_report_as_known_before_a_change_shows_the_old_figures(world: World) -> None:
    before = sheet(world)
    changed_at = world.clock.pass_(3600)
    path = f"/api/transactions/{world.transactions[6]}"
    world.ours.patch(path, {"category_id": "cat_travel"})
    world.clock.pass_(3600)
    assert sheet(world)["net_assets"] == 2792.23
    moment = changed_at.replace(minute=59, hour=12).strftime("%Y-%m-%dT%H:%M:%SZ")
    then = sheet(world, f"as_of=2026-03-31&known_at={moment}")
    assert then["known_at"] == moment.replace("Z", ".000000Z")
    assert {k: then[k] for k in ("net_assets", "uncategorised", "suspense")} == {
        k: before[k] for k in ("net_assets", "uncategorised", "suspense")
    }
    line = profit(world, f"{YEAR}&known_at={moment}")["expenses"]["lines"][0]
    assert "known_at=" in line["link"]
    amounts = [p["amount"] for p in world.ours.get(line["link"])["postings"]]
    assert sum(round(a * 100) for a in amounts) == 10_000


def test_known_at_may_be_todays_date_but_not_the_future(world: World) -> None:
    assert profit(world, YEAR + "&known_at=2026-03-05")["net_profit"] == 2800.0
    assert profit(world, YEAR + "&known_at=2026-03-04")["net_profit"] == 0.0
    for moment in ("2026-03-06", "2026-03-05T12:00:01Z", "2026-03-05T14:00:00%2B01:00"):
        error = world.ours.refused("GET", f"/api/reports/profit-loss?known_at={moment}")
        assert (error["status"], error["param"]) == (400, "known_at")


@pytest.mark.parametrize("report", ["profit-loss", "balance-sheet", "trial-balance", "ledger?account=cat_sales"])
def test_reports_come_as_csv_by_parameter_or_accept_and_other_forms_are_refused(world: World, report: str) -> None:
    path = f"/api/reports/{report}"
    glue = "&" if "?" in path else "?"
    by_parameter = world.ours.ask("GET", f"{path}{glue}format=csv")
    by_header = world.ours.ask("GET", path, headers=[("Accept", "text/csv")])
    assert by_parameter.body == by_header.body
    assert by_parameter.headers["content-type"].startswith("text/csv")
    assert by_parameter.headers["content-disposition"].startswith("attachment")
    for form in ("odt", "xml"):
        assert world.ours.refused("GET", f"{path}{glue}format={form}")["status"] == 400


def test_the_csv_of_the_profit_and_loss_has_a_column_per_period(world: World) -> None:
    path = "/api/reports/profit-loss?from=2025-07-01&to=2025-08-31&by=month&format=csv"
    table = [row.split(",") for row in table_lines(world.ours.ask("GET", path).body)]
    assert table[0] == [
        "block",
        "category_id",
        "name",
        "2025-07-01..2025-08-31",
        "2025-07-01..2025-07-31",
        "2025-08-01..2025-08-31",
    ]
    assert ["expenses", "cat_software", "Software & Subscriptions", "54.01", "54.01", "0.00"] in table
    assert ["net_profit", "", "total", "-154.01", "-174.51", "20.50"] in table


def test_bank_text_in_a_csv_never_becomes_a_formula(world: World) -> None:
    for n, text in enumerate(("=1+1", "+44 20", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x")')):
        new = {"date": f"2026-02-0{n + 1}", "description": text, "amount": -1, "bank_account_id": "ba_main"}
        world.ours.post("/api/transactions", {**new, "category_id": "cat_travel"})
    for path in ("ledger?account=cat_travel", "sources?report=profit_loss&figure=cat_travel"):
        body = world.ours.ask("GET", f"/api/reports/{path}&format=csv&limit=200").body.decode()
        for row in body.splitlines():
            assert not any(cell.lstrip('"')[:1] in "=+@" for cell in row.split(",") if cell.strip('"'))
        assert "'=1+1" in body
        assert "'-2+3" in body


def test_the_ledger_runs_from_opening_to_closing(world: World) -> None:
    report = world.ours.get("/api/reports/ledger?account=ba_main&from=2025-07-01&to=2025-12-31")
    ledger = report["report"]
    assert (ledger["category"]["id"], ledger["opening_balance"], ledger["closing_balance"]) == (
        "cat_bank",
        954.01,
        2800.0,
    )
    assert [(line["debit"], line["credit"], line["balance"]) for line in ledger["lines"]] == [
        (0.0, 54.01, 900.0),
        (0.0, 120.5, 779.5),
        (20.5, 0.0, 800.0),
        (2000.0, 0.0, 2800.0),
    ]
    assert [line["transaction_id"] for line in ledger["lines"]] == world.transactions[2:6]
    assert report["pagination"] == {"total": 4, "limit": 50, "offset": 0, "has_more": False}
    page = world.ours.get("/api/reports/ledger?account=ba_main&from=2025-07-01&to=2025-12-31&limit=2&offset=1")
    assert (page["report"]["opening_balance"], page["report"]["closing_balance"]) == (900.0, 800.0)
    assert page["pagination"]["has_more"] is True


@pytest.mark.parametrize(
    ("path", "param"),
    [
        ("profit-loss?compare=last_year", "compare"),
        ("profit-loss?by=week", "by"),
        ("profit-loss?by=month&from=2000-01-01&to=2026-01-01", "by"),
        ("profit-loss?from=2026-01-02&to=2026-01-01", "from"),
        ("profit-loss?period=2026-Q1", "period"),
        ("balance-sheet?as_of=31/03/2026", "as_of"),
        ("trial-balance?compare=previous_year", "compare"),
        ("ledger", "account"),
        ("ledger?account=cat_nothing", "account"),
        ("ledger?account=sales", "account"),
        ("sources?report=profit_loss", "figure"),
        ("sources?figure=income", "report"),
        ("sources?report=vat&figure=box10", "figure"),
        ("sources?report=profit_loss&figure=nothing", "figure"),
    ],
)
def test_what_a_report_cannot_answer_is_refused_by_name(world: World, path: str, param: str) -> None:
    error = world.ours.refused("GET", f"/api/reports/{path}")
    assert (error["status"], error["param"]) == (400, param)
