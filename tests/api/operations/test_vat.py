"""The VAT return, the schemes and the facts of corporation tax over the door. The clock stands at 5 March 2026."""

from __future__ import annotations

import pytest

from tests.api.operations.world import World
from tests.support.tables import table_lines

# Sales of 1,200.00 and software of 120.00 incl. VAT on 10 January: boxes worked by hand.
SALE = {"date": "2026-01-10", "description": "Invoice 9", "amount": 1200, "bank_account_id": "ba_main"}
COST = {"date": "2026-01-10", "description": "Adobe", "amount": -120, "bank_account_id": "ba_main"}


def register(world: World, **more: object) -> dict[str, object]:
    body = {"scheme": "standard", "from": "2025-10-01", "vat_number": "GB 980 7806 84", **more}
    found: dict[str, object] = world.ours.post("/api/vat-schemes", body, scope="admin", status=200)
    return found


def trade(world: World) -> tuple[str, str]:
    sale = world.ours.post("/api/transactions", {**SALE, "category_id": "cat_sales"})["transaction"]["id"]
    cost = world.ours.post("/api/transactions", {**COST, "category_id": "cat_software"})["transaction"]["id"]
    return sale, cost


def test_a_company_that_is_not_registered_gets_the_threshold_watch(world: World) -> None:
    report = world.ours.get("/api/reports/vat")["report"]
    assert (report["type"], report["registered"], report["boxes"], report["direction"]) == ("vat", False, [], "nil")
    assert [w["code"] for w in report["warnings"]] == ["registration_watch"]
    assert report["warnings"][0]["amount"] == 3000
    assert world.ours.get("/api/reports/vat?period=Q1%202026")["report"]["period"] == {
        "from": "2026-01-01",
        "to": "2026-03-31",
    }


def test_the_nine_boxes_come_in_order_with_hmrcs_names_and_links_that_lead_to_postings(world: World) -> None:
    register(world)
    _, cost = trade(world)
    report = world.ours.get("/api/reports/vat?period=2026-Q1")["report"]
    amounts = [box["amount"] for box in report["boxes"]]
    assert [box["box"] for box in report["boxes"]] == list(range(1, 10))
    assert amounts == [200, 0, 200, 20, 180, 1000, 100, 0, 0]
    assert report["boxes"][0]["field"] == "vatDueSales"
    assert (report["net_vat"], report["direction"], report["due_date"]) == (180, "pay", "2026-05-07")
    assert (report["status"], report["registered"], report["scheme"]) == ("open", True, "standard")
    sources = world.ours.get(report["boxes"][3]["link"])
    assert [p["amount"] for p in sources["postings"]] == [20]
    assert sources["postings"][0]["transaction_id"] == cost
    assert sources["pagination"]["total"] == 1


@pytest.mark.parametrize(
    ("period", "first"),
    [
        ("2026-Q1", "2026-01-01"),
        ("Q1%202026", "2026-01-01"),
        ("2026-02", "2026-01-01"),
        ("2026-03", "2026-01-01"),
        ("2026-01-01..2026-03-31", "2026-01-01"),
        ("current", "2026-01-01"),
        ("previous", "2025-10-01"),
    ],
)
def test_a_period_has_several_names(world: World, period: str, first: str) -> None:
    register(world)
    assert world.ours.get(f"/api/reports/vat?period={period}")["report"]["period"]["from"] == first


def test_without_a_period_the_one_that_is_due_next_is_shown(world: World) -> None:
    """On 5 March the quarter to December was due on 7 February: next due is the one to March, on 7 May."""
    register(world)
    assert world.ours.get("/api/reports/vat")["report"]["due_date"] == "2026-05-07"


