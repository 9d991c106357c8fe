"""Fixed assets over the door. The clock stands at 5 March 2026; years end on 31 March."""

from __future__ import annotations

from tests.api.operations.world import World
from tests.support.tables import table_lines

BOUGHT = {"date": "2024-10-01", "description": "LAPTOPS R US", "amount": -1440, "bank_account_id": "ba_main"}


def test_an_asset_is_registered_depreciated_sold_reported_and_taken_back(world: World) -> None:
    """40.00 a month: 240.00 to March 2025, April to January 400.00; 800.00 is left, sold for 850.00."""
    ours = world.ours
    line = ours.post("/api/transactions", {**BOUGHT, "category_id": "cat_fa_computers"})["transaction"]["id"]
    body = {"kind": "computer", "description": "Laptop", "category_id": "cat_fa_computers", "transaction_id": line}
    asset = ours.post("/api/assets", {**body, "method": "straight_line", "years": 3})["asset"]
    assert (asset["cost"], asset["bought_on"], asset["source"]) == (1440, "2024-10-01", "transaction")
    seen = ours.get("/api/assets/depreciation")["depreciation"]
    assert (seen["to"], seen["total"], seen["posted"], seen["entry_id"]) == ("2025-03-31", 240, 0, None)
    posted = ours.post("/api/assets/depreciation", {}, status=200)["depreciation"]
    assert (posted["total"], posted["posted"]) == (240, 240)
    assert ours.post("/api/assets/depreciation", {}, status=200)["depreciation"] == posted
    money = {**BOUGHT, "date": "2026-02-10", "description": "GUMTREE", "amount": 850}
    receipt = ours.post("/api/transactions", {**money, "category_id": "cat_fa_computers"})["transaction"]["id"]
    gone = ours.post(f"/api/assets/{asset['id']}/disposal", {"transaction_id": receipt})["asset"]
    assert (gone["disposal"]["proceeds"], gone["disposal"]["result"]) == (850, 50)
    report = ours.get("/api/reports/fixed-assets?from=2025-04-01&to=2026-03-31")["report"]
    totals = report["totals"]
    assert (totals["cost_brought_forward"], totals["disposals"], totals["cost_carried_forward"]) == (1440, -1440, 0)
    assert (totals["charge"], totals["on_disposals"], totals["net_carried_forward"]) == (400, -640, 0)
    assert report["accounts"] == []
    assert sum(row["counts"] for row in ours.get(report["classes"][0]["link"])["postings"]) == -1440
    assert ours.ask("DELETE", f"/api/assets/{asset['id']}/disposal").status == 204
    assert ours.get(f"/api/assets/{asset['id']}")["asset"]["net_book_value"] == 1200
    assert ours.refused("DELETE", f"/api/assets/{asset['id']}")["code"] == "conflict"
    assert ours.ask("DELETE", "/api/assets/depreciation?day=2025-03-31").status == 204
    assert ours.get("/api/assets/depreciation?day=2025-03-31")["depreciation"]["posted"] == 0
    assert ours.ask("DELETE", f"/api/assets/{asset['id']}").status == 204
    assert ours.get("/api/assets?status=all")["pagination"]["total"] == 0


def test_a_change_keeps_what_is_not_named_and_null_takes_back(world: World) -> None:
    ours = world.ours
    body = {"kind": "plant", "description": "Lathe", "category_id": "cat_fa_plant", "cost": 1000}
    asset = ours.post("/api/assets", {**body, "bought_on": "2025-05-01", "residual": 100})["asset"]
    path = f"/api/assets/{asset['id']}"
    changed = ours.patch(path, {"method": "reducing_balance", "rate": 12.5})["asset"]
    assert changed["depreciation"] == {"method": "reducing_balance", "years": None, "rate": 12.5, "residual": 100}
    assert ours.patch(path, {"residual": None, "method": "none"})["asset"]["depreciation"] == {
        "method": "none",
        "years": None,
        "rate": None,
        "residual": 0,
    }
    assert ours.get(path)["asset"]["cost"] == 1000


def test_the_report_as_csv_has_a_row_for_each_asset_and_the_totals(world: World) -> None:
    body = {"kind": "plant", "description": "Lathe", "category_id": "cat_fa_plant", "cost": 1000}
    world.ours.post("/api/assets", {**body, "bought_on": "2025-05-01"})
    rows = table_lines(world.ours.ask("GET", "/api/reports/fixed-assets?format=csv").body)
    assert rows[0].startswith("category_id,asset,cost_brought_forward,additions,")
    assert rows[1].startswith("cat_fa_plant,Lathe,0.00,1000.00,0.00,1000.00,")
    assert [row.split(",")[1] for row in rows[1:]] == ["Lathe", "together", "total"]
