"""Fixed assets as the examples of the documentation show them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accountsos.api.operations.examples import ENTRY_ID, TRANSACTION_ID

ASSET_ID = "ast_08M0kX0000001b"
_COMPUTERS = {"id": "cat_fa_computers", "name": "Computer & Office Equipment"}
ASSET: dict[str, Any] = {
    "id": ASSET_ID,
    "kind": "computer",
    "description": "Laptop",
    "category": _COMPUTERS,
    "accumulated_category": {"id": "cat_dep_computers", "name": "Accumulated Depreciation, Computers"},
    "cost": Decimal("1200.00"),
    "bought_on": "2025-10-06",
    "in_use_on": "2025-10-06",
    "depreciation": {"method": "straight_line", "years": 3, "rate": None, "residual": Decimal("0.00")},
    "tax": {
        "pool": "main",
        "co2": None,
        "new": True,
        "private_percent": Decimal("0"),
        "claim": "auto",
        "value_brought_forward": None,
    },
    "source": "transaction",
    "transaction_id": TRANSACTION_ID,
    "document_id": None,
    "depreciated": None,
    "depreciated_through": None,
    "accumulated": Decimal("200.00"),
    "net_book_value": Decimal("1000.00"),
    "charges": [{"date": "2026-03-31", "amount": Decimal("200.00"), "of_disposal": False}],
    "disposal": None,
}
GONE: dict[str, Any] = {
    **ASSET,
    "accumulated": Decimal("0.00"),
    "net_book_value": Decimal("0.00"),
    "charges": [*ASSET["charges"], {"date": "2026-07-20", "amount": Decimal("100.00"), "of_disposal": True}],
    "disposal": {
        "date": "2026-07-20",
        "proceeds": Decimal("850.00"),
        "result": Decimal("-50.00"),
        "source": "transaction",
        "transaction_id": TRANSACTION_ID,
        "document_id": None,
        "proceeds_category_id": None,
        "entry_id": ENTRY_ID,
    },
}
DEPRECIATION: dict[str, Any] = {
    "depreciation": {
        "from": "2025-04-01",
        "to": "2026-03-31",
        "charges": [
            {
                "asset_id": ASSET_ID,
                "description": "Laptop",
                "months": 6,
                "before": Decimal("0.00"),
                "amount": Decimal("200.00"),
                "net_book_value": Decimal("1000.00"),
            }
        ],
        "total": Decimal("200.00"),
        "posted": Decimal("200.00"),
        "entry_id": ENTRY_ID,
        "closed": False,
        "post_first": None,
    }
}
_FIGURES: dict[str, Any] = {
    "cost_brought_forward": Decimal("0.00"),
    "additions": Decimal("1200.00"),
    "disposals": Decimal("0.00"),
    "cost_carried_forward": Decimal("1200.00"),
    "depreciation_brought_forward": Decimal("0.00"),
    "charge": Decimal("200.00"),
    "on_disposals": Decimal("0.00"),
    "depreciation_carried_forward": Decimal("200.00"),
    "net_brought_forward": Decimal("0.00"),
    "net_carried_forward": Decimal("1000.00"),
}
_LINK = "/api/reports/sources?report=ledger&figure=cat_fa_computers&to=2026-03-31"
REPORT: dict[str, Any] = {
    "report": {
        "type": "fixed_assets",
        "from": "2025-04-01",
        "to": "2026-03-31",
        "currency": "GBP",
        "classes": [
            {
                "category": _COMPUTERS,
                "assets": [{"id": ASSET_ID, "description": "Laptop", "bought_on": "2025-10-06", "figures": _FIGURES}],
                "figures": _FIGURES,
                "link": "/api/reports/sources?report=ledger&figure=cat_fa_computers&from=2025-04-01&to=2026-03-31",
            }
        ],
        "totals": _FIGURES,
        "accounts": [
            {
                "category": _COMPUTERS,
                "register": Decimal("1200.00"),
                "books": Decimal("1200.00"),
                "difference": Decimal("0.00"),
                "link": _LINK,
            }
        ],
        "warnings": [],
        "known_at": None,
    }
}