@pytest.mark.parametrize(
    "period", ["2026", "2024-Q1", "2026-Q5", "2026-13", "2026-01-01..2026-02-28", "2026-04-01..2026-01-01", "soon"]
)
def test_what_is_no_period_of_the_company_is_refused_in_words(world: World, period: str) -> None:
    register(world)
    refusal = world.ours.refused("GET", f"/api/reports/vat?period={period}")
    assert (refusal["code"], refusal["param"]) == ("bad_request", "period")


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"vat_number": "123456789"}, "bad_request", "vat_number"),
        ({"scheme": "flat_rate"}, "bad_request", "sector"),
        ({"scheme": "flat_rate", "sector": "wizardry"}, "bad_request", "sector"),
        ({"registered_on": "2025-12-01"}, "bad_request", "registered_on"),
        ({"scheme": "none"}, "bad_request", "scheme"),
        ({"scheme": "annual", "stagger": "1"}, "bad_request", "stagger"),
    ],
)
def test_a_registration_that_cannot_be_is_refused_and_nothing_is_half_changed(
    world: World, change: dict[str, object], code: str, param: str
) -> None:
    body = {"scheme": "standard", "from": "2025-10-01", **change}
    refusal = world.ours.refused("POST", "/api/vat-schemes", body, scope="admin")
    assert (refusal["code"], refusal["param"]) == (code, param)
    assert world.ours.get("/api/vat-schemes")["vat_schemes"] == []


def test_schemes_follow_one_another(world: World) -> None:
    register(world)
    body = {"scheme": "cash", "from": "2026-04-01"}
    assert len(world.ours.post("/api/vat-schemes", body, scope="admin", status=200)["vat_schemes"]) == 2
    overlap = world.ours.refused(
        "POST", "/api/vat-schemes", {"scheme": "standard", "from": "2026-01-01"}, scope="admin"
    )
    assert (overlap["code"], "overlaps" in overlap["message"]) == ("conflict", True)
    inside = world.ours.refused("POST", "/api/vat-schemes", {"scheme": "standard", "from": "2026-05-01"}, scope="admin")
    assert "inside the VAT period 2026-04-01 to 2026-06-30" in inside["message"]


def test_a_lines_vat_can_be_said_and_is_checked(world: World) -> None:
    register(world)
    _, cost = trade(world)
    changed = world.ours.patch(f"/api/transactions/{cost}", {"vat_code": "RC20"})["transaction"]
    assert changed["vat"]["code"].startswith("RC20")
    for body, param in (
        ({"vat_code": "X1"}, "vat_code"),
        ({"vat_code": "S20"}, "vat_code"),
        ({"vat_amount": 20.02}, "vat_amount"),
        ({"vat_code": "RC20", "vat_amount": 1}, "vat_amount"),
    ):
        refusal = world.ours.refused("PATCH", f"/api/transactions/{cost}", body)
        assert (refusal["code"], refusal["param"]) == ("bad_request", param)


def test_filing_is_for_writers_and_unfiling_for_admins(world: World) -> None:
    register(world)
    world.ours.post("/api/transactions", {**SALE, "date": "2025-11-10", "category_id": "cat_sales"})
    filed = world.ours.post("/api/vat-returns/file", {"period": "2025-Q4"}, status=200)["report"]
    assert (filed["status"], filed["net_vat"], filed["filed"]["by"][:4]) == ("filed", 200, "key:")
    again = world.ours.refused("POST", "/api/vat-returns/file", {"period": "2025-Q4"})
    assert again["code"] == "conflict"
    body = {"period": "2025-Q4", "reason": "HMRC refused it"}
    assert world.ours.refused("POST", "/api/vat-returns/unfile", body)["code"] == "forbidden"
    assert world.ours.post("/api/vat-returns/unfile", body, status=200, scope="admin")["report"]["status"] == "due"


def test_the_return_is_also_a_table(world: World) -> None:
    register(world)
    trade(world)
    answer = world.ours.ask("GET", "/api/reports/vat?period=2026-Q1&format=csv")
    assert table_lines(answer.body)[1] == "1,vatDueSales,VAT due on sales and other outputs,200.00"


PENCE = ("vatDueSales", "vatDueAcquisitions", "totalVatDue", "vatReclaimedCurrPeriod", "netVatDue")


def test_a_return_in_hmrcs_form_has_its_names_and_rounding_and_no_declaration_before_it_is_filed(world: World) -> None:
    """Sales of 1,200.99 hold 200.165, rounded to 200.17; 1,000.82 net is 1000 in whole pounds."""
    register(world)
    line = {**SALE, "date": "2025-11-10", "amount": 1200.99, "category_id": "cat_sales"}
    world.ours.post("/api/transactions", line)
    target = "/api/vat-returns/payload?period=2025-Q4"
    answer = world.ours.ask("GET", target)
    assert b'"vatDueSales":200.17,' in answer.body, "pence are written out"
    assert b'"vatDueAcquisitions":0.00,' in answer.body
    body = answer.json()["vat_payload"]["body"]
    assert [body[name] for name in PENCE] == [200.17, 0, 200.17, 0, 200.17]
    assert (body["totalValueSalesExVAT"], body["totalValuePurchasesExVAT"]) == (1000, 0)
    assert "periodKey" not in body
    assert "finalised" not in body
    assert world.ours.get(f"{target}&period_key=25A1")["vat_payload"]["body"]["periodKey"] == "25A1"
    world.ours.post("/api/vat-returns/file", {"period": "2025-Q4"}, status=200)
    filed = world.ours.get(target)["vat_payload"]
    assert (filed["status"], filed["body"]["finalised"]) == ("filed", True)
    assert len(filed["body"]) == 10


def test_no_payload_is_made_of_what_hmrc_would_not_take(world: World) -> None:
    error = world.ours.refused("GET", "/api/vat-returns/payload?period=2025-Q4")
    assert (error["status"], error["code"]) == (409, "conflict")
    register(world)
    assert "is not over" in world.ours.refused("GET", "/api/vat-returns/payload?period=2026-Q1")["message"]
    assert (
        world.ours.refused("GET", "/api/vat-returns/payload?period=2025-Q4&period_key=TOOLONG")["param"] == "period_key"
    )
    exempt = {**SALE, "date": "2025-11-10", "category_id": "cat_sales_exempt"}
    world.ours.post("/api/transactions", exempt)
    assert "partial exemption" in world.ours.refused("GET", "/api/vat-returns/payload?period=2025-Q4")["message"]


def test_losses_and_pools_are_stated_by_year_and_shown_in_the_estimate(world: World) -> None:
    """Profit of 2025-26 is 2,800.00 (see LINES): 600 of losses claimed leave 2,200, of which 19 % are 418.00."""
    stated = {"year_starts_on": "2025-04-01", "losses_brought_forward": 1000, "losses_claimed": 600}
    answer = world.ours.ask("PUT", "/api/reports/corporation-tax/facts", stated)
    assert answer.status == 200
    (year,) = world.ours.get("/api/reports/corporation-tax/facts")["corporation_tax_facts"]
    assert (year["year_ends_on"], year["losses_claimed"], year["main_pool_disposals"]) == ("2026-03-31", 600, None)
    report = world.ours.get("/api/reports/tax?report=corporation_tax")["report"]
    assert report["total"] == 418
    assert [section["title"] for section in report["sections"]] == ["Computation", "Returns", "Losses and pools"]
    wrong = {**stated, "year_starts_on": "2025-04-02"}
    assert world.ours.refused("PUT", "/api/reports/corporation-tax/facts", wrong)["param"] == "year_starts_on"


def test_the_history_that_is_shown_can_be_sent_back_and_one_sent_is_shown(world: World) -> None:
    shown = register(world, stagger="2")["vat_schemes"]
    assert isinstance(shown, list)
    again = world.ours.ask("PUT", "/api/vat-schemes", {"schemes": shown}, scope="admin").json()
    assert again == {"vat_schemes": shown, "lines_reposted": 0}
    later = [{**shown[0], "from": "2026-02-01", "registered_on": "2026-02-01"}]
    assert world.ours.ask("PUT", "/api/vat-schemes", {"schemes": later}, scope="admin").json()["vat_schemes"] == later
    assert world.ours.ask("DELETE", "/api/vat-schemes", scope="admin").status == 204
    assert world.ours.get("/api/vat-schemes")["vat_schemes"] == []
    actions = [event["action"] for event in world.ours.get("/api/audit?limit=3")["events"]]
    assert actions == ["vat.scheme"] * 3
